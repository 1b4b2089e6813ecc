"""What may follow what: one table for every kind, and the states that a screen shows.

The table is data; ARCHITECTURE.md draws it. It decides nothing about who may act (`policy`).
"""

from __future__ import annotations

from ..errors import Refused
from .charter import Clocks

NONE = "none"

TRANSITIONS: dict[str, dict[str, frozenset[str]]] = {
    "notice": {
        NONE: frozenset({"establish"}),
        "establish": frozenset({"amend", "cancel"}),
        "amend": frozenset({"amend", "cancel"}),
        "cancel": frozenset(),
    },
    "site": {
        NONE: frozenset({"establish"}),
        "establish": frozenset({"amend", "revalidate", "close"}),
        "amend": frozenset({"amend", "revalidate", "close"}),
        "revalidate": frozenset({"amend", "revalidate", "close"}),
        "close": frozenset({"revalidate"}),
    },
    "position": {
        NONE: frozenset({"establish"}),
        "establish": frozenset({"amend"}),
        "amend": frozenset({"amend"}),
    },
    "conflict_note": {
        NONE: frozenset({"establish"}),
        "establish": frozenset({"amend"}),
        "amend": frozenset({"amend"}),
    },
    "reply": {NONE: frozenset({"establish"})},
    "receipt": {NONE: frozenset({"establish"})},
    "link": {NONE: frozenset({"establish"}), "establish": frozenset({"cancel"})},
    "warning": {NONE: frozenset({"establish"})},
    "release_request": {NONE: frozenset({"establish"})},
    "release_answer": {NONE: frozenset({"establish"})},
}


def check_transition(kind: str, last_action: str | None, action: str) -> None:
    """Refuse an action that the table does not allow after the last one."""
    allowed = TRANSITIONS[kind].get(last_action or NONE, frozenset())
    if action not in allowed:
        expected = ", ".join(sorted(allowed)) or "nothing more"
        raise Refused(
            f"{action!r} cannot follow {last_action or 'nothing'!r} for a {kind}; {expected} expected",
            field="action",
        )


def lateness(lead_time_ms: int, clocks: Clocks) -> str:
    """`planned`, `late` or `very_late` by the charter's clocks (R7)."""
    if lead_time_ms < clocks.very_late_ms:
        return "very_late"
    return "late" if lead_time_ms < clocks.late_ms else "planned"


def activity_state(action: str, from_ms: int, until_ms: int, withdrawn_ms: int | None, now_ms: int) -> str:
    """The word that a screen shows for a notice. Windows are closed: active up to and with `until_ms`."""
    if action == "cancel":
        return "cancelled"
    if now_ms > until_ms:
        return "ended"
    if withdrawn_ms is not None:
        return "withdrawn"
    return "active" if now_ms >= from_ms else "announced"
