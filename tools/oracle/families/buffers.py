"""Distances about a buffer instead of about 0: found within it, not found beyond it."""

from __future__ import annotations

from collections.abc import Iterator

from ..cases import JUST_M, Case, Rungs, block, circle, corridor, polygon, said
from ..walk import beside, metres, metres_to_edge, position, step
from .edges import LONGITUDES


def buffers(rungs: Rungs) -> Iterator[Case]:
    """A circle, a point, a corner and a corridor beside an edge of 100 km, and two circles."""
    for lat_deg, lon_deg in LONGITUDES.items():
        p = position(lon_deg, lat_deg)
        q = step(p, 90, 100_000)
        a = block(p, q, 20_000)
        for buffer_m, wide_m in ((500, 20), (40_000, 400)):
            for over_m in rungs(JUST_M, wide_m):
                gap_m = buffer_m + over_m
                beyond = "beyond" if over_m > 0 else "short of"
                where = (
                    f"a buffer of {buffer_m} m, latitude {lat_deg}, {said(abs(over_m)).split(' apart')[0]}"
                )
                where += "" if over_m == 0 else f" {beyond} it"
                c, d = beside(p, q, 0.5, 3_000 + gap_m), beside(p, q, 0.5, gap_m)
                e = step(c, 300, 9_000 + gap_m)
                far = beside(p, q, 0.8, 30_000 + gap_m)
                made = "square to the edge, at the buffer and the gap"
                to_edge_m = metres_to_edge(d, p, q)
                for name, b, apart_m in (
                    ("circle by an edge", circle(c, 3_000), metres_to_edge(c, p, q) - 3_000),
                    ("point by an edge", circle(d, 0), to_edge_m),
                    ("corner by an edge", polygon((d, far, beside(p, q, 0.7, 50_000 + gap_m))), to_edge_m),
                    ("corridor by an edge", corridor((c, far), 6_000), metres_to_edge(c, p, q) - 3_000),
                ):
                    yield Case(f"{name} and {where}", made, a, b, apart_m, buffer_m)
                yield Case(
                    f"circles and {where}",
                    "second centre walked from the first",
                    circle(c, 3_000),
                    circle(e, 6_000),
                    metres(c, e) - 9_000,
                    buffer_m,
                )
