"""The one door: what a recipient gets of a statement, and in which form.

`disclose` turns a line of the author's own log into the form for one recipient, or says why not. Precision is
reduced here, the submitter is hidden here, view-only parts are cut out here, and nowhere else. Only
`room/release` calls it, and `LogStore.append_for` takes nothing but a `Disclosed`.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..errors import MalformedMessage
from ..geo.footprint import Footprint, outline_of
from ..geo.place import bearing_distance, to_cell, to_district
from ..log.statement_body import canonical, canonical_record, entry_of
from ..picture.blocks import PLACE_RADIUS_TMM_MAX, Body, Place, Reference, Text
from ..picture.entity import Notice, Site
from ..picture.information import Information, StixSource
from ..picture.statement import SCHEMA, Action, OwnLine, Release, Said, Saying, Statement, typed_body
from ..record import Encoded, Record, decode, encode_canonical, plain, replace
from .rule import may_tell

TELLING_ACTIONS = frozenset({"cancel", "close", "revalidate", "withdraw", "deleted"})
"""Actions that a recipient is told as such; any other is an establish or an amend as that recipient knows it."""
ENDING_ACTIONS = frozenset({"cancel", "close", "withdraw", "deleted"})
"""Who was never told of an entity is not told of its end either: it would say that there was one."""
COVER_STEP_TMM = 1_000_000
"""What a reduced place covers beyond its square grows in steps of 100 m, so that it is no print of the exact shape."""


class Disclosed(NamedTuple):
    """Exactly the bytes that one recipient gets, made by this module alone.

    `says` is equal for two statements that differ only in version, salt and time of release; `content` is what
    stays at the originator's node of a view-only item (canonical bytes, empty for keep).
    """

    recipient: str
    entity: str
    kind: str
    action: str
    data: bytes
    entry: bytes
    says: Form
    content: bytes

    @property
    def form(self) -> bytes:
        """Hash of what is said and of what stays here: equal where the recipient would learn nothing new."""
        return _form_hash(self.says, self.content)


class Form(Record, frozen=True):
    """What a recipient is told of an entity, whenever and however urgently it is said: a statement without the rest.

    `action` is what the author did, not how this recipient was told: told again, a revalidation is the same to a late
    one.
    """

    schema: str
    room: str
    author: str
    recipient: str
    kind: str
    entity: str
    action: str
    mode: str = "keep"
    channel_class: str = "SAFETY"
    body: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Withheld:
    """Nothing goes to the recipient, and why."""

    recipient: str
    reasons: tuple[str, ...]


class Recipient(NamedTuple):
    """What disclosure needs to know of one recipient's log; `closed` says why nothing more goes into it."""

    version_next: int
    last_action: str
    salt: Callable[[], bytes]
    released_to: Callable[[Reference, str], bool]
    closed: str = ""


def disclose(
    line: OwnLine, release: Release, recipient: Recipient, now_ms: int, said: Said | None = None
) -> Disclosed | Withheld:
    """The form of `line` for `release.party`.

    `now_ms` is the time of release; `said` is the body of the line where it travels without it. The salt is drawn only
    when something is disclosed.
    """
    saying = line.saying
    if saying is None:
        return Withheld(release.party, ("this line says nothing to anybody",))
    if not recipient.last_action and saying.action in ENDING_ACTIONS:
        return Withheld(release.party, ("was never told",))
    if recipient.closed:
        return Withheld(release.party, (recipient.closed,))
    body = None
    if saying.action not in ("withdraw", "deleted"):
        body = _understood(saying) if said is None else said.body
        if body is None:
            return Withheld(release.party, (f"a {saying.kind} that is not understood here is not told",))
        if isinstance(body, Information):
            body = _without_unknown(body, release.party, recipient)
    decision = may_tell(line.author, release.party, saying.kind, body, recipient.released_to)
    if not decision.allowed:
        return Withheld(release.party, decision.reasons)
    shown, content = _form(body, release)
    encoded = said.encoded if said is not None and shown is body else _encoded(shown)
    return _sealed(line, saying, release, encoded, content, recipient, now_ms)


def _without_unknown(body: Information, party: str, recipient: Recipient) -> Information:
    """A report without references that its reader is not known to hold: they would tell that something exists."""
    held = tuple(one for one in body.refers_to if one.author == party or recipient.released_to(one, party))
    return body if held == body.refers_to else replace(body, refers_to=held, stix=_named_alone(body.stix))


def _named_alone(source: StixSource | None) -> StixSource | None:
    """The identifier of what a report was posted as, for who is told less than its text says."""
    return None if source is None else StixSource(id=source.id)


def _understood(saying: Saying) -> Body | None:
    try:
        return typed_body(saying.kind, saying.body)
    except MalformedMessage:
        return None


def _sealed(
    line: OwnLine,
    saying: Saying,
    release: Release,
    encoded: Encoded | None,
    content: bytes,
    recipient: Recipient,
    now_ms: int,
) -> Disclosed:
    body: Any = {} if encoded is None else encoded
    statement = Statement(
        schema=SCHEMA, room=line.room, author=line.author, recipient=release.party, post=saying.post,
        kind=saying.kind, entity=saying.entity, action=_action(saying, recipient), version=recipient.version_next,
        t_released_ms=now_ms, salt=recipient.salt().hex(), mode=release.mode, precedence=saying.precedence,
        channel_class=saying.channel_class, body=body,
    )  # fmt: skip
    # The body was looked at, and every other number in it is this node's own.
    data = encode_canonical(statement)
    says = Form(
        schema=SCHEMA, room=line.room, author=line.author, recipient=release.party, kind=saying.kind,
        entity=saying.entity, action=saying.action if saying.action in TELLING_ACTIONS else "",
        mode=release.mode, channel_class=saying.channel_class, body=body,
    )  # fmt: skip
    return Disclosed(
        recipient=release.party, entity=saying.entity, kind=saying.kind, action=statement.action, data=data,
        entry=entry_of(data), says=says, content=content,
    )  # fmt: skip


