"""Who belongs to the room: accession and consent, for whom each speaks, leaving; what changed since a shift (R4)."""

from __future__ import annotations

from typing import Any, Literal

from starlette.responses import Response
from starlette.routing import Route

from ..errors import MalformedMessage, Refused
from ..picture.blocks import Language, Text
from ..picture.charter import Party, Scope
from ..picture.membership import Force, Named
from ..record import Record, encode_canonical
from ..room import accession, membership
from ..room.accession_standing import proposal_of, standing_of
from ..room.context import Room
from ..room.peer_addresses import keep_address
from ..room.rows_members import members
from ..room.since import since_rows
from .bodies import query_integer
from .door import Call, Web, get, post
from .last_shift import last_shift_ms
from .routes_announce import Nothing


class Candidate(Record, frozen=True):
    """What the candidate sent: its entry in the charter and its certificate, as `init party` wrote them."""

    schema: Literal["commonground/party/1"]
    room: str
    party: Party
    certificate: str


class NewProposal(Record, frozen=True):
    """Who is proposed, with what scope and for whom it would speak."""

    candidate: Candidate
    scope: Scope
    speaks_for: tuple[Named, ...] = ()
    not_speaking_for: tuple[Named, ...] = ()


class NewWord(Record, frozen=True):
    """Consent with the signature over the new charter, or a refusal, which owes no reason."""

    word: Literal["consents", "refuses"]
    signature: str = ""
    lang: Language = "en"
    text: str = ""


class Forces(Record, frozen=True):
    """For whom the party speaks and for whom not."""

    forces: tuple[Force, ...] = ()
    not_forces: tuple[Named, ...] = ()


class NewLeaving(Record, frozen=True):
    """When the party leaves, and a word on it."""

    at_ms: int
    lang: Language = "en"
    text: str = ""


class Address(Record, frozen=True):
    """Where the node of a party listens."""

    url: str


def routes(web: Web) -> list[Route]:
    """Routes of membership."""
    return [
        get(web, "/api/members", read_members),
        post(web, "/api/accession", propose),
        post(web, "/api/accession/{author}/{id}/consent", answer),
        get(web, "/api/accession/{author}/{id}/charter.json", charter_file),
        get(web, "/api/accession/{author}/{id}/charter.signed", signed_file),
        post(web, "/api/members/{party}/address", keep, admin=True),
        post(web, "/api/speaks-for", declare),
        post(web, "/api/leaving", leave),
        post(web, "/api/leaving/undo", stay),
        get(web, "/api/since", since),
    ]


async def read_members(call: Call) -> dict[str, Any]:
    """Members, proposals and every word on them."""
    return await call.web.read(_members)


async def propose(call: Call) -> dict[str, Any]:
    """Propose a party that is not in the room."""
    given = await call.body(NewProposal)
    call.require("accession")

    def go(room: Room) -> dict[str, Any]:
        if given.candidate.room != room.charter.room:
            raise Refused("a candidate of this room is expected", field="candidate.room", clause="R4")
        accession.propose(
            room, given.candidate.party, given.candidate.certificate, given.scope, given.speaks_for,
            given.not_speaking_for, call.post, call.user.id,
        )  # fmt: skip
        return _members(room)

    return await call.web.write(go)


async def answer(call: Call) -> dict[str, Any]:
    """Consent, or refuse."""
    given = await call.body(NewWord)
    call.require("accession")

    def go(room: Room) -> dict[str, Any]:
        text = Text(lang=given.lang, text=given.text)
        accession.answer(room, call.key, given.word, given.signature, text, call.post, call.user.id)
        return _members(room)

    return await call.web.write(go)


async def charter_file(call: Call) -> Response:
    """The charter that would result, as `init sign` reads it."""
    data = await call.web.read(lambda room: encode_canonical(proposal_of(room, call.key)[1]))
    return _file(data, "charter.json", "application/json")


async def signed_file(call: Call) -> Response:
    """The note that all who were asked have signed; refused until they have."""

    def go(room: Room) -> bytes:
        stands = standing_of(room, proposal_of(room, call.key)[0], room.clock.now_ms())
        if stands is None or not stands.signed:
            raise Refused("a proposal to which all have consented is expected", field="key", clause="R4")
        return stands.signed.encode()

    return _file(await call.web.read(go), "charter.signed", "text/plain; charset=utf-8")


async def keep(call: Call) -> None:
    """Keep where the node of a party that joined listens."""
    given = await call.body(Address)
    await call.web.write(lambda room: keep_address(room, call.part("party"), given.url))


async def declare(call: Call) -> dict[str, Any]:
    """Say for whom this party speaks."""
    given = await call.body(Forces)
    call.require("speaks_for")

    def go(room: Room) -> dict[str, Any]:
        membership.declare(room, given.forces, given.not_forces, call.post, call.user.id)
        return _members(room)

    return await call.web.write(go)


async def leave(call: Call) -> dict[str, Any]:
    """Say that this party leaves."""
    given = await call.body(NewLeaving)
    call.require("leave_room")

    def go(room: Room) -> dict[str, Any]:
        membership.leave(room, given.at_ms, Text(lang=given.lang, text=given.text), call.post, call.user.id)
        return _members(room)

    return await call.web.write(go)


async def stay(call: Call) -> dict[str, Any]:
    """Take a leaving back before its time."""
    await call.body(Nothing)
    call.require("leave_room")

    def go(room: Room) -> dict[str, Any]:
        membership.stay(room, call.post, call.user.id)
        return _members(room)

    return await call.web.write(go)


async def since(call: Call) -> dict[str, Any]:
    """What changed between two moments; from the end of the caller's last shift unless it says from when."""
    given_from, given_until = query_integer(call.request, "from_ms"), query_integer(call.request, "until_ms")

    def go(room: Room) -> dict[str, Any]:
        now_ms = room.clock.now_ms()
        until_ms = now_ms if given_until is None else min(given_until, now_ms)
        from_ms = last_shift_ms(room, call.user.id) if given_from is None else given_from
        if from_ms > until_ms:
            raise MalformedMessage("a moment before until_ms expected", field="from_ms")
        return since_rows(room, from_ms, until_ms)

    return await call.web.read(go)


def _members(room: Room) -> dict[str, Any]:
    return members(room, room.clock.now_ms())


def _file(data: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=media_type, headers=headers)
