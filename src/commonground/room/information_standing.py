"""How a request for information stands with each party that was asked (R19). It appends nothing.

Whoever was asked has the charter's `information_due_ms` from arrival; then the answer is none. A later answer still
counts and is shown as late. The first answer of a party counts. A party that was asked sees its own standing alone:
whom else the asker asked stands in the asker's log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..picture.deadline import ROUTINE, Due
from ..picture.information import InformationAnswer, InformationRequest
from ..picture.onward import counted_ms
from ..picture.version import Version
from .clock_table import NOTHING, Reading
from .context import Room

State = Literal["asked", "report", "none", "refused", "no_answer"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one party: `answer` is what that party said, `late` when it said so after `due_ms`."""

    party: str
    state: State
    due_ms: int
    answer: Version | None = None
    late: bool = False


def due_ms(room: Room, request: Version) -> int:
    """When the clock of a request has run, UTC: from its entry at its author's node, from its arrival elsewhere."""
    return counted_ms(room.party, request) + room.charter.clocks.information_due_ms


def standings(
    room: Room, request: Version, now_ms: int, said: Iterable[Version] | None = None
) -> list[Standing]:
    """One for each party that was asked, as far as this party may know of them."""
    if not isinstance(request.body, InformationRequest):
        return []
    own = request.author == room.party
    asked = sorted(one.party for one in request.releases) if own else [room.party]
    found = list(room.view.replies_about(request.key) if said is None else said)
    return [_standing(room, request, party, found, now_ms) for party in asked]


def standing_of(room: Room, request: Version, now_ms: int) -> Standing:
    """How a request of another party stands with this one."""
    return _standing(room, request, room.party, room.view.replies_about(request.key), now_ms)


def _standing(room: Room, request: Version, party: str, said: Iterable[Version], now_ms: int) -> Standing:
    until_ms = due_ms(room, request)
    answers = [one for one in said if one.author == party and isinstance(one.body, InformationAnswer)]
    if not answers:
        return Standing(party, "asked" if now_ms <= until_ms else "no_answer", until_ms)
    first = min(answers, key=lambda one: one.leaf)
    assert isinstance(first.body, InformationAnswer)
    late = counted_ms(room.party, first) > until_ms
    return Standing(party, first.body.outcome, until_ms, first, late=late)


def request_reading(room: Room, version: Version, now_ms: int) -> Reading:
    """A request of another party that waits: due until its clock has run, and then nothing is."""
    if version.author == room.party:
        until_ms = due_ms(room, version)
        return Reading(next_ms=until_ms + 1) if now_ms <= until_ms else NOTHING
    if version.action == "cancel" or version.withdrawn_ms is not None:
        return NOTHING
    stands = standing_of(room, version, now_ms)
    if stands.state != "asked":
        return NOTHING
    due = Due(f"information/{version.key}", version.kind, version.key, 1, stands.due_ms, ROUTINE)
    return Reading(next_ms=stands.due_ms + 1, due=(due,))
