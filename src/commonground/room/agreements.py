"""What a post does with areas, agreed texts, commitments and bases: each is one statement (R9, R10, R11, R15).

A text gets its edition here, and a signature goes to all whom the text names; what may not be said is refused by
`agreed_rules`. Every command needs a transaction.
"""

from __future__ import annotations

from ..errors import Refused
from ..picture.agreed import Copy, Joint
from ..picture.area import AreaSignature, DesignatedArea
from ..picture.basis import Basis, Reservation
from ..picture.blocks import Body, Reference, Text
from ..picture.commitment import Commitment, CoverageStatement, Declaration, ExceptionFlight, ObservedFlight
from ..picture.instrument import Instrument, InstrumentDecision, InstrumentSignature, WhatDecided
from ..picture.statement import Action, ChannelClass, Release
from ..picture.version import Version
from ..record import replace
from .agreed_rules import next_edition
from .areas import area_joint, copy_of, instrument_joint
from .context import Room
from .instruments import ending_of
from .posts import require_post
from .submit import Command, Submitted, submit

POSTED: dict[str, str] = {
    "area": "offer_text", "instrument": "offer_text", "area_signature": "sign_text",
    "instrument_signature": "sign_text", "instrument_decision": "sign_text", "commitment": "commit",
    "exception": "commit", "declaration": "commit", "observed_flight": "observe", "coverage_statement": "observe",
    "basis": "declare_basis", "reservation": "declare_basis",
}  # fmt: skip
"""What a post must be allowed to do to say each kind."""
CHANNELS: dict[str, ChannelClass] = {
    "basis": "LIAISON", "reservation": "LIAISON", "exception": "SAFETY", "observed_flight": "SAFETY",
}  # fmt: skip


def offer_area(room: Room, body: DesignatedArea, to: tuple[str, ...], post: str, operator: str) -> Submitted:
    """Offer a version of an area, or edit the one that this party offers under that name; it gets a new edition."""
    last = _own_offer(room, "area", body.area_id)
    edition = next_edition(room, area_joint(room, body.area_id), last)
    return _offer(room, "area", replace(body, edition=edition), body.signatories, last, to, post, operator)


def offer_instrument(
    room: Room, body: Instrument, to: tuple[str, ...], post: str, operator: str
) -> Submitted:
    """Offer a copy of an agreed text, or edit the one that this party offers under that name."""
    last = _own_offer(room, "instrument", body.instrument_id)
    edition = next_edition(room, instrument_joint(room, body.instrument_id), last)
    return _offer(
        room, "instrument", replace(body, edition=edition), body.signatories, last, to, post, operator
    )


def sign_area(room: Room, area_id: str, digest: str, post: str, operator: str) -> Submitted:
    """Sign the text of an area that has this hash; all its signatories are told."""
    body = AreaSignature(area_id=area_id, hash=digest)
    return _say(room, "area_signature", body, _told(room, area_joint(room, area_id), digest), post, operator)


def sign_instrument(room: Room, instrument_id: str, digest: str, post: str, operator: str) -> Submitted:
    """Sign the copy of an instrument that has this hash; all its signatories are told."""
    body = InstrumentSignature(instrument_id=instrument_id, hash=digest)
    told = _told(room, instrument_joint(room, instrument_id), digest)
    return _say(room, "instrument_signature", body, told, post, operator)


def take_back(room: Room, key: str, post: str, operator: str) -> Submitted:
    """Take back one's own signature, offer, commitment, flight or word: it is said, and nothing is removed."""
    version = room.view.get(key)
    if version.author != room.party or version.kind not in POSTED:
        raise Refused("something of this party is expected", field="key")
    require_post(POSTED[version.kind], post)
    return submit(room, Command(
        kind=version.kind, action="cancel", post=post, operator=operator, entity=version.entity,
        releases=version.releases, channel_class=_channel(version.kind),
    ))  # fmt: skip


def decide(
    room: Room, instrument_id: str, digest: str, what: WhatDecided, until_ms: int, text: Text | None, post: str,
    operator: str,
) -> Submitted:  # fmt: skip
    """Decide of the next end of an instrument: go on until a moment, or end at one. Said again, it is amended."""
    copy = _held(instrument_joint(room, instrument_id), digest)
    ends = ending_of(room, copy)
    body = InstrumentDecision(
        instrument_id=instrument_id,
        hash=digest,
        what=what,
        end_ms=ends.end_ms,
        until_ms=until_ms,
        text=_given(text),
    )
    own = next((one for one in ends.decided if one.author == room.party), None)
    return _say(room, "instrument_decision", body, _signatories(room, copy), post, operator, own)


def commit(
    room: Room, body: Commitment, to: tuple[str, ...], post: str, operator: str, key: str = ""
) -> Submitted:
    """Commit this party to stand down in a volume, or amend what it committed itself to."""
    last = _own(room, key, "commitment") if key else None
    return _say(room, "commitment", body, to, post, operator, last)


