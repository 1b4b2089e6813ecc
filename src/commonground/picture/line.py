"""The line: calls from party to party, what is said about them, who was tried, and the tests of the line (R1).

A call is addressed to a party and, where wanted, to a post; never to a person. STOP needs nothing but itself. What the
receiver says about a call (taken, read back, understood ...) and whom its node tried (rungs) are statements of the
receiver, so neither side can write in the other's book. How a call stands is derived: see `picture/line_standing`.
No voice is carried: a call is an exchange opened here, or the record that a post enters of a telephone call.
"""

from __future__ import annotations

from typing import Literal

from ..errors import Refused
from ..geo.interval import TIME_MS_MAX
from ..geo.place import bearing_distance
from ..record import Record, replace
from .blocks import (
    COMMON_TEXTS,
    PLACE_RADIUS_TMM_MAX,
    Body,
    Language,
    Place,
    Reference,
    Text,
    refuse_off_earth,
)
from .kind import OFFERED, SAID_ONCE, Kind, from_now_on
from .phrase import Message, places, refuse_impossible_message, refuse_wrong_message
from .phrase import references as spoken_of

Via = Literal["room", "telephone", "backup_telephone"]
Step = Literal["offered", "deputy", "duty_chief", "every_post", "backup_line", "joint_office"]
Word = Literal["taken", "read_back", "understood", "acted", "unable", "answer"]
AnswerCode = Literal["", "ours", "not_ours", "stopped", "not_stopped", "checking", "other"]
SpeaksFor = Literal["", "own", "allied", "unknown"]
Point = tuple[int, int]

FORCES_MAX = 20
NUMBER_MAX = 2**31
TMM_PER_M = 10_000


class Phone(Record, frozen=True):
    """A telephone call as the post that made it enters it; -1 where a moment never came. Times in ms UTC (R1)."""

    placed_ms: int
    outcome: Literal["answered", "no_answer", "hung_up", "line_dead", "other"]
    lang: Language
    answered_ms: int = -1
    ended_ms: int = -1
    interpreter: bool = False


class Call(Body, frozen=True):
    """A call or a message to one party. `number` counts the calls of the author to that party, so that gaps show.

    `t_placed_ms` is what the caller claims. Precedence and channel class stand in the envelope. `mistake` adds "pressed
    by mistake" to a STOP: nothing is unsent.
    """

    to: str
    number: int
    t_placed_ms: int
    to_post: str = ""
    via: Via = "room"
    is_stop: bool = False
    mistake: bool = False
    message: Message | None = None
    place: Place | None = None
    place_text: str = ""
    phone: Phone | None = None


class CallWord(Body, frozen=True):
    """What the receiver says about a call. An answer says for whom it speaks (T-25); `forces` names the allied ones.

    A read-back is of the place `slot` of the call: empty for its own place, else the slot of its phrase.
    """

    about: Reference
    what: Word
    code: AnswerCode = ""
    speaks_for: SpeaksFor = ""
    forces: tuple[str, ...] = ()
    slot: str = ""
    point: Point | None = None
    message: Message | None = None


class Rung(Body, frozen=True):
    """Who was tried for a call, and when: the receiver's node tells the caller; a caller's own ladder stays its own."""

    about: Reference
    step: Step
    t_ms: int
    posts: tuple[str, ...] = ()
    backup_line: bool = False


class LineTest(Body, frozen=True):
    """A test of the line in the slot that was due at `slot_ms`; with `about` the answer to the other side's test."""

    to: str
    slot_ms: int
    languages: tuple[Language, ...]
    about: Reference | None = None


# -- what a call holds ------------------------------------------------------------------------------------------


def points(call: Call) -> dict[str, Point]:
    """The places of a call that have coordinates, by the slot that names them; its own place has the empty name."""
    found: dict[str, Point] = {}
    if call.place is not None:
        found[""] = (call.place.lon_nd, call.place.lat_nd)
    for name, slot in sorted(places(call.message).items()):
        found[name] = (slot.place.lon_nd, slot.place.lat_nd)
    return found


def is_unlocated(call: Call) -> bool:
    """Whether a place was only named: kept, flagged, and no coordinate is made of it (T-23)."""
    return bool(call.place_text.strip()) and call.place is None


def distance(sent: Point, read: Point) -> tuple[int, int]:
    """How far a point lies from what was sent: tenths of a millimetre, and bearing in thousandths of a degree."""
    bearing_deg, delta_m = bearing_distance(sent, read)
    return round(delta_m * TMM_PER_M), round(bearing_deg * 1000) % 360_000


def only_adds(before: Call, after: Call) -> bool:
    """Whether an amended call says all that it said: it may add a translation, or that STOP was a mistake."""
    if before.mistake and not after.mistake:
        return False
    same = replace(after, mistake=before.mistake, message=before.message) == before
    return same and _same_or_translated(before.message, after.message)


def _same_or_translated(before: Message | None, after: Message | None) -> bool:
    if before is None or after is None or before.text is None or after.text is None:
        return before == after
    known, now = before.text.translations, after.text.translations
    return (
        replace(after, text=replace(after.text, translations=known)) == before and now[: len(known)] == known
    )


def translated(message: Message | None, text: Text) -> Message:
    """A message with its free text replaced by one with more translations."""
    if message is None or message.text is None:
        raise Refused("a free text is expected", field="message.text")
    return replace(message, text=text)


