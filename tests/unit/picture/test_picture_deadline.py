"""What is due, at the edges: answers by the start of the activity, positions by 72 h, hits by 15 min."""

from __future__ import annotations

from typing import Any

import pytest
from tests.worlds import HOUR_MS, T0_MS, World, announce, make_world, notice, report, site, volume

from commonground.picture.blocks import Reference, Text
from commonground.picture.entity import ConflictNote, Position, Reply
from commonground.picture.statement import Release
from commonground.room.submit import Command
from commonground.room.watch import due_rows

DAY_MS = 24 * HOUR_MS


def reply(world: World, party: str, key: str, what: Any, to: str) -> None:
    author, _, entity = key.partition("/")
    body = Reply(about=Reference(author=author, entity=entity), about_version=1, what=what, code="other",
                 text=Text(lang="en", text=what))  # fmt: skip
    world.say(party, Command(kind="reply", action="establish", post="watch_officer", body=body,
                             releases=(Release(party=to),)))  # fmt: skip
    world.carry_all()


def due(world: World, party: str, what: str, now_ms: int) -> list[tuple[str, int, int]]:
    rows = due_rows(world.room(party), now_ms)
    return [(one.about, one.due_ms, one.rank) for one in rows if one.what == what]


@pytest.mark.parametrize(("starts_in_h", "due_in_h"), [(48, 24), (24, 24), (6, 6), (1, 1)])
def test_a_question_is_answered_within_a_day_or_before_the_activity_starts(
    starts_in_h: int, due_in_h: int
) -> None:
    world = make_world()
    said = world.say("A", announce(notice(volume(from_ms=T0_MS + starts_in_h * HOUR_MS)), "B"))
    world.carry_all()
    reply(world, "B", said.version.key, "question", "A")
    due_ms = T0_MS + due_in_h * HOUR_MS
    assert due(world, "A", "answer", T0_MS) == [(said.version.key, due_ms, 3)]
    assert due(world, "A", "answer", due_ms) == [(said.version.key, due_ms, 2)]
    assert due(world, "B", "answer", due_ms) == []
    world.clock.go_on(1_000)
    reply(world, "A", said.version.key, "answer", "B")
    assert due(world, "A", "answer", due_ms) == []
    world.clock.go_on(1_000)
    reply(world, "B", said.version.key, "question", "A")
    assert len(due(world, "A", "answer", due_ms)) == 1, "asked again, due again"


def test_a_question_about_what_has_begun_is_due_at_once() -> None:
    world = make_world()
    said = world.say("A", announce(notice(volume(from_ms=T0_MS)), "B"))
    world.clock.go_on(HOUR_MS)
    world.carry_all()
    reply(world, "B", said.version.key, "question", "A")
    assert due(world, "A", "answer", T0_MS + HOUR_MS) == [(said.version.key, T0_MS + HOUR_MS, 2)]


def test_positions_count_by_author_and_run_from_arrival() -> None:
    world = make_world()
    first, second = (world.say("J", report(site(lon), "A", "B")).version for lon in (36.5, 37.5))
    world.clock.go_on(HOUR_MS)
    world.carry_all()
    due_ms = T0_MS + 73 * HOUR_MS
    rows = [one for one in due_rows(world.room("A"), T0_MS) if one.what == "position_on_sites"]
    assert [(one.about, one.count, one.due_ms) for one in rows] == [("J", 2, due_ms)]
    for version in (first, second):
        body = Position(about=Reference(author="J", entity=version.entity), stance="no_knowledge",
                        reason=Text(lang="en", text=""))  # fmt: skip
        world.say("A", Command(kind="position", action="establish", post="watch_officer", body=body,
                               releases=(Release(party="J"),)))  # fmt: skip
    assert due(world, "A", "position_on_sites", due_ms) == []
    assert due(world, "B", "position_on_sites", due_ms) == [("J", due_ms, 2)]


def test_rows_come_soonest_first() -> None:
    world = make_world()
    world.say("J", report(site(38.0), "A"))
    world.say("A", report(site(39.0, valid_until_ms=T0_MS + DAY_MS)))
    world.say("B", announce(notice(), "A"))
    world.carry_all()
    world.say("A", announce(notice(text="urgent", activity_class="medevac"), "B"))
    rows = due_rows(world.room("A"), T0_MS)
    assert [one.due_ms for one in rows] == sorted(one.due_ms for one in rows)
    assert {one.what for one in rows} >= {"hits_due", "revalidation", "position_on_sites"}


def test_a_note_covers_the_sites_that_were_there_when_it_was_written() -> None:
    world = make_world()
    world.say("J", report(site(36.5), "A"))
    world.carry_all()
    said = world.say("A", announce(notice(volume(from_ms=T0_MS + HOUR_MS), activity_class="medevac"), "B"))
    note = ConflictNote(conflict=f"{said.version.key}|sites|J", state="acknowledged", owner="duty_chief", note="",
                        versions=(1, 0))  # fmt: skip
    assert len(due(world, "A", "hits_due", T0_MS)) == 1
    world.clock.go_on(1_000)
    world.say("A", Command(kind="conflict_note", action="establish", post="duty_chief", body=note))
    now_ms = world.clock.ms
    assert due(world, "A", "hits_due", now_ms) == []
    assert due(world, "A", "conflict_owner", now_ms) == []
    world.clock.go_on(1_000)
    world.say("J", report(site(36.505, name="One more"), "A"))
    world.carry_all()
    assert len(due(world, "A", "conflict_owner", world.clock.ms)) == 1
