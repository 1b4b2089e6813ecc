"""Own flights and what others told, as rows of a page: state, rank, how a flight keeps to its plan, who is owed.

Heights and lengths as they are kept (tenths of a millimetre), times ms UTC. Nothing here says that a place is free.
"""

from __future__ import annotations

from typing import Any

from ...geo.volume import Volume
from ...picture.airspace import AIRSPACE_CLASSES, Constraint, Intent
from ...picture.conflict import altitude_context
from ...picture.entity import Notice, ends_ms, starts_ms
from ...picture.flight import ConstraintPlan, Flight, FlightPlan, OwnConstraint, PeerEntity
from ...record import full
from ...tracks.conformance import HOUR_MS, Standing, count
from ..context import Room
from .conflicts import find_met, met_row
from .constraints import CONSTRAINTS
from .flights import GONE, flights
from .outbox import Owed, waiting
from .peers import peers
from .tracked import last_fix, standing_now, track_of

Row = dict[str, Any]
EVALUATED_MS = 7 * 24 * HOUR_MS
"""AggConfMonEvaluationPeriodDays."""
PEERS_MAX = 2_000


def flights_now(room: Room) -> Row:
    """Own flights that have not ended, flights and constraints of others, and what others are still owed."""
    now_ms = room.clock.now_ms()
    known = list(peers(room, now_ms))
    owed, own, rules = waiting(room), list(flights(room)), list(CONSTRAINTS.all(room))
    listed = {*(one.id for one in own), *(one.id for one in rules)}
    told = _told(room, known, listed, now_ms)
    return {
        "rows": [flight_row(room, one, known, owed, now_ms) for one in own],
        "constraints": [constraint_row(room, one, owed) for one in rules],
        "peers": told[:PEERS_MAX], "peers_total": len(told), "now_ms": now_ms,
    }  # fmt: skip


def _told(room: Room, known: list[PeerEntity], listed: set[str], now_ms: int) -> list[Row]:
    """What others told, and what a notice of the room tells of and no service did: of that the rank is unknown.

    Nobody tells a service that has no subscription there that a flight went on or ended: where the room's notices say
    so, they are believed.
    """
    standing, ended = _noticed(room, now_ms)
    rows = {one.id: peer_row(one) for one in known if one.id in standing or one.id not in ended}
    for id, notice in standing.items():
        row = _notice_row(notice)
        last = rows.get(id)
        if last is None and id not in listed:
            rows[id] = row
        elif last is not None and last["manager"] == row["manager"] and last["version"] < row["version"]:
            rows[id] = {**row, "rank": last["rank"], "type": last["type"]}
    return list(rows.values())


def _noticed(room: Room, now_ms: int) -> tuple[dict[str, Notice], set[str]]:
    """The latest notice of each flight and constraint of services by its identifier, and those that were ended."""
    standing: dict[str, Notice] = {}
    ended: set[str] = set()
    for key in room.view.keys_of("notice"):
        row = room.view.standings.rows[key]
        if row.category not in AIRSPACE_CLASSES or row.until_ms < now_ms:
            continue
        body = room.view.picture.entities[key].body
        if not isinstance(body, Notice):
            continue
        block = _block(body)
        if row.action in GONE:
            ended.add(block.id)
        elif block.id not in standing or _block(standing[block.id]).version < block.version:
            standing[block.id] = body
    return standing, ended


def _block(notice: Notice) -> Intent | Constraint:
    block = notice.intent or notice.constraint
    assert block is not None
    return block


def _notice_row(notice: Notice) -> Row:
    block = _block(notice)
    is_intent = isinstance(block, Intent)
    return {
        "key": block.id, "id": block.id, "what": "intent" if is_intent else "constraint", "manager": block.manager,
        "state": block.state if isinstance(block, Intent) else "", "version": block.version, "rank": None, "type": "",
        "volumes": full(notice.volumes), "off_nominal": [], "from_ms": starts_ms(notice), "until_ms": ends_ms(notice),
    }  # fmt: skip


def flight_row(room: Room, flight: Flight, known: list[PeerEntity], owed: list[Owed], now_ms: int) -> Row:
    """One own flight."""
    plan = flight.held or flight.asked
    assert plan is not None
    met = find_met(plan, flight.held, known, altitude_context(room.charter))
    return {
        "key": flight.id, "id": flight.id, "state": "" if flight.held is None else flight.held.state,
        "version": flight.version,
        "since_ms": flight.since_ms, "asked": "" if flight.asked is None else flight.asked.state,
        "ending": flight.is_ending, "rank": plan.rank, "flight_type": plan.flight_type,
        "volumes": full(plan.volumes), "off_nominal": full(plan.off_nominal), **_window(plan),
        "met": [met_row(one) for one in met], "track": _track_row(room, flight.id, now_ms),
        "owed": [_owed_row(one) for one in owed if one.id == flight.id],
        "notice": f"{room.party}/{flight.notice}" if flight.notice else "",
    }  # fmt: skip


def constraint_row(room: Room, own: OwnConstraint, owed: list[Owed]) -> Row:
    """One own constraint."""
    plan = own.held or own.asked
    assert plan is not None
    return {
        "key": own.id, "id": own.id, "held": own.held is not None, "version": own.version, "since_ms": own.since_ms,
        "asked": own.asked is not None, "ending": own.is_ending, "type": plan.type, "volumes": full(plan.volumes),
        **_window(plan), "owed": [_owed_row(one) for one in owed if one.id == own.id],
        "notice": f"{room.party}/{own.notice}" if own.notice else "",
    }  # fmt: skip


def peer_row(peer: PeerEntity) -> Row:
    """One flight or constraint of another service."""
    everywhere = peer.everywhere
    return {
        "key": peer.id, "id": peer.id, "what": peer.what, "manager": peer.manager, "state": peer.state,
        "version": peer.version,
        "rank": peer.rank, "type": peer.type, "volumes": full(peer.volumes), "off_nominal": full(peer.off_nominal),
        "from_ms": min(one.from_ms for one in everywhere), "until_ms": max(one.until_ms for one in everywhere),
    }  # fmt: skip


def standing_row(standing: Standing) -> Row:
    """How a flight keeps to its plan."""
    return {
        "phase": standing.phase, "since_ms": standing.since_ms, "publish_by_ms": standing.publish_by_ms,
        "turns_ms": standing.turns_ms,
    }  # fmt: skip


def _track_row(room: Room, id: str, now_ms: int) -> Row | None:
    standing, fix, track = standing_now(room, id), last_fix(room, id), track_of(room, id)
    if standing is None or fix is None or track is None:
        return None
    counted = count(track, now_ms - EVALUATED_MS, now_ms)
    return {
        **standing_row(standing), "t_ms": fix.t_ms, "lon_nd": fix.lon_nd, "lat_nd": fix.lat_nd,
        "altitude": full(fix.altitude), "inside_permille": round(counted.inside_percent * 10),
        "excursions": counted.excursions, "flown_ms": counted.flown_ms, "keeps_to_it": counted.keeps_to_it,
    }  # fmt: skip


def _owed_row(owed: Owed) -> Row:
    return {
        "url": owed.url, "attempts": owed.attempts, "since_ms": owed.since_ms, "next_ms": owed.next_ms,
        "problem": owed.problem,
    }  # fmt: skip


def _window(plan: FlightPlan | ConstraintPlan) -> Row:
    everywhere: tuple[Volume, ...] = plan.everywhere
    return {
        "from_ms": min(one.from_ms for one in everywhere), "until_ms": max(one.until_ms for one in everywhere),
    }  # fmt: skip
