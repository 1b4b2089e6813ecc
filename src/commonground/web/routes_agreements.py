"""Areas, agreed texts, commitments, observed flights, bases: read, offered, signed, decided, said (R9 to R11, R15)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.routing import Route

from ..geo.footprint import Polygon
from ..geo.volume import Volume
from ..picture.area import AreaCategory, DesignatedArea
from ..picture.blocks import Language, Reference, Text
from ..picture.charter import Text3
from ..picture.commitment import (
    Commitment,
    CoverageStatement,
    Declaration,
    ExceptionCode,
    ForWhom,
    ObservedFlight,
    Source,
    Stance,
)
from ..picture.instrument import Instrument, Term, WhatDecided
from ..record import Record
from ..room import agreements
from ..room.context import Room
from ..room.rows_agreements import agreement_lists, changed_agreements
from ..room.submit import Submitted
from .door import Call, Web, get, post
from .routes_announce import Nothing


class Words(Record, frozen=True):
    """A text and its language; empty where nothing was written."""

    lang: Language = "en"
    text: str = ""

    def as_text(self) -> Text:
        """The text of a statement."""
        return Text(lang=self.lang, text=self.text)


class NewArea(Record, frozen=True):
    """A version of an area to offer; the node gives it its edition."""

    area_id: str
    category: AreaCategory
    name: Text3
    purpose: Words
    footprint: Polygon
    from_ms: int
    until_ms: int
    signatories: tuple[str, ...]
    recipients: tuple[str, ...] = ()


class NewInstrument(Record, frozen=True):
    """A copy of an agreed text to offer; the node gives it its edition."""

    instrument_id: str
    title: Text3
    authentic: tuple[Language, ...]
    file_name: str
    file_hash: str
    file_bytes: int
    signatories: tuple[str, ...]
    start_ms: int
    end_ms: int
    renew_by_ms: int
    zone: str
    summary: Words
    terms: tuple[Term, ...] = ()
    area_ids: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


class Signing(Record, frozen=True):
    """Which hash is signed."""

    hash: str


class Deciding(Record, frozen=True):
    """What is decided of the next end of a text."""

    hash: str
    what: WhatDecided
    until_ms: int
    text: Words = Words()


class NewCommitment(Record, frozen=True):
    """What this party commits itself to; `key` names one that is amended."""

    volume: Volume
    exceptions: tuple[ExceptionCode, ...]
    covers: tuple[ForWhom, ...]
    text: Words
    area_id: str = ""
    area_hash: str = ""
    recipients: tuple[str, ...] = ()
    key: str = ""


class NewException(Record, frozen=True):
    """The notice of a flight under an exception."""

    code: ExceptionCode
    notice: str
    text: Words = Words()


class NewDeclaration(Record, frozen=True):
    """A flight declared after it was flown."""

    code: ExceptionCode
    volume: Volume
    text: Words
    proportionality: Words = Words()


class NewFlight(Record, frozen=True):
    """A flight that was observed."""

    volume: Volume
    source: Source
    count: int = 1
    text: Words = Words()
    recipients: tuple[str, ...] = ()


class NewStatement(Record, frozen=True):
    """What this party holds of an observed flight."""

    stance: Stance
    for_whom: ForWhom
    text: Words = Words()
    notice: str = ""


class Beside(Record, frozen=True):
    """A basis of one's own, or a reservation."""

    text: Words
    authority: Words = Words()


def routes(web: Web) -> list[Route]:
    """Routes of agreements."""
    return [
        get(web, "/api/agreements", listed),
        post(web, "/api/areas", offer_area),
        post(web, "/api/areas/{name}/sign", sign_area),
        post(web, "/api/instruments", offer_instrument),
        post(web, "/api/instruments/{name}/sign", sign_instrument),
        post(web, "/api/instruments/{name}/decide", decide),
        post(web, "/api/commitments", commit),
        post(web, "/api/commitments/{author}/{id}/exception", except_flight),
        post(web, "/api/commitments/{author}/{id}/declare", declare),
        post(web, "/api/flights", observe),
        post(web, "/api/flights/{author}/{id}/state", state),
        post(web, "/api/agreements/{author}/{id}/take-back", take_back),
        post(web, "/api/agreements/{author}/{id}/beside", put_beside),
    ]


async def listed(call: Call) -> dict[str, Any]:
    """Everything that is held of agreements."""
    return await call.web.read(lambda room: agreement_lists(room, room.clock.now_ms()))


async def offer_area(call: Call) -> dict[str, Any]:
    """Offer a version of an area, or edit the one that this party offers under its name."""
    given = await call.body(NewArea)
    body = DesignatedArea(
        area_id=given.area_id, edition=1, category=given.category, name=given.name, purpose=given.purpose.as_text(),
        footprint=given.footprint, from_ms=given.from_ms, until_ms=given.until_ms,
        signatories=tuple(sorted(given.signatories)),
    )  # fmt: skip
    return await _said(
        call, lambda room: agreements.offer_area(room, body, given.recipients, call.post, call.user.id)
    )


