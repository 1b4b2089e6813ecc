"""Drones in a view that is too wide to show each: counts in squares of the ground, never where one is.

F3411 shows single aircraft only where a screen shows little ground; between that and the widest view that services
answer, aircraft are grouped, and one alone is hidden in its group. Our groups are squares of a fixed grid, as large as
the standard wants them for the view: a square stays where it is while the map moves, and says nothing about where in it
an aircraft flies.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..geo.geodesic import degrees_of_arc, inverse

CLUSTER_PERCENT_MIN = 15
"""NetMinClusterSizePercent: of the ground that a view shows."""
CLUSTER_SIDE_M_MIN = 600.0
"""Twice NetMinObfuscationDistanceM."""
_ND = 1e9
ROUND_ND = 360 * 10**9
HALF_ROUND_M = 20_003_931.0


@dataclass(frozen=True, slots=True)
class View:
    """The ground that a screen shows, in degrees times 10^9. Across the antimeridian its west is east of its east."""

    west_nd: int
    south_nd: int
    east_nd: int
    north_nd: int

    @property
    def diagonal_m(self) -> float:
        """From corner to corner; of what is wider than half the Earth, half the way round it."""
        if (self.east_nd - self.west_nd) % ROUND_ND > ROUND_ND // 2:
            return HALF_ROUND_M
        return inverse(self.west_nd / _ND, self.south_nd / _ND, self.east_nd / _ND, self.north_nd / _ND)[0]

    @property
    def area_m2(self) -> float:
        """Width in the middle times height."""
        middle_deg = (self.south_nd + self.north_nd) / 2 / _ND
        width_m = inverse(self.west_nd / _ND, middle_deg, self.east_nd / _ND, middle_deg)[0]
        west_deg = self.west_nd / _ND
        return width_m * inverse(west_deg, self.south_nd / _ND, west_deg, self.north_nd / _ND)[0]

    def holds(self, lon_nd: int, lat_nd: int) -> bool:
        """Whether a point lies in it."""
        return self.south_nd <= lat_nd <= self.north_nd and any(
            one.west_nd <= lon_nd <= one.east_nd for one in self.parts
        )

    @property
    def parts(self) -> tuple[View, ...]:
        """The same ground in views that do not lie across the antimeridian: what a query of the standard can say."""
        if self.west_nd <= self.east_nd:
            return (self,)
        return (
            View(self.west_nd, self.south_nd, ROUND_ND // 2, self.north_nd),
            View(-ROUND_ND // 2, self.south_nd, self.east_nd, self.north_nd),
        )


@dataclass(frozen=True, slots=True)
class Cluster:
    """A square of the grid, how many aircraft it holds, and how many of them are simulated."""

    bounds: View
    aircraft: int
    simulated: int = 0


def clusters(
    view: View, points: Iterable[tuple[int, int]], simulated: Iterable[tuple[int, int]] = ()
) -> tuple[Cluster, ...]:
    """How many of the points (lon, lat in nanodegrees) are in each square of the grid that suits a view.

    `simulated` are those of the points that only a simulation put there.
    """
    side_m = side_for(view)
    counted = Counter(_square(lon_nd, lat_nd, side_m) for lon_nd, lat_nd in points)
    shams = Counter(_square(lon_nd, lat_nd, side_m) for lon_nd, lat_nd in simulated)
    return tuple(
        Cluster(bounds, count, shams[bounds]) for bounds, count in sorted(counted.items(), key=_place)
    )


def side_for(view: View) -> float:
    """The side of a square in metres: steps by the square root of two, so that views alike share one grid."""
    wanted_m = max(CLUSTER_SIDE_M_MIN, math.sqrt(view.area_m2 * CLUSTER_PERCENT_MIN / 100))
    steps = math.ceil(2 * math.log2(wanted_m / CLUSTER_SIDE_M_MIN) - 1e-9)
    return float(CLUSTER_SIDE_M_MIN * 2 ** (steps / 2))


def _square(lon_nd: int, lat_nd: int, side_m: float) -> View:
    """The square that holds a point: rows of one height, each divided into whole squares round the Earth."""
    row_nd = math.ceil(degrees_of_arc(side_m) * _ND)
    row = lat_nd // row_nd
    south_nd, north_nd = max(-90 * 10**9, row * row_nd), min(90 * 10**9, (row + 1) * row_nd)
    # A square may be wider than asked for and never narrower: it is as wide as wanted where its row is narrowest.
    narrowest_deg = max(abs(south_nd), abs(north_nd)) / _ND
    step_nd = row_nd / max(math.cos(math.radians(narrowest_deg)), 1e-6)
    columns = max(1, math.floor(360 * _ND / step_nd))
    width_nd = 360 * _ND / columns
    column = min(columns - 1, math.floor((lon_nd + 180 * _ND) / width_nd))
    west_nd = round(column * width_nd - 180 * _ND)
    return View(west_nd, south_nd, round((column + 1) * width_nd - 180 * _ND), north_nd)


def _place(item: tuple[View, int]) -> tuple[int, int]:
    return item[0].south_nd, item[0].west_nd
