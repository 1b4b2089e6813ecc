"""What this party may say on the line now: rules of calls, words about them, rungs and tests.

A call goes to the party that it names and to nobody else; a word about it to its caller. What is refused here is
looked up in the party's own picture, so it tells nothing that the party was not told. What others cannot say stands in
`room/line_hearing`.
"""

from __future__ import annotations

from ..errors import NotPermitted, Refused
from ..picture.line import Call, CallWord, LineTest, Rung, only_adds, points
from ..picture.line_standing import LADDER, LOCATED, CallStanding, ReadBack, standing
from ..picture.phrase import Message, refuse_drill_phrase, refuse_unknown_names
from ..picture.version import Version
from .command import Command
from .context import Room
from .inside import check_point
from .release import reasons_against_body

STEPS = frozenset(step for step, _ in LADDER)
TMM_PER_M = 10_000
JUST_NOW_MS = 5_000
"""How far back "now" may lie: the clock goes on between the moment that a call names and its rule."""


# -- saying -----------------------------------------------------------------------------------------------------


def refuse_call(room: Room, command: Command, call: Call, last: Version | None) -> None:
    """Refuse a call that goes elsewhere than it says, or that says less or otherwise than it said before."""
    refuse_other_recipient(room, command, call.to)
    if last is None:
        _refuse_new_call(room, command, call)
        return
    before = last.body
    assert isinstance(before, Call)
    if (command.precedence, command.channel_class) != (last.precedence, last.channel_class):
        raise Refused("the precedence and class of the call are expected", field="precedence")
    if command.action == "cancel":
        stands = call_standing(room, last)
        if stands.is_done:
            raise Refused("it has ended: nothing can be hung up", field="key", clause="R1")
        return
    if not only_adds(before, call) or before == call:
        raise Refused(
            "nothing that was sent can be changed; a translation may be added", field="message", clause="R1"
        )
    if call.mistake and not before.mistake:
        age_ms = room.clock.now_ms() - before.t_placed_ms
        if age_ms > room.charter.clocks.mistake_ms:
            raise Refused("it was pressed too long ago to be a mistake", field="mistake", clause="R1")


def _refuse_new_call(room: Room, command: Command, call: Call) -> None:
    now_ms = room.clock.now_ms()
    sent = room.view.line.keep_up(room.view).of(call.to).calls_out
    if call.number != max(sent, default=0) + 1:
        raise Refused(f"number {max(sent, default=0) + 1} expected", field="number")
    is_now = now_ms - JUST_NOW_MS <= call.t_placed_ms
    if call.t_placed_ms > now_ms or (call.phone is None and not is_now):
        raise Refused("a moment that has passed is expected", field="placed_ms")
    if (
        call.phone is not None
        and max(call.phone.placed_ms, call.phone.answered_ms, call.phone.ended_ms) > now_ms
    ):
        raise Refused("a moment that has passed is expected", field="phone")
    if call.to_post and call.to_post not in room.charter.posts:
        raise Refused(f"one of {', '.join(room.charter.posts)} expected", field="to_post")
    if call.is_stop and command.precedence != "FLASH":
        raise Refused("FLASH is expected with STOP", field="precedence", clause="R1")
    if call.mistake:
        raise Refused("only a STOP can have been pressed by mistake", field="mistake", clause="R1")
    for name, point in points(call).items():
        check_point(room.charter.area, point, f"message.slots.{name}" if name else "place")
    if call.message is not None:
        refuse_message(room, call.message, "message")
    reasons = reasons_against_body(room, "call", call, call.to)
    if reasons:
        raise Refused(f"{call.to!r} is not known to hold what it is about", field="message", clause="R5")


def refuse_message(room: Room, message: Message, field: str) -> None:
    """Refuse a message that names a party or a post which the charter does not, and a drill's in the real room."""
    parties = frozenset(party.id for party in room.charter.parties)
    refuse_unknown_names(message, parties, frozenset(room.charter.posts), field)
    refuse_drill_phrase(message, room.charter.drill, field)


def refuse_word(room: Room, command: Command, word: CallWord, _: Version | None) -> None:
    """Refuse a word about what is no call to this party, one that was said already, or that may not be said yet."""
    call, body = call_to_us(room, word.about.key)
    refuse_other_recipient(room, command, call.author)
    if call.withdrawn_ms is not None:
        raise Refused("it was taken back", field="key", clause="R1")
    stands = call_standing(room, call)
    match word.what:
        case "taken" if stands.taken is not None:
            raise Refused("it was taken already", field="key", clause="R1")
        case "read_back" if word.slot not in points(body):
            raise Refused("a place of this call is expected", field="slot", clause="T-4")
        case "understood":
            refuse_not_read_back(room, call, body, stands)
        case "acted" if stands.acted is not None:
            raise Refused("it was said already", field="key", clause="R1")
        case "unable" if stands.unable is not None or stands.acted is not None:
            raise Refused("it was said already", field="key", clause="R1")
        case _:
            pass
    if word.message is not None:
        refuse_message(room, word.message, "message")
    if reasons_against_body(room, "call_word", word, call.author):
        raise Refused(f"{call.author!r} is not known to hold what it is about", field="message", clause="R5")


