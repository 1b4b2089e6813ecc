"""The workload of the engine's benchmark: the same volumes from the same seed, block by block or not."""

import numpy as np
import pytest
from bench.engine import workload
from bench.engine.sets import columns_of_sites, rows_by_intent
from bench.engine.workload import EPOCH_MS, Recipe, draw_set, draw_sites

from commonground.geo.columns import CORE_CIRCLE, CORE_POLYGON, validate_columns, volume_at
from commonground.geo.volume import validate_volume

RECIPE = Recipe(10_000, 11)
#: Made once by another program from the same recipe: row, intent, core, first position, height in tmm, window in ms.
KNOWN = [
    (0, 0, CORE_CIRCLE, (42.890413044609055, 35.6215790200724), 1_550_700, 2_174_900, 27_341_000, 28_842_000),
    (1, 0, CORE_POLYGON, (42.882014372473144, 35.61538031634137), 1_444_200, 2_068_500, 27_341_000, 28_842_000),
    (9_999, 1_891, CORE_CIRCLE, (41.10727474740244, 34.32401675424308), 35_884_700, 39_087_000, 544_451_000,
     545_051_000),
]  # fmt: skip


@pytest.fixture(scope="module")
def drawn():
    return draw_set(RECIPE)


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: f"row {known[0]}")
def test_a_row_is_what_another_program_drew(drawn, known):
    row, intent, core, position, lower_tmm, upper_tmm, from_ms, until_ms = known
    first = drawn.line_positions[row]
    assert (drawn.owner[row], drawn.core[row]) == (intent, core)
    assert drawn.positions_nd[first].tolist() == [round(degrees * 1e9) for degrees in position]
    assert (drawn.lower_tmm[row], drawn.upper_tmm[row]) == (lower_tmm, upper_tmm)
    assert (drawn.from_ms[row] - EPOCH_MS, drawn.until_ms[row] - EPOCH_MS) == (from_ms, until_ms)


def test_rings_are_the_same_in_small_blocks(drawn, monkeypatch):
    monkeypatch.setattr(workload, "_BLOCK", 777)
    again = draw_set(RECIPE)
    assert np.array_equal(again.positions_nd, drawn.positions_nd)
    assert np.array_equal(again.line_positions, drawn.line_positions)


def test_columns_and_volumes_are_acceptable(drawn):
    validate_columns(drawn)
    validate_columns(columns_of_sites(draw_sites()))
    for row in range(0, len(drawn), 500):
        validate_volume(volume_at(drawn, row), "volume")


def test_the_rows_of_intents_are_all_rows_in_order(drawn):
    rows = rows_by_intent(drawn)
    assert np.array_equal(np.concatenate(rows), np.arange(len(drawn)))
    assert all(len(set(drawn.owner[one].tolist())) == 1 for one in rows)
    assert max(len(one) for one in rows) == 50


def test_a_crowded_recipe_has_intents_nearer_to_towns():
    loose, crowded = (draw_set(Recipe(2_000, 21, crowd, True)) for crowd in (3.0, 12.0))
    towns = workload.towns()
    far = [_far_from_towns(columns, towns) for columns in (loose, crowded)]
    assert far[1] < far[0] / 2


def _far_from_towns(columns, towns):
    starts = [rows[0] for rows in rows_by_intent(columns)]
    middles = columns.positions_nd[columns.line_positions[starts]] / 1e9
    apart = np.hypot(middles[:, :1] - towns.lon, middles[:, 1:] - towns.lat)
    return float(np.median(apart.min(axis=1)))
