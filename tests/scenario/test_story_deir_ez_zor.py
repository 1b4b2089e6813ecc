"""The story `deir-ez-zor`, played without waiting: the error of nine kilometres is caught by the read-back.

Told for readers in test_story_deir_ez_zor.md.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commonground.cli.story import Story, Telling, load_story
from commonground.errors import Refused
from commonground.picture.entity import Notice, Reply
from commonground.picture.version import Version
from commonground.room.audit import audit_store
from tests.worlds import HOUR_MS, T0_MS, World, key, make_world

PARTIES = ("A", "B", "J")


def told(world: World, story: Story) -> Telling:
    """Play every step, carrying what was said to the others a second later."""
    telling = Telling(world.nodes, story, T0_MS + 26 * HOUR_MS)
    for step in story.steps:
        world.clock.go_on(max(1000, step.after_ms))
        node = world.nodes[step.party]
        assert telling.is_known(node.room)
        node.run_now(telling.command(step))
        telling.caption(step, world.clock.now_ms())
        world.clock.go_on(1000)
        world.carry_all()
    return telling


def replies(world: World, party: str, telling: Telling) -> list[Version]:
    return world.room(party).view.replies_about(telling.key)


def read_backs(world: World, party: str, telling: Telling) -> list[Reply]:
    bodies = [one.body for one in replies(world, party, telling)]
    return [body for body in bodies if isinstance(body, Reply) and body.what == "read_back"]


def test_the_read_back_finds_nine_kilometres_and_understood_waits_for_the_amendment() -> None:
    world = make_world()
    telling = told(world, load_story("deir-ez-zor"))
    for party in ("A", "B"):
        first, second = read_backs(world, party, telling)
        assert first.about_version == 1
        assert 8_900 <= first.delta_tmm / 10_000 <= 9_100
        assert second.about_version == 2
        assert second.delta_tmm / 10_000 < 100
    assert len(telling.refusals) == 1
    assert "m off; within 100 m expected" in telling.refusals[0]


def test_both_logs_hold_the_same_record_in_the_same_order() -> None:
    world = make_world()
    telling = told(world, load_story("deir-ez-zor"))
    expected = ["read", "read_back", "question", "read_back", "understood"]
    for party in ("A", "B"):
        said = [one.body.what for one in replies(world, party, telling) if isinstance(one.body, Reply)]
        assert said == expected
    understood = [one for one in replies(world, "A", telling) if one.body.what == "understood"]  # type: ignore[union-attr]
    assert understood[0].body.about_version == 2  # type: ignore[union-attr]
    bodies = [row.body for row in world.room("B").store.entries(world.log("A", "B"), 0, 10)]
    versions = [json.loads(body) for body in bodies if body is not None]
    assert [(one["action"], one["version"]) for one in versions] == [("establish", 1), ("amend", 2)]
    assert versions[0]["body"]["volumes"] != versions[1]["body"]["volumes"]


def test_every_log_of_the_story_holds() -> None:
    world = make_world()
    told(world, load_story("deir-ez-zor"))
    verifiers = {party: key(party).verifier for party in PARTIES}
    for party in PARTIES:
        room = world.room(party)
        found = audit_store(room.store, room.charter, verifiers)
        assert found
        assert not any(found.values()), found


def test_the_captions_are_complete_in_three_languages_and_in_order() -> None:
    world = make_world()
    story = load_story("deir-ez-zor")
    telling = told(world, story)
    times = [one["at_ms"] for one in telling.told]
    assert times == sorted(times)  # type: ignore[type-var]
    assert len(telling.told) == len(story.steps)
    for text in (story.title, story.notice.remarks, *(step.text for step in story.steps)):
        assert all(getattr(text, code).strip() for code in ("en", "ar", "ru"))
    assert "invented" in story.steps[0].text.en


def test_without_the_amendment_the_story_cannot_end() -> None:
    world = make_world()
    story = load_story("deir-ez-zor")
    steps = tuple(step for step in story.steps if step.do != "amend")
    cut = Story(schema=story.schema, name=story.name, title=story.title, notice=story.notice, steps=steps[:4])
    telling = told(world, cut)
    last = next(step for step in story.steps if step.do == "understood")
    with pytest.raises(Refused, match="read-back"):
        world.nodes["B"].run_now(telling.command(last))


def test_the_notice_is_a_demonstration_and_says_so_in_three_languages() -> None:
    world = make_world()
    telling = told(world, load_story("deir-ez-zor"))
    body = world.room("B").view.get(telling.key).body
    assert isinstance(body, Notice)
    assert "DEMONSTRATION" in body.remarks.text
    assert {one.lang for one in body.remarks.translations} == {"ar", "ru"}


def test_an_unknown_story_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Refused, match="deir-ez-zor is expected"):
        load_story("nothing")


def test_the_page_for_readers_tells_every_step() -> None:
    page = Path(__file__).with_suffix(".md").read_text("utf-8")
    for word in ("announces", "opens", "9.0 km", "locked", "asks", "amends", "8 m", "understood"):
        assert word in page, word
