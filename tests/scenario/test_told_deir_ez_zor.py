"""The story `deir-ez-zor`, told without waiting: nine kilometres are caught twice, and no call waits for one officer.

Told for readers in test_told_deir_ez_zor.md.
"""

from __future__ import annotations

import json

import pytest

from commonground.errors import Refused
from commonground.picture.entity import Notice, Reply
from commonground.picture.line import CallWord, Rung
from commonground.picture.version import Version
from commonground.room.line_rules import call_standing
from tests.telling import Told, one_step, tell


def replies(told: Told, party: str) -> list[Version]:
    return told.world.room(party).view.replies_about(told.key("notice"))


def read_backs(told: Told, party: str) -> list[Reply]:
    bodies = [one.body for one in replies(told, party)]
    return [body for body in bodies if isinstance(body, Reply) and body.what == "read_back"]


def test_the_read_back_finds_nine_kilometres_and_understood_waits_for_the_amendment() -> None:
    told = tell("deir-ez-zor")
    for party in ("A", "B"):
        first, second = read_backs(told, party)
        assert first.about_version == 1
        assert 8_900 <= first.delta_tmm / 10_000 <= 9_100
        assert second.about_version == 2
        assert second.delta_tmm / 10_000 < 100
    assert "m off; within 100 m expected" in told.telling.refusals[0]


def test_both_logs_hold_the_same_record_in_the_same_order() -> None:
    told = tell("deir-ez-zor")
    expected = ["read", "read_back", "question", "read_back", "understood"]
    for party in ("A", "B"):
        said = [one.body.what for one in replies(told, party) if isinstance(one.body, Reply)]
        assert said == expected
    understood = [one.body for one in replies(told, "A") if getattr(one.body, "what", "") == "understood"]
    assert [one.about_version for one in understood] == [2]  # type: ignore[union-attr]
    bodies = [row.body for row in told.world.room("B").store.entries(told.world.log("A", "B"), 0, 10)]
    versions = [one for body in bodies if body and (one := json.loads(body))["kind"] == "notice"]
    assert [(one["action"], one["version"]) for one in versions] == [("establish", 1), ("amend", 2)]
    assert versions[0]["body"]["volumes"] != versions[1]["body"]["volumes"]


def test_without_the_amendment_the_story_cannot_end() -> None:
    told = tell("deir-ez-zor", steps=())
    for step in told.story.steps[:5]:
        one_step(told, step)
    last = next(step for step in told.story.steps if step.do == "understood" and step.refused is None)
    with pytest.raises(Refused, match="read-back"):
        told.world.nodes["B"].run_now(lambda room: told.telling.act(room, last))


def test_the_notice_is_a_demonstration_and_says_so_in_three_languages() -> None:
    body = tell("deir-ez-zor").body("B", "notice")
    assert isinstance(body, Notice)
    assert "DEMONSTRATION" in body.remarks.text
    assert {one.lang for one in body.remarks.translations} == {"ar", "ru"}


def test_the_call_climbs_and_is_abandoned_in_both_books() -> None:
    told = tell("deir-ez-zor")
    for party in ("A", "B"):
        room = told.world.room(party)
        first, second = (one for one in room.view.of_kind("call") if not one.body.is_stop)  # type: ignore[union-attr]
        assert first.action == "cancel"
        climbed = {
            number: [one.body.step for one in room.view.replies_about(call.key) if isinstance(one.body, Rung)]
            for number, call in enumerate((first, second))
        }
        assert climbed[0] == ["offered", "deputy"]
        assert climbed[1] == ["offered", "deputy", "duty_chief", "every_post"]
        assert second.post == "watch_officer"


def test_understood_waits_for_the_second_reading_of_the_call() -> None:
    told = tell("deir-ez-zor")
    assert len(told.telling.refusals) == 2
    for party in ("A", "B"):
        room = told.world.room(party)
        stands = call_standing(room, room.view.get(told.key("call")))
        assert stands.state == "understood"
        assert stands.read_backs["place"].matches
        words = [
            one.body.what
            for one in room.view.replies_about(told.key("call"))
            if isinstance(one.body, CallWord)
        ]
        assert words == ["taken", "read_back", "read_back", "understood"]
        assert call_standing(room, room.view.get(told.key("stop"))).state == "acted"
