"""Observed flights against this party's own books: what it held when a flight began, and what it was told since (R10).

A comparison reads this party's picture and nothing else. What stands in it as of the flight is asked of the store in
one indexed question; a notice that was amended after the flight counts as it was.
"""

from __future__ import annotations

from ..picture.commitment import Commitment, ObservedFlight
from ..picture.conflict import altitude_context
from ..picture.coverage import Books, Comparison, compare
from ..picture.version import Version
from .context import Room
from .versions import decode_version

AS_OF_MAX = 5_000
ENDED = frozenset({"cancel", "close", "deleted"})


def books_of(room: Room, flight: ObservedFlight) -> Books:
    """What a flight is compared with in this picture."""
    span = (flight.volume.from_ms, flight.volume.until_ms)
    then = room.view.as_of(span[0], *span, AS_OF_MAX)
    early = [one for one in then if one.kind == "notice" and one.action != "cancel"]
    known = {(one.key, one.version) for one in early}
    now = room.view.as_of(room.clock.now_ms(), *span, AS_OF_MAX)
    later = [one for one in now if one.kind == "notice" and (one.key, one.version) not in known]
    return Books(
        commitments=[
            held for one in room.view.of_kind("commitment") if (held := _then(room, one, flight)) is not None
        ],
        notices=[*early, *later],
        exceptions=list(room.view.of_kind("exception")),
        declarations=list(room.view.of_kind("declaration")),
    )  # fmt: skip


def _then(room: Room, version: Version, flight: ObservedFlight) -> Version | None:
    """A commitment as it was known here when a flight began; None where it had ended, or was not yet made.

    One that arrived later counts from when its author says that it was made: nobody but the author is bound by it. Its
    end and its changes count from their arrival.
    """
    began_ms = flight.volume.from_ms
    held = [version, *(decode_version(row) for row in room.store.history(version.key))]
    known = [one for one in held if one.known_from_ms <= began_ms and isinstance(one.body, Commitment)]
    if not known:
        first = min(held, key=lambda one: one.version)
        return (
            first if first.first_released_ms <= flight.volume.until_ms and first.action not in ENDED else None
        )
    last = max(known, key=lambda one: (one.version, one.known_from_ms))
    return None if last.action in ENDED else last


def comparisons(room: Room, version: Version) -> list[Comparison]:
    """A flight against every commitment that it meets; empty when it meets none, or was withdrawn."""
    flight = version.body
    if not isinstance(flight, ObservedFlight) or version.action in ENDED:
        return []
    return compare(
        flight, books_of(room, flight), room.view.replies_about(version.key), altitude_context(room.charter),
        room.charter.clocks.declaration_due_ms,
    )  # fmt: skip


def has_stated(room: Room, version: Version) -> bool:
    """Whether this party has said what it holds of a flight."""
    return any(
        one.kind == "coverage_statement" and one.author == room.party and one.action not in ENDED
        for one in room.view.replies_about(version.key)
    )


def asked_for_statement(version: Version, found: list[Comparison]) -> set[str]:
    """Who is asked to say something of a flight that no notice covers: the observer, and who committed itself."""
    return {
        party
        for one in found
        if one.word in ("not_covered", "disputed")
        for party in (version.author, one.commitment.author)
    }
