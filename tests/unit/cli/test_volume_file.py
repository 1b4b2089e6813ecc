"""A GeoJSON file of volumes: what is read, what is refused, and that nothing is guessed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commonground.errors import MalformedMessage, Refused
from commonground.geo.footprint import Circle, Corridor, Polygon
from commonground.protocols.volume_files.codec import read_volumes
from commonground.protocols.volume_files.words import (
    altitude_in,
    read_altitude,
    read_degrees_nd,
    read_length_tmm,
    read_time_ms,
)

BAND = {"lower": "SFC", "upper": "FL180", "from": "2026-11-22T14:00:00Z", "until": "2026-11-22T16:00:00Z"}
POINT = {"type": "Point", "coordinates": [36.5, 33.0]}
LINE = {"type": "LineString", "coordinates": [[36.5, 33.0], [36.6, 33.1]]}
RING = {"type": "Polygon", "coordinates": [[[36.5, 33.0], [36.6, 33.0], [36.6, 33.1], [36.5, 33.0]]]}


def read(geometry: Any, properties: dict[str, Any], **options: Any) -> Any:
    feature = {"type": "Feature", "geometry": geometry, "properties": properties}
    return read_volumes(json.dumps(feature).encode(), "x.geojson", **options)


def refusal(geometry: Any, properties: dict[str, Any]) -> tuple[str, str]:
    held = read(geometry, properties)
    assert not held.entries
    return held.refused[0].field, held.refused[0].reason


@pytest.mark.parametrize(
    ("geometry", "more", "kind"),
    [
        (POINT, {"radius_m": 2000}, Circle),
        (POINT, {}, Circle),
        (LINE, {"width_m": 500}, Corridor),
        (RING, {}, Polygon),
    ],
)
def test_each_shape_is_read(geometry: Any, more: dict[str, Any], kind: type) -> None:
    held = read(geometry, {**BAND, **more})
    assert not held.refused
    assert isinstance(held.entries[0].footprint, kind)
    assert held.entries[0].volume.footprint == held.entries[0].footprint


@pytest.mark.parametrize(
    ("text", "value_tmm", "reference"),
    [
        ("SFC", 0, "AGL"),
        ("5000 FT AMSL", 15_240_000, "AMSL"),
        ("5000FT AMSL", 15_240_000, "AMSL"),
        ("300 M AGL", 3_000_000, "AGL"),
        ("-12.5 m w84", -125_000, "W84"),
        ("FL180", 54_864_000, "FL"),
        ({"value": 5000, "unit": "FT", "reference": "AMSL"}, 15_240_000, "AMSL"),
        ({"value": 180, "unit": "FL", "reference": "FL"}, 54_864_000, "FL"),
    ],
)
def test_altitudes_are_exact_integers(text: object, value_tmm: int, reference: str) -> None:
    altitude = read_altitude(text, "upper")
    assert altitude is not None
    assert (altitude.value_tmm, altitude.reference) == (value_tmm, reference)


@pytest.mark.parametrize(
    "text", ["5000", "5000 FT", "AMSL", "5000 FT MSL", "1,500 FT AMSL", "FL", "FL1800", 5000, None, True, "NaN FT AMSL",
             {"value": 5, "unit": "FT"}, {"value": 5, "unit": "FT", "reference": "AMSL", "more": 1}],
)  # fmt: skip
def test_an_altitude_that_can_be_read_two_ways_is_refused(text: object) -> None:
    with pytest.raises(Refused, match="expected"):
        read_altitude(text, "upper")


@pytest.mark.parametrize(
    ("text", "at_ms"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-11-22T16:00:00+02:00", 1_795_356_000_000),
        ("2026-11-22T14:00:00.250Z", 1_795_356_000_250),
    ],
)
def test_times_are_utc_milliseconds(text: str, at_ms: int) -> None:
    assert read_time_ms(text, "from") == at_ms


@pytest.mark.parametrize("text", ["2026-11-22T14:00:00", "22.11.2026 14:00", "now", "", 5, None])
def test_a_time_without_a_zone_is_refused(text: object) -> None:
    with pytest.raises(Refused, match="zone"):
        read_time_ms(text, "from")


@pytest.mark.parametrize("value", ["x", -1, float("inf"), True, None, 1e9])
def test_lengths_are_finite_metres(value: object) -> None:
    with pytest.raises(Refused, match="metres"):
        read_length_tmm(value, "radius_m")


@pytest.mark.parametrize(
    ("value", "unit", "value_tmm", "reference"),
    [
        (5000, "FT AMSL", 15_240_000, "AMSL"),
        (300.00004, "m agl", 3_000_000, "AGL"),
        (304.79999999999995, "M W84", 3_048_000, "W84"),
        (180, "FL", 54_864_000, "FL"),
    ],
)
def test_a_number_is_a_height_in_its_unit(value: float, unit: str, value_tmm: int, reference: str) -> None:
    altitude = altitude_in(value, unit, "upper")
    assert (altitude.value_tmm, altitude.reference) == (value_tmm, reference)
    assert altitude.unit == unit.split()[0].upper()


@pytest.mark.parametrize(
    ("value", "unit"),
    [(5000, ""), (5000, "FT"), (5000, "AMSL"), (5000, "FT MSL"), (True, "FL"), ("x", "FL"), (float("nan"), "M AGL"),
     (1e9, "M AGL"), (None, "M AGL")],
)  # fmt: skip
def test_a_number_without_its_unit_or_no_number_is_no_height(value: object, unit: str) -> None:
    with pytest.raises(Refused, match="expected") as caught:
        altitude_in(value, unit, "upper")
    assert caught.value.field == "upper"


@pytest.mark.parametrize(
    ("value", "limit", "nd"),
    [
        (36.2, 90, 36_200_000_000),
        (-180, 180, -180_000_000_000),
        (33.123456789, 90, 33_123_456_789),
        (1e-10, 90, 0),
    ],
)
def test_degrees_become_the_nearest_nanodegrees(value: float, limit: int, nd: int) -> None:
    assert read_degrees_nd(value, limit, "lat") == nd


@pytest.mark.parametrize("value", [90.0000001, float("nan"), float("inf"), "36", None, True, 1j])
def test_what_is_no_number_of_degrees_is_refused(value: object) -> None:
    with pytest.raises(Refused, match="degrees from -90 to 90 expected"):
        read_degrees_nd(value, 90, "lat")


@pytest.mark.parametrize("key", ["lower", "upper", "from", "until"])
def test_a_missing_height_or_time_is_never_everywhere(key: str) -> None:
    field, reason = refusal(POINT, {name: value for name, value in BAND.items() if name != key})
    assert field == f"properties.{key}"
    assert "needs lower, upper, from and until" in reason


@pytest.mark.parametrize(
    ("geometry", "more", "field"),
    [
        (LINE, {}, "properties.width_m"),
        (None, {}, "geometry"),
        ({"type": "MultiPoint", "coordinates": [[1, 2]]}, {}, "geometry.type"),
        ({"type": "Point", "coordinates": [1]}, {}, "geometry.coordinates"),
        ({"type": "Point", "coordinates": [200, 33]}, {}, "geometry.coordinates.lon"),
        ({"type": "Point", "coordinates": [36, 3612]}, {}, "geometry.coordinates.lat"),
        ({"type": "Point", "coordinates": ["36", 33]}, {}, "geometry.coordinates.lon"),
        ({"type": "Point", "coordinates": [True, 33]}, {}, "geometry.coordinates.lon"),
        ({"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2]]]}, {}, "geometry.coordinates[0]"),
        (
            {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]},
            {},
            "geometry.rings[0]",
        ),
        (POINT, {"lower": "UNL"}, "properties.lower"),
        (POINT, {"lower": "9000 FT AMSL", "upper": "10 FT AMSL"}, "volume.lower"),
        (POINT, {"until": "2026-11-22T13:00:00Z"}, "volume.until_ms"),
    ],
)
def test_what_cannot_be_a_volume_is_refused_by_field(geometry: Any, more: dict[str, Any], field: str) -> None:
    assert refusal(geometry, {**BAND, **more})[0].startswith(field)


def test_a_place_has_neither_height_nor_time_and_only_where_places_are_looked_for() -> None:
    assert read(POINT, {"name": "Clinic"}, places_allowed=True).entries[0].volume is None
    assert read(POINT, {"name": "Clinic"}).refused
    assert read(POINT, {"lower": "SFC"}, places_allowed=True).refused


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"type":"FeatureCollection"}', b'{"type":"FeatureCollection","features":{}}',
             b'{"type":"Feature","crs":{"properties":{"name":"EPSG:3857"}}}', b"\xff\xfe", b"[" * 50_000],
)  # fmt: skip
def test_a_file_that_is_no_feature_file_is_refused_whole(data: bytes) -> None:
    with pytest.raises(MalformedMessage):
        read_volumes(data, "x.geojson")


def test_an_exported_file_is_read_back_with_its_exact_shapes() -> None:
    from commonground.protocols.export_files.codec import ExportHeader, notices_geojson

    footprint = {"type": "circle", "center": [36_500_000_000, 33_000_000_000], "radius_tmm": 50_000_000}
    volume = {"footprint": footprint, "lower": {"value_tmm": 0, "reference": "AGL", "unit": "FT"},
              "upper": {"value_tmm": 15_240_000, "reference": "AMSL", "unit": "FT"},
              "from_ms": 1_795_356_000_000, "until_ms": 1_795_363_200_000}  # fmt: skip
    row = {"id": "A/N-1", "version": 1, "party": "A", "class": "patrol", "volumes": [volume], "manned": True,
           "controlling_post": "airspace", "contact": "line", "remarks": {}, "state": "announced"}  # fmt: skip
    header = ExportHeader(room="r", made_for="A", release_marking="A", as_of_ms=0, zone="UTC", version="0")
    held = read_volumes(notices_geojson([row], header, str), "x.geojson")
    assert not held.refused
    assert held.entries[0].footprint == Circle(center=(36_500_000_000, 33_000_000_000), radius_tmm=50_000_000)
    assert held.entries[0].volume is not None
    assert held.entries[0].volume.from_ms == 1_795_356_000_000


def test_a_name_cannot_carry_control_characters() -> None:
    assert read(POINT, {**BAND, "name": "a\x1b[31mb\u202ec"}).entries[0].name == "a[31mbc"
