"""Height and time to the last unit: the engine decides as `geo/interval` does, whatever the charter's bounds."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.geo.engine import Engine
from commonground.geo.footprint import Circle
from commonground.geo.interval import (
    ALTITUDE_TMM_MAX,
    ALTITUDE_TMM_MIN,
    TIME_MS_MAX,
    WINDOW_MS_MAX,
    Altitude,
    AltitudeContext,
    bands_meet,
)
from commonground.geo.volume import Volume

GROUND = Circle(center=(179_999_999_000, -33 * 10**9), radius_tmm=5_000_000)
REFERENCES = st.sampled_from(["W84", "AGL", "AMSL", "FL"])
VALUES = st.one_of(
    st.integers(ALTITUDE_TMM_MIN, ALTITUDE_TMM_MAX),
    st.sampled_from([ALTITUDE_TMM_MIN, -3_048, -1, 0, 1, 3_048, 10_000, 2_147_483_647, ALTITUDE_TMM_MAX]),
)
CONTEXTS = st.builds(
    AltitudeContext,
    elevation_lower_tmm=st.integers(ALTITUDE_TMM_MIN, 5_000),
    elevation_upper_tmm=st.integers(5_000, ALTITUDE_TMM_MAX),
    pressure_lower_hpa=st.integers(800, 1_013),
    pressure_upper_hpa=st.integers(1_014, 1_200),
    temperature_permille=st.integers(0, 500),
)


def altitude(value_tmm: int, reference: str) -> Altitude:
    return Altitude(value_tmm=value_tmm, reference=reference, unit="M")


def during(lower: Altitude, upper: Altitude | None, from_ms: int = 5, until_ms: int = 5) -> Volume:
    return Volume(footprint=GROUND, lower=lower, upper=upper, from_ms=from_ms, until_ms=until_ms)


def meets(kept: Volume, asked: Volume, context: AltitudeContext) -> bool:
    engine = Engine(context)
    engine.insert("kept", [kept])
    found = bool(engine.meeting([asked]))
    engine.insert("asked", [asked])
    assert len(engine.pairs()) == found
    return found


@settings(max_examples=60, deadline=None)
@given(CONTEXTS, REFERENCES, VALUES, REFERENCES, st.booleans())
def test_bands_that_just_meet_and_just_do_not(
    context, upper_reference, value_tmm, lower_reference, is_turned
):
    """The last lower limit that an upper limit reaches is sought with `bands_meet`, then put to the engine."""
    bottom, top = altitude(ALTITUDE_TMM_MIN, upper_reference), altitude(value_tmm, upper_reference)

    def just_meets(lower_tmm: int) -> bool:
        return bands_meet((bottom, top), (altitude(lower_tmm, lower_reference), None), context) is not None

    assume(just_meets(ALTITUDE_TMM_MIN) and not just_meets(ALTITUDE_TMM_MAX))
    low, high = ALTITUDE_TMM_MIN, ALTITUDE_TMM_MAX
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if just_meets(middle) else (low, middle)
    for lower_tmm in {max(ALTITUDE_TMM_MIN, low - 1), low, high}:
        pair = [during(bottom, top), during(altitude(lower_tmm, lower_reference), None)]
        assert meets(*(pair[::-1] if is_turned else pair), context) == just_meets(lower_tmm)


@settings(max_examples=60, deadline=None)
@given(
    CONTEXTS, st.lists(st.tuples(REFERENCES, VALUES), min_size=4, max_size=4), st.booleans(), st.booleans()
)
def test_bands_of_any_references_meet_as_they_are_defined_to(context, limits, is_open, is_other_open):
    one_low, one_high, two_low, two_high = (altitude(value, reference) for reference, value in limits)
    for low, high in ((one_low, one_high), (two_low, two_high)):
        assume(low.reference != high.reference or low.value_tmm <= high.value_tmm)
    one, two = (one_low, None if is_open else one_high), (two_low, None if is_other_open else two_high)
    assert meets(during(*one), during(*two), context) == (bands_meet(one, two, context) is not None)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.integers(0, TIME_MS_MAX), st.sampled_from([0, 2**31, 2**32, TIME_MS_MAX])),
    st.one_of(st.integers(0, WINDOW_MS_MAX), st.sampled_from([0, 1, WINDOW_MS_MAX])),
    st.integers(-2, 2),
    st.one_of(st.integers(0, WINDOW_MS_MAX), st.sampled_from([0, 1])),
    st.booleans(),
)
def test_windows_touch_to_the_millisecond(end_ms, length_ms, by_ms, other_ms, is_turned):
    start_ms = end_ms + by_ms
    assume(end_ms >= length_ms and 0 <= start_ms <= TIME_MS_MAX - other_ms)
    level = altitude(0, "W84")
    pair = [
        during(level, level, end_ms - length_ms, end_ms),
        during(level, level, start_ms, start_ms + other_ms),
    ]
    wanted = start_ms <= end_ms and start_ms + other_ms >= end_ms - length_ms
    assert meets(*(pair[::-1] if is_turned else pair), AltitudeContext()) == wanted
