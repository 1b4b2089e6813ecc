"""The cut into cells, without Spark: each pair in exactly one cell, wherever on Earth and however long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from jobs.cells import HOUR_MS, Grid, bounds_of, copies_of, home_cells, parts_of
from tests.unit.jobs.hard_volumes import (
    HARD,
    engine_pairs,
    hard_columns,
    names_of,
    scattered_columns,
    workload_columns,
)

from commonground.geo.columns import VolumeColumns

EVERYTHING = 10**9
GRIDS = [Grid(1.0, 1.0, EVERYTHING), Grid(2.0, 6.0, EVERYTHING), Grid(7.0, 5.0, EVERYTHING)]


@dataclass(frozen=True)
class Cut:
    """The cells of each volume in order, and of each pair of the engine the rows and the cell that counts it."""

    cells: list[list[int]]
    pairs: list[tuple[int, int, int]]

    def shared(self, a: int, b: int) -> set[int]:
        return set(self.cells[a]) & set(self.cells[b])


def cut(columns: VolumeColumns, grid: Grid) -> Cut:
    bounds = bounds_of(columns)
    cells: list[list[int]] = [[] for _ in range(len(columns))]
    volume, cell, wide = copies_of(bounds, grid)
    assert len(wide) == 0
    for n, one in zip(volume.tolist(), cell.tolist(), strict=True):
        cells[n].append(one)
    row_of = {name: row for row, name in enumerate(names_of(columns))}
    pairs = [(row_of[pair[:2]], row_of[pair[2:]]) for pair in sorted(engine_pairs(columns))]
    a, b = np.array(pairs).T
    home = home_cells(bounds, a, b, grid)
    assert (home == home_cells(bounds, b, a, grid)).all()
    return Cut(cells, [(*pair, one) for pair, one in zip(pairs, home.tolist(), strict=True)])


SETS = {
    "hard": hard_columns,
    "scattered": lambda: scattered_columns(400, 3),
    "dense": lambda: workload_columns(4_000, is_dense=True),
}


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("grid", GRIDS, ids=lambda grid: f"{grid.tile_deg:g} deg {grid.bucket_h:g} h")
def test_both_volumes_of_a_pair_are_copied_to_the_cell_that_counts_it(grid: Grid, name: str) -> None:
    made = cut(SETS[name](), grid)
    assert len(made.pairs) > 20
    for cells in made.cells:
        assert 0 < len(cells) == len(set(cells))
    lost = [(a, b) for a, b, home in made.pairs if home not in made.shared(a, b)]
    assert lost == []


@pytest.mark.parametrize("name", SETS)
def test_copies_and_the_choice_of_one_cell_are_both_needed(name: str) -> None:
    made = cut(SETS[name](), GRIDS[0])
    assert any(made.cells[a][0] != made.cells[b][0] for a, b, _ in made.pairs), "one cell a volume loses none"
    assert any(len(made.shared(a, b)) > 1 for a, b, _ in made.pairs), "no pair would be counted twice"


def test_wide_volumes_are_told_apart_and_not_copied() -> None:
    columns = hard_columns()
    bounds = bounds_of(columns)
    volume, _, wide = copies_of(bounds, Grid(2.0, 6.0, 64))
    assert sorted({*volume.tolist(), *wide.tolist()}) == list(range(len(columns)))
    assert list(HARD).index("theatre with a hole, a week") in wide
    assert np.bincount(volume).max() <= 64


def test_a_long_volume_costs_no_memory_before_it_is_left_out() -> None:
    columns = hard_columns()
    columns.until_ms[0] = columns.from_ms[0] + 366 * 24 * HOUR_MS
    volume, _, wide = copies_of(bounds_of(columns), Grid(1.0, 1e-3, 64))  # 360 million cells
    assert 0 in wide
    assert 0 not in volume


def test_no_band_has_tiles_narrower_than_high_and_the_pole_has_one() -> None:
    for grid in GRIDS:
        widths_lanes = grid.widths_lanes()
        middle = len(widths_lanes) // 2
        assert widths_lanes[middle] >= grid.band_lanes
        assert widths_lanes.max() <= 3_600_000_000
        assert (widths_lanes[[0, -1]] > 3 * grid.band_lanes).all()
        assert len(widths_lanes) * grid.tiles_most < 2**31


def test_parts_are_counted_as_the_engine_counts_them() -> None:
    assert parts_of(np.array([5, 2, 5, 5, 2])).tolist() == [0, 0, 1, 2, 1]
