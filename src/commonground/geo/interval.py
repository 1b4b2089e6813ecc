"""Altitude bands and time windows as closed integer intervals.

Altitudes keep the reference and unit in which they were given; values are integers in tenths of a millimetre
(1 ft = 3,048), because feet as floating-point metres put half of all adjacent levels at the wrong side of
each other. Two values with the same reference are compared as given; otherwise each becomes an interval of
heights above the WGS84 ellipsoid that certainly holds it, and the answer names the conversion. So a
comparison may find a meeting that better data would refute, and never misses one. Times are UTC in integer
milliseconds. It reads no elevation model and no weather: the bounds come with the charter.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from commonground.errors import Refused
from commonground.record import Record

Reference: TypeAlias = Literal["W84", "AGL", "AMSL", "FL"]
Unit: TypeAlias = Literal["FT", "M", "FL"]

TMM_PER_FT = 3_048
TMM_PER_M = 10_000
TMM_PER_FL = 100 * TMM_PER_FT
GEOID_TMM = 110 * TMM_PER_M
ALTITUDE_TMM_MIN = -8_000 * TMM_PER_M
ALTITUDE_TMM_MAX = 100_000 * TMM_PER_M
#: An upper limit that is not given is counted as 1,000 km above the ellipsoid.
UNLIMITED_TMM = 1_000_000 * TMM_PER_M
#: The most that one hectopascal moves a pressure level: 30 ft (27 ft near 1013 hPa, 29 ft near 940 hPa).
TMM_PER_HPA = 30 * TMM_PER_FT
STANDARD_HPA_BELOW, STANDARD_HPA_ABOVE = 1_013, 1_014
TIME_MS_MAX = 7_258_118_400_000  # 2200-01-01T00:00Z
WINDOW_MS_MAX = 366 * 86_400_000


class Altitude(Record, frozen=True, kw_only=True):
    """A height as it was given: `value_tmm` is always tenths of a millimetre, `unit` is how to show it."""

    value_tmm: int
    reference: Reference
    unit: Unit


class AltitudeContext(Record, frozen=True, kw_only=True):
    """What the charter says about its area, for comparing altitudes with different references.

    Elevation bounds are heights of the ground above the WGS84 ellipsoid. The pressure band is the lowest and
    highest sea-level pressure to reckon with; `temperature_permille` is how far the true height of a flight
    level may lie from its nominal height because the air is warmer or colder than standard (4 % per 10
    degrees).
    """

    elevation_lower_tmm: int = -430 * TMM_PER_M
    elevation_upper_tmm: int = 8_850 * TMM_PER_M
    pressure_lower_hpa: int = 940
    pressure_upper_hpa: int = 1_060
    temperature_permille: int = 120


DEFAULT_CONTEXT = AltitudeContext()


class AltitudeOverlap(Record, frozen=True, kw_only=True):
    """How far two bands overlap at most, whether they only touch, and which conversion was needed."""

    overlap_tmm: int
    is_contact: bool
    conversion: str


def in_unit(value: int, unit: float) -> str:
    """A value in a larger unit for a refusal, also one that no float can hold."""
    return f"{value / unit}" if abs(value) < 10**300 else "far more than 10^290"


def validate_altitudes(lower: Altitude, upper: Altitude | None, field: str) -> None:
    """Refuse a band out of range, an FL without a flight level, or (same reference) upside down."""
    for name, altitude in (("lower", lower), ("upper", upper)):
        if altitude is not None:
            _validate_altitude(altitude, f"{field}.{name}")
    if upper is not None and lower.reference == upper.reference and lower.value_tmm > upper.value_tmm:
        raise Refused(
            f"{as_text(lower)} is above the upper limit {as_text(upper)}, expected lower <= upper",
            field=f"{field}.lower",
        )


def _validate_altitude(altitude: Altitude, field: str) -> None:
    if not ALTITUDE_TMM_MIN <= altitude.value_tmm <= ALTITUDE_TMM_MAX:
        reason = f"{in_unit(altitude.value_tmm, TMM_PER_M)} m, expected -8000 m to 100000 m"
        raise Refused(reason, field=f"{field}.value_tmm")
    if altitude.unit == "FL" and altitude.reference != "FL":
        reason = f"unit FL with reference {altitude.reference}, expected reference FL"
        raise Refused(reason, field=f"{field}.unit")


def validate_window(from_ms: int, until_ms: int, field: str) -> None:
    """Refuse a window that ends before it starts, is longer than 366 days, or lies outside 1970-2200."""
    for name, value_ms in (("from_ms", from_ms), ("until_ms", until_ms)):
        if not 0 <= value_ms <= TIME_MS_MAX:
            raise Refused(f"{value_ms}, expected UTC milliseconds of 1970 to 2200", field=f"{field}.{name}")
    if until_ms < from_ms:
        reason = f"ends {from_ms - until_ms} ms before it starts, expected from_ms <= until_ms"
        raise Refused(reason, field=f"{field}.until_ms")
    if until_ms - from_ms > WINDOW_MS_MAX:
        days = (until_ms - from_ms) / 86_400_000
        raise Refused(f"{days:.1f} days long, expected at most 366", field=f"{field}.until_ms")


def validate_context(context: AltitudeContext, field: str) -> None:
    """Refuse bounds that are upside down or out of range."""
    if context.elevation_lower_tmm > context.elevation_upper_tmm:
        raise Refused("above elevation_upper_tmm", field=f"{field}.elevation_lower_tmm")
    for name in ("elevation_lower_tmm", "elevation_upper_tmm"):
        if not ALTITUDE_TMM_MIN <= getattr(context, name) <= ALTITUDE_TMM_MAX:
            raise Refused("expected -8000 m to 100000 m", field=f"{field}.{name}")
    if not 800 <= context.pressure_lower_hpa <= 1_013:
        raise Refused("expected 800 to 1013 hPa", field=f"{field}.pressure_lower_hpa")
    if not 1_014 <= context.pressure_upper_hpa <= 1_200:
        raise Refused("expected 1014 to 1200 hPa", field=f"{field}.pressure_upper_hpa")
    if not 0 <= context.temperature_permille <= 500:
        raise Refused("expected 0 to 500", field=f"{field}.temperature_permille")


def to_w84_interval(altitude: Altitude, context: AltitudeContext = DEFAULT_CONTEXT) -> tuple[int, int]:
    """Heights above the ellipsoid (tmm) between which the altitude certainly lies."""
    value = altitude.value_tmm
    if altitude.reference == "W84":
        return value, value
    if altitude.reference == "AGL":
        return value + context.elevation_lower_tmm, value + context.elevation_upper_tmm
    if altitude.reference == "AMSL":
        return value - GEOID_TMM, value + GEOID_TMM
    warmth = -(-abs(value) * context.temperature_permille // 1000)
    below = (STANDARD_HPA_ABOVE - context.pressure_lower_hpa) * TMM_PER_HPA + warmth + GEOID_TMM
    above = (context.pressure_upper_hpa - STANDARD_HPA_BELOW) * TMM_PER_HPA + warmth + GEOID_TMM
    return value - below, value + above


def w84_band(
    lower: Altitude, upper: Altitude | None, context: AltitudeContext = DEFAULT_CONTEXT
) -> tuple[int, int]:
    """The interval of W84 heights (tmm) that certainly holds the whole band."""
    top = UNLIMITED_TMM if upper is None else to_w84_interval(upper, context)[1]
    return to_w84_interval(lower, context)[0], top


def bands_meet(
    a: tuple[Altitude, Altitude | None],
    b: tuple[Altitude, Altitude | None],
    context: AltitudeContext = DEFAULT_CONTEXT,
) -> AltitudeOverlap | None:
    """Do two closed bands meet? Each lower limit is held against the other's upper limit."""
    rise_ab, used_ab = _rise(b[0], a[1], context)
    rise_ba, used_ba = _rise(a[0], b[1], context)
    if rise_ab < 0 or rise_ba < 0:
        return None
    thickness_a, thickness_b = _rise(a[0], a[1], context)[0], _rise(b[0], b[1], context)[0]
    overlap = max(0, min(rise_ab, rise_ba, thickness_a, thickness_b))
    # Two equal levels share all they have: only a band that ends where the other begins merely touches.
    is_contact = min(rise_ab, rise_ba) == 0 and max(rise_ab, rise_ba) > 0
    conversion = _conversion_names((*used_ab, *used_ba), context)
    return AltitudeOverlap(overlap_tmm=overlap, is_contact=is_contact, conversion=conversion)


