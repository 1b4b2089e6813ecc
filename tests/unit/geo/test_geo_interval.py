"""Altitudes with their references, time windows, and what touches."""

import pytest

from commonground.errors import Refused
from commonground.geo.interval import (
    DEFAULT_CONTEXT,
    TMM_PER_FT,
    TMM_PER_M,
    Altitude,
    AltitudeContext,
    as_text,
    bands_meet,
    to_w84_interval,
    validate_altitudes,
    validate_context,
    validate_window,
    windows_meet,
)


def feet(value, reference="AMSL"):
    return Altitude(value_tmm=value * TMM_PER_FT, reference=reference, unit="FT")


def level(value):
    return Altitude(value_tmm=value * 100 * TMM_PER_FT, reference="FL", unit="FL")


def metres(value, reference):
    return Altitude(value_tmm=value * TMM_PER_M, reference=reference, unit="M")


VALLEY = AltitudeContext(elevation_lower_tmm=210 * TMM_PER_M, elevation_upper_tmm=1_200 * TMM_PER_M)


@pytest.mark.parametrize(
    ("altitude", "context", "lower_m", "upper_m"),
    [
        (metres(500, "W84"), DEFAULT_CONTEXT, 500, 500),
        (metres(500, "AMSL"), DEFAULT_CONTEXT, 390, 610),
        (metres(100, "AGL"), DEFAULT_CONTEXT, -330, 8_950),
        (metres(100, "AGL"), VALLEY, 310, 1_300),
    ],
)
def test_conversion_to_w84(altitude, context, lower_m, upper_m):
    assert to_w84_interval(altitude, context) == (lower_m * TMM_PER_M, upper_m * TMM_PER_M)


def test_a_flight_level_allows_for_pressure_temperature_and_geoid():
    standard = AltitudeContext(pressure_lower_hpa=1_013, pressure_upper_hpa=1_014, temperature_permille=0)
    lower, upper = to_w84_interval(level(100), standard)
    nominal = 10_000 * TMM_PER_FT
    assert nominal - lower == upper - nominal == 110 * TMM_PER_M + 30 * TMM_PER_FT
    lower, upper = to_w84_interval(level(100), DEFAULT_CONTEXT)
    assert nominal - lower == 110 * TMM_PER_M + 74 * 30 * TMM_PER_FT + 1_200 * TMM_PER_FT
    assert upper - nominal == 110 * TMM_PER_M + 47 * 30 * TMM_PER_FT + 1_200 * TMM_PER_FT


def test_every_adjacent_thousand_foot_level_touches_and_none_overlaps():
    """In metres as floating point half of these pairs come out less than 1,000 ft apart."""
    for thousand in range(60):
        low, high = (feet(1_000 * thousand), feet(1_000 * (thousand + 1)))
        found = bands_meet((low, high), (high, feet(1_000 * (thousand + 2))))
        assert found is not None
        assert (found.is_contact, found.overlap_tmm, found.conversion) == (True, 0, "none")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((feet(0), feet(10)), (feet(11), feet(20)), None),
        ((feet(0), feet(10)), (feet(10), feet(20)), (0, True, "none")),
        ((feet(0), feet(10)), (feet(9), feet(20)), (TMM_PER_FT, False, "none")),
        ((feet(0), feet(10)), (feet(5), feet(5)), (0, False, "none")),
        ((feet(5), feet(5)), (feet(5), feet(5)), (0, False, "none")),
        ((feet(0), feet(10)), (feet(10), feet(10)), (0, True, "none")),
        ((feet(0), None), (feet(90_000), None), (10**10 - 90_000 * TMM_PER_FT + 1_100_000, False, "none")),
        (
            (metres(0, "AGL"), metres(100, "AGL")),
            (metres(100, "AGL"), metres(200, "AGL")),
            (0, True, "none"),
        ),
        (
            (metres(0, "AGL"), metres(100, "AGL")),
            (metres(1_300, "W84"), metres(1_400, "W84")),
            (0, True, "AGL by elevation bounds 210..1200 m"),
        ),
        ((metres(0, "AGL"), metres(100, "AGL")), (metres(1_301, "W84"), metres(1_400, "W84")), None),
        ((metres(0, "AGL"), metres(100, "AGL")), (metres(0, "W84"), metres(209, "W84")), None),
        (
            (metres(0, "AGL"), metres(100, "AGL")),
            (metres(1_400, "AMSL"), metres(1_500, "AMSL")),
            (10 * TMM_PER_M, False, "AGL by elevation bounds 210..1200 m; AMSL by geoid +-110 m"),
        ),
        (
            (metres(0, "AGL"), level(95)),
            (metres(0, "AGL"), level(95)),
            (
                None,
                False,
                "AGL by elevation bounds 210..1200 m; FL by pressure 940..1060 hPa, temperature +-12 %",
            ),
        ),
    ],
)
def test_bands(a, b, expected):
    found, back = bands_meet(a, b, VALLEY), bands_meet(b, a, VALLEY)
    assert found == back
    if expected is None:
        assert found is None
        return
    overlap_tmm, is_contact, conversion = expected
    assert found is not None
    assert (found.is_contact, found.conversion) == (is_contact, conversion)
    assert overlap_tmm is None or found.overlap_tmm == overlap_tmm


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((0, 10), (11, 20), None),
        ((0, 10), (10, 20), (10, 10, True)),
        ((0, 10), (9, 20), (9, 10, False)),
        ((0, 10), (5, 5), (5, 5, False)),
        ((0, 10), (0, 0), (0, 0, True)),
        ((5, 5), (5, 5), (5, 5, False)),
        ((0, 100), (20, 30), (20, 30, False)),
    ],
)
def test_windows(a, b, expected):
    assert windows_meet(a, b) == windows_meet(b, a) == expected


