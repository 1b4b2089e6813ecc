"""Columns hold volumes and give them back; a column that does not fit is refused by name."""

import dataclasses

import numpy as np
import pytest
from geodesic_oracle import line_nd, nd

from commonground.errors import Refused
from commonground.geo.columns import VolumeColumns, columns_of, footprint_at, validate_columns, volume_at
from commonground.geo.footprint import Circle, Corridor, Polygon
from commonground.geo.interval import TMM_PER_FL, TMM_PER_FT, UNLIMITED_TMM, Altitude
from commonground.geo.volume import Volume

SURFACE = Altitude(value_tmm=0, reference="AGL", unit="FT")
FEET = Altitude(value_tmm=1_500 * TMM_PER_FT, reference="AMSL", unit="FT")
METRES = Altitude(value_tmm=3_000_001, reference="W84", unit="M")
LEVEL = Altitude(value_tmm=180 * TMM_PER_FL, reference="FL", unit="FL")
OUTER = line_nd((38, 35), (38.2, 35), (38.2, 35.2), (38, 35.2))
HOLE = line_nd((38.05, 35.05), (38.1, 35.05), (38.05, 35.1))
VOLUMES = [
    Volume(
        footprint=Circle(center=nd(-179.999999999, -90), radius_tmm=50_001),
        lower=SURFACE, upper=FEET, from_ms=0, until_ms=1,
    ),
    Volume(footprint=Polygon(rings=(OUTER, HOLE)), lower=LEVEL, from_ms=5, until_ms=5),
    Volume(footprint=Circle(center=nd(0, 0), radius_tmm=0), lower=SURFACE, upper=METRES, from_ms=0, until_ms=9),
    Volume(
        footprint=Corridor(path=line_nd((38, 35), (39, 35), (39, 36)), width_tmm=2_000),
        lower=METRES, upper=LEVEL, from_ms=1_773_820_800_000, until_ms=1_773_820_800_001,
    ),
    Volume(footprint=Polygon(rings=(OUTER,)), lower=FEET, upper=LEVEL, from_ms=0, until_ms=9),
]  # fmt: skip


def changed(columns: VolumeColumns, name: str, place: int, value: int) -> VolumeColumns:
    """The columns with one number changed."""
    column = getattr(columns, name).copy()
    column[place] = value
    return dataclasses.replace(columns, **{name: column})


def test_volumes_come_back_as_they_went_in() -> None:
    columns = columns_of(VOLUMES)
    validate_columns(columns)
    assert len(columns) == len(VOLUMES)
    assert [volume_at(columns, i) for i in range(len(VOLUMES))] == VOLUMES


def test_the_columns_are_laid_out_as_documented() -> None:
    columns = columns_of(VOLUMES, owner=[7, 7, 8, 9, 9])
    assert columns.owner.tolist() == [7, 7, 8, 9, 9]
    assert columns.core.tolist() == [0, 2, 0, 1, 2]
    assert columns.radius_tmm.tolist() == [50_001, 0, 0, 1_000, 0]
    assert columns.volume_lines.tolist() == [0, 1, 3, 4, 5, 6]
    assert columns.line_positions.tolist() == [0, 1, 5, 8, 9, 12, 16]
    assert columns.positions_nd[5:8].tolist() == [list(one) for one in HOLE]
    assert columns.upper_tmm[1] == UNLIMITED_TMM
    assert columns.lower_reference.tolist() == [1, 3, 1, 0, 2]
    assert columns.upper_reference.tolist() == [2, 0, 0, 3, 3]
    for field in dataclasses.fields(VolumeColumns):
        held = getattr(columns, field.name).dtype
        assert held == (np.uint8 if field.name == "core" or "reference" in field.name else np.int64), (
            field.name
        )


def test_an_odd_width_is_held_wider_and_a_unit_is_chosen_again() -> None:
    path = line_nd((38, 35), (39, 35))
    volume = Volume(
        footprint=Corridor(path=path, width_tmm=2_001),
        lower=Altitude(value_tmm=3_048, reference="AGL", unit="M"), from_ms=0, until_ms=1,
    )  # fmt: skip
    back = volume_at(columns_of([volume]), 0)
    assert back.footprint == Corridor(path=path, width_tmm=2_002)
    assert back.lower == Altitude(value_tmm=3_048, reference="AGL", unit="FT")


