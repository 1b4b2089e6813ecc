"""What may meet what: index and engine leave nothing out that meets, and with the truth they answer alike.

Also the start that meets nothing, held against trying every delay.
"""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import commonground as cg
from commonground.errors import Refused
from commonground.geo import candidates as proposing
from commonground.geo.footprint import validate_footprint
from commonground.geo.free_start import earliest_free_ms, latest_free_ms
from commonground.geo.intersection import footprints_meet, volumes_meet
from commonground.geo.interval import Altitude
from commonground.geo.volume import Volume
from commonground.record import replace

from .test_geo_meetings import ORIGINS, footprints

FEW = settings(max_examples=25, deadline=None)
EVERY_SIZE = pytest.mark.parametrize("engine_from", [0, 10_000], ids=["engine", "index"])


@st.composite
def shapes(draw, *, places):
    """An acceptable volume near one of the origins, or a place."""
    footprint = draw(footprints(ORIGINS, spread_m=8_000).filter(_is_acceptable))
    if places and draw(st.booleans()):
        return footprint
    begin_ms, low_tmm = draw(st.integers(0, 5)), draw(st.integers(0, 4)) * 1_000_000
    reference = draw(st.sampled_from(["AMSL", "AGL", "FL", "W84"]))
    lower = Altitude(value_tmm=low_tmm, reference=reference, unit="M")
    upper = draw(st.none() | st.just(Altitude(value_tmm=low_tmm + 1_000_000, reference=reference, unit="M")))
    return Volume(footprint=footprint, lower=lower, upper=upper, from_ms=begin_ms, until_ms=begin_ms + 2)


def _is_acceptable(footprint):
    try:
        validate_footprint(footprint, "shape")
    except Refused:
        return False
    return True


def meets(volume, shape, buffer_m):
    if isinstance(shape, Volume):
        return volumes_meet(volume, shape, buffer_m=buffer_m) is not None
    return footprints_meet(volume.footprint, shape, buffer_m) is not None


@EVERY_SIZE
@FEW
@given(
    asking=st.lists(shapes(places=False), min_size=1, max_size=6),
    others=st.lists(shapes(places=True), min_size=1, max_size=8),
    buffer_m=st.sampled_from([0.0, 0.005, 500.0, 5_000.0]),
)
def test_nothing_that_meets_is_left_out(engine_from, asking, others, buffer_m):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proposing, "ENGINE_FROM", engine_from)
        proposed = list(proposing.candidates(asking, others, widest_m=buffer_m))
    assert len(proposed) == len(asking)
    for numbers in proposed:
        assert numbers == sorted(set(numbers))
        assert set(numbers) <= set(range(len(others)))
    for (a, volume), (b, shape) in product(enumerate(asking), enumerate(others)):
        assert b in proposed[a] or not meets(volume, shape, buffer_m)


@EVERY_SIZE
@FEW
@given(held=st.lists(shapes(places=False), max_size=10), buffer_m=st.sampled_from([0.0, 1_000.0]))
def test_a_screening_is_each_pair_asked_alone(engine_from, held, buffer_m):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proposing, "ENGINE_FROM", engine_from)
        found = cg.screen(held, buffer_m=buffer_m)
    alone = {
        (a, b): cg.intersection(one, other, buffer_m)
        for (a, one), (b, other) in product(enumerate(held), enumerate(held))
        if a < b
    }
    assert {(pair.a, pair.b): pair.meeting for pair in found} == {
        key: met for key, met in alone.items() if met
    }


@EVERY_SIZE
@pytest.mark.parametrize(
    ("first_free_ms", "step"), [(earliest_free_ms, 1), (latest_free_ms, -1)], ids=["earliest", "latest"]
)
@FEW
@given(
    moving=st.lists(shapes(places=False), min_size=1, max_size=3),
    held=st.lists(shapes(places=False), max_size=8),
    within_ms=st.integers(0, 12),
    buffer_m=st.sampled_from([0.0, 1_000.0]),
)
def test_a_free_start_is_the_first_shift_that_meets_nothing(
    first_free_ms, step, engine_from, moving, held, within_ms, buffer_m
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proposing, "ENGINE_FROM", engine_from)
        found_ms = first_free_ms(moving, held, within_ms, buffer_m=buffer_m)
    tried = (
        shift_ms
        for shift_ms in range(within_ms + 1)
        if not any(
            meets(
                replace(one, from_ms=one.from_ms + step * shift_ms, until_ms=one.until_ms + step * shift_ms),
                other,
                buffer_m,
            )
            for one, other in product(moving, held)
        )
    )
    assert found_ms == next(tried, None)
