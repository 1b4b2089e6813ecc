"""The index: keys in, keys out, never one too few."""

import numpy as np
import pytest

from commonground.geo.index import VolumeIndex
from commonground.geo.volume import Box, box_rows


def box(west, east, south=0.0, north=1.0, lower=0, upper=10, start=0, end=10):
    return Box(
        lon_ranges=((west, east),),
        south_deg=south,
        north_deg=north,
        lower_tmm=lower,
        upper_tmm=upper,
        from_ms=start,
        until_ms=end,
    )


BASE = box(10.0, 20.0)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (box(20.0, 30.0), True),
        (box(20.000001, 30.0), False),
        (box(0.0, 10.0), True),
        (box(0.0, 9.999999), False),
        (box(12.0, 13.0, 1.0, 2.0), True),
        (box(12.0, 13.0, 1.000001, 2.0), False),
        (box(12.0, 13.0, lower=10, upper=11), True),
        (box(12.0, 13.0, lower=11, upper=12), False),
        (box(12.0, 13.0, start=10, end=11), True),
        (box(12.0, 13.0, start=11, end=12), False),
    ],
)
def test_boxes_are_closed_on_every_side(asked, found):
    index = VolumeIndex()
    index.insert("a", BASE)
    assert index.candidates(asked) == (["a"] if found else [])


def test_two_ranges_meet_on_either_side_of_the_antimeridian_once():
    across = Box(lon_ranges=((179.0, 180.0), (-180.0, -179.0)), south_deg=0.0, north_deg=1.0)
    index = VolumeIndex()
    index.insert(7, across)
    assert index.candidates(box(-179.5, -179.4)) == [7]
    assert index.candidates(box(179.5, 179.6)) == [7]
    assert index.candidates(across) == [7]
    assert index.candidates(box(-178.9, 178.9)) == []


def test_insert_adds_and_remove_forgets_all():
    index = VolumeIndex()
    index.insert("a", [BASE, box(30.0, 31.0)])
    index.insert("a", box(50.0, 51.0))
    assert len(index) == 1
    assert index.candidates(box(50.0, 50.5)) == ["a"]
    index.remove("a")
    index.remove("a")
    assert "a" not in index
    assert index.candidates(box(0.0, 60.0)) == []


def test_it_grows_and_shrinks():
    index = VolumeIndex()
    for number in range(5_000):
        index.insert(number, box(number / 100, number / 100 + 0.005))
    for number in range(0, 5_000, 2):
        index.remove(number)
    for number in range(5_000, 6_000):
        index.insert(number, box(number / 100, number / 100 + 0.005))
    assert index.candidates(box(0.0, 100.0)) == [*range(1, 5_000, 2), *range(5_000, 6_000)]


def test_columns_are_read_back():
    index = VolumeIndex()
    index.insert("gone", BASE)
    index.insert("a", [BASE, box(30.0, 31.0)])
    index.insert("b", box(15.0, 35.0))
    index.remove("gone")
    keys, ground, bands = index.columns()
    assert keys == ["a", "a", "b"]
    copy = VolumeIndex.from_arrays(keys, ground, bands)
    rows = VolumeIndex.from_rows(["a", "a", "b"], [box_rows(b)[0] for b in (BASE, box(30, 31), box(15, 35))])
    for asked in (BASE, box(30.5, 32.0), box(0.0, 1.0)):
        assert copy.candidates(asked) == rows.candidates(asked) == index.candidates(asked)
    copy.insert("c", BASE)
    copy.remove("b")
    assert copy.candidates(BASE) == ["a", "c"]
    assert index.candidates(BASE) == ["a", "b"]


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="differ in length"):
        VolumeIndex.from_arrays(["a"], np.zeros((4, 2)), np.zeros((4, 1), dtype=np.int64))


def test_an_empty_index_finds_nothing():
    assert VolumeIndex().candidates(BASE) == []
    assert VolumeIndex.from_rows([], []).candidates(BASE) == []