def test_no_volumes_are_columns_too() -> None:
    columns = columns_of([])
    validate_columns(columns)
    assert len(columns) == 0
    assert columns.positions_nd.shape == (0, 2)
    assert columns.volume_lines.tolist() == [0]
    with pytest.raises(IndexError, match="no volume 0 among 0"):
        volume_at(columns, 0)


@pytest.mark.parametrize("i", [-1, 5])
def test_only_what_is_there_can_be_asked_for(i: int) -> None:
    with pytest.raises(IndexError):
        volume_at(columns_of(VOLUMES), i)


def test_each_volume_has_one_owner() -> None:
    with pytest.raises(Refused) as caught:
        columns_of(VOLUMES, owner=[1, 2])
    assert caught.value.field == "owner"


def test_a_polygon_with_a_buffer_is_no_footprint() -> None:
    with pytest.raises(Refused) as caught:
        footprint_at(changed(columns_of(VOLUMES), "radius_tmm", 1, 5_000), 1)
    assert caught.value.field == "radius_tmm[1]"


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(VolumeColumns)])
def test_a_column_of_another_type_or_length_is_named(name: str) -> None:
    columns = columns_of(VOLUMES)
    column = getattr(columns, name)
    for other in (column.astype(np.float64), column[:, None], column.tolist()):
        with pytest.raises(Refused) as caught:
            validate_columns(dataclasses.replace(columns, **{name: other}))
        assert caught.value.field == name
        assert "expected" in caught.value.reason
    with pytest.raises(Refused):
        validate_columns(dataclasses.replace(columns, **{name: column[:-1]}))


WRONG = [
    ("core", 1, 3, "core[1]"),
    ("core", 1, 0, "volume_lines[1]"),
    ("core", 0, 1, "line_positions[0]"),
    ("core", 0, 2, "line_positions[0]"),
    ("core", 3, 0, "line_positions[4]"),
    ("radius_tmm", 2, -1, "radius_tmm[2]"),
    ("radius_tmm", 2, 10**11, "radius_tmm[2]"),
    ("volume_lines", 0, 1, "volume_lines[0]"),
    ("volume_lines", 5, 5, "volume_lines[5]"),
    ("volume_lines", 2, 4, "volume_lines[2]"),
    ("line_positions", 6, 99, "line_positions[6]"),
    ("line_positions", 2, 0, "line_positions[1]"),
    ("positions_nd", 3, 181 * 10**9, "positions_nd[3]"),
    ("positions_nd", 3, -(2**63), "positions_nd[3]"),
    ("lower_reference", 4, 4, "lower_reference[4]"),
    ("upper_reference", 4, 9, "upper_reference[4]"),
    ("lower_tmm", 1, UNLIMITED_TMM, "lower_tmm[1]"),
    ("upper_tmm", 0, -(10**8), "upper_tmm[0]"),
    ("from_ms", 0, -1, "from_ms[0]"),
    ("from_ms", 0, 2, "until_ms[0]"),
    ("until_ms", 1, 367 * 86_400_000, "until_ms[1]"),
]


@pytest.mark.parametrize(("name", "place", "value", "field"), WRONG)
def test_a_number_that_is_not_acceptable_is_named(name: str, place: int, value: int, field: str) -> None:
    with pytest.raises(Refused) as caught:
        validate_columns(changed(columns_of(VOLUMES), name, place, value))
    assert caught.value.field == field


def test_a_band_upside_down_is_refused_only_within_one_reference() -> None:
    level = changed(changed(columns_of(VOLUMES), "lower_reference", 2, 0), "lower_tmm", 2, 3_000_002)
    with pytest.raises(Refused) as caught:
        validate_columns(level)
    assert caught.value.field == "lower_tmm[2]"
    validate_columns(changed(level, "lower_reference", 2, 2))
