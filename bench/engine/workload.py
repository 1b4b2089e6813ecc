"""The workload: intents of 1 to 50 volumes round fifty towns, drawn from a fixed seed.

The region is six degrees square (38 to 44 E, 32 to 38 N) and seven days long. Of the intents 70 % are areas of one
to three volumes, the others ways of five to fifty, one every four kilometres, each window half over the one before.
Half of the volumes are polygons of 4 to 40 vertices and 1 to 20 km across, half are circles of 50 m to 5 km. Heights
are metres over the ellipsoid in whole centimetres, times milliseconds from the start of the week in whole seconds.
The order in which numbers are drawn is part of the definition: other programs draw the same volumes from the same
seed. Rings are drawn block by block, so that ten million volumes fit. Nothing here is measured.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.geo.columns import CORE_CIRCLE, CORE_POLYGON, VolumeColumns

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Marks = NDArray[np.bool_]

WEST_DEG, EAST_DEG, SOUTH_DEG, NORTH_DEG = 38.0, 44.0, 32.0, 38.0
TOWNS, TOWNS_SEED = 50, 7
KM_PER_LAT_DEG = 110.95
HOUR_MS, MINUTE_MS, WEEK_MS = 3_600_000, 60_000, 604_800_000
SHORTEST_MS = 600_000
#: The week starts at 2030-01-01T00:00Z.
EPOCH_MS = 1_893_456_000_000
#: Numbers that the recipe draws for the ring of a circle too, though no circle here has one.
CIRCLE_DRAWS = 64
_BLOCK = 200_000


@dataclass(frozen=True)
class Recipe:
    """How many volumes, from which seed, and how dense.

    `crowd` divides the spread of the intents round each town. `rush` puts more of them near towns and near the ground,
    and lets them last longer. The dense sets have crowd 3 and rush.
    """

    volumes: int
    seed: int
    crowd: float = 1.0
    rush: bool = False


@dataclass(frozen=True, eq=False)
class Towns:
    lon: Floats
    lat: Floats
    weight: Floats
    spread_km: Floats


@dataclass(frozen=True, eq=False)
class Intents:
    """One row an intent: volumes in it, its first place, way, height, thickness and window."""

    volumes: Integers
    lon: Floats
    lat: Floats
    heading: Floats
    base_m: Floats
    thickness_m: Floats
    start_ms: Floats
    length_ms: Floats

    @property
    def is_way(self) -> Marks:
        return self.volumes > 3


@dataclass(frozen=True, eq=False)
class Parts:
    """One row a volume, all but the rings. `radius_m` counts for circles, `across_km` and `vertices` for polygons."""

    intent: Integers
    is_circle: Marks
    lon: Floats
    lat: Floats
    radius_m: Floats
    across_km: Floats
    vertices: Integers
    turn: Floats
    lower_m: Floats
    upper_m: Floats
    from_ms: Integers
    until_ms: Integers


def km_per_lon_deg(lat: Floats) -> Floats:
    return 111.32 * np.cos(np.radians(lat))


def towns(crowd: float = 1.0) -> Towns:
    """The fifty towns: the same in every set, the first by far the largest."""
    draw = np.random.default_rng(TOWNS_SEED)
    inset = 0.3
    lon = draw.uniform(WEST_DEG + inset, EAST_DEG - inset, TOWNS)
    lat = draw.uniform(SOUTH_DEG + inset, NORTH_DEG - inset, TOWNS)
    weight = 1 / np.arange(1, TOWNS + 1) ** 0.8
    return Towns(lon, lat, weight / weight.sum(), draw.uniform(5, 30, TOWNS) / crowd)


def draw_sizes(draw: np.random.Generator, volumes: int) -> Integers:
    """Volumes of each intent, until there are enough in all."""
    sizes: list[int] = []
    left = volumes
    while left > 0:
        is_area = draw.random() < 0.7
        wanted = int(draw.integers(1, 4)) if is_area else min(50, 5 + int(draw.geometric(0.12)))
        sizes.append(min(wanted, left))
        left -= sizes[-1]
    return np.array(sizes, dtype=np.int64)


def draw_intents(draw: np.random.Generator, recipe: Recipe) -> Intents:
    sizes = draw_sizes(draw, recipe.volumes)
    count = len(sizes)
    near = towns(recipe.crowd)
    is_near_town = draw.random(count) < (0.95 if recipe.rush else 0.85)
    town = draw.choice(TOWNS, count, p=near.weight)
    lon, lat = draw.uniform(WEST_DEG, EAST_DEG, count), draw.uniform(SOUTH_DEG, NORTH_DEG, count)
    east_km = draw.normal(size=count) * near.spread_km[town]
    north_km = draw.normal(size=count) * near.spread_km[town]
    lat = np.where(is_near_town, near.lat[town] + north_km / KM_PER_LAT_DEG, lat)
    lon = np.where(is_near_town, near.lon[town] + east_km / km_per_lon_deg(near.lat[town]), lon)
    is_low = draw.random(count) < (0.9 if recipe.rush else 0.6)
    base_m = np.where(is_low, draw.uniform(30, 300, count), draw.uniform(300, 9500, count))
    thickness_m = np.where(is_low, draw.uniform(30, 120, count), draw.uniform(150, 1000, count))
    day = draw.integers(0, 7, count)
    hour = np.clip(draw.normal(12, 4.5, count), 0, 23.99)
    if recipe.rush:
        length_min = draw.uniform(10, 360, count)
    else:
        length_min = np.exp(draw.uniform(math.log(10), math.log(360), count))
    heading = draw.uniform(0, 2 * np.pi, count)
    start_ms = (day * 24 + hour) * HOUR_MS
    return Intents(sizes, lon, lat, heading, base_m, thickness_m, start_ms, length_min * MINUTE_MS)


def draw_parts(draw: np.random.Generator, intents: Intents) -> Parts:
    """The volumes of all intents in order: areas 1.5 km apart, ways 4 km."""
    sizes = intents.volumes
    count = int(sizes.sum())
    intent = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(count) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    is_way = intents.is_way[intent]
    is_circle = draw.random(count) < 0.5
    across_km = np.exp(draw.uniform(0, math.log(20), count))
    radius_m = np.exp(draw.uniform(math.log(50), math.log(5000), count))
    lon, lat = _along(intents, intent, place, is_way)
    lower_m = np.clip(intents.base_m[intent] + draw.normal(0, 20, count), 30, 9_900)
    upper_m = np.minimum(lower_m + intents.thickness_m[intent], 10_000)
    from_ms, until_ms = _windows(intents, intent, place, is_way)
    vertices = np.where(is_circle, CIRCLE_DRAWS, draw.integers(4, 41, count))
    turn = draw.uniform(0, 2 * np.pi, count)
    return Parts(
        intent, is_circle, lon, lat, radius_m, across_km, vertices, turn,
        np.round(lower_m, 2), np.round(upper_m, 2), from_ms, until_ms,
    )  # fmt: skip


def _along(intents: Intents, intent: Integers, place: Integers, is_way: Marks) -> tuple[Floats, Floats]:
    """The middle of each volume on its intent's way, held inside the region."""
    step_km = np.where(is_way, 4.0, 1.5) * place
    heading, first_lat = intents.heading[intent], intents.lat[intent]
    lat = first_lat + step_km * np.sin(heading) / KM_PER_LAT_DEG
    lon = intents.lon[intent] + step_km * np.cos(heading) / km_per_lon_deg(first_lat)
    return np.clip(lon, WEST_DEG, EAST_DEG), np.clip(lat, SOUTH_DEG, NORTH_DEG)


