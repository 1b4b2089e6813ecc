"""The engine by its own calls: adding, removing, packing, asking. Exactness is for the oracle and property tests."""

from __future__ import annotations

from concurrent.futures import Future

import numpy as np
import pytest

from commonground.geo.columns import columns_of
from commonground.geo.engine import Engine, cores
from commonground.geo.engine import runs as runs_module
from commonground.geo.engine.draw import draw
from commonground.geo.engine.layout import BREAK, SLOT
from commonground.geo.footprint import Circle, Corridor, Footprint, Polygon
from commonground.geo.intersection import volumes_meet
from commonground.geo.interval import Altitude, AltitudeContext
from commonground.geo.volume import Volume

DAY_MS = 86_400_000
START_MS = 1_900_000_000_000


def circle(lon_deg: float, lat_deg: float, radius_m: float) -> Circle:
    return Circle(center=(round(lon_deg * 1e9), round(lat_deg * 1e9)), radius_tmm=round(radius_m * 1e4))


def volume(
    footprint: Footprint,
    *,
    from_ms: int = START_MS,
    until_ms: int = START_MS + 1,
    low: int = 0,
    high: int = 100,
) -> Volume:
    return Volume(
        footprint=footprint,
        lower=Altitude(value_tmm=low * 10_000, reference="W84", unit="M"),
        upper=Altitude(value_tmm=high * 10_000, reference="W84", unit="M"),
        from_ms=from_ms,
        until_ms=until_ms,
    )


def test_a_key_is_met_until_it_is_removed():
    engine = Engine()
    engine.insert("a", [volume(circle(41, 35, 100))])
    engine.insert("b", [volume(circle(41.01, 35, 1_000))])
    question = [volume(circle(41, 35, 1))]
    assert set(engine.meeting(question)) == {"a", "b"}
    assert engine.meeting(question, leave_out=["a", "unheard of"]) == ["b"]
    engine.remove("a")
    engine.remove("a")
    assert engine.meeting(question) == ["b"]
    assert "a" not in engine
    assert len(engine) == 1
    engine.compact()
    assert engine.meeting(question) == ["b"]
    assert engine.rows == 1


def test_volumes_of_a_key_are_numbered_over_several_insertions():
    engine = Engine()
    engine.insert("a", [volume(circle(41, 35, 10)), volume(circle(41, 35, 20))])
    engine.insert("b", [volume(circle(42, 35, 10))])
    engine.insert("a", [volume(circle(41, 35, 30))])
    asked = [volume(circle(50, 35, 1)), volume(circle(41, 35, 1))]
    assert sorted(engine.meetings(asked)) == [(1, "a", 0), (1, "a", 1), (1, "a", 2)]
    assert engine.pairs().a.tolist() == []


def test_times_touch_to_the_millisecond_and_levels_to_the_tenth():
    engine = Engine()
    engine.insert("a", [volume(circle(41, 35, 100), from_ms=START_MS, until_ms=START_MS + 5_001)])
    at = circle(41, 35, 1)
    assert engine.meeting([volume(at, from_ms=START_MS + 5_001, until_ms=START_MS + DAY_MS)]) == ["a"]
    assert engine.meeting([volume(at, from_ms=START_MS + 5_002, until_ms=START_MS + DAY_MS)]) == []
    assert engine.meeting([volume(at, low=100, high=200)]) == ["a"]
    above = volume(at, low=100, high=200)
    lower = Altitude(value_tmm=1_000_001, reference="W84", unit="M")
    assert (
        engine.meeting(
            [Volume(footprint=at, lower=lower, upper=above.upper, from_ms=START_MS, until_ms=START_MS)]
        )
        == []
    )


def test_a_buffer_of_the_question_and_of_the_volume_are_the_same():
    asked, kept = volume(circle(41, 35, 100)), volume(circle(41.02, 35, 100))
    plain, wide = Engine(), Engine()
    plain.insert("a", [kept])
    wide.insert("a", [kept], buffer_m=2_000)
    assert plain.meeting([asked]) == []
    assert plain.meeting([asked], buffer_m=2_000) == ["a"] == wide.meeting([asked])
    assert plain.meeting([asked], buffer_m=1_500) == []


def test_a_place_is_met_at_every_height_and_time():
    engine = Engine()
    engine.insert_places("hospital", [circle(41, 35, 50)], buffer_m=500)
    high = volume(circle(41, 35.005, 10), low=90_000, high=99_000, from_ms=7 * 10**12, until_ms=7 * 10**12)
    assert engine.meeting([high]) == ["hospital"]
    assert engine.meeting([volume(circle(41, 35.0055, 10))]) == []


def test_across_the_antimeridian_a_pair_is_one_pair():
    band = Corridor(path=((179_900_000_000, 0), (-179_900_000_000, 0)), width_tmm=10_000_000)
    wide = Polygon(rings=(((-170 * 10**9, 85 * 10**9), (100 * 10**9, 85 * 10**9), (10 * 10**9, 85 * 10**9)),))
    engine = Engine()
    for key, footprint in (
        ("band", band),
        ("ball", circle(180, 0, 5_000)),
        ("west", circle(-179.95, 0, 100)),
        ("cap", wide),
        ("pole", circle(0, 90, 1_000)),
    ):
        engine.insert(key, [volume(footprint)])
    for _ in range(2):
        pairs = engine.pairs()
        named = [{engine.key_at(a), engine.key_at(b)} for a, b in zip(pairs.a, pairs.b, strict=True)]
        assert len(named) == 3
        for expected in ({"band", "ball"}, {"band", "west"}, {"cap", "pole"}):
            assert expected in named
        assert set(engine.meeting([volume(circle(-179.999, 0, 10))])) == {"band", "ball"}
        engine.compact()


