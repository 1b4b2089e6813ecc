"""Altitudes, times, lengths and degrees as people write them: `5000 FT AMSL`, `FL180`, `SFC`, ISO 8601, numbers.

Strict: a height without its reference and a time without its zone are refused, since both can be read two ways. What
is read here is what `export_files` writes. A number of degrees is degrees and nothing else: 3612 is not 36°12'.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import SupportsFloat

from commonground.errors import Refused
from commonground.geo.interval import TMM_PER_FL, TMM_PER_FT, TMM_PER_M, Altitude

ALTITUDE_EXPECTED = "'5000 FT AMSL', '300 M AGL', '5000 FT W84', 'FL180' or 'SFC' (upper also 'UNL') expected"
TIME_EXPECTED = "ISO 8601 with its zone, such as 2026-11-22T14:00:00Z, expected"
_LEVEL = re.compile(r"FL ?([0-9]{1,3})", re.ASCII)
_HEIGHT = re.compile(r"([+-]?[0-9]{1,7}(?:\.[0-9]{1,4})?) ?(FT|M) (AMSL|AGL|W84)", re.ASCII)
UNIT_EXPECTED = "'FT AMSL', 'M AMSL', 'FT AGL', 'M AGL', 'FT W84', 'M W84' or 'FL' expected"
_UNIT = re.compile(r"(FT|M) (AMSL|AGL|W84)|FL", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNIT_TMM = {"FT": TMM_PER_FT, "M": TMM_PER_M, "FL": TMM_PER_FL}


def read_altitude(value: object, field: str) -> Altitude | None:
    """The altitude of a property; None for `UNL`. An object of value, unit and reference is taken too."""
    if isinstance(value, dict):
        value = _joined(value, field)
    if not isinstance(value, str):
        raise Refused(f"{_found(value)}; {ALTITUDE_EXPECTED}", field=field)
    text = " ".join(value.split()).upper()
    if text == "UNL":
        return None
    if text == "SFC":
        return Altitude(value_tmm=0, reference="AGL", unit="FT")
    level = _LEVEL.fullmatch(text)
    if level is not None:
        return Altitude(value_tmm=int(level[1]) * TMM_PER_FL, reference="FL", unit="FL")
    height = _HEIGHT.fullmatch(text)
    if height is None:
        raise Refused(f"{_found(value)}; {ALTITUDE_EXPECTED}", field=field)
    return _height(Decimal(height[1]), height[2], height[3])


def altitude_in(value: object, unit: str, field: str) -> Altitude:
    """A number in a unit with its reference (`FT AMSL`, `M AGL`, `FL`), rounded to a tenth of a millimetre."""
    wanted = _UNIT.fullmatch(" ".join(unit.split()).upper())
    if wanted is None:
        raise Refused(f"{_found(value)} in {_found(unit)}; {UNIT_EXPECTED}", field=field)
    number = _decimal(value)
    if not number.is_finite() or abs(number) >= 10_000_000:
        raise Refused(f"{_found(value)}; a number of {wanted[0]} expected", field=field)
    return _height(number, wanted[1] or "FL", wanted[2] or "FL")


def _height(number: Decimal, unit: str, reference: str) -> Altitude:
    value_tmm = int((number * _UNIT_TMM[unit]).to_integral_value())
    return Altitude(value_tmm=value_tmm, reference=reference, unit=unit)  # type: ignore[arg-type]


def _joined(value: dict[str, object], field: str) -> str:
    unknown = sorted(set(value) - {"value", "unit", "units", "reference"})
    unit = value.get("unit", value.get("units"))
    if unknown or not {"value", "reference"} <= set(value) or unit is None:
        raise Refused(f"{_found(value)}; value, unit and reference expected", field=field)
    if value["reference"] == "FL" or unit == "FL":
        return f"FL{value['value']}"
    return f"{value['value']} {unit} {value['reference']}"


def read_time_ms(value: object, field: str) -> int:
    """UTC milliseconds of a time with a zone; refuses one without."""
    if not isinstance(value, str) or len(value) > 40:
        raise Refused(f"{_found(value)}; {TIME_EXPECTED}", field=field)
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError:
        raise Refused(f"{_found(value)}; {TIME_EXPECTED}", field=field) from None
    return instant_ms(at, field)


def instant_ms(at: datetime, field: str) -> int:
    """UTC milliseconds (rounded down) of a moment; refuses one without a zone."""
    if at.utcoffset() is None:
        raise Refused(f"{_found(at.isoformat())} has no zone; {TIME_EXPECTED}", field=field, clause="T-21")
    return (at - _EPOCH) // timedelta(milliseconds=1)


def read_length_tmm(value: object, field: str) -> int:
    """Metres (a number, or a number as text) as tenths of a millimetre."""
    length = _decimal(value)
    if not length.is_finite() or not 0 <= length <= 10_000_000:
        raise Refused(f"{_found(value)}; metres from 0 expected", field=field)
    return int((length * TMM_PER_M).to_integral_value())


def read_degrees_nd(value: object, limit_deg: int, field: str) -> int:
    """Degrees (a number within the limit, either sign) as nanodegrees, the nearest."""
    degrees = value if type(value) is float or type(value) is int else _degrees(value)
    if not -limit_deg <= degrees <= limit_deg:
        reason = f"{_found(value)}; degrees from -{limit_deg} to {limit_deg} expected"
        raise Refused(reason, field=field, clause="T-3")
    return round(degrees * 1e9)


def _degrees(value: object) -> float:
    """A number of any kind as a float; NaN for text and anything else."""
    return (
        float(value) if isinstance(value, SupportsFloat) and not isinstance(value, str | bool) else math.nan
    )


def _decimal(value: object) -> Decimal:
    """A number, or a number as text; NaN for anything else."""
    try:
        return Decimal(str(value)) if not isinstance(value, bool) else Decimal("nan")
    except InvalidOperation:
        return Decimal("nan")


def _found(value: object) -> str:
    return "nothing" if value is None or value == "" else f"{str(value)[:60]!r}"
