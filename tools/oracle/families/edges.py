"""Circles, corners and points beside one long edge of a polygon, at a known distance from it.

An edge that runs east or west is where straight lines in longitude and latitude are furthest from the geodesic; a
heading of 90 puts the other shape on the poleward side of the northern hemisphere, 270 on the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..cases import JUST_M, Case, Rungs, block, circle, polygon, said
from ..walk import Position, beside, metres_to_edge, position, step

#: Latitude to the longitude at which its edges start.
LONGITUDES = {0: -30.0, 35: 41.0, 60: 10.0, 80: 25.0}


@dataclass(frozen=True, slots=True)
class Scale:
    """An edge length with the sizes that suit it, and the distances from contact that show how wrong others are."""

    edge_m: float
    depth_m: float
    radius_m: float
    gaps_m: tuple[float, ...]


SCALES = (
    Scale(20_000, 8_000, 500, (JUST_M, 0.5, 5, 40)),
    Scale(100_000, 30_000, 3_000, (JUST_M, 5, 100, 1_000)),
    Scale(1_000_000, 300_000, 20_000, (JUST_M, 500, 10_000, 80_000)),
)


def signed_metres(point: Position, p: Position, q: Position, left_m: float) -> float:
    """Distance to the edge, negative when the point was put to its right."""
    return metres_to_edge(point, p, q) * (-1 if left_m < 0 else 1)


def circles_beside_edges(rungs: Rungs) -> Iterator[Case]:
    """A circle whose centre lies square to the edge at its radius and the gap."""
    for lat_deg, lon_deg in LONGITUDES.items():
        for scale in SCALES:
            for heading in (90, 270, 35):
                p = position(lon_deg, lat_deg)
                q = step(p, heading, scale.edge_m)
                a = block(p, q, scale.depth_m)
                for gap_m in rungs(*scale.gaps_m[: 2 if heading == 35 else None]):
                    left_m = scale.radius_m + gap_m
                    c = beside(p, q, 0.37, left_m)
                    yield Case(
                        f"circle by a {scale.edge_m / 1000:g} km edge, latitude {lat_deg}, heading {heading}, "
                        f"{said(gap_m)}",
                        "centre square to the edge at 37 % of it, at the radius and the gap",
                        a,
                        circle(c, scale.radius_m),
                        signed_metres(c, p, q, left_m) - scale.radius_m,
                    )


def corners_by_edges(rungs: Rungs) -> Iterator[Case]:
    """A triangle whose tip is the nearest, or the deepest, point to the edge of another polygon."""
    for lat_deg, lon_deg in LONGITUDES.items():
        for scale in SCALES:
            for heading in (90, 270):
                p = position(lon_deg, lat_deg)
                q = step(p, heading, scale.edge_m)
                a = block(p, q, scale.depth_m)
                for gap_m in rungs(*scale.gaps_m):
                    tip = beside(p, q, 0.6, gap_m)
                    foot_m = max(gap_m, 0.0) + scale.edge_m / 5
                    sides = (beside(p, q, 0.68, foot_m), beside(p, q, 0.52, foot_m))
                    yield Case(
                        f"corner by a {scale.edge_m / 1000:g} km edge, latitude {lat_deg}, heading {heading}, "
                        f"{said(gap_m)}",
                        "tip square to the edge at 60 % of it, the other two corners far outside",
                        a,
                        polygon((tip, *sides)),
                        signed_metres(tip, p, q, gap_m),
                    )


def points_by_edges(rungs: Rungs) -> Iterator[Case]:
    """A point (radius 0) beside an edge, on a vertex, and beside another point."""
    for lat_deg, lon_deg in LONGITUDES.items():
        p = position(lon_deg, lat_deg)
        for scale in SCALES[:2]:
            q = step(p, 90, scale.edge_m)
            a = block(p, q, scale.depth_m)
            for gap_m in rungs(*scale.gaps_m[:3]):
                c = beside(p, q, 0.5, gap_m)
                yield Case(
                    f"point by a {scale.edge_m / 1000:g} km edge, latitude {lat_deg}, {said(gap_m)}",
                    "square to the middle of the edge",
                    a,
                    circle(c, 0),
                    signed_metres(c, p, q, gap_m),
                )
        yield Case(
            f"point on a vertex, latitude {lat_deg}", "the numbers of the vertex", a, circle(p, 0), 0.0
        )
        for gap_m in (JUST_M, 1.0):
            c = step(p, 200, gap_m)
            name = f"two points, latitude {lat_deg}, {said(gap_m)}"
            made = "walked from the first to the second"
            yield Case(name, made, circle(p, 0), circle(c, 0), metres_to_edge(p, c, c))
        same = "the same numbers: two equal points share all they have"
        name = f"a point and itself, latitude {lat_deg}"
        yield Case(name, same, circle(p, 0), circle(p, 0), relations=("overlap",))
