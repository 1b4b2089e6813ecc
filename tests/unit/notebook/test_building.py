"""Volumes out of heights, times, files and lists; what is missing is never everywhere."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import commonground as cg
from commonground.errors import MalformedMessage, Unavailable
from commonground.geo.interval import Altitude, as_text
from commonground.notebook import Volumes
from commonground.protocols.volume_files.codec import read_volumes

AT_MS = 1_898_575_200_000  # 2030-03-01T06:00:00Z
HERE = cg.circle(lon=36.5, lat=33.0, radius_m=1000)
TIMES = ("2030-03-01T06:00:00Z", "2030-03-01T08:00:00Z")
EXAMPLE = Path(__file__).parents[3] / "examples" / "volumes.geojson"
BAND = {"lower": "SFC", "upper": "FL180", "from": TIMES[0], "until": TIMES[1]}
POINT = {"type": "Point", "coordinates": [36.5, 33.0]}


def feature(**properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": POINT, "properties": properties}


@pytest.mark.parametrize(
    ("lower", "upper", "unit", "texts"),
    [
        ("SFC", "UNL", "", ("SFC", "UNL")),
        ("300 M AGL", "fl180", "", ("300 M AGL", "FL 180")),
        (300, 600.5, "M AGL", ("300 M AGL", "600.5 M AGL")),
        (60, 180, "FL", ("FL 60", "FL 180")),
        (500, "FL180", "FT AMSL", ("500 FT AMSL", "FL 180")),
        ({"value": 500, "unit": "FT", "reference": "AMSL"}, "UNL", "", ("500 FT AMSL", "UNL")),
        (Altitude(value_tmm=3_048, reference="W84", unit="FT"), "UNL", "", ("1 FT W84", "UNL")),
    ],
)
def test_heights_are_text_or_numbers_with_their_unit(lower: Any, upper: Any, unit: str, texts: Any) -> None:
    made = cg.volume(HERE, lower, upper, *TIMES, unit=unit)
    assert (as_text(made.lower), as_text(made.upper)) == texts


@pytest.mark.parametrize(
    ("at", "at_ms"),
    [
        (datetime(2030, 3, 1, 6, tzinfo=UTC), AT_MS),
        (datetime(2030, 3, 1, 8, tzinfo=timezone(timedelta(hours=2))), AT_MS),
        (datetime(2030, 3, 1, 6, 0, 0, 1_999, tzinfo=UTC), AT_MS + 1),
        ("2030-03-01T08:00:00+02:00", AT_MS),
        (AT_MS, AT_MS),
    ],
)
def test_times_have_a_zone_or_are_utc_milliseconds(at: Any, at_ms: int) -> None:
    assert cg.volume(HERE, "SFC", "UNL", at, AT_MS + 5).from_ms == at_ms


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"lower": 300}, "lower", "without a unit"),
        ({"lower": "300"}, "lower", "expected"),
        ({"lower": 300, "unit": "M"}, "lower", "'FT AMSL'"),
        ({"lower": True, "unit": "M AGL"}, "lower", "expected"),
        ({"lower": math.nan, "unit": "M AGL"}, "lower", "expected"),
        ({"lower": "UNL"}, "lower", "a lower limit expected"),
        ({"lower": None}, "lower", "nothing"),
        ({"upper": None}, "upper", "nothing"),
        ({"lower": "FL190"}, "volume.lower", "above the upper limit"),
        ({"upper": 200_000, "unit": "M AGL"}, "volume.upper.value_tmm", "100000 m"),
        ({"from_": datetime(2030, 3, 1, 6)}, "from_", "has no zone"),
        ({"until": "2030-03-01T08:00:00"}, "until", "has no zone"),
        ({"from_": 1.5}, "from_", "datetime with a zone"),
        ({"from_": True}, "from_", "datetime with a zone"),
        ({"from_": None}, "from_", "datetime with a zone"),
        ({"until": AT_MS - 1}, "volume.until_ms", "before it starts"),
    ],
)
def test_what_can_be_read_two_ways_is_refused(changed: dict[str, Any], field: str, words: str) -> None:
    given = {"lower": "SFC", "upper": "FL180", "from_": AT_MS, "until": AT_MS + 1, **changed}
    with pytest.raises(cg.Refused) as caught:
        cg.volume(HERE, **given)
    assert caught.value.field == field
    assert words in caught.value.reason


def test_a_file_is_read_as_the_command_line_reads_it() -> None:
    entries = read_volumes(EXAMPLE.read_bytes(), "volumes.geojson").entries
    text = EXAMPLE.read_text("utf-8")
    for given in (
        EXAMPLE,
        str(EXAMPLE),
        text,
        "\n" + text,
        text.encode(),
        json.loads(text),
        json.loads(text)["features"],
    ):
        held = cg.volumes(given)
        assert list(held) == [entry.volume for entry in entries]
        assert list(held.names) == [entry.name for entry in entries] == ["patrol", "transit", "survey flight"]
        assert held.rows == (0, 1, 2)


def test_one_feature_one_geometry_and_one_volume_are_lists_of_one() -> None:
    one = cg.volume(POINT, "SFC", "FL180", *TIMES)
    assert list(cg.volumes(feature(**BAND))) == [one]
    assert list(cg.volumes(POINT, "SFC", "FL180", *TIMES)) == [one]
    assert list(cg.volumes(one)) == [one]
    assert list(cg.volumes(iter([one, feature(**BAND), POINT]), "SFC", "FL180", *TIMES)) == [one] * 3
    assert len(cg.volumes([])) == 0


def test_arguments_stand_for_what_is_missing_only() -> None:
    held = cg.volumes(
        [feature(upper=9000, radius_m=50), feature(**BAND), feature(radius_m=None)],
        100, 200, *TIMES, unit="FT AMSL", radius_m=70,
    )  # fmt: skip
    assert [one.footprint.radius_tmm for one in held] == [500_000, 700_000, 700_000]
    assert [as_text(one.upper) for one in held] == ["9000 FT AMSL", "FL 180", "200 FT AMSL"]
    assert [as_text(one.lower) for one in held] == ["100 FT AMSL", "SFC", "100 FT AMSL"]


def test_a_length_for_another_shape_is_left_alone_in_a_mixed_list() -> None:
    line = {"type": "LineString", "coordinates": [[36, 33], [37, 33]]}
    held = cg.volumes([POINT, line], "SFC", "UNL", *TIMES, radius_m=50, width_m=70)
    assert [row["radius_m"] for row in held.as_records()] == [50.0, None]
    assert [row["width_m"] for row in held.as_records()] == [None, 70.0]


@pytest.mark.parametrize("key", ["lower", "upper", "from", "until"])
def test_a_missing_height_or_time_is_never_everywhere(key: str) -> None:
    given = {name: value for name, value in BAND.items() if name != key}
    with pytest.raises(cg.Refused, match="needs lower, upper, from and until") as caught:
        cg.volumes([feature(**BAND), feature(**given)])
    assert caught.value.field == f"features[1].properties.{key}"


def test_everything_that_was_refused_is_listed() -> None:
    with pytest.raises(cg.Refused, match="and 1 more") as caught:
        cg.volumes([feature(**{**BAND, "lower": "9"}), feature(**BAND), feature(**{**BAND, "until": "noon"})])
    listed = caught.value.detail["refused"]
    assert isinstance(listed, list)
    assert [one["field"] for one in listed] == [
        "features[0].properties.lower",
        "features[2].properties.until",
    ]
    assert caught.value.field == "features[0].properties.lower"


@pytest.mark.parametrize(
    "given", [5, None, [5], [None], {"type": "Topology"}, {}, [{"type": "Feature"}], ["x"]]
)
def test_what_holds_no_volumes_is_refused(given: Any) -> None:
    with pytest.raises(cg.Refused):
        cg.volumes(given)


def test_a_raw_volume_of_a_list_is_checked() -> None:
    upside_down = cg.volume(HERE, "SFC", "UNL", 5, 9)
    bad = type(upside_down)(footprint=HERE, lower=upside_down.lower, from_ms=9, until_ms=5)
    with pytest.raises(cg.Refused, match="before it starts") as caught:
        cg.volumes([upside_down, bad])
    assert caught.value.field == "[1].until_ms"


def test_a_file_that_is_not_there_or_no_json_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"none\.geojson"):
        cg.volumes(tmp_path / "none.geojson")
    with pytest.raises(Unavailable):
        cg.volumes("nothing\0here")
    broken = tmp_path / "broken.geojson"
    broken.write_text("[1, 2")
    with pytest.raises(MalformedMessage):
        cg.volumes(broken)
    with pytest.raises(MalformedMessage):
        cg.volumes('{"type": ')


def test_coordinates_of_another_system_are_refused() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    with pytest.raises(MalformedMessage, match="3857"):
        cg.volumes({"type": "FeatureCollection", "crs": crs, "features": []})


def test_the_list_tells_what_it_holds() -> None:
    held = cg.volumes(EXAMPLE)
    assert isinstance(held, Volumes)
    assert repr(held) == (
        "3 volumes: 1 circle, 1 corridor, 1 polygon, 2030-03-01 06:00:00Z to 2030-03-01 11:00:00Z"
    )
    assert repr(held[:0]) == "0 volumes"
    assert repr(held[2:]) == "1 volume: 1 circle, 2030-03-01 06:00:00Z to 2030-03-01 08:00:00Z"
    assert held[1:].names == ("transit", "survey flight")
    assert held[-1] is held.items[2]
    assert cg.volumes(held) is held
    assert held.as_records()[1] == {
        "name": "transit", "row": 1, "shape": "corridor", "radius_m": None, "width_m": 9260.0,
        "lower": "17000 FT AMSL", "upper": "FL 250",
        "from_utc": datetime(2030, 3, 1, 9, 30, tzinfo=UTC), "until_utc": datetime(2030, 3, 1, 11, tzinfo=UTC),
    }  # fmt: skip
