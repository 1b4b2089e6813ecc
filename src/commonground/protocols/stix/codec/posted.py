"""Objects that a machine posts, read strictly: what the room has no place for, and what each one becomes (R19).

Each object stays the bytes that it came as. It is refused by itself, with its identifier and the member that is wrong:
what is no object, what holds a member twice, what section 8 rules out, what the room itself says under that name. What
is a report or an opinion of the room becomes one (`graded`); everything else is kept as it is. Whom an object is told
is read in `permitted`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from commonground.errors import MalformedMessage, Refused
from commonground.picture.exchange import OBJECT_BYTES_MAX, Offer, entity_of, head_in, object_of
from commonground.record import Encoded, Foreign, decode

from .graded import Graded, Parsed
from .held import items
from .names import TLP as TLP_IDS
from .names import Object, definitions, tlp_marking
from .permitted import Markings
from .read import LEFT_OUT_TYPES, ruled_out
from .reader import Reader, identity

OBJECTS_MAX = 100_000
PATTERN_TYPES = tuple(f"{one}:" for one in LEFT_OUT_TYPES)


class _Envelope(Foreign, frozen=True):
    objects: list[Encoded] = []


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
            if len(text) > OBJECT_BYTES_MAX:
                raise MalformedMessage(
                    f"{len(text)} bytes, at most {OBJECT_BYTES_MAX} are accepted", clause="limits"
                )
            value = _members(text)
            head = head_in(value)
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


def wanted_reports(read: Read) -> set[str]:
    """Reports that opinions are about."""
    opinions = (one for one in read.parsed if one.head.type == "opinion")
    refs = (ref for one in opinions for ref in items(one.value, "object_refs"))
    return {ref for ref in refs if isinstance(ref, str) and ref.startswith("report--")}


def offer_objects(
    read: Read, reader: Reader, said: Mapping[str, Object], reports: Mapping[str, str] = MappingProxyType({})
) -> Read:
    """What each object becomes and to whom it goes. Adds to what was read, and returns it.

    `said` are markings that this party posted before, `reports` the keys of reports of others, each by identifier.
    """
    markings = Markings(reader, {one.head.stix_id: one.value for one in reversed(read.parsed)} | dict(said))
    own = _own_words(reader)
    refused, taken = _offer_graded(read, Graded(read.parsed, reader, markings, reports), own)
    done = {one.number for one in read.offers} | refused
    for one in read.parsed:
        if one.head.stix_id in own:
            _hold_to(read, one, own[one.head.stix_id])
        elif one.number in taken:
            read.held.append(one)
        elif one.number not in done:
            _keep(read, one, markings)
    read.offers.sort(key=lambda one: one.number)
    return read


def _offer_graded(read: Read, graded: Graded, own: Mapping[str, Object]) -> tuple[set[int], set[int]]:
    """Offer reports and opinions of the room; the numbers of those that cannot be, and of what others take along."""
    refused, taken = set[int](), set[int]()
    for one in read.parsed:
        if one.head.type not in ("report", "opinion") or not graded.is_graded(one):
            continue
        try:
            offer, parts = graded.offer(one)
        except Refused as error:
            read.not_taken.append(_not_taken(one, str(error)))
            refused.add(one.number)
        else:
            read.offers.append(offer)
            taken |= {part.number for part in parts if part.head.stix_id not in own}
    return refused, taken


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


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


_decode: Callable[[str], Any] = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number).decode


def _members(text: bytes) -> Object:
    """What stands in a text that was seen to be JSON and shallow; a member that stands twice is refused."""
    try:
        value = _decode(text.decode())
    except _Twice as error:
        raise Refused(
            "this member stands twice", field=str(error)[:64], clause="RFC 7493 section 2.3"
        ) from None
    except ValueError as error:  # a number of more digits than are read
        raise MalformedMessage(f"JSON that can be read expected: {error}"[:200]) from None
    if not isinstance(value, dict):
        raise MalformedMessage("an object expected")
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
