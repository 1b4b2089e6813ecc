"""The story `harb-bebsi`: a misheard name stays unlocated, a person picks the place, and it is read back."""

from __future__ import annotations

from commonground.geo.place import bearing_distance
from commonground.picture.line import is_unlocated, points
from tests.telling import tell

VILLAGE = (36_622_430_000, 34_937_450_000)


def test_no_coordinate_is_made_of_a_name() -> None:
    told = tell("harb-bebsi")
    for party in "AB":
        heard = told.body(party, "heard")
        assert heard.place_text == "Harb Bebsi"
        assert is_unlocated(heard)
        assert points(heard) == {}


def test_the_correction_names_both_and_has_one_point() -> None:
    told = tell("harb-bebsi")
    for party in "AB":
        corrected = told.body(party, "corrected")
        assert corrected.message.slots["from_place"].words == "Harb Bebsi"
        [point] = points(corrected).values()
        assert bearing_distance(point, VILLAGE)[1] < 1
        assert corrected.message.slots["to_place"].place.gazetteer_id == "169886"
