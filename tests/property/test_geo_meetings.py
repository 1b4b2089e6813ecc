"""Laws of `footprints_meet` and `volumes_meet`: symmetry, shifts in time and longitude, distance, no miss.

Where a truth is needed it comes from `geographiclib`, walked independently of the package.
"""

import math

from geographiclib.geodesic import Geodesic
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.errors import Refused
from commonground.geo.footprint import Circle, Corridor, Polygon, validate_footprint
from commonground.geo.index import VolumeIndex
from commonground.geo.intersection import distance_m, footprints_meet, volumes_meet
from commonground.geo.interval import Altitude
from commonground.geo.volume import Volume, bounding_box
from commonground.record import replace

WGS84 = Geodesic.WGS84
TURN_ND = 360 * 10**9
FEW = settings(max_examples=60, deadline=None)


def walk(origin, azimuth_deg, away_m):
    """A position in nanodegrees, walked from one in degrees."""
    there = WGS84.Direct(origin[1], origin[0], azimuth_deg, away_m)
    return wrapped(round(there["lon2"] * 1e9)), round(there["lat2"] * 1e9)


def wrapped(lon_nd):
    return (lon_nd + TURN_ND // 2) % TURN_ND - TURN_ND // 2


@st.composite
def footprints(draw, origins, spread_m=30_000):
    """A circle, a star-shaped ring (some with a hole) or a corridor near one of the origins."""
    origin = draw(origins)
    lon_nd, lat_nd = walk(origin, draw(st.floats(0, 360)), draw(st.floats(0, spread_m)))
    middle = (lon_nd / 1e9, lat_nd / 1e9)
    kind = draw(st.sampled_from(["circle", "ring", "hole", "corridor"]))
    size_m = draw(st.floats(200, 15_000))
    if kind == "circle":
        return Circle(center=(lon_nd, lat_nd), radius_tmm=round(size_m * 1e4))
    if kind == "corridor":
        headings = draw(st.lists(st.floats(0, 360), min_size=1, max_size=4))
        path = [(lon_nd, lat_nd)]
        for heading in headings:
            last = path[-1]
            path.append(walk((last[0] / 1e9, last[1] / 1e9), heading, size_m))
        return Corridor(path=tuple(path), width_tmm=round(draw(st.floats(10, 3_000)) * 1e4))
    count = draw(st.integers(3, 9))
    parts = draw(st.lists(st.floats(0.5, 1), min_size=count, max_size=count))
    ring = tuple(walk(middle, 360 * n / count, size_m * part) for n, part in enumerate(parts))
    hole = tuple(walk(middle, 120 * n, size_m * 0.1) for n in range(3))
    return Polygon(rings=(ring, hole) if kind == "hole" else (ring,))


ORIGINS = st.sampled_from([(38.0, 35.0), (180.0, -17.0), (0.0, 0.0), (60.0, 89.9), (-70.0, -89.9)])


@st.composite
def pairs(draw):
    origin = st.just(draw(ORIGINS))
    return draw(footprints(origin)), draw(footprints(origin))


@st.composite
def volumes(draw, origins):
    lower_m, thick_m = draw(st.integers(0, 3_000)), draw(st.integers(0, 1_000))
    references = st.sampled_from(["W84", "AGL", "AMSL", "FL"])
    from_ms = draw(st.integers(0, 20)) * 60_000
    reference = draw(references)
    return Volume(
        footprint=draw(footprints(origins)),
        lower=Altitude(value_tmm=lower_m * 10_000, reference=reference, unit="M"),
        upper=draw(
            st.one_of(
                st.none(),
                st.just(Altitude(value_tmm=(lower_m + thick_m) * 10_000, reference=reference, unit="M")),
            )
        ),
        from_ms=from_ms,
        until_ms=from_ms + draw(st.integers(0, 20)) * 60_000,
    )


def acceptable(*shapes):
    """Random stars near a pole may be bent beyond simple: those are refused, not met."""
    try:
        for shape in shapes:
            validate_footprint(shape, "f")
    except Refused:
        return False
    return True


@FEW
@given(pairs())
def test_meeting_and_distance_are_symmetric(pair):
    a, b = pair
    assume(acceptable(a, b))
    assert footprints_meet(a, b, 800) == footprints_meet(b, a, 800)
    assert abs(distance_m(a, b) - distance_m(b, a)) < 1e-5


@FEW
@given(pairs(), st.floats(1, 5_000))
def test_distance_and_buffer_agree(pair, buffer_m):
    a, b = pair
    assume(acceptable(a, b))
    apart_m = distance_m(a, b)
    found = footprints_meet(a, b, buffer_m)
    if found is None:
        assert apart_m > buffer_m
    elif found.relation == "within_buffer":
        assert abs(found.distance_m - apart_m) < 1e-5
        assert apart_m <= buffer_m
    else:
        assert apart_m == 0


@FEW
@given(pairs())
def test_a_shape_meets_itself_and_shares_no_more_than_it_has(pair):
    a, b = pair
    assume(acceptable(a, b))
    own, other, shared = footprints_meet(a, a), footprints_meet(b, b), footprints_meet(a, b)
    assert own.relation == other.relation == "overlap"
    if shared is not None:
        # Corners and caps are drawn to 0.1 % (docs/geometry.md).
        assert shared.area_m2 <= 1.005 * min(own.area_m2, other.area_m2) + 1


def shifted(footprint, by_nd):
    def move(line):
        return tuple((wrapped(lon_nd + by_nd), lat_nd) for lon_nd, lat_nd in line)

    if isinstance(footprint, Circle):
        return replace(footprint, center=move([footprint.center])[0])
    if isinstance(footprint, Corridor):
        return replace(footprint, path=move(footprint.path))
    return replace(footprint, rings=tuple(move(ring) for ring in footprint.rings))


@FEW
@given(pairs(), st.integers(-TURN_ND, TURN_ND))
def test_the_answer_does_not_depend_on_longitude(pair, by_nd):
    """The same pair anywhere round the Earth, antimeridian included."""
    a, b = pair
    assume(acceptable(a, b))
    here, there = footprints_meet(a, b, 800), footprints_meet(shifted(a, by_nd), shifted(b, by_nd), 800)
    assert (here is None) == (there is None)
    if here is not None and there is not None:
        assert here.relation == there.relation
        assert abs(here.distance_m - there.distance_m) < 1e-5
        assert math.isclose(here.area_m2, there.area_m2, rel_tol=2e-3, abs_tol=100)


@FEW
@given(st.data(), st.integers(0, 10**12))
def test_the_answer_does_not_depend_on_the_date(data, by_ms):
    origin = st.just(data.draw(ORIGINS))
    a, b = data.draw(volumes(origin)), data.draw(volumes(origin))
    assume(acceptable(a.footprint, b.footprint))

    def later(volume):
        return replace(volume, from_ms=volume.from_ms + by_ms, until_ms=volume.until_ms + by_ms)

    here, there = volumes_meet(a, b), volumes_meet(later(a), later(b))
    assert volumes_meet(b, a) == here
    if here is None:
        assert there is None
    else:
        moved = replace(
            here, shared_from_ms=here.shared_from_ms + by_ms, shared_until_ms=here.shared_until_ms + by_ms
        )
        assert there == moved


@settings(max_examples=25, deadline=None)
@given(st.data(), st.sampled_from([0.0, 500.0]))
def test_the_index_never_leaves_a_meeting_out(data, buffer_m):
    origin = st.just(data.draw(ORIGINS))
    kept = data.draw(st.lists(volumes(origin), min_size=1, max_size=8))
    asked = data.draw(volumes(origin))
    assume(acceptable(asked.footprint, *(volume.footprint for volume in kept)))
    index = VolumeIndex()
    for number, volume in enumerate(kept):
        index.insert(number, bounding_box(volume))
    found = index.candidates(bounding_box(asked, margin_m=buffer_m))
    for number, volume in enumerate(kept):
        if volumes_meet(asked, volume, buffer_m=buffer_m) is not None:
            assert number in found


@FEW
@given(ORIGINS, st.floats(0, 360), st.floats(500, 300_000), st.floats(0, 1), st.floats(-0.05, 0.05))
def test_contact_of_a_circle_and_an_edge_is_right_to_a_centimetre(origin, heading, edge_m, share, gap_m):
    p = walk(origin, heading, 4_000)
    q = walk((p[0] / 1e9, p[1] / 1e9), heading + 77, edge_m)
    line = WGS84.InverseLine(p[1] / 1e9, p[0] / 1e9, q[1] / 1e9, q[0] / 1e9)
    foot = line.Position(share * line.s13)
    center = walk((foot["lon2"], foot["lat2"]), foot["azi2"] - 90, 2_000 + gap_m)
    path = Corridor(path=(p, q), width_tmm=20_000_000)
    found = footprints_meet(path, Circle(center=center, radius_tmm=10_000_000))
    if gap_m > 0.01:
        assert found is None
    elif gap_m < -0.01:
        assert found is not None
        assert found.relation == "overlap"
    elif abs(gap_m) < 0.004:
        assert found is not None
        assert found.relation == "touching"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.booleans(), st.integers(0, 6), st.floats(-180, 179), st.floats(-90, 89), st.integers(0, 50)
        ),
        max_size=40,
    ),
    st.floats(-180, 160),
    st.floats(-90, 80),
)
def test_the_index_is_a_set_of_boxes(steps, west_deg, south_deg):
    """Any sequence of inserts and removes answers as a plain list of boxes would."""
    index, model = VolumeIndex(), {}
    for is_insert, key, west, south, start in steps:
        box = bounding_box(Circle(center=(round(west * 1e9), round(south * 1e9)), radius_tmm=10**9))
        box = replace(box, from_ms=start, until_ms=start + 10)
        if is_insert:
            index.insert(key, box)
            model.setdefault(key, []).append(box)
        else:
            index.remove(key)
            model.pop(key, None)
    asked = replace(
        bounding_box(Polygon(rings=(((0, 0), (10, 0), (0, 10)),))),
        lon_ranges=((west_deg, west_deg + 20),),
        south_deg=south_deg,
        north_deg=south_deg + 10,
        from_ms=20,
        until_ms=30,
    )
    wanted = {key for key, boxes in model.items() if any(_boxes_meet(box, asked) for box in boxes)}
    assert set(index.candidates(asked)) == wanted


def _boxes_meet(a, b):
    return (
        any(w <= e2 and w2 <= e for w, e in a.lon_ranges for w2, e2 in b.lon_ranges)
        and a.south_deg <= b.north_deg
        and b.south_deg <= a.north_deg
        and a.from_ms <= b.until_ms
        and b.from_ms <= a.until_ms
    )
