"""What this room asks of what a party says about areas, instruments, commitments and their bases; see `accepting`.

Everything is looked up in the party's own picture. It appends nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..errors import Refused
from ..geo.intersection import volumes_meet
from ..picture.agreed import Copy, Joint, Signed
from ..picture.area import AreaSignature, DesignatedArea
from ..picture.basis import BASED_KINDS, Basis, Reservation
from ..picture.commitment import (
    AT_ONCE_CODES,
    Commitment,
    CoverageStatement,
    Declaration,
    ExceptionFlight,
    ObservedFlight,
)
from ..picture.conflict import altitude_context
from ..picture.entity import Notice
from ..picture.instrument import Instrument, InstrumentDecision, InstrumentSignature
from ..picture.joint_text import content_hash
from ..picture.version import Version
from .areas import area_joint, copy_of, instrument_joint
from .command import Command
from .context import Room
from .inside import check_footprint
from .instruments import ending_of

ENDS = frozenset({"cancel", "close"})


# -- joint texts ------------------------------------------------------------------------------------------------


def refuse_area(room: Room, command: Command, body: DesignatedArea, last: Version | None) -> None:
    """Refuse an area outside the room, without its signatories, or edited without a new edition."""
    if command.action in ENDS:
        return
    check_footprint(room.charter.area, body.footprint, "area.footprint")
    if last is not None and isinstance(last.body, DesignatedArea) and last.body.area_id != body.area_id:
        raise Refused("the same name as before is expected", field="area.area_id", clause="R9")
    others = (one for one in room.view.of_kind("area") if isinstance(one.body, DesignatedArea))
    names = {one.key: one.body.area_id for one in others if isinstance(one.body, DesignatedArea)}
    _refuse_second(room, "area", names, body.area_id, last)
    _refuse_offer(room, command, body, last, area_joint(room, body.area_id))


def refuse_instrument(room: Room, command: Command, body: Instrument, last: Version | None) -> None:
    """Refuse an instrument without its signatories, or edited without a new edition."""
    if command.action in ENDS:
        return
    if (
        last is not None
        and isinstance(last.body, Instrument)
        and last.body.instrument_id != body.instrument_id
    ):
        raise Refused("the same name as before is expected", field="instrument.instrument_id", clause="R11")
    others = (one for one in room.view.of_kind("instrument"))
    names = {one.key: one.body.instrument_id for one in others if isinstance(one.body, Instrument)}
    _refuse_second(room, "instrument", names, body.instrument_id, last)
    _refuse_offer(room, command, body, last, instrument_joint(room, body.instrument_id))


def refuse_area_signature(room: Room, command: Command, body: AreaSignature, _: Version | None) -> None:
    """Refuse to sign what nobody offers, what does not name this party, or a second time."""
    _refuse_signature(room, command, body.hash, area_joint(room, body.area_id), "area_signature")


def refuse_instrument_signature(
    room: Room, command: Command, body: InstrumentSignature, _: Version | None
) -> None:
    """The same for an instrument."""
    _refuse_signature(
        room, command, body.hash, instrument_joint(room, body.instrument_id), "instrument_signature"
    )


def next_edition(room: Room, held: Joint, last: Version | None) -> int:
    """The least edition that this party may give a text: above all that it offered, or signed, itself.

    It counts what this party said and nothing else, so it tells nobody of texts that were not released to them.
    """
    said = [copy.edition for copy in held.copies if _is_own(room, copy)]
    offered = getattr(last.body, "edition", 0) if last is not None else 0
    return max((*said, offered), default=0) + 1


def _is_own(room: Room, copy: Copy) -> bool:
    mine = copy.offer.author == room.party or room.party in copy.offered_by
    return mine or any(one.party == room.party for one in copy.signed)


def _refuse_second(room: Room, kind: str, names: dict[str, str], name: str, last: Version | None) -> None:
    """One version of a name from one party: a second one beside it would be two answers to one question."""
    for key, given in names.items():
        one = room.view.picture.entities[key]
        if (
            given == name
            and one.author == room.party
            and one.action not in ENDS
            and one.key != (last and last.key)
        ):
            raise Refused("this party has said one already: amend it", field=f"{kind}.{kind}_id", clause="R9")


def _refuse_offer(
    room: Room, command: Command, body: DesignatedArea | Instrument, last: Version | None, held: Joint
) -> None:
    kind = command.kind
    parties = {party.id for party in room.charter.parties}
    if not set(body.signatories) <= parties:
        raise Refused(
            f"each of {', '.join(sorted(parties))} at most once expected", field=f"{kind}.signatories"
        )
    if last is not None and content_hash(kind, last.body) == content_hash(kind, body):  # type: ignore[arg-type]
        return
    least = next_edition(room, held, last)
    if body.edition < least:
        raise Refused(f"edition {least} or higher expected", field=f"{kind}.edition", clause="R9")
    _refuse_missing(room, command, body.signatories)


def _refuse_missing(room: Room, command: Command, signatories: Collection[str]) -> None:
    """A text and its signatures go to all whom the text names: what one of them signs is no secret from another."""
    told = {one.party for one in command.releases}
    missing = [party for party in signatories if party not in told and party != room.party]
    if missing:
        raise Refused(f"a release to {', '.join(missing)} is expected", field="recipients", clause="R9")


def _refuse_signature(room: Room, command: Command, digest: str, held: Joint, kind: str) -> None:
    if command.action in ENDS:
        return
    copy = copy_of(held, digest)
    if copy is None or not copy.offered_by:
        raise Refused("a text that is offered here now is expected", field=f"{kind}.hash", clause="R9")
    if room.party not in copy.signatories:
        raise Refused("the text names other signatories", field=f"{kind}.hash", clause="R9")
    if room.party not in copy.missing:
        raise Refused("this party has signed it", field=f"{kind}.hash", clause="R9")
    if held.in_force is not None and held.in_force.edition >= copy.edition:
        raise Refused("a later edition stands agreed", field=f"{kind}.hash", clause="R9")
    _refuse_missing(room, command, copy.signatories)
    own = {one.party for one in copy.offer.releases} if copy.offer.author == room.party else set()
    strangers = {one.party for one in command.releases} - set(copy.signatories) - own
    if strangers:
        raise Refused(
            f"{', '.join(sorted(strangers))}: only signatories are told", field="recipients", clause="R9"
        )


def refuse_decision(room: Room, command: Command, body: InstrumentDecision, last: Version | None) -> None:
    """Refuse a decision by who did not sign, about another end than the next, or after it."""
    if command.action in ENDS:
        return
    held = instrument_joint(room, body.instrument_id)
    copy = copy_of(held, body.hash)
    if copy is None:
        raise Refused(
            "a text that is offered here now is expected", field="instrument_decision.hash", clause="R11"
        )
    signed: list[Signed] = [one for one in copy.signed if one.party == room.party and not one.taken_back]
    if not signed:
        raise Refused("only who signed it decides", field="instrument_decision.hash", clause="R11")
    ends = ending_of(room, copy)
    if body.end_ms != ends.end_ms:
        raise Refused(
            "another end: the next one is expected", field="instrument_decision.end_ms", clause="R11"
        )
    if last is None and any(one.author == room.party for one in ends.decided):
        raise Refused(
            "this party has said one already: amend it", field="instrument_decision.what", clause="R11"
        )
    _refuse_missing(room, command, copy.signatories)


# -- commitments ------------------------------------------------------------------------------------------------


def refuse_commitment(room: Room, command: Command, body: Commitment, _: Version | None) -> None:
    """Refuse a commitment outside the room, or for a time that is over."""
    if command.action in ENDS:
        return
    check_footprint(room.charter.area, body.volume.footprint, "commitment.volume.footprint")
    if body.volume.until_ms < room.clock.now_ms():
        raise Refused("a window that has not ended is expected", field="commitment.volume.until_ms")


def refuse_exception(room: Room, command: Command, body: ExceptionFlight, _: Version | None) -> None:
    """Refuse an exception that the commitment does not list, or without a notice that lies in it."""
    if command.action in ENDS:
        return
    commitment = _own_commitment(room, body.about.key, "exception")
    _refuse_unlisted(commitment, body.code, "exception")
    notice = room.view.picture.entities.get(body.notice.key)
    if notice is None or notice.author != room.party or not isinstance(notice.body, Notice):
        raise Refused("a notice of this party is expected", field="exception.notice", clause="R10")
    context = altitude_context(room.charter)
    if not any(volumes_meet(one, commitment.volume, context) for one in notice.body.volumes):
        raise Refused(
            "a notice that meets the commitment is expected", field="exception.notice", clause="R10"
        )


def refuse_declaration(room: Room, command: Command, body: Declaration, _: Version | None) -> None:
    """Refuse a declaration of what may not be declared afterwards, or of what has not happened."""
    if command.action in ENDS:
        return
    commitment = _own_commitment(room, body.about.key, "declaration")
    _refuse_unlisted(commitment, body.code, "declaration")
    if body.code not in AT_ONCE_CODES:
        expected = ", ".join(sorted(AT_ONCE_CODES))
        raise Refused(
            f"one of {expected} expected: others need a notice before", field="declaration.code", clause="R10"
        )
    _refuse_future(room, body.volume.until_ms, "declaration")
    if volumes_meet(body.volume, commitment.volume, altitude_context(room.charter)) is None:
        raise Refused(
            "a volume that meets the commitment is expected", field="declaration.volume", clause="R10"
        )


def refuse_flight(room: Room, command: Command, body: ObservedFlight, _: Version | None) -> None:
    """Refuse a flight outside the room, or one that has not been."""
    if command.action in ENDS:
        return
    check_footprint(room.charter.area, body.volume.footprint, "observed_flight.volume.footprint")
    _refuse_future(room, body.volume.until_ms, "observed_flight")


def refuse_statement(room: Room, command: Command, body: CoverageStatement, last: Version | None) -> None:
    """Refuse a statement on what is no observed flight here, or a second one beside the first."""
    if command.action in ENDS:
        return
    flight = room.view.picture.entities.get(body.about.key)
    if flight is None or not isinstance(flight.body, ObservedFlight):
        raise Refused("an observed flight is expected", field="coverage_statement.about", clause="R10")
    stated = any(
        one.kind == "coverage_statement" and one.author == room.party and one.action not in ENDS
        for one in room.view.replies_about(body.about.key)
    )
    if last is None and stated:
        raise Refused(
            "this party has said one already: amend it", field="coverage_statement.about", clause="R10"
        )
    if body.notice is not None:
        notice = room.view.picture.entities.get(body.notice.key)
        if notice is None or notice.author != room.party or not isinstance(notice.body, Notice):
            raise Refused(
                "a notice of this party is expected", field="coverage_statement.notice", clause="R10"
            )
        _refuse_untold(notice, command)


def _refuse_untold(notice: Version, command: Command) -> None:
    """Who was not told of the notice could not be told of a word that names it either."""
    told = {one.party for one in notice.releases}
    missing = sorted({one.party for one in command.releases} - told)
    if missing:
        reason = f"a notice that is released to {', '.join(missing)} is expected"
        raise Refused(reason, field="coverage_statement.notice", clause="R10")


def _own_commitment(room: Room, key: str, kind: str) -> Commitment:
    version = room.view.picture.entities.get(key)
    if version is None or version.author != room.party or not isinstance(version.body, Commitment):
        raise Refused("a commitment of this party is expected", field=f"{kind}.about", clause="R10")
    if version.action in ENDS:
        raise Refused("it has ended", field=f"{kind}.about", clause="R10")
    return version.body


def _refuse_unlisted(commitment: Commitment, code: str, kind: str) -> None:
    if code not in commitment.exceptions:
        expected = ", ".join(commitment.exceptions) or "no exception"
        raise Refused(f"one of {expected} expected", field=f"{kind}.code", clause="R10")


def _refuse_future(room: Room, until_ms: int, kind: str) -> None:
    if until_ms > room.clock.now_ms():
        raise Refused("a moment that has passed is expected", field=f"{kind}.volume.until_ms", clause="R10")


# -- bases ------------------------------------------------------------------------------------------------------


def refuse_basis(room: Room, command: Command, body: Basis, last: Version | None) -> None:
    """Refuse a basis of what is not this party's own, or a second one beside the first."""
    _refuse_beside(room, command, body, last, own=True)


