"""What is due and what alarms because of a notice, a site, a request: the readings of the spine's own kinds.

Each looks at one entity, at what is said about it and at the conflicts that name it, and says when that changes by time
alone. Counting over many entities is done where a list is made (`room/watch`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..picture.airspace import AIRSPACE_CLASSES
from ..picture.deadline import (
    DAY_MS,
    IMMEDIATE,
    ROUTINE,
    WEEK_MS,
    Due,
    answers_due,
    asked_due_ms,
    hits_due,
    positions_due,
    requests_due,
    revalidations_due,
)
from ..picture.entity import ConflictNote, Notice, ReleaseRequest, Reply, Site, ends_ms, starts_ms
from ..picture.lifecycle import lateness
from ..picture.onward import answered_by_others
from ..picture.version import Version
from .alert import Alert
from .clock_table import NOTHING, Reading
from .context import Room
from .versions import KeptPair, conflict_key
from .view import Pair


def reading(due: Iterable[Due], alerts: Iterable[Alert], moments_ms: Iterable[int], now_ms: int) -> Reading:
    """A reading that holds until the next of the moments, or until something due passes its time."""
    dues, alarms = tuple(due), tuple(alerts)
    later = [at_ms for at_ms in (*moments_ms, *(one.due_ms for one in dues)) if at_ms > now_ms]
    if not (dues or alarms or later):
        return NOTHING
    return Reading(min(later, default=None), dues, alarms)


# -- notices --------------------------------------------------------------------------------------------------------


def notice_reading(room: Room, version: Version, now_ms: int) -> Reading:
    """Questions to answer, hits to acknowledge, conflicts without an owner; a late notice that nobody answered."""
    body = version.body
    if not isinstance(body, Notice):
        return NOTHING
    if body.intent is not None or body.constraint is not None:
        return _attested_reading(room, version, body, now_ms)
    said = room.view.replies_about(version.key)
    clocks = room.charter.clocks
    due = (
        list(answers_due(room.party, [version, *said], clocks, now_ms))
        if version.author == room.party
        else []
    )
    over_ms = ends_ms(body) + 1
    if over_ms <= now_ms:
        return reading(due, (), (), now_ms)
    moments = [over_ms]
    if version.author == room.party:
        due += hits_due(room.party, [(version, unacknowledged(room, version, now_ms))], clocks, now_ms)
    due += _unowned(room, version, now_ms, moments)
    return reading(due, _late(room, version, body, said), moments, now_ms)


def _attested_reading(room: Room, version: Version, body: Notice, now_ms: int) -> Reading:
    """A flight of another service owes nobody an answer or a word ahead; what it meets of the room's own is to own."""
    over_ms = ends_ms(body) + 1
    if over_ms <= now_ms:
        return NOTHING
    moments = [over_ms]
    due = list(_unowned(room, version, now_ms, moments))
    return reading(due, (), moments, now_ms)


def unacknowledged(room: Room, own: Version, now_ms: int) -> int:
    """How many hits of an own live notice nobody has acknowledged: those that it was released with (T-5)."""
    if own.author != room.party or not isinstance(own.body, Notice) or ends_ms(own.body) < now_ms:
        return 0
    return sum(_waits(room, own, pair, kept) for pair, kept in room.view.pairs_of(own.key))


def _waits(room: Room, own: Version, pair: Pair, kept: KeptPair) -> bool:
    first, second = pair
    other, version = (second, kept.version_b) if own.key == first else (first, kept.version_a)
    if kept.first_ms > own.t_released_ms or f"{other}@{version}" in own.acknowledged:
        return False
    return note_of(room, pair, kept) is None


