"""Laws of the phrase book: any valid message is said whole in three languages and comes back from its bytes."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import MalformedMessage, Refused
from commonground.picture.phrase import Message, references, refuse_impossible_message, refuse_wrong_message
from commonground.picture.phrases import CODES, PHRASES, SlotRow
from commonground.record import convert, decode, encode_canonical
from commonground.web.phrase_text import Reader, say3, visible
from commonground.web.texts import LANGUAGES

SECOND_MS, METRE_TMM, FOOT_TMM = 1_000, 10_000, 3_048
READER = Reader("Asia/Damascus", {"A": {"en": "North", "ar": "الشمال", "ru": "Север"}})
ids = st.from_regex(r"[A-Z0-9][A-Z0-9-]{0,8}", fullmatch=True)
seconds = st.integers(0, 7_000_000_000).map(lambda one: one * SECOND_MS)
metres = st.integers(0, 20_000_000).map(lambda one: one * METRE_TMM)
words = st.text(st.characters(categories=("L", "N", "Zs")), min_size=1, max_size=60).filter(
    lambda one: any(mark.isalnum() for mark in one) and visible(one) == one
)
altitudes = st.one_of(
    st.builds(lambda n, r: {"value_tmm": n * FOOT_TMM, "reference": r, "unit": "FT"}, st.integers(0, 60_000),
              st.sampled_from(["W84", "AGL", "AMSL"])),
    st.builds(lambda n: {"value_tmm": n * METRE_TMM, "reference": "AMSL", "unit": "M"}, st.integers(-400, 9_000)),
    st.builds(lambda n: {"value_tmm": n * 100 * FOOT_TMM, "reference": "FL", "unit": "FL"}, st.integers(0, 600)),
)  # fmt: skip
places = st.builds(
    lambda lon, lat, radius, precision: {"type": "place", "place": {
        "lon_nd": lon, "lat_nd": lat, "radius_tmm": radius, "precision": precision, "how_obtained": "told"}},
    st.integers(-180 * 10**9, 180 * 10**9), st.integers(-90 * 10**9, 90 * 10**9), st.integers(0, 10**9),
    st.sampled_from(["exact", "cell", "district", "unknown"]),
)  # fmt: skip


def of(tag: str, **parts: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"type": st.just(tag), **parts})


periods = st.builds(
    lambda start, length: {"type": "period", "from_ms": start, "until_ms": start + length * SECOND_MS},
    st.integers(0, 6_000_000_000).map(lambda one: one * SECOND_MS), st.integers(0, 366 * 86_400),
)  # fmt: skip
MADE: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "place": places,
    "unlocated": of("unlocated", lang=st.sampled_from(LANGUAGES), words=words),
    "time": of("time", t_ms=seconds),
    "period": periods,
    "level": of("level", level=altitudes),
    "band": altitudes.map(lambda one: {"type": "band", "lower": one}),
    "count": of("count", n=st.integers(0, 1_000_000)),
    "number": of("number", number=st.integers(0, 10**9)),
    "distance": of("distance", distance_tmm=metres),
    "bearing": of("bearing", bearing_mdeg=st.integers(0, 359).map(lambda one: one * 1_000)),
    "speed": of("speed", value=st.integers(0, 10_000), unit=st.sampled_from(["KT", "KMH"])),
    "frequency": of("frequency", frequency_khz=st.integers(1, 400_000_000)),
    "post": of("post", post=st.sampled_from(["watch_officer", "interpreter"])),
    "party": of("party", party=st.just("A")),
    "entity": of("entity", about=st.fixed_dictionaries({"author": ids, "entity": ids})),
    "language": of("language", lang=st.sampled_from(LANGUAGES)),
    "channel": of(
        "channel", channel_class=st.sampled_from(["SAFETY", "CEASEFIRE", "HUMANITARIAN", "LIAISON"])
    ),
}


def slot(row: SlotRow) -> st.SearchStrategy[dict[str, Any]]:
    if row.codes:
        return of("code", code=st.sampled_from(row.codes))
    return st.one_of([MADE[one] for one in row.takes])


@st.composite
def messages(draw: st.DrawFn) -> Message:
    phrase = PHRASES[draw(st.sampled_from(sorted(PHRASES)))]
    taken = [row for row in phrase.slots if row.required or draw(st.booleans())]
    slots = {row.name: draw(slot(row)) for row in taken}
    return convert({"phrase": phrase.word, "slots": slots}, Message)


@given(messages())
@settings(max_examples=300, deadline=None)
def test_any_valid_message_is_said_whole_in_three_languages(message: Message) -> None:
    refuse_impossible_message(message, "message")
    refuse_wrong_message(message, "message")
    said = say3(message, READER)
    assert set(said) == set(LANGUAGES)
    for one in said.values():
        assert "{" not in one
        assert "ph-" not in one
        assert one.count("\u2066") + one.count("\u2068") == one.count("\u2069")
    # Figures are the same in the three languages, letter for letter.
    figures = [sorted(re.findall("\u2066([^\u2069]*)\u2069", one)) for one in said.values()]
    assert figures[0] == figures[1] == figures[2]


@given(messages())
@settings(max_examples=150, deadline=None)
def test_a_message_comes_back_from_its_canonical_bytes(message: Message) -> None:
    written = encode_canonical(message)
    assert decode(Message, written) == message
    assert encode_canonical(decode(Message, written)) == written
    assert len(references(message)) == sum(one["type"] == "entity" for one in plain_slots(message))


def plain_slots(message: Message) -> list[dict[str, Any]]:
    return list(json.loads(encode_canonical(message)).get("slots", {}).values())


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=8), one, max_size=4), max_leaves=8,
)  # fmt: skip


@given(
    st.sampled_from(sorted(PHRASES)),
    st.dictionaries(st.sampled_from(["place", "time", "about", "zz"]), values, max_size=3),
)
@settings(max_examples=200, deadline=None)
def test_whatever_comes_is_refused_or_can_be_said(phrase: str, slots: dict[str, Any]) -> None:
    try:
        message = convert({"phrase": phrase, "slots": slots}, Message)
        refuse_impossible_message(message, "message")
    except (MalformedMessage, Refused):
        return
    assert all(say3(message, READER).values())


@given(st.sampled_from(sorted(CODES)), st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_word_of_anybody_turns_what_is_read(name: str, word: str, phrase: str) -> None:
    """Hostile words in what is received: nothing unseen is left, and every isolate is closed."""
    slots = {
        name: {"type": "code", "code": word},
        "place": {"type": "unlocated", "lang": "ar", "words": word},
    }
    message = convert({"phrase": f"x{phrase}", "slots": slots}, Message)
    for one in say3(message, READER).values():
        bare = one.replace("\u2066", "").replace("\u2068", "").replace("\u2069", "")
        assert visible(bare, "\n\t") == bare
        assert one.count("\u2066") + one.count("\u2068") == one.count("\u2069")
