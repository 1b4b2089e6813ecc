"""When and how high: starts and levels held against trying every shift, whoever proposes the pairs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import pairwise, product

import pytest

from commonground.geo import candidates as proposing
from commonground.geo.engine import Engine
from commonground.geo.footprint import Circle, Corridor
from commonground.geo.free_levels import free_levels_tmm, higher
from commonground.geo.free_start import earliest_free_ms, latest_free_ms
from commonground.geo.geodesic import point_between
from commonground.geo.intersection import footprints_meet, volumes_meet
from commonground.geo.interval import Altitude, AltitudeContext, Reference
from commonground.geo.volume import Volume
from commonground.record import replace

START_MS = 1_900_000_000_000
LOWEST, HIGHEST = -50, 60


@pytest.fixture(params=[0, 10_000], ids=["engine", "index"])
def whoever_proposes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposing, "ENGINE_FROM", request.param)


def volume(
    rng: random.Random, reference: Reference = "W84", *, span_ms: int = 12, unlimited: float = 0.0
) -> Volume:
    lower, begin = rng.randrange(0, 40), START_MS + rng.randrange(0, 60)
    lon, lat = (round((base + rng.uniform(-0.02, 0.02)) * 1e9) for base in (39, 33))
    footprint: Circle | Corridor = Circle(center=(lon, lat), radius_tmm=rng.randrange(5, 25) * 1_000_000)
    if rng.random() < 0.5:
        footprint = Corridor(path=((lon, lat), (lon + 10_000_000, lat + 5_000_000)), width_tmm=8_000_000)
    upper = Altitude(value_tmm=lower + rng.randrange(0, 12), reference=reference, unit="M")
    return Volume(
        footprint=footprint,
        lower=Altitude(value_tmm=lower, reference=reference, unit="M"),
        upper=None if rng.random() < unlimited else upper,
        from_ms=begin,
        until_ms=begin + rng.randrange(0, span_ms),
    )


def later(one: Volume, by_ms: int) -> Volume:
    return replace(one, from_ms=one.from_ms + by_ms, until_ms=one.until_ms + by_ms)


def meets_any(asked: Iterable[Volume], others: list[Volume], buffer_m: float = 0.0) -> bool:
    return any(volumes_meet(one, other, buffer_m=buffer_m) for one, other in product(asked, others))


def intervals(shifts: Iterable[int]) -> Iterator[tuple[int, int]]:
    held: list[int] = []
    for shift in shifts:
        if held and shift != held[-1] + 1:
            yield held[0], held[-1]
            held = []
        held.append(shift)
    if held:
        yield held[0], held[-1]


@pytest.mark.usefixtures("whoever_proposes")
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("buffer_m", [0.0, 600.0])
def test_a_start_is_that_of_trying_every_millisecond(seed: int, buffer_m: float) -> None:
    rng = random.Random(seed)
    others = [volume(rng, span_ms=40) for _ in range(40)]
    asked = [volume(rng), volume(rng)]
    for step, first_free_ms in ((1, earliest_free_ms), (-1, latest_free_ms)):
        tried = (
            n for n in range(121) if not meets_any((later(one, step * n) for one in asked), others, buffer_m)
        )
        first = next(tried)
        assert first_free_ms(asked, others, 120, buffer_m=buffer_m) == first
        assert first_free_ms(asked, others, first, buffer_m=buffer_m) == first
        if first:
            assert first_free_ms(asked, others, first - 1, buffer_m=buffer_m) is None


@pytest.mark.usefixtures("whoever_proposes")
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("buffer_m", [0.0, 600.0])
def test_the_levels_are_those_of_trying_every_shift(seed: int, buffer_m: float) -> None:
    rng = random.Random(seed)
    others = [volume(rng, span_ms=60) for _ in range(25)]
    asked = [volume(rng, span_ms=60), volume(rng, span_ms=60, unlimited=0.1)]
    tried = [
        n
        for n in range(LOWEST, HIGHEST + 1)
        if not meets_any((higher(one, n) for one in asked), others, buffer_m)
    ]
    found = free_levels_tmm(asked, others, LOWEST, HIGHEST, buffer_m=buffer_m)
    assert found == list(intervals(tried))


@pytest.mark.usefixtures("whoever_proposes")
def test_what_has_no_upper_limit_leaves_no_level_above_it() -> None:
    rng = random.Random(8)
    asked = volume(rng)
    above = replace(asked, lower=replace(asked.lower, value_tmm=asked.lower.value_tmm + 20), upper=None)
    assert asked.upper is not None
    last = above.lower.value_tmm - asked.upper.value_tmm - 1
    assert free_levels_tmm([asked], [above], LOWEST, HIGHEST) == [(LOWEST, last)]
    assert free_levels_tmm([above], [asked], LOWEST, HIGHEST) == [
        (asked.upper.value_tmm - above.lower.value_tmm + 1, HIGHEST)
    ]
    assert free_levels_tmm([above], [above], LOWEST, HIGHEST) == []
    assert free_levels_tmm([above], [], 7, 7) == [(7, 7)]


CONTEXT = AltitudeContext(
    elevation_lower_tmm=-9, elevation_upper_tmm=12, pressure_lower_hpa=1_013, pressure_upper_hpa=1_014
)


@pytest.mark.usefixtures("whoever_proposes")
@pytest.mark.parametrize("one", ["FL", "AMSL", "AGL", "W84"])
@pytest.mark.parametrize("two", ["FL", "AMSL", "AGL", "W84"])
def test_between_references_the_ends_are_those_of_the_truth(one: Reference, two: Reference) -> None:
    rng = random.Random(f"{one}{two}")
    asked = [volume(rng, one, span_ms=60), volume(rng, one, span_ms=60)]
    others = [higher(volume(rng, two, span_ms=60), rng.randrange(-5_000_000, 30_000_000)) for _ in range(10)]
    lowest, highest = -9_000_000, 60_000_000
    found = free_levels_tmm(asked, others, lowest, highest, CONTEXT)

    def meets(by_tmm: int) -> bool:
        pairs = product((higher(each, by_tmm) for each in asked), others)
        return any(volumes_meet(each, other, CONTEXT) for each, other in pairs)

    assert found
    assert found != [(lowest, highest)]
    for low, high in found:
        assert not any(meets(by_tmm) for by_tmm in (low, (low + high) // 2, high))
        assert low == lowest or meets(low - 1)
        assert high == highest or meets(high + 1)
    for (_, high), (low, _) in pairwise(found):
        assert meets((high + low) // 2)


@pytest.mark.parametrize("seed", range(4))
def test_the_engine_alone_answers_alike_where_no_contact_is_doubtful(seed: int) -> None:
    rng = random.Random(seed)
    others = [volume(rng, span_ms=40) for _ in range(40)]
    asked = [volume(rng), volume(rng)]
    engine = Engine()
    for number, other in enumerate(others):
        engine.insert(number, [other])
    question = engine.prepare(asked)
    assert engine.latest_free_ms(question, 120) == latest_free_ms(asked, others, 120)
    assert engine.free_levels_tmm(question, -50, 60) == free_levels_tmm(asked, others, -50, 60)


def test_where_contact_ends_the_truth_decides_whoever_proposes(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(9)
    one = replace(volume(rng), footprint=Circle(center=(39 * 10**9, 33 * 10**9), radius_tmm=10_000_000))
    met = []
    for gap_tmm in range(0, 120, 5):  # contact is up to 5 mm; the engine may be 3 mm beside
        lon, lat = point_between(39.0, 33.0, 39.1, 33.0, 2000 + gap_tmm / 10_000)
        beside = replace(one.footprint, center=(round(lon * 1e9), round(lat * 1e9)))
        other = replace(one, footprint=beside)
        met.append(footprints_meet(one.footprint, beside) is not None)
        for engine_from in (0, 10_000):
            monkeypatch.setattr(proposing, "ENGINE_FROM", engine_from)
            assert (latest_free_ms([one], [other], 10_000) == 0) is not met[-1]
            assert (free_levels_tmm([one], [other], 0, 0) == [(0, 0)]) is not met[-1]
    assert met == sorted(met, reverse=True)
    assert 0 < sum(met) < len(met)


def test_the_ground_of_what_is_blocked_already_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(10)
    one = volume(rng)
    looked: list[object] = []

    def counting(*given: object) -> object:
        looked.append(given)
        return footprints_meet(*given)

    for module in ("free_levels", "free_start"):
        monkeypatch.setattr(f"commonground.geo.{module}.footprints_meet", counting)
    assert free_levels_tmm([one], [one] * 50, -100, 100)
    assert latest_free_ms([one], [one] * 50, 1_000)
    assert len(looked) == 2
