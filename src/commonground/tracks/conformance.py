"""Whether a flight keeps to its operational intent: by its positions, with the numbers of ASTM F3548-21.

A flight that is outside of all volumes of its intent is on an excursion. One that lasts longer than ten seconds makes
the intent nonconforming, and others are told within five; one that is not over a minute later makes it contingent,
for good. A flight that is not heard is not known to be inside: its silence counts as an excursion from the last
position on. What lies between two positions counts as the earlier one does, so that time outside is never too short.

This module counts and says what is due. It sends nothing, draws nothing and knows nobody who flies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from ..geo.footprint import Circle
from ..geo.intersection import volumes_meet
from ..geo.interval import DEFAULT_CONTEXT, Altitude, AltitudeContext
from ..geo.volume import Volume

EXCURSION_MS_MAX = 10_000
"""OiMaxDurationPerExcursionSeconds."""
RECOVERY_MS_MAX = 60_000
"""MaxRecoverableTimeInNonconformingStateSeconds."""
PUBLISH_MS_MAX = 5_000
"""OiMaxUpdateTimeNonconfSeconds, OiMaxUpdateTimeContingentSeconds and OiMaxUpdateRestoreConfSeconds."""
CONFORMANCE_PERCENT_MIN = 95
"""OiMinConformancePercent."""
EXCURSIONS_PER_HOUR_MAX = 18
"""OiMaxExcursionsPerFlightHour."""
HOUR_MS = 3_600_000
#: A position is a point: the smallest circle that there is, a tenth of a millimetre.
_POINT_TMM = 1

Phase: TypeAlias = Literal["conforming", "excursion", "nonconforming", "contingent"]


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a flight was: degrees times 10^9, milliseconds UTC; the altitude with its reference, as it was sent."""

    t_ms: int
    lon_nd: int
    lat_nd: int
    altitude: Altitude


@dataclass(frozen=True, slots=True)
class Excursion:
    """Time outside, in milliseconds UTC; `until_ms` is when the flight was seen inside again."""

    from_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class Track:
    """What the positions of one flight have shown so far.

    `silent_ms_max` is after how long a flight that is not heard counts as outside.
    """

    first_ms: int
    last_ms: int
    outside_since_ms: int | None = None
    excursions: tuple[Excursion, ...] = ()
    contingent_since_ms: int | None = None
    silent_ms_max: int = EXCURSION_MS_MAX


@dataclass(frozen=True, slots=True)
class Standing:
    """How a flight stands at a moment. `publish_by_ms` is when others must have been told; None: there is nothing new
    since it conformed. `turns_ms` is when this changes by time alone, if no position comes."""

    phase: Phase
    since_ms: int
    publish_by_ms: int | None
    turns_ms: int | None


@dataclass(frozen=True, slots=True)
class Count:
    """What an evaluation looks at: per cent of the time inside, and excursions in an hour of flight."""

    flown_ms: int
    outside_ms: int
    excursions: int

    @property
    def inside_percent(self) -> float:
        """Per cent of the flown time; 100 where nothing was flown."""
        return 100.0 if self.flown_ms == 0 else 100.0 * (self.flown_ms - self.outside_ms) / self.flown_ms

    @property
    def keeps_to_it(self) -> bool:
        """Whether the time inside and the count of excursions are within the limits (F3548-21 OPIN0005)."""
        too_many = self.excursions * HOUR_MS > EXCURSIONS_PER_HOUR_MAX * self.flown_ms
        return self.inside_percent >= CONFORMANCE_PERCENT_MIN and not too_many


def is_inside(fix: Fix, volumes: Iterable[Volume], context: AltitudeContext = DEFAULT_CONTEXT) -> bool:
    """Whether a position lies in one of the volumes at its time, limits included, to 1 cm (GEN0500)."""
    point = Volume(
        footprint=Circle(center=(fix.lon_nd, fix.lat_nd), radius_tmm=_POINT_TMM),
        lower=fix.altitude, upper=fix.altitude, from_ms=fix.t_ms, until_ms=fix.t_ms,
    )  # fmt: skip
    return any(volumes_meet(point, volume, context) is not None for volume in volumes)


