"""Laws of places: round trips within a metre, cells that tell the same for all their points, names that fold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import Refused
from commonground.geo.place import (
    bearing_distance,
    parse_coordinate,
    parse_labelled,
    render,
    to_cell,
    to_district,
)
from commonground.geo.transliteration import fold, names_match, plain_name, transliterate

ND = 10**9
LON = st.integers(-180 * ND, 180 * ND)
LAT = st.integers(-90 * ND, 90 * ND)
NEAR_ZONE_LIMIT = st.tuples(st.integers(35_900_000_000, 36_100_000_000), st.integers(31 * ND, 37 * ND))
IN_UTM = st.tuples(LON, st.integers(-79 * ND, 83 * ND))
REGULAR = st.tuples(LON, st.integers(-79 * ND, 55 * ND))  # beyond, Norway and Svalbard shift the zones
# Letters that no neighbour turns into another sound (t and h make th) and that begin no article.
STRONG = st.text("بدرزسشفقكمنغ", min_size=2, max_size=10)


@given(
    LON | st.integers(-30, 30).map(lambda zone: 6 * zone * ND), LAT | st.sampled_from([0, 32 * ND, 72 * ND])
)
def test_renderings_read_back_within_a_metre(lon_nd: int, lat_nd: int) -> None:
    shown = render(lon_nd, lat_nd)
    for text in (shown.dd, shown.dms, shown.mgrs):
        assert bearing_distance((lon_nd, lat_nd), parse_coordinate(text))[1] <= 1.0


@given(LON, LAT)
def test_labelled_nanodegrees_are_exact(lon_nd: int, lat_nd: int) -> None:
    def text(value: int) -> str:
        return f"{'-' if value < 0 else ''}{abs(value) // ND}.{abs(value) % ND:09d}"

    assert parse_labelled(text(lat_nd), text(lon_nd)) == (lon_nd, lat_nd)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    refusal = None
    lon_nd, lat_nd = 0, 0
    try:
        lon_nd, lat_nd = parse_coordinate(text)
    except Refused as refused:
        refusal = refused
    if refusal is not None:
        assert refusal.field == "place"
        assert refusal.detail["code"]
    else:
        assert -180 * ND <= lon_nd <= 180 * ND
        assert -90 * ND <= lat_nd <= 90 * ND


@given(st.text("0123456789.,-+NSEWnsew°'\" СВЮЗشقجغdms/;", max_size=40))
def test_text_that_looks_like_a_coordinate_is_read_or_refused(text: str) -> None:
    test_any_text_is_read_or_refused.hypothesis.inner_test(text)  # type: ignore[attr-defined]


@given(st.floats() | st.integers() | st.text(max_size=20), st.floats() | st.integers() | st.text(max_size=20))
def test_labelled_values_are_read_or_refused(lat: float | str, lon: float | str) -> None:
    refusal = None
    lon_nd, lat_nd = 0, 0
    try:
        lon_nd, lat_nd = parse_labelled(lat, lon)
    except Refused as refused:
        refusal = refused
    assert abs(lon_nd) <= 180 * ND
    assert abs(lat_nd) <= 90 * ND
    assert refusal is None or refusal.field in ("place.lat", "place.lon")


@settings(max_examples=60)
@given(st.one_of(IN_UTM, NEAR_ZONE_LIMIT))
def test_a_cell_covers_its_points(point: tuple[int, int]) -> None:
    for square, most_m in ((to_cell(*point), 1_700), (to_district(*point), 17_000)):
        distance_m = bearing_distance(point, (square.lon_nd, square.lat_nd))[1]
        assert distance_m * 10_000 <= square.radius_tmm <= most_m * 10_000


@settings(max_examples=60)
@given(st.one_of(REGULAR, NEAR_ZONE_LIMIT))
def test_a_cell_is_its_own_cell(point: tuple[int, int]) -> None:
    for reduce in (to_cell, to_district):
        square = reduce(*point)
        assert reduce(square.lon_nd, square.lat_nd) == square


@settings(max_examples=60)
@given(NEAR_ZONE_LIMIT, st.integers(-3_000_000, 3_000_000), st.integers(-3_000_000, 3_000_000))
def test_points_with_one_square_have_one_cell(point: tuple[int, int], east: int, north: int) -> None:
    """Two points with equal MGRS digits to the kilometre get byte-equal answers."""
    other = (point[0] + east, point[1] + north)

    def square(where: tuple[int, int]) -> tuple[str, str, str]:
        zone, letters, easting, northing = render(*where).mgrs.split()
        return zone[:-1] + letters, easting[:2], northing[:2]

    if square(point) == square(other):
        assert to_cell(*point) == to_cell(*other)


@given(st.text(max_size=30), st.text(max_size=30))
def test_matching_is_symmetric_and_total(first: str, second: str) -> None:
    assert names_match(first, second) == names_match(second, first)
    assert plain_name(plain_name(first)) == plain_name(first)


@given(STRONG)
def test_a_word_of_strong_consonants_keeps_its_key_in_every_script(word: str) -> None:
    latin, russian = transliterate(word, "en"), transliterate(word, "ru")
    assert fold(word) == fold(latin) == fold(russian)
    assert fold(transliterate(latin, "ar")) == fold(word)
