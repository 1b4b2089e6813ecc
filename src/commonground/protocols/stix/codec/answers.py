"""What a TAXII 2.1 server answers, read strictly: discovery, API roots, collections, envelopes, and its headers.

Servers keep to the standard in different degrees, and some mean harm. What is not needed is passed over; what is needed
is bounded before it is believed; the bytes of each object are kept as they came. Nothing here asks anybody.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar

from commonground.errors import MalformedMessage
from commonground.record import Encoded, Foreign, decode

from .names import Object
from .read import ruled_out

T = TypeVar("T")
MEDIA_TYPE = "application/taxii+json"
ACCEPTED = f"{MEDIA_TYPE};version=2.1"
ANSWER_BYTES_MAX = 32 * 1024 * 1024
OBJECT_BYTES_MAX = 1_000_000
OBJECTS_MAX = 2_000
"""Of one page: a server that gives so many more than it was asked for is not believed."""
NEXT_CHARS_MAX = 2_000
ROOTS_MAX, COLLECTIONS_MAX = 50, 200
WAIT_MS_MAX = 24 * 3_600_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_US_MAX = 7_258_118_400_000_000  # 2200-01-01
_TYPE = r"[a-z][a-z0-9-]{1,248}[a-z0-9]"
_ID = re.compile(rf"({_TYPE})--[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}")


class Collection(Foreign, frozen=True):
    """A collection as its API root lists it (TAXII 2.1 section 5.2)."""

    id: str
    title: str | None = None
    alias: str | None = None
    can_read: bool | None = None

    def is_called(self, name: str) -> bool:
        """Whether an operator means it by a name."""
        return name in (self.id, self.title, self.alias)


class Discovery(Foreign, frozen=True):
    """What stands at the address that an operator types: TAXII 2.1 section 4.1, 4.2 or 5.1, told by its fields."""

    api_roots: tuple[str, ...] | None = None
    default: str | None = None
    versions: tuple[str, ...] | None = None
    collections: tuple[Collection, ...] | None = None
    id: str | None = None


class Collections(Foreign, frozen=True):
    """TAXII 2.1 section 5.1."""

    collections: tuple[Collection, ...] | None = None


class _Envelope(Foreign, frozen=True):
    """TAXII 2.1 section 3.7."""

    more: bool | None = None
    next: str | None = None
    objects: tuple[Encoded, ...] | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """An object as it came. `why` says why it is not kept: then it is counted alone, and known by a short `mark`."""

    id: str = ""
    version: str = ""
    version_us: int = 0
    type: str = ""
    text: str = ""
    about: str = ""
    why: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a collection, and when its first and last objects were added there (microseconds, 0 unknown)."""

    objects: tuple[Came, ...]
    more: bool
    next: str
    first_us: int
    last_us: int


def read_discovery(data: bytes) -> Discovery:
    """A discovery resource, an API root, a list of collections or one collection."""
    found = _decode(Discovery, data)
    _refuse_many(found.api_roots, ROOTS_MAX, "api_roots")
    _refuse_many(found.collections, COLLECTIONS_MAX, "collections")
    return found


def read_collections(data: bytes) -> tuple[Collection, ...]:
    """The collections of an API root."""
    found = _decode(Collections, data).collections
    _refuse_many(found, COLLECTIONS_MAX, "collections")
    return found or ()


def read_page(data: bytes, first_added: str, last_added: str) -> Page:
    """A page of objects, with its headers X-TAXII-Date-Added-First and -Last."""
    found = _decode(_Envelope, data)
    objects = found.objects or ()
    _refuse_many(objects, OBJECTS_MAX, "objects")
    following = found.next or ""
    if len(following) > NEXT_CHARS_MAX:
        raise MalformedMessage(f"at most {NEXT_CHARS_MAX} characters expected", field="next", clause="limits")
    first_us, last_us = time_us(first_added) or 0, time_us(last_added) or 0
    return Page(tuple(map(_came, objects)), found.more is True, following, min(first_us, last_us), last_us)


def _decode(kind: type[T], data: bytes) -> T:
    return decode(kind, data, bytes_max=ANSWER_BYTES_MAX)


def _refuse_many(found: tuple[object, ...] | None, most: int, field: str) -> None:
    if found is not None and len(found) > most:
        raise MalformedMessage(f"at most {most} items expected", field=field, clause="limits")


def _came(raw: Encoded) -> Came:
    data = bytes(raw)
    mark = hashlib.sha256(data).hexdigest()[:8]
    if len(data) > OBJECT_BYTES_MAX:
        return Came(why="longer than 1 MB", mark=mark)
    try:
        found = came(decode(dict[str, object], data, bytes_max=OBJECT_BYTES_MAX), data.decode())
    except (MalformedMessage, UnicodeDecodeError):
        return Came(why="no STIX object", mark=mark)
    return replace(found, mark=mark) if found.why else found


def came(one: Object, text: str) -> Came:
    """An object with the text that it came as: what it is, or why it is not kept."""
    id, type = one.get("id"), one.get("type")
    if not isinstance(id, str) or not isinstance(type, str):
        return Came(why="no STIX object")
    match = _ID.fullmatch(id)
    if match is None or match[1] != type:
        return Came(why="no STIX object")
    if why := ruled_out(one):
        return Came(type=type, why=why)
    version = one.get("modified", one.get("created", ""))
    version_us = time_us(version) if version else 0
    if not isinstance(version, str) or version_us is None:
        return Came(type=type, why="a time that is none")
    return Came(id, version, version_us, type, text, _about(one))


def _about(one: Object) -> str:
    """What an object translates or locates, which does not point at it itself."""
    about: object = None
    if one["type"] == "language-content":
        about = one.get("object_ref")
    elif one["type"] == "relationship" and one.get("relationship_type") == "located-at":
        about = one.get("source_ref")
    return about if isinstance(about, str) else ""


def time_us(value: object) -> int | None:
    """Microseconds since 1970 of a timestamp of STIX or TAXII; finer is cut off. None where it is none."""
    if (
        not isinstance(value, str)
        or not 20 <= len(value) <= 40
        or not value.endswith("Z")
        or value[10] != "T"
    ):
        return None
    head, _, rest = value[:-1].partition(".")
    if rest and not (rest.isascii() and rest.isdecimal()):
        return None
    try:
        moment = datetime.strptime(head, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    whole = (moment - _EPOCH) // timedelta(microseconds=1) + int((rest + "000000")[:6])
    return whole if 0 <= whole <= _US_MAX else None


def time_text(us: int) -> str:
    """Microseconds since 1970 as TAXII writes a timestamp."""
    return (_EPOCH + timedelta(microseconds=us)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def wait_ms(retry_after: str, now_ms: int) -> int:
    """How long Retry-After asks to wait: seconds or a date (RFC 9110 section 10.2.3), at most a day, 0 if neither."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]) * 1000, WAIT_MS_MAX)
    try:
        until = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return 0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0, int(until.timestamp() * 1000) - now_ms), WAIT_MS_MAX)
