"""Cells of ground and time: in which of them a volume must be looked at, and in which one a pair is counted.

The world is cut into bands of latitude, each band into tiles about as wide as they are high, and time into buckets.
A volume is copied to every cell that its box meets, so two volumes that meet share at least one cell; the corner at
which their boxes begin to overlap lies in exactly one, and only there is the pair kept. Boxes are those of the engine,
in whole 1e-7 degrees, so both sides of a cell's edge see the same numbers. A volume in more cells than `copies_max`
(months long, or as large as a theatre) is not copied but compared with everything.

It knows no Spark: the same functions cut the work for any engine that can group by a number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.geo.columns import VolumeColumns
from commonground.geo.engine.draw import draw
from commonground.geo.engine.layout import EAST, LANE_PER_DEG, NORTH, PART, SOUTH, WEST

Integers = NDArray[np.int64]

HOUR_MS = 3_600_000
_HALF_TURN, _QUARTER_TURN = round(180 * LANE_PER_DEG), round(90 * LANE_PER_DEG)
_NONE = np.iinfo(np.int64).max
_BUCKET_BITS = 32


@dataclass(frozen=True, slots=True)
class Grid:
    """Tiles of `tile_deg` degrees of latitude and buckets of `bucket_h` hours, counted from 1970 in UTC.

    A volume in more than `copies_max` cells is compared with everything instead of being copied.
    """

    tile_deg: float = 2.0
    bucket_h: float = 6.0
    copies_max: int = 64

    @property
    def bucket_ms(self) -> int:
        return round(self.bucket_h * HOUR_MS)

    @property
    def band_lanes(self) -> int:
        """The height of a band in 1e-7 degrees."""
        return round(self.tile_deg * LANE_PER_DEG)

    @property
    def tiles_most(self) -> int:
        """No band has more tiles."""
        return math.ceil(2 * _HALF_TURN / self.band_lanes)

    def widths_lanes(self) -> Integers:
        """The width in longitude of the tiles of each band: at least the height where the band is widest."""
        south = np.arange(0, 2 * _QUARTER_TURN, self.band_lanes) - _QUARTER_TURN
        north = np.minimum(south + self.band_lanes, _QUARTER_TURN)
        nearest = np.where((south < 0) & (north > 0), 0, np.minimum(np.abs(south), np.abs(north)))
        across = np.cos(np.radians(nearest / LANE_PER_DEG)) * 2 * _HALF_TURN
        tiles = np.maximum(1, np.floor(across / self.band_lanes)).astype(np.int64)
        return -(-2 * _HALF_TURN // tiles)

    def cell(self, band: Integers, lon_lane: Integers, bucket: Integers) -> Integers:
        """The number of the cell that holds a longitude in a band and a bucket."""
        return self.cell_of_place(band, self.place(band, lon_lane), bucket)

    def place(self, band: Integers, lon_lane: Integers) -> Integers:
        """Which tile of its band holds a longitude; 180 belongs to the last, -180 to the first."""
        width = self.widths_lanes()[band]
        return np.minimum(lon_lane + _HALF_TURN, 2 * _HALF_TURN - 1) // width

    def cell_of_place(self, band: Integers, place: Integers, bucket: Integers) -> Integers:
        """Band, place and bucket as one number."""
        return ((band * self.tiles_most + place) << _BUCKET_BITS) | bucket

    def band(self, lat_lane: Integers) -> Integers:
        """Which band holds a latitude; the pole belongs to the last."""
        return np.minimum(lat_lane + _QUARTER_TURN, 2 * _QUARTER_TURN - 1) // self.band_lanes


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Boxes of volumes in 1e-7 degrees and milliseconds: int64[N], longitudes int64[N, 2].

    The second range of longitudes is that beyond the antimeridian; where there is none it begins after it ends.
    """

    west: Integers
    east: Integers
    south: Integers
    north: Integers
    from_ms: Integers
    until_ms: Integers


