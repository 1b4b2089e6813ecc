"""The line: STOP, calls and what is said about them, line tests, beats, and channel classes (R1, R13, R14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from starlette.routing import Route

from ..picture.beat import State
from ..picture.blocks import Language, Place, Text
from ..picture.line import AnswerCode, CallWord, Phone, SpeaksFor
from ..picture.phrase import Message
from ..picture.slots import ChannelClass
from ..picture.statement import Precedence
from ..record import Record, decode
from ..room import beats, channels, line
from ..room.channel_rules import proposal_of_another
from ..room.context import Room
from ..room.rows import Row
from ..room.rows_channels import channel_row, line_rows
from ..room.rows_line import beat_row, call_row
from ..room.submit import Submitted
from .bodies import read_body
from .door import Call, Web, post
from .places import PlaceText, parse_place, rendering
from .routes_announce import Nothing

STOP_BYTES_MAX = 1_024


class NewStop(Record, frozen=True):
    """To whom STOP goes; to all others where nothing is said."""

    to: str = ""


class NewCall(Record, frozen=True):
    """A call; with `phone` the record of a telephone call, on the line that is named."""

    to: str
    precedence: Precedence
    channel_class: ChannelClass
    to_post: str = ""
    message: Message | None = None
    place: Place | None = None
    place_text: str = ""
    phone: Phone | None = None
    via: Literal["room", "telephone", "backup_telephone"] = "room"


class ReadBack(PlaceText, frozen=True):
    """A place as it was read back; `slot` is that of the phrase, empty for the call's own place."""

    slot: str = ""


class Saying(Record, frozen=True):
    """What goes with "acted" or "unable", if anything."""

    message: Message | None = None


class Answer(Record, frozen=True):
    """An answer, and for whom it speaks (T-25)."""

    code: AnswerCode
    speaks_for: SpeaksFor = ""
    forces: tuple[str, ...] = ()
    message: Message | None = None


class Translated(Record, frozen=True):
    """A text in another language."""

    lang: Language
    text: str


class NewTest(Record, frozen=True):
    """To whom, and the languages that were spoken."""

    to: str
    languages: tuple[Language, ...]


class TestAnswer(Record, frozen=True):
    """The languages that were spoken in the answer."""

    languages: tuple[Language, ...]


class NewBeat(Record, frozen=True):
    """The state, and what is open; to all others where nobody is named."""

    state: State
    to: tuple[str, ...] = ()
    items: tuple[Message, ...] = ()


class NewSuspension(Record, frozen=True):
    """A class that is suspended, with whom, from when on, and what remains in force."""

    channel_class: ChannelClass
    to: tuple[str, ...] = ()
    effective_ms: int | None = None
    scope: Text | None = None
    reason: Text | None = None
    remains: Text | None = None


class NewProposal(Record, frozen=True):
    """A class that is to be resumed with a party."""

    to: str
    channel_class: ChannelClass


def routes(web: Web) -> list[Route]:
    """Routes of the line."""
    at_call = "/api/calls/{author}/{id}"
    return [
        post(web, "/api/stop", stop),
        post(web, "/api/calls", new_call),
        post(web, f"{at_call}/abandon", abandon),
        post(web, f"{at_call}/mistake", mistake),
        post(web, f"{at_call}/translate", translate),
        post(web, f"{at_call}/take", take),
        post(web, "/api/floods/{party}/take", take_flood),
        post(web, f"{at_call}/read-back", read_back),
        post(web, f"{at_call}/understood", understood),
        post(web, f"{at_call}/acted", acted),
        post(web, f"{at_call}/unable", unable),
        post(web, f"{at_call}/answer", answer),
        post(web, "/api/line-tests", new_test),
        post(web, "/api/line-tests/{author}/{id}/answer", answer_test),
        post(web, "/api/beats", new_beat),
        post(web, "/api/channels/suspend", suspend),
        post(web, "/api/channels/propose", propose),
        post(web, "/api/channels/{author}/{id}/confirm", confirm),
    ]


# -- calls ------------------------------------------------------------------------------------------------------


async def stop(call: Call) -> dict[str, Any]:
    """STOP. It needs no form: a request without a body goes to all others."""
    sent = await read_body(call.request, STOP_BYTES_MAX)
    given = decode(NewStop, sent) if sent.strip() else NewStop()
    call.require("line")

    def go(room: Room) -> dict[str, Any]:
        done, was_mistake = line.stop(room, given.to, call.post, call.user.id)
        look = call.web.look(room)
        return {"rows": [call_row(look, one.version) for one in done], "mistake": was_mistake}

    return await call.web.write(go)


async def new_call(call: Call) -> Row | None:
    """Call a party, or enter a telephone call."""
    given = await call.body(NewCall)
    new = line.NewCall(
        to=given.to, precedence=given.precedence, channel_class=given.channel_class, to_post=given.to_post,
        message=given.message, place=given.place, place_text=given.place_text, phone=given.phone, line=given.via,
    )  # fmt: skip
    return await _called(call, lambda room: line.place_call(room, new, call.post, call.user.id))


async def abandon(call: Call) -> Row | None:
    """Hang up."""
    await call.body(Nothing)
    return await _called(call, lambda room: line.abandon(room, call.key, call.post, call.user.id))


async def mistake(call: Call) -> Row | None:
    """Pressed by mistake."""
    await call.body(Nothing)
    return await _called(call, lambda room: line.mistake(room, call.key, call.post, call.user.id))


async def translate(call: Call) -> Row | None:
    """Add a translation that a person made."""
    given = await call.body(Translated)
    return await _called(
        call, lambda room: line.translate(room, call.key, given.lang, given.text, call.post, call.user.id)
    )