def bands_gap(
    a: tuple[Altitude, Altitude | None],
    b: tuple[Altitude, Altitude | None],
    context: AltitudeContext = DEFAULT_CONTEXT,
) -> tuple[int, str]:
    """The least height in tmm that certainly lies between two bands (0 when they meet), and the conversions."""
    rise_ab, used_ab = _rise(b[0], a[1], context)
    rise_ba, used_ba = _rise(a[0], b[1], context)
    return max(0, -min(rise_ab, rise_ba)), _conversion_names((*used_ab, *used_ba), context)


def windows_meet(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int, bool] | None:
    """The shared closed window in ms and whether the windows only touch; None when they do not meet."""
    from_ms, until_ms = max(a[0], b[0]), min(a[1], b[1])
    if until_ms < from_ms:
        return None
    is_contact = a != b and (a[1] == b[0] or b[1] == a[0])
    return from_ms, until_ms, is_contact


def _rise(
    lower: Altitude, upper: Altitude | None, context: AltitudeContext
) -> tuple[int, tuple[Reference, ...]]:
    """The most by which `upper` can lie above `lower` (negative: certainly below), and what was converted."""
    if upper is None:
        return UNLIMITED_TMM - to_w84_interval(lower, context)[0], ()
    if lower.reference == upper.reference:
        return upper.value_tmm - lower.value_tmm, ()
    rise = to_w84_interval(upper, context)[1] - to_w84_interval(lower, context)[0]
    return rise, (lower.reference, upper.reference)


def _conversion_names(used: tuple[Reference, ...], context: AltitudeContext) -> str:
    names = [_conversion_name(reference, context) for reference in sorted(set(used)) if reference != "W84"]
    return "; ".join(names) or "none"


def _conversion_name(reference: Reference, context: AltitudeContext) -> str:
    if reference == "AGL":
        low, high = context.elevation_lower_tmm, context.elevation_upper_tmm
        return f"AGL by elevation bounds {low / TMM_PER_M:g}..{high / TMM_PER_M:g} m"
    if reference == "AMSL":
        return f"AMSL by geoid +-{GEOID_TMM // TMM_PER_M} m"
    return (
        f"FL by pressure {context.pressure_lower_hpa}..{context.pressure_upper_hpa} hPa, "
        f"temperature +-{context.temperature_permille / 10:g} %"
    )


def as_text(altitude: Altitude | None) -> str:
    """`1500 FT AMSL`, `FL 95`, `450.5 M AGL`, `SFC`, `UNL`, as a person would write it."""
    if altitude is None:
        return "UNL"
    if altitude.reference == "AGL" and altitude.value_tmm == 0:
        return "SFC"
    if altitude.unit == "FL":
        return f"FL {altitude.value_tmm / TMM_PER_FL:g}"
    per_unit = TMM_PER_FT if altitude.unit == "FT" else TMM_PER_M
    return f"{altitude.value_tmm / per_unit:.10g} {altitude.unit} {altitude.reference}"
