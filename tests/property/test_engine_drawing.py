"""What is drawn: edges are cut where the definition cuts them, and what is seen to be acceptable is accepted."""

from __future__ import annotations

import math
from itertools import cycle

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.geo.columns import columns_of
from commonground.geo.engine import accept
from commonground.geo.engine.draw import DEFAULT_TERMS, draw
from commonground.geo.engine.layout import BREAK, CENTER_X, CENTER_Y, COUNT, TILE
from commonground.geo.engine.tiles import drawn, frame_of
from commonground.geo.engine.together import drawn_together
from commonground.geo.footprint import Circle, Corridor, Footprint, Polygon, outline_of, validate_footprint
from commonground.geo.plane import to_ecef
from commonground.geo.volume import Volume
from tests.property.test_plain_volumes import corridors, rings
from tests.worlds import nd, volume


def placed(footprint: Footprint) -> Volume:
    given_volume = volume()
    return Volume(
        footprint=footprint, lower=given_volume.lower, from_ms=given_volume.from_ms, until_ms=given_volume.until_ms
    )  # fmt: skip


@st.composite
def wide_lines(draw: st.DrawFn) -> Footprint:
    """Circles, corridors and polygons with edges of metres to 200 km; none need be acceptable."""
    lon, lat = draw(st.sampled_from([-179.5, 0.0, 36.0])), draw(st.sampled_from([-68.0, 0.0, 33.0, 85.0]))
    size_deg = draw(st.sampled_from([0.001, 0.07, 0.2, 1.0]))
    shares = st.tuples(st.floats(-1, 1), st.floats(-1, 1))
    places = [
        (nd(lon + size_deg * x), nd(lat + size_deg * y))
        for x, y in draw(st.lists(shares, min_size=3, max_size=7))
    ]
    kind = draw(st.sampled_from(["circle", "corridor", "polygon", "hole"]))
    if kind == "circle":
        return Circle(center=places[0], radius_tmm=5_000_000)
    if kind == "corridor":
        return Corridor(path=tuple(places), width_tmm=5_000_000)
    return Polygon(rings=(tuple(places),) if kind == "polygon" else (tuple(places), tuple(places[:3])))


def by_definition(footprint: Footprint, tile: int) -> list[list[tuple[int, int]]]:
    """The points of the outline, line by line and closed, on the plane of a tile."""
    outline, frame = outline_of(footprint), frame_of(tile)
    seen = [drawn(frame, *one) for one in to_ecef(outline.lon, outline.lat).tolist()]
    lines = [seen[a:b] for a, b in zip(outline.offsets, outline.offsets[1:], strict=False)]
    return [[*line, line[0]] for line in lines] if outline.is_region else lines


@settings(max_examples=150, deadline=None)
@given(st.lists(wide_lines(), min_size=1, max_size=5))
def test_edges_are_cut_at_the_points_of_the_definition(footprints: list[Footprint]) -> None:
    columns = columns_of([placed(one) for one in footprints])
    made = draw(columns, np.zeros(len(columns), dtype=np.int64), np.arange(len(columns)))
    used, firsts = 0, {int(part): row for row, part in reversed(list(enumerate(made.facts[:, 1])))}
    for number, footprint in enumerate(footprints):
        facts = made.facts[firsts[number]]
        points = made.points[used : used + facts[COUNT]].tolist()
        used += int(facts[COUNT])
        lines: list[list[list[int]]] = [[]]
        for point in points:
            if point[0] == BREAK:
                lines.append([])
            else:
                lines[-1].append(point)
        expected = by_definition(footprint, facts[TILE])
        assert [len(line) for line in lines] == [len(line) for line in expected]
        for line, other in zip(lines, expected, strict=True):
            assert np.abs(np.array(line) - np.array(other)).max() <= 1
    assert used == len(made.points)


@settings(max_examples=600, deadline=None)
@given(st.lists(rings() | corridors, min_size=1, max_size=4))
def test_what_is_drawn_together_is_acceptable_and_the_rest_changes_none_of_it(
    footprints: list[Footprint],
) -> None:
    entities = [[placed(one)] for one in footprints]
    for one, entity in zip(drawn_together(entities, DEFAULT_TERMS, 5.0), entities, strict=True):
        [alone] = drawn_together([entity], DEFAULT_TERMS, 5.0)
        assert (one is None) == (alone is None)
        if one is not None and alone is not None:
            assert (one.data, one.box_nd, one.volumes) == (alone.data, alone.box_nd, 1)
            validate_footprint(entity[0].footprint, "footprint")


@settings(max_examples=400, deadline=None)
@given(rings(), st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=24, max_size=24))
def test_a_ring_that_goes_round_its_middle_is_simple_wherever_its_corners_move(
    ring: Polygon, steps: list[tuple[int, int]]
) -> None:
    columns = columns_of([placed(ring)])
    made = draw(columns, np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))
    middle = int(made.facts[0, CENTER_X]), int(made.facts[0, CENTER_Y])
    if accept._goes_round(made.points, 0, len(made.points), middle):
        corners = [
            (x + dx, y + dy)
            for (x, y), (dx, dy) in zip(made.points[:-1].tolist(), cycle(steps), strict=False)
        ]
        assert shapely.Polygon(corners).is_valid


def on_circle(corners: int, turns: int = 1) -> list[tuple[int, int]]:
    angles = [2 * math.pi * turns * number / corners for number in range(corners)]
    return [(round(9_000 * math.cos(one)), round(9_000 * math.sin(one))) for one in angles]


def goes_round(places: list[tuple[int, int]]) -> bool:
    points = np.array([*places, places[0]], dtype=np.int32)
    return bool(accept._goes_round(points, 0, len(points), (0, 0)))


@pytest.mark.parametrize("corners", [3, 4, 12, 40])
def test_neat_rings_go_round_in_either_direction(corners: int) -> None:
    neat = on_circle(corners)
    assert goes_round(neat)
    assert goes_round(neat[::-1])
    assert not goes_round([*neat, *neat])  # twice round
    assert not goes_round([(x + 20_000, y) for x, y in neat])  # the middle lies outside
    assert not goes_round([neat[0], *neat])  # a corner twice


@pytest.mark.parametrize(
    "ring",
    [
        on_circle(5, 2),
        [(9_000, 0), (0, 9_000), (0, 0), (-9_000, 0), (0, -9_000)],  # through the middle
        [(9_000, 0), (9_000, 1), (0, 9_000), (-9_000, 0), (0, -9_000)],  # an edge of a millimetre
        [(9_000, 0), (0, 9_000), (-9_000, 0), (9_000, 10), (0, -9_000)],  # back and forth
    ],
)
def test_what_crosses_or_folds_does_not_go_round(ring: list[tuple[int, int]]) -> None:
    assert not goes_round(ring)
