"""GeoDataFrames and GeoSeries: columns, reference systems, rows; and records back into a DataFrame."""

from __future__ import annotations

from typing import Any

import geopandas
import pandas
import pytest
import shapely

import commonground as cg

TIMES = ("2030-03-01T06:00:00Z", "2030-03-01T08:00:00Z")
RING = shapely.Polygon([(36.4, 33.0), (36.8, 33.0), (36.8, 33.2)])


def table(crs: Any = 4326, **columns: Any) -> Any:
    held: dict[str, Any] = {
        "lower": ["SFC", "1000 FT AMSL", "FL100"],
        "upper": ["UNL", "5000 FT AMSL", "FL180"],
        "from": pandas.to_datetime([TIMES[0]] * 3),
        "until": pandas.to_datetime([TIMES[1]] * 3),
        "radius_m": [3000.0, float("nan"), None],
        "width_m": [None, 9260, None],
        **columns,
    }
    shapes = [shapely.Point(36.326, 32.292), shapely.LineString([(36, 33), (37.2, 33.1)]), RING]
    return geopandas.GeoDataFrame(held, geometry=shapes, crs=crs, index=["a", "b", "c"])


def test_each_row_is_a_volume() -> None:
    held = cg.volumes(table())
    assert [one.footprint for one in held] == [
        cg.circle(lon=36.326, lat=32.292, radius_m=3000),
        cg.corridor([(36, 33), (37.2, 33.1)], width_m=9260),
        cg.polygon([(36.4, 33.0), (36.8, 33.0), (36.8, 33.2)]),
    ]
    assert held.names == ("a", "b", "c")
    assert held[0].upper is None
    assert {(one.from_ms, one.until_ms) for one in held} == {(1_898_575_200_000, 1_898_582_400_000)}


def test_columns_of_numbers_need_their_unit() -> None:
    numbers = table(lower=[0, 100, 200], upper=[1000.5, 2000.0, 3000.0])
    held = cg.volumes(numbers, unit="M AMSL")
    assert [one.lower.value_tmm for one in held] == [0, 1_000_000, 2_000_000]
    assert held[0].upper is not None
    assert held[0].upper.value_tmm == 10_005_000
    with pytest.raises(cg.Refused, match="without a unit"):
        cg.volumes(numbers)


def test_milliseconds_of_a_column_are_integers() -> None:
    held = cg.volumes(table(**{"from": [0, 1, 2], "until": [5, 6, 7]}))
    assert [(one.from_ms, one.until_ms) for one in held] == [(0, 5), (1, 6), (2, 7)]


def test_times_without_a_zone_are_refused_by_row() -> None:
    naive = pandas.to_datetime(["2030-03-01T06:00:00"] * 3)
    with pytest.raises(cg.Refused, match="has no zone") as caught:
        cg.volumes(table(until=naive))
    assert caught.value.field == "features[0].properties.until"


def test_a_cell_that_is_empty_is_missing() -> None:
    with pytest.raises(cg.Refused) as caught:
        cg.volumes(table(upper=["UNL", None, "FL180"]))
    assert caught.value.field == "features[1].properties.upper"
    with pytest.raises(cg.Refused) as caught:
        cg.volumes(table(radius_m=[None, None, None]))
    assert caught.value.field == "features[0].properties.radius_m"
    assert cg.volumes(table(radius_m=[None, None, None]), radius_m=50)[0].footprint.radius_tmm == 500_000


def test_arguments_stand_for_columns_that_are_not_there() -> None:
    bare = table()[["geometry"]]
    held = cg.volumes(bare, "SFC", "FL100", *TIMES, radius_m=50, width_m=100)
    assert len(held) == 3
    assert len(cg.volumes(bare.geometry, "SFC", "FL100", *TIMES, radius_m=50, width_m=100)) == 3


def test_another_reference_system_is_converted_and_none_is_refused() -> None:
    degrees = table()
    near = cg.volumes(degrees.to_crs(32637))
    for a, b in zip(cg.volumes(degrees), near, strict=True):
        assert cg.margins(a, b).distance_m == 0
    held = near[2].footprint.rings[0]
    assert all(abs(lon / 1e9 - x) < 1e-8 and abs(lat / 1e9 - y) < 1e-8
               for (lon, lat), (x, y) in zip(held, RING.exterior.coords[:-1], strict=True))  # fmt: skip
    for unnamed in (table(crs=None), table(crs=None).geometry):
        with pytest.raises(cg.Refused, match="set_crs") as caught:
            cg.volumes(unnamed, "SFC", "FL100", *TIMES)
        assert caught.value.field == "crs"


def test_a_row_without_a_geometry_is_refused() -> None:
    empty = table()
    empty.loc["b", "geometry"] = None
    with pytest.raises(cg.Refused) as caught:
        cg.volumes(empty)
    assert caught.value.field == "features[1].geometry"


def test_a_table_without_geometry_is_refused() -> None:
    with pytest.raises(cg.Refused, match="table with geometry expected"):
        cg.volumes(pandas.DataFrame({"lower": ["SFC"]}))


def test_parts_keep_the_row_of_their_table() -> None:
    several = table()
    several.loc["c", "geometry"] = shapely.MultiPolygon([RING, shapely.box(38, 33, 38.1, 33.1)])
    held = cg.volumes(several)
    assert held.rows == (0, 1, 2, 2)
    assert held.names == ("a", "b", "c part 1", "c part 2")


def test_records_become_a_frame() -> None:
    held = cg.volumes(table())
    frame = pandas.DataFrame(held.as_records())
    assert list(frame["name"]) == ["a", "b", "c"]
    assert str(frame["from_utc"].dt.tz) == "UTC"
    met = pandas.DataFrame(cg.screen(cg.volumes(table(lower=["SFC"] * 3, upper=["UNL"] * 3))).as_records())
    assert list(met["a_name"]) == ["b"]
    assert list(met["b_name"]) == ["c"]
    assert met["shared_s"].iloc[0] == 7200
    assert {"relation", "from_utc", "height_ft", "height_m", "area_m2", "distance_m", "lon", "lat"} <= set(
        met
    )
