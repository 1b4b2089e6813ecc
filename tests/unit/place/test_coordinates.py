"""T-3: what is accepted, what is refused, and that both readings are shown."""

from __future__ import annotations

import pytest

from commonground.errors import Refused
from commonground.geo.place import (
    AreaBox,
    bearing_distance,
    parse_coordinate,
    parse_labelled,
    render,
    to_cell,
    to_district,
)

ND = 10**9
LEVANT = AreaBox(west_nd=35 * ND, south_nd=31 * ND, east_nd=43 * ND, north_nd=38 * ND)
POINT = (37_100_000_000, 36_200_000_000)

SAME_POINT = [
    "36.2000 N, 37.1000 E",
    "37.1 E 36.2 N",
    "N36°12'00.00\" E037°06'00.00\"",
    "361200N 0370600E",
    "3612N 03706E",
    "36 12 00 N 37 06 00 E",
    "36d12m00s N 037d06m00sE",
    "36°12′00″ с.ш. 37°06′00″ в.д.",
    "36,2000 С 37,1000 В",
    "٣٦٫٢ ش ٣٧٫١ ق",
    "36°12'00\" شمالاً، 37°06'00\" شرقاً",
    "36.2 north 37.1 east",
    "36.2N37.1E",
]

REFUSED = [
    ("", "length"),
    ("N" * 200, "length"),
    ("36.2 N 37.1", "letters"),
    ("36.2 37.1 E N", "numbers"),
    ("36.2N 38.1N", "one_axis"),
    ("36.2С 37.1E", "mixed_scripts"),
    ("36.2N 37.1В", "mixed_scripts"),
    ("-36.2 N 37.1 E", "sign"),
    ("36 60 N 37 00 E", "minutes_range"),
    ("36 10 60 N 37 00 00 E", "seconds_range"),
    ("90.1 N 10 E", "lat_range"),
    ("10 N 180.1 E", "lon_range"),
    ("36.5 10 N 37 0 E", "decimals"),
    ("370600E 361200N", "digits"),
    ("36,20 N 37,10 E", "decimal_comma"),
    ("NaN N 3 E", "unknown_letter"),
    ("inf", "mgrs_digits"),
    ("37SBR480", "mgrs_digits"),
    ("37SZZ4802976949", "mgrs"),
    ("37RBR4802976949", "mgrs"),
    ("36.2 N ~ 37.1 E", "unreadable"),
]


