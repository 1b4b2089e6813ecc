"""What a machine posts is said by its party, each object for itself and to whom its marking names alone (R19).

A batch is one transaction: each object is taken whole or refused with the reason, and none of it before all of it is on
disk. The same version again says nothing and is no error. What an object is and to whom it goes was read before
(`protocols/stix/codec/posted`); here stands what hangs on what this party has said already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..errors import NotPermitted, Refused
from ..picture.exchange import Offer, StixObject, moment_of
from ..picture.information import Information, Opinion
from ..picture.statement import Release
from ..picture.version import Version
from ..record import decode, encode_canonical, replace
from .command import Command
from .context import Room
from .exchange import read_here
from .information import CHANNEL
from .ports import Wanted
from .posts import require_post
from .release import Outcome
from .submit import prepare, submit


class Taken(NamedTuple):
    """What became of an offer: `why` is empty where it was taken, `note` says what else there is to know."""

    offer: Offer
    why: str = ""
    note: str = ""


class Answered(NamedTuple):
    """What an object is called in the answer, and what there is to say about it."""

    id: str
    version: str
    note: str = ""


class Posted(NamedTuple):
    """What became of all that was posted at once."""

    taken: list[Answered]
    not_taken: list[Answered]


def take(room: Room, offers: Sequence[Offer], post: str, operator: str) -> list[Taken]:
    """Say each offer, in their order, inside the caller's transaction; one answer for each."""
    require_post("inform", post)
    return [_take(room, offer, post, operator) for offer in offers]


def _take(room: Room, offer: Offer, post: str, operator: str) -> Taken:
    last = room.view.picture.get(f"{room.party}/{offer.entity}")
    if last is not None and last.kind != offer.kind:
        return Taken(offer, f"id: a {last.kind} of this party has this name")
    if offer.kind != "stix_object":
        return _take_report(room, offer, last, post, operator)
    if last is not None and last.action != "cancel":
        assert isinstance(last.body, StixObject)
        assert isinstance(offer.body, StixObject)
        if _same_text(last.body.text, offer.body.text):
            return Taken(offer, note="held already")
        return Taken(offer, "modified: another content was said for this version")
    if offer.head.type == "marking-definition" and last is None and said_markings(room, [offer.head.stix_id]):
        return Taken(offer, "created: a marking definition has one version")
    return _say(room, offer, "establish", post, operator)


def _take_report(room: Room, offer: Offer, last: Version | None, post: str, operator: str) -> Taken:
    """A report or an opinion of the room: a later version amends it, or ends it where it is revoked."""
    if last is None or last.action == "cancel":
        if last is None and not offer.ends:
            return _say(room, offer, "establish", post, operator)
        return Taken(offer, "" if offer.ends and last is not None else "revoked: this report was ended")
    held, body = last.body, offer.body
    assert isinstance(held, Information | Opinion)
    assert isinstance(body, Information | Opinion)
    if not offer.ends and _is_held(held, body):
        return Taken(offer, note="held already")
    if moment_of(offer.head.version) <= moment_of(held.stix.version if held.stix is not None else ""):
        return Taken(offer, "modified: a later version than the one that is held expected")
    return _say(room, offer, "cancel" if offer.ends else "amend", post, operator, last)


def _is_held(held: Information | Opinion, offered: Information | Opinion) -> bool:
    """Whether it was said already: the same version of the same text, or this room's own words coming back."""
    assert offered.stix is not None
    if held.stix is None or not held.stix.text:
        return replace(held, stix=None) == replace(offered, stix=None)
    return held.stix.version == offered.stix.version and _same_text(held.stix.text, offered.stix.text)


def _say(
    room: Room, offer: Offer, action: str, post: str, operator: str, last: Version | None = None
) -> Taken:
    releases = tuple(Release(party=one) for one in offer.parties)
    if action == "cancel" and last is not None:
        releases = last.releases
    command = Command(
        kind=offer.kind, action=action, post=post, operator=operator, body=offer.body,  # type: ignore[arg-type]
        entity=offer.entity, releases=releases, channel_class=CHANNEL,
    )  # fmt: skip
    try:
        # A foreign object is what stands in its text, or it would not be offered.
        done = submit(room, prepare(room, command, is_seen=offer.kind == "stix_object"))
    except Refused as error:
        return Taken(offer, str(error))
    return Taken(offer, note=_withheld(done.outcomes))


def _withheld(outcomes: Iterable[Outcome]) -> str:
    """To whom it was not told although it was to be."""
    return "; ".join(
        f"not told to {one.party}: {', '.join(one.reasons)}" for one in outcomes if one.leaf is None
    )


def _same_text(held: str, offered: str) -> bool:
    """Whether two texts are the same object: byte for byte, or but for spaces and the order of members."""
    return held == offered or _sorted(held) == _sorted(offered)


def _sorted(text: str) -> bytes:
    return encode_canonical(decode(dict[str, object], text))


def said_markings(room: Room, ids: Iterable[str]) -> Mapping[str, str]:
    """Texts of the marking definitions that this party has posted and not taken back, of those asked for."""
    found: dict[str, str] = {}
    for id in ids:
        for key in room.view.standings.about(id):
            version = room.view.picture.entities.get(key)
            if version is None or version.author != room.party or version.action == "cancel":
                continue
            if isinstance(version.body, StixObject):
                found[id] = version.body.text
    return found


def reports_called(room: Room, ids: Iterable[str]) -> Mapping[str, str]:
    """Keys of reports of other parties, by the identifiers that machines know them by, of those asked for."""
    found: dict[str, str] = {}
    for id in ids:
        for party in room.charter.others(room.party):
            for row in room.store.exchanged(read_here(party), Wanted(ids=(id,), limit=1)):
                version = room.view.picture.get(row.entity)
                if version is not None and version.kind == "information":
                    found[id] = row.entity
    return found


def delete(room: Room, entities: Iterable[str], post: str, operator: str) -> int:
    """Take back own objects and reports for all who were told; returns how many. What was taken back is passed over.

    Refuses, and takes nothing back, where something else of this party is among them.
    """
    require_post("inform", post)
    found = [room.view.picture.get(f"{room.party}/{entity}") for entity in entities]
    for last in found:
        if last is None or last.kind not in ("stix_object", "information"):
            raise NotPermitted("what a machine may have posted is expected", field="id")
    standing = [last for last in found if last is not None and last.action != "cancel"]
    for last in standing:
        submit(room, Command(
            kind=last.kind, action="cancel", post=post, operator=operator, entity=last.entity, releases=last.releases,
            channel_class=CHANNEL,
        ))  # fmt: skip
    return len(standing)
