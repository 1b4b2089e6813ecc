"""The named sets of the workload, kept in `.bench/sets` once drawn, and the intents that ask.

1k to 10m are sets of growing size; `dense` sets have three times the crowd round towns, low heights and long windows;
`x6` and `x12` crowd a hundred thousand further. `q` and `q_dense` hold the intents that are asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.engine.workload import EPOCH_MS, Integers, Recipe, Sites, draw_set, draw_sites
from commonground.geo.columns import CORE_CIRCLE, VolumeColumns, volume_at
from commonground.geo.interval import ALTITUDE_TMM_MIN, UNLIMITED_TMM
from commonground.geo.volume import Volume
from commonground.record import encode_canonical

FOLDER = Path(".bench")
#: A changed recipe is another set: raise this so that no old one is read.
EDITION = 1
#: Sites are there long before and after the week.
MONTH_MS = 30 * 86_400_000

SETS: dict[str, Recipe] = {
    "1k": Recipe(1_000, 10),
    "10k": Recipe(10_000, 11),
    "100k": Recipe(100_000, 12),
    "1m": Recipe(1_000_000, 13),
    "10m": Recipe(10_000_000, 14),
    "100k_dense": Recipe(100_000, 21, 3.0, True),
    "100k_x6": Recipe(100_000, 21, 6.0, True),
    "100k_x12": Recipe(100_000, 21, 12.0, True),
    "1m_dense": Recipe(1_000_000, 22, 3.0, True),
    "q": Recipe(20_000, 99),
    "q_dense": Recipe(20_000, 98, 3.0, True),
    "q_x6": Recipe(20_000, 98, 6.0, True),
    "q_x12": Recipe(20_000, 98, 12.0, True),
}
SITES = "sites"
BY_SIZE = ("1k", "10k", "100k", "1m", "10m")
BY_DENSITY = ("100k", "100k_dense", "100k_x6", "100k_x12")


def asking_set(name: str) -> str:
    """Whose intents are asked about in a set: drawn like it."""
    _, _, density = name.partition("_")
    return f"q_{density}" if density else "q"


def columns_of_set(name: str) -> VolumeColumns:
    """The volumes of a named set; `sites` are circles of their buffers at all heights and times."""
    if name == SITES:
        return columns_of_sites(draw_sites())
    path = set_path(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        drawn = draw_set(SETS[name])
        partial = path.with_suffix(".partial.npz")
        np.savez(partial, **{field.name: getattr(drawn, field.name) for field in fields(drawn)})
        partial.rename(path)
    with np.load(path) as kept:
        return VolumeColumns(**{name: kept[name] for name in kept.files})


def columns_of_sites(sites: Sites) -> VolumeColumns:
    """Protected sites as volumes: each its own owner, a circle as wide as its buffer, always and at all heights."""
    count = len(sites.buffer_m)
    ends = np.arange(count + 1)
    no_reference = np.zeros(count, dtype=np.uint8)
    return VolumeColumns(
        owner=np.arange(count),
        core=np.full(count, CORE_CIRCLE, dtype=np.uint8),
        radius_tmm=np.rint(sites.buffer_m * 1e4).astype(np.int64),
        volume_lines=ends,
        line_positions=ends.copy(),
        positions_nd=sites.positions_nd,
        lower_tmm=np.full(count, ALTITUDE_TMM_MIN),
        upper_tmm=np.full(count, UNLIMITED_TMM),
        lower_reference=no_reference,
        upper_reference=no_reference.copy(),
        from_ms=np.full(count, EPOCH_MS - MONTH_MS),
        until_ms=np.full(count, EPOCH_MS + 2 * MONTH_MS),
    )


@dataclass(frozen=True, eq=False)
class Asking:
    """Intents that ask: all their volumes as columns, and the rows of each intent."""

    columns: VolumeColumns
    rows: list[Integers]

    @cache  # noqa: B019 - one object a process
    def volumes(self) -> list[list[Volume]]:
        """The volumes of each intent as records."""
        return [[volume_at(self.columns, row) for row in rows.tolist()] for rows in self.rows]

    def texts(self) -> list[bytes]:
        """Each intent as it comes over the wire: a JSON list of its volumes."""
        return [encode_canonical(volumes) for volumes in self.volumes()]


def rows_by_intent(columns: VolumeColumns) -> list[Integers]:
    """The rows of each intent, in order."""
    first = first_rows(columns)
    return [np.arange(begin, end) for begin, end in pairwise(first.tolist())]


def first_rows(columns: VolumeColumns) -> Integers:
    """The first row of each intent, and the end: intents are numbered in order of their rows."""
    return np.searchsorted(columns.owner, np.arange(int(columns.owner[-1]) + 2))


def asking(name: str, intents: int) -> Asking:
    """The first so many intents that ask in a set."""
    columns = columns_of_set(asking_set(name))
    return Asking(columns, rows_by_intent(columns)[:intents])


def set_path(name: str) -> Path:
    return FOLDER / "sets" / f"{name}-{EDITION}.npz"


def draw(name: str, planar: bool) -> dict[str, int]:
    """Draw a set, and as the peers hold it, so that no measurement waits for it."""
    if not set_path(name).exists():
        columns_of_set(name)
    if planar:
        from bench.engine.planar import planar_set

        planar_set(name)
    return {"volumes": SETS[name].volumes}
