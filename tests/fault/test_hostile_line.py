"""A party that floods, backdates, answers for others, replays, or goes silent: each is a state that both sides see."""

from __future__ import annotations

from typing import Any

import pytest

from commonground.errors import Refused
from commonground.picture.blocks import Reference
from commonground.picture.charter import own_log
from commonground.picture.line import Call, CallWord, Rung
from commonground.picture.statement import OwnLine
from commonground.record import decode, plain
from commonground.room import line
from commonground.room.node import load_room
from commonground.room.watch import alert_rows
from tests.fault.test_hostile_statements import evidence, forge, statement
from tests.line_worlds import (
    HOUR_LATER_MS,
    MINUTE_MS,
    SECOND_MS,
    WATCH,
    beat,
    call,
    carry,
    known,
    line_of,
    place,
    row,
    say,
    stop,
    ticks,
)
from tests.worlds import T0_MS, World, make_world, nd


def about(key: str) -> Reference:
    author, _, entity = key.partition("/")
    return Reference(author=author, entity=entity)


def told(world: World, author: str, to: str, kind: str, entity: str, body: Any, **fields: Any) -> None:
    """A party's node writes and signs what no honest node would."""
    values = {"precedence": "FLASH"} | fields
    forge(
        world,
        statement(kind=kind, author=author, recipient=to, entity=entity, body=plain(body), **values),
        author=author, to=to,
    )  # fmt: skip


def alarms(world: World, party: str) -> list[str]:
    return [one.what for one in alert_rows(world.room(party), world.clock.ms)]


def events(world: World, party: str) -> list[dict[str, Any]]:
    room = world.room(party)
    origin = own_log(room.charter, party)
    rows = room.store.entries(origin, 0, room.ledger.size(origin))
    return [one.event for row in rows if row.body and (one := decode(OwnLine, row.body)).event]


# -- a flood ----------------------------------------------------------------------------------------------------


def test_a_flood_is_kept_whole_and_folds_into_one_alarm_that_both_see() -> None:
    world = make_world()
    keys = []
    for _ in range(30):
        keys.append(call(world, "B", "A", carried=False))
        world.clock.go_on(100)
    carry(world)
    ticks(world)
    assert len(known(world, "B", "call")) == 30
    assert alarms(world, "B").count("flash") == 5
    assert alarms(world, "B").count("flash_flood") == 1
    assert alarms(world, "A").count("flash_flood") == 1
    flood = line_of(world, "B", "A")["flood"]
    assert (flood["since_ms"], flood["count"]) == (world.clock.ms, 25), "it counts from their arrival here"
    assert line_of(world, "A", "B")["flood_out"]["count"] == 25
    assert [row(world, "B", key)["folded"] for key in keys] == [False] * 5 + [True] * 25
    assert line_of(world, "J", "A")["flood"] is None
    stops, _ = stop(world, to="B")
    ticks(world)
    assert row(world, "B", stops[0])["folded"] is False, "no flood buries a STOP"
    assert row(world, "B", stops[0])["rungs"][0]["step"] == "offered"
    for key in keys[:5]:
        say(world, "B", "take", key)
    done = world.nodes["B"].run_now(lambda room: line.take_flood(room, "A", WATCH, "bob"))
    carry(world)
    assert len(done) == 25
    assert line_of(world, "B", "A")["flood"] is None
    assert line_of(world, "A", "B")["flood_out"] is None


def test_what_folded_folds_after_a_restart_too() -> None:
    world = make_world()
    for _ in range(9):
        call(world)
    before = [row(world, "B", one.key)["folded"] for one in known(world, "B", "call")]
    load_room(world.room("B"))
    assert sorted(before) == sorted(row(world, "B", one.key)["folded"] for one in known(world, "B", "call"))
    assert before.count(True) == 4


