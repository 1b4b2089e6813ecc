"""The line as its posts use it: STOP, calls, what is said about them, and the tests (R1, T-1, T-2, T-4, T-25).

Every act is one statement of this party, made here and looked at again by `room/line_rules` when it is submitted. A
call goes to one party: STOP to several is one call to each, so that nobody learns who else was called.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Refused
from ..picture.blocks import Language, Place, Reference, Text, Translation
from ..picture.charter import own_log
from ..picture.line import (
    AnswerCode,
    Call,
    CallWord,
    LineTest,
    Phone,
    Point,
    SpeaksFor,
    Via,
    distance,
    points,
    translated,
)
from ..picture.phrase import Message
from ..picture.slots import ChannelClass
from ..picture.statement import OwnLine, Precedence, Release
from ..picture.version import Version
from ..record import decode, replace
from .channel_rules import book_of
from .command import Command
from .context import Room
from .line_days import slots_between
from .line_rules import TMM_PER_M, call_standing, call_to_us, own_call
from .posts import require_post
from .submit import Submitted, submit

FLOOD_MAX = 100


@dataclass(frozen=True, slots=True)
class NewCall:
    """What a post wants to say to a party; everything but the party, precedence and class may be left out."""

    to: str
    precedence: Precedence
    channel_class: ChannelClass
    to_post: str = ""
    message: Message | None = None
    place: Place | None = None
    place_text: str = ""
    phone: Phone | None = None
    line: Via = "room"


@dataclass(frozen=True, slots=True)
class Heard:
    """A read-back and how it compares: metres, degrees, and whether that is within the limit."""

    word: Submitted
    sent: Point
    read: Point
    delta_m: float
    bearing_deg: float
    matches: bool


# -- calling ----------------------------------------------------------------------------------------------------


def place_call(room: Room, new: NewCall, post: str, operator: str) -> Submitted:
    """Call a party, or enter a telephone call that was made. Needs a transaction."""
    require_post("line", post)
    now_ms = room.clock.now_ms()
    phone = new.phone
    if (phone is None) != (new.line == "room"):
        raise Refused("the record of a telephone call is expected with a telephone", field="phone")
    body = Call(
        to=new.to, number=_next_number(room, new.to), t_placed_ms=now_ms if phone is None else phone.placed_ms,
        to_post=new.to_post, via=new.line, message=new.message, place=new.place,
        place_text=new.place_text.strip(), phone=phone,
    )  # fmt: skip
    return _call(room, body, new.precedence, new.channel_class, post, operator)


def stop(room: Room, to: str, post: str, operator: str) -> tuple[list[Submitted], bool]:
    """STOP, to one party or to all others: one press, no form. Needs a transaction.

    A second press by the same hand within the charter's `mistake_ms` adds "pressed by mistake" and calls nobody again;
    the second value says so.
    """
    require_post("line", post)
    parties = (to,) if to else room.charter.others(room.party)
    pressed = _just_pressed(room, parties, post, operator)
    if pressed:
        return [
            _amend(room, call, replace(body, mistake=True), post, operator) for call, body in pressed
        ], True
    now_ms = room.clock.now_ms()
    done = [
        _call(
            room, Call(to=party, number=_next_number(room, party), t_placed_ms=now_ms, is_stop=True), "FLASH", "SAFETY",
            post, operator,
        )
        for party in parties
    ]  # fmt: skip
    return done, False


def _just_pressed(
    room: Room, parties: tuple[str, ...], post: str, operator: str
) -> list[tuple[Version, Call]]:
    """The STOP that this hand pressed within the last seconds and that was not called a mistake yet."""
    since_ms = room.clock.now_ms() - room.charter.clocks.mistake_ms
    found = []
    for party in parties:
        sent = book_of(room, party).calls_out if party in room.charter.others(room.party) else {}
        call = room.view.picture.entities[sent[max(sent)]] if sent else None
        if call is None or not isinstance(call.body, Call) or not call.body.is_stop or call.body.mistake:
            continue
        if call.body.t_placed_ms < since_ms or call.post != post or call.action == "cancel":
            continue
        if _operator_of(room, call) == operator:
            found.append((call, call.body))
    return found


def _operator_of(room: Room, call: Version) -> str:
    """Whose hand it was: it stands in the own log alone."""
    [row] = room.store.entries(own_log(room.charter, room.party), call.said_leaf, call.said_leaf + 1)
    return "" if row.body is None else decode(OwnLine, row.body).operator


def abandon(room: Room, key: str, post: str, operator: str) -> Submitted:
    """Hang up: both books keep the call, whether or not it was delivered (T-2). Needs a transaction."""
    require_post("line", post)
    call, _ = own_call(room, key)
    return submit(room, Command(
        kind="call", action="cancel", post=post, operator=operator, entity=call.entity, releases=call.releases,
        precedence=_precedence(call), channel_class=_class(call),
    ))  # fmt: skip


def translate(room: Room, key: str, lang: Language, text: str, post: str, operator: str) -> Submitted:
    """Add a translation that a person made beside the text of an own call. Needs a transaction."""
    require_post("line", post)
    call, body = own_call(room, key)
    said = body.message.text if body.message is not None else None
    if said is None:
        raise Refused("a free text is expected", field="message.text")
    added = Translation(lang=lang, text=text, made_by="human")
    message = translated(body.message, replace(said, translations=(*said.translations, added)))
    return _amend(room, call, replace(body, message=message), post, operator)


def mistake(room: Room, key: str, post: str, operator: str) -> Submitted:
    """Add "pressed by mistake" to an own STOP of the last seconds. Needs a transaction."""
    require_post("line", post)
    call, body = own_call(room, key)
    return _amend(room, call, replace(body, mistake=True), post, operator)


def _next_number(room: Room, party: str) -> int:
    if party not in room.charter.others(room.party):
        expected = ", ".join(room.charter.others(room.party))
        raise Refused(f"one of {expected} expected", field="to")
    return max(book_of(room, party).calls_out, default=0) + 1


def _call(
    room: Room, body: Call, precedence: Precedence, channel_class: ChannelClass, post: str, operator: str
) -> Submitted:
    return submit(room, Command(
        kind="call", action="establish", post=post, operator=operator, body=body, precedence=precedence,
        channel_class=channel_class, releases=(Release(party=body.to),),
    ))  # fmt: skip


def _amend(room: Room, call: Version, body: Call, post: str, operator: str) -> Submitted:
    return submit(room, Command(
        kind="call", action="amend", post=post, operator=operator, entity=call.entity, body=body,
        releases=call.releases, precedence=_precedence(call), channel_class=_class(call),
    ))  # fmt: skip


# -- answering --------------------------------------------------------------------------------------------------


def take(room: Room, key: str, post: str, operator: str) -> Submitted:
    """Take a call: any post on duty may. Needs a transaction."""
    return _word(room, key, post, operator, what="taken")


def take_flood(room: Room, party: str, post: str, operator: str) -> list[Submitted]:
    """Take what folded in a flood of a party, the first of it first, at most FLOOD_MAX. Needs a transaction."""
    require_post("line", post)
    waiting = list(book_of(room, party).folded_open.get(False, {}))
    open_calls = [key for key in waiting if call_standing(room, room.view.picture.entities[key]).is_open]
    if not open_calls:
        raise Refused("a flood that waits is expected", field="party", clause="R1")
    return [take(room, key, post, operator) for key in open_calls[:FLOOD_MAX]]


def read_back(room: Room, key: str, slot: str, read: Point, post: str, operator: str) -> Heard:
    """Say a place of a call back, right or wrong; it is measured on both sides (T-4). Needs a transaction."""
    _, body = call_to_us(room, key)
    sent = points(body)
    if slot not in sent:
        raise Refused("a place of this call is expected", field="slot", clause="T-4")
    done = _word(room, key, post, operator, what="read_back", slot=slot, point=read)
    delta_tmm, bearing_mdeg = distance(sent[slot], read)
    matches = delta_tmm <= room.charter.readback_limit_m * TMM_PER_M
    return Heard(done, sent[slot], read, delta_tmm / TMM_PER_M, bearing_mdeg / 1000, matches)


def understood(room: Room, key: str, post: str, operator: str) -> Submitted:
    """Say that a call was understood; refused until its places were read back rightly (T-4). Needs a transaction."""
    return _word(room, key, post, operator, what="understood")


def acted(room: Room, key: str, message: Message | None, post: str, operator: str) -> Submitted:
    """Say that one has acted. Needs a transaction."""
    return _word(room, key, post, operator, what="acted", message=message)


def unable(room: Room, key: str, message: Message | None, post: str, operator: str) -> Submitted:
    """Say that one cannot. Needs a transaction."""
    return _word(room, key, post, operator, what="unable", message=message)


def answer(
    room: Room,
    key: str,
    code: AnswerCode,
    speaks_for: SpeaksFor,
    forces: tuple[str, ...],
    message: Message | None,
    post: str,
    operator: str,
) -> Submitted:
    """Answer a call, saying for whom (T-25). Needs a transaction."""
    return _word(
        room,
        key,
        post,
        operator,
        what="answer",
        code=code,
        speaks_for=speaks_for,
        forces=forces,
        message=message,
    )


def _word(room: Room, key: str, post: str, operator: str, **fields: object) -> Submitted:
    require_post("line", post)
    call, _ = call_to_us(room, key)
    body = CallWord(about=Reference(author=call.author, entity=call.entity), **fields)  # type: ignore[arg-type]
    return submit(room, Command(
        kind="call_word", action="establish", post=post, operator=operator, body=body, precedence=_precedence(call),
        channel_class=_class(call), releases=(Release(party=call.author),),
    ))  # fmt: skip


def _precedence(call: Version) -> Precedence:
    return call.precedence  # type: ignore[return-value]


def _class(call: Version) -> ChannelClass:
    return call.channel_class  # type: ignore[return-value]


# -- tests ------------------------------------------------------------------------------------------------------


def test_line(room: Room, to: str, languages: tuple[Language, ...], post: str, operator: str) -> Submitted:
    """Make the test of the line that is due now, or one between. Needs a transaction."""
    require_post("line", post)
    now_ms = room.clock.now_ms()
    grace_ms = room.charter.clocks.line_test_grace_ms
    near = slots_between(room.charter, now_ms - grace_ms, now_ms + grace_ms)
    slot_ms = min(near, key=lambda at_ms: abs(at_ms - now_ms), default=now_ms)
    return _test(room, LineTest(to=to, slot_ms=slot_ms, languages=languages), post, operator)


def answer_test(room: Room, key: str, languages: tuple[Language, ...], post: str, operator: str) -> Submitted:
    """Answer a test of the other side. Needs a transaction."""
    require_post("line", post)
    asked = room.view.get(key)
    if not isinstance(asked.body, LineTest) or asked.author == room.party:
        raise Refused("a line test of the other side is expected", field="key", clause="R1")
    about = Reference(author=asked.author, entity=asked.entity)
    body = LineTest(to=asked.author, slot_ms=asked.body.slot_ms, languages=languages, about=about)
    return _test(room, body, post, operator)


def _test(room: Room, body: LineTest, post: str, operator: str) -> Submitted:
    return submit(room, Command(
        kind="line_test", action="establish", post=post, operator=operator, body=body,
        releases=(Release(party=body.to),),
    ))  # fmt: skip


def spoken(message: Message | None) -> Text | None:
    """The free text of a message, where it is one."""
    return None if message is None else message.text
