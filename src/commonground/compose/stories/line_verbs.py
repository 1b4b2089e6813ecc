"""Steps of a story on the line: STOP, calls and what is said about them, beats, line tests, channel classes."""

from __future__ import annotations

from typing import Any

from ...picture.beat import State
from ...picture.blocks import Language, Place, Reference
from ...picture.charter import Text3
from ...picture.line import AnswerCode, SpeaksFor
from ...picture.phrase import Message
from ...picture.slots import ChannelClass, EntitySlot, PeriodSlot, Slot, TimeSlot
from ...picture.statement import Precedence
from ...record import Record, replace
from ...room import beats, channels, line
from .verb import Scene, Verb, about, nothing, trilingual

Point = tuple[int, int]
SOON_MS = 100_000_000_000


class Call(Record, frozen=True):
    """A call to a party: a phrase with its slots, or free text in three languages, or nothing but itself."""

    to: str
    precedence: Precedence
    channel_class: ChannelClass = "SAFETY"
    to_post: str = ""
    message: Message | None = None
    words: Text3 = Text3()
    point: Point | None = None
    place_text: str = ""


class Stop(Record, frozen=True):
    """STOP to one party, or with an empty `to` to all others."""

    to: str


class OfCall(Record, frozen=True):
    """Which call is meant."""

    of: str


class PlaceOfCall(Record, frozen=True):
    """A read-back of the place of a call; `slot` names which, where its phrase has several."""

    of: str
    point: Point
    slot: str = ""


class Said(Record, frozen=True):
    """A word about a call, with a phrase or a free text where it needs one."""

    of: str
    message: Message | None = None
    words: Text3 = Text3()


class Answered(Record, frozen=True):
    """An answer to a call; it must say for whom it speaks."""

    of: str
    code: AnswerCode
    speaks_for: SpeaksFor = ""
    forces: tuple[str, ...] = ()
    message: Message | None = None
    words: Text3 = Text3()


class Beat(Record, frozen=True):
    """A state message to these parties."""

    to: tuple[str, ...]
    state: State
    words: Text3 = Text3()


class Test(Record, frozen=True):
    """A test of the line, in these languages."""

    to: str
    languages: tuple[Language, ...]


class Tested(Record, frozen=True):
    """The answer to a test of the line."""

    of: str
    languages: tuple[Language, ...]


class Suspend(Record, frozen=True):
    """A class that is suspended with these parties, why, and what remains in force."""

    to: tuple[str, ...]
    channel_class: ChannelClass
    reason: Text3 = Text3()
    remains: Text3 = Text3()


class Propose(Record, frozen=True):
    """A class that is to be resumed with a party."""

    to: str
    channel_class: ChannelClass


def _message(scene: Scene[Any], message: Message | None, words: Text3) -> Message | None:
    """What is said: the phrase, with its names and times filled in, or the free text, or nothing."""
    if message is None:
        return Message(text=trilingual(words)) if words.en else None
    now_ms = scene.room.clock.now_ms()
    return replace(message, slots={name: _slot(scene, slot, now_ms) for name, slot in message.slots.items()})


def _slot(scene: Scene[Any], slot: Slot, now_ms: int) -> Slot:
    """A slot as it is said: an entity without an author is a name of the story, a time before 1973 counts from now."""
    match slot:
        case EntitySlot() if not slot.about.author:
            return EntitySlot(about=Reference.of(scene.key(slot.about.entity)))
        case TimeSlot() if slot.t_ms < SOON_MS:
            return TimeSlot(t_ms=_whole(now_ms + slot.t_ms))
        case PeriodSlot() if slot.until_ms < SOON_MS:
            return PeriodSlot(from_ms=_whole(now_ms + slot.from_ms), until_ms=_whole(now_ms + slot.until_ms))
        case _:
            return slot


def _whole(t_ms: int) -> int:
    return t_ms // 1000 * 1000


def call(scene: Scene[Call]) -> str:
    """Call a party."""
    args = scene.args
    place = None
    if args.point is not None:
        lon_nd, lat_nd = args.point
        place = Place(lon_nd=lon_nd, lat_nd=lat_nd, radius_tmm=0, precision="exact", how_obtained="told")
    new = line.NewCall(
        to=args.to, precedence=args.precedence, channel_class=args.channel_class, to_post=args.to_post,
        message=_message(scene, args.message, args.words), place=place, place_text=args.place_text,
    )  # fmt: skip
    return line.place_call(scene.room, new, scene.post, scene.operator).version.key


