"""Story of February 2016: a village spelled four times and logged as "Harb Bebsi" (T-23; see the .md)."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from commonground.errors import Refused
from commonground.geo.gazetteer import Gazetteer, Match, load_gazetteer
from commonground.picture.phrase import Message, expects_read_back, places, refuse_impossible_message
from commonground.picture.phrase import refuse_wrong_message as refuse_wrong
from commonground.record import convert
from commonground.web.phrase_text import Reader, place_names, say3

VILLAGE = "169886"
HEARD = "Harb Bebsi"
FOUR_TIMES = ("حربنفسه", "حر بنفسه", "حربنفسة", "حربنفسا")
OTHERS = (
    "Hirbinifsah",
    "Hirbnafsah",
    "Herb Nafsah",
    "Harbinafsa",
    "Хирбинифсах",
    "Харбинафса",
    "Хирбнафса",
    "hirbinif",
)
ZONE = "Asia/Damascus"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer((files("commonground") / "data" / "gazetteer.json").read_bytes())


def message(phrase: str, **slots: Any) -> Message:
    said = convert({"phrase": phrase, "slots": slots}, Message)
    refuse_impossible_message(said, "message")
    refuse_wrong(said, "message")
    return said


def picked(found: Match, **changes: Any) -> dict[str, Any]:
    """What a form says once a person has pressed on a match."""
    place = {"lon_nd": found.place.lon_nd, "lat_nd": found.place.lat_nd, "radius_tmm": 0, "precision": "exact",
             "how_obtained": "map", "gazetteer_id": found.place.gazetteer_id}  # fmt: skip
    return {"type": "place", "place": {**place, **changes}}


@pytest.mark.parametrize("spelling", [*FOUR_TIMES, *OTHERS])
def test_the_village_is_found_from_any_of_its_spellings(gazetteer: Gazetteer, spelling: str) -> None:
    first = gazetteer.search(spelling)[0]
    assert first.place.gazetteer_id == VILLAGE
    assert first.how in ("exact", "prefix", "spelling")


@pytest.mark.parametrize("heard", [HEARD, "Harb Bibsi", "حرب بيبسي", "Харб Бебси"])
def test_from_what_was_heard_it_is_a_near_match_among_others_and_never_more(
    gazetteer: Gazetteer, heard: str
) -> None:
    found = gazetteer.search(heard)
    assert VILLAGE in [one.place.gazetteer_id for one in found]
    assert len(found) > 1
    assert {one.how for one in found} == {"typing"}


def test_logged_as_heard_it_stays_words_in_three_languages(gazetteer: Gazetteer) -> None:
    said = message("event_location", place={"type": "unlocated", "lang": "en", "words": HEARD})
    assert not places(said)
    assert not expects_read_back(said)
    assert place_names(gazetteer, said) == {}
    words = say3(said, Reader(ZONE))
    assert words["en"] == f"The event is here: “\u2068{HEARD}\u2069” (unlocated)."
    assert "غير محدد الموقع" in words["ar"]
    assert "без координат" in words["ru"]
    assert not any(mark.isdigit() for one in words.values() for mark in one)
    with pytest.raises(Refused) as caught:
        message("read_back", point={"type": "unlocated", "lang": "en", "words": HEARD})
    assert caught.value.field == "message.slots.point"


def test_picked_by_a_person_both_sides_read_one_point_under_its_own_name(gazetteer: Gazetteer) -> None:
    found = next(one for one in gazetteer.search(HEARD) if one.place.gazetteer_id == VILLAGE)
    asked = message("confirm_place", point=picked(found))
    assert not expects_read_back(asked)
    words = say3(asked, Reader(ZONE, names=place_names(gazetteer, asked)))
    assert "حربنفسه" in words["ar"]
    assert "Харбинафса" in words["ru"]
    for one in words.values():
        assert "\u206634.93745 N 36.62243 E\u2069" in one
    located = message("event_location", place=picked(found))
    assert expects_read_back(located)


def test_a_point_elsewhere_is_not_shown_under_the_name_of_the_village(gazetteer: Gazetteer) -> None:
    found = gazetteer.search("Hirbinifsah")[0]
    moved = message("event_location", place=picked(found, lat_nd=found.place.lat_nd - 270_000_000))
    names = place_names(gazetteer, moved)["place"]
    assert names != found.place.text
    assert names["en"].partition(" km ")[1] or names["en"].startswith("at ")
    assert "Ḩarbinafsah" not in names["en"]
