"""What makes a footprint acceptable, and how a refusal names the field."""

import math

import pytest
from geodesic_oracle import line_nd, nd, step

from commonground.errors import Refused
from commonground.geo.footprint import (
    LAT_ND_MAX,
    LON_ND_MAX,
    VERTICES_MAX,
    Circle,
    Corridor,
    Footprint,
    Polygon,
    validate_footprint,
)
from commonground.record import decode, encode_canonical

FIELD = "volumes[0].footprint"
SQUARE = line_nd((38, 35), (38.2, 35), (38.2, 35.2), (38, 35.2))
HOLE = line_nd((38.05, 35.05), (38.1, 35.05), (38.1, 35.1), (38.05, 35.1))


def wavy_ring(count, lon_deg=38.0, lat_deg=35.0, radius_deg=0.5, turns=1):
    """A ring of `count` vertices; with more turns than one every edge crosses others."""
    ring = []
    for number in range(count):
        angle = 2 * math.pi * number * turns / count
        radius = radius_deg * (1 + 0.1 * math.cos(9 * angle))
        ring.append((lon_deg + radius * math.cos(angle), lat_deg + radius * math.sin(angle)))
    return line_nd(*ring)


ACCEPTED = {
    "a circle": Circle(center=nd(38, 35), radius_tmm=1_000),
    "a point": Circle(center=nd(38, 35), radius_tmm=0),
    "a circle of 900 km": Circle(center=nd(38, 35), radius_tmm=9_000_000_000),
    "a circle on the pole": Circle(center=nd(17, 90), radius_tmm=50_000),
    "a square": Polygon(rings=(SQUARE,)),
    "a square clockwise": Polygon(rings=(SQUARE[::-1],)),
    "a hole": Polygon(rings=(SQUARE, HOLE)),
    "a hole that touches the outer ring in one point": Polygon(
        rings=(SQUARE, line_nd((38, 35), (38.1, 35.05), (38.05, 35.1)))
    ),
    "across the antimeridian": Polygon(rings=(line_nd((179.9, 1), (-179.9, 1), (180, 1.2)),)),
    "a ring round the north pole": Polygon(rings=(line_nd((0, 89), (90, 89), (180, 89), (-90, 89)),)),
    "a ring with a vertex on the pole": Polygon(rings=(line_nd((0, 89), (90, 89), (45, 90)),)),
    "a ring with an edge over the pole": Polygon(rings=(line_nd((0, 89), (180, 89), (-90, 88)),)),
    "10,000 vertices": Polygon(rings=(wavy_ring(VERTICES_MAX),)),
    "a corridor": Corridor(path=line_nd((38, 35), (38.5, 35.1)), width_tmm=10_000_000),
    "a corridor that crosses itself": Corridor(
        path=line_nd((38, 35), (38.2, 35.2), (38.2, 35), (38, 35.2)), width_tmm=10_000
    ),
}

