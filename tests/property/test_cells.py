"""Laws of cell coverings: never smaller than the footprint, and no larger than a fringe; an index finds what meets."""

from __future__ import annotations

import math

import s2geometry as s2
from geographiclib.geodesic import Geodesic
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.errors import Refused
from commonground.geo.cells import cell_at, cells_of
from commonground.geo.footprint import Circle, Corridor, Footprint, Polygon, validate_footprint
from commonground.geo.intersection import distance_m, footprints_meet
from commonground.geo.relevance import HOUR_MS, Extent, Relevance, any_meet, meet

from .test_geo_meetings import ORIGINS, footprints

WGS84 = Geodesic.WGS84
shares = st.floats(0, 1)


def walk(lon_deg: float, lat_deg: float, azimuth_deg: float, away_m: float) -> tuple[float, float]:
    there = WGS84.Direct(lat_deg, lon_deg, azimuth_deg, away_m)
    return there["lon2"], there["lat2"]


def between(one: tuple[float, float], two: tuple[float, float], share: float) -> tuple[float, float]:
    line = WGS84.InverseLine(one[1], one[0], two[1], two[0])
    there = line.Position(share * line.s13)
    return there["lon2"], there["lat2"]


def degrees(position: tuple[int, int]) -> tuple[float, float]:
    return position[0] / 1e9, position[1] / 1e9


def on_edge(line: tuple[tuple[int, int], ...], at: int, share: float) -> tuple[float, float]:
    return between(degrees(line[at % len(line)]), degrees(line[(at + 1) % len(line)]), share)


@st.composite
def points_in(draw: st.DrawFn, footprint: Footprint) -> tuple[float, float]:
    """A point of a footprint in degrees, its edge as likely as its inside."""
    share = draw(shares)
    if isinstance(footprint, Circle):
        away_m = footprint.radius_tmm / 1e4 * draw(st.sampled_from([1.0, math.sqrt(share)]))
        return walk(*degrees(footprint.center), draw(st.floats(0, 360)), away_m)
    if isinstance(footprint, Corridor):
        at = draw(st.integers(0, len(footprint.path) - 2))
        middle = on_edge(footprint.path, at, share)
        return walk(*middle, draw(st.floats(0, 360)), draw(shares) * footprint.width_tmm / 2e4)
    ring = footprint.rings[0]
    edge = on_edge(ring, draw(st.integers(0, len(ring) - 1)), share)
    if draw(st.booleans()):
        return edge
    inside = between(edge, on_edge(ring, draw(st.integers(0, len(ring) - 1)), draw(shares)), draw(shares))
    dot = Circle(center=(round(inside[0] * 1e9), round(inside[1] * 1e9)), radius_tmm=0)
    assume(footprints_meet(dot, footprint) is not None)
    return inside


def accepted(footprint: Footprint) -> bool:
    try:
        validate_footprint(footprint, "footprint")
    except Refused:
        return False
    return True


@given(st.data(), footprints(ORIGINS))
@settings(max_examples=150, deadline=None)
def test_every_point_of_a_footprint_lies_in_a_covered_cell(data: st.DataObject, footprint: Footprint) -> None:
    assume(accepted(footprint))
    covered = cells_of(footprint)
    for _ in range(8):
        assert cell_at(*data.draw(points_in(footprint))) in covered


def outline_of_cell(cell: int) -> Polygon:
    whole = s2.S2Cell(s2.S2CellId(cell))
    corners = [s2.S2LatLng(whole.GetVertex(n)) for n in range(4)]
    ring = tuple((round(one.lng().degrees() * 1e9), round(one.lat().degrees() * 1e9)) for one in corners)
    return Polygon(rings=(ring,))


@given(footprints(ORIGINS, spread_m=3_000))
@settings(max_examples=40, deadline=None)
def test_no_cell_is_taken_that_lies_apart(footprint: Footprint) -> None:
    """A circle of the sphere is a hundredth wider at most; circles along a path reach an eighth over its sides."""
    assume(accepted(footprint))
    fringe_m = 1.0
    if isinstance(footprint, Circle):
        fringe_m += 0.011 * footprint.radius_tmm / 1e4
    if isinstance(footprint, Corridor):
        fringe_m += 60 + 0.14 * footprint.width_tmm / 2e4
    for cell in sorted(cells_of(footprint))[:60]:
        assert distance_m(outline_of_cell(cell), footprint) <= fringe_m


# -- the index -----------------------------------------------------------------------------------------------------

numbers = st.integers(0, 6)
moments = st.sampled_from(
    [
        0,
        1,
        HOUR_MS - 1,
        HOUR_MS,
        2 * HOUR_MS,
        23 * HOUR_MS,
        24 * HOUR_MS - 1,
        24 * HOUR_MS,
        30 * HOUR_MS,
        2**62,
    ]
)
"""Round the ends of hours and of days, since what lasts long is looked for in another way."""


@st.composite
def extents(draw: st.DrawFn) -> Extent:
    lower, upper = sorted((draw(numbers), draw(numbers)))
    from_ms, until_ms = sorted((draw(moments), draw(moments)))
    return Extent(
        frozenset(draw(st.sets(st.integers(1, 5), min_size=1, max_size=3))), lower, upper, from_ms, until_ms
    )


several = st.lists(extents(), min_size=0, max_size=3).map(tuple)


@given(st.lists(st.tuples(st.integers(0, 8), several), max_size=30), several.filter(bool))
@settings(max_examples=150, deadline=None)
def test_the_index_finds_what_meets_and_nothing_else(
    puts: list[tuple[int, tuple[Extent, ...]]], asked: tuple[Extent, ...]
) -> None:
    index: Relevance[int] = Relevance()
    held: dict[int, tuple[Extent, ...]] = {}
    for key, some in puts:
        index.put(key, some)
        held[key] = some
    found = index.met_by(asked)
    assert len(found) == len(set(found))
    assert set(found) == {key for key, some in held.items() if any_meet(some, asked)}
    for key in held:
        index.remove(key)
    assert len(index) == 0
    assert index.met_by(asked) == []


@given(extents(), extents())
def test_meeting_has_no_direction(one: Extent, other: Extent) -> None:
    assert meet(one, other) == meet(other, one)
    assert meet(one, one)
