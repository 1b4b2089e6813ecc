"""What is relevant: closed ends of height and time, extents that are one, the extents that cover others."""

from __future__ import annotations

from commonground.geo.footprint import Circle
from commonground.geo.interval import Altitude
from commonground.geo.relevance import Extent, Relevance, covers, extents_of, meet
from commonground.geo.volume import Volume

HERE = Extent(frozenset({1, 2}), 100, 200, 1_000, 2_000)


def volume(lon_nd: int, lower_m: int, from_ms: int) -> Volume:
    def height(metres: int) -> Altitude:
        return Altitude(value_tmm=metres * 10_000, reference="W84", unit="M")

    return Volume(
        footprint=Circle(center=(lon_nd, 33 * 10**9), radius_tmm=1_000_000),
        lower=height(lower_m), upper=height(lower_m + 50), from_ms=from_ms, until_ms=from_ms + 60_000,
    )  # fmt: skip


def test_ends_that_touch_are_relevant() -> None:
    assert meet(HERE, HERE._replace(lower_tmm=200, upper_tmm=300))
    assert not meet(HERE, HERE._replace(lower_tmm=201, upper_tmm=300))
    assert meet(HERE, HERE._replace(from_ms=2_000, until_ms=3_000))
    assert not meet(HERE, HERE._replace(from_ms=2_001, until_ms=3_000))
    assert meet(HERE, HERE._replace(cells=frozenset({2, 3})))
    assert not meet(HERE, HERE._replace(cells=frozenset({3})))


def test_volumes_of_one_band_and_window_are_one_extent() -> None:
    near, far = volume(36 * 10**9, 100, 0), volume(37 * 10**9, 100, 0)
    [both] = extents_of([near, far])
    assert both.cells == extents_of([near])[0].cells | extents_of([far])[0].cells
    assert (both.lower_tmm, both.upper_tmm, both.from_ms, both.until_ms) == (1_000_000, 1_500_000, 0, 60_000)
    assert len(extents_of([near, volume(36 * 10**9, 101, 0), volume(36 * 10**9, 100, 1)])) == 3


def test_a_part_that_is_relevant_makes_the_whole_relevant_and_the_box_round_the_parts_does_not() -> None:
    """Low and early, high and late: somebody low and late meets neither."""
    index: Relevance[str] = Relevance()
    index.put("two", (HERE, HERE._replace(lower_tmm=500, upper_tmm=600, from_ms=5_000, until_ms=6_000)))
    assert index.met_by([HERE]) == ["two"]
    assert index.met_by([HERE._replace(from_ms=5_000, until_ms=6_000)]) == []
    assert index.met_by([HERE._replace(from_ms=5_000, until_ms=6_000), HERE]) == ["two"]


def test_what_stands_anew_stands_nowhere_else() -> None:
    index: Relevance[str] = Relevance()
    index.put("one", (HERE,))
    index.put("one", (HERE._replace(cells=frozenset({9})),))
    assert index.met_by([HERE]) == []
    assert "one" in index
    index.put("one", ())
    assert "one" not in index
    assert index.extents("one") == ()


def test_an_extent_is_covered_by_one_that_holds_all_of_it() -> None:
    assert covers([HERE], HERE)
    for change in ({"lower_tmm": 99}, {"upper_tmm": 201}, {"from_ms": 999}, {"until_ms": 2_001}):
        assert not covers([HERE], HERE._replace(**change))
    assert not covers([HERE], HERE._replace(cells=frozenset({1, 3})))
    assert not covers([], HERE)
