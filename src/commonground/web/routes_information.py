"""Graded reports: said, amended, ended, released, opened, judged; requests for information and answers (R19)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.routing import Route

from ..errors import Refused
from ..picture.blocks import Language, Text
from ..picture.information import Information, InformationRequest, Opinion_, Outcome
from ..picture.statement import Mode, Precedence, Release
from ..picture.version import Version
from ..protocols.stix.pull.kept import draft_of, move
from ..record import Record
from ..room import information
from ..room.context import Room
from ..room.copies import copies_of
from ..room.fetched import fetched_of
from ..room.register import tell_opened
from ..room.rows_information import information_request_row, information_row
from ..room.submit import Submitted, release_to, withdraw_from
from .door import Call, Web, get, post
from .places import rendering
from .routes_announce import Nothing
from .routes_notices import ToParty
from .routes_sites import Precision, Words
from .view_only import fetch_content


class InformationRelease(Record, frozen=True):
    """To whom a report is told and how precisely; a cell of 1 km unless it says otherwise (section 8)."""

    party: str
    mode: Mode = "keep"
    precision: Precision = "cell"

    def release(self) -> Release:
        """The release that it becomes."""
        return Release(party=self.party, mode=self.mode, precision=self.precision)


class NewInformation(Record, frozen=True):
    """A report to say, and whom to tell; `pulled` is the draft of another server that it was made of."""

    information: Information
    recipients: tuple[InformationRelease, ...] = ()
    precedence: Precedence = "ROUTINE"
    pulled: str = ""


class Amended(Record, frozen=True):
    """The report anew, and the version that was looked at; `pulled` as for a new one."""

    information: Information
    version: int
    pulled: str = ""


class NewReleases(Record, frozen=True):
    """Recipients of a report."""

    recipients: tuple[InformationRelease, ...]


class NewOpinion(Record, frozen=True):
    """What this party thinks of a report, and whom to tell besides its originator."""

    opinion: Opinion_
    lang: Language = "en"
    reasons: str = ""
    to: tuple[str, ...] = ()


class NewQuestion(Record, frozen=True):
    """What is asked, and of whom."""

    request: InformationRequest
    recipients: tuple[str, ...]


class NewAnswer(Record, frozen=True):
    """An answer to a request; `report` is the id of an own report that its asker holds."""

    outcome: Outcome
    report: str = ""
    text: Words = Words()


def routes(web: Web) -> list[Route]:
    """Routes of reports and of requests for information."""
    return [
        post(web, "/api/information", say),
        post(web, "/api/information/{id}/amend", amend),
        post(web, "/api/information/{id}/end", end),
        post(web, "/api/information/{id}/release", release),
        post(web, "/api/information/{id}/withdraw", withdraw),
        post(web, "/api/information/{author}/{id}/opinion", opine),
        get(web, "/api/information/{author}/{id}", open_one),
        post(web, "/api/information-requests", ask),
        post(web, "/api/information-requests/{id}/end", end),
        post(web, "/api/information-requests/{author}/{id}/answer", answer),
    ]


async def _done(call: Call, act: Callable[[Room], Submitted], *, about: str = "") -> dict[str, Any]:
    """Do it; answers the row of what was said, or of the entity that it is about."""
    call.require("inform")

    def go(room: Room) -> dict[str, Any]:
        said = act(room).version
        return _row(call, room, room.view.get(about) if about else said)

    return await call.web.write(go)


def _row(call: Call, room: Room, version: Version) -> dict[str, Any]:
    make = information_request_row if version.kind == "information_request" else information_row
    row = make(call.web.look(room), version)
    if row is None:
        raise Refused("a report or a request is expected", field="key")
    return row


async def say(call: Call) -> dict[str, Any]:
    """Say a new report and release it to those named."""
    new = await call.body(NewInformation)
    releases = tuple(one.release() for one in new.recipients)

    def go(room: Room) -> Submitted:
        return information.report(room, new.information, releases, call.post, call.user.id, new.precedence)

    return await _done(call, _taking(new.pulled, go))


def _taking(pulled: str, act: Callable[[Room], Submitted]) -> Callable[[Room], Submitted]:
    """The same, and the draft that it was made of waits no more; nothing is said where there is no such draft."""

    def go(room: Room) -> Submitted:
        draft_of(room.store, pulled)
        said = act(room)
        move(room.store, pulled, "taken", room.clock.now_ms(), said.version.key)
        return said

    return go if pulled else act


async def amend(call: Call) -> dict[str, Any]:
    """Say a report anew to all who were told of it."""
    new = await call.body(Amended)

    def go(room: Room) -> Submitted:
        return information.amend(room, call.part("id"), new.version, new.information, call.post, call.user.id)

    return await _done(call, _taking(new.pulled, go))


async def end(call: Call) -> dict[str, Any]:
    """Take a report back."""
    await call.body(Nothing)
    return await _done(call, lambda room: information.end(room, call.part("id"), call.post, call.user.id))


async def release(call: Call) -> dict[str, Any]:
    """Release a report to more parties, or on other terms."""
    new = await call.body(NewReleases)
    releases = tuple(one.release() for one in new.recipients)
    return await _done(
        call,
        lambda room: release_to(room, f"{room.party}/{call.part('id')}", releases, call.post, call.user.id),
    )


async def withdraw(call: Call) -> dict[str, Any]:
    """Stop telling one party; it keeps what it was told, marked as unconfirmed."""
    given = await call.body(ToParty)
    return await _done(
        call,
        lambda room: withdraw_from(
            room, f"{room.party}/{call.part('id')}", given.party, call.post, call.user.id
        ),
    )


async def opine(call: Call) -> dict[str, Any]:
    """Give or change this party's opinion on a report of another; answers the report's row."""
    given = await call.body(NewOpinion)
    reasons = Text(lang=given.lang, text=given.reasons)
    return await _done(
        call,
        lambda room: information.give_opinion(
            room, call.key, given.opinion, reasons, given.to, call.post, call.user.id
        ),
        about=call.key,
    )


async def open_one(call: Call) -> dict[str, Any]:
    """A report with its details. Opening another party's report tells it so, and needs a post (T-24)."""

    def go(room: Room) -> tuple[Version, dict[str, Any], dict[str, Any]]:
        version = room.view.get(call.key)
        if not isinstance(version.body, Information):
            raise Refused("a report is expected", field="key")
        if version.author != room.party:
            call.require("inform")
            tell_opened(room, [call.key], "opened", call.post, call.user.id)
        return version, _row(call, room, version), {
            "copies": copies_of(room, call.key), "fetched": fetched_of(room, call.key),
        }  # fmt: skip

    version, row, taken = await call.web.write(go)
    place = row["place"]
    details: dict[str, Any] = {"near": None, **taken}
    if place is not None:
        details["near"] = rendering(call.web.gazetteer, (place["lon_nd"], place["lat_nd"]))
    if version.mode == "view" and not row["own"]:
        details |= await fetch_content(call, version)
    return {"row": row, "details": details}


async def ask(call: Call) -> dict[str, Any]:
    """Ask parties for information."""
    new = await call.body(NewQuestion)
    return await _done(
        call, lambda room: information.ask(room, new.request, new.recipients, call.post, call.user.id)
    )


async def answer(call: Call) -> dict[str, Any]:
    """Answer a request to this party; answers the request's row."""
    given = await call.body(NewAnswer)
    text = Text(lang=given.text.lang, text=given.text.text)
    return await _done(
        call,
        lambda room: information.answer(
            room, call.key, given.outcome, given.report, text, call.post, call.user.id
        ),
        about=call.key,
    )
