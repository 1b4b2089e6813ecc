"""Rings of a polygon on a plane: are they simple, and do holes lie inside without crossing?

GEOS says yes quickly; only when it says no is the culprit looked for, with a tree over the pieces, so that
the refusal can name two edges even in a ring of 10,000. Nothing is repaired.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.errors import Refused

from .outline import Drawn, Indices, Outline

_CLAUSE = "docs/geometry.md"
#: A region that is nowhere thicker than this has no area: it could only ever touch.
THICKNESS_MM_MIN = 10.0
_NO_AREA = f"the ring encloses no area: it is nowhere wider than {THICKNESS_MM_MIN:.0f} mm"
_BATCH, _PAIRS = 32, 5_000


def refuse_bad_rings(outline: Outline, drawn: Drawn, field: str) -> None:
    """Raise `Refused` naming ring and edges unless the rings bound a region. Edge n starts at vertex n."""
    lines = [drawn.points[a:b] for a, b in zip(outline.offsets, outline.offsets[1:], strict=False)]
    for number, line in enumerate(lines):
        if not _is_thick(shapely.MultiPoint(line).convex_hull):
            raise Refused(_NO_AREA, field=f"{field}[{number}]", clause=_CLAUSE)
    if drawn.core.is_valid:
        for number, line in enumerate(lines):
            if not _is_thick(shapely.Polygon(line)):
                raise Refused(_NO_AREA, field=f"{field}[{number}]", clause=_CLAUSE)
        if not _is_thick(drawn.core):
            raise Refused("the holes leave no area of the outer ring", field=field, clause=_CLAUSE)
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


def _is_thick(region: shapely.Geometry) -> bool:
    if (
        region.area > THICKNESS_MM_MIN / 2 * region.length
    ):  # as thick as its area over its perimeter, at least
        return True
    return not region.buffer(-THICKNESS_MM_MIN / 2).is_empty


def _refuse_crossing(outline: Outline, drawn: Drawn, field: str) -> None:
    pieces = shapely.linestrings(np.stack([drawn.points[drawn.starts], drawn.points[drawn.ends]], axis=1))
    tree = shapely.STRtree(pieces)
    ring = np.repeat(np.arange(len(outline.offsets) - 1), np.diff(outline.offsets))
    # In batches: in a ring of 10,000 every edge can cross every other.
    for begin in range(0, len(pieces), _BATCH):
        first, second = tree.query(pieces[begin : begin + _BATCH])
        first += begin
        later = np.flatnonzero(first < second)
        for part in np.array_split(later, 1 + len(later) // _PAIRS):
            bad = _bad_pair(pieces, ring, drawn, first[part], second[part])
            if bad is not None:
                _refuse_pair(outline, ring, *bad, field)


def _bad_pair(
    pieces: NDArray[np.object_], ring: Indices, drawn: Drawn, first: Indices, second: Indices
) -> tuple[int, int] | None:
    """The first of these pairs of pieces that do more than join, or touch another ring in one point."""
    meeting = np.flatnonzero(shapely.intersects(pieces[first], pieces[second]))
    first, second = first[meeting], second[meeting]
    joined = (drawn.ends[first] == second) | (drawn.ends[second] == first)
    single = shapely.get_type_id(shapely.intersection(pieces[first], pieces[second])) == 0
    passing = shapely.crosses(pieces[first], pieces[second])
    apart = ring[first] != ring[second]
    bad = np.flatnonzero(~(single & (joined | (apart & ~passing))))
    return (int(first[bad[0]]), int(second[bad[0]])) if len(bad) else None


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