def except_flight(
    room: Room, key: str, code: str, notice: str, text: Text | None, post: str, operator: str
) -> Submitted:
    """Name the notice of a flight under an exception to one's own commitment; who has the commitment is told."""
    commitment = _own(room, key, "commitment")
    body = ExceptionFlight(
        about=_reference(commitment), code=code, notice=_reference(room.view.get(notice)), text=_given(text),  # type: ignore[arg-type]
    )  # fmt: skip
    return _say(room, "exception", body, _recipients(commitment), post, operator)


def declare(room: Room, key: str, body: Declaration, post: str, operator: str) -> Submitted:
    """Declare a flight after it was flown, under an exception to one's own commitment."""
    commitment = _own(room, key, "commitment")
    said = replace(body, about=_reference(commitment), proportionality=_given(body.proportionality))
    return _say(room, "declaration", said, _recipients(commitment), post, operator)


def observe(room: Room, body: ObservedFlight, to: tuple[str, ...], post: str, operator: str) -> Submitted:
    """Report a flight that was observed."""
    return _say(room, "observed_flight", body, to, post, operator)


def state(room: Room, key: str, body: CoverageStatement, post: str, operator: str) -> Submitted:
    """Say what this party holds of an observed flight: to the observer, or to all whom it told if it is its own."""
    flight = room.view.get(key)
    said = replace(body, about=_reference(flight))
    own = next(
        (
            one
            for one in room.view.replies_about(key)
            if one.kind == "coverage_statement" and one.author == room.party and one.action != "cancel"
        ),
        None,
    )
    to = _recipients(flight) if flight.author == room.party else (flight.author,)
    return _say(room, "coverage_statement", said, to, post, operator, own)


def put_beside(
    room: Room, key: str, text: Text, authority: Text | None, post: str, operator: str
) -> Submitted:
    """Put a basis beside something of one's own, or a reservation beside something of another party."""
    item = room.view.get(key)
    own = item.author == room.party
    kind = "basis" if own else "reservation"
    body: Basis | Reservation = (
        Basis(about=_reference(item), text=text, authority=authority or Text(lang=text.lang, text=""))
        if own
        else Reservation(about=_reference(item), text=text)
    )
    last = next(
        (
            one
            for one in room.view.replies_about(key)
            if one.kind == kind and one.author == room.party and one.action != "cancel"
        ),
        None,
    )
    return _say(room, kind, body, _recipients(item) if own else (item.author,), post, operator, last)


# -- parts ------------------------------------------------------------------------------------------------------


def _offer(
    room: Room,
    kind: str,
    body: Body,
    signatories: tuple[str, ...],
    last: Version | None,
    to: tuple[str, ...],
    post: str,
    operator: str,
) -> Submitted:
    """An offer goes to all whom the text names, whoever else is told."""
    named = dict.fromkeys((*(one for one in signatories if one != room.party), *to))
    return _say(room, kind, body, tuple(named), post, operator, last)


def _say(
    room: Room,
    kind: str,
    body: Body,
    to: tuple[str, ...],
    post: str,
    operator: str,
    last: Version | None = None,
) -> Submitted:
    require_post(POSTED[kind], post)
    action: Action = "establish" if last is None else "amend"
    return submit(room, Command(
        kind=kind, action=action, post=post, operator=operator, body=body, channel_class=_channel(kind),
        entity="" if last is None else last.entity, releases=tuple(Release(party=party) for party in to),
    ))  # fmt: skip


def _channel(kind: str) -> ChannelClass:
    return CHANNELS.get(kind, "CEASEFIRE")


def _own_offer(room: Room, kind: str, name: str) -> Version | None:
    """The version that this party offers under a name now."""
    for one in room.view.of_kind(kind):
        body = one.body
        given = body.area_id if isinstance(body, DesignatedArea) else getattr(body, "instrument_id", "")
        if one.author == room.party and given == name and one.action != "cancel":
            return one
    return None


def _held(held: Joint, digest: str) -> Copy:
    copy = copy_of(held, digest)
    if copy is None:
        raise Refused("a text that is offered here now is expected", field="hash", clause="R9")
    return copy


def _told(room: Room, held: Joint, digest: str) -> tuple[str, ...]:
    """Signatories, and of one's own text all who have it."""
    copy = _held(held, digest)
    own = _recipients(copy.offer) if copy.offer.author == room.party else ()
    return tuple(dict.fromkeys((*_signatories(room, copy), *own)))


def _signatories(room: Room, copy: Copy) -> tuple[str, ...]:
    return tuple(party for party in copy.signatories if party != room.party)


def _recipients(version: Version) -> tuple[str, ...]:
    return tuple(one.party for one in version.releases)


def _own(room: Room, key: str, kind: str) -> Version:
    version = room.view.get(key)
    if version.author != room.party or version.kind != kind:
        raise Refused(f"a {kind} of this party is expected", field="key")
    return version


def _reference(version: Version) -> Reference:
    return Reference(author=version.author, entity=version.entity)


def _given(text: Text | None) -> Text | None:
    return text if text is not None and text.text.strip() else None