# -- times ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claimed_ms", [T0_MS - HOUR_LATER_MS, T0_MS + HOUR_LATER_MS])
def test_a_claimed_time_far_from_the_arrival_is_shown_beside_it(claimed_ms: int) -> None:
    world = make_world()
    told(world, "A", "B", "call", "K-1", Call(to="B", number=1, t_placed_ms=claimed_ms))
    seen = row(world, "B", "A/K-1")
    assert (seen["placed_ms"], seen["arrived_ms"], seen["apart_ms"]) == (
        claimed_ms,
        T0_MS,
        T0_MS - claimed_ms,
    )
    assert "backdated" in alarms(world, "B")
    assert seen["clock_from_ms"] == T0_MS, "a clock never runs by what somebody claims"


def test_a_late_delivery_is_flagged_on_the_sender_s_side_too() -> None:
    world = make_world()
    world.cut = {frozenset("AB")}
    key = call(world)
    world.clock.go_on(6 * MINUTE_MS)
    world.cut = set()
    carry(world)
    assert row(world, "A", key)["apart_ms"] == row(world, "B", key)["apart_ms"] == 6 * MINUTE_MS


# -- words of others --------------------------------------------------------------------------------------------


def test_a_word_about_a_call_to_another_is_evidence_and_changes_nothing() -> None:
    world = make_world()
    key = call(world, "B")
    told(world, "J", "A", "call_word", "O-1", CallWord(about=about(key), what="taken"))
    told(world, "J", "A", "rung", "G-1", Rung(about=about(key), step="deputy", t_ms=T0_MS))
    assert len(evidence(world, "A")) == 2
    for party in "AB":
        assert row(world, party, key)["open"] is True
        assert row(world, party, key)["words"] == []
    assert alarms(world, "A").count("evidence") == 2
    with pytest.raises(Refused):
        say(world, "J", "take", key)


def test_an_old_acknowledgement_again_has_no_effect_and_is_recorded() -> None:
    world = make_world()
    old = call(world)
    say(world, "B", "take", old)
    word = next(one for one in known(world, "A", "call_word"))
    new = call(world)
    told(world, "B", "A", "call_word", word.entity, CallWord(about=about(old), what="taken"))
    assert len(evidence(world, "A")) == 1, "the same statement a second time"
    told(world, "B", "A", "call_word", "O-AGAIN", CallWord(about=about(old), what="taken"))
    assert row(world, "A", new)["open"] is True
    assert [one["counts"] for one in row(world, "A", old)["words"]] == [True, False]
    assert "strange_word" in alarms(world, "A")
    with pytest.raises(Refused, match="taken already"):
        say(world, "B", "take", old)


def test_understood_without_a_read_back_is_not_understood_whoever_says_so() -> None:
    world = make_world()
    key = call(world, place=place(40.0, 35.0))
    told(world, "B", "A", "call_word", "O-1", CallWord(about=about(key), what="understood"))
    seen = row(world, "A", key)
    assert (seen["understood_ms"], seen["blocked"]) == (None, "read_back_missing")
    assert seen["words"][0]["counts"] is False
    lie = CallWord(about=about(key), what="read_back", point=(nd(40.0), nd(35.5)))
    told(world, "B", "A", "call_word", "O-2", lie)
    assert row(world, "A", key)["blocked"] == "read_back_off", "each side measures for itself"


def test_a_call_that_was_sent_is_never_changed_or_taken_back() -> None:
    world = make_world()
    told(world, "A", "B", "call", "K-1", Call(to="B", number=1, t_placed_ms=T0_MS, place=place(40.0, 35.0)))
    moved = Call(to="B", number=1, t_placed_ms=T0_MS, place=place(41.0, 35.0))
    told(world, "A", "B", "call", "K-1", moved, action="amend", version=2)
    forge(
        world, statement(kind="call", entity="K-1", action="withdraw", version=3, body={}), author="A", to="B"
    )
    told(world, "A", "B", "call", "K-2", Call(to="J", number=2, t_placed_ms=T0_MS))
    assert len(evidence(world)) == 3
    assert row(world, "B", "A/K-1")["sent_point"] == (nd(40.0), nd(35.0))
    assert row(world, "B", "A/K-1")["open"] is True


