"""Drones that identify themselves: what a service said of each, how old that is, and for how long it is kept.

A position is kept for a minute, as long as F3411 calls it near to real time; after half a minute of silence a drone is
stale, after a minute it has no position any more, only the moment when it was heard last, and five minutes later it is
gone. Nothing of it is written anywhere. There is no field for whoever flies: no name, no number, no place of a person,
and none for what leads to one (a serial number, a registration).

It asks nobody and reads no clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

STALE_MS = 30_000
"""A drone that is not heard for longer is shown as stale."""
POSITION_MS_MAX = 60_000
"""NetMaxNearRealTimeDataPeriodSeconds: an older position is shown to nobody."""
LOST_MS_MAX = 300_000
"""For so long it is said that a drone was heard, and no longer is."""
AHEAD_MS_MAX = 10_000
"""How far the clock of a service may be ahead of this node's."""
SPOTS_MAX = 240
DRONES_MAX = 5_000

Standing: TypeAlias = Literal["live", "stale", "lost", "area"]
HeightAbove: TypeAlias = Literal["takeoff", "ground"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an aircraft was: degrees times 10^9, UTC in ms, tenths of a millimetre above the WGS84 ellipsoid."""

    t_ms: int
    lon_nd: int
    lat_nd: int
    altitude_tmm: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a service says of one flight. What it does not know is None.

    `track_deg` clockwise from true north, speeds in metres per second; accuracies are the words of the standard.
    `spot` is None where a flight gives only an area in which it is, with so many aircraft.
    """

    flight: str
    aircraft_type: str
    spot: Spot | None
    before: tuple[Spot, ...] = ()
    status: str = ""
    track_deg: float | None = None
    speed_m_s: float | None = None
    climb_m_s: float | None = None
    height_tmm: int | None = None
    height_above: HeightAbove | None = None
    accuracy_h: str = ""
    accuracy_v: str = ""
    extrapolated: bool = False
    simulated: bool = False
    aircraft: int = 1


@dataclass(frozen=True, slots=True)
class Drone:
    """A flight as it is remembered: who manages it, what was said last, and where it was within the last minute.

    `heard_ms` is the moment of its last position; of a flight without positions, when its service named it last.
    """

    service: str
    manager: str
    said: Report
    heard_ms: int
    past: tuple[Spot, ...] = ()

    @property
    def key(self) -> str:
        """Its name in this memory: an id is a service's own."""
        return f"{self.service} {self.said.flight}"

    def age_ms(self, now_ms: int) -> int:
        """For how long it has not been heard; a clock that is ahead makes no negative age."""
        return max(0, now_ms - self.heard_ms)

    def standing(self, now_ms: int) -> Standing:
        """How it is to be shown."""
        age_ms = self.age_ms(now_ms)
        if age_ms > POSITION_MS_MAX:
            return "lost"
        if self.said.spot is None:
            return "area"
        return "stale" if age_ms > STALE_MS else "live"


def is_ahead(report: Report, now_ms: int) -> bool:
    """Whether a service gives positions of a time that has not come."""
    spots = (*report.before, *(() if report.spot is None else (report.spot,)))
    return any(one.t_ms > now_ms + AHEAD_MS_MAX for one in spots)


@dataclass(slots=True)
class Drones:
    """The short memory of one node. One thread uses it."""

    _held: dict[str, Drone] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._held)

    def hear(self, service: str, manager: str, report: Report, now_ms: int) -> bool:
        """Take in what a service says; False where it is too old to show, or the memory is full."""
        heard_ms = now_ms if report.spot is None else report.spot.t_ms
        last = self._held.get(f"{service} {report.flight}")
        if last is None and (now_ms - heard_ms > POSITION_MS_MAX or len(self._held) >= DRONES_MAX):
            return False
        if last is not None and heard_ms < last.heard_ms:
            # An older state than the one that is known: its positions may fill gaps, it is never the last word.
            drone = replace(last, manager=manager)
        else:
            drone = Drone(
                service, manager, replace(report, before=()), heard_ms, () if last is None else last.past
            )
        spots = (*report.before, *(() if report.spot is None else (report.spot,)))
        drone = replace(drone, past=_merged(drone.past, spots, now_ms))
        self._held[drone.key] = drone
        return True

    def sweep(self, now_ms: int) -> None:
        """Forget what is too old: positions after a minute, drones after five more."""
        for key, drone in list(self._held.items()):
            age_ms = drone.age_ms(now_ms)
            if age_ms > POSITION_MS_MAX + LOST_MS_MAX:
                del self._held[key]
            elif drone.past and drone.past[0].t_ms < now_ms - POSITION_MS_MAX:
                self._held[key] = _without_old(drone, now_ms)

    def forget(self) -> None:
        """Forget everything."""
        self._held.clear()

    def standing(self, now_ms: int) -> Iterator[Drone]:
        """What is remembered at a moment; a position that is too old is not in it, swept or not."""
        for drone in self._held.values():
            if drone.age_ms(now_ms) <= POSITION_MS_MAX + LOST_MS_MAX:
                yield _without_old(drone, now_ms)

    def of(self, key: str) -> Drone | None:
        """A drone by its name in this memory."""
        return self._held.get(key)


def _merged(past: tuple[Spot, ...], spots: tuple[Spot, ...], now_ms: int) -> tuple[Spot, ...]:
    """Positions in the order of their times, one for each time, none older than a minute."""
    by_time = {one.t_ms: one for one in (*past, *spots) if one.t_ms >= now_ms - POSITION_MS_MAX}
    return tuple(by_time[t_ms] for t_ms in sorted(by_time))[-SPOTS_MAX:]


def _without_old(drone: Drone, now_ms: int) -> Drone:
    past = tuple(one for one in drone.past if one.t_ms >= now_ms - POSITION_MS_MAX)
    spot = drone.said.spot
    if spot is not None and spot.t_ms < now_ms - POSITION_MS_MAX:
        said = drone.said
        kept = Report(said.flight, said.aircraft_type, None, simulated=said.simulated)
        return replace(drone, said=kept, past=())
    return drone if len(past) == len(drone.past) else replace(drone, past=past)
