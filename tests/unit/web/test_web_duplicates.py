"""Sites that may be one place (T-11): 250 m, three scripts, and everywhere on the Earth."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worlds import nd, site

from commonground.geo.geodesic import direct
from commonground.picture.blocks import Place
from commonground.picture.charter import Text3
from commonground.picture.duplicates import DuplicateIndex, are_duplicates
from commonground.picture.entity import Site
from commonground.record import replace


def at(lon: float, lat: float, **names: str) -> Site:
    place = Place(lon_nd=nd(lon), lat_nd=nd(lat), radius_tmm=0, precision="exact", how_obtained="gps")
    return replace(site(), name=Text3(**names), place=place)


@pytest.mark.parametrize(
    ("apart_m", "expected"), [(0.0, True), (249.9, True), (250.1, False), (5_000.0, False)]
)
def test_two_hundred_and_fifty_metres(apart_m: float, expected: bool) -> None:
    lon, lat = direct(36.5, 33.0, 40.0, apart_m)
    assert are_duplicates(at(36.5, 33.0, en="Rahma"), at(lon, lat, en="Rahma")) is expected


@pytest.mark.parametrize(("first", "second", "expected"), [
    ({"en": "Hirbinifsah"}, {"ar": "حربنفسه"}, True),
    ({"en": "Al-Rahma"}, {"ru": "Рахма"}, True),
    ({"ar": "الرحمة"}, {"ru": "ар-Рахма"}, True),
    ({"en": "Rahma", "ar": "x"}, {"en": "Other", "ar": "الرحمة"}, True),
    ({"en": "Rahma"}, {"en": "Noor"}, False),
    ({"en": "Clinic 1"}, {"en": "Clinic 2"}, False),
])  # fmt: skip
def test_names_are_compared_across_scripts(
    first: dict[str, str], second: dict[str, str], expected: bool
) -> None:
    assert are_duplicates(at(36.5, 33.0, **first), at(36.5, 33.0, **second)) is expected
    index = DuplicateIndex()
    index.put("A/1", at(36.5, 33.0, **first))
    index.put("B/2", at(36.5, 33.0, **second))
    assert (index.of("A/1") == ["B/2"]) is expected


def test_an_unlocated_site_is_nobodys_duplicate() -> None:
    lost = replace(site(), place=None)
    assert not are_duplicates(lost, site())
    index = DuplicateIndex()
    index.put("A/1", lost)
    assert index.of("A/1") == []


def test_a_site_that_moves_leaves_its_old_neighbours() -> None:
    index = DuplicateIndex()
    index.put("A/1", at(36.5, 33.0, en="Rahma"))
    assert index.put("B/2", at(36.5, 33.0, en="Rahma")) == {"A/1"}
    assert index.put("B/2", at(37.5, 33.0, en="Rahma")) == {"A/1"}
    assert index.of("A/1") == []
    assert index.put("B/2", None) == set()


PLACES = st.sampled_from(
    [(36.5, 33.0), (180.0, 10.0), (-179.9995, 10.0), (0.0, 90.0), (120.0, 89.9999), (0.0, -89.999)]
)
SPOTS = st.tuples(PLACES, st.floats(0, 360), st.floats(0, 600), st.sampled_from(["Rahma", "Noor"]))
Spot = tuple[tuple[float, float], float, float, str]


@given(spots=st.lists(SPOTS, min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_the_index_proposes_just_what_comparing_all_pairs_does(spots: list[Spot]) -> None:
    sites = {}
    for number, ((lon, lat), azimuth, away_m, name) in enumerate(spots):
        sites[f"A/{number}"] = at(*direct(lon, lat, azimuth, away_m), en=name)
    index = DuplicateIndex()
    for key, one in sites.items():
        index.put(key, one)
    for key, one in sites.items():
        brute = sorted(other for other, two in sites.items() if other != key and are_duplicates(one, two))
        assert index.of(key) == brute