def _form_hash(says: Form, content: bytes) -> bytes:
    return hashlib.sha256(encode_canonical(says) + content).digest()


def first_form(data: bytes, content: bytes) -> bytes:
    """The form of the first statement about an entity in a recipient's log, from its bytes and what stayed here of it.

    `MalformedMessage` where they are no statement.
    """
    told = decode(Statement, data)
    says = Form(
        schema=told.schema, room=told.room, author=told.author, recipient=told.recipient, kind=told.kind,
        entity=told.entity, action=told.action if told.action in TELLING_ACTIONS else "", mode=told.mode,
        channel_class=told.channel_class, body=told.body,
    )  # fmt: skip
    return _form_hash(says, content)


def _encoded(shown: Body | None) -> Encoded | None:
    return None if shown is None else Encoded(canonical_record(shown, "body"))


def _action(saying: Saying, recipient: Recipient) -> Action:
    """A late recipient gets an establish: that there were earlier versions is not told."""
    if not recipient.last_action:
        return "establish"
    return saying.action if saying.action in TELLING_ACTIONS else "amend"


def _form(body: Body | None, release: Release) -> tuple[Body | None, bytes]:
    """The body as the recipient sees it, and the content that stays behind for a view-only item."""
    match body:
        case None:
            return None, b""
        case Site():
            return _site_form(body, release)
        case Information():
            return _information_form(body, release)
        case Notice() if body.intent is not None or body.constraint is not None:
            return _attested_form(body), b""
        case Notice() if release.mode == "view":
            kept = Notice(
                activity_class=body.activity_class, volumes=body.volumes, crew=body.crew,
                controlling_post=body.controlling_post, contact="", recurrence=body.recurrence,
                remarks=Text(lang=body.remarks.lang, text=""),
            )  # fmt: skip
            return kept, canonical({"contact": body.contact, "remarks": plain(body.remarks)})
        case _:
            return body, b""


def _attested_form(notice: Notice) -> Notice:
    """A reference without what its manager alone may know: whoever wants its version number asks the manager."""
    intent = notice.intent and replace(notice.intent, ovn="", subscription_id="", implicit=None)
    return replace(notice, intent=intent, constraint=notice.constraint and replace(notice.constraint, ovn=""))


def _site_form(site: Site, release: Release) -> tuple[Site, bytes]:
    """Precision per recipient; evidence and where a row came from never leave the author (S1)."""
    shown = replace(
        site,
        place=_reduced(site, release.precision),
        footprint=site.footprint if release.precision == "exact" else None,
        place_text=site.place_text if release.precision == "exact" else "",
        submitter="" if release.hide_submitter else site.submitter,
        custodian_may_warn=release.custodian_may_warn,
        evidence=(),
        source_ref="",
    )
    if release.mode == "keep":
        return shown, b""
    content = canonical({"function": shown.function, "marking": shown.marking, "submitter": shown.submitter})
    stub = replace(shown, function="", marking="", submitter="")
    return stub, content


def _information_form(body: Information, release: Release) -> tuple[Information, bytes]:
    """Precision per recipient; of a view-only report the words and the source's own grade stay at the originator."""
    shown = replace(body, place=_reduced(body, release.precision))
    if release.precision != "exact":
        shown = replace(shown, footprint=None, lower=None, upper=None)
    if release.precision != "exact" or release.mode == "view":
        shown = replace(shown, stix=_named_alone(body.stix))
    if release.mode == "keep":
        return shown, b""
    stub = replace(shown, text=Text(lang=body.text.lang, text=""), original=None)
    kept = {"text": plain(shown.text)}
    return stub, canonical(kept if shown.original is None else kept | {"original": plain(shown.original)})


def _reduced(site: Site | Information, precision: str) -> Place | None:
    """The place at the precision of a release, never finer than it is known, covering all that it stands for."""
    place = site.place
    if place is None or precision == "exact":
        return place
    as_district = "district" in (precision, place.precision)
    square = (to_district if as_district else to_cell)(place.lon_nd, place.lat_nd)
    radius_tmm = max(square.radius_tmm, place.radius_tmm)
    if place.precision == "exact":
        radius_tmm = min(square.radius_tmm + _cover_tmm(site, place), PLACE_RADIUS_TMM_MAX)
    return Place(
        lon_nd=square.lon_nd, lat_nd=square.lat_nd, radius_tmm=radius_tmm,
        precision="unknown" if place.precision == "unknown" else square.precision,
        how_obtained=place.how_obtained, admin_code=place.admin_code if as_district else "",
    )  # fmt: skip


def _cover_tmm(site: Site | Information, place: Place) -> int:
    """How far what is protected may reach from the exact place, in whole steps: it stays inside wherever that is."""
    reach_tmm = place.radius_tmm
    if site.footprint is not None:
        reach_tmm = max(reach_tmm, _reach_tmm(site.footprint, (place.lon_nd, place.lat_nd)))
    return -(-reach_tmm // COVER_STEP_TMM) * COVER_STEP_TMM


def _reach_tmm(footprint: Footprint, point: tuple[int, int]) -> int:
    outline = outline_of(footprint)
    middle = (round(outline.middle_lon * 1e9), round(outline.middle_lat * 1e9))
    return math.ceil((bearing_distance(point, middle)[1] + outline.reach_m) * 10_000)
