"""Volumes of many entities drawn in one go, each then on its own: what a burst of announcements costs least.

A call of a kernel, and each of the array operations round it, costs the same for six volumes and for six hundred. The
rows of one entity come out as `draw` alone would give them. Only what is acceptable beyond doubt is drawn here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from ..columns import columns_of
from ..footprint import LON_ND_MAX
from ..plain_volumes import LAT_ND_PLAIN
from ..volume import Volume
from .accept import Flags, surely_acceptable
from .compiled import kernel
from .draw import Drawn, Together, draw
from .layout import COUNT, FIRST, PART, Integers, Rows
from .saved import saved_together

_BEYOND_ND = 2**62


class One(NamedTuple):
    """One entity: how many volumes, its rows, the most points of a row of any entity drawn with it.

    `data` is what `saved` makes of the rows, `box_nd` the west, south, east and north of the positions (nanodegrees).
    """

    volumes: int
    drawn: Drawn
    points_max: int
    data: bytes
    box_nd: tuple[int, int, int, int]


def drawn_together(entities: Sequence[Sequence[Volume]], terms: Integers, widen_m: float) -> list[One | None]:
    """Rows of the volumes of each entity, boxes wider by `widen_m`; None for one that has to be looked at closely.

    Heights and times must be acceptable, and there must be volumes (`geo/plain_volumes.have_plain_bands`).
    """
    try:
        columns = columns_of([volume for volumes in entities for volume in volumes])
    except OverflowError:
        return [None] * len(entities)
    count = len(entities)
    first = np.array([0, *accumulate(map(len, entities))])
    boxes_nd, fit = np.empty((count, 4), np.int64), np.empty(count, np.bool_)
    _bound_entities(columns.volume_lines, columns.line_positions, columns.positions_nd, first, boxes_nd, fit)
    if not fit.all():
        fits = fit.tolist()
        some = [one for one, is_fit in zip(entities, fits, strict=True) if is_fit]
        rest = iter(drawn_together(some, terms, widen_m) if some else ())
        return [next(rest) if is_fit else None for is_fit in fits]
    drawn = draw(columns, np.full(len(columns), -1), np.arange(len(columns)), terms, widen_m)
    sure = surely_acceptable(columns, drawn)
    rows, points = np.empty(count + 1, np.int64), np.empty(count + 1, np.int64)
    # Rows are counted anew from here on, by the way: nobody else has them.
    points_max = _count_anew(drawn.facts, len(drawn.points), first, sure, rows, points, fit)
    boxes = [(west, south, east, north) for west, south, east, north in boxes_nd.tolist()]
    made = zip(
        fit.tolist(), map(len, entities), _pieces(drawn, rows, points), saved_together(drawn, rows, points), boxes,
        strict=True,
    )  # fmt: skip
    return [
        One(volumes, piece, points_max, data, box) if fits else None
        for fits, volumes, piece, data, box in made
    ]


@kernel
def _bound_entities(
    volume_lines: Integers, line_positions: Integers, positions_nd: Integers, first: Integers, boxes_nd: Integers,
    fit: Flags,
) -> None:  # fmt: skip
    """The box of the positions of each entity, and whether it can be drawn.

    It can when every volume has lines, every line positions, and all lie away from poles and antimeridian.
    """
    for n in range(len(first) - 1):
        filled = True
        for v in range(first[n], first[n + 1]):
            filled = filled and volume_lines[v] < volume_lines[v + 1]
        begin, stop = volume_lines[first[n]], volume_lines[first[n + 1]]
        for line in range(begin, stop):
            filled = filled and line_positions[line] < line_positions[line + 1]
        west, south, east, north = _BEYOND_ND, _BEYOND_ND, -_BEYOND_ND, -_BEYOND_ND
        for p in range(line_positions[begin], line_positions[stop]):
            lon, lat = positions_nd[p, 0], positions_nd[p, 1]
            west, south, east, north = min(west, lon), min(south, lat), max(east, lon), max(north, lat)
        boxes_nd[n, 0], boxes_nd[n, 1], boxes_nd[n, 2], boxes_nd[n, 3] = west, south, east, north
        inside = west > -LON_ND_MAX and east < LON_ND_MAX and south >= -LAT_ND_PLAIN and north <= LAT_ND_PLAIN
        fit[n] = filled and inside


@kernel
def _count_anew(
    facts: Rows, count: int, first: Integers, sure: Flags, rows: Integers, points: Integers, fit: Flags
) -> int:
    """Count volumes and points of each entity from its own first one.

    Writes where the rows and points of each entity begin, and whether all its volumes are surely acceptable; the most
    points of a row.
    """
    row, most = 0, 1
    for n in range(len(first) - 1):
        begin = np.int64(facts[row, FIRST])
        rows[n], points[n], fit[n] = row, begin, True
        for v in range(first[n], first[n + 1]):
            fit[n] = fit[n] and sure[v]
            while row < len(facts) and facts[row, PART] == v:
                most = max(most, int(facts[row, COUNT]))
                facts[row, PART] -= first[n]
                facts[row, FIRST] -= begin
                row += 1
    rows[-1], points[-1] = row, count
    return most


def _pieces(drawn: Drawn, rows: Integers, points: Integers) -> list[Drawn]:
    """The rows of each entity."""
    boxes, facts, all_points, whole = drawn.boxes, drawn.facts, drawn.points, Together(drawn, rows, points)
    bounds = zip(pairwise(rows.tolist()), pairwise(points.tolist()), strict=True)
    return [
        Drawn(boxes[a:b], facts[a:b], all_points[p:q], (whole, n))
        for n, ((a, b), (p, q)) in enumerate(bounds)
    ]