def bounds_of(columns: VolumeColumns) -> Bounds:
    """The boxes by which the engine itself finds what may meet."""
    count = len(columns)
    drawn = draw(columns, np.zeros(count, dtype=np.int64), np.arange(count))
    row, lanes = drawn.facts[:, PART], drawn.boxes.astype(np.int64)
    is_second = np.concatenate([np.zeros(1, dtype=np.bool_), row[1:] == row[:-1]])[: len(row)]
    first, second = lanes[~is_second], lanes[is_second]
    west, east = np.full((count, 2), _NONE), np.full((count, 2), -_NONE)
    west[:, 0], east[:, 0] = first[:, WEST], -first[:, EAST]
    west[row[is_second], 1], east[row[is_second], 1] = second[:, WEST], -second[:, EAST]
    return Bounds(west, east, first[:, SOUTH], -first[:, NORTH], columns.from_ms, columns.until_ms)


def copies_of(bounds: Bounds, grid: Grid) -> tuple[Integers, Integers, Integers]:
    """Volumes and the cells to which each is copied, each once, in order of volumes; and the wide volumes."""
    first = grid.band(bounds.south)
    volume, band = _each(first, grid.band(bounds.north))
    of_place, place = [], []
    for side in range(2):
        exists = np.flatnonzero(bounds.west[volume, side] <= bounds.east[volume, side])
        one = volume[exists]
        west = grid.place(band[exists], bounds.west[one, side])
        number, places = _each(west, grid.place(band[exists], bounds.east[one, side]))
        of_place.append(exists[number])
        place.append(places)
    tiles_most = grid.tiles_most
    # Sorted, each once: a band with one tile holds both sides of the antimeridian.
    tiles = np.unique(np.concatenate(of_place) * tiles_most + np.concatenate(place))
    volume, band, places = volume[tiles // tiles_most], band[tiles // tiles_most], tiles % tiles_most
    begin, end = bounds.from_ms // grid.bucket_ms, bounds.until_ms // grid.bucket_ms
    copies = np.bincount(volume, minlength=len(begin)) * (end - begin + 1)
    narrow = copies[volume] <= grid.copies_max
    volume, band, places = volume[narrow], band[narrow], places[narrow]
    number, bucket = _each(begin[volume], end[volume])
    cell = grid.cell_of_place(band[number], places[number], bucket)
    return volume[number], cell, np.flatnonzero(copies > grid.copies_max)


def home_cells(bounds: Bounds, a: Integers, b: Integers, grid: Grid) -> Integers:
    """The one cell that counts each pair: that of the south-west corner, at the first instant, that boxes share.

    Where two boxes overlap on both sides of the antimeridian it is the corner of the least longitude.
    """
    lon = np.full(len(a), _NONE)
    for side in range(2):
        for other in range(2):
            west = np.maximum(bounds.west[a, side], bounds.west[b, other])
            east = np.minimum(bounds.east[a, side], bounds.east[b, other])
            lon = np.where(west <= east, np.minimum(lon, west), lon)
    band = grid.band(np.maximum(bounds.south[a], bounds.south[b]))
    bucket = np.maximum(bounds.from_ms[a], bounds.from_ms[b]) // grid.bucket_ms
    return grid.cell(band, lon, bucket)


def parts_of(owner: Integers) -> Integers:
    """Which volume of its owner each is: 0, 1, ... in order."""
    order = np.argsort(owner, kind="stable")
    ordered = owner[order]
    begins = np.searchsorted(ordered, ordered)
    parts = np.empty(len(owner), dtype=np.int64)
    parts[order] = np.arange(len(owner)) - begins
    return parts


def _each(first: Integers, last: Integers) -> tuple[Integers, Integers]:
    """Every number of each range `first..last`: whose it is, and the number."""
    lengths = last - first + 1
    whose = np.repeat(np.arange(len(first)), lengths)
    ahead = np.cumsum(lengths) - lengths
    return whose, np.arange(len(whose)) - ahead[whose] + first[whose]
