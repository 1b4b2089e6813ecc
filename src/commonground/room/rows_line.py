"""Calls, beats and channel classes as rows: the same for both sides, each with the moments that its own node knows.

A row says what was claimed and what arrived beside each other, and decides nothing. See /api/picture for its lists.
"""

from __future__ import annotations

from ..picture.beat import Beat
from ..picture.channel import Channel
from ..picture.charter import log_to
from ..picture.line import Call, CallWord, Point, Rung, distance, is_unlocated, points
from ..picture.line_standing import CallStanding, ReadBack, apart_ms, ladder_of, overdue_ms
from ..picture.onward import counted_ms
from ..picture.phrase import Message
from ..picture.version import Version
from ..record import full
from .channel_rules import book_of, standing_with
from .line_rules import TMM_PER_M, call_standing
from .rows import Look, Row, leaf_row
from .rows_delivery import leaf_for
from .speaking import is_undeclared


def call_row(look: Look, version: Version) -> Row | None:
    """The CallRow of a call; None for what is none."""
    body = version.body
    if not isinstance(body, Call):
        return None
    room, own = look.room, look.is_own(version)
    said = look.replies(version.key)
    stands = call_standing(room, version, said)
    other = body.to if own else version.author
    leaf = leaf_for(room, other, version.key, version.leaf) if own else None
    delivered_ms = look.delivered_ms(other, _first_leaf(look, version, leaf)) if own else None
    apart = apart_ms(room.party, version, delivered_ms)
    is_apart = apart is not None and abs(apart) > room.charter.clocks.apart_ms
    return {
        "key": version.key, "id": version.entity, "own": own, "author": version.author, "to": body.to, "party": other,
        "post": version.post, "to_post": body.to_post, "number": body.number, "precedence": version.precedence,
        "channel_class": version.channel_class, "via": body.via, "stop": body.is_stop, "mistake": body.mistake,
        "message": message_row(body.message), "place": full(body.place), "place_text": body.place_text,
        "unlocated": is_unlocated(body), "phone": full(body.phone), "placed_ms": body.t_placed_ms,
        "sent_ms": version.first_released_ms, "arrived_ms": None if own else version.first_known_ms,
        "delivered_ms": delivered_ms, "apart_ms": apart if is_apart else None,
        "state": _state(stands, own=own, delivered=delivered_ms is not None),
        "open": stands.is_open, "done": stands.is_done,
        "rungs": [rung_row(one, one.body) for one in said if isinstance(one.body, Rung)],
        "words": [word_row(look, one, one.body, body, stands) for one in said if isinstance(one.body, CallWord)],
        "abandoned_ms": _abandoned_ms(version), "folded": version.key in book_of(room, other).folded,
        "abandoned_before_delivery": version.action == "cancel" and own and delivered_ms is None,
        "passed_while_suspended": passed_while_suspended(look, version),
        "leaf": leaf_row(room, version.origin, version.leaf),
        **_clock(look, version, said, stands, delivered=delivered_ms is not None), **_known(stands),
        **_places(look, body, stands),
    }  # fmt: skip


def message_row(message: Message | None) -> Row | None:
    """A message with every field; None where nothing was said."""
    return None if message is None else dict(full(message))


def _first_leaf(look: Look, version: Version, leaf: int | None) -> int | None:
    """Where the call itself stands in the log of its receiver: an added word does not make it arrive later."""
    room = look.room
    if version.version == 1:
        return leaf
    for row in room.store.history(version.key):
        found = room.store.released(_log(look, version), row.said_leaf)
        if found is not None and found >= 0:
            return found
    return leaf


def _log(look: Look, version: Version) -> str:
    assert isinstance(version.body, Call)
    return log_to(look.room.charter, look.room.party, version.body.to)


def _state(stands: CallStanding, *, own: bool, delivered: bool) -> str:
    if stands.state == "open":
        return "delivered" if delivered or not own else "sent"
    return stands.state


def _abandoned_ms(version: Version) -> int | None:
    return version.known_from_ms if version.action == "cancel" else None


def _clock(
    look: Look, version: Version, said: list[Version], stands: CallStanding, *, delivered: bool
) -> Row:
    room = look.room
    climbed = {one.body.step for one in said if isinstance(one.body, Rung)}
    due_ms = overdue_ms(room.party, version, room.charter.clocks)
    ahead = [rung for rung in ladder_of(room.party, version, room.charter.clocks) if rung[0] not in climbed]
    runs = stands.is_open and not delivered
    return {
        "clock_from_ms": counted_ms(room.party, version), "overdue_ms": due_ms,
        "overdue": stands.is_open and look.now_ms >= due_ms,
        "next_rung": {"step": ahead[0][0], "at_ms": ahead[0][1]} if ahead and runs else None,
    }  # fmt: skip


def _known(stands: CallStanding) -> Row:
    def at(word: Version | None) -> int | None:
        return None if word is None else word.known_from_ms

    return {
        "taken_ms": at(stands.taken), "taken_post": stands.taken.post if stands.taken else "",
        "understood_ms": at(stands.understood), "acted_ms": at(stands.acted), "unable_ms": at(stands.unable),
        "blocked": stands.blocked if stands.understood is None and not stands.is_done else "",
    }  # fmt: skip


