"""Altitudes and times as a person at a notebook gives them: text, numbers with their unit, moments with a zone.

Nothing is guessed: a number without its unit and a moment without a zone are refused, by name.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from commonground.errors import Refused
from commonground.geo.interval import Altitude
from commonground.protocols.volume_files.words import (
    ALTITUDE_EXPECTED,
    TIME_EXPECTED,
    UNIT_EXPECTED,
    altitude_in,
    instant_ms,
    read_altitude,
    read_time_ms,
)

#: `"300 M AGL"`, `"FL180"`, `"SFC"`, an object of value, unit and reference, or a number beside a unit argument.
HeightLike: TypeAlias = str | float | dict[str, object] | Altitude
#: A moment with a zone, ISO 8601 text with a zone, or UTC milliseconds since 1970 as an int.
TimeLike: TypeAlias = datetime | str | int
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def lower_limit(value: object, unit: str, field: str) -> Altitude:
    """The lower limit of a volume; refuses `UNL`, which only an upper limit can be."""
    altitude = upper_limit(value, unit, field)
    if altitude is None:
        raise Refused("'UNL'; a lower limit expected", field=field)
    return altitude


def upper_limit(value: object, unit: str, field: str) -> Altitude | None:
    """The upper limit of a volume; None for `UNL`. A number is in `unit`."""
    if isinstance(value, Altitude):
        return value
    if value is None:
        raise Refused(f"nothing; {ALTITUDE_EXPECTED}", field=field)
    if isinstance(value, str | dict):
        return read_altitude(value, field)
    if not unit:
        raise Refused(f"{value!r} without a unit; {ALTITUDE_EXPECTED}, or unit={UNIT_EXPECTED}", field=field)
    return altitude_in(value, unit, field)


def time_ms(value: object, field: str) -> int:
    """UTC milliseconds of a moment; what is finer is cut off."""
    if isinstance(value, datetime):
        return instant_ms(value, field)
    whole = getattr(value, "item", lambda: value)()  # an integer of a table's column
    if isinstance(whole, int) and not isinstance(whole, bool):
        return whole
    if not isinstance(value, str):
        raise Refused(
            f"{value!r}; a datetime with a zone, UTC milliseconds as an int, or {TIME_EXPECTED}", field=field
        )
    return read_time_ms(value, field)


def utc(at_ms: int) -> datetime:
    """The moment of UTC milliseconds."""
    return _EPOCH + timedelta(milliseconds=at_ms)


def utc_text(at: datetime) -> str:
    """`2030-03-01 06:00:00Z`, with milliseconds only where there are some."""
    return f"{at:%Y-%m-%d %H:%M:%S}" + (f".{at.microsecond // 1000:03}Z" if at.microsecond else "Z")


def duration_text(time_s: float) -> str:
    """`12.5 s`, `1,440 min`."""
    return f"{time_s:g} s" if time_s < 60 else f"{round(time_s / 60, 1):,g} min"
