"""The largest shapes: theatre-sized polygons and circles of 900 km, against small ones and each other."""

from __future__ import annotations

from collections.abc import Iterator

from ..cases import JUST_M, Case, Rungs, Shape, circle, corridor, polygon, said
from ..walk import Line, Position, beside, metres, metres_to_edge, metres_to_ring, position, ring_round
from .edges import LONGITUDES, signed_metres


def large(rungs: Rungs) -> Iterator[Case]:
    """All cases, once for each latitude."""
    for lat_deg, lon_deg in LONGITUDES.items():
        c = position(lon_deg, lat_deg)
        outer = ring_round(c, 940_000, 7, first_deg=10)
        hole = ring_round(c, 300_000, 5)
        where = f"a theatre of 1,880 km, latitude {lat_deg}"
        yield from _outside(where, polygon(outer, hole), outer, rungs)
        yield from _inside(where, polygon(outer, hole), c, hole, rungs)
        yield from _beside_a_wide_circle(lat_deg, c, rungs)


def _outside(where: str, theatre: Shape, outer: Line, rungs: Rungs) -> Iterator[Case]:
    p, q = outer[1], outer[2]
    for gap_m in rungs(JUST_M, 1_000, 40_000):
        c = beside(p, q, 0.45, 50_000 + gap_m)
        yield Case(
            f"circle outside {where}, {said(gap_m)}",
            "centre square to an edge of 816 km",
            theatre,
            circle(c, 50_000),
            metres_to_edge(c, p, q) - 50_000,
        )
        tip = beside(p, q, 0.4, gap_m)
        base_m = max(gap_m, 0) + 80_000
        yield Case(
            f"corner by an edge of {where}, {said(gap_m)}",
            "tip square to an edge of 816 km",
            theatre,
            polygon((tip, beside(p, q, 0.5, base_m), beside(p, q, 0.3, base_m))),
            signed_metres(tip, p, q, gap_m),
        )


def _inside(where: str, theatre: Shape, c: Position, hole: Line, rungs: Rungs) -> Iterator[Case]:
    p, q = hole[0], hole[1]
    rim_m = metres_to_ring(c, hole)
    for gap_m in rungs(JUST_M, 1_000, 20_000):
        radius_m = round(rim_m - gap_m, 4)
        yield Case(
            f"circle in the hole of {where}, {said(gap_m)}",
            "centre of the hole, radius made from its distance to the rim",
            theatre,
            circle(c, radius_m),
            rim_m - radius_m,
        )
        end = beside(p, q, 0.5, -(3_000 + gap_m))
        yield Case(
            f"corridor in the hole of {where}, {said(gap_m)}",
            "end square to the rim, the path leads to the centre",
            theatre,
            corridor((end, c), 6_000),
            signed_metres(end, p, q, 3_000 + gap_m) - 3_000,
        )
    small = circle(beside(p, q, 0.5, 200_000), 50)
    yield Case(f"a circle of 50 m inside {where}", "200 km from the rim", theatre, small, -200_050.0)


def _beside_a_wide_circle(lat_deg: int, c: Position, rungs: Rungs) -> Iterator[Case]:
    """Sagitta of a circle and bulge of an edge at once: a tangent of 600 km."""
    radius_m = 900_000.0
    for gap_m in rungs(JUST_M, 1_000, 50_000):
        foot = ring_round(c, radius_m + gap_m, 1, first_deg=100)[0]
        p, q = tangent(c, foot, 300_000)
        closest_m = metres_to_edge(c, p, q)
        yield Case(
            f"edge of 600 km beside a circle of 900 km, latitude {lat_deg}, {said(gap_m)}",
            "edge square to the radius, at the radius and the gap",
            circle(c, radius_m),
            polygon((p, q, beside(p, q, 0.5, -90_000))),
            closest_m - radius_m,
        )
        end = ring_round(c, radius_m + 2_000 + gap_m, 1, first_deg=200)[0]
        far = ring_round(c, radius_m + 500_000, 1, first_deg=210)[0]
        yield Case(
            f"corridor that leads away from a circle of 900 km, latitude {lat_deg}, {said(gap_m)}",
            "end walked from the centre by the radius, half the width and the gap",
            circle(c, radius_m),
            corridor((end, far), 4_000),
            metres(c, end) - radius_m - 2_000,
        )


def tangent(c: Position, foot: Position, half_m: float) -> Line:
    """An edge through `foot`, square to the geodesic from `c`, which lies to its left."""
    return beside(foot, c, 0.0, half_m), beside(foot, c, 0.0, -half_m)
