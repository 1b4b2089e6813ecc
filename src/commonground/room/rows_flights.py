"""Commitments and observed flights as rows: each comparison with what was looked at, and every party's words (R10).

The word of a comparison is this party's own, from what it was told; another party's row may say another.
"""

from __future__ import annotations

from typing import Any

from ..picture.commitment import Commitment, CoverageStatement, Declaration, ExceptionFlight, ObservedFlight
from ..picture.coverage import Comparison, Covering
from ..picture.onward import counted_ms
from ..picture.version import Version
from ..record import full
from .context import Room
from .flights import asked_for_statement, comparisons
from .rows_areas import beside_rows

Row = dict[str, Any]
ENDED = ("cancel", "close", "deleted")


def commitment_row(room: Room, version: Version, now_ms: int) -> Row | None:
    """The CommitmentRow of a commitment; None for what is none."""
    body = version.body
    if not isinstance(body, Commitment):
        return None
    return {
        **_common(room, version), **full(body), "state": _state(version, body, now_ms),
        "backdated": body.volume.from_ms < counted_ms(room.party, version),
        "said": [
            row for one in room.view.replies_about(version.key) if (row := _said_row(room, one, body)) is not None
        ],
        "beside": beside_rows(room, version.key),
    }  # fmt: skip


def flight_row(room: Room, version: Version) -> Row | None:
    """The FlightRow of an observed flight; None for what is none."""
    body = version.body
    if not isinstance(body, ObservedFlight):
        return None
    found = comparisons(room, version)
    asked = asked_for_statement(version, found)
    said = {
        one.author: one
        for one in room.view.replies_about(version.key)
        if isinstance(one.body, CoverageStatement) and one.action not in ENDED
    }
    due_ms = counted_ms(room.party, version) + room.charter.clocks.statement_due_ms
    return {
        **_common(room, version), **full(body), "ended": version.action in ENDED,
        "comparisons": [_comparison_row(one) for one in found],
        "asked": sorted(asked), "due_ms": due_ms,
        "statements": [_statement_row(room, said[party]) for party in sorted(said)],
        "own_statement": said[room.party].key if room.party in said else "",
    }  # fmt: skip


def _common(room: Room, version: Version) -> Row:
    return {
        "key": version.key, "id": version.entity, "party": version.author, "own": version.author == room.party,
        "post": version.post, "version": version.version, "said_ms": counted_ms(room.party, version),
        "withdrawn": version.withdrawn_ms is not None,
        "recipients": [one.party for one in version.releases] if version.author == room.party else [],
        "leaf": {"origin": version.origin, "index": version.said_leaf, "size": room.ledger.size(version.origin)},
    }  # fmt: skip


def _state(version: Version, body: Commitment, now_ms: int) -> str:
    if version.action in ENDED:
        return "cancelled"
    if now_ms > body.volume.until_ms:
        return "ended"
    return "active" if now_ms >= body.volume.from_ms else "announced"


def _said_row(room: Room, version: Version, commitment: Commitment) -> Row | None:
    """An exception or a declaration to a commitment; a code that it does not list is shown as such."""
    body = version.body
    if not isinstance(body, ExceptionFlight | Declaration) or version.action in ENDED:
        return None
    declared = body if isinstance(body, Declaration) else None
    heard_ms = counted_ms(room.party, version)
    late = (
        declared is not None and heard_ms > declared.volume.until_ms + room.charter.clocks.declaration_due_ms
    )
    return {
        "key": version.key, "kind": version.kind, "party": version.author, "post": version.post, "code": body.code,
        "listed": body.code in commitment.exceptions, "t_ms": heard_ms, "late": late,
        "notice": body.notice.key if isinstance(body, ExceptionFlight) else "",
        "volume": full(declared.volume) if declared else None, "text": full(body.text),
        "proportionality": full(declared.proportionality) if declared else None,
    }  # fmt: skip


def _comparison_row(one: Comparison) -> Row:
    notices, exceptions, declarations = one.looked_at
    return {
        "commitment": one.commitment.key, "party": one.commitment.author, "word": one.word,
        "shared_ms": one.shared_ms, "area_m2": one.area_m2,
        "notices": [_covering(each) for each in one.notices],
        "late_notices": [_covering(each) for each in one.late_notices],
        "declarations": [_covering(each) for each in one.declarations],
        "looked_at": {"notices": notices, "exceptions": exceptions, "declarations": declarations},
    }  # fmt: skip


def _covering(one: Covering) -> Row:
    return {"key": one.version.key, "version": one.version.version, "code": one.code, "in_time": one.in_time,
            "known_ms": one.version.known_from_ms}  # fmt: skip


def _statement_row(room: Room, version: Version) -> Row:
    body = version.body
    assert isinstance(body, CoverageStatement)
    return {
        "key": version.key, "party": version.author, "own": version.author == room.party, "post": version.post,
        "stance": body.stance, "for_whom": body.for_whom, "text": full(body.text),
        "notice": body.notice.key if body.notice else "", "t_ms": counted_ms(room.party, version),
    }  # fmt: skip
