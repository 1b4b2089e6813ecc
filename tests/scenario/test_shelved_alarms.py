"""Shelving: rank 2 and 3, a reason, a quarter of an hour, in sight of both sides (see test_shelved_alarms.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commonground.errors import NotPermitted, Refused
from commonground.picture.blocks import Reference, Text
from commonground.picture.shelving import SHELVED_MS_MAX, Shelving
from commonground.room import shelving
from commonground.room.alert import Alert
from commonground.room.open_items import open_items
from commonground.room.row_lists import lists_now
from commonground.room.watch import alert_rows
from tests.fault.test_hostile_line import told
from tests.line_worlds import MINUTE_MS, WATCH, beat, call, carry, look, suspend, ticks
from tests.worlds import (
    T0_MS,
    TestSalt,
    World,
    announce,
    charter,
    make_world,
    notice,
    open_node,
    report,
    site,
    volume,
)

SOON = notice(volume(from_ms=T0_MS + 20 * MINUTE_MS))


def late_notice(folder: Path | None = None) -> tuple[World, str]:
    """South tells North and the joint office of something that begins in twenty minutes; the alarm at North."""
    world = make_world(folder=folder)
    said = world.say("B", announce(SOON, "A", "J"))
    carry(world)
    return world, f"late/{said.version.key}"


def alarm(world: World, key: str, party: str = "A") -> Alert:
    return next(one for one in alert_rows(world.room(party), world.clock.ms) if one.key == key)


def shelve(world: World, key: str, party: str = "A", reason: Any = "seen_to", text: str = "") -> str:
    words = Text(lang="en", text=text) if text else None
    done = world.nodes[party].run_now(lambda room: shelving.shelve(room, key, reason, words, WATCH, "alice"))
    carry(world)
    return done.version.key


def rows(world: World, party: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = lists_now(look(world, party))["shelvings"]["rows"]
    return listed


def test_it_is_put_aside_in_sight_of_both_and_of_nobody_else() -> None:
    world, key = late_notice()
    before = alarm(world, key)
    made = shelve(world, key, text="called them")
    aside = alarm(world, key).shelved
    assert aside is not None
    assert (aside.post, aside.until_ms) == (WATCH, T0_MS + SHELVED_MS_MAX)
    [mine], [theirs] = rows(world, "A"), rows(world, "B")
    for row in (mine, theirs):
        assert (row["key"], row["party"], row["on"]) == (made, "A", True)
        assert (row["what"], row["about"], row["rank"]) == ("late_notice", key.removeprefix("late/"), 2)
        assert (row["reason"], row["text"]["text"], row["until_ms"]) == (
            "seen_to",
            "called them",
            aside.until_ms,
        )
    assert (mine["own"], mine["told"], theirs["own"], theirs["told"]) == (True, ["B"], False, [])
    assert rows(world, "J") == []
    assert alarm(world, key, "J").shelved is None, "the joint office has an alarm of its own"
    assert before.t_ms == alarm(world, key).t_ms


def test_it_comes_back_by_itself_with_its_first_time() -> None:
    world, key = late_notice()
    first_ms = alarm(world, key).t_ms
    shelve(world, key)
    world.clock.go_on(SHELVED_MS_MAX - 1)
    ticks(world)
    assert alarm(world, key).shelved is not None
    world.clock.go_on(1)
    ticks(world)
    assert alarm(world, key).shelved is None
    assert alarm(world, key).t_ms == first_ms
    for party in "AB":
        [row] = rows(world, party)
        assert (row["on"], row["ended_ms"]) == (False, None)
    again = shelve(world, key, reason="waits_for_other")
    assert [one["key"] for one in rows(world, "A") if one["on"]] == [again]


def test_the_end_of_a_shelving_turns_its_row_and_the_alarm() -> None:
    world, key = late_notice()
    made = shelve(world, key)
    ticks(world)
    world.room("A").turned.clear()
    world.clock.go_on(SHELVED_MS_MAX)
    ticks(world, "A")
    assert made in world.room("A").turned


def test_it_is_brought_back_by_who_shelved_it_and_by_nobody_else() -> None:
    world, key = late_notice()
    made = shelve(world, key)
    with pytest.raises(NotPermitted):
        world.nodes["B"].run_now(lambda room: shelving.bring_back(room, made, WATCH, "bob"))
    world.clock.go_on(MINUTE_MS)
    world.nodes["A"].run_now(lambda room: shelving.bring_back(room, made, WATCH, "alice"))
    carry(world)
    assert alarm(world, key).shelved is None
    for party in "AB":
        [row] = rows(world, party)
        assert (row["on"], row["ended_ms"]) == (False, T0_MS + MINUTE_MS)
    with pytest.raises(Refused, match=r"follow|nothing"):
        world.nodes["A"].run_now(lambda room: shelving.bring_back(room, made, WATCH, "alice"))


def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    world, key = late_notice(tmp_path)
    shelve(world, key)
    node = world.nodes.pop("A")
    world.nodes["A"] = open_node("A", charter(), world.clock, TestSalt(), node.room.store)
    world.clock.go_on(MINUTE_MS)
    ticks(world, "A")
    aside = alarm(world, key).shelved
    assert aside is not None
    assert aside.until_ms == T0_MS + SHELVED_MS_MAX
    world.clock.go_on(SHELVED_MS_MAX)
    assert alarm(world, key).shelved is None


def test_the_first_rank_is_never_shelved() -> None:
    world = make_world()
    key = call(world, "A", "B")
    ticks(world)
    with pytest.raises(Refused) as caught:
        shelve(world, f"flash/{key}")
    assert (caught.value.field, caught.value.clause) == ("shelving.rank", "R1")
    assert alarm(world, f"flash/{key}").shelved is None


def test_what_becomes_graver_comes_back() -> None:
    world = make_world()
    beat(world, "B", "A")
    beat_ms = world.room("A").charter.clocks.beat_ms
    world.clock.go_on(beat_ms + world.room("A").charter.clocks.beat_amber_ms)
    ticks(world)
    shelve(world, "beat/B/False")
    amber = alarm(world, "beat/B/False")
    assert (amber.rank, amber.shelved is not None) == (3, True)
    clocks = world.room("A").charter.clocks
    world.clock.go_on(clocks.beat_red_ms - clocks.beat_amber_ms)
    red = alarm(world, "beat/B/False")
    assert (red.rank, red.shelved) == (2, None)


@pytest.mark.parametrize(
    ("key", "reason", "text", "field"),
    [
        ("late/B/N-NONE", "seen_to", "", "alarm"),
        ("", "seen_to", "", "alarm"),
        (None, "other", "", "shelving.text"),
        (None, "other", "x" * 600, "shelving.text.text"),
    ],
)
def test_what_cannot_be_shelved_is_refused(key: str | None, reason: str, text: str, field: str) -> None:
    world, late = late_notice()
    with pytest.raises(Refused) as caught:
        shelve(world, late if key is None else key, reason=reason, text=text)
    assert caught.value.field == field
    assert rows(world, "A") == []


def test_it_is_shelved_once_at_a_time_and_by_posts_that_may() -> None:
    world, key = late_notice()
    shelve(world, key)
    with pytest.raises(Refused, match="shelved already"):
        shelve(world, key)
    with pytest.raises(NotPermitted):
        world.nodes["A"].run_now(lambda room: shelving.shelve(room, key, "seen_to", None, "custodian", "x"))


def test_an_alarm_of_this_party_alone_stays_at_home() -> None:
    """Who left a post without a sheet, and what a third party's thing is, is told to nobody."""
    world, _ = late_notice()
    lost = Alert(key="x", rank=2, what="left_without_sheet", party="A", about="A/DU-watch_officer", t_ms=1)
    theirs = Alert(key="y", rank=2, what="strange_answer", party="B", about="J/S-1", t_ms=1)
    subjects = {"x": None, "y": Reference(author="J", entity="S-1")}
    for one in (lost, theirs):
        body = Shelving(
            alarm=one.key, what=one.what, rank=2, reason="seen_to", until_ms=T0_MS + 1, topic=one.about,
            subject=subjects[one.key],
        )  # fmt: skip
        assert shelving._told(world.room("A"), one, body, T0_MS) == ()


