"""From volumes in columns to rows of boxes, facts and points: what the tree holds and the kernels read.

Edges longer than 8 km are cut at points of their geodesic first (`geo/outline` cuts them at the same points), then
every footprint is drawn on the plane of the tile of its middle. Volumes must be acceptable (`geo/footprint`,
`geo/interval`): nothing is refused here, and of what is not acceptable nothing is promised.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..columns import VolumeColumns, columns_of
from ..footprint import Footprint
from ..geodesic import Floats, direct_many, inverse_many
from ..interval import (
    DEFAULT_CONTEXT,
    GEOID_TMM,
    STANDARD_HPA_ABOVE,
    STANDARD_HPA_BELOW,
    TIME_MS_MAX,
    TMM_PER_HPA,
    Altitude,
    AltitudeContext,
)
from ..volume import Volume
from .drawing import UNLIMITED_TMM, count_parts, draw_rows, place_cuts, place_positions, take_cuts
from .layout import FACTS, LANES, Integers, Rows

_AT_ONCE = 32_768


@dataclass(slots=True, eq=False)
class Drawn:
    """Rows: boxes int32[N, 8], facts int32[N, 16], points int32[P, 2]; FIRST counts from the first point here.

    `part_of` tells of the rows of one entity that others lie before and behind them: in what, and which entity it is.
    """

    boxes: Rows
    facts: Rows
    points: Rows
    part_of: tuple[Together, int] | None = None

    def __len__(self) -> int:
        return len(self.boxes)


@dataclass(slots=True, eq=False)
class Together:
    """Rows of several entities behind each other, those of entity n from `rows[n]` and `points[n]` on."""

    drawn: Drawn
    rows: Integers
    points: Integers


def altitude_terms(context: AltitudeContext) -> Integers:
    """What the kernel needs of a charter's altitude bounds, tenths of a millimetre; `geo/interval` says why."""
    return np.array(
        [
            context.elevation_lower_tmm,
            context.elevation_upper_tmm,
            GEOID_TMM,
            (STANDARD_HPA_ABOVE - context.pressure_lower_hpa) * TMM_PER_HPA + GEOID_TMM,
            (context.pressure_upper_hpa - STANDARD_HPA_BELOW) * TMM_PER_HPA + GEOID_TMM,
            context.temperature_permille,
        ],
        dtype=np.int64,
    )


DEFAULT_TERMS = altitude_terms(DEFAULT_CONTEXT)


def draw(
    columns: VolumeColumns,
    slots: Integers,
    parts: Integers,
    terms: Integers = DEFAULT_TERMS,
    widen_m: float = 0.0,
) -> Drawn:
    """Rows of volumes: the entity and the number in it of each; boxes are widened by a query's buffer in metres."""
    count, lines, positions = len(columns.core), len(columns.line_positions) - 1, len(columns.positions_nd)
    ecef, edges, ends_deg = (
        np.empty((positions, 3)),
        np.empty((2, positions), np.int64),
        np.empty((4, positions)),
    )
    long = place_positions(
        columns.core,
        columns.volume_lines,
        columns.line_positions,
        columns.positions_nd,
        ecef,
        edges,
        ends_deg,
    )
    line_points = columns.line_positions
    if long:
        ecef, line_points = _cut(columns, ecef, edges, ends_deg, long)
    boxes = np.empty((2 * count, LANES), dtype=np.int32)
    facts = np.zeros((2 * count, FACTS), dtype=np.int32)
    points = np.empty((len(ecef) + 2 * lines, 2), dtype=np.int32)
    rows, used = draw_rows(
        columns.core, columns.radius_tmm, columns.volume_lines, columns.line_positions, columns.positions_nd,
        line_points, ecef, columns.lower_tmm, columns.upper_tmm, columns.lower_reference,
        columns.upper_reference, columns.from_ms, columns.until_ms, slots, parts, terms, widen_m,
        boxes, facts, points,
    )  # fmt: skip
    return Drawn(boxes[:rows], facts[:rows], points[:used])


def draw_many(columns: VolumeColumns, slots: Integers, parts: Integers, terms: Integers) -> list[Drawn]:
    """`draw` of many volumes, some ten thousand at a time and two at once: less memory, and both cores."""
    bounds = [*range(0, len(columns), _AT_ONCE), len(columns)]
    if len(bounds) <= 2:
        return [draw(columns, slots, parts, terms)]
    with ThreadPoolExecutor(2) as pool:
        pieces = [
            pool.submit(draw, _piece(columns, a, b), slots[a:b], parts[a:b], terms)
            for a, b in pairwise(bounds)
        ]
        return [piece.result() for piece in pieces]


def _piece(columns: VolumeColumns, first: int, stop: int) -> VolumeColumns:
    """Volumes first..stop, without a copy of what is large."""
    lines = columns.volume_lines[first : stop + 1]
    positions = columns.line_positions[lines[0] : lines[-1] + 1]
    fields = {name: getattr(columns, name)[first:stop] for name in VolumeColumns.__slots__}
    fields["volume_lines"], fields["line_positions"] = lines - lines[0], positions - positions[0]
    fields["positions_nd"] = columns.positions_nd[positions[0] : positions[-1]]
    return VolumeColumns(**fields)


def draw_places(
    footprints: Sequence[Footprint], slots: Integers, parts: Integers, terms: Integers, buffer_m: float = 0.0
) -> Drawn:
    """Rows of footprints at every height and time, wider by a buffer in metres."""
    anywhere = Altitude(value_tmm=0, reference="W84", unit="M")
    volumes = [Volume(footprint=one, lower=anywhere, from_ms=0, until_ms=TIME_MS_MAX) for one in footprints]
    columns = columns_of(volumes)
    columns.lower_tmm[:] = -UNLIMITED_TMM
    columns.radius_tmm[:] += round(buffer_m * 10_000)
    return draw(columns, slots, parts, terms)


def _cut(
    columns: VolumeColumns, ecef: Floats, edges: Integers, ends_deg: Floats, count: int
) -> tuple[Floats, Integers]:
    """The positions with the points at which `count` long edges are cut, and where each line now begins."""
    places = columns.line_positions
    length_m, azimuth_deg, _ = inverse_many(*ends_deg[:, :count])
    parts = np.empty(count, dtype=np.int64)
    added = count_parts(length_m, parts) - count
    if added == 0:
        return ecef, places
    cuts = np.empty((4, added))
    place_cuts(edges, ends_deg, parts, length_m, azimuth_deg, cuts)
    lon_deg, lat_deg, _ = direct_many(*cuts)
    cut, line_points = np.empty((len(ecef) + added, 3)), np.empty(len(places), dtype=np.int64)
    take_cuts(places, ecef, edges, parts, lon_deg, lat_deg, cut, line_points)
    return cut, line_points
