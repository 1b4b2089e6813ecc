"""Figures of a message as the room writes them: the same in every language, UTC first and then local.

Digits 0-9, a decimal point, narrow spaces between thousands, SI and ICAO symbols: what one end reads aloud, the other
sees letter for letter. `web/src/phrase/figures.ts` writes the same, and `vectors/phrases` holds both together. Only
integers are computed with, so that no rounding differs.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ..geo.interval import TMM_PER_FT, TMM_PER_M, Altitude
from ..picture.blocks import Place
from ..picture.slots import MDEG_PER_DEG

THIN, NO_BREAK, MINUS, DASH = "\u202f", "\u00a0", "\u2212", "\u2013"
_DECIMALS = {"exact": 5, "cell": 2, "district": 1, "unknown": 2}
_KHZ_OF_MHZ = 30_000


def figure(value: int) -> str:
    """`18204` as `18 204`, with narrow no-break spaces and a real minus sign."""
    return (MINUS if value < 0 else "") + f"{abs(value):,}".replace(",", THIN)


def distance(distance_tmm: int) -> str:
    """Whole metres up to 999 m and where hundreds do not come out even, kilometres elsewhere; parts of a metre up."""
    metres = -(-distance_tmm // TMM_PER_M)
    if metres < 1_000 or metres % 100:
        return f"{figure(metres)}{NO_BREAK}m"
    km, tenths = divmod(metres // 100, 10)
    return f"{figure(km)}{f'.{tenths}' if tenths else ''}{NO_BREAK}km"


def point(place: Place) -> str:
    """`35.83670 N 38.54810 E`, with as many decimals as the precision bears, and the radius of what is not known."""
    decimals = _DECIMALS[place.precision]
    shown = f"{_degrees(place.lat_nd, decimals, 'NS')} {_degrees(place.lon_nd, decimals, 'EW')}"
    return f"{shown} ±{NO_BREAK}{distance(place.radius_tmm)}" if place.radius_tmm else shown


def _degrees(value_nd: int, decimals: int, letters: str) -> str:
    unit = 10 ** (9 - decimals)
    whole, part = divmod((abs(value_nd) + unit // 2) // unit, 10**decimals)
    return f"{whole}.{part:0{decimals}d} {letters[value_nd < 0]}"


def altitude(given: Altitude | None) -> str:
    """`SFC`, `FL180`, `8 000 ft AMSL`, `300 m AGL`; `UNL` where there is no upper end."""
    if given is None:
        return "UNL"
    if given.reference == "AGL" and given.value_tmm == 0:
        return "SFC"
    if given.reference == "FL":
        return f"FL{_nearest(given.value_tmm, 100 * TMM_PER_FT):03d}"
    reference = "WGS84" if given.reference == "W84" else given.reference
    unit_tmm, unit = (TMM_PER_M, "m") if given.unit == "M" else (TMM_PER_FT, "ft")
    return f"{figure(_nearest(given.value_tmm, unit_tmm))}{NO_BREAK}{unit} {reference}"


def band(lower: Altitude, upper: Altitude | None) -> str:
    """`SFC–FL140`."""
    return f"{altitude(lower)}{DASH}{altitude(upper)}"


def _nearest(value: int, unit: int) -> int:
    return (value + unit // 2) // unit


def bearing(bearing_mdeg: int) -> str:
    """`045°`."""
    return f"{bearing_mdeg // MDEG_PER_DEG:03d}°"


def speed(value: int, unit: str) -> str:
    """`250 kt`, `90 km/h`."""
    return f"{figure(value)}{NO_BREAK}{'kt' if unit == 'KT' else 'km/h'}"


def frequency(frequency_khz: int) -> str:
    """`121.500 MHz` from 30 MHz on, `2182 kHz` below."""
    if frequency_khz < _KHZ_OF_MHZ:
        return f"{frequency_khz}{NO_BREAK}kHz"
    return f"{frequency_khz // 1_000}.{frequency_khz % 1_000:03d}{NO_BREAK}MHz"


# -- times ------------------------------------------------------------------------------------------------------


def moment(t_ms: int, zone: str) -> str:
    """`2016-09-17 15:55 UTC (18:55 UTC+3)`; the local day where it is another one, seconds where there are some."""
    utc, local = _at(t_ms, "UTC"), _at(t_ms, zone)
    shown = f"{_day(utc)} {_clock(utc)} UTC"
    if local.utcoffset() == timedelta(0):
        return shown
    day = "" if _day(local) == _day(utc) else f"{_day(local)} "
    return f"{shown} ({day}{_clock(local)} {_offset(local)})"


def period(from_ms: int, until_ms: int, zone: str) -> str:
    """`2016-09-17 15:55–16:30 UTC (18:55–19:30 UTC+3)`; each end with its own day and offset where they differ."""
    utc = _at(from_ms, "UTC"), _at(until_ms, "UTC")
    local = _at(from_ms, zone), _at(until_ms, zone)
    shown = f"{_span(*utc)} UTC"
    if {one.utcoffset() for one in local} == {timedelta(0)}:
        return shown
    if _offset(local[0]) != _offset(local[1]):
        ends = (f"{_day(one)} {_clock(one)} {_offset(one)}" for one in local)
        return f"{shown} ({f' {DASH} '.join(ends)})"
    same_days = all(_day(one) == _day(other) for one, other in zip(utc, local, strict=True))
    if same_days and _day(utc[0]) == _day(utc[1]):
        return f"{shown} ({_clock(local[0])}{DASH}{_clock(local[1])} {_offset(local[0])})"
    return f"{shown} ({_span(*local)} {_offset(local[0])})"


def _span(first: datetime, last: datetime) -> str:
    if _day(first) == _day(last):
        return f"{_day(first)} {_clock(first)}{DASH}{_clock(last)}"
    return f"{_day(first)} {_clock(first)} {DASH} {_day(last)} {_clock(last)}"


def _at(t_ms: int, zone: str) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=t_ms)).astimezone(ZoneInfo(zone))


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"


def _clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _offset(at: datetime) -> str:
    """`UTC+3`, `UTC+5:30`, `UTC−4`."""
    minutes = int((at.utcoffset() or timedelta(0)).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{MINUS if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''}"
