"""Ask how volumes meet: one pair, the margins of a pair, every pair of a set or of two.

The truth of a pair is `geo/intersection`, whatever proposes the pairs, so one answer holds for two volumes and for a
million. Nothing here reads a clock, a room or a store.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, TypeAlias

from commonground.errors import Refused
from commonground.geo.candidates import BUFFER_M_MAX, candidates
from commonground.geo.intersection import footprints_meet, volumes_meet
from commonground.geo.interval import (
    DEFAULT_CONTEXT,
    TMM_PER_FT,
    TMM_PER_M,
    AltitudeContext,
    bands_gap,
    bands_meet,
)
from commonground.geo.volume import Volume

from . import building
from .answers import Margins, Meeting, Pair, Screening, meeting_of
from .limits import utc
from .volume_list import Volumes

#: A `Volume`, or whatever `volumes` makes one or several of.
VolumesLike: TypeAlias = Any


def intersection(
    a: VolumesLike, b: VolumesLike, buffer_m: float = 0.0, *, context: AltitudeContext = DEFAULT_CONTEXT
) -> Meeting | None:
    """How `a` and `b` meet, or None when nothing was found within `buffer_m` metres on the ground.

    Closed sets on WGS84: touching is meeting, and the answer is right to 1 cm (F3548-21 GEN0500). Heights of one
    reference are compared as given, of different ones by the bounds of `context`, which the meeting names. The buffer
    (0 to 100,000 m) widens the ground only. None is the answer about these two volumes and nothing else.

    Raises `Refused`, naming the field, for what is not one volume each, and for a buffer out of range.

    >>> import commonground as cg
    >>> patrol = cg.volume(cg.circle(lon=36.5, lat=33.0, radius_m=5000), 5000, 9000,
    ...     "2030-03-01T12:00:00Z", "2030-03-01T14:00:00Z", unit="FT AMSL")
    >>> transit = cg.volume(cg.corridor([(36.2, 33.05), (36.9, 33.05)], width_m=2000), 8000, 11000,
    ...     "2030-03-01T13:00:00Z", "2030-03-01T15:00:00Z", unit="FT AMSL")
    >>> met = cg.intersection(patrol, transit)
    >>> met.relation, met.shared_s, met.height_ft, round(met.area_m2, -4)
    ('overlap', 3600.0, 1000.0, 1060000.0)

    Source: docs/geometry.md.
    """
    refuse_buffer(buffer_m)
    found = volumes_meet(_one(a, "a"), _one(b, "b"), context, buffer_m)
    return None if found is None else meeting_of(found)


def margins(a: VolumesLike, b: VolumesLike, *, context: AltitudeContext = DEFAULT_CONTEXT) -> Margins:
    """How far `a` and `b` share, or lie apart, in time (seconds), height (feet, metres) and on the ground (metres).

    `relation` is that of `intersection` without a buffer, or `apart`. A gap is no statement about risk: it is a number
    between these two volumes.

    Raises `Refused`, naming the field, for what is not one volume each, and for footprints more than about 5,600 km
    apart, where no exact distance is given.

    >>> import commonground as cg
    >>> low = cg.volume(cg.circle(lon=36.5, lat=33.0, radius_m=1000), 0, 300, 0, 60_000, unit="M AMSL")
    >>> high = cg.volume(cg.circle(lon=36.5, lat=33.0, radius_m=1000), 450, 600, 90_000, 95_000, unit="M AMSL")
    >>> found = cg.margins(low, high)
    >>> found.relation, found.gap_s, found.height_gap_m, found.distance_m
    ('apart', 30.0, 150.0, 0.0)

    Source: docs/geometry.md.
    """
    one, other = _one(a, "a"), _one(b, "b")
    ground = footprints_meet(one.footprint, other.footprint, math.inf)
    assert ground is not None, "an endless buffer reaches everything"
    begin_ms, end_ms = max(one.from_ms, other.from_ms), min(one.until_ms, other.until_ms)
    is_shared = begin_ms <= end_ms
    bands = (one.lower, one.upper), (other.lower, other.upper)
    band = bands_meet(*bands, context)
    gap_tmm, conversion = bands_gap(*bands, context)
    height_tmm = 0 if band is None else band.overlap_tmm
    met = volumes_meet(one, other, context)
    lon, lat = ground.common_point
    return Margins(
        relation="apart" if met is None else "overlap" if met.relation == "overlap" else "touching",
        from_utc=utc(begin_ms) if is_shared else None,
        until_utc=utc(end_ms) if is_shared else None,
        shared_s=max(0, end_ms - begin_ms) / 1000,
        gap_s=max(0, begin_ms - end_ms) / 1000,
        height_ft=height_tmm / TMM_PER_FT,
        height_m=height_tmm / TMM_PER_M,
        height_gap_ft=gap_tmm / TMM_PER_FT,
        height_gap_m=gap_tmm / TMM_PER_M,
        height_conversion=conversion,
        area_m2=ground.area_m2,
        distance_m=ground.distance_m,
        lon=lon / 1e9,
        lat=lat / 1e9,
    )


def screen(
    volumes: VolumesLike,
    against: VolumesLike | None = None,
    buffer_m: float = 0.0,
    *,
    context: AltitudeContext = DEFAULT_CONTEXT,
) -> Screening:
    """Every pair that meets: of the volumes among themselves, or with those of `against`.

    Both are whatever `volumes` accepts. Parts of one feature (a Multi- geometry) are no pair with each other; each
    other pair is found once. `buffer_m` metres widen the ground as in `intersection`, whose answers these are. The
    result is a list that also says what was searched; an empty one says no more than that.

    Raises `Refused`, naming the field, for what `volumes` refuses, and for a buffer out of range.

    >>> import commonground as cg
    >>> here = cg.circle(lon=36.5, lat=33.0, radius_m=5000)
    >>> times = "2030-03-01T12:00:00Z", "2030-03-01T14:00:00Z"
    >>> stack = [cg.volume(here, foot, foot + 1000, *times, unit="FT AMSL") for foot in (0, 1000, 5000)]
    >>> [(pair.a, pair.b, pair.meeting.relation) for pair in cg.screen(stack)]
    [(0, 1, 'touching')]
    >>> cg.screen(stack[2:], against=stack[:2])
    no meeting found in what was searched: 1 volume, against 2 volumes, buffer 0 m

    Source: docs/geometry.md.
    """
    refuse_buffer(buffer_m)
    asked = building.volumes(volumes)
    others = asked if against is None else building.volumes(against)
    found = _pairs(asked, others, buffer_m, context, is_one_set=against is None)
    return Screening(tuple(found), len(asked), None if against is None else len(others), buffer_m)


def _pairs(
    asked: Volumes, others: Volumes, buffer_m: float, context: AltitudeContext, *, is_one_set: bool
) -> Iterator[Pair]:
    near = candidates(asked.items, others.items, context, buffer_m)
    for a, (volume, numbers) in enumerate(zip(asked, near, strict=True)):
        for b in numbers:
            if is_one_set and (b <= a or asked.rows[a] == asked.rows[b]):
                continue
            met = volumes_meet(volume, others[b], context, buffer_m)
            if met is not None:
                yield Pair(a, b, asked.names[a], others.names[b], meeting_of(met))


def _one(given: VolumesLike, field: str) -> Volume:
    held = building.volumes(given)
    if len(held) != 1:
        raise Refused(f"{len(held)} volumes, one expected; screen() takes several", field=field)
    return held[0]


def refuse_buffer(buffer_m: float) -> None:
    """Refuse a buffer that is not 0 to BUFFER_M_MAX metres."""
    if not 0 <= buffer_m <= BUFFER_M_MAX:
        raise Refused(f"{buffer_m}; 0 to {BUFFER_M_MAX} m expected", field="buffer_m", clause="limits")