def started(fix: Fix, *, inside: bool) -> Track:
    """The track of a flight of which this is the first position."""
    return Track(fix.t_ms, fix.t_ms, None if inside else fix.t_ms)


def followed(track: Track, fix: Fix, *, inside: bool) -> Track:
    """The track with one more position; one that is not later than the last is left out."""
    if fix.t_ms <= track.last_ms:
        return track
    before = _with_silence(track, fix.t_ms)
    standing = at(before, fix.t_ms)
    contingent = standing.since_ms if standing.phase == "contingent" else None
    if not inside:
        since_ms = fix.t_ms if before.outside_since_ms is None else before.outside_since_ms
        return replace(before, last_ms=fix.t_ms, outside_since_ms=since_ms, contingent_since_ms=contingent)
    ended = () if before.outside_since_ms is None else (Excursion(before.outside_since_ms, fix.t_ms),)
    return replace(
        before, last_ms=fix.t_ms, outside_since_ms=None, excursions=before.excursions + ended,
        contingent_since_ms=contingent,
    )  # fmt: skip


def at(track: Track, now_ms: int) -> Standing:
    """How the flight stands, and what is due."""
    if track.contingent_since_ms is not None:
        since_ms = track.contingent_since_ms
        return Standing("contingent", since_ms, since_ms + PUBLISH_MS_MAX, None)
    outside_ms = _with_silence(track, now_ms).outside_since_ms
    if outside_ms is None:
        since_ms = track.excursions[-1].until_ms if track.excursions else track.first_ms
        return Standing("conforming", since_ms, _restored_by(track), track.last_ms + track.silent_ms_max + 1)
    nonconforming_ms = outside_ms + EXCURSION_MS_MAX + 1
    contingent_ms = nonconforming_ms + RECOVERY_MS_MAX
    if now_ms < nonconforming_ms:
        return Standing("excursion", outside_ms, None, nonconforming_ms)
    if now_ms < contingent_ms:
        return Standing("nonconforming", nonconforming_ms, nonconforming_ms + PUBLISH_MS_MAX, contingent_ms)
    return Standing("contingent", contingent_ms, contingent_ms + PUBLISH_MS_MAX, None)


def count(track: Track, from_ms: int, now_ms: int) -> Count:
    """What was flown and spent outside from a moment on: the last seven days, in the standard's evaluation."""
    whole = _with_silence(track, now_ms)
    spans = [(one.from_ms, one.until_ms) for one in whole.excursions]
    if whole.outside_since_ms is not None:
        spans.append((whole.outside_since_ms, max(now_ms, whole.last_ms)))
    met = [(max(begun, from_ms), ended) for begun, ended in spans if ended >= from_ms]
    flown_until_ms = max(whole.last_ms, now_ms) if whole.outside_since_ms is not None else whole.last_ms
    return Count(
        flown_ms=max(0, flown_until_ms - max(whole.first_ms, from_ms)),
        outside_ms=sum(ended - begun for begun, ended in met),
        excursions=len(met),
    )


def _with_silence(track: Track, now_ms: int) -> Track:
    """A flight that was inside and is not heard for too long counts as outside since it was heard last."""
    if track.outside_since_ms is None and now_ms - track.last_ms > track.silent_ms_max:
        return replace(track, outside_since_ms=track.last_ms)
    return track


def _restored_by(track: Track) -> int | None:
    """By when others must know that a nonconforming flight conforms again; None where it never was."""
    if not track.excursions:
        return None
    last = track.excursions[-1]
    return last.until_ms + PUBLISH_MS_MAX if last.until_ms - last.from_ms > EXCURSION_MS_MAX else None