def refuse_reservation(room: Room, command: Command, body: Reservation, last: Version | None) -> None:
    """Refuse a reservation beside this party's own words, or a second one beside the first."""
    _refuse_beside(room, command, body, last, own=False)


def _refuse_beside(room: Room, command: Command, body: Any, last: Version | None, *, own: bool) -> None:
    if command.action in ENDS:
        return
    kind = command.kind
    item = room.view.picture.entities.get(body.about.key)
    if item is None or item.kind not in BASED_KINDS or (item.author == room.party) != own:
        expected = "something of this party is expected" if own else "something of another party is expected"
        raise Refused(expected, field=f"{kind}.about", clause="R15")
    said = any(
        one.kind == kind and one.author == room.party and one.action not in ENDS
        for one in room.view.replies_about(body.about.key)
    )
    if last is None and said:
        raise Refused("this party has said one already: amend it", field=f"{kind}.about", clause="R15")


ACCEPT: dict[str, Any] = {
    "area": refuse_area,
    "area_signature": refuse_area_signature,
    "instrument": refuse_instrument,
    "instrument_signature": refuse_instrument_signature,
    "instrument_decision": refuse_decision,
    "commitment": refuse_commitment,
    "exception": refuse_exception,
    "declaration": refuse_declaration,
    "observed_flight": refuse_flight,
    "coverage_statement": refuse_statement,
    "basis": refuse_basis,
    "reservation": refuse_reservation,
}
