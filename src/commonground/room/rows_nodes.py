"""The nodes of the room, what is due and what alarms, as rows of one party's screen."""

from __future__ import annotations

from ..picture.charter import log_to
from ..record import full
from .context import Room
from .rows import Row
from .rows_index import RowsIndex
from .watch import alert_rows, due_rows


def node_rows(room: Room, index: RowsIndex, now_ms: int) -> list[Row]:
    """NodeStatus of every party. `waiting` counts entries of this party's logs that the other has not cosigned."""
    return [
        _own_row(room, now_ms) if party.id == room.party else _peer_row(room, index, party.id, now_ms)
        for party in room.charter.parties
    ]


def _own_row(room: Room, now_ms: int) -> Row:
    return {
        "party": room.party,
        "own": True,
        "reachable": True,
        "heard_ms": now_ms,
        "waiting": 0,
        "skew_ms": 0,
    }


def _peer_row(room: Room, index: RowsIndex, party: str, now_ms: int) -> Row:
    origin = log_to(room.charter, room.party, party)
    held = index.deliveries.cosigned(room, origin, party)
    contact = room.contacts.get(party)
    heard_ms = contact.heard_ms if contact else None
    reachable = heard_ms is not None and now_ms - heard_ms <= room.charter.clocks.peer_lost_ms
    return {
        "party": party, "own": False, "reachable": reachable, "heard_ms": heard_ms,
        "waiting": room.ledger.size(origin) - (held[-1][0] if held else 0),
        "skew_ms": contact.skew_ms if contact else None,
    }  # fmt: skip


ALERTS_MAX = 500


def due_list(room: Room, now_ms: int) -> list[Row]:
    """What is due at this party, soonest first."""
    return [
        {"key": due.key, "what": due.what, "about": due.about, "count": due.count, "due_ms": due.due_ms,
         "rank": due.rank}
        for due in due_rows(room, now_ms)
    ]  # fmt: skip


def alert_list(room: Room, now_ms: int) -> list[Row]:
    """What alarms on this party's screen, the gravest first, at most ALERTS_MAX."""
    return [full(alert) for alert in alert_rows(room, now_ms)[:ALERTS_MAX]]
