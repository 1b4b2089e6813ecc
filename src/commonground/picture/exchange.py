"""Foreign objects of an information exchange (R19): what machines post in STIX 2.1 and the room has no kind for.

An object is kept as the very text that came, since whoever posted it wants it back byte for byte; beside it stand its
identifier, its type and its version, which are those of the text or the body is impossible. An entity is one version
of one object: `entity_of` gives its name, so that the same version said twice is one entity, another text for it is
seen, and no version is lost or put in the wrong order. Taking it back ends that version alone.
Nothing here reads what an object says; what may be taken is decided where it is posted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ..errors import MalformedMessage, Refused
from ..record import Foreign, Record, decode
from .blocks import Body
from .kind import NONE, Kind, never

OBJECT_BYTES_MAX = 256 * 1024
"""How long the text of an object may be, in bytes of UTF-8."""
SPEC_VERSIONS = ("2.0", "2.1")
_TYPE = r"[a-z0-9][a-z0-9-]{1,248}[a-z0-9]"
_STIX_ID = re.compile(rf"({_TYPE})--[0-9a-fA-F]{{8}}-(?:[0-9a-fA-F]{{4}}-){{3}}[0-9a-fA-F]{{12}}")
"""STIX 2.1 section 2.9: the type, two dashes, a UUID."""
_MOMENT = re.compile(
    r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?Z",
    re.ASCII,
)
"""STIX 2.1 section 3.2; nine digits of a second are more than any producer has."""


_HEAD = ("id", "type", "spec_version", "created", "modified")


class StixObject(Body, frozen=True):
    """One version of a foreign object. `text` is the JSON of the object exactly as it was posted.

    `version` is its `modified`, or else its `created`, or else empty, as it is written there.
    """

    stix_id: str
    type: str
    version: str
    spec_version: str
    text: str


class Head(Record, frozen=True):
    """What an object is called, of which type it is, and in which version."""

    stix_id: str
    type: str
    version: str
    spec_version: str


class Offer(NamedTuple):
    """What a machine wants to say: `body` as the entity `entity`, in the version of an object, to those parties alone.

    `number` is its place among the posted objects. `ends` takes back what was said under that name.
    """

    number: int
    head: Head
    kind: str
    entity: str
    body: Body
    parties: tuple[str, ...] = ()
    ends: bool = False


class _Members(Foreign, frozen=True):
    id: str
    type: str
    spec_version: str = ""
    created: str = ""
    modified: str = ""


def head_of(text: bytes, field: str = "") -> Head:
    """Read the head of an object out of its JSON in UTF-8; refuses what is no STIX object, naming the member.

    What names no version of the standard is of 2.0 where it has a time of creation, of 2.1 otherwise: only there has an
    object none (STIX 2.1 section 3.2).
    """
    at = f"{field}." if field else ""
    try:
        members = decode(_Members, text, bytes_max=OBJECT_BYTES_MAX)
    except MalformedMessage as error:
        inner = f"{at}{error.field}" if error.field else field
        raise MalformedMessage(error.reason, field=inner, clause=error.clause) from None
    return _head(members.id, members.type, members.spec_version, (members.created, members.modified), at)


def head_in(members: Mapping[str, object]) -> Head:
    """The same of an object whose JSON was read already."""
    values = [members.get(name, "") for name in _HEAD]
    for name, value in zip(_HEAD, values, strict=True):
        if not isinstance(value, str):
            raise MalformedMessage("a text expected", field=name)
    id, type, spec_version, created, modified = values
    return _head(id, type, spec_version, (created, modified), "")  # type: ignore[arg-type]


def _head(id: str, type: str, spec_version: str, times: tuple[str, str], at: str) -> Head:
    found = _STIX_ID.fullmatch(id)
    if found is None:
        raise Refused("a type, two dashes and a UUID expected", field=f"{at}id", clause="STIX 2.1 2.9")
    if found[1] != type:
        raise Refused("the type of the identifier expected", field=f"{at}type", clause="STIX 2.1 2.9")
    created, modified = times
    spec_version = spec_version or ("2.0" if created else "2.1")
    if spec_version not in SPEC_VERSIONS:
        expected = " or ".join(SPEC_VERSIONS)
        raise Refused(f"{expected} expected", field=f"{at}spec_version", clause="STIX 2.1 3.2")
    for name, value in (("created", created), ("modified", modified)):
        if value and _MOMENT.fullmatch(value) is None:
            raise Refused(
                "a time in UTC as 2026-01-01T00:00:00.000Z expected", field=f"{at}{name}",
                clause="STIX 2.1 3.2",
            )  # fmt: skip
    return Head(stix_id=id, type=type, version=modified or created, spec_version=spec_version)


def uuid_of(name: bytes) -> str:
    """The UUID of version 5 that follows from a name with its namespace before it (RFC 9562 section 5.5)."""
    digest = bytearray(hashlib.sha1(name, usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def moment_of(version: str) -> tuple[str, str]:
    """A version by which others can be put in order: the second, and its fraction without zeros at its end."""
    second, _, fraction = version.removesuffix("Z").partition(".")
    return second, fraction.rstrip("0")


@lru_cache(maxsize=2_048)
def entity_of(stix_id: str, version: str) -> str:
    """The name of the entity that is this version of this object, at whichever party."""
    name = "\n".join((stix_id, *moment_of(version))).encode()
    return f"X-{hashlib.sha256(name).hexdigest()[:40].upper()}"


def object_of(text: str, head: Head) -> StixObject:
    """The body that says an object; `head` was read out of its text."""
    return StixObject(
        stix_id=head.stix_id, type=head.type, version=head.version, spec_version=head.spec_version, text=text
    )


def _impossible_object(body: StixObject, field: str) -> None:
    try:
        text = body.text.encode()
    except UnicodeEncodeError:
        raise MalformedMessage("a string that UTF-8 cannot hold", field=f"{field}.text") from None
    head = head_of(text, f"{field}.text")
    for name in ("stix_id", "type", "version", "spec_version"):
        if getattr(head, name) != getattr(body, name):
            raise Refused("what stands in the text expected", field=f"{field}.{name}")


KINDS = (
    Kind(
        "stix_object", StixObject, "X",
        {NONE: frozenset({"establish"}), "establish": frozenset({"cancel"}), "cancel": frozenset({"establish"})},
        impossible=_impossible_object, span=never,
        shapes=frozenset({"stix_id", "type", "version", "spec_version", "text"}),
    ),
)  # fmt: skip
"""The kind of foreign objects."""
