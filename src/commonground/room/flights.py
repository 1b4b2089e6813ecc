"""Observed flights against this party's own books: what it held when a flight began, and what it was told since (R10).

A comparison reads this party's picture and nothing else. What stands in it as of the flight is asked of the store in
one indexed question; a notice that was amended after the flight counts as it was.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from ..geo.intersection import volumes_meet
from ..picture.commitment import Commitment, ObservedFlight
from ..picture.conflict import altitude_context
from ..picture.coverage import Books, Comparison, compare
from ..picture.version import Version
from .context import Room
from .versions import decode_version
from .view import PartyView

AS_OF_MAX = 5_000
ENDED = frozenset({"cancel", "close", "deleted"})
_KEPT: WeakKeyDictionary[PartyView, tuple[int, dict[str, list[Comparison]]]] = WeakKeyDictionary()
"""Of each picture: the comparisons made since its logs last grew."""


def books_of(room: Room, flight: ObservedFlight, committed: list[Version]) -> Books:
    """What a flight is compared with in this picture, beside these commitments."""
    span = (flight.volume.from_ms, flight.volume.until_ms)
    now_ms = room.clock.now_ms()
    then = room.view.as_of(min(span[0], now_ms), *span, AS_OF_MAX)
    early = [one for one in then if one.kind == "notice" and one.action != "cancel"]
    known = {(one.key, one.version) for one in early}
    now = room.view.as_of(now_ms, *span, AS_OF_MAX)
    later = [one for one in now if one.kind == "notice" and (one.key, one.version) not in known]
    return Books(
        commitments=committed,
        notices=[*early, *later],
        exceptions=list(room.view.of_kind("exception")),
        declarations=list(room.view.of_kind("declaration")),
    )


def _committed(room: Room, flight: ObservedFlight) -> list[Version]:
    """Commitments that held when a flight was flown and whose volume it meets."""
    context = altitude_context(room.charter)
    held = [
        one
        for version in room.view.of_kind("commitment")
        if (one := _then(room, version, flight)) is not None
    ]
    return [
        one
        for one in held
        if isinstance(one.body, Commitment)
        and volumes_meet(flight.volume, one.body.volume, context) is not None
    ]


def _then(room: Room, version: Version, flight: ObservedFlight) -> Version | None:
    """A commitment as it was known here when a flight began; None where it had ended, or was not yet made.

    One that arrived later counts from when its author says that it was made: nobody but the author is bound by it. Its
    end and its changes count from their arrival.
    """
    began_ms = flight.volume.from_ms
    earlier = (decode_version(row) for row in room.store.history(version.key))
    held = [version, *(one for one in earlier if one.known_from_ms <= version.known_from_ms)]
    known = [one for one in held if one.known_from_ms <= began_ms and isinstance(one.body, Commitment)]
    if not known:
        first = min(held, key=lambda one: one.version)
        return (
            first if first.first_released_ms <= flight.volume.until_ms and first.action not in ENDED else None
        )
    last = max(known, key=lambda one: (one.version, one.known_from_ms))
    return None if last.action in ENDED else last


def comparisons(room: Room, version: Version) -> list[Comparison]:
    """A flight against every commitment that it meets; empty when it meets none, or was withdrawn.

    What was found is kept until anything is said or heard: many screens ask for the same.
    """
    total = room.ledger.entries_total()
    kept = _KEPT.get(room.view)
    if kept is None or kept[0] != total:
        kept = _KEPT[room.view] = (total, {})
    found = kept[1].get(version.key)
    if found is None:
        found = kept[1][version.key] = _compared(room, version)
    return found


def _compared(room: Room, version: Version) -> list[Comparison]:
    flight = version.body
    if not isinstance(flight, ObservedFlight) or version.action in ENDED:
        return []
    committed = _committed(room, flight)
    if not committed:
        return []
    return compare(
        flight, books_of(room, flight, committed), room.view.replies_about(version.key),
        altitude_context(room.charter), room.charter.clocks.declaration_due_ms,
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