def test_it_passes_while_the_class_is_suspended() -> None:
    world, key = late_notice()
    suspend(world, "A", "B", "SAFETY")
    shelve(world, key)
    assert [one["on"] for one in rows(world, "B")] == [True]


def test_a_call_that_waits_is_put_aside_and_alarms_again_when_it_is_overdue() -> None:
    world = make_world()
    key = call(world, "A", "B", precedence="IMMEDIATE")
    ticks(world)
    shelve(world, f"immediate/{key}")
    assert alarm(world, f"immediate/{key}").shelved is not None
    world.clock.go_on(10 * MINUTE_MS)
    ticks(world)
    assert alarm(world, f"call_overdue/{key}").shelved is None


def test_it_stands_on_the_sheet_that_is_handed_over() -> None:
    world, key = late_notice()
    shelve(world, key)
    [item] = [one for one in open_items(look(world, "A"), T0_MS) if one.what == "shelved"]
    assert (item.about, item.owner, item.state) == (key.removeprefix("late/"), WATCH, "seen_to")
    assert item.due_ms == T0_MS + SHELVED_MS_MAX


def test_what_no_honest_node_says_is_kept_as_evidence() -> None:
    world, _ = late_notice()
    hidden = world.say("J", report(site(), "B"))
    carry(world)
    long = Shelving(
        alarm="a", what="late_notice", rank=2, reason="seen_to", until_ms=T0_MS + SHELVED_MS_MAX + 2
    )
    other = Shelving(
        alarm="a", what="late_notice", rank=2, reason="seen_to", until_ms=T0_MS + 9,
        topic=hidden.version.key, subject=Reference(author="J", entity=hidden.version.entity),
    )  # fmt: skip
    told(world, "B", "A", "shelving", "SV-1", long, precedence="ROUTINE", t_released_ms=T0_MS)
    told(world, "B", "A", "shelving", "SV-2", other, precedence="ROUTINE", t_released_ms=T0_MS)
    carry(world)
    assert rows(world, "A") == []
    assert [one.what for one in alert_rows(world.room("A"), T0_MS)].count("evidence") == 2
    graver = Shelving(alarm="a", what="flash", rank=1, reason="seen_to", until_ms=T0_MS + 9)
    told(world, "B", "A", "shelving", "SV-3", graver, precedence="ROUTINE", t_released_ms=T0_MS)
    carry(world)
    assert rows(world, "A") == []
