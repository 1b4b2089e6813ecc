"""Laws of the engine's answers: equal to asking every pair, symmetric, and the same after a shift or a split."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tools.oracle.walk import beside, metres, metres_to_edge, position, step

from commonground.geo.engine import Engine
from commonground.geo.footprint import Circle, Corridor, Footprint, Polygon
from commonground.geo.volume import Volume
from commonground.record import replace

from .engine_rooms import any_of, assert_answers, crowd, footprints, ground_meets, is_acceptable, rooms, truth

FEW = settings(max_examples=60, deadline=None)
TURN_ND = 360 * 10**9


def room_of(volumes: list[Volume]) -> Engine:
    """An engine with each volume under its number."""
    engine = Engine()
    for number, volume in enumerate(volumes):
        engine.insert(number, [volume])
    return engine


@FEW
@given(rooms(), st.sampled_from([0.0, 0.5, 500.0]))
def test_the_engine_answers_as_asking_every_pair_does(volumes, buffer_m):
    *kept, asked = volumes
    found = room_of(kept).meeting([asked], buffer_m=buffer_m)
    assert_answers(found, {n: truth(asked, volume, buffer_m) for n, volume in enumerate(kept)})


@FEW
@given(rooms(), st.integers(1, 3), st.floats(0, 2_000))
def test_many_volumes_are_asked_and_kept_together(volumes, asking, buffer_m):
    """Several volumes under one key and in one question: keys once, meetings by their numbers."""
    asked, kept = volumes[:asking], volumes[asking:]
    engine = Engine()
    for number, volume in enumerate(kept):
        engine.insert(number % 2, [volume], buffer_m=buffer_m)
    part = [number // 2 for number in range(len(kept))]
    pairs = {
        (n, m % 2, part[m]): truth(a, b, buffer_m) for n, a in enumerate(asked) for m, b in enumerate(kept)
    }
    assert_answers(engine.meetings(asked), pairs)
    by_key = {key: any_of(yes for (_, k, _), yes in pairs.items() if k == key) for key in (0, 1)}
    assert_answers(engine.meeting(asked), by_key)
    assert_answers(engine.meeting(asked, leave_out=[0]), {1: by_key[1]})


@FEW
@given(rooms(max_size=2))
def test_who_asks_whom_does_not_matter(volumes):
    a, b = volumes[0], volumes[-1]
    assume(truth(a, b) is not None)
    assert bool(room_of([a]).meeting([b])) == bool(room_of([b]).meeting([a]))


@FEW
@given(rooms(), st.integers(0, 10**12))
def test_the_date_does_not_matter(volumes, by_ms):
    later = [replace(v, from_ms=v.from_ms + by_ms, until_ms=v.until_ms + by_ms) for v in volumes]
    assert room_of(later[:-1]).meeting([later[-1]]) == room_of(volumes[:-1]).meeting([volumes[-1]])


@FEW
@given(rooms(), st.integers(-5_000, 900_000_000))
def test_the_level_does_not_matter_within_one_reference(volumes, by_tmm):
    def at(volume: Volume, raise_tmm: int) -> Volume:
        limits = {
            name: replace(limit, value_tmm=limit.value_tmm + raise_tmm, reference="AMSL")
            for name in ("lower", "upper")
            if (limit := getattr(volume, name)) is not None
        }
        return replace(volume, **limits)

    low, high = ([at(volume, raise_tmm) for volume in volumes] for raise_tmm in (0, by_tmm))
    assert room_of(high[:-1]).meeting([high[-1]]) == room_of(low[:-1]).meeting([low[-1]])


@FEW
@given(rooms(), st.integers(-TURN_ND, TURN_ND))
def test_the_longitude_does_not_matter(volumes, by_nd):
    """The same room anywhere round the Earth, antimeridian and tile borders included."""
    there = [replace(volume, footprint=turned(volume.footprint, by_nd)) for volume in volumes]
    assume(all(is_acceptable(volume.footprint) for volume in there))
    for room in (volumes, there):
        wanted = {n: truth(volumes[-1], volume) for n, volume in enumerate(volumes[:-1])}
        assert_answers(room_of(room[:-1]).meeting([room[-1]]), wanted)


def turned(footprint: Footprint, by_nd: int) -> Footprint:
    """A footprint further east."""

    def move(line):
        return tuple(((lon + by_nd + TURN_ND // 2) % TURN_ND - TURN_ND // 2, lat) for lon, lat in line)

    if isinstance(footprint, Circle):
        return replace(footprint, center=move([footprint.center])[0])
    if isinstance(footprint, Corridor):
        return replace(footprint, path=move(footprint.path))
    return replace(footprint, rings=tuple(move(ring) for ring in footprint.rings))


@FEW
@given(rooms(), st.floats(0, 1))
def test_a_volume_cut_in_time_or_height_meets_what_the_whole_meets(volumes, share):
    """Both halves keep the cut, since limits are closed. Kept or asking, the answers stay."""
    *kept, asked = volumes
    whole = set(room_of(kept).meeting([asked]))
    cut_ms = asked.from_ms + round(share * (asked.until_ms - asked.from_ms))
    halves = [replace(asked, until_ms=cut_ms), replace(asked, from_ms=cut_ms)]
    assert set(room_of(kept).meeting(halves)) == whole
    if asked.upper is not None:
        rise = asked.upper.value_tmm - asked.lower.value_tmm
        middle = replace(asked.lower, value_tmm=asked.lower.value_tmm + round(share * rise))
        levels = [replace(asked, upper=middle), replace(asked, lower=middle)]
        assert set(room_of(kept).meeting(levels)) == whole
    engine = Engine()
    engine.insert("halves", halves)
    for number, volume in enumerate(kept):
        assert bool(engine.meeting([volume])) == (number in whole)


@settings(max_examples=25, deadline=None)
@given(rooms(max_size=14), st.integers(1, 5), st.booleans())
def test_all_pairs_are_the_union_of_single_questions(volumes, keys, is_packed):
    """Volumes of one key are no pair; every other meeting is named once, whichever way round."""
    engine, numbers = Engine(), {}
    for number, volume in enumerate(volumes):
        key = number % keys
        numbers[key, sum(1 for k, _ in numbers if k == key)] = volume
        engine.insert(key, [volume])
    if is_packed:
        engine.compact()
    pairs = engine.pairs()
    rows = zip(pairs.a.tolist(), pairs.a_part.tolist(), pairs.b.tolist(), pairs.b_part.tolist(), strict=True)
    named = [frozenset({(engine.key_at(a), n), (engine.key_at(b), m)}) for a, n, b, m in rows]
    assert len(named) == len(set(named))
    single = {
        frozenset({own, (key, part)})
        for own, volume in numbers.items()
        for _, key, part in engine.meetings([volume])
        if key != own[0]
    }
    assert set(named) == single


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(["circle", "corridor", "corner"]),
    st.integers(-89, 89),
    st.floats(-180, 180),
    st.floats(0, 360),
    st.sampled_from([300.0, 5_000.0, 20_000.0, 100_000.0, 900_000.0]),
    st.floats(0.05, 0.95),
    st.floats(-0.03, 0.03),
)
def test_contact_with_an_edge_is_right_to_a_centimetre(kind, lat_deg, lon_deg, heading, edge_m, share, gap_m):
    """The gap is made by a walk with `geographiclib`, and measured again after rounding."""
    p = position(lon_deg, lat_deg)
    q = step(p, heading, edge_m)
    near_m = {"circle": edge_m / 8, "corridor": edge_m / 50, "corner": 0.0}[kind]
    tip = beside(p, q, share, near_m + gap_m)
    side_m = near_m + max(0, gap_m) + edge_m / 4
    away = (beside(p, q, 0.55, side_m), beside(p, q, 0.45, side_m))
    if kind == "circle":
        other: Footprint = Circle(center=tip, radius_tmm=round(near_m * 1e4))
    elif kind == "corridor":
        other = Corridor(path=(tip, away[0]), width_tmm=round(near_m * 2e4))
    else:
        other = Polygon(rings=((tip, *away),))
    below = (step(q, heading + 120, edge_m / 3), step(p, heading + 100, edge_m / 3))
    block = Polygon(rings=((p, q, *below),))
    assume(is_acceptable(block, other))
    true_m = metres_to_edge(tip, p, q) * (-1 if near_m + gap_m < 0 else 1) - near_m
    found = engine_meets(block, other)
    assert engine_meets(other, block) == found
    if abs(true_m - 0.005) > 0.004:  # sharper than asked: the engine's own contact is at 5 mm
        assert found == (true_m < 0.005)


def engine_meets(kept: Footprint, asked: Footprint, buffer_m: float = 0.0) -> bool:
    engine = Engine()
    engine.insert_places("kept", [kept])
    like = crowd(1, (0.0, 0.0), 1)[0]
    return bool(engine.meeting([replace(like, footprint=asked)], buffer_m=buffer_m))


@settings(max_examples=80, deadline=None)
@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.floats(0, 360),
    st.floats(1, 900_000),
    st.floats(1, 900_000),
    st.sampled_from([0.0, 700.0]),
    st.floats(-0.03, 0.03),
)
def test_contact_of_circles_and_at_a_buffer_is_right_to_a_centimetre(
    lat, lon, heading, one_m, two_m, buffer_m, gap_m
):
    c = position(lon, lat)
    d = step(c, heading, one_m + two_m + buffer_m + gap_m)
    a, b = Circle(center=c, radius_tmm=round(one_m * 1e4)), Circle(center=d, radius_tmm=round(two_m * 1e4))
    over_m = metres(c, d) - (a.radius_tmm + b.radius_tmm) / 1e4 - buffer_m
    if abs(over_m) > 0.01:
        assert engine_meets(a, b, buffer_m) == engine_meets(b, a, buffer_m) == (over_m < 0)


@FEW
@given(st.data(), st.floats(100, 3_000))
def test_a_place_with_a_buffer_is_a_place_asked_with_one(data, buffer_m):
    origin = data.draw(st.sampled_from([(38.0, 35.0), (180.0, 62.0), (5.0, -89.95)]))
    kept, asked = data.draw(footprints(origin)), data.draw(footprints(origin))
    wanted = ground_meets(kept, asked, buffer_m)
    assume(wanted is not None)
    engine = Engine()
    engine.insert_places("place", [kept], buffer_m=buffer_m)
    like = crowd(1, origin, 1)[0]
    assert bool(engine.meeting([replace(like, footprint=asked)])) == wanted
    assert engine_meets(kept, asked, buffer_m) == wanted
