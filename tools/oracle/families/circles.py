"""Pairs of circles from 1 m to 900 km: the distance of the centres is the sum of the radii and the gap."""

from __future__ import annotations

from collections.abc import Iterator

from ..cases import JUST_M, Case, Rungs, circle, said
from ..walk import metres, position, step
from .edges import LONGITUDES

#: Radii in metres and the distances from contact that show how wrong others are.
PAIRS = (
    (1.0, 2.0, (0.1,)),
    (50.0, 80.0, (0.2, 5)),
    (1_000.0, 3_000.0, (1, 20)),
    (10_000.0, 30_000.0, (10, 200)),
    (100_000.0, 40_000.0, (100, 3_000)),
    (400_000.0, 900_000.0, (2_000, 50_000)),
    (900_000.0, 1_000.0, (1_000, 20_000)),
    (900_000.0, 900_000.0, (3_000, 100_000)),
)


def circle_pairs(rungs: Rungs) -> Iterator[Case]:
    """Circles outside each other, in a direction that differs from pair to pair."""
    for lat_deg, lon_deg in LONGITUDES.items():
        for number, (first_m, second_m, gaps_m) in enumerate(PAIRS):
            heading = (20 + 75 * number + lat_deg) % 360
            c = position(lon_deg, lat_deg)
            for gap_m in rungs(JUST_M, *gaps_m):
                if gap_m <= -min(first_m, second_m):
                    continue
                d = step(c, heading, first_m + second_m + gap_m)
                yield Case(
                    f"circles of {first_m:g} m and {second_m:g} m, latitude {lat_deg}, {said(gap_m)}",
                    f"second centre walked from the first in direction {heading}",
                    circle(c, first_m),
                    circle(d, second_m),
                    metres(c, d) - first_m - second_m,
                )


def circles_within() -> Iterator[Case]:
    """One circle inside another: no edge comes near an edge."""
    for lat_deg, lon_deg in LONGITUDES.items():
        c = position(lon_deg, lat_deg)
        for outer_m, inner_m in ((900_000.0, 20.0), (5_000.0, 400.0)):
            d = step(c, 130, outer_m / 2)
            yield Case(
                f"a circle of {inner_m:g} m inside one of {outer_m:g} m, latitude {lat_deg}",
                "second centre walked half the radius of the first",
                circle(c, outer_m),
                circle(d, inner_m),
                metres(c, d) - outer_m - inner_m,
            )


def far_apart() -> Iterator[Case]:
    """The other side of the Earth, and the mirrored latitude and longitude, are nowhere near."""
    for lat_deg, lon_deg in LONGITUDES.items():
        c = position(lon_deg, lat_deg)
        for name, d in (
            ("the antipode", position(lon_deg + 180, -lat_deg)),
            ("the other side of the pole", position(lon_deg + 180, min(lat_deg, 75))),
            ("the other hemisphere", position(lon_deg, -max(lat_deg, 20))),
            ("longitude and latitude exchanged", position(lat_deg - 20, lon_deg + 5)),
        ):
            for radius_m in (500.0, 500_000.0):
                yield Case(
                    f"circles of {radius_m:g} m, latitude {lat_deg} and {name}",
                    "centres given",
                    circle(c, radius_m),
                    circle(d, radius_m),
                    metres(c, d) - 2 * radius_m,
                )
