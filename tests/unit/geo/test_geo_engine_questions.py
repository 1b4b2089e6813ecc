"""When and how high: the shifts that the engine offers, held against trying every shift."""

from __future__ import annotations

import random

import pytest

from commonground.errors import MalformedMessage, Refused
from commonground.geo.engine import Engine
from commonground.geo.engine.accept import drawn_if_acceptable
from commonground.geo.footprint import Circle, Corridor, Polygon
from commonground.geo.free_start import earliest_free_ms, latest_free_ms
from commonground.geo.intersection import volumes_meet
from commonground.geo.interval import Altitude
from commonground.geo.volume import Volume, validate_volumes
from commonground.record import encode_canonical, replace

START_MS = 1_900_000_000_000
HOUR_MS, DAY_MS = 3_600_000, 86_400_000


def volume(rng: random.Random, *, reference: str = "W84", span_ms: int = 12) -> Volume:
    lower = rng.randrange(0, 40)
    begin = START_MS + rng.randrange(0, 60)
    lon, lat = (round((base + rng.uniform(-0.02, 0.02)) * 1e9) for base in (39, 33))
    if rng.random() < 0.5:
        footprint: Circle | Corridor = Circle(center=(lon, lat), radius_tmm=rng.randrange(5, 25) * 1_000_000)
    else:
        footprint = Corridor(path=((lon, lat), (lon + 10_000_000, lat + 5_000_000)), width_tmm=8_000_000)
    return Volume(
        footprint=footprint,
        lower=Altitude(value_tmm=lower, reference=reference, unit="M"),
        upper=Altitude(value_tmm=lower + rng.randrange(0, 12), reference=reference, unit="M"),
        from_ms=begin,
        until_ms=begin + rng.randrange(0, span_ms),
    )


def later(one: Volume, by_ms: int) -> Volume:
    return replace(one, from_ms=one.from_ms + by_ms, until_ms=one.until_ms + by_ms)


def higher(one: Volume, by_tmm: int) -> Volume:
    assert one.upper is not None
    lower, upper = (replace(limit, value_tmm=limit.value_tmm + by_tmm) for limit in (one.lower, one.upper))
    return replace(one, lower=lower, upper=upper)


def meets_any(asked: list[Volume], others: list[Volume]) -> bool:
    return any(volumes_meet(one, other) is not None for one in asked for other in others)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("compact", [False, True])
def test_the_first_free_start_is_that_of_trying_every_millisecond(seed: int, compact: bool) -> None:
    rng = random.Random(seed)
    others = [volume(rng, span_ms=40) for _ in range(40)]
    asked = [volume(rng), volume(rng)]
    engine = Engine()
    for number, other in enumerate(others):
        engine.insert(number, [other])
    if compact:
        engine.compact()
    question = engine.prepare(asked)

    def first(step: int) -> int | None:
        free = (n for n in range(121) if not meets_any([later(one, step * n) for one in asked], others))
        return next(free, None)

    assert engine.earliest_free_ms(question, 120) == first(1)
    assert engine.latest_free_ms(question, 120) == first(-1)
    engine.remove(0)
    others[0] = later(others[0], 10**6)
    assert engine.earliest_free_ms(question, 120) == first(1)


def test_no_start_is_offered_where_there_is_none() -> None:
    rng = random.Random(1)
    asked = volume(rng)
    engine = Engine()
    engine.insert_places("hospital", [asked.footprint])
    assert engine.earliest_free_ms(engine.prepare([asked]), 7 * 86_400_000) is None
    assert Engine().earliest_free_ms(engine.prepare([asked]), 0) == 0


def test_many_at_one_instant_are_stepped_over_whatever_the_room_for_them() -> None:
    rng = random.Random(2)
    engine = Engine()
    one = volume(rng)
    for number in range(40):
        engine.insert(number, [later(one, number)])
    length_ms = one.until_ms - one.from_ms
    engine._nodes, engine._waits = engine._nodes[:, :1].copy(), engine._waits[:, :2].copy()
    assert engine.earliest_free_ms(engine.prepare([one]), 10_000) == 39 + length_ms + 1


@pytest.mark.parametrize("room", [None, 2])
@pytest.mark.parametrize("seed", range(4))
def test_a_start_that_is_days_away_is_that_of_stepping_over_one_after_the_other(
    seed: int, room: int | None
) -> None:
    rng = random.Random(seed)
    others = [
        later(volume(rng, span_ms=3 * HOUR_MS), rng.randrange(-9 * DAY_MS, 9 * DAY_MS)) for _ in range(900)
    ]
    ground = Circle(center=(39 * 10**9, 33 * 10**9), radius_tmm=15_000_000)
    low = replace(others[0].lower, value_tmm=0)
    wide = replace(others[0], footprint=ground, lower=low, upper=replace(low, value_tmm=60))
    asked = [
        replace(wide, from_ms=begin_ms, until_ms=begin_ms + 9) for begin_ms in (START_MS, START_MS + HOUR_MS)
    ]
    engine = Engine()
    engine.insert("many", others[:600])
    engine.compact()
    engine.insert("few", others[600:])
    if room is not None:
        engine._nodes, engine._waits = engine._nodes[:, :room].copy(), engine._waits[:, :room].copy()
    question = engine.prepare(asked)
    for within_ms in (0, HOUR_MS, 8 * DAY_MS, 30 * DAY_MS):
        assert engine.earliest_free_ms(question, within_ms) == earliest_free_ms(asked, others, within_ms)
        assert engine.latest_free_ms(question, within_ms) == latest_free_ms(asked, others, within_ms)
    assert (engine.earliest_free_ms(question, 30 * DAY_MS) or 0) > 2 * HOUR_MS


