"""What may follow what: one table for every kind, and the states that a screen shows.

The table is data; ARCHITECTURE.md draws it. It decides nothing about who may act (`policy`).
"""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import Refused
from .charter import Clocks
from .kind import NONE as NONE
from .kinds import KINDS

TRANSITIONS: dict[str, Mapping[str, frozenset[str]]] = {word: kind.follows for word, kind in KINDS.items()}
"""Kind -> last action, or `NONE` -> the actions that may follow."""


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