async def sign_area(call: Call) -> dict[str, Any]:
    """Sign the text of an area by its hash."""
    given = await call.body(Signing)
    return await _said(
        call, lambda room: agreements.sign_area(room, call.part("name"), given.hash, call.post, call.user.id)
    )


async def offer_instrument(call: Call) -> dict[str, Any]:
    """Offer a copy of an agreed text, or edit the one that this party offers under its name."""
    given = await call.body(NewInstrument)
    body = Instrument(
        instrument_id=given.instrument_id, edition=1, title=given.title, authentic=given.authentic,
        file_name=given.file_name, file_hash=given.file_hash, file_bytes=given.file_bytes,
        signatories=tuple(sorted(given.signatories)), start_ms=given.start_ms, end_ms=given.end_ms,
        renew_by_ms=given.renew_by_ms, zone=given.zone, summary=given.summary.as_text(), terms=given.terms,
        area_ids=given.area_ids,
    )  # fmt: skip
    return await _said(
        call, lambda room: agreements.offer_instrument(room, body, given.recipients, call.post, call.user.id)
    )


async def sign_instrument(call: Call) -> dict[str, Any]:
    """Sign a copy of an agreed text by its hash."""
    given = await call.body(Signing)
    return await _said(
        call,
        lambda room: agreements.sign_instrument(room, call.part("name"), given.hash, call.post, call.user.id),
    )


async def decide(call: Call) -> dict[str, Any]:
    """Decide of the next end of an agreed text."""
    given = await call.body(Deciding)
    return await _said(
        call,
        lambda room: agreements.decide(
            room, call.part("name"), given.hash, given.what, given.until_ms, given.text.as_text(), call.post,
            call.user.id,
        ),
    )  # fmt: skip


async def commit(call: Call) -> dict[str, Any]:
    """Commit this party to stand down in a volume, or amend that."""
    given = await call.body(NewCommitment)
    body = Commitment(
        volume=given.volume, exceptions=given.exceptions, covers=given.covers, text=given.text.as_text(),
        area_id=given.area_id, area_hash=given.area_hash,
    )  # fmt: skip
    return await _said(
        call, lambda room: agreements.commit(room, body, given.recipients, call.post, call.user.id, given.key)
    )


async def except_flight(call: Call) -> dict[str, Any]:
    """Name the notice of a flight under an exception."""
    given = await call.body(NewException)
    return await _said(
        call,
        lambda room: agreements.except_flight(
            room, call.key, given.code, given.notice, given.text.as_text(), call.post, call.user.id
        ),
    )


async def declare(call: Call) -> dict[str, Any]:
    """Declare a flight after it was flown."""
    given = await call.body(NewDeclaration)
    body = Declaration(
        about=Reference.of(call.key), code=given.code, volume=given.volume, text=given.text.as_text(),
        proportionality=given.proportionality.as_text(),
    )  # fmt: skip
    return await _said(call, lambda room: agreements.declare(room, call.key, body, call.post, call.user.id))


async def observe(call: Call) -> dict[str, Any]:
    """Report a flight that was observed."""
    given = await call.body(NewFlight)
    body = ObservedFlight(
        volume=given.volume, source=given.source, count=given.count, text=given.text.as_text()
    )
    return await _said(
        call, lambda room: agreements.observe(room, body, given.recipients, call.post, call.user.id)
    )


async def state(call: Call) -> dict[str, Any]:
    """Say what this party holds of an observed flight."""
    given = await call.body(NewStatement)
    body = CoverageStatement(
        about=Reference.of(call.key), stance=given.stance, for_whom=given.for_whom, text=given.text.as_text(),
        notice=Reference.of(given.notice) if given.notice else None,
    )  # fmt: skip
    return await _said(call, lambda room: agreements.state(room, call.key, body, call.post, call.user.id))


async def take_back(call: Call) -> dict[str, Any]:
    """Take back one's own offer, signature or word."""
    await call.body(Nothing)
    return await _said(call, lambda room: agreements.take_back(room, call.key, call.post, call.user.id))


async def put_beside(call: Call) -> dict[str, Any]:
    """Put a basis or a reservation beside something."""
    given = await call.body(Beside)
    authority = given.authority.as_text()
    return await _said(
        call,
        lambda room: agreements.put_beside(
            room, call.key, given.text.as_text(), authority, call.post, call.user.id
        ),
    )


async def _said(call: Call, act: Callable[[Room], Submitted]) -> dict[str, Any]:
    """Do it, and answer with the rows that it changed."""

    def go(room: Room) -> dict[str, Any]:
        done = act(room)
        version = done.version
        about = getattr(version.body, "about", None)
        keys = {version.key} if about is None else {version.key, about.key}
        return {"key": version.key, "leaf": done.leaf, **changed_agreements(room, keys, room.clock.now_ms())}

    return await call.web.write(go)