@pytest.mark.parametrize(
    ("lower", "upper", "field"),
    [
        (feet(2_000), feet(1_000), "v.lower"),
        (metres(-8_001, "AMSL"), None, "v.lower.value_tmm"),
        (feet(0), metres(100_001, "AMSL"), "v.upper.value_tmm"),
        (feet(0), Altitude(value_tmm=0, reference="AGL", unit="FL"), "v.upper.unit"),
    ],
)
def test_bands_that_are_refused(lower, upper, field):
    with pytest.raises(Refused) as refusal:
        validate_altitudes(lower, upper, "v")
    assert refusal.value.field == field


def test_bands_that_are_accepted():
    validate_altitudes(feet(1_000), feet(1_000), "v")
    validate_altitudes(feet(1_000), None, "v")
    validate_altitudes(feet(1_000, "AGL"), level(20), "v")


@pytest.mark.parametrize(
    ("from_ms", "until_ms", "field"),
    [
        (10, 9, "v.until_ms"),
        (-1, 9, "v.from_ms"),
        (0, 10**13, "v.until_ms"),
        (0, 366 * 86_400_000 + 1, "v.until_ms"),
    ],
)
def test_windows_that_are_refused(from_ms, until_ms, field):
    with pytest.raises(Refused) as refusal:
        validate_window(from_ms, until_ms, "v")
    assert refusal.value.field == field


def test_an_instant_and_a_year_are_accepted():
    validate_window(10, 10, "v")
    validate_window(0, 366 * 86_400_000, "v")


@pytest.mark.parametrize(
    ("context", "field"),
    [
        (AltitudeContext(elevation_lower_tmm=1, elevation_upper_tmm=0), "c.elevation_lower_tmm"),
        (AltitudeContext(elevation_upper_tmm=10**12), "c.elevation_upper_tmm"),
        (AltitudeContext(pressure_lower_hpa=1_014), "c.pressure_lower_hpa"),
        (AltitudeContext(pressure_upper_hpa=1_013), "c.pressure_upper_hpa"),
        (AltitudeContext(temperature_permille=-1), "c.temperature_permille"),
    ],
)
def test_contexts_that_are_refused(context, field):
    validate_context(DEFAULT_CONTEXT, "c")
    with pytest.raises(Refused) as refusal:
        validate_context(context, "c")
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("altitude", "text"),
    [
        (feet(1_500), "1500 FT AMSL"),
        (level(95), "FL 95"),
        (feet(0, "AGL"), "SFC"),
        (None, "UNL"),
        (Altitude(value_tmm=4_505_000, reference="AGL", unit="M"), "450.5 M AGL"),
    ],
)
def test_as_a_person_writes_it(altitude, text):
    assert as_text(altitude) == text