def _windows(intents: Intents, intent: Integers, place: Integers, is_way: Marks) -> tuple[Integers, Integers]:
    """Windows in whole seconds, never under ten minutes; on a way each starts half a window after the last."""
    whole_ms = intents.length_ms[intent]
    length_ms = np.where(is_way, np.maximum(SHORTEST_MS, whole_ms / 6), whole_ms)
    later_ms = np.where(is_way, place * length_ms * 0.5, 0)
    from_ms = np.clip(intents.start_ms[intent] + later_ms, 0, WEEK_MS - SHORTEST_MS)
    until_ms = np.minimum(from_ms + length_ms, WEEK_MS + 6 * HOUR_MS)
    from_s, until_s = from_ms // 1000 * 1000, until_ms // 1000 * 1000
    return from_s.astype(np.int64), np.maximum(
        until_s.astype(np.int64), from_s.astype(np.int64) + SHORTEST_MS
    )


def draw_rings(draw: np.random.Generator, parts: Parts) -> Iterator[tuple[Floats, Floats]]:
    """Longitudes and latitudes of the vertices of all polygons in order, block by block.

    A ring goes round its middle, each vertex near its even share of the turn and at 0.55 to 1 of half the width, so
    that it never crosses itself. All angles of a set are drawn before all distances: two streams, one ahead.
    """
    ends = np.cumsum(parts.vertices)
    ahead = _copy_ahead(draw, int(ends[-1]))
    for begin in range(0, len(parts.vertices), _BLOCK):
        rows = slice(begin, begin + _BLOCK)
        vertices = parts.vertices[rows]
        total = int(vertices.sum())
        off_share, far_share = draw.uniform(-0.35, 0.35, total), ahead.uniform(0.3, 1.0, total)
        row = np.repeat(np.arange(len(vertices)), vertices)
        number = np.arange(total) - np.repeat(np.cumsum(vertices) - vertices, vertices)
        kept = ~parts.is_circle[rows][row]
        row, number, off_share, far_share = row[kept], number[kept], off_share[kept], far_share[kept]
        row_vertices = vertices[row]
        angle = (
            parts.turn[rows][row] + 2 * np.pi * number / row_vertices + off_share * 2 * np.pi / row_vertices
        )
        far_km = parts.across_km[rows][row] / 2 * np.sqrt(far_share)
        lat = parts.lat[rows][row]
        yield (
            parts.lon[rows][row] + far_km * np.cos(angle) / km_per_lon_deg(lat),
            lat + far_km * np.sin(angle) / KM_PER_LAT_DEG,
        )


