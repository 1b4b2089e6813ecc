"""Positions of own flights: taken from the operator's ground station, held against the plan, told of when one strays.

The track of a flight is a document of the party's store, so that a restart counts on where it was; each position is a
line of the party's own log. What follows from a track by the standard's numbers is in `tracks/conformance`; what has
to be said to the DSS because of it is found here and done by the service's own clock. Silence counts as straying.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...errors import Refused
from ...geo.footprint import Circle
from ...geo.interval import Altitude
from ...geo.volume import Volume
from ...picture.airspace import IntentState
from ...picture.blocks import refuse_off_earth
from ...picture.conflict import altitude_context
from ...picture.flight import Flight, FlightPlan
from ...record import Record, decode_own, encode_canonical, replace
from ...tracks.conformance import Excursion, Fix, Standing, Track, at, followed, is_inside, started
from ..airspace.refusing import NotHeld
from ..context import Room
from ..submit import note_event
from .conflicts import OFF_NOMINAL
from .flights import flight_of, standing_flight
from .refusing import NothingHeard, NotStraying

TRACK = "uss_track"
AHEAD_MS_MAX = 5_000
"""How far ahead of this node's clock a position may be (TimeSyncMaxDifferentialSeconds)."""
BEHIND_MS_MAX = 60_000
STRAY_RADIUS_M = 1_000
STRAY_HEIGHT_M = 150
STRAY_MS = 600_000
EXCURSIONS_KEPT = 200
TMM_PER_M = 10_000
NEXT_MS = 1_000


class KeptTrack(Record, frozen=True):
    """What is kept of the positions of one flight; times in ms UTC, the last position as it was sent."""

    first_ms: int
    last_ms: int
    lon_nd: int
    lat_nd: int
    altitude: Altitude
    outside_since_ms: int | None = None
    excursions: tuple[tuple[int, int], ...] = ()
    contingent_since_ms: int | None = None
    silent_ms_max: int = 10_000
    every_ms: int = NEXT_MS


