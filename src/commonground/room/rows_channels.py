"""The line to each other party, and each channel class with it, as rows of one party's screen."""

from __future__ import annotations

from ..picture.channel import CLASSES, Channel
from ..picture.channel_standing import ChannelStanding, Reconciled, reconciled
from ..picture.charter import log_to
from ..picture.slots import ChannelClass
from ..picture.version import Version
from ..record import full
from .beat_rules import beat_level, last_beat_ms, missing_beats, missing_calls
from .channel_rules import book_of
from .flood import flood
from .line_book import OPEN, channel_standing, channel_words
from .line_tests import TestState, test_state
from .on_duty import posts_on_duty
from .rows import Look, Row
from .rows_line import channel_word_row
from .speaking import declared_forces

HISTORY_MAX = 10


def line_rows(look: Look) -> list[Row]:
    """The line to each other party, in the order of the charter."""
    return [_line_row(look, party) for party in look.room.charter.others(look.room.party)]


def _line_row(look: Look, party: str) -> Row:
    room, now_ms = look.room, look.now_ms
    contact = room.contacts.get(party)
    heard_ms = contact.heard_ms if contact else None
    test = test_state(room, party, now_ms)
    into, out = flood(room, party, own=False), flood(room, party, own=True)
    return {
        "key": party, "party": party,
        "up": heard_ms is not None and now_ms - heard_ms <= room.charter.clocks.peer_lost_ms,
        "heard_ms": heard_ms, "skew_ms": contact.skew_ms if contact else None, "waiting": _waiting(look, party),
        "on_duty": {"own": list(posts_on_duty(room, room.party)),
                    "theirs": list(posts_on_duty(room, party))},
        "speaks_for": {"own": declared_forces(room, room.party),
                       "theirs": declared_forces(room, party)},
        **_test_rows(test), "beat_out": _beat(look, party, own=True), "beat_in": _beat(look, party, own=False),
        "missing_beats": missing_beats(room, party), "missing_calls": missing_calls(room, party),
        "said_twice": sorted(book_of(room, party).said_twice),
        "flood": None if into is None else {"since_ms": into.since_ms, "count": into.count},
        "flood_out": None if out is None else {"since_ms": out.since_ms, "count": out.count},
    }  # fmt: skip


def _waiting(look: Look, party: str) -> int:
    origin = log_to(look.room.charter, look.room.party, party)
    held = look.index.deliveries.cosigned(look.room, origin, party)
    return look.room.ledger.size(origin) - (held[-1][0] if held else 0)


def _test_rows(test: TestState) -> Row:
    last = test.last
    return {
        "last_test": None if last is None else {
            "slot_ms": last.slot_ms, "made_ms": last.made_ms, "made_by": last.made.author,
            "made_post": last.made.post, "answered_ms": last.answered_ms,
            "answered_post": last.answer.post if last.answer else "", "languages": list(last.languages),
            "state": last.state, "key": last.made.key,
        },
        "next_test_ms": test.next_ms, "missed_tests": list(test.missed_ms), "test_key": test.waits_for_us,
        "test_due_ms": test.due_ms,
    }  # fmt: skip


def _beat(look: Look, party: str, *, own: bool) -> Row:
    room = look.room
    book = book_of(room, party)
    key = book.last_beat(own=own)
    last = room.view.picture.entities[key] if key is not None else None
    since_ms = last_beat_ms(room, party, own=own)
    return {
        "seq": max(book.beats_out if own else book.beats_in, default=0),
        "state": getattr(last.body, "state", "") if last is not None else "",
        "sent_ms" if own else "arrived_ms": since_ms if last is not None else None,
        "due_ms": None if since_ms is None else since_ms + room.charter.clocks.beat_ms,
        "level": beat_level(room, party, look.now_ms, own=own),
    }  # fmt: skip


# -- channel classes --------------------------------------------------------------------------------------------


def channel_rows(look: Look) -> list[Row]:
    """Each class with each other party."""
    others = look.room.charter.others(look.room.party)
    return [channel_row(look, party, channel_class) for party in others for channel_class in CLASSES]


def channel_row(look: Look, party: str, channel_class: ChannelClass) -> Row:
    """The ChannelRow of a class with a party."""
    room = look.room
    book = book_of(room, party)
    has_words = channel_class in book.channels
    words = [one for one in channel_words(room.view, book, channel_class) if one.known_from_ms <= look.now_ms]
    stands = channel_standing(room.view, book, channel_class, look.now_ms) if has_words else OPEN
    last = stands.declarations[-1] if stands.declarations else None
    body = last.body if last is not None else None
    said = body if isinstance(body, Channel) else None
    return {
        "key": f"{party}/{channel_class}", "party": party, "channel_class": channel_class, "status": stands.status,
        "suspended_by": list(stands.suspended_by), "since_ms": stands.since_ms,
        "declared_ms": said.declared_ms if said else None, "effective_ms": said.effective_ms if said else None,
        "scope": full(said.scope) if said else None, "reason": full(said.reason) if said else None,
        "remains": full(said.remains) if said else None,
        "remains_classes": list(said.remains_classes) if said else [],
        "proposal": _proposal(look, stands), "declaration_key": last.key if last else "",
        "history": [
            channel_word_row(one, one.body, counts=one.key not in stands.no_effect)
            for one in sorted(words, key=lambda one: one.known_from_ms)[-HISTORY_MAX:]
            if isinstance(one.body, Channel)
        ],
        "reconciliation": _reconciliation(stands),
    }  # fmt: skip


def _proposal(look: Look, stands: ChannelStanding) -> Row | None:
    """The proposal that waits; one that waits for this party first."""
    ordered: list[Version] = sorted(stands.proposals, key=lambda one: one.author == look.room.party)
    if not ordered:
        return None
    first = ordered[0]
    return {
        "key": first.key, "by": first.author, "t_ms": first.known_from_ms,
        "needs_our_confirmation": first.author != look.room.party,
    }  # fmt: skip


def _reconciliation(stands: ChannelStanding) -> Row | None:
    if stands.handshake is None:
        return None
    rows = reconciled(stands.handshake)
    return {"rows": [_numbers_row(one) for one in rows], "complete": all(one.agree for one in rows)}


def _numbers_row(one: Reconciled) -> Row:
    return {
        "what": one.what, "from": one.sender, "sent": one.sent, "held": one.held, "missing": list(one.missing),
        "agree": one.agree,
    }  # fmt: skip
