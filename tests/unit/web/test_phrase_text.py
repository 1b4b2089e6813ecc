"""The phrase book in words: three texts for every phrase with the same slots, every plural, the published cases."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

import commonground
from commonground.errors import Refused
from commonground.geo.gazetteer import load_gazetteer
from commonground.picture.phrase import Message, refuse_impossible_message
from commonground.picture.phrases import CODES, COUNTS, GROUPS, PHRASES, SLOTS
from commonground.record import convert
from commonground.web.phrase_text import Reader, place_names, say, say3
from commonground.web.texts import LANGUAGES, text

PACKAGE = Path(commonground.__file__).parent
VECTORS = Path(__file__).parents[3] / "vectors" / "phrases"
PLURALS = {"en": {"one", "other"}, "ru": {"one", "few", "many", "other"},
           "ar": {"zero", "one", "two", "few", "many", "other"}}  # fmt: skip


def catalogue(lang: str) -> dict[str, ftl.Message]:
    source = (PACKAGE / "web" / "messages" / lang / "phrases.ftl").read_text("utf-8")
    resource = FluentParser().parse(source)
    assert not [one for one in resource.body if isinstance(one, ftl.Junk)]
    return {one.id.name: one for one in resource.body if isinstance(one, ftl.Message)}


def slots_of(message: ftl.Message) -> list[str]:
    assert message.value is not None
    return [
        one.expression.id.name
        for one in message.value.elements
        if isinstance(one, ftl.Placeable) and isinstance(one.expression, ftl.VariableReference)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_phrase_has_a_text_that_uses_each_required_slot_once(lang: str) -> None:
    texts = catalogue(lang)
    for phrase in PHRASES.values():
        required = sorted(row.name for row in phrase.slots if row.required)
        assert sorted(slots_of(texts[f"ph-{phrase.word}"])) == required, phrase.word


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_name_and_word_has_a_text_and_no_text_is_left_over(lang: str) -> None:
    expected = (
        {f"ph-{word}" for word in PHRASES}
        | {f"ph-group-{one}" for one in GROUPS}
        | {f"ph-slot-{one}" for one in SLOTS}
        | {f"ph-count-{one}" for one in COUNTS}
        | {f"ph-{name}-{word}" for name, words in CODES.items() for word in words}
        | {"ph-value-place", "ph-value-unlocated", "ph-value-unknown"}
    )
    left = set(catalogue(lang)) - expected
    assert not expected - set(catalogue(lang))
    assert {one.split("-")[1] for one in left} == {"post", "channel", "language", "type"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_count_has_every_plural_and_shows_its_figure(lang: str) -> None:
    for name in COUNTS:
        value = catalogue(lang)[f"ph-count-{name}"].value
        assert value is not None
        (element,) = value.elements
        assert isinstance(element, ftl.Placeable)
        select = element.expression
        assert isinstance(select, ftl.SelectExpression)
        assert {variant.key.name for variant in select.variants} == PLURALS[lang]
        for variant in select.variants:
            assert any(isinstance(one, ftl.Placeable) for one in variant.value.elements), (name, variant.key)


def test_words_that_other_screens_use_are_the_same_here() -> None:
    for lang in LANGUAGES:
        for word in CODES["activity"]:
            assert text(lang, f"ph-activity-{word}") == text(lang, f"class-{word}")
        for post in ("watch_officer", "interpreter", "duty_chief", "custodian"):
            assert text(lang, f"ph-post-{post}") == text(lang, f"post-{post}")


def test_a_slot_is_at_the_end_of_a_clause_or_between_words_that_ask_no_ending() -> None:
    """In Russian only a distance may stand inside a sentence: its symbol has no case."""
    for word, message in catalogue("ru").items():
        if word.removeprefix("ph-") in PHRASES and message.value is not None:
            for before, one in zip([None, *message.value.elements], message.value.elements, strict=False):
                if isinstance(one, ftl.Placeable) and slots_name(one) != "distance":
                    assert isinstance(before, ftl.TextElement), word
                    assert before.value.endswith((": ", "; ")), word


def slots_name(one: ftl.Placeable) -> str:
    assert isinstance(one.expression, ftl.VariableReference)
    return one.expression.id.name


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", ["phrases", "values"])
def test_the_published_cases_are_said_so(name: str) -> None:
    found = cases(name)
    for one in found:
        reader = Reader(one["zone"], one["parties"], one["names"])
        assert say3(convert(one["message"], Message), reader) == one["said"]
    if name == "phrases":
        assert {one["message"]["phrase"] for one in found} == set(PHRASES)


def test_the_published_misfits_are_refused() -> None:
    for one in cases("refused"):
        with pytest.raises(Refused) as caught:
            refuse_impossible_message(convert(one["message"], Message), "message")
        assert caught.value.field == one["field"]


def test_no_case_holds_a_figure_that_is_not_isolated_or_an_open_isolate() -> None:
    for one in cases("phrases"):
        for said in one["said"].values():
            bare = re.sub("[\u2066\u2068][^\u2066\u2068\u2069]*\u2069", "", said)
            assert not set(bare) & set("\u2066\u2068\u2069")
            assert not re.search("[0-9]", bare), said


def test_a_name_is_put_only_where_the_gazetteer_has_it() -> None:
    gazetteer = load_gazetteer((PACKAGE / "data" / "gazetteer.json").read_bytes())
    found = gazetteer.search("Tabqa")[0].place
    there = {"lon_nd": found.lon_nd, "lat_nd": found.lat_nd, "radius_tmm": 0, "precision": "exact",
             "how_obtained": "map", "gazetteer_id": found.gazetteer_id}  # fmt: skip

    def named(place: dict[str, Any]) -> dict[str, str]:
        slots = {"place": {"type": "place", "place": place}}
        return place_names(gazetteer, convert({"phrase": "our_location", "slots": slots}, Message))["place"]

    assert named(there) == found.text
    away = named({**there, "lat_nd": found.lat_nd - 90_000_000})
    assert away["en"].endswith(f"S of {found.en}")
    assert named({**there, "gazetteer_id": "no such place"})["en"] == f"at {found.text['en']}"


def test_a_free_text_is_said_as_it_came_with_its_turning_marks_shown() -> None:
    said = convert({"text": {"lang": "ar", "text": "الساعة \u202e05:00\nثم"}}, Message)
    assert say(said, "ru", Reader("UTC")) == "الساعة ⟨U+202E⟩05:00\nثم"
