"""Every shipped story, told to its end: it comes true, every log holds, and it is whole in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commonground.compose.stories.script import Story
from commonground.compose.stories.shelf import load_story, read_story, shipped
from commonground.errors import MalformedMessage, Refused
from commonground.picture.charter import Text3
from commonground.record import encode_canonical, plain, replace
from tests.telling import LANGUAGES, Told, audited, gaps, tell

STORIES = shipped()
HERE = Path(__file__).parent


def texts(story: Story) -> Iterator[Text3]:
    """Everything that a story says or shows, with the texts in its arguments."""
    yield from (story.title, story.about, *(step.text for step in story.steps))
    for step in story.steps:
        for value in step.args.values():
            if isinstance(value, dict) and set(value) <= {"en", "ar", "ru"} and value:
                yield Text3(**value)


@pytest.fixture(scope="module", params=STORIES)
def told(request: pytest.FixtureRequest) -> Told:
    return tell(request.param)


def test_every_log_of_a_story_holds(told: Told) -> None:
    assert audited(told.world)


def test_every_step_is_told_once_and_in_order(told: Told) -> None:
    times = [one["at_ms"] for one in told.telling.told]
    assert times == sorted(times)
    assert len(times) == len(told.story.told())


def test_whatever_is_said_is_checked(told: Told) -> None:
    """A step that says something and expects nothing would pass when it did nothing."""
    silent = {"tell", "cut", "join", "find", "beat"}
    unchecked = [
        one.text.en for one in told.story.steps if one.do not in silent and not (one.then or one.refused)
    ]
    assert unchecked == []


def test_a_story_notices_when_something_did_not_happen(told: Told) -> None:
    """Each expectation of a row that it names is wrong in a world in which nothing was said."""
    empty = tell(told.story.name, steps=())
    empty.telling.made = told.telling.made
    expected = [must for step in told.story.steps for must in step.then if must.of and must.see != "held"]
    assert expected
    for must in expected:
        assert gaps(empty, must), must


@pytest.mark.parametrize("name", STORIES)
def test_a_story_is_whole_in_three_languages(name: str) -> None:
    story = load_story(name)
    for text in texts(story):
        assert all(getattr(text, lang).strip() for lang in LANGUAGES), text
    assert "invented" in story.steps[0].text.en


@pytest.mark.parametrize("name", STORIES)
def test_the_page_for_readers_tells_every_step(name: str) -> None:
    page = " ".join((HERE / f"test_told_{name.replace('-', '_')}.md").read_text("utf-8").split())
    story = load_story(name)
    assert story.about.en in page
    for step in story.told():
        assert step.text.en in page, step.text.en


def test_a_name_before_it_is_made_and_a_strange_verb_are_refused_when_read() -> None:
    story = load_story("castello")
    first, later = story.steps[1], story.steps[2]
    with pytest.raises(MalformedMessage, match="nothing is named"):
        read_story(encode_canonical(plain(replace(story, steps=(later, first)))))
    strange = replace(first, do="approve")
    with pytest.raises(MalformedMessage, match=r"one of .*announce"):
        read_story(encode_canonical(plain(replace(story, steps=(strange,)))))
    with pytest.raises(MalformedMessage) as caught:
        read_story(encode_canonical(plain(replace(story, steps=(replace(first, args={}),)))))
    assert caught.value.field.startswith("steps[0].args")


def test_an_unknown_story_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Refused, match=r"deir-ez-zor.* is expected"):
        load_story("nothing")