def _places(look: Look, body: Call, stands: CallStanding) -> Row:
    sent = points(body)
    backs = [read_back_row(look, name, one) for name, one in stands.read_backs.items()]
    last = max(backs, key=lambda row: (row["t_ms"], row["leaf"]), default=None)
    return {
        "sent_points": [{"slot": name, "point": point} for name, point in sent.items()],
        "sent_point": next(iter(sent.values()), None),
        "read_backs": backs, "read_back": last,
    }  # fmt: skip


def read_back_row(look: Look, slot: str, back: ReadBack) -> Row:
    """Both points of a read-back, how far and in which direction they lie apart, and the limit (T-4)."""
    return {
        "slot": slot, "sent": back.sent, "point": back.read, "delta_m": back.delta_tmm / TMM_PER_M,
        "bearing_deg": back.bearing_mdeg / 1000, "matches": back.matches,
        "limit_m": look.room.charter.readback_limit_m, "by": back.word.author, "post": back.word.post,
        "t_ms": back.word.known_from_ms, "leaf": back.word.said_leaf,
    }  # fmt: skip


def word_row(look: Look, version: Version, word: CallWord, call: Call, stands: CallStanding) -> Row:
    """What was said about a call; `counts` is false for what has no effect."""
    compared = _compared(look, points(call).get(word.slot), word.point)
    return {
        "key": version.key, "party": version.author, "post": version.post, "what": word.what, "code": word.code,
        "speaks_for": word.speaks_for, "forces": list(word.forces),
        "undeclared": is_undeclared(look.room, version), "message": message_row(word.message), "slot": word.slot,
        "point": word.point, **compared, "said_ms": version.t_released_ms, "t_ms": version.known_from_ms,
        "counts": version.key not in stands.no_effect,
    }  # fmt: skip


def _compared(look: Look, sent: Point | None, read: Point | None) -> Row:
    if sent is None or read is None:
        return {"delta_m": None, "bearing_deg": None, "matches": None}
    delta_tmm, bearing_mdeg = distance(sent, read)
    limit_tmm = look.room.charter.readback_limit_m * TMM_PER_M
    return {
        "delta_m": delta_tmm / TMM_PER_M, "bearing_deg": bearing_mdeg / 1000, "matches": delta_tmm <= limit_tmm,
    }  # fmt: skip


def rung_row(version: Version, rung: Rung) -> Row:
    """Who was tried, by which node, when; `t_ms` is when this node knew."""
    return {
        "key": version.key, "step": rung.step, "posts": list(rung.posts), "backup_line": rung.backup_line,
        "by": version.author, "at_ms": rung.t_ms, "t_ms": version.known_from_ms,
    }  # fmt: skip


def passed_while_suspended(look: Look, version: Version) -> bool:
    """Whether a FLASH went through while its class was suspended, by what this node knew then (T-15)."""
    body = version.body
    if version.precedence != "FLASH" or not isinstance(body, Call):
        return False
    other = body.to if look.is_own(version) else version.author
    at_ms = counted_ms(look.room.party, version)
    return standing_with(look.room, other, version.channel_class, at_ms).is_suspended


# -- beats ------------------------------------------------------------------------------------------------------


def beat_row(look: Look, version: Version) -> Row | None:
    """The BeatRow of a state message; None for what is none."""
    body = version.body
    if not isinstance(body, Beat):
        return None
    own = look.is_own(version)
    other = body.to if own else version.author
    leaf = leaf_for(look.room, other, version.key, version.leaf) if own else None
    return {
        "key": version.key, "own": own, "party": other, "author": version.author, "post": version.post,
        "seq": body.seq, "state": body.state, "nothing_to_report": body.state == "quiet" and not body.items,
        "items": [message_row(one) for one in body.items], "counts": full(body.counts),
        "said_ms": version.first_released_ms, "arrived_ms": None if own else version.first_known_ms,
        "delivered_ms": look.delivered_ms(other, leaf) if own else None,
        "late_ms": _late_ms(look, other, body, version),
    }  # fmt: skip


def _late_ms(look: Look, other: str, beat: Beat, version: Version) -> int:
    """How long after its time it came, by this node's clock; 0 in time, and for the first."""
    room = look.room
    book = book_of(room, other)
    beats = book.beats_out if look.is_own(version) else book.beats_in
    before = room.view.picture.entities.get(beats.get(beat.seq - 1, ""))
    if before is None:
        return 0
    due_ms = counted_ms(room.party, before) + room.charter.clocks.beat_ms
    return max(0, counted_ms(room.party, version) - due_ms)


# -- channels ---------------------------------------------------------------------------------------------------


def channel_word_row(version: Version, body: Channel, *, counts: bool) -> Row:
    """One word about a class, with the moments that its author gave and when this node knew."""
    return {
        "key": version.key, "by": version.author, "post": version.post, "what": body.what,
        "declared_ms": body.declared_ms, "effective_ms": body.effective_ms, "t_ms": version.known_from_ms,
        "counts": counts,
    }  # fmt: skip
