"""Holes: shapes inside one, touching its rim, filling it, and bigger than it."""

from __future__ import annotations

from collections.abc import Iterator

from ..cases import JUST_M, Case, Rungs, Shape, circle, corridor, polygon, said
from ..walk import Line, Position, beside, metres_to_edge, metres_to_ring, position, ring_round
from .edges import LONGITUDES, signed_metres

#: Rim edge in metres, and a distance from contact that suits it.
RIMS = ((20_000.0, 5.0), (100_000.0, 100.0), (400_000.0, 2_000.0))


def holes(rungs: Rungs) -> Iterator[Case]:
    """All cases: a square hole in a hexagon, four latitudes, three sizes."""
    for lat_deg, lon_deg in LONGITUDES.items():
        for edge_m, wide_m in RIMS:
            c = position(lon_deg, lat_deg)
            hole = ring_round(c, edge_m / 2**0.5, 4, first_deg=45)
            outer = ring_round(c, edge_m * 1.6, 6)
            where = f"a hole with a rim of {edge_m / 1000:g} km, latitude {lat_deg}"
            yield from _inside(where, polygon(outer, hole), hole, edge_m, wide_m, rungs)
            yield from _filling(where, polygon(outer, hole), c, hole, edge_m)


def _inside(where: str, a: Shape, hole: Line, edge_m: float, wide_m: float, rungs: Rungs) -> Iterator[Case]:
    p, q = hole[0], hole[1]  # clockwise: the hole lies to the right
    for gap_m in rungs(JUST_M, wide_m):
        radius_m = edge_m / 10
        d = beside(p, q, 0.4, -(radius_m + gap_m))
        yield Case(
            f"circle in {where}, {said(gap_m)}",
            "centre inside the hole, square to the rim at the radius and the gap",
            a,
            circle(d, radius_m),
            metres_to_edge(d, p, q) - radius_m,
        )
        tip = beside(p, q, 0.7, -gap_m)
        base_m = -max(gap_m, 0) - edge_m / 4
        yield Case(
            f"corner in {where}, {said(gap_m)}",
            "tip square to the rim, the other corners far inside the hole",
            a,
            polygon((tip, beside(p, q, 0.6, base_m), beside(p, q, 0.8, base_m))),
            signed_metres(tip, p, q, gap_m),
        )
        width_m = edge_m / 25
        end = beside(p, q, 0.5, -(width_m / 2 + gap_m))
        yield Case(
            f"corridor in {where}, {said(gap_m)}",
            "end square to the rim at half the width and the gap, the path leads away into the hole",
            a,
            corridor((end, beside(p, q, 0.5, -edge_m / 2)), width_m),
            metres_to_edge(end, p, q) - width_m / 2,
        )


def _filling(where: str, a: Shape, c: Position, hole: Line, edge_m: float) -> Iterator[Case]:
    yield Case(f"the filling of {where}", "the very numbers of the rim", a, polygon(hole), 0.0)
    yield Case(
        f"circle bigger than {where}",
        "same centre, beyond the corners of the rim, within the outer ring",
        a,
        circle(c, edge_m * 0.8),
        metres_to_edge(c, hole[0], hole[1]) - edge_m * 0.8,
    )
    yield Case(
        f"circle bigger than the polygon with {where}",
        "same centre, beyond the outer ring",
        a,
        circle(c, edge_m * 2),
        metres_to_edge(c, hole[0], hole[1]) - edge_m * 2,
    )
    yield Case(f"point in the middle of {where}", "the centre", a, circle(c, 0), metres_to_ring(c, hole))
    for by_m in (0.03, 3.0):
        for sign, word in ((-1, "smaller"), (1, "bigger")):
            other = ring_round(c, edge_m / 2**0.5 + sign * by_m, 4, first_deg=45)
            inner, rim = (other, hole) if sign < 0 else (hole, other)
            apart_m = min(metres_to_ring(point, rim) for point in inner)
            yield Case(
                f"polygon {word} all round by {by_m:g} m than {where}",
                "each corner of the rim moved along its diagonal",
                a,
                polygon(other),
                -sign * apart_m,
            )
