"""Ask when, and how high, volumes meet nothing of others: moved in time or in height together, as little as possible.

What meets is decided by `geo/intersection`, whatever proposes the pairs. Nothing here reads a clock, a room or a store.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from commonground.errors import Refused
from commonground.geo.free_levels import free_levels_tmm
from commonground.geo.free_start import earliest_free_ms, latest_free_ms
from commonground.geo.interval import (
    ALTITUDE_TMM_MAX,
    ALTITUDE_TMM_MIN,
    DEFAULT_CONTEXT,
    TIME_MS_MAX,
    TMM_PER_FT,
    TMM_PER_M,
    WINDOW_MS_MAX,
    Altitude,
    AltitudeContext,
    Reference,
    as_text,
    validate_context,
)
from commonground.geo.volume import Volume

from . import building
from .asking import VolumesLike, refuse_buffer
from .free_answers import FreeAltitudes, FreeLevels, FreeStart, searched
from .limits import HeightLike, upper_limit, utc
from .volume_list import Volumes

#: The longest span of starts: the longest window that a volume may have.
WITHIN_MAX = timedelta(milliseconds=WINDOW_MS_MAX)
_MS = timedelta(milliseconds=1)


def earliest_free_start(
    volumes: VolumesLike,
    against: VolumesLike,
    within: timedelta,
    buffer_m: float = 0.0,
    *,
    context: AltitudeContext = DEFAULT_CONTEXT,
) -> FreeStart:
    """The earliest start, `within` so long of the one given, at which `volumes` meet nothing of `against`.

    All volumes are moved by the same delay, in steps of 1 ms; windows are closed, so a volume that may begin when
    another ends begins 1 ms later. `buffer_m` metres widen the ground as in `intersection`. Both are whatever
    `volumes` accepts. The answer is about what was searched and no more: nothing that was not given was looked at.

    Raises `Refused`, naming the field, for what `volumes` refuses, for no volume at all, and for a `within` that is no
    timedelta from 0 to 366 days.

    >>> import commonground as cg
    >>> from datetime import timedelta
    >>> here = cg.circle(lon=36.5, lat=33.0, radius_m=5000)
    >>> held = cg.volume(here, "SFC", "FL100", "2030-03-01T12:00:00Z", "2030-03-01T14:00:00Z")
    >>> mine = cg.volume(here, "SFC", "FL100", "2030-03-01T11:30:00Z", "2030-03-01T12:30:00Z")
    >>> found = cg.earliest_free_start(mine, held, within=timedelta(days=7))
    >>> found.delay_s, found.start_utc.isoformat()
    (9000.001, '2030-03-01T14:00:00.001000+00:00')

    Source: docs/geometry.md.
    """
    _refuse_within(within)
    moving, others = _given(volumes, against, buffer_m, context)
    room_ms = TIME_MS_MAX - max(one.until_ms for one in moving)
    within_ms = min(within // _MS, max(0, room_ms))
    delay_ms = earliest_free_ms(moving.items, others.items, within_ms, context, buffer_m)
    span = f"starts within {timedelta(milliseconds=within_ms)}"
    return _start(moving, delay_ms, f"{searched(len(moving), len(others), buffer_m)}, {span}")


def latest_free_start(
    volumes: VolumesLike,
    against: VolumesLike,
    within: timedelta,
    buffer_m: float = 0.0,
    *,
    context: AltitudeContext = DEFAULT_CONTEXT,
) -> FreeStart:
    """The latest start, not later than the one given and `within` so long of it, at which `volumes` meet nothing.

    As `earliest_free_start`, with the volumes begun earlier: all by the same advance, the least there is, in steps of
    1 ms; a volume that must end before another of `against` begins ends 1 ms before it. `delay_s` is then negative, or
    0. `buffer_m` metres widen the ground. Starts before 1970 are not looked at.

    Raises `Refused`, naming the field, for what `volumes` refuses, for no volume at all, and for a `within` that is no
    timedelta from 0 to 366 days.

    >>> import commonground as cg
    >>> from datetime import timedelta
    >>> here = cg.circle(lon=36.5, lat=33.0, radius_m=5000)
    >>> held = cg.volume(here, "SFC", "FL100", "2030-03-01T12:00:00Z", "2030-03-01T14:00:00Z")
    >>> mine = cg.volume(here, "SFC", "FL100", "2030-03-01T11:30:00Z", "2030-03-01T12:30:00Z")
    >>> found = cg.latest_free_start(mine, held, within=timedelta(days=7))
    >>> found.delay_s, found.start_utc.isoformat()
    (-1800.001, '2030-03-01T10:59:59.999000+00:00')

    Source: docs/geometry.md.
    """
    _refuse_within(within)
    moving, others = _given(volumes, against, buffer_m, context)
    within_ms = min(within // _MS, min(one.from_ms for one in moving))
    advance_ms = latest_free_ms(moving.items, others.items, within_ms, context, buffer_m)
    span = f"starts up to {timedelta(milliseconds=within_ms)} earlier"
    delay_ms = None if advance_ms is None else -advance_ms
    return _start(moving, delay_ms, f"{searched(len(moving), len(others), buffer_m)}, {span}")


def free_altitudes(
    volumes: VolumesLike,
    against: VolumesLike,
    lowest: HeightLike,
    highest: HeightLike,
    buffer_m: float = 0.0,
    *,
    unit: str = "",
    context: AltitudeContext = DEFAULT_CONTEXT,
) -> FreeAltitudes:
    """The altitudes at which `volumes`, moved up or down in their window, meet nothing of `against`.

    All volumes are moved by the same shift, so that no limit lies below `lowest` or above `highest` (heights as
    `volume` takes them, numbers in `unit`); without an upper limit only the lower one is held to that. The answer is
    every closed interval of shifts, and of the lower and upper limits that they lead to, in whole tenths of a
    millimetre; it shows feet and metres. Bands are closed: a volume may begin 0.1 mm above another. Limits of one
    reference are compared as given. Where those of `against` have another, heights may be left out that better data
    would offer, and none is offered that may be taken, by the bounds of `context`. `buffer_m` metres widen the ground.

    Raises `Refused`, naming the field, for what `volumes` refuses, for no volume at all, for volumes whose limits do
    not share one reference, and for a `lowest` or `highest` in another, out of range (-8,000 m to 100,000 m), or too
    near each other for the volumes.

    >>> import commonground as cg
    >>> here = cg.circle(lon=36.5, lat=33.0, radius_m=5000)
    >>> times = "2030-03-01T12:00:00Z", "2030-03-01T14:00:00Z"
    >>> held = cg.volume(here, 5000, 9000, *times, unit="FT AMSL")
    >>> mine = cg.volume(here, 6000, 7000, *times, unit="FT AMSL")
    >>> found = cg.free_altitudes(mine, held, lowest=0, highest=20_000, unit="FT AMSL")
    >>> [levels.lower_m for levels in found]
    [(0.0, 1219.1999), (2743.2001, 5791.2)]
    >>> [levels.upper_tmm for levels in found]  # 10,000 ft are 30,480,000 tenths of a millimetre
    [(3048000, 15239999), (30480001, 60960000)]
    >>> cg.intersection(found.moved(found[1].shift_tmm[0])[0], held) is None
    True

    Source: docs/geometry.md.
    """
    moving, others = _given(volumes, against, buffer_m, context)
    reference = _reference(moving)
    bottom, top = _bound(lowest, unit, "lowest", reference), _bound(highest, unit, "highest", reference)
    lower_tmm = min(one.lower.value_tmm for one in moving)
    upper_tmm = max((one.lower if one.upper is None else one.upper).value_tmm for one in moving)
    shifts_tmm = bottom.value_tmm - lower_tmm, top.value_tmm - upper_tmm
    if shifts_tmm[0] > shifts_tmm[1]:
        tall_tmm = upper_tmm - lower_tmm
        reason = (
            f"{as_text(top)}; {as_text(bottom)} and at least the height of the volumes expected, "
            f"{tall_tmm / TMM_PER_FT:,.10g} ft ({tall_tmm / TMM_PER_M:,.10g} m)"
        )
        raise Refused(reason, field="highest")
    found = free_levels_tmm(moving.items, others.items, *shifts_tmm, context, buffer_m)
    is_endless = any(one.upper is None for one in moving)
    levels = tuple(
        FreeLevels(
            reference=reference,
            shift_tmm=(least, most),
            lower_tmm=(lower_tmm + least, lower_tmm + most),
            upper_tmm=None if is_endless else (upper_tmm + least, upper_tmm + most),
        )
        for least, most in found
    )
    where = f"{searched(len(moving), len(others), buffer_m)}, {as_text(bottom)} to {as_text(top)}"
    return FreeAltitudes(levels, moving, where + _converted(others, reference))


def _given(
    volumes: VolumesLike, against: VolumesLike, buffer_m: float, context: AltitudeContext
) -> tuple[Volumes, Volumes]:
    """Some volumes to move, and those that they are held against."""
    refuse_buffer(buffer_m)
    validate_context(context, "context")
    moving, others = building.volumes(volumes), building.volumes(against)
    if not moving:
        raise Refused("0 volumes, at least one expected", field="volumes")
    return moving, others


def _refuse_within(within: timedelta) -> None:
    if not isinstance(within, timedelta) or not timedelta(0) <= within <= WITHIN_MAX:
        raise Refused(f"{within!r}; a timedelta from 0 to 366 days expected", field="within", clause="limits")


def _start(moving: Volumes, delay_ms: int | None, where: str) -> FreeStart:
    if delay_ms is None:
        return FreeStart(None, None, None, where)
    moved = moving.later(delay_ms)
    return FreeStart(utc(min(one.from_ms for one in moved)), delay_ms / 1000, moved, where)


def _reference(moving: Volumes) -> Reference:
    """The one reference of the volumes' limits: a shift of two at once could be read in two ways."""
    found = _references(moving)
    if len(found) != 1:
        reason = f"limits in {', '.join(found)}; one reference expected for all that is moved together"
        raise Refused(reason, field="volumes")
    return found[0]


def _references(volumes: Iterable[Volume]) -> list[Reference]:
    limits = (limit for one in volumes for limit in (one.lower, one.upper))
    return sorted({limit.reference for limit in limits if limit is not None})


def _bound(value: HeightLike, unit: str, field: str, reference: Reference) -> Altitude:
    altitude = upper_limit(value, unit, field)
    if altitude is None:
        raise Refused("'UNL'; a height expected", field=field)
    if not ALTITUDE_TMM_MIN <= altitude.value_tmm <= ALTITUDE_TMM_MAX:
        raise Refused("out of range; -8000 m to 100000 m expected", field=field, clause="limits")
    if altitude.reference != reference:
        reason = f"{as_text(altitude)}; a height in {reference} expected, as the volumes have it"
        raise Refused(reason, field=field)
    return altitude


def _converted(others: Volumes, reference: Reference) -> str:
    """What may have left heights out: limits that could not be compared as given."""
    differ = [other for other in _references(others) if other != reference]
    return f", limits in {', '.join(differ)} held against {reference} by their bounds" if differ else ""
