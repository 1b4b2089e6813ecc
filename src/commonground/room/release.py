"""Release is an append: each recipient's form of a statement goes into the log to that recipient.

Idempotent by (recipient, leaf of the own log), so that recovery is this same path run again at start. A form equal
to the last one in that log is not appended. A recipient that is dropped from the list gets `withdraw` in the same
transaction. This is the only caller of `policy/disclosure`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..picture.blocks import Body, Reference
from ..picture.charter import log_to, own_log
from ..picture.statement import OwnLine, Release, Said, Saying, Statement
from ..picture.version import Version
from ..policy.disclosure import Disclosed, Recipient, disclose, first_form
from ..policy.rule import may_tell
from ..policy.scope import may_not_hear
from ..record import decode, decode_own, encode_canonical, replace
from .context import Room
from .leaving import anybody_leaves, has_left

NOT_APPENDED = -1
WAITING = "release_waiting"
SETTLED = "release_settled"
CHUNK = 500
_GONE = ("withdraw", "deleted")


class Told(NamedTuple):
    """What a recipient was told last of an entity: `form` is kept, or follows from `leaf` of its log."""

    version: int
    action: str
    form: bytes = b""
    leaf: int = NOT_APPENDED

    @property
    def is_gone(self) -> bool:
        """Whether the recipient was told that it is told no more."""
        return self.action in _GONE


class Outcome(NamedTuple):
    """What happened for one recipient: the leaf in its log, or why nothing was appended."""

    party: str
    leaf: int | None
    reasons: tuple[str, ...] = ()


def release(
    room: Room, line: OwnLine, own_leaf: int, said: Said | None = None, *, is_new: bool = False
) -> list[Outcome]:
    """Append the form of a line for each recipient, and `withdraw` for each that was dropped.

    The line was appended just now, so that nothing of it was released yet. `said` is its body where it travels without
    it; nobody was told before of an entity that `is_new`.
    """
    named = {one.party: one for one in line.releases}
    outcomes = []
    for party in room.charter.others(room.party):
        if (party in named or not is_new) and party not in room.unconfirmed:
            outcome = _release_once(room, line, own_leaf, party, named.get(party), said, is_new=is_new)
            if outcome is not None:
                outcomes.append(outcome)
    return outcomes


def _release_once(
    room: Room,
    line: OwnLine,
    own_leaf: int,
    party: str,
    wanted: Release | None,
    said: Said | None = None,
    *,
    is_new: bool = False,
) -> Outcome | None:
    """What one party is told of a line; `wanted` says how, None where the line does not name it."""
    saying = line.saying
    if saying is None:
        return None
    origin = log_to(room.charter, room.party, party)
    told = None if is_new else told_last(room, origin, saying.entity)
    if wanted is None:
        if told is None or told.is_gone:
            return None
        line = replace(line, saying=replace(saying, action="withdraw", body={}))
        wanted, said = Release(party=party), None
    elif saying.action in _GONE:
        return None
    outcome = _append(room, line, origin, wanted, told, said, is_new=is_new)
    room.store.put_released(origin, own_leaf, NOT_APPENDED if outcome.leaf is None else outcome.leaf)
    return outcome


def _append(
    room: Room,
    line: OwnLine,
    origin: str,
    wanted: Release,
    told: Told | None,
    said: Said | None,
    *,
    is_new: bool,
) -> Outcome:
    saying = line.saying
    assert saying is not None
    version = 1 if told is None else told.version + 1
    now_ms = room.clock.now_ms()
    recipient = Recipient(
        version_next=version,
        last_action="" if told is None else told.action,
        salt=lambda: room.salt.salt(origin, room.ledger.size(origin)),
        released_to=_released_to(room),
        closed=_closed(room, saying, wanted.party, now_ms),
    )
    result = disclose(line, wanted, recipient, now_ms, said)
    if not isinstance(result, Disclosed):
        return Outcome(wanted.party, None, result.reasons)
    if told is not None and result.form == _form_told(room, origin, told):
        return Outcome(wanted.party, None, ("equal to what was told last",))
    leaf = room.ledger.append_for(origin, result, now_ms)
    # What is told in the line that made an entity is found by that line (`told_last`).
    if not is_new:
        room.store.put_form(origin, saying.entity, version, result.form, result.action)
    room.view.follower.released(result.kind, result.data, origin, leaf, now_ms)
    return Outcome(wanted.party, leaf)


def told_last(room: Room, origin: str, entity: str) -> Told | None:
    """What the recipient of a log was told last of an own entity; None where it was told nothing.

    Nothing is kept of what is told once, as most is: the own line that made the entity says in which leaf it was.
    """
    kept = room.store.form(origin, entity)
    if kept is not None:
        version, form, action = kept
        return Told(version, action, form)
    made = room.view.picture.get(f"{room.party}/{entity}")
    leaf = None if made is None else room.store.released(origin, made.first_leaf)
    return None if leaf is None or leaf == NOT_APPENDED else Told(1, "establish", leaf=leaf)


def _form_told(room: Room, origin: str, told: Told) -> bytes:
    """The form of what was told last; empty, and so like no other, where its words were deleted."""
    if told.leaf == NOT_APPENDED:
        return told.form
    [row] = room.store.entries(origin, told.leaf, told.leaf + 1)
    return b"" if row.body is None else first_form(row.body, room.store.content(origin, told.leaf) or b"")


def _closed(room: Room, saying: Saying, party: str, now_ms: int) -> str:
    """Why a party is told nothing of this kind or class any more, or never; empty when it may be."""
    if saying.kind != "leaving" and anybody_leaves(room):
        for one in (party, room.party):
            if has_left(room, one, now_ms):
                return f"{one} has left the room"
    return may_not_hear(room.charter, party, saying.kind, saying.channel_class, saying.precedence)


def _released_to(room: Room) -> Callable[[Reference, str], bool]:
    """Whether this party has itself released an entity to a recipient: all it can know."""

    def released(reference: Reference, recipient: str) -> bool:
        if reference.author != room.party:
            return False
        told = told_last(room, log_to(room.charter, room.party, recipient), reference.entity)
        return told is not None and not told.is_gone

    return released


def reasons_against(room: Room, version: Version, party: str) -> tuple[str, ...]:
    """Why an own version could not be told to a party, before anything is appended; empty when it could."""
    return reasons_against_body(room, version.kind, version.body, party)


def reasons_against_body(room: Room, kind: str, body: Body | None, party: str) -> tuple[str, ...]:
    """Why a body could not be told to a party, before it is said; empty when it could."""
    return may_tell(room.party, party, kind, body, _released_to(room)).reasons


def recover(room: Room) -> int:
    """Release again every line that some recipient's log may lack; returns how many forms were appended.

    Run at start. What waits for a party that was not yet compared goes on waiting: `release_waiting`.
    """
    size = room.ledger.size(own_log(room.charter, room.party))
    appended = 0
    for party in room.charter.others(room.party):
        if party not in room.unconfirmed:
            appended += _release_lines(room, party, _waits_from(room, party), size)
            room.store.delete_document(WAITING, party)
    return appended


def release_waiting(room: Room, party: str, start: int | None = None, lines_max: int = CHUNK) -> int | None:
    """Release some of the own lines that wait for a party, from `start` on where a part before this one came so far.

    Returns the line to go on from, or None when nothing waits any more. The party stays unconfirmed until then, so that
    what is said between two parts waits behind what was said before.
    """
    size = room.ledger.size(own_log(room.charter, room.party))
    begin = _waits_from(room, party) if start is None else start
    end = min(size, begin + lines_max)
    _release_lines(room, party, begin, end)
    if end < size:
        return end
    room.store.delete_document(WAITING, party)
    return None


def _waits_from(room: Room, party: str) -> int:
    """The first own line that the log to a party may lack."""
    start = max(
        room.store.unreleased_from(log_to(room.charter, room.party, party)), _settled(room).get(party, 0)
    )
    waiting = room.store.document(WAITING, party)
    return start if waiting is None else min(start, int(waiting))


def _release_lines(room: Room, party: str, start: int, end: int) -> int:
    """Release own lines `start` up to but not including `end` to a party, each once; how many forms were appended."""
    own, origin = own_log(room.charter, room.party), log_to(room.charter, room.party, party)
    appended = 0
    for row in room.store.entries(own, start, end):
        line = decode(OwnLine, row.body) if row.body is not None else None
        # What came back from a recipient is in that recipient's log already, and says nothing to another.
        if line is None or line.event.get("what") == "restored":
            continue
        if room.store.released(origin, row.index) is None:
            wanted = next((one for one in line.releases if one.party == party), None)
            outcome = _release_once(room, line, row.index, party, wanted)
            appended += outcome is not None and outcome.leaf is not None
    return appended


def note_settled(room: Room) -> None:
    """Note that every own line is released to whoever it is for: a start looks only at what came later.

    Call at the end of a transaction that appended to the own log. What waits for an unconfirmed party is not settled.
    """
    size = room.ledger.size(own_log(room.charter, room.party))
    held = _settled(room)
    room.settled = {
        party: held.get(party, 0) if party in room.unconfirmed else size
        for party in room.charter.others(room.party)
    }
    if room.settled != held:
        room.store.put_document(SETTLED, SETTLED, encode_canonical(room.settled))


def _settled(room: Room) -> dict[str, int]:
    """How far own lines were released to each party: asked of the store once, and held in the room."""
    if room.settled is None:
        data = room.store.document(SETTLED, SETTLED)
        room.settled = {} if data is None else decode_own(dict[str, int], data)
    return room.settled


def note_waiting(room: Room) -> None:
    """Note for each unconfirmed party from which own leaf on lines wait to be released to it.

    It outlives a crash: lines that are said while a party is unconfirmed may come before others that it gives back,
    and the last released leaf alone would not find them.
    """
    size = room.ledger.size(own_log(room.charter, room.party))
    for party in sorted(room.unconfirmed):
        if room.store.document(WAITING, party) is None:
            room.store.put_document(WAITING, party, str(size).encode())


def waiting_parties(room: Room) -> set[str]:
    """Parties for which lines wait: whoever is told before them would be told in another order."""
    return {party for party, _ in room.store.documents(WAITING)} & set(room.charter.others(room.party))


def settle_told(room: Room, told: Statement, leaf: int) -> None:
    """A statement came back from its recipient: the lines that waited to say it, or anything before it, wait no more.

    A recipient is told in the order in which it was said. So what waited in a backup before the line that said this
    was settled, and all that was said by then where no line of the backup says this. Else words that waited would be
    told again, after those that replaced them. Call before the statement's form is kept.
    """
    origin = log_to(room.charter, room.party, told.recipient)
    passed: list[int] = []
    for index, line in _waiting_lines(room, told.recipient):
        if room.store.released(origin, index) is not None:
            continue
        if _says(room, line, told):
            room.store.put_released(origin, index, leaf)
            break
        if line.t_entered_ms < told.t_released_ms:
            passed.append(index)
    for index in passed:
        room.store.put_released(origin, index, NOT_APPENDED)


def _waiting_lines(room: Room, party: str) -> Iterator[tuple[int, OwnLine]]:
    """Own lines that wait for a party, up to the first one that came back: nobody has been told what was said since."""
    waiting = room.store.document(WAITING, party)
    own = own_log(room.charter, room.party)
    size = room.ledger.size(own)
    for start in range(size if waiting is None else int(waiting), size, CHUNK):
        for row in room.store.entries(own, start, min(size, start + CHUNK)):
            line = decode(OwnLine, row.body) if row.body is not None else None
            if line is not None and line.event.get("what") == "restored":
                return
            if line is not None:
                yield row.index, line


def _says(room: Room, line: OwnLine, told: Statement) -> bool:
    """Whether a line, disclosed to the recipient of a statement, would say what the statement says."""
    if line.saying is None or line.saying.entity != told.entity:
        return False
    wanted = next((one for one in line.releases if one.party == told.recipient), None)
    if wanted is None:
        return told.action == "withdraw"
    last = told_last(room, log_to(room.charter, room.party, told.recipient), told.entity)
    recipient = Recipient(
        version_next=told.version,
        last_action=last.action if last is not None else "",
        salt=lambda: bytes.fromhex(told.salt),
        released_to=_released_to(room),
    )
    result = disclose(line, wanted, recipient, told.t_released_ms)
    if not isinstance(result, Disclosed):
        return False
    said = decode(Statement, result.data)
    return replace(said, post=told.post, precedence=told.precedence) == told