def refuse_not_read_back(room: Room, call: Version, body: Call, stands: CallStanding) -> None:
    """T-4: the places of a FLASH or an IMMEDIATE are understood once they were read back within the limit."""
    if stands.understood is not None:
        raise Refused("it was said already", field="key", clause="R1")
    if not stands.blocked:
        return
    limit_m = room.charter.readback_limit_m
    name, sent, back = next(
        (name, sent, stands.read_backs.get(name))
        for name, sent in points(body).items()
        if call.precedence in LOCATED and not _matches(stands.read_backs.get(name))
    )
    detail: dict[str, object] = {
        "slot": name, "sent": list(sent), "read": None if back is None else list(back.read),
        "delta_m": None if back is None else back.delta_tmm / TMM_PER_M,
        "bearing_deg": None if back is None else back.bearing_mdeg / 1000, "limit_m": limit_m,
    }  # fmt: skip
    if back is None:
        reason = f"a read-back of the place within {limit_m} m is expected first"
    else:
        reason = f"the last read-back was {back.delta_tmm / TMM_PER_M:.0f} m off; within {limit_m} m expected"
    raise Refused(reason, field="key", clause="T-4", detail=detail)


def _matches(back: ReadBack | None) -> bool:
    return back is not None and back.matches


def refuse_rung(room: Room, command: Command, rung: Rung, _: Version | None) -> None:
    """Refuse a rung of the receiver that its caller is not told, one of the caller that anybody is, and a second."""
    call = room.view.get(rung.about.key)
    own = call.author == room.party
    if not own:
        call_to_us(room, rung.about.key)
        refuse_other_recipient(room, command, call.author)
    elif command.releases:
        raise Refused("no recipients are expected", field="recipients")
    if (rung.step in STEPS) == own:
        raise Refused("a step of this side is expected", field="step")
    if rung.step in rungs_of(room, rung.about.key, room.party):
        raise Refused("it was said already", field="step")


def refuse_test(room: Room, command: Command, test: LineTest, _: Version | None) -> None:
    """Refuse a test that goes elsewhere than it says, an answer to none, and a second answer."""
    refuse_other_recipient(room, command, test.to)
    for number, language in enumerate(test.languages):
        if language not in room.charter.languages:
            expected = ", ".join(room.charter.languages)
            raise Refused(f"one of {expected} expected", field=f"languages[{number}]")
    if test.about is None:
        return
    asked = room.view.get(test.about.key)
    body = asked.body
    if not isinstance(body, LineTest) or body.about is not None or asked.author != test.to:
        raise Refused("a line test of the other side is expected", field="key", clause="R1")
    if body.slot_ms != test.slot_ms:
        raise Refused("the time of the test that is answered is expected", field="slot_ms")
    if any(
        one.author == room.party and one.kind == "line_test" for one in room.view.replies_about(asked.key)
    ):
        raise Refused("it was answered already", field="key", clause="R1")


def refuse_other_recipient(room: Room, command: Command, to: str) -> None:
    """Who is named in a body of the line is who is told, and nobody else is."""
    others = room.charter.others(room.party)
    if to not in others:
        raise Refused(f"one of {', '.join(others)} expected", field="to")
    if [one.party for one in command.releases] != [to]:
        raise Refused(f"the recipient {to!r} alone is expected", field="recipients")


# -- asking -----------------------------------------------------------------------------------------------------


def call_to_us(room: Room, key: str) -> tuple[Version, Call]:
    """A call of another party to this one."""
    call = room.view.get(key)
    if not isinstance(call.body, Call) or call.author == room.party:
        raise Refused("a call of another party is expected", field="key", clause="R1")
    return call, call.body


def own_call(room: Room, key: str) -> tuple[Version, Call]:
    """A call that this party placed."""
    call = room.view.get(key)
    if not isinstance(call.body, Call):
        raise Refused("a call is expected", field="key", clause="R1")
    if call.author != room.party:
        raise NotPermitted("only its caller can change it", field="key", clause="R1")
    return call, call.body


def call_standing(room: Room, call: Version, said: list[Version] | None = None) -> CallStanding:
    """How a call stands in this party's picture; `said` is what was said about it as of another moment."""
    found = room.view.replies_about(call.key) if said is None else said
    return standing(call, found, room.charter.readback_limit_m)


def rungs_of(room: Room, key: str, author: str) -> set[str]:
    """The rungs that a party's node has climbed for a call."""
    return {
        one.body.step
        for one in room.view.replies_about(key)
        if one.author == author and isinstance(one.body, Rung)
    }
