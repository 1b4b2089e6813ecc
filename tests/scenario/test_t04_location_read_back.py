"""T-4 and Deir ez-Zor: a place read 9 km wrong is not understood; both points stand in the row and in the refusal."""

from __future__ import annotations

import pytest

from commonground.errors import Refused
from commonground.geo.place import bearing_distance
from commonground.picture.phrase import Message
from commonground.picture.slots import PlaceSlot
from tests.line_worlds import call, place, row, say, text
from tests.worlds import make_world, nd

SENT = place(40.1400, 35.3300)
NINE_KM_SOUTH = (nd(40.1400), nd(35.2490))
NEAR = (nd(40.1405), nd(35.3302))


def test_a_place_nine_kilometres_wrong_blocks_understood_until_it_is_read_rightly() -> None:
    world = make_world()
    key = call(world, place=SENT, message=text("you are hitting us"))
    say(world, "B", "take", key)
    assert row(world, "B", key)["blocked"] == "read_back_missing"
    with pytest.raises(Refused) as first:
        say(world, "B", "understood", key)
    assert first.value.clause == "T-4"
    assert first.value.detail["read"] is None
    heard = say(world, "B", "read_back", key, "", NINE_KM_SOUTH)
    assert not heard.matches
    with pytest.raises(Refused) as caught:
        say(world, "B", "understood", key)
    bearing_deg, delta_m = bearing_distance((SENT.lon_nd, SENT.lat_nd), NINE_KM_SOUTH)
    assert 8_900 < delta_m < 9_100
    detail = caught.value.detail
    assert detail["sent"] == [SENT.lon_nd, SENT.lat_nd]
    assert detail["read"] == list(NINE_KM_SOUTH)
    assert detail["delta_m"] == pytest.approx(delta_m, abs=1e-3)
    assert detail["bearing_deg"] == pytest.approx(bearing_deg, abs=1e-2)
    for party in "AB":
        seen = row(world, party, key)
        assert seen["state"] == "read_back"
        assert seen["blocked"] == "read_back_off"
        assert seen["read_back"]["sent"] == (SENT.lon_nd, SENT.lat_nd)
        assert seen["read_back"]["point"] == NINE_KM_SOUTH
        assert seen["read_back"]["delta_m"] == pytest.approx(delta_m, abs=1e-3)
        assert seen["read_back"]["matches"] is False
    say(world, "B", "read_back", key, "", NEAR)
    say(world, "B", "understood", key)
    assert [row(world, party, key)["state"] for party in "AB"] == ["understood", "understood"]


def test_the_place_of_a_phrase_is_read_back_by_its_slot() -> None:
    world = make_world()
    message = Message(phrase="stop_hitting_us", slots={"place": PlaceSlot(place=SENT)})
    key = call(world, message=message)
    with pytest.raises(Refused) as caught:
        say(world, "B", "understood", key)
    assert caught.value.detail["slot"] == "place"
    with pytest.raises(Refused, match="a place of this call"):
        say(world, "B", "read_back", key, "", NEAR)
    say(world, "B", "read_back", key, "place", NEAR)
    say(world, "B", "understood", key)
    assert row(world, "A", key)["state"] == "understood"


@pytest.mark.parametrize(
    ("precedence", "blocked"), [("FLASH", True), ("IMMEDIATE", True), ("ROUTINE", False)]
)
def test_which_calls_are_read_back(precedence: str, blocked: bool) -> None:
    world = make_world()
    key = call(world, place=SENT, precedence=precedence)
    if blocked:
        with pytest.raises(Refused):
            say(world, "B", "understood", key)
    else:
        say(world, "B", "understood", key)
    assert (row(world, "A", key)["understood_ms"] is None) == blocked


def test_a_place_that_is_only_named_is_unlocated_and_flagged() -> None:
    world = make_world()
    key = call(world, place_text="حربنفسه")
    for party in "AB":
        seen = row(world, party, key)
        assert seen["unlocated"] is True
        assert seen["place"] is None
        assert seen["sent_points"] == []
    say(world, "B", "understood", key)
