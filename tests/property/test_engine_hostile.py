"""Hostile shapes: refused with the field, or answered as the truth answers. The engine neither fails nor hangs."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.oracle.walk import Line, position, step

from commonground.errors import Refused
from commonground.geo.columns import columns_of, validate_columns
from commonground.geo.engine import Engine
from commonground.geo.footprint import VERTICES_MAX, Circle, Corridor, Footprint, Polygon, validate_footprint
from commonground.record import replace

from .engine_rooms import assert_answers, crowd, ground_meets

LIKE = crowd(1, (0.0, 0.0), 1)[0]
TURN_ND = 360 * 10**9
PLACES = ((38.0, 35.0), (180.0, -17.0), (0.0, 90.0), (123.0, -90.0), (0.0, 0.0))
#: Side of a square of the mesh on which hostile rings are drawn, nanodegrees: 0.1 mm to 100 km.
MESHES_ND = (1, 30, 300, 100_000, 10_000_000, 900_000_000)


def refusal(footprint: Footprint) -> str | None:
    """The field that is refused, None when the footprint is acceptable; anything else raised is an error."""
    try:
        validate_footprint(footprint, "f")
    except Refused as refused:
        field, reason = refused.field, refused.reason
    else:
        return None
    assert reason
    assert field is not None
    assert field.startswith("f")
    return field


def assert_answered(shapes: list[Footprint]) -> None:
    """Each shape asks all: the engine says what the truth says, in pairs as well."""
    engine = Engine()
    for number, shape in enumerate(shapes):
        engine.insert(number, [replace(LIKE, footprint=shape)])
    wanted = {}
    for number, asked in enumerate(shapes):
        answers = {other: ground_meets(asked, kept) for other, kept in enumerate(shapes)}
        assert_answers(engine.meeting([replace(LIKE, footprint=asked)]), answers)
        wanted |= {frozenset({number, other}): yes for other, yes in answers.items() if other != number}
    pairs = engine.pairs()
    named = [frozenset({engine.key_at(a), engine.key_at(b)}) for a, b in zip(pairs.a, pairs.b, strict=True)]
    assert_answers(named, wanted)


def on_earth(lon_nd: int, lat_nd: int) -> tuple[int, int]:
    """Wrapped in longitude, held at the poles in latitude."""
    lat_nd = max(-90 * 10**9, min(90 * 10**9, lat_nd))
    return (lon_nd + TURN_ND // 2) % TURN_ND - TURN_ND // 2, lat_nd


@st.composite
def meshed_lines(draw, min_size=0, max_size=9):
    """Points of a small mesh in any order: repeated, collinear, running back, crossing."""
    place, mesh_nd = draw(st.sampled_from(PLACES)), draw(st.sampled_from(MESHES_ND))
    points = draw(
        st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=min_size, max_size=max_size)
    )
    return tuple(
        on_earth(round(place[0] * 1e9) + mesh_nd * x, round(place[1] * 1e9) + mesh_nd * y) for x, y in points
    )


@st.composite
def hostile(draw):
    """A ring with up to two more, or a path, of meshed points."""
    if draw(st.integers(0, 3)) == 0:
        return Corridor(
            path=draw(meshed_lines()), width_tmm=draw(st.sampled_from([0, 1, 1_000, 10**5, 10**9]))
        )
    outer = draw(meshed_lines(min_size=3))
    holes = draw(st.lists(meshed_lines(min_size=3, max_size=4), max_size=2))
    return Polygon(rings=(outer, *holes))


@settings(max_examples=250, deadline=None)
@given(hostile(), hostile())
def test_a_hostile_shape_is_refused_with_its_field_or_answered(one, two):
    accepted = [shape for shape in (one, two) if refusal(shape) is None]
    if accepted:
        line = accepted[0].rings[0] if isinstance(accepted[0], Polygon) else accepted[0].path
        probes = [Circle(center=line[0], radius_tmm=0), Circle(center=line[-1], radius_tmm=20_000)]
        assert_answered([*accepted, *probes])


@settings(max_examples=150, deadline=None)
@given(meshed_lines(min_size=3), st.integers(1, 3), st.sampled_from([0, 1, 50, 3_000]))
def test_spikes_repeats_and_slivers(ring, place, push_nd):
    """A ring with one vertex doubled, or a spike out and back by next to nothing."""
    place = min(place, len(ring) - 1)
    lon_nd, lat_nd = ring[place]
    spike = on_earth(lon_nd + push_nd, lat_nd)
    made = Polygon(rings=((*ring[: place + 1], spike, (lon_nd, lat_nd), *ring[place + 1 :]),))
    if refusal(made) is None:
        assert_answered([made, Circle(center=spike, radius_tmm=0), Circle(center=ring[0], radius_tmm=0)])
    else:
        assert push_nd > 0 or refusal(made).startswith("f.rings")


@pytest.mark.parametrize("value", [2**31, 2**63, -(2**63), 2**64, 10**30, math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("axis", [0, 1])
def test_extreme_positions_are_refused(value, axis):
    bad = (value, 0) if axis == 0 else (0, value)
    if value == 2**31:
        assert refusal(Circle(center=bad, radius_tmm=1_000)) is None
        return
    assert refusal(Circle(center=bad, radius_tmm=1_000)) == f"f.center[{axis}]"
    assert refusal(Corridor(path=((0, 0), bad), width_tmm=1_000)) == f"f.path[1][{axis}]"
    ring = ((0, 0), (10**9, 0), bad)
    assert refusal(Polygon(rings=(ring,))) == f"f.rings[0][2][{axis}]"


@pytest.mark.parametrize("radius_tmm", [-1, 1, 999, 10**10 + 1, 2**63, -(2**63), math.nan])
def test_extreme_radii_are_refused(radius_tmm):
    assert refusal(Circle(center=(0, 0), radius_tmm=radius_tmm)) == "f.radius_tmm"
    assert refusal(Corridor(path=((0, 0), (1, 1)), width_tmm=radius_tmm)) == "f.width_tmm"


def bow_tie(place: tuple[int, int]) -> Line:
    corners = [step(place, heading, 9_000) for heading in (45, 135, 225, 315)]
    return corners[0], corners[2], corners[1], corners[3]


@pytest.mark.parametrize("place", PLACES)
def test_a_ring_that_crosses_itself_is_refused_by_name(place):
    ring = bow_tie(position(*place))
    assert refusal(Polygon(rings=(ring,))).startswith("f.rings[0]")


def vertices(place: tuple[float, float], radii_m: list[float]) -> Line:
    middle = position(*place)
    return tuple(step(middle, 360 * n / len(radii_m), radius) for n, radius in enumerate(radii_m))


@pytest.mark.parametrize("place", PLACES[1:3])
def test_ten_thousand_vertices_are_answered(place):
    """A round ring, and a star of 5,000 spikes, against each other, points in the spikes, and a corridor of 3,000."""
    round_ring = Polygon(rings=(vertices(place, [40_000.0] * VERTICES_MAX),))
    star = Polygon(rings=(vertices(place, [42_000.0, 39_500.0] * (VERTICES_MAX // 2)),))
    middle = position(*place)
    between = [
        Circle(center=step(middle, 0.072 * n + off, 41_000), radius_tmm=0)
        for n in (1, 1700)
        for off in (0, 0.036)
    ]
    winding = Corridor(path=vertices(place, [45_000.0, 42_100.0] * 1_500), width_tmm=100_000)
    for shape in (round_ring, star, winding):
        assert refusal(shape) is None
    assert_answered([round_ring, star, winding, *between])


def test_one_vertex_more_is_refused():
    ring = vertices((41.0, 35.0), [40_000.0] * (VERTICES_MAX + 1))
    assert refusal(Polygon(rings=(ring,))) == "f.rings"
    assert refusal(Corridor(path=ring, width_tmm=10_000)) == "f.path"


def test_a_thousand_holes_are_answered():
    """A sieve: what lies in a hole does not meet, what is wider than one does."""
    outer = vertices((41.0, 35.0), [60_000.0] * 8)
    middle = position(41.0, 35.0)
    centers = [
        step(step(middle, 0, 1_000.0 * x), 90, 1_000.0 * y) for x in range(-15, 16) for y in range(-15, 16)
    ]
    holes = [tuple(step(center, heading, 200) for heading in (0, 90, 180, 270)) for center in centers]
    sieve = Polygon(rings=(outer, *holes))
    assert refusal(sieve) is None
    inside = [Circle(center=centers[n], radius_tmm=1_000_000) for n in (0, 480, 960)]
    wider = [Circle(center=centers[n], radius_tmm=1_500_000) for n in (0, 480, 960)]
    assert_answered([sieve, *inside, *wider])


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_columns_out_of_range_are_refused_by_name(data):
    """One number of one column put out of range."""
    columns = columns_of(crowd(6, (41.0, 35.0), 5))
    names = ["core", "radius_tmm", "volume_lines", "line_positions", "lower_tmm", "upper_tmm", "lower_reference",
             "upper_reference", "from_ms", "until_ms", "positions_nd"]  # fmt: skip
    name = data.draw(st.sampled_from(names))
    column = getattr(columns, name)
    least = 100 if column.dtype == "uint8" else 2 * 10**17
    most = 255 if column.dtype == "uint8" else 2**63 - 1
    value = data.draw(st.integers(least, most))
    column.flat[data.draw(st.integers(0, column.size - 1))] = value
    with pytest.raises(Refused) as refused:
        validate_columns(columns)
    assert refused.value.field
