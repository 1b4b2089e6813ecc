"""Messages and translations through the web: how a message reads, and who put whose words into another language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.web.web_harness import Rooms, rooms
from tests.worlds import announce, nd, notice

HERE = {"type": "place", "place": {"lon_nd": nd(36.10), "lat_nd": nd(32.62), "radius_tmm": 0, "precision": "exact",
        "how_obtained": "map", "gazetteer_id": "2"}}  # fmt: skip


@pytest.fixture
def r() -> Iterator[Rooms]:
    with rooms() as made:
        yield made


def test_a_message_is_said_in_three_languages_with_the_names_of_its_places(r: Rooms) -> None:
    said = r.signed_in("A").post(
        "/api/phrases/say", {"message": {"phrase": "our_location", "slots": {"place": HERE}}}
    )
    assert said["names"]["place"] == {"en": "Daraa", "ar": "درعا", "ru": "Дараа"}
    assert said["said"]["en"] == "Our location: \u2068Daraa\u2069, \u206632.62000 N 36.10000 E\u2069."
    assert said["said"]["ar"].startswith("موقعنا: \u2068درعا\u2069")
    assert said["said"]["ru"].startswith("Наше место: \u2068Дараа\u2069")


@pytest.mark.parametrize(
    ("message", "field", "text"),
    [
        ({"phrase": "our_location", "slots": {}}, "message.slots.place", "nothing was given"),
        ({"phrase": "our_location", "slots": {"place": {"type": "time", "t_ms": 0}}}, "message.slots.place", "a time"),
        ({}, "message.phrase", "one of the two"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_names_the_slot_in_three_languages(
    r: Rooms, message: dict[str, Any], field: str, text: str
) -> None:
    error = r.signed_in("A").post("/api/phrases/say", {"message": message}, status=422)["error"]
    assert error["field"] == field
    assert text in error["text"]["en"]
    assert len(set(error["text"].values())) == 3


def test_a_translation_is_shown_to_the_author_and_to_who_made_it_alone(r: Rooms) -> None:
    key = r.world.say("A", announce(notice(text="stay below FL100"), "B", "J")).version.key
    r.world.carry_all()
    at_b = r.signed_in("B")
    made = {"about": key, "part": "remarks", "lang": "ru", "text": "Оставайтесь ниже FL100"}
    [row] = at_b.post("/api/translations", made)["rows"]
    assert (row["made_by"], row["post"], row["own"]) == ("human", "watch_officer", True)
    r.world.carry_all()
    [seen] = r.signed_in("A").get(f"/api/translations/{key}")["rows"]
    assert (seen["text"], seen["party"], seen["own"]) == ("Оставайтесь ниже FL100", "B", False)
    assert r.signed_in("J").get(f"/api/translations/{key}")["total"] == 0
    error = at_b.post("/api/translations", {**made, "lang": "en"}, status=422)["error"]
    assert (error["field"], len(set(error["text"].values()))) == ("translation.lang", 3) or error[
        "field"
    ] == "lang"


def test_the_gazetteer_says_how_a_name_was_met(r: Rooms) -> None:
    page = r.signed_in("A")
    assert [one["how"] for one in page.get("/api/gazetteer?q=Daraa")["rows"]][:1] == ["exact"]
    assert page.get("/api/gazetteer?q=Damaskuz")["rows"][0]["how"] == "typing"
