"""B asks about A's notice; A answers B, and J, who holds the notice too, is told neither."""

from __future__ import annotations

import pytest

from commonground.errors import Refused
from commonground.picture.blocks import Text
from commonground.picture.entity import Reply
from commonground.room import replies
from commonground.room.watch import due_rows
from tests.worlds import World, announce, make_world, notice

ASKED = Text(lang="en", text="Which bank of the river?")
ANSWERED = Text(lang="en", text="The eastern one.")


def world_with_notice() -> World:
    world = make_world()
    world.say("A", announce(notice(), "B", "J", entity="N-1"))
    world.carry_all()
    return world


def heard(world: World, party: str) -> list[tuple[str, str]]:
    said = world.room(party).view.replies_about("A/N-1")
    return [(one.author, one.body.what) for one in said if isinstance(one.body, Reply)]


def test_the_answer_goes_to_those_who_asked() -> None:
    world = world_with_notice()
    world.nodes["B"].run_now(lambda room: replies.question(room, "A/N-1", "place", ASKED, "airspace", ""))
    world.clock.go_on()
    world.carry_all()
    assert [due.what for due in due_rows(world.room("A"), world.clock.ms)] == ["answer"]
    world.clock.go_on()
    world.nodes["A"].run_now(lambda room: replies.answer(room, "A/N-1", "other", ANSWERED, "airspace", ""))
    world.clock.go_on()
    world.carry_all()
    assert heard(world, "B") == [("B", "question"), ("A", "answer")]
    assert heard(world, "J") == []
    assert due_rows(world.room("A"), world.clock.ms) == []


def test_nothing_is_answered_that_nobody_asked() -> None:
    world = world_with_notice()
    with pytest.raises(Refused, match="a question that was not answered"):
        world.nodes["A"].run_now(
            lambda room: replies.answer(room, "A/N-1", "other", ANSWERED, "airspace", "")
        )


def test_an_answer_has_words() -> None:
    world = world_with_notice()
    world.nodes["B"].run_now(lambda room: replies.question(room, "A/N-1", "place", None, "airspace", ""))
    world.carry_all()
    with pytest.raises(Refused) as refused:
        world.nodes["A"].run_now(lambda room: replies.answer(room, "A/N-1", "other", None, "airspace", ""))
    assert refused.value.field == "text"
