"""The story `october-2016`: everything but air safety suspended, and a FLASH passes all the same (T-15)."""

from __future__ import annotations

from commonground.picture.channel import CLASSES
from commonground.room.channel_rules import standing_with
from commonground.room.line_rules import call_standing
from tests.telling import Told, one_step, tell


def suspended(told: Told, party: str, other: str) -> set[str]:
    room = told.world.room(party)
    return {one for one in CLASSES if standing_with(room, other, one, told.world.clock.ms).is_suspended}


def test_safety_is_open_on_both_screens_at_every_step() -> None:
    told = tell("october-2016", steps=())
    counts = []
    for step in told.story.told():
        one_step(told, step)
        both = suspended(told, "A", "B"), suspended(told, "B", "A")
        assert both[0] == both[1]
        assert "SAFETY" not in both[0]
        counts.append(len(both[0]))
    assert counts == [0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2]


def test_the_flash_of_a_suspended_class_was_taken_and_acted_upon() -> None:
    told = tell("october-2016")
    for party in "AB":
        room = told.world.room(party)
        call = room.view.get(told.key("flash"))
        assert (call.precedence, call.channel_class) == ("FLASH", "CEASEFIRE")
        assert call_standing(room, call).state == "acted"


def test_the_ordinary_message_entered_no_book() -> None:
    told = tell("october-2016")
    [reason] = told.telling.refusals
    assert "a FLASH alone passes" in reason
    for party in "AB":
        calls = [one for one in told.world.room(party).view.of_kind("call") if one.precedence == "ROUTINE"]
        assert calls == []
