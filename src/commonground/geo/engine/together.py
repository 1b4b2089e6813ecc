"""Volumes of many entities drawn in one go, each then on its own: what a burst of announcements costs least.

A call of a kernel, and each of the array operations round it, costs the same for six volumes and for six hundred. The
rows of one entity come out as `draw` alone would give them. Only what is acceptable beyond doubt is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..columns import VolumeColumns, columns_of
from ..footprint import LON_ND_MAX
from ..plain_volumes import LAT_ND_PLAIN
from ..volume import Volume
from .accept import Flags, surely_acceptable
from .draw import Drawn, draw
from .layout import COUNT, FIRST, PART, Integers


class One(NamedTuple):
    """One entity: how many volumes, its rows, the most points of a row, and the box of its positions (nanodegrees)."""

    volumes: int
    drawn: Drawn
    points_max: int
    box_nd: tuple[int, int, int, int]


def drawn_together(entities: Sequence[Sequence[Volume]], terms: Integers, widen_m: float) -> list[One | None]:
    """Rows of the volumes of each entity, boxes wider by `widen_m`; None for one that has to be looked at closely.

    Heights and times must be acceptable, and there must be volumes (`geo/plain_volumes.have_plain_bands`).
    """
    try:
        columns = columns_of([volume for volumes in entities for volume in volumes])
    except OverflowError:
        return [None] * len(entities)
    first = np.concatenate([[0], np.cumsum([len(volumes) for volumes in entities])])
    fit = np.logical_and.reduceat(_can_be_drawn(columns), first[:-1]).tolist()
    if not all(fit):
        rest = iter(drawn_together([one for one, fits in zip(entities, fit, strict=True) if fits], terms, widen_m)
                    if any(fit) else ())  # fmt: skip
        return [next(rest) if fits else None for fits in fit]
    drawn = draw(columns, np.full(len(columns), -1), np.arange(len(columns)), terms, widen_m)
    sure = np.logical_and.reduceat(surely_acceptable(columns, drawn), first[:-1]).tolist()
    # Rows are counted anew from here on, by the way: nobody else has them.
    return [one if fits else None for one, fits in zip(_apart(columns, drawn, first), sure, strict=True)]


def _can_be_drawn(columns: VolumeColumns) -> Flags:
    """Which volumes have positions in every line, away from poles and antimeridian."""
    lengths = columns.line_positions[1:] - columns.line_positions[:-1]
    lines = columns.volume_lines[1:] - columns.volume_lines[:-1]
    if lengths.min(initial=1) < 1 or lines.min(initial=1) < 1:
        # Rare, and empty stretches cannot be reduced: a volume with an empty line, or without one, is not drawn.
        filled = [
            bool((lengths[a:b] > 0).all()) and a < b for a, b in pairwise(columns.volume_lines.tolist())
        ]
        return np.array(filled, dtype=np.bool_)
    bound_nd = np.array([LON_ND_MAX - 1, LAT_ND_PLAIN])
    inside = (np.abs(columns.positions_nd) <= bound_nd).all(axis=1)
    fits: Flags = np.logical_and.reduceat(inside, columns.line_positions[columns.volume_lines[:-1]])
    return fits


def _apart(columns: VolumeColumns, drawn: Drawn, first: Integers) -> Iterator[One]:
    """The rows of each entity, counted from its own first volume and point."""
    boxes = _boxes(columns, first)
    facts = drawn.facts
    rows = np.searchsorted(facts[:, PART], first)
    points = np.append(facts[:, FIRST], len(drawn.points))[rows]
    points_max = int(facts[:, COUNT].max(initial=1))
    lengths = rows[1:] - rows[:-1]
    facts[:, PART] -= np.repeat(first[:-1], lengths).astype(np.int32)
    facts[:, FIRST] -= np.repeat(points[:-1], lengths).astype(np.int32)
    begin, volumes, place = rows.tolist(), first.tolist(), points.tolist()
    for n, box_nd in enumerate(boxes):
        a, b, p, q = begin[n], begin[n + 1], place[n], place[n + 1]
        part = Drawn(drawn.boxes[a:b], facts[a:b], drawn.points[p:q])
        yield One(volumes[n + 1] - volumes[n], part, points_max, box_nd)


def _boxes(columns: VolumeColumns, first: Integers) -> list[tuple[int, int, int, int]]:
    """West, south, east, north of the positions of each entity."""
    begins = columns.line_positions[columns.volume_lines[first[:-1]]]
    least = np.minimum.reduceat(columns.positions_nd, begins).tolist()
    most = np.maximum.reduceat(columns.positions_nd, begins).tolist()
    return [(west, south, east, north) for (west, south), (east, north) in zip(least, most, strict=True)]