@dataclass(frozen=True, slots=True)
class Heard:
    """Where a flight that strayed was heard last, and when it is likely to be heard again."""

    fix: Fix
    next_ms: int | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A flight whose state must change, to what, and by when others must have been told (ms UTC)."""

    flight: Flight
    plan: FlightPlan
    publish_by_ms: int


# -- positions ------------------------------------------------------------------------------------------------------


def take_fix(room: Room, id: str, fix: Fix) -> Standing:
    """Take a position of an own flight that is in the air; returns how it stands."""
    flight = standing_flight(room, id)
    now_ms = room.clock.now_ms()
    if flight.held is None or flight.held.state == "Accepted":
        raise Refused("a flight that was activated is expected", field="id")
    if fix.t_ms > now_ms + AHEAD_MS_MAX or fix.t_ms < now_ms - BEHIND_MS_MAX:
        raise Refused("a position of the last minute is expected", field="t_ms")
    refuse_off_earth(fix.lon_nd, fix.lat_nd, "position")
    inside = is_inside(fix, flight.held.volumes, altitude_context(room.charter))
    last = _kept(room, id)
    if last is not None and fix.t_ms <= last.last_ms:
        return at(_track(last), now_ms)
    track = started(fix, inside=inside) if last is None else followed(_track(last), fix, inside=inside)
    _keep(room, id, track, fix, last)
    room.view.changes.keys.add(f"{TRACK}/{id}")
    note_event(room, {
        "what": "uss_position", "id": id, "t_ms": fix.t_ms, "lon_nd": fix.lon_nd, "lat_nd": fix.lat_nd,
        "height_tmm": fix.altitude.value_tmm, "reference": fix.altitude.reference, "inside": inside,
    })  # fmt: skip
    return at(track, now_ms)


def standing_now(room: Room, id: str) -> Standing | None:
    """How a flight stands now by its positions; None where none was heard."""
    kept = _kept(room, id)
    return None if kept is None else at(_track(kept), room.clock.now_ms())


def track_of(room: Room, id: str) -> Track | None:
    """What the positions of a flight have shown so far."""
    kept = _kept(room, id)
    return None if kept is None else _track(kept)


def last_fix(room: Room, id: str) -> Fix | None:
    """Where a flight was heard last."""
    kept = _kept(room, id)
    return None if kept is None else _fix(kept)


def telemetry_of(room: Room, id: str) -> Heard:
    """What other services are told of a flight that strayed. F3548-21 getOperationalIntentTelemetry."""
    flight = flight_of(room, id)
    if flight is None or flight.held is None:
        raise NotHeld("no such operational intent", field="entityid")
    if flight.held.state not in OFF_NOMINAL:
        raise NotStraying("a flight that strayed is expected", field="entityid")
    kept = _kept(room, id)
    if kept is None:
        raise NothingHeard("no position is known", field="entityid")
    return Heard(_fix(kept), kept.last_ms + kept.every_ms)


def forget_track(room: Room, id: str) -> None:
    """A flight has ended: its track goes, its positions stay in the log."""
    if room.store.document(TRACK, id) is not None:
        room.store.delete_document(TRACK, id)


# -- what has to be said because of them ------------------------------------------------------------------------------


def turns(room: Room, now_ms: int) -> Iterator[Turn]:
    """Flights whose state is no longer what their track says."""
    for id, data in room.store.documents(TRACK):
        flight = flight_of(room, id)
        if flight is None or flight.held is None or flight.is_ending:
            continue
        kept = decode_own(KeptTrack, data)
        standing = at(_track(kept), now_ms)
        state = _state(flight.held.state, standing)
        if state != flight.held.state:
            by_ms = standing.publish_by_ms if standing.publish_by_ms is not None else now_ms
            yield Turn(flight, plan_for(flight.held, state, kept, now_ms), by_ms)


def _state(held: IntentState, standing: Standing) -> IntentState:
    """The state that a track asks for; what is lost stays lost, and an excursion alone changes nothing."""
    if held == "Contingent" or standing.phase == "contingent":
        return "Contingent"
    if standing.phase == "nonconforming":
        return "Nonconforming"
    return "Activated" if standing.phase == "conforming" and held == "Nonconforming" else held


def plan_for(held: FlightPlan, state: IntentState, kept: KeptTrack | None, now_ms: int) -> FlightPlan:
    """The plan in another state: with the area in which a flight that strayed is expected, or without it."""
    if state not in OFF_NOMINAL:
        return replace(held, state=state, off_nominal=())
    return replace(held, state=state, off_nominal=(stray_volume(held, kept, now_ms),))


def stray(room: Room, id: str, state: IntentState, now_ms: int) -> FlightPlan:
    """The plan of a flight that its operator says has strayed."""
    flight = standing_flight(room, id)
    assert flight.held is not None
    return plan_for(flight.held, state, _kept(room, id), now_ms)


def stray_volume(held: FlightPlan, kept: KeptTrack | None, now_ms: int) -> Volume:
    """Where a flight that strayed is expected: round its last position, or round its plan where none was heard.

    A kilometre round, 150 m below and above what it was planned and heard at, for ten minutes or until its plan ends.
    """
    lowers = [one.lower.value_tmm for one in held.volumes]
    uppers = [one.upper.value_tmm for one in held.volumes if one.upper is not None]
    center = _middle(held)
    if kept is not None:
        center = (kept.lon_nd, kept.lat_nd)
        if kept.altitude.reference == "W84":
            lowers.append(kept.altitude.value_tmm)
            uppers.append(kept.altitude.value_tmm)
    until_ms = max(now_ms + STRAY_MS, *(one.until_ms for one in held.volumes))
    around_tmm = STRAY_HEIGHT_M * TMM_PER_M
    return Volume(
        footprint=Circle(center=center, radius_tmm=STRAY_RADIUS_M * TMM_PER_M),
        lower=_w84(max(-8_000 * TMM_PER_M, min(lowers) - around_tmm)),
        upper=_w84(min(100_000 * TMM_PER_M, max(uppers) + around_tmm)), from_ms=now_ms, until_ms=until_ms,
    )  # fmt: skip


def _middle(held: FlightPlan) -> tuple[int, int]:
    footprint = held.volumes[0].footprint
    if isinstance(footprint, Circle):
        return footprint.center
    points = footprint.rings[0] if hasattr(footprint, "rings") else footprint.path
    return points[0]


def _w84(value_tmm: int) -> Altitude:
    return Altitude(value_tmm=value_tmm, reference="W84", unit="M")


# -- keeping --------------------------------------------------------------------------------------------------------


def _kept(room: Room, id: str) -> KeptTrack | None:
    data = room.store.document(TRACK, id)
    return None if data is None else decode_own(KeptTrack, data)


def _keep(room: Room, id: str, track: Track, fix: Fix, last: KeptTrack | None) -> None:
    every_ms = NEXT_MS if last is None else max(NEXT_MS, min(60_000, fix.t_ms - last.last_ms))
    kept = KeptTrack(
        first_ms=track.first_ms, last_ms=track.last_ms, lon_nd=fix.lon_nd, lat_nd=fix.lat_nd,
        altitude=fix.altitude, outside_since_ms=track.outside_since_ms,
        excursions=tuple((one.from_ms, one.until_ms) for one in track.excursions[-EXCURSIONS_KEPT:]),
        contingent_since_ms=track.contingent_since_ms, silent_ms_max=track.silent_ms_max, every_ms=every_ms,
    )  # fmt: skip
    room.store.put_document(TRACK, id, encode_canonical(kept))


def _track(kept: KeptTrack) -> Track:
    return Track(
        first_ms=kept.first_ms, last_ms=kept.last_ms, outside_since_ms=kept.outside_since_ms,
        excursions=tuple(Excursion(*one) for one in kept.excursions),
        contingent_since_ms=kept.contingent_since_ms, silent_ms_max=kept.silent_ms_max,
    )  # fmt: skip


def _fix(kept: KeptTrack) -> Fix:
    return Fix(kept.last_ms, kept.lon_nd, kept.lat_nd, kept.altitude)
