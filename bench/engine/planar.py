"""The volumes as the peers hold them: polygons on one plane in whole millimetres.

The peers know planes only, so they are given a good one: seen from the centre of the osculating sphere over the middle
of the region, where the edges of this workload are straight to about a millimetre. A circle becomes a polygon of 64
sides drawn round it, up to 0.12 % of its radius too large (6 m at 5 km), as its users draw it: it finds every meeting
of the circle and some that are none. `answers` counts those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import shapely

from bench.engine.sets import EDITION, FOLDER, columns_of_set
from bench.engine.workload import EPOCH_MS, Floats, Integers
from commonground.geo.columns import CORE_CIRCLE, VolumeColumns
from commonground.geo.plane import Plane, draw_mm, plane_near, to_ecef

MIDDLE_LON_DEG, MIDDLE_LAT_DEG = 41.0, 35.0
SIDES = 64
_BLOCK = 100_000


@dataclass(frozen=True, eq=False)
class Planar:
    """Rings in whole mm, their boxes (west, south, east, north), heights in tmm, times in ms of the week."""

    owner: Integers
    offsets: Integers
    points_mm: Integers
    box_mm: Integers
    lower_tmm: Integers
    upper_tmm: Integers
    from_ms: Integers
    until_ms: Integers

    def __len__(self) -> int:
        return len(self.owner)

    def geometries(self) -> np.ndarray:
        """GEOS polygons of all rows."""
        counts = np.diff(self.offsets)
        row = np.repeat(np.arange(len(self)), counts)
        closed = np.empty((len(self.points_mm) + len(self), 2))
        ends = self.offsets[1:] + np.arange(len(self))
        closed[np.arange(len(self.points_mm)) + row] = self.points_mm
        closed[ends] = self.points_mm[self.offsets[:-1]]
        rings = self.offsets + np.arange(len(self) + 1)
        return shapely.from_ragged_array(
            shapely.GeometryType.POLYGON, closed, (rings, np.arange(len(self) + 1))
        )


def planar_set(name: str) -> Planar:
    """A named set as peers hold it, kept in `.bench/planar`."""
    path = FOLDER / "planar" / f"{name}-{EDITION}.npz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        drawn = planar_of(columns_of_set(name))
        partial = path.with_suffix(".partial.npz")
        np.savez(partial, **{field.name: getattr(drawn, field.name) for field in fields(drawn)})
        partial.rename(path)
    with np.load(path) as kept:
        return Planar(**{name: kept[name] for name in kept.files})


def planar_of(columns: VolumeColumns) -> Planar:
    """Draw columns of circles and polygons without holes on the plane."""
    plane = plane_near(MIDDLE_LON_DEG, MIDDLE_LAT_DEG)
    is_circle = columns.core == CORE_CIRCLE
    counts = np.where(is_circle, SIDES, np.diff(columns.line_positions))
    offsets = np.concatenate([[0], np.cumsum(counts)])
    points_mm = np.empty((int(offsets[-1]), 2), dtype=np.int32)
    in_circle = np.repeat(is_circle, counts)
    firsts = columns.line_positions[:-1][is_circle]
    corner = np.ones(len(columns.positions_nd), dtype=np.bool_)
    corner[firsts] = False
    points_mm[~in_circle] = np.concatenate(list(_drawn(plane, columns.positions_nd[corner])))
    middles, radii_m = columns.positions_nd[firsts], columns.radius_tmm[is_circle] / 1e4
    points_mm[in_circle] = np.concatenate(list(_rounds(plane, middles, radii_m)))
    starts = offsets[:-1]
    return Planar(
        owner=columns.owner,
        offsets=offsets,
        points_mm=points_mm,
        box_mm=np.concatenate(
            [np.minimum.reduceat(points_mm, starts), np.maximum.reduceat(points_mm, starts)], axis=1
        ).astype(np.int64),
        lower_tmm=columns.lower_tmm,
        upper_tmm=columns.upper_tmm,
        from_ms=columns.from_ms - EPOCH_MS,
        until_ms=columns.until_ms - EPOCH_MS,
    )


def _drawn(plane: Plane, positions_nd: Integers) -> Iterator[Floats]:
    yield np.empty((0, 2))
    for begin in range(0, len(positions_nd), 10 * _BLOCK):
        lon, lat = positions_nd[begin : begin + 10 * _BLOCK].T / 1e9
        yield draw_mm(plane, lon, lat)


def _rounds(plane: Plane, middles_nd: Integers, radii_m: Floats) -> Iterator[Floats]:
    """Polygons of 64 sides round circles.

    Corners stand off the middle in its own level plane and are lowered by the Earth's curve: right to a centimetre for
    the radii of this workload.
    """
    yield np.empty((0, 2))
    angle = 2 * np.pi * np.arange(SIDES) / SIDES
    across, along = np.cos(angle), np.sin(angle)
    for begin in range(0, len(middles_nd), _BLOCK):
        lon_deg, lat_deg = middles_nd[begin : begin + _BLOCK].T / 1e9
        out_m = (radii_m[begin : begin + _BLOCK] / np.cos(np.pi / SIDES))[:, None]
        lon, lat = np.radians(lon_deg)[:, None], np.radians(lat_deg)[:, None]
        east, north = out_m * across, out_m * along
        down = -(out_m**2) / (2 * plane.radius_m)
        level = down * np.cos(lat) - north * np.sin(lat)
        offset = np.stack(
            [
                level * np.cos(lon) - east * np.sin(lon),
                level * np.sin(lon) + east * np.cos(lon),
                down * np.sin(lat) + north * np.cos(lat),
            ],
            axis=-1,
        )
        seen = (to_ecef(lon_deg, lat_deg)[:, None, :] + offset - plane.origin) @ plane.axes.T
        yield np.rint(seen[..., :2] * (1000.0 * plane.radius_m / seen[..., 2:])).reshape(-1, 2)
