"""Conflicts of one party's picture as rows, each with the state that this party gave it.

Two notices make one row; a notice and the sites of one party make one row for all those sites together, with key
`A/N-1|sites|J`, their `count`, the worst relation and the least distance, so that a camp of two hundred facilities is
one line. A note counts while no side has changed since it was written; then the conflict is open again.
"""

from __future__ import annotations

from ..picture.entity import ConflictNote
from ..picture.version import Version
from .conflict_groups import ConflictGroups, Members
from .rows import Look, Row
from .versions import KeptPair
from .view import Pair

TMM_PER_FT = 3_048
ROWS_MAX = 500
_ORDER = {"overlap": 0, "touching": 1, "within_buffer": 2}


def conflict_rows(look: Look, from_ms: int, until_ms: int) -> tuple[list[Row], int]:
    """The conflicts of a span, soonest first, and how many there are (at most ROWS_MAX are made into rows)."""
    return _rows(look, look.index.conflicts(look.room), from_ms, until_ms)


def conflict_rows_then(
    look: Look,
    pairs: list[tuple[Pair, KeptPair]],
    notes: dict[str, list[Version]],
    from_ms: int,
    until_ms: int,
) -> tuple[list[Row], int]:
    """The same as of a past moment, from the pairs and notes that were known then."""
    return _rows(look, ConflictGroups(pairs), from_ms, until_ms, notes)


def conflict_row(look: Look, key: str) -> Row | None:
    """One conflict by its key; None where there is none any more."""
    members = look.index.conflicts(look.room).members(key)
    return None if not members else _row(look, key, members, look.room.view.conflict_notes(key))


def versions_of(members: Members) -> tuple[int, int]:
    """The versions that a note is about; sites stand as 0 and are compared by when they changed."""
    kept = members[0][1]
    return (kept.version_a, 0 if kept.kind == "site" else kept.version_b)


def _rows(
    look: Look,
    groups: ConflictGroups,
    from_ms: int,
    until_ms: int,
    notes: dict[str, list[Version]] | None = None,
) -> tuple[list[Row], int]:
    found, total = groups.meeting(from_ms, until_ms, ROWS_MAX)
    rows = [
        _row(look, key, groups.members(key),
             look.room.view.conflict_notes(key) if notes is None else notes.get(key, []))
        for key in found
    ]  # fmt: skip
    return rows, total


def _row(look: Look, key: str, members: Members, notes: list[Version]) -> Row:
    hits = [(pair, look.room.view.margins(pair, kept)) for pair, kept in members]
    pair, worst = min(hits, key=lambda one: (_ORDER[one[1].relation], one[1].distance_mm, -one[1].area_m2))
    is_site = worst.kind == "site"
    note = notes[0] if notes else None
    body = note.body if note is not None and isinstance(note.body, ConflictNote) else None
    holds = note is not None and body is not None and _still_holds(look, note, body, members)
    return {
        "key": key, "a": pair[0], "b": pair[1], "kind": "notice_site" if is_site else "notice_notice",
        "relation": worst.relation, "count": len(members),
        "from_ms": min(hit.from_ms for _, hit in hits),
        "until_ms": max(hit.until_ms for _, hit in hits),
        "area_m2": worst.area_m2, "distance_m": worst.distance_mm / 1000,
        "altitude_overlap_ft": None if is_site else round(worst.altitude_overlap_tmm / TMM_PER_FT),
        "owner": body.owner if body else "", "state": body.state if body and holds else "open",
        "note": body.note if body else "", "new": body is None,
        "since_ms": min(kept.first_ms for _, kept in members),
        "reopened": body is not None and not holds,
    }  # fmt: skip


def _still_holds(look: Look, note: Version, body: ConflictNote, members: Members) -> bool:
    if body.versions != versions_of(members):
        return False
    if members[0][1].kind != "site":
        return True
    entities = look.room.view.picture.entities
    changed_ms = max(
        max(kept.first_ms, entities[pair[1]].known_from_ms if pair[1] in entities else 0)
        for pair, kept in members
    )
    return changed_ms <= note.known_from_ms
