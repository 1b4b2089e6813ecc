"""The antimeridian: shapes across it, along it, and on both of its names."""

from __future__ import annotations

from collections.abc import Iterator

from ..cases import JUST_M, Case, Rungs, block, circle, corridor, polygon, said
from ..walk import Position, beside, metres, metres_to_edge, position, ring_round, step
from .edges import signed_metres

LATITUDES = (0, 35, -17, 60)
_EAST_ND = 180 * 10**9


def antimeridian(rungs: Rungs) -> Iterator[Case]:
    """All cases, once for each latitude."""
    for lat_deg in LATITUDES:
        yield from _circles(lat_deg, rungs)
        yield from _across(lat_deg, rungs)
        yield from _along(lat_deg, rungs)


def _circles(lat_deg: int, rungs: Rungs) -> Iterator[Case]:
    for name, lon_nd in (("180 W", -_EAST_ND), ("180 E", _EAST_ND), ("2 m west of it", _EAST_ND - 18_000)):
        c: Position = (lon_nd, lat_deg * 10**9)
        for gap_m in rungs(JUST_M, 10):
            d = step(c, 80, 5_000 + gap_m)
            yield Case(
                f"circles over the antimeridian, the first on {name}, latitude {lat_deg}, {said(gap_m)}",
                "second centre walked eastward from the first",
                circle(c, 4_000),
                circle(d, 1_000),
                metres(c, d) - 5_000,
            )


def _across(lat_deg: int, rungs: Rungs) -> Iterator[Case]:
    """An edge, a corridor and a hole that cross it."""
    p = position(179.6, lat_deg)
    q = step(p, 90, 100_000)
    c = position(179.98, lat_deg)
    hole, outer = ring_round(c, 30_000, 4, first_deg=45), ring_round(c, 90_000, 5)
    for gap_m in rungs(JUST_M, 80):
        d = beside(p, q, 0.5, 2_000 + gap_m)
        away_m = metres_to_edge(d, p, q)
        where = f"over the antimeridian, latitude {lat_deg}, {said(gap_m)}"
        made = "square to the middle of the edge"
        yield Case(
            f"circle by a 100 km edge {where}", made, block(p, q, 20_000), circle(d, 2_000), away_m - 2_000
        )
        yield Case(
            f"circle beside a corridor {where}",
            made,
            corridor((p, q), 1_000),
            circle(d, 1_500),
            away_m - 2_000,
        )
        tip = beside(p, q, 0.3, gap_m)
        corner = (tip, beside(p, q, 0.35, 9_000), beside(p, q, 0.25, 9_000))
        yield Case(
            f"corner by a 100 km edge {where}",
            "tip square to the edge",
            block(p, q, 20_000),
            polygon(corner),
            signed_metres(tip, p, q, gap_m),
        )
        e = beside(hole[0], hole[1], 0.5, -(6_000 + gap_m))
        yield Case(
            f"circle in a hole {where}",
            "centre inside the hole, square to the rim",
            polygon(outer, hole),
            circle(e, 6_000),
            metres_to_edge(e, hole[0], hole[1]) - 6_000,
        )


def _along(lat_deg: int, rungs: Rungs) -> Iterator[Case]:
    """Neighbours that share an edge on the antimeridian, one calling it 180 E and the other 180 W."""
    south_nd, north_nd = (lat_deg - 1) * 10**9, (lat_deg + 1) * 10**9
    west = polygon(((_EAST_ND, south_nd), (_EAST_ND, north_nd), (_EAST_ND - 10**9, north_nd)))
    east = polygon(((-_EAST_ND, south_nd), (-_EAST_ND, north_nd), (10**9 - _EAST_ND, south_nd)))
    yield Case(
        f"two polygons that share the antimeridian, latitude {lat_deg}",
        "the same edge written as 180 E and as 180 W",
        west,
        east,
        0.0,
    )
    for gap_m in rungs(JUST_M, 40):
        edge = (_EAST_ND, south_nd), (_EAST_ND, north_nd)
        c = beside(*edge, 0.4, -(900 + gap_m))
        yield Case(
            f"circle by an edge on the antimeridian, latitude {lat_deg}, {said(gap_m)}",
            "centre square to the edge, on the other side of the antimeridian",
            west,
            circle(c, 900),
            metres_to_edge(c, *edge) - 900,
        )
