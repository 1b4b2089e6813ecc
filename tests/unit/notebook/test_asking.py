"""Meetings, margins and screenings: the truth of `geo/intersection` in units that a person reads."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import commonground as cg
from commonground.geo.intersection import volumes_meet
from commonground.notebook import Margins, Meeting, Screening

NOON = datetime(2030, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
EXAMPLE = Path(__file__).parents[3] / "examples" / "volumes.geojson"


def disc(lon: float = 36.5, lower: Any = 5000, upper: Any = 9000, begin: datetime = NOON, **more: Any) -> Any:
    given = {"lat": 33.0, "radius_m": 1000, "unit": "FT AMSL", "lasts": 2 * HOUR, **more}
    at = cg.circle(lon=lon, lat=given["lat"], radius_m=given["radius_m"])
    return cg.volume(at, lower, upper, begin, begin + given["lasts"], unit=given["unit"])


def test_a_meeting_has_its_margins_in_units() -> None:
    a, b = disc(), disc(lower=8000, upper=11_000, begin=NOON + HOUR)
    met = cg.intersection(a, b)
    truth = volumes_meet(a, b)
    assert met is not None
    assert truth is not None
    assert (met.relation, met.from_utc, met.until_utc) == ("overlap", NOON + HOUR, NOON + 2 * HOUR)
    assert (met.shared_s, met.height_ft, met.height_m) == (3600.0, 1000.0, 304.8)
    assert met.height_conversion == "none"
    assert met.area_m2 == truth.area_m2 == pytest.approx(3_141_593, rel=1e-4)
    assert (met.distance_m, round(met.lon, 9), round(met.lat, 9)) == (0.0, 36.5, 33.0)
    assert cg.intersection(b, a) == met
    assert repr(met) == (
        "overlap: 60 min from 2030-03-01 13:00:00Z, 1,000 ft (304.8 m), "
        f"{truth.area_m2:,.0f} m2, at 33.000000 N 36.500000 E"
    )
    assert met.as_record() == {name: getattr(met, name) for name in Meeting.__dataclass_fields__}


def test_a_conversion_is_named() -> None:
    met = cg.intersection(disc(), disc(lower="FL60", upper="FL70"))
    assert met is not None
    assert "FL by pressure 940..1060 hPa" in met.height_conversion
    assert "FL by pressure" in repr(met)
    low = cg.AltitudeContext(elevation_lower_tmm=0, elevation_upper_tmm=0)
    above = disc(lower="5000 FT AGL", upper="UNL")
    assert cg.intersection(disc(lower=0, upper=4000), above) is not None
    assert cg.intersection(disc(lower=0, upper=4000), above, context=low) is None


def test_a_buffer_widens_the_ground_only() -> None:
    a, b = disc(), disc(lon=36.525)  # about 2,335 m between the centres
    assert cg.intersection(a, b) is None
    assert cg.intersection(a, b, buffer_m=300) is None
    met = cg.intersection(a, b, buffer_m=400)
    assert met is not None
    assert (met.relation, met.area_m2) == ("within_buffer", 0.0)
    assert 330 < met.distance_m < 340
    assert f"{met.distance_m:,.2f} m apart on the ground" in repr(met)
    assert repr(met).startswith("within buffer: ")
    assert cg.intersection(a, disc(lower=9001, upper=9500), buffer_m=400) is None


@pytest.mark.parametrize("buffer_m", [-1, float("nan"), float("inf"), 100_001])
def test_a_buffer_out_of_range_is_refused(buffer_m: float) -> None:
    for ask in (cg.intersection, lambda a, b, m: cg.screen([a, b], buffer_m=m)):
        with pytest.raises(cg.Refused) as caught:
            ask(disc(), disc(), buffer_m)
        assert caught.value.field == "buffer_m"


def test_one_volume_each_is_expected() -> None:
    with pytest.raises(cg.Refused, match="3 volumes, one expected") as caught:
        cg.intersection(disc(), EXAMPLE)
    assert caught.value.field == "b"
    assert cg.intersection(cg.volumes(EXAMPLE)[:1], cg.volumes(EXAMPLE)[1]) is not None


APART = {
    "time": (
        disc(begin=NOON + 3 * HOUR),
        {"gap_s": 3600.0, "shared_s": 0.0, "from_utc": None, "until_utc": None},
    ),
    "height": (
        disc(lower=9500, upper=9600),
        {"height_gap_ft": 500.0, "height_gap_m": 152.4, "height_ft": 0.0, "height_m": 0.0},
    ),
    "ground": (disc(lon=36.525), {"area_m2": 0.0}),
}


@pytest.mark.parametrize("how", APART)
def test_margins_say_in_what_and_by_how_much(how: str) -> None:
    other, expected = APART[how]
    found = cg.margins(disc(), other)
    assert found.relation == "apart"
    assert {name: getattr(found, name) for name in expected} == expected
    assert (found.gap_s > 0) == (how == "time")
    assert (found.height_gap_ft > 0) == (how == "height")
    assert (found.distance_m > 0) == (how == "ground")
    assert ("apart in time" in repr(found)) == (how == "time")
    assert ("apart in height" in repr(found)) == (how == "height")
    assert ("apart on the ground" in repr(found)) == (how == "ground")
    mirrored = cg.margins(other, disc())
    assert mirrored == found
    assert cg.intersection(disc(), other) is None


def test_margins_of_a_meeting_are_those_of_the_meeting() -> None:
    for other, relation in (
        (disc(lon=36.505, lower=8000, upper=12_000), "overlap"),
        (disc(lower=9000), "touching"),
    ):
        other = other if relation == "overlap" else disc(lower=9000, upper=9500)
        met, found = cg.intersection(disc(), other), cg.margins(disc(), other)
        assert met is not None
        assert found.relation == met.relation == relation
        for name in Meeting.__dataclass_fields__:
            assert getattr(found, name) == getattr(met, name), name
        assert (found.gap_s, found.height_gap_ft, found.height_gap_m) == (0.0, 0.0, 0.0)
    assert set(found.as_record()) == set(Margins.__dataclass_fields__)


def test_margins_need_an_exact_distance() -> None:
    with pytest.raises(cg.Refused, match="no exact distance beyond 5600 km"):
        cg.margins(disc(), disc(lon=-100.0))
    assert cg.intersection(disc(), disc(lon=-100.0)) is None


def test_a_screening_finds_each_pair_once_and_says_what_was_searched() -> None:
    found = cg.screen(EXAMPLE)
    assert isinstance(found, Screening)
    assert [(pair.a_name, pair.b_name, pair.meeting.relation) for pair in found] == [
        ("patrol", "transit", "overlap")
    ]
    assert found[0].meeting == cg.intersection(cg.volumes(EXAMPLE)[0], cg.volumes(EXAMPLE)[1])
    assert found[:1] == found.pairs
    assert found.searched == "3 volumes, each against the others, buffer 0 m"
    assert repr(found).splitlines() == [
        "1 meeting (1 overlap) in 3 volumes, each against the others, buffer 0 m",
        f"  'patrol' and 'transit': {found[0].meeting!r}",
    ]
    (record,) = found.as_records()
    assert record == {"a": 0, "b": 1, "a_name": "patrol", "b_name": "transit", **found[0].meeting.as_record()}


def test_two_sets_are_held_against_each_other_and_not_within() -> None:
    a, b = [disc(), disc()], [disc(), disc(lon=37.0), disc()]
    assert [(pair.a, pair.b) for pair in cg.screen(a, b)] == [(0, 0), (0, 2), (1, 0), (1, 2)]
    held = cg.volumes(a)
    assert [(pair.a, pair.b) for pair in cg.screen(held, held)] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert [(pair.a, pair.b) for pair in cg.screen(held)] == [(0, 1)]
    assert cg.screen(a, disc()).searched == "2 volumes, against 1 volume, buffer 0 m"
    assert len(cg.screen(a, [])) == 0


def test_parts_of_one_feature_are_no_pair() -> None:
    two = {"type": "MultiPoint", "coordinates": [[36.5, 33.0], [36.501, 33.0]]}
    band = ("SFC", "UNL", NOON, NOON + HOUR)
    parts = cg.volumes([two, two], *band, radius_m=500)
    assert [(pair.a, pair.b) for pair in cg.screen(parts)] == [(0, 2), (0, 3), (1, 2), (1, 3)]


def test_a_screening_is_every_pair_asked_alone() -> None:
    many = [
        disc(lon=36.4 + number * 0.013 % 0.2, lower=number % 7 * 1000, upper=number % 7 * 1000 + 1000,
             begin=NOON + number % 5 * HOUR, radius_m=500 + number * 37)
        for number in range(60)
    ]  # fmt: skip
    for buffer_m in (0, 250.0):
        alone = {}
        for (a, one), (b, other) in combinations(enumerate(many), 2):
            met = cg.intersection(one, other, buffer_m)
            if met is not None:
                alone[a, b] = met
        found = cg.screen(many, buffer_m=buffer_m)
        assert {(pair.a, pair.b): pair.meeting for pair in found} == alone
        assert len(alone) > 20
    assert repr(found).splitlines()[-1] == f"  and {len(found) - 10:,} more: as_records() lists all"
    assert len(repr(found).splitlines()) == 12


def test_an_answer_that_found_nothing_says_what_was_searched_and_no_more() -> None:
    found = cg.screen([disc(), disc(lon=37.0)], buffer_m=500)
    assert not found
    assert (
        repr(found)
        == "no meeting found in what was searched: 2 volumes, each against the others, buffer 500 m"
    )
    for text in (repr(found), repr(cg.margins(disc(), disc(lon=37.0)))):
        assert not re.search(r"\b(safe|clear|free|ok|no conflict|approved)\b", text, re.I)
