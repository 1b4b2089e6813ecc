"""A message on the line: a phrase with its slots or free text; what is refused names the slot (issue 4, T-23)."""

from __future__ import annotations

from typing import Any

import pytest

from commonground.errors import Refused
from commonground.picture.phrase import (
    Message,
    expects_read_back,
    is_drill,
    is_understood,
    places,
    references,
    refuse_impossible_message,
    refuse_unknown_names,
    refuse_wrong_message,
)
from commonground.picture.phrases import PHRASES
from commonground.record import convert, decode, encode_canonical

HERE = {"type": "place", "place": {"lon_nd": 38_548_100_000, "lat_nd": 35_836_700_000, "radius_tmm": 0,
        "precision": "exact", "how_obtained": "map", "gazetteer_id": "geonames:163808"}}  # fmt: skip
ABOUT = {"type": "entity", "about": {"author": "B", "entity": "N-1"}}


def message(phrase: str = "", text: dict[str, Any] | None = None, **slots: Any) -> Message:
    given: dict[str, Any] = {"phrase": phrase, "slots": slots} if phrase else {"slots": slots}
    return convert(given if text is None else {**given, "text": text}, Message)


def say(said: Message) -> None:
    refuse_impossible_message(said, "message")
    refuse_wrong_message(said, "message")


def refused(said: Message) -> Refused:
    with pytest.raises(Refused) as caught:
        say(said)
    return caught.value


def test_the_book_is_large_enough_and_its_answers_are_in_it() -> None:
    assert len(PHRASES) >= 80
    for phrase in PHRASES.values():
        assert set(phrase.answers) <= set(PHRASES), phrase.word


def test_a_phrase_with_its_slots_passes_and_comes_back_from_its_bytes() -> None:
    said = message("stop_hitting_us", place=HERE, about=ABOUT)
    say(said)
    assert decode(Message, encode_canonical(said)) == said
    assert [one.key for one in references(said)] == ["B/N-1"]
    assert list(places(said)) == ["place"]
    assert expects_read_back(said)
    assert is_understood(said)
    assert not is_drill(said)
    assert is_drill(message("drill_received"))
    assert not expects_read_back(message("read_back", point=HERE))


@pytest.mark.parametrize(
    ("said", "field", "reason"),
    [
        (message(), "message.phrase", "one of the two"),
        (message("received", text={"lang": "en", "text": "x"}), "message.phrase", "one of the two"),
        (message(text={"lang": "en", "text": "x"}, about=ABOUT), "message.slots", "no slots"),
        (message("never_heard_of"), "message.phrase", "'never_heard_of'"),
        (message("close_to_us"), "message.slots.place", "takes place and is empty"),
        (message("close_to_us", place=ABOUT), "message.slots.place", "takes place, not entity"),
        (message("received", place=HERE), "message.slots", "no slot 'place'"),
        (message("read_back", point={"type": "unlocated", "lang": "ar", "words": "س"}), "message.slots.point",
         "takes place, not unlocated"),
        (message("done", time={"type": "time", "t_ms": 1}), "message.slots.time.t_ms", "whole seconds"),
        (message("event_not_ours", speaks_for={"type": "code", "code": "everybody"}),
         "message.slots.speaks_for.code", "own_forces"),
        (message("keep_distance", place=HERE, distance={"type": "distance", "distance_tmm": 5}),
         "message.slots.distance.distance_tmm", "whole metres"),
        (message(text={"lang": "en", "text": "at 05:00 \u202e00:91"}), "message.text.text", "U+202E at 9"),
        (message("our_location", place={"type": "unlocated", "lang": "ar", "words": "\u2067حر"}),
         "message.slots.place.words", "U+2067"),
        (message("our_location", place={"type": "unlocated", "lang": "en", "words": "a\nb"}),
         "message.slots.place.words", "U+000A"),
        (message("our_location", place={"type": "unlocated", "lang": "en", "words": "x" * 201}),
         "message.slots.place.words", "at most 200"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_slot_and_what_was_expected(said: Message, field: str, reason: str) -> None:
    error = refused(said)
    assert error.field == field
    assert reason in error.reason


def test_a_phrase_of_a_newer_release_is_kept_but_not_said() -> None:
    newer = message("from_a_newer_book", place=HERE, about=ABOUT)
    refuse_impossible_message(newer, "message")
    assert not is_understood(newer)
    assert [one.key for one in references(newer)] == ["B/N-1"]


def test_posts_and_parties_are_those_of_the_charter() -> None:
    said = message("tell_partners", about=ABOUT, party={"type": "party", "party": "Z"})
    with pytest.raises(Refused, match="no party 'Z' in the charter"):
        refuse_unknown_names(said, frozenset({"A", "B"}), frozenset({"watch_officer"}), "message")
    said = message("post_on_line", post={"type": "post", "post": "cook"})
    with pytest.raises(Refused, match="watch_officer expected"):
        refuse_unknown_names(said, frozenset({"A", "B"}), frozenset({"watch_officer"}), "message")
