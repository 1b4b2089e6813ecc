"""Many volumes as NumPy columns: the form in which a million of them are held, passed on and compared.

A volume is lines of positions and a radius round them, so circle, corridor and polygon share the same columns: a
circle is one position, a corridor one path with half its width, a polygon its rings. Integers stay integers. What
columns cannot hold is the unit in which an altitude was written (only shown, never compared) and half a tenth of a
millimetre: a corridor of an odd width is held 0.1 mm wider, never narrower.
It decides nothing about meetings; `validate_columns` looks at each column and not at the shape of rings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import attrgetter
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from commonground.errors import Refused

from .footprint import LAT_ND_MAX, LON_ND_MAX, REACH_M_MAX, Circle, Corridor, Footprint, Polygon
from .interval import (
    ALTITUDE_TMM_MAX,
    ALTITUDE_TMM_MIN,
    TIME_MS_MAX,
    TMM_PER_FT,
    TMM_PER_M,
    UNLIMITED_TMM,
    WINDOW_MS_MAX,
    Altitude,
    Reference,
    Unit,
)
from .outline import Position
from .volume import Volume

Integers: TypeAlias = NDArray[np.int64]
Bytes: TypeAlias = NDArray[np.uint8]
Marks: TypeAlias = NDArray[np.bool_]

CORE_CIRCLE, CORE_CORRIDOR, CORE_POLYGON = 0, 1, 2
#: The number of a reference in the columns is its place here.
REFERENCES: tuple[Reference, ...] = ("W84", "AGL", "AMSL", "FL")
_REFERENCE_NUMBER = {name: number for number, name in enumerate(REFERENCES)}
_RADIUS_TMM_MAX = int(REACH_M_MAX * TMM_PER_M)


@dataclass(frozen=True, slots=True, eq=False)
class VolumeColumns:
    """N volumes with L lines (rings or paths, not closed) of P positions in all.

    `volume_lines[i]:volume_lines[i + 1]` are the lines of volume i, and `line_positions[j]:line_positions[j + 1]` the
    positions of line j. `owner` numbers whom or what a volume belongs to: parts of one owner are no pair. `core` is
    CORE_CIRCLE, CORE_CORRIDOR or CORE_POLYGON; `radius_tmm` a circle's radius, half of a corridor's width, 0 for a
    polygon (and a buffer, where whoever made the columns added one). `upper_tmm` is UNLIMITED_TMM where there is no
    upper limit. References are places in REFERENCES.
    """

    owner: Integers
    core: Bytes
    radius_tmm: Integers
    volume_lines: Integers
    line_positions: Integers
    positions_nd: Integers
    lower_tmm: Integers
    upper_tmm: Integers
    lower_reference: Bytes
    upper_reference: Bytes
    from_ms: Integers
    until_ms: Integers

    def __len__(self) -> int:
        return len(self.core)


def columns_of(volumes: Sequence[Volume], owner: Sequence[int] | None = None) -> VolumeColumns:
    """Columns of acceptable volumes (`validate_volume`); without `owner` each is its own.

    `Refused` when there is not one owner for each volume.
    """
    count = len(volumes)
    if owner is not None and len(owner) != count:
        raise Refused(f"{len(owner)} owners for {count} volumes, expected one for each", field="owner")
    core, radius_tmm, lines_per_volume, lines = _ground([volume.footprint for volume in volumes])
    line_positions = _offsets(np.fromiter(map(len, lines), np.int64, len(lines)))
    numbers = chain.from_iterable(chain.from_iterable(lines))
    positions_nd = np.fromiter(numbers, np.int64, 2 * int(line_positions[-1])).reshape(-1, 2)
    uppers = [volume.upper for volume in volumes]
    number = _REFERENCE_NUMBER
    return VolumeColumns(
        owner=np.arange(count) if owner is None else np.array(owner, dtype=np.int64),
        core=np.array(core, dtype=np.uint8),
        radius_tmm=np.array(radius_tmm, dtype=np.int64),
        volume_lines=_offsets(np.array(lines_per_volume, dtype=np.int64)),
        line_positions=line_positions,
        positions_nd=positions_nd,
        lower_tmm=_column(volumes, "lower.value_tmm"),
        upper_tmm=_integers((UNLIMITED_TMM if one is None else one.value_tmm for one in uppers), count),
        lower_reference=np.fromiter((number[one.lower.reference] for one in volumes), np.uint8, count),
        upper_reference=np.fromiter(
            (0 if one is None else number[one.reference] for one in uppers), np.uint8, count
        ),
        from_ms=_column(volumes, "from_ms"),
        until_ms=_column(volumes, "until_ms"),
    )


def volume_at(columns: VolumeColumns, i: int) -> Volume:
    """Volume number `i`. Whole feet are shown in feet, other heights in metres.

    `Refused` for a polygon with a buffer, which no volume can say. `IndexError` when there is no number `i`.
    """
    if not 0 <= i < len(columns):
        raise IndexError(f"no volume {i} among {len(columns)}")
    upper_tmm = int(columns.upper_tmm[i])
    return Volume(
        footprint=footprint_at(columns, i),
        lower=_altitude(int(columns.lower_tmm[i]), int(columns.lower_reference[i])),
        upper=None if upper_tmm >= UNLIMITED_TMM else _altitude(upper_tmm, int(columns.upper_reference[i])),
        from_ms=int(columns.from_ms[i]),
        until_ms=int(columns.until_ms[i]),
    )


def footprint_at(columns: VolumeColumns, i: int) -> Footprint:
    """The footprint of volume number `i`; refuses as `volume_at`."""
    first, last = columns.volume_lines[i : i + 2].tolist()
    bounds = columns.line_positions[first : last + 1].tolist()
    lines: tuple[tuple[Position, ...], ...] = tuple(
        tuple((lon, lat) for lon, lat in columns.positions_nd[begin:end].tolist())
        for begin, end in pairwise(bounds)
    )
    core, radius_tmm = int(columns.core[i]), int(columns.radius_tmm[i])
    if core == CORE_CIRCLE:
        return Circle(center=lines[0][0], radius_tmm=radius_tmm)
    if core == CORE_CORRIDOR:
        return Corridor(path=lines[0], width_tmm=2 * radius_tmm)
    if radius_tmm:
        raise Refused(f"a polygon with a buffer of {radius_tmm / TMM_PER_M} m", field=f"radius_tmm[{i}]")
    return Polygon(rings=lines)


def validate_columns(columns: VolumeColumns) -> None:
    """Refuse a column of another type or length than the others ask for, and any value out of range.

    The field is `name` of the column, with the first number that is not acceptable. Rings are not looked at.
    """
    count = len(columns.core)
    for name in ("owner", "radius_tmm", "lower_tmm", "upper_tmm", "from_ms", "until_ms"):
        _refuse_other(getattr(columns, name), name, np.int64, (count,))
    for name in ("core", "lower_reference", "upper_reference"):
        _refuse_other(getattr(columns, name), name, np.uint8, (count,))
    lines, positions = len(columns.line_positions) - 1, len(columns.positions_nd)
    _refuse_other(columns.volume_lines, "volume_lines", np.int64, (count + 1,))
    _refuse_other(columns.line_positions, "line_positions", np.int64, (max(lines, 0) + 1,))
    _refuse_other(columns.positions_nd, "positions_nd", np.int64, (positions, 2))
    _refuse_bad_offsets(columns.volume_lines, "volume_lines", lines)
    _refuse_bad_offsets(columns.line_positions, "line_positions", positions)
    _refuse_where(columns.core > CORE_POLYGON, "core", "0 circle, 1 corridor or 2 polygon")
    _refuse_bad_lines(columns)
    bound_nd = np.array([LON_ND_MAX, LAT_ND_MAX])
    outside: Marks = (columns.positions_nd > bound_nd) | (columns.positions_nd < -bound_nd)
    _refuse_where(outside[:, 0] | outside[:, 1], "positions_nd", "-180 to 180 and -90 to 90 degrees")
    radius_tmm = columns.radius_tmm
    _refuse_where((radius_tmm < 0) | (radius_tmm > _RADIUS_TMM_MAX), "radius_tmm", "0 to 1000 km")
    _refuse_bad_bands(columns)
    _refuse_bad_windows(columns)


def _ground(
    footprints: Iterable[Footprint],
) -> tuple[list[int], list[int], list[int], list[Sequence[Position]]]:
    """Core, radius and number of lines of each footprint, and all lines."""
    core: list[int] = []
    radius_tmm: list[int] = []
    lines_per_volume: list[int] = []
    lines: list[Sequence[Position]] = []
    for footprint in footprints:
        if isinstance(footprint, Polygon):
            core.append(CORE_POLYGON)
            radius_tmm.append(0)
            lines_per_volume.append(len(footprint.rings))
            lines += footprint.rings
            continue
        lines_per_volume.append(1)
        if isinstance(footprint, Circle):
            core.append(CORE_CIRCLE)
            radius_tmm.append(footprint.radius_tmm)
            lines.append((footprint.center,))
        else:
            core.append(CORE_CORRIDOR)
            radius_tmm.append((footprint.width_tmm + 1) // 2)
            lines.append(footprint.path)
    return core, radius_tmm, lines_per_volume, lines


def _column(volumes: Sequence[Volume], path: str) -> Integers:
    return _integers(map(attrgetter(path), volumes), len(volumes))


def _integers(values: Iterable[int], count: int) -> Integers:
    return np.fromiter(values, np.int64, count)


def _offsets(lengths: Integers) -> Integers:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])


def _altitude(value_tmm: int, number: int) -> Altitude:
    reference = REFERENCES[number]
    unit: Unit = "FL" if reference == "FL" else "FT" if value_tmm % TMM_PER_FT == 0 else "M"
    return Altitude(value_tmm=value_tmm, reference=reference, unit=unit)


def _refuse_other(column: object, name: str, kind: type[np.generic], shape: tuple[int, ...]) -> None:
    wanted = f"expected {np.dtype(kind).name} of shape {shape}"
    if not isinstance(column, np.ndarray):
        raise Refused(f"{type(column).__name__}, {wanted}", field=name)
    if column.dtype != kind or column.shape != shape:
        raise Refused(f"{column.dtype} of shape {column.shape}, {wanted}", field=name)


def _refuse_where(bad: Marks, name: str, expected: str) -> None:
    if bad.any():
        raise Refused(f"expected {expected}", field=f"{name}[{int(bad.argmax())}]")


def _refuse_bad_offsets(offsets: Integers, name: str, last: int) -> None:
    if offsets[0] != 0:
        raise Refused(f"starts at {offsets[0]}, expected 0", field=f"{name}[0]")
    if offsets[-1] != last:
        raise Refused(f"ends at {offsets[-1]}, expected {last}", field=f"{name}[{len(offsets) - 1}]")
    _refuse_where(np.diff(offsets) < 1, name, "more than nothing in each")


def _refuse_bad_lines(columns: VolumeColumns) -> None:
    """A circle is one position, a corridor one path of two or more, a polygon rings of three or more."""
    lines = np.diff(columns.volume_lines)
    _refuse_where(
        (columns.core < CORE_POLYGON) & (lines != 1), "volume_lines", "one line of a circle or corridor"
    )
    positions = np.diff(columns.line_positions)
    core = np.repeat(columns.core, lines)
    _refuse_where((core == CORE_CIRCLE) & (positions != 1), "line_positions", "one position of a circle")
    _refuse_where(
        (core == CORE_CORRIDOR) & (positions < 2), "line_positions", "at least 2 positions of a corridor"
    )
    _refuse_where(
        (core == CORE_POLYGON) & (positions < 3), "line_positions", "at least 3 positions of a ring"
    )


def _refuse_bad_bands(columns: VolumeColumns) -> None:
    for name in ("lower_reference", "upper_reference"):
        _refuse_where(getattr(columns, name) >= len(REFERENCES), name, "0 W84, 1 AGL, 2 AMSL or 3 FL")
    unlimited = columns.upper_tmm == UNLIMITED_TMM
    for name, given in (("lower_tmm", np.ones(len(columns), dtype=np.bool_)), ("upper_tmm", ~unlimited)):
        value_tmm = getattr(columns, name)
        outside = (value_tmm < ALTITUDE_TMM_MIN) | (value_tmm > ALTITUDE_TMM_MAX)
        _refuse_where(given & outside, name, "-8000 m to 100000 m")
    same = ~unlimited & (columns.lower_reference == columns.upper_reference)
    _refuse_where(same & (columns.lower_tmm > columns.upper_tmm), "lower_tmm", "lower <= upper")


def _refuse_bad_windows(columns: VolumeColumns) -> None:
    for name in ("from_ms", "until_ms"):
        at_ms = getattr(columns, name)
        _refuse_where((at_ms < 0) | (at_ms > TIME_MS_MAX), name, "UTC milliseconds of 1970 to 2200")
    length_ms = columns.until_ms - columns.from_ms
    _refuse_where(length_ms < 0, "until_ms", "from_ms <= until_ms")
    _refuse_where(length_ms > WINDOW_MS_MAX, "until_ms", "at most 366 days")
