"""Volumes at which a cut into cells goes wrong first: the antimeridian, poles, edges of tiles and hours, great size."""

from __future__ import annotations

import numpy as np
from bench.engine.workload import EPOCH_MS, HOUR_MS, Recipe, draw_set
from jobs.cells import parts_of

from commonground.geo.columns import VolumeColumns, columns_of
from commonground.geo.engine import Engine
from commonground.geo.footprint import Circle, Corridor, Footprint, Polygon
from commonground.geo.interval import TMM_PER_M, Altitude, Reference
from commonground.geo.outline import Position
from commonground.geo.volume import Volume

DAY_MS = 24 * HOUR_MS
Pair = tuple[int, int, int, int]


def circle(lon_deg: float, lat_deg: float, radius_m: float) -> Circle:
    return Circle(center=at(lon_deg, lat_deg), radius_tmm=round(radius_m * TMM_PER_M))


def at(lon_deg: float, lat_deg: float) -> Position:
    return round(lon_deg * 1e9), round(lat_deg * 1e9)


def corridor(*path: tuple[float, float], width_m: float) -> Corridor:
    return Corridor(path=tuple(at(*one) for one in path), width_tmm=round(width_m * TMM_PER_M))


def polygon(*rings: list[tuple[float, float]]) -> Polygon:
    return Polygon(rings=tuple(tuple(at(*one) for one in ring) for ring in rings))


def volume(
    footprint: Footprint,
    *,
    from_ms: int = 0,
    until_ms: int = HOUR_MS,
    low_m: int = 0,
    high_m: int | None = 1_000,
    reference: Reference = "W84",
) -> Volume:
    upper = None if high_m is None else Altitude(value_tmm=high_m * TMM_PER_M, reference=reference, unit="M")
    return Volume(
        footprint=footprint,
        lower=Altitude(value_tmm=low_m * TMM_PER_M, reference=reference, unit="M"),
        upper=upper,
        from_ms=EPOCH_MS + from_ms,
        until_ms=EPOCH_MS + until_ms,
    )


THEATRE = polygon(
    [(33.0, 30.0), (48.0, 30.0), (48.0, 42.0), (33.0, 42.0)], [(40.0, 35.0), (41.0, 35.0), (41.0, 36.0)]
)

HARD: dict[str, Volume] = {
    "theatre with a hole, a week": volume(THEATRE, until_ms=7 * DAY_MS),
    "in the hole": volume(circle(40.8, 35.2, 100)),
    "corridor of 2,000 km": volume(corridor((30.0, 35.0), (41.0, 37.0), (51.0, 34.0), width_m=10_000)),
    "corridor across it": volume(corridor((38.0, 33.0), (38.5, 40.0), width_m=2_000), high_m=None),
    "a week in one place": volume(circle(42.0, 36.0, 5_000), until_ms=7 * DAY_MS),
    "there on the last day": volume(circle(42.0, 36.0, 50), from_ms=6 * DAY_MS, until_ms=6 * DAY_MS + 1),
    "begins at the hour": volume(circle(36.0, 34.0, 900), from_ms=0, until_ms=6 * HOUR_MS),
    "begins as that ends": volume(circle(36.01, 34.0, 900), from_ms=6 * HOUR_MS, until_ms=7 * HOUR_MS),
    "begins 1 ms later": volume(circle(36.01, 34.0, 900), from_ms=6 * HOUR_MS + 1, until_ms=7 * HOUR_MS),
    "corner of four tiles": volume(circle(36.0, 34.0, 10)),
    "south-west of it": volume(circle(35.99, 33.99, 1_500)),
    "across the antimeridian": volume(circle(180.0, 10.0, 20_000)),
    "west of it": volume(circle(-179.9, 10.05, 500)),
    "east of it": volume(circle(179.9, 10.0, 500)),
    "also across": volume(corridor((179.0, 9.0), (-179.0, 11.0), width_m=500)),
    "its edge at 180": volume(polygon([(179.0, 9.5), (180.0, 9.5), (180.0, 10.5), (179.0, 10.5)])),
    "its edge at -180": volume(polygon([(-180.0, 9.5), (-179.0, 9.5), (-179.0, 10.5), (-180.0, 10.5)])),
    "north pole": volume(circle(0.0, 90.0, 30_000), until_ms=2 * DAY_MS),
    "near it, other side": volume(circle(170.0, 89.9, 2_000), from_ms=DAY_MS, until_ms=2 * DAY_MS),
    "ring round it": volume(
        polygon([(-170.0, 85.0), (100.0, 85.0), (10.0, 85.0)]), from_ms=DAY_MS, until_ms=DAY_MS + HOUR_MS
    ),
    "across the antimeridian near it": volume(circle(180.0, 89.0, 90_000), from_ms=DAY_MS, until_ms=DAY_MS),
    "south pole": volume(circle(-90.0, -90.0, 1_000)),
    "path over the south pole": volume(corridor((20.0, -89.0), (-160.0, -89.0), width_m=100)),
    "above ground": volume(circle(42.02, 36.0, 500), reference="AGL", low_m=100, high_m=200),
}


def hard_columns() -> VolumeColumns:
    """The hard volumes, each its own owner but for the last two."""
    owner = list(range(len(HARD)))
    owner[-1] = owner[-2]
    return columns_of(list(HARD.values()), owner)


def scattered_columns(count: int, seed: int) -> VolumeColumns:
    """Circles and corridors crowded at both poles and along the antimeridian."""
    draw = np.random.default_rng(seed)
    where = draw.integers(0, 3, count)
    lat = np.where(where == 0, draw.uniform(88.5, 90, count), draw.uniform(-90, -88.5, count))
    lat = np.where(where == 2, draw.uniform(-2, 2, count), lat)
    lon = np.where(where == 2, draw.uniform(178.5, 181.5, count), draw.uniform(-180, 180, count))
    lon = np.where(lon > 180, lon - 360, lon)
    volumes = []
    for n in range(count):
        from_ms = int(draw.integers(0, 2 * DAY_MS))
        times = {"from_ms": from_ms, "until_ms": from_ms + int(draw.integers(0, DAY_MS // 2))}
        place = float(lon[n]), float(lat[n])
        if n % 3:
            volumes.append(volume(circle(*place, float(draw.uniform(0, 20_000))), **times))
        else:
            there = (place[0] + 181) % 360 - 180, place[1] * 0.999  # a degree further east
            volumes.append(volume(corridor(place, there, width_m=2_000), **times))
    return columns_of(volumes, draw.integers(0, count // 3, count).tolist())


def workload_columns(volumes: int, *, is_dense: bool) -> VolumeColumns:
    return draw_set(Recipe(volumes, 21, 3.0, True) if is_dense else Recipe(volumes, 11))


def engine_pairs(columns: VolumeColumns) -> set[Pair]:
    """What the job must find: owner and part of both volumes of each pair, the lesser owner first."""
    owners = np.unique(columns.owner)
    engine = Engine()
    engine.insert_columns(range(int(owners[-1]) + 1), columns)
    found = engine.pairs()
    rows = zip(found.a.tolist(), found.a_part.tolist(), found.b.tolist(), found.b_part.tolist(), strict=True)
    pairs = [((a, i), (b, j)) for a, i, b, j in rows]
    named = {(*min(pair), *max(pair)) for pair in pairs}
    assert len(named) == len(pairs)
    return named


def names_of(columns: VolumeColumns) -> list[tuple[int, int]]:
    return list(zip(columns.owner.tolist(), parts_of(columns.owner).tolist(), strict=True))
