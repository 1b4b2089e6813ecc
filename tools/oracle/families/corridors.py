"""Corridors of 20 to 1,990 km: beside circles, polygons and each other, at their round ends and bends."""

from __future__ import annotations

from collections.abc import Iterator

from ..cases import JUST_M, Case, Rungs, block, circle, corridor, said
from ..walk import azimuth, beside, metres, metres_to_edge, position, step
from .edges import LONGITUDES, signed_metres

#: Path length, width, radius of the circle beside it (metres), distances from contact.
LENGTHS = (
    (20_000.0, 400.0, 300.0, (5, 40)),
    (100_000.0, 2_000.0, 1_500.0, (100, 1_000)),
    (1_000_000.0, 4_000.0, 90_000.0, (10_000, 80_000)),
    (1_990_000.0, 4_000.0, 90_000.0, (30_000, 85_000)),
)


def circles_beside_corridors(rungs: Rungs) -> Iterator[Case]:
    """A circle square to the path, at half the width, its radius and the gap."""
    for lat_deg, lon_deg in LONGITUDES.items():
        for length_m, width_m, radius_m, gaps_m in LENGTHS:
            p = position(lon_deg, lat_deg)
            q = step(p, 90, length_m)
            for gap_m in rungs(JUST_M, *gaps_m):
                reach_m = width_m / 2 + radius_m
                c = beside(p, q, 0.45, reach_m + gap_m)
                yield Case(
                    f"circle beside a corridor of {length_m / 1000:g} km, latitude {lat_deg}, {said(gap_m)}",
                    "centre square to the path at 45 % of it, at half the width, the radius and the gap",
                    corridor((p, q), width_m),
                    circle(c, radius_m),
                    signed_metres(c, p, q, reach_m + gap_m) - reach_m,
                )


def corridors_by_polygons(rungs: Rungs) -> Iterator[Case]:
    """A corridor that ends at an edge, and a corner beside a corridor."""
    for lat_deg, lon_deg in LONGITUDES.items():
        p = position(lon_deg, lat_deg)
        q = step(p, 90, 100_000)
        a = block(p, q, 30_000)
        for gap_m in rungs(JUST_M, 60):
            end = beside(p, q, 0.55, 700 + gap_m)
            yield Case(
                f"corridor that ends at a 100 km edge, latitude {lat_deg}, {said(gap_m)}",
                "end square to the edge at half the width and the gap, the path leads away",
                a,
                corridor((end, beside(p, q, 0.6, 40_000)), 1_400),
                metres_to_edge(end, p, q) - 700,
            )
        b = corridor((p, q), 3_000)
        for gap_m in rungs(JUST_M, 60):
            tip = beside(p, q, 0.3, 1_500 + gap_m)
            corner = block(tip, beside(p, q, 0.5, 30_000), -20_000)
            yield Case(
                f"corner beside a corridor of 100 km, latitude {lat_deg}, {said(gap_m)}",
                "corner square to the path at half the width and the gap, the polygon leads away",
                b,
                corner,
                metres_to_edge(tip, p, q) - 1_500,
            )


def corridor_pairs(rungs: Rungs) -> Iterator[Case]:
    """The bend of one corridor beside the straight of another; and two that cross."""
    for lat_deg, lon_deg in LONGITUDES.items():
        for length_m, gaps_m in ((20_000.0, (5,)), (1_000_000.0, (3_000,))):
            p = position(lon_deg, lat_deg)
            q = step(p, 270, length_m)
            for gap_m in rungs(JUST_M, *gaps_m):
                reach_m = length_m / 100 + length_m / 200
                away_m = length_m / 5
                bend = beside(p, q, 0.6, reach_m + gap_m)
                path = (beside(p, q, 0.4, away_m), bend, beside(p, q, 0.8, away_m))
                yield Case(
                    f"bend beside a corridor of {length_m / 1000:g} km, latitude {lat_deg}, {said(gap_m)}",
                    "bend square to the other path at both half widths and the gap",
                    corridor((p, q), length_m / 50),
                    corridor(path, length_m / 100),
                    metres_to_edge(bend, p, q) - reach_m,
                )
        across = (beside(p, q, 0.2, 90_000), beside(p, q, 0.2, -70_000))
        yield Case(
            f"two corridors that cross, latitude {lat_deg}",
            "the second path leads square across the first",
            corridor((p, q), 2_000),
            corridor(across, 500),
            -1_250.0,
        )


def round_ends_and_bends(rungs: Rungs) -> Iterator[Case]:
    """A circle off the end of a corridor, off its axis; and one outside a bend."""
    for lat_deg, lon_deg in LONGITUDES.items():
        p = position(lon_deg, lat_deg)
        q = step(p, 50, 30_000)
        for gap_m in rungs(JUST_M, 20):
            c = step(q, azimuth(q, p) + 180 + 45, 2_000 + gap_m)
            yield Case(
                f"circle by the round end of a corridor, latitude {lat_deg}, {said(gap_m)}",
                "walked from the end of the path, 45 degrees off its direction",
                corridor((p, q), 3_000),
                circle(c, 500),
                metres(q, c) - 2_000,
            )
            r = step(q, azimuth(q, p) + 90, 25_000)
            d = step(q, azimuth(q, p) - 135, 2_000 + gap_m)
            yield Case(
                f"circle outside a bend of 90 degrees, latitude {lat_deg}, {said(gap_m)}",
                "walked from the bend, away from both legs alike",
                corridor((p, q, r), 3_000),
                circle(d, 500),
                metres(q, d) - 2_000,
            )