@pytest.mark.parametrize("seed", range(6))
def test_the_free_levels_are_those_of_trying_every_shift(seed: int) -> None:
    rng = random.Random(seed)
    others = [volume(rng, span_ms=60) for _ in range(25)]
    asked = [volume(rng, span_ms=60), volume(rng, span_ms=60)]
    engine = Engine()
    for number, other in enumerate(others):
        engine.insert(number, [other])
    free = engine.free_levels_tmm(engine.prepare(asked), -50, 60)
    offered = {shift for low, high in free for shift in range(low, high + 1)}
    tried = {n for n in range(-50, 61) if not meets_any([higher(one, n) for one in asked], others)}
    assert offered == tried
    assert free == sorted(free)


@pytest.mark.parametrize(("one", "two"), [("FL", "AMSL"), ("AGL", "W84"), ("AMSL", "FL")])
def test_between_references_no_level_is_offered_that_may_be_taken(one: str, two: str) -> None:
    rng = random.Random(3)
    engine = Engine()
    others = [volume(rng, reference=two, span_ms=60) for _ in range(10)]
    for number, other in enumerate(others):
        engine.insert(number, [other])
    asked = [volume(rng, reference=one, span_ms=60)]
    lowest, highest = -20_000_000, 400_000_000
    free = engine.free_levels_tmm(engine.prepare(asked), lowest, highest)
    assert free
    for low, high in free:
        for shift in (low, high, (low + high) // 2):
            assert not meets_any([higher(one, shift) for one in asked], others)


def square(*, hole: bool = False, bow: bool = False) -> Polygon:
    ring = ((0, 0), (10_000_000, 0), (10_000_000, 10_000_000), (0, 10_000_000))
    if bow:
        ring = (ring[0], ring[2], ring[1], ring[3])
    inner = tuple((3_000_000 + x // 5, 3_000_000 + y // 5) for x, y in ring)
    return Polygon(rings=(ring, inner) if hole else (ring,))


def test_what_is_surely_acceptable_needs_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(4)
    good = [
        volume(rng),
        replace(volume(rng), footprint=square()),
        replace(volume(rng), footprint=square(hole=True)),
    ]
    monkeypatch.setattr(
        "commonground.geo.engine.accept.validate_volumes", lambda *_: pytest.fail("looked twice")
    )
    columns, drawn = drawn_if_acceptable(good, "volumes")
    assert len(columns) == len(drawn) == 3


BAD = {
    "crossing": lambda one: replace(one, footprint=square(bow=True)),
    "thin": lambda one: replace(one, footprint=Polygon(rings=(((0, 0), (10**7, 0), (5 * 10**6, 1)),))),
    "repeated": lambda one: replace(one, footprint=Corridor(path=((5, 5), (5, 5), (9, 9)), width_tmm=10**6)),
    "huge": lambda one: replace(one, footprint=Circle(center=(0, 0), radius_tmm=10**11)),
    "outside": lambda one: replace(one, footprint=Circle(center=(0, 91 * 10**9), radius_tmm=10**6)),
    "upside down": lambda one: replace(one, lower=Altitude(value_tmm=10**6, reference="W84", unit="M")),
    "ends first": lambda one: replace(one, until_ms=one.from_ms - 1),
    "empty": lambda one: replace(one, footprint=Polygon(rings=())),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_refused_is_refused_with_the_same_words(name: str) -> None:
    rng = random.Random(5)
    volumes = [volume(rng), BAD[name](volume(rng))]
    with pytest.raises(Refused) as expected:
        validate_volumes(volumes, "volumes")
    with pytest.raises(Refused) as given:
        Engine().meeting_json(encode_canonical(volumes))
    assert (given.value.field, given.value.reason) == (expected.value.field, expected.value.reason)


def test_json_is_asked_as_volumes_are() -> None:
    rng = random.Random(6)
    engine = Engine()
    kept = [volume(rng, span_ms=60) for _ in range(20)]
    for number, one in enumerate(kept):
        engine.insert(number, [one])
    for one in kept[:5]:
        assert engine.meeting_json(encode_canonical([one])) == engine.meeting([one])
    with pytest.raises(Refused):
        engine.meeting_json(b"[]")
    with pytest.raises(MalformedMessage):
        engine.meeting_json(b'[{"footprint":7}]')