def stop(scene: Scene[Stop]) -> str:
    """Press STOP; what is named is the call to the first party."""
    done, _ = line.stop(scene.room, scene.args.to, scene.post, scene.operator)
    return done[0].version.key


def abandon(scene: Scene[OfCall]) -> str:
    """Hang up."""
    line.abandon(scene.room, scene.key(scene.args.of), scene.post, scene.operator)
    return ""


def take(scene: Scene[OfCall]) -> str:
    """Take a call."""
    line.take(scene.room, scene.key(scene.args.of), scene.post, scene.operator)
    return ""


def call_read_back(scene: Scene[PlaceOfCall]) -> str:
    """Read the place of a call back."""
    args = scene.args
    line.read_back(scene.room, scene.key(args.of), args.slot, args.point, scene.post, scene.operator)
    return ""


def call_understood(scene: Scene[OfCall]) -> str:
    """Say that a call was understood."""
    line.understood(scene.room, scene.key(scene.args.of), scene.post, scene.operator)
    return ""


def acted(scene: Scene[Said]) -> str:
    """Say that one has acted."""
    args = scene.args
    line.acted(
        scene.room, scene.key(args.of), _message(scene, args.message, args.words), scene.post, scene.operator
    )
    return ""


def unable(scene: Scene[Said]) -> str:
    """Say that one cannot."""
    args = scene.args
    line.unable(
        scene.room, scene.key(args.of), _message(scene, args.message, args.words), scene.post, scene.operator
    )
    return ""


def call_answer(scene: Scene[Answered]) -> str:
    """Answer a call."""
    args = scene.args
    line.answer(
        scene.room, scene.key(args.of), args.code, args.speaks_for, args.forces,
        _message(scene, args.message, args.words), scene.post, scene.operator,
    )  # fmt: skip
    return ""


def beat(scene: Scene[Beat]) -> str:
    """Send a state message; what is named is the one to the first party."""
    args = scene.args
    said = _message(scene, None, args.words)
    items = () if said is None else (said,)
    done = beats.send_beat(scene.room, args.to, args.state, items, scene.post, scene.operator)
    return done[0].version.key


def test_line(scene: Scene[Test]) -> str:
    """Test the line."""
    args = scene.args
    return line.test_line(scene.room, args.to, args.languages, scene.post, scene.operator).version.key


def answer_test(scene: Scene[Tested]) -> str:
    """Answer a test of the line."""
    args = scene.args
    line.answer_test(scene.room, scene.key(args.of), args.languages, scene.post, scene.operator)
    return ""


def suspend(scene: Scene[Suspend]) -> str:
    """Suspend a class; what is named is the word to the first party."""
    args = scene.args
    done = channels.suspend(
        scene.room, args.to, args.channel_class, scene.post, scene.operator,
        reason=trilingual(args.reason) if args.reason.en else None,
        remains=trilingual(args.remains) if args.remains.en else None,
    )  # fmt: skip
    return done[0].version.key


def propose(scene: Scene[Propose]) -> str:
    """Propose to resume a class."""
    args = scene.args
    return channels.propose(scene.room, args.to, args.channel_class, scene.post, scene.operator).version.key


def confirm(scene: Scene[OfCall]) -> str:
    """Confirm that a class is resumed."""
    channels.confirm(scene.room, scene.key(scene.args.of), scene.post, scene.operator)
    return ""


VERBS: dict[str, Verb] = {
    "call": Verb(Call, call, nothing, makes="call"),
    "stop": Verb(Stop, stop, nothing, makes="call"),
    "abandon": Verb(OfCall, abandon, about),
    "take": Verb(OfCall, take, about),
    "call_read_back": Verb(PlaceOfCall, call_read_back, about),
    "call_understood": Verb(OfCall, call_understood, about),
    "acted": Verb(Said, acted, about),
    "unable": Verb(Said, unable, about),
    "call_answer": Verb(Answered, call_answer, about),
    "beat": Verb(Beat, beat, nothing, makes="beat"),
    "test_line": Verb(Test, test_line, nothing, makes="line_test"),
    "answer_test": Verb(Tested, answer_test, about),
    "suspend": Verb(Suspend, suspend, nothing, makes="channel"),
    "propose": Verb(Propose, propose, nothing, makes="channel"),
    "confirm": Verb(OfCall, confirm, about),
}