# -- what is refused --------------------------------------------------------------------------------------------


def _call_impossible(call: Call, field: str) -> None:
    _refuse_number(call.number, f"{field}.number")
    _refuse_time(call.t_placed_ms, f"{field}.t_placed_ms")
    if call.place is not None:
        refuse_off_earth(call.place.lon_nd, call.place.lat_nd, f"{field}.place")
        if not 0 <= call.place.radius_tmm <= PLACE_RADIUS_TMM_MAX:
            raise Refused("0 to 100 km expected", field=f"{field}.place.radius_tmm")
    if call.message is not None:
        refuse_impossible_message(call.message, f"{field}.message")
    if (call.phone is None) != (call.via == "room"):
        raise Refused("the record of a telephone call is expected with a telephone", field=f"{field}.phone")
    if call.phone is not None:
        _refuse_phone(call.phone, f"{field}.phone")


def _refuse_phone(phone: Phone, field: str) -> None:
    _refuse_time(phone.placed_ms, f"{field}.placed_ms")
    if (phone.answered_ms >= 0) != (phone.outcome == "answered"):
        raise Refused(
            "a time is expected where it was answered, and nowhere else", field=f"{field}.answered_ms"
        )
    for name in ("answered_ms", "ended_ms"):
        at_ms = getattr(phone, name)
        if at_ms != -1 and not phone.placed_ms <= at_ms <= TIME_MS_MAX:
            raise Refused("a time after it was placed is expected", field=f"{field}.{name}")


def _call_wrong(call: Call, field: str) -> None:
    if call.message is not None:
        refuse_wrong_message(call.message, f"{field}.message")
    if call.is_stop and (call.message, call.place, call.place_text, call.phone) != (None, None, "", None):
        raise Refused("STOP says nothing but itself", field=f"{field}.message", clause="R1")
    if call.mistake and not call.is_stop:
        raise Refused("only a STOP can have been pressed by mistake", field=f"{field}.mistake", clause="R1")


def _word_impossible(word: CallWord, field: str) -> None:
    if (word.point is None) != (word.what != "read_back"):
        raise Refused(
            "a point is expected with a read-back, and nowhere else", field=f"{field}.point", clause="T-4"
        )
    if word.point is not None:
        refuse_off_earth(word.point[0], word.point[1], f"{field}.point")
    if word.message is not None:
        refuse_impossible_message(word.message, f"{field}.message")


def _word_wrong(word: CallWord, field: str) -> None:
    if word.message is not None:
        refuse_wrong_message(word.message, f"{field}.message")
    if (word.what == "answer") != bool(word.code):
        raise Refused("a code is expected with an answer, and nowhere else", field=f"{field}.code")
    if word.what == "answer" and not word.speaks_for:
        raise Refused(
            "for whom the answer speaks is expected: own, allied or unknown",
            field=f"{field}.speaks_for",
            clause="T-25",
        )
    if (word.speaks_for == "allied") != bool(word.forces):
        raise Refused(
            "the names of the forces are expected with allied, and nowhere else",
            field=f"{field}.forces",
            clause="T-25",
        )
    if len(word.forces) > FORCES_MAX or not all(name.strip() for name in word.forces):
        raise Refused(f"1 to {FORCES_MAX} names expected", field=f"{field}.forces", clause="limits")
    if word.code == "other" and word.message is None:
        raise Refused("a text is expected with other", field=f"{field}.message")


def _rung_impossible(rung: Rung, field: str) -> None:
    _refuse_time(rung.t_ms, f"{field}.t_ms")


def _test_impossible(test: LineTest, field: str) -> None:
    _refuse_time(test.slot_ms, f"{field}.slot_ms")
    if not test.languages or len(set(test.languages)) != len(test.languages):
        raise Refused(
            "each of en, ar, ru at most once expected, and one at least", field=f"{field}.languages"
        )


def _refuse_time(t_ms: int, field: str) -> None:
    if not 0 <= t_ms <= TIME_MS_MAX:
        raise Refused("UTC milliseconds of 1970 to 2200 expected", field=field)


def _refuse_number(number: int, field: str) -> None:
    if not 1 <= number <= NUMBER_MAX:
        raise Refused("1 or more expected", field=field)


def _about(body: CallWord | Rung) -> tuple[Reference, ...]:
    message = body.message if isinstance(body, CallWord) else None
    return (body.about, *spoken_of(message))


KINDS: tuple[Kind, ...] = (
    Kind(
        word="call", body=Call, prefix="K",
        follows=OFFERED,
        references=lambda body: spoken_of(body.message), impossible=_call_impossible, wrong=_call_wrong,
        span=from_now_on, texts=COMMON_TEXTS | {"place_text"},
    ),
    Kind(
        word="call_word", body=CallWord, prefix="O", follows=SAID_ONCE, references=_about, impossible=_word_impossible,
        wrong=_word_wrong, span=from_now_on,
    ),
    Kind(
        word="rung", body=Rung, prefix="G", follows=SAID_ONCE, references=_about, impossible=_rung_impossible,
        span=from_now_on, is_addressed=True,
    ),
    Kind(
        word="line_test", body=LineTest, prefix="T", follows=SAID_ONCE, impossible=_test_impossible, is_addressed=True,
        references=lambda body: () if body.about is None else (body.about,),
    ),
)  # fmt: skip
