"""Objects that a machine posts, read strictly: what the room has no place for, and what each one becomes (R19).

Each object stays the bytes that it came as. It is refused by itself, with its identifier and the member that is wrong:
what is no object, what holds a member twice, what section 8 rules out, what the room itself says under that name. A
report with the extension *Graded report* becomes a report of the room, and takes what it points
at and came with it along; everything else is kept as it is. Whom an object is told is read in `permitted`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from commonground.errors import MalformedMessage, Refused
from commonground.picture.exchange import Head, Offer, entity_of, head_of, object_of
from commonground.picture.information import Information, StixSource
from commonground.record import Encoded, Foreign, decode, replace

from .held import Held, extension
from .names import REPORT_EXTENSION, Object, definitions, tlp_marking
from .names import TLP as TLP_IDS
from .permitted import Markings
from .read import LEFT_OUT_TYPES, report_of, ruled_out
from .reader import Reader, identity

OBJECTS_MAX = 100_000
PART_TYPES = frozenset({"location", "incident", "sighting", "relationship"})
"""What a graded report points at and takes along."""
PATTERN_TYPES = tuple(f"{one}:" for one in LEFT_OUT_TYPES)


class _Envelope(Foreign, frozen=True):
    objects: list[Encoded] = []


@dataclass(frozen=True, slots=True)
class Parsed:
    """An object of an envelope: its head, its text as it came, and what stands in it."""

    number: int
    head: Head
    text: str
    value: Object


@dataclass(frozen=True, slots=True)
class NotTaken:
    """An object that was not taken, with the member that is wrong and the reason."""

    number: int
    id: str
    version: str
    why: str


@dataclass(slots=True)
class Read:
    """What an envelope holds; `held` are objects that the room says by itself, word for word."""

    parsed: list[Parsed] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    held: list[Parsed] = field(default_factory=list)
    not_taken: list[NotTaken] = field(default_factory=list)


def envelope_texts(data: bytes, bytes_max: int) -> list[bytes]:
    """The objects of a TAXII envelope, each as the bytes that it came as (TAXII 2.1 section 3.7).

    `MalformedMessage` where it is no envelope, or is longer or deeper than is read.
    """
    objects = [bytes(one) for one in decode(_Envelope, data, bytes_max=bytes_max).objects]
    if len(objects) > OBJECTS_MAX:
        raise MalformedMessage(f"at most {OBJECTS_MAX} objects expected", field="objects", clause="limits")
    if not objects:
        raise MalformedMessage("at least one object expected", field="objects", clause="TAXII 2.1 5.5")
    _members(_frame(data, objects))  # a parser takes the last of two members of one name
    return objects


def _frame(data: bytes, objects: Sequence[bytes]) -> bytes:
    """The envelope with a number in the place of each object."""
    parts, at = [], 0
    for one in objects:
        found = data.index(one, at)
        parts.append(data[at:found])
        at = found + len(one)
    return b"0".join((*parts, data[at:]))


def parse_objects(texts: Sequence[bytes]) -> Read:
    """Read each object by itself; what cannot be one is named with the reason."""
    read = Read()
    for number, text in enumerate(texts):
        try:
            head = head_of(text)
            value = _members(text)
            _refuse_ruled_out(value)
        except Refused as error:
            read.not_taken.append(NotTaken(number, *_name(text, number), str(error)))
        else:
            read.parsed.append(Parsed(number, head, text.decode(), value))
    return read


def wanted_markings(read: Read) -> set[str]:
    """Markings that objects name: what was said of them before goes before what comes now."""
    found: set[str] = set()
    for one in read.parsed:
        with suppress(Refused):  # said when the object is looked at
            found.update(Markings.named(one.value))
    return found


def offer_objects(read: Read, reader: Reader, said: Mapping[str, Object]) -> Read:
    """What each object becomes and to whom it goes; `said` are markings that this party posted before, by identifier.

    Adds to what was read, and returns it.
    """
    markings = Markings(reader, {one.head.stix_id: one.value for one in reversed(read.parsed)} | dict(said))
    own = _own_words(reader)
    graded, taken = _graded(read, reader, markings)
    refused = {one.number for one in read.not_taken}
    for one in read.parsed:
        if one.number in refused:
            continue
        if one.head.stix_id in own:
            _hold_to(read, one, own[one.head.stix_id])
        elif one.number in graded:
            read.offers.append(graded[one.number])
        elif one.number in taken:
            read.held.append(one)
        else:
            _keep(read, one, markings)
    return read


def _keep(read: Read, one: Parsed, markings: Markings) -> None:
    try:
        parties = markings.parties_of(one.value)
    except Refused as error:
        read.not_taken.append(_not_taken(one, str(error)))
        return
    read.offers.append(
        Offer(
            one.number, one.head, "stix_object", entity_of(one.head.stix_id, one.head.version),
            object_of(one.text, one.head), parties,
        )
    )  # fmt: skip


def _not_taken(one: Parsed, why: str) -> NotTaken:
    return NotTaken(one.number, one.head.stix_id, one.head.version, why)


# -- graded reports ---------------------------------------------------------------------------------------------------


def _graded(read: Read, reader: Reader, markings: Markings) -> tuple[dict[int, Offer], set[int]]:
    """Reports of the room among the objects, and the numbers of what they take along; failures are noted."""
    reports = [one for one in read.parsed if _is_graded(one)]
    offers, taken = dict[int, Offer](), set[int]()
    if not reports:
        return offers, taken
    by_id = {one.head.stix_id: one for one in read.parsed}
    words = [one for one in read.parsed if one.head.type == "language-content"]
    for one in reports:
        try:
            parts = list(_parts(one, by_id, words))
            offers[one.number] = _offer(one, parts, reader, markings)
            taken |= {part.number for part in parts}
        except Refused as error:
            read.not_taken.append(_not_taken(one, str(error)))
    return offers, taken


def _is_graded(one: Parsed) -> bool:
    return one.head.type == "report" and bool(extension(one.value, REPORT_EXTENSION))


def _parts(report: Parsed, by_id: Mapping[str, Parsed], words: Sequence[Parsed]) -> Iterator[Parsed]:
    """What a report is made of beside itself: its places, its incident, and all of it in other languages."""
    refs = report.value.get("object_refs", [])
    if not isinstance(refs, list):
        raise Refused("a list of identifiers expected", field="object_refs")
    parts = {report.head.stix_id}
    for number, ref in enumerate(refs):
        if not isinstance(ref, str) or ref.partition("--")[0] not in PART_TYPES or ref in parts:
            continue
        if ref not in by_id:
            raise Refused("an object of the same envelope expected", field=f"object_refs[{number}]")
        parts.add(ref)
        yield by_id[ref]
    yield from (one for one in words if one.value.get("object_ref") in parts)


def _offer(one: Parsed, parts: Sequence[Parsed], reader: Reader, markings: Markings) -> Offer:
    """A part that is marked for fewer parties keeps the report from the others; one without a marking goes with it."""
    parties = markings.parties_of(one.value)
    for part in parts:
        if markings.are_named(part.value):
            parties = tuple(party for party in markings.parties_of(part.value) if party in parties)
    held = Held()
    for part in (one, *parts):
        held.keep_latest(part.value)
    held.join()
    body = replace(report_of(one.value, held), stix=_source(one, parts))
    entity = _own_entity(one.value, reader) or entity_of(one.head.stix_id, "").replace("X-", "I-", 1)
    for part in (one, *parts):
        if not isinstance(part.value.get("created"), str):
            raise Refused("a time of creation expected", field=f"{part.head.stix_id}.created")
    revoked = one.value.get("revoked", False)
    if not isinstance(revoked, bool):
        raise Refused("true or false expected", field="revoked")
    return Offer(one.number, one.head, "information", entity, body, parties, ends=revoked)


def _source(one: Parsed, parts: Sequence[Parsed]) -> StixSource:
    return StixSource(
        id=one.head.stix_id, version=one.head.version, text=one.text, parts=tuple(part.text for part in parts)
    )


def _own_entity(report: Object, reader: Reader) -> str:
    """The entity of a report that this room wrote and that comes back; empty for any other."""
    for one in report.get("external_references", []) or []:
        key = one.get("external_id") if isinstance(one, dict) else None
        if isinstance(key, str) and one.get("source_name") == "commonground":
            author, _, entity = key.partition("/")
            if author == reader.party and reader.id("report", author, entity) == report["id"]:
                return entity
    return ""


def same_report(held: Information, offered: Information) -> bool:
    """Whether a report says what is held already, whichever text it came as."""
    return replace(held, stix=None) == replace(offered, stix=None)


# -- what is read strictly --------------------------------------------------------------------------------------------


def _own_words(reader: Reader) -> dict[str, Object]:
    """What the room says by itself, by identifier: its parties, its extensions, TLP."""
    parties = (identity(reader, party.id) for party in reader.charter.parties)
    said = (*definitions(), *(tlp_marking(level) for level in TLP_IDS), *parties)
    return {one["id"]: one for one in said}


def _hold_to(read: Read, one: Parsed, own: Object) -> None:
    if one.value == own:
        read.held.append(one)
    else:
        wrong = next(name for name in sorted({*one.value, *own}) if one.value.get(name) != own.get(name))
        read.not_taken.append(_not_taken(one, f"{wrong}: what is published under this identifier expected"))


def _refuse_ruled_out(value: Object) -> None:
    why = ruled_out(value)
    if why:
        raise Refused(why, field="type", clause="section 8")
    if value["type"] == "bundle":
        raise Refused("objects are expected, not a bundle of them", field="type")
    pattern = value.get("pattern")
    if isinstance(pattern, str) and any(one in pattern for one in PATTERN_TYPES):
        raise Refused(
            "a pattern over accounts or addresses is not taken", field="pattern", clause="section 8"
        )


class _Twice(ValueError):
    """A member stands twice."""


def _once(pairs: list[tuple[str, Any]]) -> Object:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


_decode: Callable[[str], Any] = json.JSONDecoder(object_pairs_hook=_once).decode


def _members(text: bytes) -> Object:
    """What stands in a text that was seen to be JSON and shallow; a member that stands twice is refused."""
    try:
        value: Object = _decode(text.decode())
    except _Twice as error:
        raise Refused(
            "this member stands twice", field=str(error)[:64], clause="RFC 7493 section 2.3"
        ) from None
    except ValueError as error:  # a number of more digits than are read
        raise MalformedMessage(f"JSON that can be read expected: {error}"[:200]) from None
    return value


class _Named(Foreign, frozen=True):
    id: Any = ""
    modified: Any = ""
    created: Any = ""


def _name(text: bytes, number: int) -> tuple[str, str]:
    """What an object that was not taken is called in an answer, as far as it says."""
    try:
        named = decode(_Named, text)
    except Refused:
        return f"objects[{number}]", ""
    id, version = (one if isinstance(one, str) else "" for one in (named.id, named.modified or named.created))
    return id[:256] or f"objects[{number}]", version[:64]