REFUSED = {
    "longitude": (Circle(center=(LON_ND_MAX + 1, 0), radius_tmm=9_999), ".center[0]", "longitude"),
    "latitude": (Circle(center=(0, -LAT_ND_MAX - 1), radius_tmm=9_999), ".center[1]", "latitude"),
    "a number without end": (Circle(center=(10**40, 0), radius_tmm=9_999), ".center[0]", "longitude"),
    "latitude of a vertex": (
        Polygon(rings=((*SQUARE[:3], (0, 10**12)),)),
        ".rings[0][3][1]",
        "latitude 1000.0 degrees",
    ),
    "longitude of a path": (
        Corridor(path=(SQUARE[0], (-(10**12), 0)), width_tmm=9_999),
        ".path[1][0]",
        "longitude",
    ),
    "radius below 0": (Circle(center=nd(0, 0), radius_tmm=-1), ".radius_tmm", "0.1 m"),
    "radius under 0.1 m": (Circle(center=nd(0, 0), radius_tmm=999), ".radius_tmm", "or 0 for a point"),
    "radius over 1,000 km": (Circle(center=nd(0, 0), radius_tmm=10**10 + 1), ".radius_tmm", "1000 km"),
    "no ring": (Polygon(rings=()), ".rings", "no ring"),
    "an empty ring": (Polygon(rings=((),)), ".rings[0]", "at least 3"),
    "two vertices": (Polygon(rings=(SQUARE[:2],)), ".rings[0]", "at least 3"),
    "two points thrice": (Polygon(rings=(SQUARE[:2] * 3,)), ".rings[0]", "at least 3"),
    "a repeated vertex": (
        Polygon(rings=((SQUARE[0], SQUARE[1], SQUARE[1], SQUARE[2]),)),
        ".rings[0][2]",
        "the same point as [1]",
    ),
    "a closed ring": (Polygon(rings=((*SQUARE, SQUARE[0]),)), ".rings[0][4]", "without a closing"),
    "two names of one pole": (
        Polygon(rings=(line_nd((0, 89), (10, 90), (20, 90), (90, 89)),)),
        ".rings[0][2]",
        "the same point",
    ),
    "two names of the antimeridian": (
        Polygon(rings=(((179 * 10**9, 0), (180 * 10**9, 0), (-180 * 10**9, 0), (179 * 10**9, 10**9)),)),
        ".rings[0][2]",
        "the same point",
    ),
    "no area: there and back on the equator": (
        Polygon(rings=(line_nd((38, 0), (38.1, 0), (38.2, 0)),)),
        ".rings[0]",
        "no area",
    ),
    "no area: on one geodesic": (
        Polygon(rings=((nd(38, 35), step(nd(38, 35), 50, 900), step(nd(38, 35), 50, 1_900)),)),
        ".rings[0]",
        "no area",
    ),
    "no area: 5 mm wide": (
        Polygon(rings=(((0, 0), (10**8, 0), (10**8, 45), (0, 45)),)),
        ".rings[0]",
        "no area",
    ),
    "a longitude that no float holds": (Circle(center=(10**400, 0), radius_tmm=0), ".center[0]", "far more"),
    "a radius that no float holds": (Circle(center=(0, 0), radius_tmm=10**5000), ".radius_tmm", "far more"),
    "crossing edges": (
        Polygon(rings=((SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]),)),
        ".rings[0][2]",
        "rings[0] edge 0 and rings[0] edge 2 cross",
    ),
    "a spike": (
        Polygon(rings=((*SQUARE[:2], nd(38.3, 35), nd(38.3, 35.4), nd(38.3, 35.05), SQUARE[2], SQUARE[3]),)),
        ".rings[0]",
        "rings[0] edge 2 and rings[0] edge",
    ),
    "a ring that touches itself": (
        Polygon(rings=(line_nd((38, 35), (38.2, 35), (38.1, 35.1), (38.2, 35.2), (38, 35.2), (38.1, 35.1)),)),
        ".rings[0]",
        "cross or touch",
    ),
    "a hole outside": (
        Polygon(rings=(SQUARE, line_nd((39, 35), (39.1, 35), (39.1, 35.1)))),
        ".rings[1]",
        "not inside",
    ),
    "a hole across the outer ring": (
        Polygon(rings=(SQUARE, line_nd((38.1, 35.1), (38.3, 35.1), (38.3, 35.15)))),
        ".rings[1]",
        "cross",
    ),
    "a hole in a hole": (
        Polygon(rings=(SQUARE, HOLE, line_nd((38.06, 35.06), (38.08, 35.06), (38.08, 35.08)))),
        ".rings[2]",
        "overlaps",
    ),
    "a hole that is all": (Polygon(rings=(SQUARE, SQUARE)), ".rings[1]", "cross or touch"),
    "10,001 vertices": (Polygon(rings=(wavy_ring(VERTICES_MAX + 1),)), ".rings", "at most 10000"),
    "10,000 edges that all cross": (
        Polygon(rings=(wavy_ring(VERTICES_MAX - 1, radius_deg=0.01, turns=4_998),)),
        ".rings[0]",
        "cross",
    ),
    "longer than the Equator": (
        Polygon(rings=(wavy_ring(VERTICES_MAX - 1, turns=4_998),)),
        ".rings[0]",
        "at most 2000 km and 40000 km",
    ),
    "half the world": (
        Polygon(rings=(line_nd((0, 0), (90, 0), (180, 0), (-90, 0)),)),
        ".rings[0]",
        "at most 2000 km",
    ),
    "a continent": (
        Polygon(rings=(line_nd((0, 0), (12, 0), (24, 5), (24, 15), (24, 24), (12, 24), (0, 12)),)),
        ".rings",
        "at most 1000 km",
    ),
    "a path of one point": (Corridor(path=SQUARE[:1], width_tmm=9_999), ".path", "at least 2"),
    "a path that stands still": (Corridor(path=(SQUARE[0],) * 2, width_tmm=9_999), ".path[1]", "the same"),
    "a corridor without width": (Corridor(path=SQUARE[:2], width_tmm=0), ".width_tmm", "0.1 m"),
    "a path of 10,001 points": (
        Corridor(path=wavy_ring(VERTICES_MAX + 1), width_tmm=9_999),
        ".path",
        "at most 10000",
    ),
}


@pytest.mark.parametrize("footprint", ACCEPTED.values(), ids=ACCEPTED)
def test_accepted_and_read_back(footprint):
    validate_footprint(footprint, FIELD)
    assert decode(Footprint, encode_canonical(footprint)) == footprint


@pytest.mark.parametrize(("footprint", "below", "expected"), REFUSED.values(), ids=REFUSED)
def test_refused_with_field_and_reason(footprint, below, expected):
    with pytest.raises(Refused) as refusal:
        validate_footprint(footprint, FIELD)
    assert refusal.value.field.startswith(FIELD + below)
    assert expected in refusal.value.reason


def test_one_crossing_in_ten_thousand_vertices_is_found():
    ring = list(wavy_ring(VERTICES_MAX))
    ring[7_000], ring[7_001] = ring[7_001], ring[7_000]
    with pytest.raises(Refused) as refusal:
        validate_footprint(Polygon(rings=(tuple(ring),)), FIELD)
    assert refusal.value.detail["edges"] == [6_999, 7_001]


@pytest.mark.parametrize(
    "text",
    [
        b'{"type":"circle","center":[NaN,0],"radius_tmm":1000}',
        b'{"type":"circle","center":[1e3,0.5],"radius_tmm":1000}',
        b'{"type":"circle","center":[1,2,3],"radius_tmm":1000}',
        b'{"type":"circle","center":[1,2],"radius_tmm":"1000"}',
        b'{"type":"circle","center":[1,2],"radius_tmm":1000,"radius_m":1}',
        b'{"type":"ellipse","center":[1,2]}',
        b'{"center":[1,2],"radius_tmm":1000}',
    ],
)
def test_other_shapes_of_json_are_refused(text):
    with pytest.raises(Refused):
        decode(Footprint, text)