def note_of(room: Room, pair: Pair, kept: KeptPair) -> ConflictNote | None:
    """This party's own note on a conflict, while neither side has changed since it was written."""
    first, second = pair
    for version in room.view.conflict_notes(conflict_key(pair, kept)):
        body = version.body
        if isinstance(body, ConflictNote):
            one = room.view.picture.entities[first].version
            other = room.view.picture.entities[second]
            is_site = isinstance(other.body, Site)
            if is_site and other.known_from_ms > version.known_from_ms:
                continue
            if body.versions == (one, 0 if is_site else other.version):
                return body
    return None


def _unowned(room: Room, notice: Version, now_ms: int, moments: list[int]) -> Iterator[Due]:
    """Conflicts of the next 24 h without an owner post, of which the notice is the first."""
    starts: dict[str, int] = {}
    for pair, kept in room.view.pairs_of(notice.key):
        if pair[0] != notice.key or kept.until_ms < now_ms or _among_services(room, pair):
            continue
        if kept.from_ms > now_ms + DAY_MS:
            moments.append(kept.from_ms - DAY_MS)
            continue
        moments.append(kept.until_ms + 1)
        note = note_of(room, pair, kept)
        if note is None or (not note.owner and note.state != "closed"):
            key = conflict_key(pair, kept)
            starts[key] = min(kept.from_ms, starts.get(key, kept.from_ms))
    if starts:
        due_ms = min(starts.values())
        rank = IMMEDIATE if due_ms <= now_ms else ROUTINE
        yield Due("conflict_owner", "conflict_owner", "", len(starts), due_ms, rank)


def _among_services(room: Room, pair: Pair) -> bool:
    """Whether both of a pair are drone traffic: their services settle that among themselves."""
    rows = room.view.standings.rows
    return all(rows[key].category in AIRSPACE_CLASSES for key in pair)


def _late(room: Room, version: Version, body: Notice, said: list[Version]) -> Iterator[Alert]:
    """A late notice of another party that this one has not answered in any way."""
    if version.author == room.party or version.action == "cancel":
        return
    lead_ms = starts_ms(body) - version.known_from_ms
    if lateness(lead_ms, room.charter.clocks) != "planned" and not _answered(room, version, said):
        yield Alert(
            key=f"late/{version.key}", rank=2, what="late_notice", party=version.author, about=version.key,
            t_ms=version.known_from_ms,
        )  # fmt: skip


def _answered(room: Room, notice: Version, said: list[Version]) -> bool:
    """Read back, understood, answered or asked about; that it was merely opened ends no alarm."""
    return any(
        one.author == room.party
        and isinstance(one.body, Reply)
        and one.body.what != "read"
        and one.known_from_ms >= notice.known_from_ms
        for one in said
    )


# -- sites and requests ---------------------------------------------------------------------------------------------


def site_reading(room: Room, version: Version, now_ms: int) -> Reading:
    """A position that is owed on another's site, the end of an own site's validity."""
    body = version.body
    if not isinstance(body, Site):
        return NOTHING
    said = [one for one in room.view.replies_about(version.key) if one.kind == "position"]
    due = positions_due(room.party, [version, *said], room.charter.clocks, now_ms)
    due += revalidations_due(room.party, [version], now_ms)
    ends = version.author == room.party and version.action != "close"
    return reading(due, (), [body.valid_until_ms - WEEK_MS + 1] if ends else (), now_ms)


def request_reading(room: Room, version: Version, now_ms: int) -> Reading:
    """An answer that is owed to a request, and answers of those who were not asked (R5)."""
    body = version.body
    if not isinstance(body, ReleaseRequest):
        return NOTHING
    said = room.view.replies_about(version.key)
    due = requests_due(room.party, [version, *said], room.charter.clocks, now_ms)
    moments = [asked_due_ms(room.party, version, room.charter.clocks) + 1]
    strange = [
        Alert(
            key=f"strange_answer/{answer.key}", rank=2, what="strange_answer", party=answer.author,
            about=body.about.key, t_ms=answer.known_from_ms,
        )
        for answer in answered_by_others(version, said)
    ]  # fmt: skip
    return reading(due, strange, moments, now_ms)