@pytest.mark.parametrize("text", SAME_POINT)
def test_writings_of_one_point(text: str) -> None:
    assert parse_coordinate(text, LEVANT) == POINT


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_refused_with_field_and_code(text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_coordinate(text, None, "volumes[0].center")
    assert caught.value.field == "volumes[0].center"
    assert caught.value.detail["code"] == code
    assert caught.value.clause == "T-3"


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("36.20,37.10", "36.200000 N 37.100000 E", "37.100000 N 36.200000 E"),
        ("36 20 37 10", "36.333333 N 37.166667 E", "37.166667 N 36.333333 E"),
        ("36 20 30 37 10 30", "36.341667 N 37.175000 E", "37.175000 N 36.341667 E"),
        ("-36.2 37.1", "36.200000 S 37.100000 E", "37.100000 N 36.200000 W"),
    ],
)
def test_bare_numbers_are_refused_with_both_readings(text: str, first: str, second: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_coordinate(text)
    readings = caught.value.detail["readings"]
    assert [r["dd"] for r in readings] == [first, second]  # type: ignore[attr-defined]
    assert all(r["dms"] and r["mgrs"] for r in readings)  # type: ignore[attr-defined]
    assert first in caught.value.reason
    assert second in caught.value.reason


def test_mgrs_is_read_at_the_centre_of_its_square() -> None:
    one_metre = parse_coordinate("37S BR 48029 76949")
    kilometre = parse_coordinate("37SBR4876")
    assert bearing_distance(parse_coordinate("37SBR4850076500"), kilometre)[1] < 1
    assert 649 < bearing_distance(one_metre, kilometre)[1] < 652


def test_a_square_that_a_zone_cuts_is_still_read() -> None:
    lon_nd, lat_nd = parse_coordinate("36SYB8055")
    assert abs(lon_nd - 36 * ND) < ND // 100
    assert abs(lat_nd - 33 * ND) < ND // 100


def test_outside_the_area_says_when_the_swapped_point_is_inside() -> None:
    with pytest.raises(Refused) as caught:
        parse_labelled(
            "37.5", "32.5", AreaBox(west_nd=35 * ND, south_nd=31 * ND, east_nd=43 * ND, north_nd=34 * ND)
        )
    assert caught.value.detail["code"] == "swapped_inside"
    assert caught.value.detail["swapped"]["dd"] == "32.500000 N 37.500000 E"  # type: ignore[index]
    with pytest.raises(Refused) as caught:
        parse_coordinate("50.2 N 32.1 E", LEVANT)
    assert caught.value.detail["swapped_inside"] is False


@pytest.mark.parametrize(
    ("lat", "lon"), [("36.2", "37.1"), (36.2, 37.1), ("36°12'", "37 06 00 E"), ("361200N", "0370600E")]
)
def test_labelled(lat: str | float, lon: str | float) -> None:
    assert parse_labelled(lat, lon, LEVANT) == POINT


@pytest.mark.parametrize(
    ("lat", "lon", "field"),
    [
        (float("nan"), 37.1, "place.lat"),
        (36.2, float("inf"), "place.lon"),
        (float("-inf"), 1, "place.lat"),
        ("37.1 E", "36.2 N", "place.lat"),
        (True, 1, "place.lat"),
        ("--3", "2", "place.lat"),
        ("-36.2 S", "2", "place.lat"),
        (91, 0, "place.lat"),
        (0, -180.5, "place.lon"),
        ("", "3", "place.lat"),
        ("3612", "37", "place.lat"),
        ("1e1", "3", "place.lat"),
    ],
)
def test_labelled_refused(lat: object, lon: object, field: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_labelled(lat, lon)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_labelled_values_are_never_swapped() -> None:
    assert parse_labelled("37.1", "36.2", LEVANT) == (36_200_000_000, 37_100_000_000)


def test_rendering_is_fixed() -> None:
    shown = render(36_324_024_049, 32_301_033_960)
    assert shown.dd == "32.301034 N 36.324024 E"
    assert shown.dms == "32°18'03.72\"N 036°19'26.49\"E"
    assert shown.mgrs == "37S BR 48029 76949"


def test_rounding_carries_over_to_degrees() -> None:
    assert render(35_999_999_999, -35_999_999_999).dms == "36°00'00.00\"S 036°00'00.00\"E"


@pytest.mark.parametrize("point", [(0, 90 * ND), (10 * ND, -85 * ND), (4 * ND, 61 * ND), (10 * ND, 78 * ND)])
def test_poles_and_irregular_zones_round_trip(point: tuple[int, int]) -> None:
    shown = render(*point)
    for text in (shown.dd, shown.dms, shown.mgrs):
        assert bearing_distance(point, parse_coordinate(text))[1] < 1


def test_no_kilometre_square_at_the_poles() -> None:
    with pytest.raises(Refused) as caught:
        to_cell(0, 85 * ND)
    assert caught.value.detail["code"] == "ups"


def test_a_sliver_beside_a_zone_limit_is_no_cell_of_its_own() -> None:
    """A strip 200 m wide would tell its reader where to look; it belongs to the square beside it."""
    at_limit, beside = to_cell(36_000_100_000, 33 * ND), to_cell(36_008_000_000, 33 * ND)
    assert at_limit == beside
    assert at_limit.radius_tmm > 1_000 * 10_000


def test_district_keeps_only_its_code() -> None:
    district = to_district(*POINT, admin_code="SY.09")
    assert (district.precision, district.admin_code, district.gazetteer_id) == ("district", "SY.09", "")
    assert 7_000 * 10_000 < district.radius_tmm < 8_000 * 10_000


def test_area_over_the_antimeridian() -> None:
    area = AreaBox(west_nd=170 * ND, south_nd=-10 * ND, east_nd=-170 * ND, north_nd=10 * ND)
    assert area.contains(175 * ND, 0)
    assert area.contains(-175 * ND, 0)
    assert not area.contains(0, 0)


def test_bearing_and_distance_of_the_nine_kilometre_case() -> None:
    bearing, distance = bearing_distance((40 * ND, 35 * ND), (40 * ND, 35 * ND + 81_000_000))
    assert bearing == pytest.approx(0, abs=1e-6)
    assert distance == pytest.approx(8985.9, abs=1)
