"""Rings of a polygon on a plane: are they simple, and do holes lie inside without crossing?

GEOS says yes quickly; only when it says no is the culprit looked for, with a tree over the pieces, so that
the refusal can name two edges even in a ring of 10,000. Nothing is repaired.
"""

from __future__ import annotations

import numpy as np
import shapely

from commonground.errors import Refused

from .outline import Drawn, Indices, Outline

_CLAUSE = "docs/geometry.md"
#: A ring whose region is nowhere thicker than this has no area.
THICKNESS_MM_MIN = 2.0
_BATCH = 64


def refuse_bad_rings(outline: Outline, drawn: Drawn, field: str) -> None:
    """Raise `Refused` naming ring and edges unless the rings bound a region. Edge n starts at vertex n."""
    lines = [drawn.points[a:b] for a, b in zip(outline.offsets, outline.offsets[1:], strict=False)]
    for number, line in enumerate(lines):
        hull = shapely.MultiPoint(line).convex_hull
        if hull.area <= THICKNESS_MM_MIN / 2 * hull.length:
            raise Refused("the ring encloses no area", field=f"{field}[{number}]", clause=_CLAUSE)
    if drawn.core.is_valid:
        return
    _refuse_crossing(outline, drawn, field)
    outer = shapely.Polygon(lines[0])
    holes = [shapely.Polygon(line) for line in lines[1:]]
    for number, hole in enumerate(holes, start=1):
        if not outer.covers(hole):
            raise Refused("the hole is not inside the outer ring", field=f"{field}[{number}]", clause=_CLAUSE)
        for other in range(1, number):
            if hole.intersection(holes[other - 1]).area > 0:
                reason = f"the hole overlaps the hole rings[{other}]"
                raise Refused(reason, field=f"{field}[{number}]", clause=_CLAUSE)
    reason = f"the rings do not bound one region: {shapely.is_valid_reason(drawn.core)}"
    raise Refused(reason, field=field, clause=_CLAUSE)


def _refuse_crossing(outline: Outline, drawn: Drawn, field: str) -> None:
    pieces = shapely.linestrings(np.stack([drawn.points[drawn.starts], drawn.points[drawn.ends]], axis=1))
    tree = shapely.STRtree(pieces)
    ring = np.repeat(np.arange(len(outline.offsets) - 1), np.diff(outline.offsets))
    for begin in range(0, len(pieces), _BATCH):
        # In batches: in a ring of 10,000 every edge can cross every other.
        first, second = tree.query(pieces[begin : begin + _BATCH], predicate="intersects")
        first += begin
        first, second = first[first < second], second[first < second]
        joined = (drawn.ends[first] == second) | (drawn.ends[second] == first)
        single = shapely.get_type_id(shapely.intersection(pieces[first], pieces[second])) == 0
        passing = shapely.crosses(pieces[first], pieces[second])
        apart = ring[first] != ring[second]
        bad = np.flatnonzero(~(single & (joined | (apart & ~passing))))
        if len(bad):
            _refuse_pair(outline, ring, int(first[bad[0]]), int(second[bad[0]]), field)


def _refuse_pair(outline: Outline, ring: Indices, one: int, two: int, field: str) -> None:
    name_one, name_two = (f"rings[{ring[n]}] edge {outline.edge[n]}" for n in (one, two))
    raise Refused(
        f"{name_one} and {name_two} cross or touch each other, expected a simple ring",
        field=f"{field}[{ring[two]}][{outline.edge[two]}]",
        clause=_CLAUSE,
        detail={
            "rings": [int(ring[one]), int(ring[two])],
            "edges": [int(outline.edge[one]), int(outline.edge[two])],
        },
    )
