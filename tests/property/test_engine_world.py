"""The engine over the whole world: what is wide, far, thin, on a pole or across the antimeridian, and by the thousand.

Circles by the thousand are held against PROJ's distances, the rest against asking every pair.
"""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.oracle.walk import position, ring_round, step

from commonground.geo.columns import VolumeColumns
from commonground.geo.engine import Engine
from commonground.geo.engine import runs as runs_module
from commonground.geo.footprint import Circle, Corridor, Polygon
from commonground.record import replace

from .engine_rooms import ORIGINS, assert_answers, crowd, footprints, ground_meets, is_acceptable

GEOD = pyproj.Geod(ellps="WGS84")
LIKE = crowd(1, (0.0, 0.0), 1)[0]
FEW = settings(max_examples=30, deadline=None)


def circles_over_the_world(count: int, seed: int) -> VolumeColumns:
    """Circles of 10 m to 900 km, each its own owner: a quarter by the poles, a quarter by the antimeridian, a half in a
    throng; one hour of three, 1 km of 3 km.
    """
    draw = np.random.default_rng(seed)
    lon = np.where(draw.random(count) < 0.33, 180 + draw.normal(0, 3, count), draw.uniform(-180, 180, count))
    lat = np.degrees(np.arcsin(draw.uniform(-1, 1, count)))
    throng = np.arange(count) % 2 == 0
    lon[throng], lat[throng] = draw.normal(41, 0.4, throng.sum()), draw.normal(35, 0.4, throng.sum())
    polar = np.arange(count) % 4 == 1
    lat[polar] = np.copysign(90 - draw.exponential(1, polar.sum()), lat[polar])
    lon = (lon + 180) % 360 - 180
    radius_m = 10 ** draw.uniform(1, np.where(draw.random(count) < 0.03, 5.95, 4))
    from_ms = draw.integers(0, 7_200_000, count)
    lower_tmm = draw.integers(0, 20_000_000, count)
    return VolumeColumns(
        owner=np.arange(count),
        core=np.zeros(count, dtype=np.uint8),
        radius_tmm=np.round(radius_m * 1e4).astype(np.int64),
        volume_lines=np.arange(count + 1),
        line_positions=np.arange(count + 1),
        positions_nd=np.round(np.stack([lon, lat], axis=1) * 1e9).astype(np.int64),
        lower_tmm=lower_tmm,
        upper_tmm=lower_tmm + 10_000_000,
        lower_reference=np.zeros(count, dtype=np.uint8),
        upper_reference=np.zeros(count, dtype=np.uint8),
        from_ms=from_ms,
        until_ms=from_ms + 3_600_000,
    )


def part_of(columns: VolumeColumns, first: int, stop: int) -> VolumeColumns:
    """Circles `first` to `stop`, with their owners counted from 0."""
    count = stop - first
    names = ("core", "radius_tmm", "positions_nd", "lower_tmm", "upper_tmm", "from_ms", "until_ms")
    cut = {name: getattr(columns, name)[first:stop] for name in names}
    more = {name: getattr(columns, name)[first:stop] for name in ("lower_reference", "upper_reference")}
    offsets = np.arange(count + 1)
    return VolumeColumns(owner=np.arange(count), volume_lines=offsets, line_positions=offsets, **cut, **more)


