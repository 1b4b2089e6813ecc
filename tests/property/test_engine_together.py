"""Questions put together are the same questions, however they were drawn; they meet each other as the engine says."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.geo.engine import Engine, Prepared
from commonground.geo.engine.asked import as_one, joined, meeting_each_other
from commonground.geo.engine.draw import DEFAULT_TERMS, Drawn
from commonground.geo.engine.together import drawn_together
from commonground.geo.footprint import Corridor, Footprint, Polygon
from commonground.geo.volume import Volume
from tests.worlds import HOUR_MS, T0_MS, circle, nd, volume

seeds = st.integers(0, 2**32 - 1)


def entities(seed: int, count: int) -> list[list[Volume]]:
    """Entities of one to four volumes within a few kilometres and hours of where four tiles meet."""
    rng = random.Random(seed)
    return [[_volume(rng) for _ in range(rng.randint(1, 4))] for _ in range(count)]


def _volume(rng: random.Random) -> Volume:
    lon, lat = rng.uniform(38.9, 39.1), rng.uniform(32.9, 33.1)
    kind, size = rng.randrange(3), rng.uniform(0.002, 0.1)
    footprint: Footprint = circle(lon, lat, 50_000 * size)
    if kind == 1:
        footprint = Corridor(path=((nd(lon), nd(lat)), (nd(lon + size), nd(lat))), width_tmm=1_000_000)
    elif kind == 2:
        corners = ((lon, lat), (lon + size, lat), (lon + size, lat + size))
        footprint = Polygon(rings=(tuple((nd(x), nd(y)) for x, y in corners),))
    from_ms = T0_MS + rng.randrange(4) * HOUR_MS
    band = volume()
    return Volume(
        footprint=footprint, lower=band.lower, upper=band.upper, from_ms=from_ms, until_ms=from_ms + HOUR_MS
    )


def alone(drawn: Drawn) -> Drawn:
    """The same rows, of which nothing tells with what they were drawn."""
    return Drawn(drawn.boxes.copy(), drawn.facts.copy(), drawn.points.copy())


def same(one: Drawn, other: Drawn) -> bool:
    return all(
        np.array_equal(getattr(one, part), getattr(other, part)) for part in ("boxes", "facts", "points")
    )


@settings(max_examples=60, deadline=None)
@given(seeds, st.lists(st.integers(0, 5), min_size=1, max_size=6, unique=True))
def test_rows_are_joined_alike_however_they_were_drawn(seed: int, chosen: list[int]) -> None:
    """In their order and out of it, all of them and some."""
    made = [one.drawn for one in drawn_together(entities(seed, 6), DEFAULT_TERMS, 5.0) if one is not None]
    assert len(made) == 6
    for numbers in (chosen, sorted(chosen), range(6), range(min(chosen), 6)):
        some, slots = [made[number] for number in numbers], [100 + number for number in numbers]
        assert same(joined(some, slots), joined([alone(one) for one in some], slots))
    for one in made:  # what was drawn is as it was
        assert one.facts[0, 0] == -1


@settings(max_examples=60, deadline=None)
@given(seeds, st.sampled_from([0.0, 500.0]))
def test_questions_meet_each_other_as_if_each_stood(seed: int, buffer_m: float) -> None:
    questions = [
        Prepared(one.drawn, buffer_m * 1000.0, one.points_max)
        for one in drawn_together(entities(seed, 12), DEFAULT_TERMS, buffer_m)
        if one is not None
    ]
    engine = Engine()
    for number, question in enumerate(questions):
        engine.insert_prepared(number, question)
    together, count = as_one(questions), len(questions)
    found = meeting_each_other(together, count)
    assert found == [set(engine.meeting_prepared(question)) for question in questions]
    assert [set(keys) for keys in engine.meeting_together(together, count)] == found


def test_there_may_be_more_meetings_than_room_was_made_for() -> None:
    crowd = [[volume()] for _ in range(60)]
    made = drawn_together(crowd, DEFAULT_TERMS, 0.0)
    together = as_one([Prepared(one.drawn, 0.0, one.points_max) for one in made if one is not None])
    assert meeting_each_other(together, 60) == [set(range(60))] * 60