def test_a_number_that_is_missing_and_one_said_twice_show() -> None:
    world = make_world()
    for entity, number in (("K-1", 1), ("K-3", 3), ("K-4", 3)):
        told(
            world,
            "A",
            "B",
            "call",
            entity,
            Call(to="B", number=number, t_placed_ms=T0_MS),
            precedence="ROUTINE",
        )
    assert line_of(world, "B", "A")["missing_calls"] == [2]
    assert line_of(world, "B", "A")["said_twice"] == ["A/K-4"]
    assert {"call_gap", "number_twice"} <= set(alarms(world, "B"))


# -- silence ----------------------------------------------------------------------------------------------------


def test_who_goes_silent_is_seen_and_written_down_once_on_both_sides() -> None:
    world = make_world()
    for by, to in (("A", "B"), ("B", "A")):
        beat(world, by, to)
    ticks(world)
    world.clock.go_on(2 * HOUR_LATER_MS)
    beat(world, "A", "B")
    assert line_of(world, "A", "B")["beat_in"]["level"] == "due"
    world.clock.go_on(15 * MINUTE_MS)
    assert line_of(world, "A", "B")["beat_in"]["level"] == "amber"
    assert line_of(world, "B", "A")["beat_out"]["level"] == "amber"
    assert line_of(world, "B", "A")["beat_in"]["level"] == "ok"
    world.clock.go_on(15 * MINUTE_MS)
    for party in "AB":
        assert "beat_red" in alarms(world, party)
    assert ticks(world) == [1, 1, 0]
    assert ticks(world) == [0, 0, 0]
    load_room(world.room("A"))
    assert ticks(world) == [0, 0, 0]
    due_ms = T0_MS + 2 * HOUR_LATER_MS
    for party, other in (("A", "B"), ("B", "A")):
        missed = [one for one in events(world, party) if one.get("what") == "beat_missed"]
        assert missed == [{"what": "beat_missed", "party": other, "by": "B", "due_ms": due_ms}]


def test_beats_are_numbered_for_each_recipient_and_only_the_next_number_is_said() -> None:
    world = make_world()
    assert [beat(world, "A", "B")["seq"] for _ in range(3)] == [1, 2, 3]
    assert beat(world, "A", "J")["seq"] == 1
    world.clock.go_on(2 * HOUR_LATER_MS + MINUTE_MS)
    late = beat(world, "A", "B", "tense")
    assert (late["seq"], late["late_ms"], late["nothing_to_report"]) == (4, MINUTE_MS, False)
    assert line_of(world, "B", "A")["missing_beats"] == []


# -- tests of the line ------------------------------------------------------------------------------------------

SLOT_MS = T0_MS + 4 * HOUR_LATER_MS + 30 * MINUTE_MS  # 15:30 in Damascus


def test_a_line_test_is_made_by_one_and_answered_by_the_other_and_a_missed_one_shows_on_both() -> None:
    world = make_world()
    world.clock.ms = SLOT_MS
    done = world.nodes["A"].run_now(lambda room: line.test_line(room, "B", ("en", "ar"), WATCH, "alice"))
    carry(world)
    assert line_of(world, "B", "A")["test_key"] == done.version.key
    world.clock.go_on(30 * SECOND_MS)
    say(world, "B", "answer_test", done.version.key, ("ar",))
    for party, other in (("A", "B"), ("B", "A")):
        last = line_of(world, party, other)["last_test"]
        assert (last["slot_ms"], last["state"], last["languages"]) == (SLOT_MS, "answered", ["en", "ar"])
        assert line_of(world, party, other)["next_test_ms"] == SLOT_MS + 18 * HOUR_LATER_MS
    with pytest.raises(Refused, match="answered already"):
        say(world, "B", "answer_test", done.version.key, ("ar",))
    world.clock.ms = SLOT_MS + 18 * HOUR_LATER_MS + 30 * MINUTE_MS
    for party, other in (("A", "B"), ("B", "A")):
        assert line_of(world, party, other)["missed_tests"] == [SLOT_MS + 18 * HOUR_LATER_MS]
        assert "line_test_missed" in alarms(world, party)
    assert ticks(world) == [1, 1, 0]
    assert ticks(world) == [0, 0, 0]