async def take(call: Call) -> Row | None:
    """Take a call."""
    await call.body(Nothing)
    return await _about(call, lambda room: line.take(room, call.key, call.post, call.user.id))


async def take_flood(call: Call) -> dict[str, Any]:
    """Take what folded in a flood of a party, in one step."""
    await call.body(Nothing)
    call.require("line")

    def go(room: Room) -> dict[str, Any]:
        done = line.take_flood(room, call.part("party"), call.post, call.user.id)
        look = call.web.look(room)
        keys = [one.version.body.about.key for one in done if isinstance(one.version.body, CallWord)]
        return {"rows": [call_row(look, room.view.get(key)) for key in keys]}

    return await call.web.write(go)


async def read_back(call: Call) -> dict[str, Any]:
    """Read a place back: both points, how far they lie apart and in which direction."""
    given = await call.body(ReadBack)
    call.require("line")

    def go(room: Room) -> dict[str, Any]:
        point = parse_place(given, room.charter)
        heard = line.read_back(room, call.key, given.slot, point, call.post, call.user.id)
        return {
            "row": call_row(call.web.look(room), room.view.get(call.key)), "point": heard.read,
            "delta_m": heard.delta_m, "bearing_deg": heard.bearing_deg, "matches": heard.matches,
            "limit_m": room.charter.readback_limit_m, "sent": rendering(call.web.gazetteer, heard.sent),
            "read": rendering(call.web.gazetteer, heard.read),
        }  # fmt: skip

    return await call.web.write(go)


async def understood(call: Call) -> Row | None:
    """Say that a call was understood; refused until it was read back rightly."""
    await call.body(Nothing)
    return await _about(call, lambda room: line.understood(room, call.key, call.post, call.user.id))


async def acted(call: Call) -> Row | None:
    """Say that one has acted."""
    given = await call.body(Saying)
    return await _about(call, lambda room: line.acted(room, call.key, given.message, call.post, call.user.id))


async def unable(call: Call) -> Row | None:
    """Say that one cannot."""
    given = await call.body(Saying)
    return await _about(
        call, lambda room: line.unable(room, call.key, given.message, call.post, call.user.id)
    )


async def answer(call: Call) -> Row | None:
    """Answer, saying for whom."""
    given = await call.body(Answer)
    return await _about(call, lambda room: line.answer(
        room, call.key, given.code, given.speaks_for, given.forces, given.message, call.post, call.user.id
    ))  # fmt: skip


async def _called(call: Call, act: Callable[[Room], Submitted]) -> Row | None:
    call.require("line")

    def go(room: Room) -> Row | None:
        done = act(room)
        return call_row(call.web.look(room), done.version)

    return await call.web.write(go)


async def _about(call: Call, act: Callable[[Room], Submitted]) -> Row | None:
    call.require("line")

    def go(room: Room) -> Row | None:
        act(room)
        return call_row(call.web.look(room), room.view.get(call.key))

    return await call.web.write(go)


# -- tests and beats --------------------------------------------------------------------------------------------


async def new_test(call: Call) -> Row | None:
    """Make a test of the line."""
    given = await call.body(NewTest)
    return await _line(
        call, given.to, lambda room: line.test_line(room, given.to, given.languages, call.post, call.user.id)
    )


async def answer_test(call: Call) -> Row | None:
    """Answer a test of the other side."""
    given = await call.body(TestAnswer)
    return await _line(
        call, call.part("author"),
        lambda room: line.answer_test(room, call.key, given.languages, call.post, call.user.id),
    )  # fmt: skip


async def _line(call: Call, party: str, act: Callable[[Room], Submitted]) -> Row | None:
    call.require("line")

    def go(room: Room) -> Row | None:
        act(room)
        return next((row for row in line_rows(call.web.look(room)) if row["party"] == party), None)

    return await call.web.write(go)


async def new_beat(call: Call) -> dict[str, Any]:
    """Send the state message."""
    given = await call.body(NewBeat)
    call.require("line")

    def go(room: Room) -> dict[str, Any]:
        done = beats.send_beat(room, given.to, given.state, given.items, call.post, call.user.id)
        look = call.web.look(room)
        return {"rows": [beat_row(look, one.version) for one in done]}

    return await call.web.write(go)


# -- channel classes --------------------------------------------------------------------------------------------


async def suspend(call: Call) -> dict[str, Any]:
    """Declare a class suspended."""
    given = await call.body(NewSuspension)
    call.require("channel")

    def go(room: Room) -> dict[str, Any]:
        done = channels.suspend(
            room, given.to, given.channel_class, call.post, call.user.id, effective_ms=given.effective_ms,
            scope=given.scope, reason=given.reason, remains=given.remains,
        )  # fmt: skip
        look = call.web.look(room)
        parties = [release.party for one in done for release in one.version.releases]
        return {"rows": [channel_row(look, party, given.channel_class) for party in parties]}

    return await call.web.write(go)


async def propose(call: Call) -> Row:
    """Propose to resume a class."""
    given = await call.body(NewProposal)
    call.require("channel")

    def go(room: Room) -> Row:
        channels.propose(room, given.to, given.channel_class, call.post, call.user.id)
        return channel_row(call.web.look(room), given.to, given.channel_class)

    return await call.web.write(go)


async def confirm(call: Call) -> Row:
    """Confirm a proposal: the class is open again."""
    await call.body(Nothing)
    call.require("channel")

    def go(room: Room) -> Row:
        proposal, body = proposal_of_another(room, call.key)
        channels.confirm(room, call.key, call.post, call.user.id)
        return channel_row(call.web.look(room), proposal.author, body.channel_class)

    return await call.web.write(go)