def _copy_ahead(draw: np.random.Generator, numbers: int) -> np.random.Generator:
    """The same stream after so many numbers more (one state for each double)."""
    bits = np.random.PCG64()
    bits.state = draw.bit_generator.state
    return np.random.Generator(bits.advance(numbers))


def draw_set(recipe: Recipe) -> VolumeColumns:
    """The volumes of a recipe; owners are intents, numbered in order."""
    draw = np.random.default_rng(recipe.seed)
    parts = draw_parts(draw, draw_intents(draw, recipe))
    return as_columns(parts, draw_rings(draw, parts))


def as_columns(parts: Parts, rings: Iterator[tuple[Floats, Floats]]) -> VolumeColumns:
    """Whole nanodegrees, tenths of a millimetre and UTC milliseconds: what the engines are given."""
    count = len(parts.intent)
    positions = np.where(parts.is_circle, 1, parts.vertices)
    line_positions = np.concatenate([[0], np.cumsum(positions)])
    positions_nd = np.empty((int(line_positions[-1]), 2), dtype=np.int64)
    is_middle = np.repeat(parts.is_circle, positions)
    positions_nd[is_middle] = _nanodegrees(parts.lon[parts.is_circle], parts.lat[parts.is_circle])
    corners = np.flatnonzero(~is_middle)
    done = 0
    for lon, lat in rings:
        positions_nd[corners[done : done + len(lon)]] = _nanodegrees(lon, lat)
        done += len(lon)
    no_reference = np.zeros(count, dtype=np.uint8)
    return VolumeColumns(
        owner=parts.intent.astype(np.int64),
        core=np.where(parts.is_circle, CORE_CIRCLE, CORE_POLYGON).astype(np.uint8),
        radius_tmm=np.where(parts.is_circle, np.rint(parts.radius_m * 1e4), 0).astype(np.int64),
        volume_lines=np.arange(count + 1),
        line_positions=line_positions,
        positions_nd=positions_nd,
        lower_tmm=np.rint(parts.lower_m * 1e4).astype(np.int64),
        upper_tmm=np.rint(parts.upper_m * 1e4).astype(np.int64),
        lower_reference=no_reference,
        upper_reference=no_reference.copy(),
        from_ms=parts.from_ms + EPOCH_MS,
        until_ms=parts.until_ms + EPOCH_MS,
    )


def _nanodegrees(lon: Floats, lat: Floats) -> Integers:
    return np.rint(np.stack([lon, lat], axis=-1) * 1e9).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Sites:
    """Protected places as points, each with the distance at which something is near it."""

    positions_nd: Integers
    buffer_m: Floats


def draw_sites(count: int = 5_000, seed: int = 5) -> Sites:
    """Sites within some 8 km of the towns, with buffers of 200 m to 2 km."""
    draw, near = np.random.default_rng(seed), towns()
    town = draw.choice(TOWNS, count, p=near.weight)
    lat = near.lat[town] + draw.normal(size=count) * 8 / KM_PER_LAT_DEG
    lon = near.lon[town] + draw.normal(size=count) * 8 / km_per_lon_deg(near.lat[town])
    return Sites(_nanodegrees(lon, lat), draw.choice([200.0, 500.0, 1000.0, 2000.0], count))