def circles_that_meet(
    a: VolumeColumns, b: VolumeColumns
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Pairs (number in a, number in b) that meet, and those within 1 cm of contact."""
    shared = (
        (a.from_ms[:, None] <= b.until_ms)
        & (b.from_ms <= a.until_ms[:, None])
        & (a.lower_tmm[:, None] <= b.upper_tmm)
        & (b.lower_tmm <= a.upper_tmm[:, None])
    )
    first, second = np.nonzero(shared)
    p, q = a.positions_nd[first] / 1e9, b.positions_nd[second] / 1e9
    away_m = np.asarray(GEOD.inv(p[:, 0], p[:, 1], q[:, 0], q[:, 1])[2])
    gap_m = away_m - (a.radius_tmm[first] + b.radius_tmm[second]) / 1e4
    pairs = np.stack([first, second], axis=1)
    is_open = np.abs(gap_m) <= 0.01
    return (
        set(map(tuple, pairs[(gap_m < 0) & ~is_open].tolist())),
        set(map(tuple, pairs[is_open].tolist())),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_left_out_of_thousands_and_nothing_added(seed):
    """More than fit into one run, inserted in bulk and one by one, some removed again."""
    count, asking = 6_000, 150
    columns = circles_over_the_world(count + asking, seed)
    engine = Engine()
    engine.insert_columns(list(range(2_000)), part_of(columns, 0, 2_000))
    for begin in range(2_000, count, 50):
        engine.insert_columns(list(range(begin, begin + 50)), part_of(columns, begin, begin + 50))
    removed = set(range(0, count, 7))
    for key in removed:
        engine.remove(key)
    asked = part_of(columns, count, count + asking)
    meet, is_open = circles_that_meet(asked, part_of(columns, 0, count))
    found = set()
    for number in range(asking):
        question = engine.prepare_columns(part_of(asked, number, number + 1))
        found |= {(number, key) for key in engine.meeting_prepared(question)}
    meet = {pair for pair in meet if pair[1] not in removed}
    assert len(meet) > 500
    assert found - is_open == meet
    engine.compact()
    again = set()
    for number in range(asking):
        question = engine.prepare_columns(part_of(asked, number, number + 1))
        again |= {(number, key) for key in engine.meeting_prepared(question)}
    assert again == found


@pytest.mark.parametrize("threads", [1, 2])
def test_all_pairs_of_hundreds_of_circles_over_the_world(threads, monkeypatch):
    """In many runs, so that pairs across runs are found and found once."""
    monkeypatch.setattr(runs_module, "FRESH_ROWS", 64)
    columns = circles_over_the_world(900, 3)
    engine = Engine()
    for begin in range(0, 900, 10):
        engine.insert_columns(list(range(begin, begin + 10)), part_of(columns, begin, begin + 10))
    pairs = engine.pairs(threads=threads)
    named = [(engine.key_at(a), engine.key_at(b)) for a, b in zip(pairs.a, pairs.b, strict=True)]
    found = {(min(pair), max(pair)) for pair in named}
    assert len(found) == len(named)
    meet, is_open = circles_that_meet(columns, columns)
    assert len(found) > 500
    assert found - is_open == {(a, b) for a, b in meet if a < b}


@st.composite
def wide_footprints(draw, origin):
    """A corridor of up to 1,900 km, a theatre, or a circle of up to 900 km near a place."""
    middle = step(position(*origin), draw(st.floats(0, 360)), draw(st.floats(0, 400_000)))
    kind = draw(st.sampled_from(["corridor", "theatre", "circle"]))
    if kind == "circle":
        return Circle(center=middle, radius_tmm=round(draw(st.floats(50_000, 900_000)) * 1e4))
    if kind == "corridor":
        heading, half_m = draw(st.floats(0, 360)), draw(st.floats(50_000, 940_000))
        path = step(middle, heading, half_m), step(middle, heading + draw(st.floats(150, 210)), half_m)
        return Corridor(path=path, width_tmm=round(draw(st.floats(100, 20_000)) * 1e4))
    size_m = draw(st.floats(100_000, 850_000))
    ring = ring_round(middle, size_m, draw(st.integers(3, 40)), draw(st.floats(0, 90)))
    hole = ring_round(middle, size_m * 0.4, draw(st.integers(3, 8)))
    return Polygon(rings=(ring, hole) if draw(st.booleans()) else (ring,))


@FEW
@given(st.data())
def test_wide_shapes_meet_small_and_wide_ones_as_the_truth_says(data):
    origin = data.draw(st.sampled_from([*ORIGINS, (-179.0, 66.0), (25.0, 90.0)]))
    wide = [
        one
        for one in data.draw(st.lists(wide_footprints(origin), min_size=1, max_size=4))
        if is_acceptable(one)
    ]
    small = data.draw(st.lists(footprints(origin, spread_m=1_200_000.0), min_size=1, max_size=4))
    engine = Engine()
    for number, footprint in enumerate((*wide, *small)):
        engine.insert(number, [replace(LIKE, footprint=footprint)])
    for asked in (*wide, *small):
        wanted = {n: ground_meets(asked, kept) for n, kept in enumerate((*wide, *small))}
        assert_answers(engine.meeting([replace(LIKE, footprint=asked)]), wanted)


@FEW
@given(
    st.sampled_from([90, -90]),
    st.floats(-180, 180),
    st.floats(0, 300_000),
    st.floats(0, 360),
    st.floats(100, 400_000),
)
def test_a_pole_is_one_place_whatever_its_longitude(pole_deg, lon_deg, away_m, heading, radius_m):
    kept = Circle(center=step(position(0, pole_deg), heading, away_m), radius_tmm=round(radius_m * 1e4))
    wanted = None if abs(away_m - radius_m) < 0.02 else away_m < radius_m
    for lon in (0, lon_deg, 180):
        engine = Engine()
        engine.insert_places("kept", [kept])
        asked = Circle(center=(round(lon * 1e9), pole_deg * 10**9), radius_tmm=0)
        assert_answers(engine.meeting([replace(LIKE, footprint=asked)]), {"kept": wanted})
