"""T-15 and October 2016: classes are suspended one by one; a FLASH of any class passes; resumption is a handshake."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from commonground.errors import Refused
from commonground.picture.blocks import Text
from commonground.picture.entity import Notice
from commonground.picture.statement import Release
from commonground.record import replace
from commonground.room.rows import notice_row
from commonground.room.submit import release_to, withdraw_from
from commonground.room.watch import alert_rows
from tests.line_worlds import (
    HOUR_LATER_MS,
    MINUTE_MS,
    beat,
    call,
    channel_of,
    channels_of,
    confirm,
    look,
    propose,
    row,
    say,
    suspend,
    text,
    ticks,
)
from tests.worlds import T0_MS, World, announce, make_world, notice, report, site, volume

CLASSES = ("SAFETY", "CEASEFIRE", "HUMANITARIAN", "LIAISON")
OPEN = dict.fromkeys(CLASSES, "open")


def refused(world: World, act: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    assert (caught.value.field, caught.value.clause) == ("channel_class", "R14")
    return caught.value


def alarms(world: World, party: str) -> set[str]:
    return {one.what for one in alert_rows(world.room(party), world.clock.ms)}


@pytest.mark.parametrize("suspended", CLASSES)
def test_suspending_one_class_changes_no_other(suspended: str) -> None:
    world = make_world()
    suspend(world, "A", "B", suspended)
    for party, other in (("A", "B"), ("B", "A")):
        assert channels_of(world, party, other) == {**OPEN, suspended: "suspended"}
    assert channels_of(world, "A", "J") == OPEN
    assert channels_of(world, "J", "A") == OPEN
    for by, to in (("A", "B"), ("B", "A")):
        for precedence in ("ROUTINE", "IMMEDIATE"):
            detail = refused(
                world, partial(call, world, to, by, precedence=precedence, channel_class=suspended)
            ).detail
            assert detail == {"party": to, "channel_class": suspended, "since_ms": T0_MS, "by": ["A"]}
            for channel_class in set(CLASSES) - {suspended}:
                call(world, to, by, precedence=precedence, channel_class=channel_class)
    call(world, "J", "A", precedence="ROUTINE", channel_class=suspended)


@pytest.mark.parametrize("channel_class", CLASSES)
def test_a_flash_of_any_class_passes_and_both_are_told_that_it_did(channel_class: str) -> None:
    world = make_world()
    for one in CLASSES:
        suspend(world, "A", "B", one)
    key = call(world, "A", "B", precedence="FLASH", channel_class=channel_class)
    ticks(world)
    for party in "AB":
        assert row(world, party, key)["passed_while_suspended"] is True
        assert "passed_while_suspended" in alarms(world, party)
    assert "flash" in alarms(world, "A")
    say(world, "A", "take", key)
    say(world, "A", "answer", key, "checking", "own", (), None)
    assert row(world, "B", key)["state"] == "answered", "an answer to what passed passes too"
    before = call(world, "J", "A")
    assert row(world, "A", before)["passed_while_suspended"] is False


def test_air_safety_is_kept_while_all_else_is_suspended() -> None:
    """October 2016: one side suspended its part in one channel in public, and air safety calls went on."""
    world = make_world()
    for one in ("CEASEFIRE", "HUMANITARIAN", "LIAISON"):
        suspend(world, "A", "B", one, remains=Text(lang="en", text="the air safety line stays open"))
    world.say("A", announce(notice(), "B", acknowledged=()))
    call(world, precedence="ROUTINE")
    refused(world, lambda: world.say("B", report(site(), "A")))
    shown = channel_of(world, "B", "A", "LIAISON")
    assert shown["remains"]["text"] == "the air safety line stays open"
    assert shown["remains_classes"] == ["SAFETY"]
    assert channels_of(world, "B", "A")["SAFETY"] == "open"


def test_what_stands_stays_visible_and_unconfirmed_and_endings_and_rescue_pass() -> None:
    world = make_world()
    held = world.say("A", announce(notice(volume(radius_m=100)), "B")).version
    world.carry_all()
    world.clock.go_on(MINUTE_MS)
    suspend(world, "A", "B", "SAFETY")
    shown = notice_row(look(world, "B"), world.room("B").view.get(held.key))
    assert shown is not None
    assert (shown["state"], shown["unconfirmed_since_ms"]) == ("announced", T0_MS + MINUTE_MS)
    assert world.room("B").view.check(notice(), world.clock.ms).hits, "it is checked against"
    body = held.body
    assert isinstance(body, Notice)
    changed = replace(body, contact="other")
    refused(world, lambda: world.say("A", announce(changed, "B", action="amend", entity=held.entity)))
    other = world.say("A", announce(notice(volume(lon=38.0)), "J")).version
    refused(world, lambda: world.nodes["A"].run_now(
        lambda room: release_to(room, other.key, (Release(party="B"),), "watch_officer", "alice")
    ))  # fmt: skip
    world.say("A", announce(notice(activity_class="medevac"), "B"))
    world.say("A", announce(notice(volume(lon=39.0)), "B", precedence="FLASH"))
    world.say("A", announce(body, "B", action="cancel", entity=held.entity))
    world.carry_all()
    gone = notice_row(look(world, "B"), world.room("B").view.get(held.key))
    assert gone is not None
    assert gone["state"] == "cancelled"
    world.nodes["A"].run_now(lambda room: withdraw_from(room, other.key, "J", "watch_officer", "alice"))
    beat(world, "A")


def test_it_takes_effect_no_earlier_than_it_is_declared_and_is_seen_ahead() -> None:
    world = make_world()
    with pytest.raises(Refused, match="not before its declaration"):
        suspend(world, "A", "B", "LIAISON", effective_ms=T0_MS - 1)
    suspend(
        world,
        "A",
        "B",
        "LIAISON",
        effective_ms=T0_MS + HOUR_LATER_MS,
        scope=Text(lang="ru", text="все посты"),
    )
    for party, other in (("A", "B"), ("B", "A")):
        shown = channel_of(world, party, other, "LIAISON")
        assert (shown["status"], shown["declared_ms"]) == ("announced", T0_MS)
        assert shown["effective_ms"] == T0_MS + HOUR_LATER_MS
        assert shown["scope"]["text"] == "все посты"
    call(world, precedence="ROUTINE", channel_class="LIAISON")
    world.clock.go_on(HOUR_LATER_MS)
    ticks(world)
    assert channels_of(world, "B", "A")["LIAISON"] == "suspended"
    refused(world, lambda: call(world, precedence="ROUTINE", channel_class="LIAISON"))


def test_resumption_needs_both_and_lists_what_was_missed() -> None:
    world = make_world()
    beat(world, "B", "A")
    call(world, precedence="ROUTINE", message=text("before"))
    suspend(world, "A", "B", "CEASEFIRE")
    with pytest.raises(Refused, match="a class that is suspended"):
        propose(world, "A", "B", "LIAISON")
    proposal = propose(world, "B", "A", "CEASEFIRE")
    assert channels_of(world, "A", "B")["CEASEFIRE"] == "resuming"
    refused(world, lambda: call(world, precedence="ROUTINE", channel_class="CEASEFIRE"))
    assert channel_of(world, "A", "B", "CEASEFIRE")["proposal"]["needs_our_confirmation"] is True
    assert "resume_proposed" in alarms(world, "A")
    with pytest.raises(Refused):
        confirm(world, "B", proposal)
    confirm(world, "A", proposal)
    for party, other in (("A", "B"), ("B", "A")):
        shown = channel_of(world, party, other, "CEASEFIRE")
        assert shown["status"] == "open"
        assert shown["reconciliation"]["complete"] is True
        found = {
            (one["what"], one["from"]): (one["sent"], one["held"]) for one in shown["reconciliation"]["rows"]
        }
        assert found == {
            ("calls", "A"): (1, 1),
            ("calls", "B"): (0, 0),
            ("beats", "A"): (0, 0),
            ("beats", "B"): (1, 1),
        }
    call(world, precedence="ROUTINE", channel_class="CEASEFIRE")


def test_an_old_proposal_opens_nothing_twice() -> None:
    world = make_world()
    suspend(world, "A", "B", "SAFETY")
    proposal = propose(world, "B", "A", "SAFETY")
    confirm(world, "A", proposal)
    suspend(world, "B", "A", "SAFETY")
    with pytest.raises(Refused, match="answered already"):
        confirm(world, "A", proposal)
    for party, other in (("A", "B"), ("B", "A")):
        assert channels_of(world, party, other)["SAFETY"] == "suspended"
        assert channel_of(world, party, other, "SAFETY")["suspended_by"] == ["B"]


def test_both_suspend_and_one_handshake_opens_for_both() -> None:
    world = make_world()
    suspend(world, "A", "B", "SAFETY")
    suspend(world, "B", "A", "SAFETY")
    with pytest.raises(Refused, match="suspended it already"):
        suspend(world, "A", "B", "SAFETY")
    assert channel_of(world, "A", "B", "SAFETY")["suspended_by"] == ["A", "B"]
    confirm(world, "B", propose(world, "A", "B", "SAFETY"))
    assert channels_of(world, "A", "B") == channels_of(world, "B", "A") == OPEN