@pytest.fixture
def small_runs(monkeypatch):
    monkeypatch.setattr(runs_module, "FRESH_ROWS", 32)


def test_many_runs_and_one_give_the_same_answers(small_runs):
    random = np.random.default_rng(4)
    engine = Engine()
    for key in range(1_500):
        lon, lat = random.uniform(38.9, 39.1), random.uniform(32.9, 33.1)  # four tiles meet here
        engine.insert(key, [volume(circle(lon, lat, float(random.uniform(50, 2_000))))])
        if key % 3 == 0:
            engine.remove(int(random.integers(0, key + 1)))
    assert engine.rows >= len(engine)
    asked = [volume(circle(39, 33, 3_000))]
    pairs, met = len(engine.pairs()), engine.meeting(asked)
    engine.compact()
    assert engine.rows == len(engine)
    assert (len(engine.pairs()), set(engine.meeting(asked))) == (pairs, set(met))
    assert pairs > 1_000
    assert len(met) > 50


def test_what_was_filled_is_put_in_order_as_soon_as_it_is_closed(small_runs):
    """A question walks most of a run whose rows lie as they came: none waits for others of its size."""
    runs = runs_module.Runs()
    alive = np.ones(200, dtype=np.uint8)
    for slot in range(40):
        around = columns_of([volume(circle(41 + slot % 7, 35, 100))])
        runs.add([draw(around, np.array([slot]), np.array([0]))], alive)
    closed, filled = runs.adopt(alive, wait=True)
    assert (len(closed), closed.in_order) == (32, True)
    assert (len(filled), filled.in_order) == (8, False)
    assert sorted(closed.facts[:, SLOT]) == list(range(32))


def test_what_is_closed_while_others_are_packed_is_put_in_order_at_once(small_runs):
    runs = runs_module.Runs()
    alive = np.ones(200, dtype=np.uint8)
    runs._packing = Future()  # it is never done
    for slot in range(100):
        alive[slot] = slot < 32 or slot >= 64  # a run of which nothing is left
        around = columns_of([volume(circle(41 + slot % 7, 35, 100))])
        runs.add([draw(around, np.array([slot]), np.array([0]))], alive)
    assert [(len(run), run.in_order) for run in runs.adopt(alive)] == [(32, True), (32, True), (4, False)]


def test_columns_are_kept_under_the_keys_of_their_owners():
    volumes = [volume(circle(41 + n / 100, 35, 600)) for n in range(6)]
    engine = Engine()
    engine.insert_columns(["x", "y", "z"], columns_of(volumes, [2, 0, 2, 1, 1, 0]))
    assert sorted(engine.meetings([volume(circle(41.02, 35, 1))])) == [(0, "z", 1)]
    pairs = engine.pairs()
    assert len(pairs) == 5 - 1  # neighbours overlap, and the fourth and fifth have one owner


def test_the_mark_between_two_rings_is_no_place():
    """Far west on a plane the mark is nearer to a point than the rim of a circle round it may be."""
    ring = [[0, 0], [10, 0], [10, 10], [0, 0]]
    points = np.array([*ring, [BREAK, 0], *ring], dtype=np.int32)
    asked = (-1.3e9, 0.0, points, 0, len(points))
    assert cores._point_and_lines(*asked, 1.2e9**2, 1.2e9**2) == (False, False, False)
    assert cores._point_and_lines(*asked, 1.4e9**2, 1.4e9**2) == (False, True, True)


def test_saved_rows_are_given_back_whole_or_not_at_all():
    engine = Engine()
    volumes = [volume(circle(41, 35, 100)), volume(Polygon(rings=(((0, 0), (10**8, 0), (0, 10**8)),)))]
    rows = engine.saved_rows(volumes)
    engine.insert_saved([(["a", "b"], [rows, rows]), (["c"], [engine.saved_rows(volumes[:1], 50.0)])])
    asked = [volume(circle(41.0013, 35, 1)), volume(circle(0.01, 0.01, 1))]
    assert sorted(engine.meetings(asked)) == [(0, "c", 0), (1, "a", 1), (1, "b", 1)]
    assert len(engine.pairs()) == 2 + 2
    for broken in (rows[:-4], rows + rows, b"", rows[:-1]):
        with pytest.raises(ValueError, match="cut short"):
            engine.insert_saved([(["d"], [rows]), (["e"], [broken])])
        assert "d" not in engine
        assert "e" not in engine
    assert len(engine.meeting(asked)) == 3
    assert Engine(AltitudeContext(pressure_lower_hpa=930)).layout != engine.layout


def test_the_largest_footprints_lie_on_one_plane():
    """Discs that 32 bits do not hold say nothing, and the footprints are still compared."""
    top = Polygon(
        rings=(((-8 * 10**9, 0), (8 * 10**9, 0), (8 * 10**9, 100_000_000), (-8 * 10**9, 100_000_000)),)
    )
    far = Corridor(path=((7_900_000_000, 1_000_000_000), (7_900_000_000, 17 * 10**9)), width_tmm=10**9)
    engine = Engine()
    engine.insert("top", [volume(top)])
    engine.insert("far", [volume(far)])
    assert set(engine.meeting([volume(circle(7.9, 0.5, 60_000))])) == {"top", "far"}
    assert engine.meeting([volume(circle(7.9, 16.9, 1_000))]) == ["far"]
    assert len(engine.pairs()) == int(volumes_meet(volume(top), volume(far)) is not None)
