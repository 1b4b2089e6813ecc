"""The filters of a request (TAXII 2.1 section 3.4), and where a page goes on (section 3.5).

Each filter is there once or not at all, its values with commas between; what does not parse is refused and never left
out, since a filter that is not understood would give more than was asked for. Where a page goes on is opaque to
clients: the time of its last object, bound to its collection.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime

from commonground.errors import MalformedMessage
from commonground.room.exchange import OBJECTS_MAX, sortable
from commonground.room.ports import Wanted

OBJECTS, ONE_OBJECT, VERSIONS = (
    frozenset({"id", "type", "version", "spec_version"}),
    frozenset({"version", "spec_version"}),
    frozenset({"spec_version"}),
)
"""Which fields may be matched where: sections 5.3 and 5.4, 5.6, 5.8."""
VALUES_MAX = {"id": 1_000, "type": 100, "spec_version": 10, "version": 20}
"""How many values a filter may name: each may be a walk of its own, and filters multiply."""
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,40}))?Z", re.ASCII)
_LIMIT = re.compile(r"0*[1-9]\d{0,40}", re.ASCII)
_MATCH = re.compile(r"match\[(.*)\]", re.DOTALL)
_SECOND_US = 1_000_000
_NEXT_BYTES, _CHECK_BYTES = 14, 6
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wanted_of(
    items: Iterable[tuple[str, str]], matched: frozenset[str], collection: str, id: str = ""
) -> Wanted:
    """What a query asks of a collection, for one object or for all; `MalformedMessage` names the parameter."""
    once: dict[str, str] = {}
    for name, value in items:
        if name in once:
            raise MalformedMessage("once or not at all expected", field=name, clause="TAXII 3.4")
        once[name] = value
    fields = {found[1]: name for name in once if (found := _MATCH.fullmatch(name))}
    for field, name in fields.items():
        if field not in matched:
            raise MalformedMessage(
                f"one of {', '.join(sorted(matched))} expected", field=name[:64], clause="TAXII 3.4"
            )
    values = {field: _values(name, once[name], VALUES_MAX[field]) for field, name in fields.items()}
    after_us = instant_us(once["added_after"], "added_after") if "added_after" in once else 0
    if "next" in once:
        after_us = max(after_us, _after_us(once["next"], collection))
    return Wanted(
        ids=(id,) if id else values.get("id", ()), types=values.get("type", ()),
        spec_versions=values.get("spec_version", ()),
        versions=tuple(_version(one) for one in values.get("version", ("last",))),
        after_us=after_us, limit=_limit(once.get("limit")),
    )  # fmt: skip


def _values(name: str, text: str, values_max: int) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(text.split(",")))
    if not all(values):
        raise MalformedMessage("values with commas between them expected", field=name, clause="TAXII 3.4")
    if len(values) > values_max:
        raise MalformedMessage(f"at most {values_max} values expected", field=name, clause="limits")
    return values


def _version(text: str) -> str:
    """A word for several versions, or one version by its time."""
    if text in ("first", "last", "all"):
        return text
    instant_us(text, "match[version]")
    return sortable(text)


def _limit(text: str | None) -> int:
    """How many objects at most; more than a page holds is a page (TAXII 2.1 section 3.4)."""
    if text is None:
        return OBJECTS_MAX
    if not _LIMIT.fullmatch(text):
        raise MalformedMessage("a whole number above 0 expected", field="limit", clause="TAXII 3.4")
    return min(int(text), OBJECTS_MAX)


def instant_us(text: str, field: str) -> int:
    """A time in UTC (RFC 3339 with Z) in microseconds since 1970; what is finer is cut off."""
    found = _TIME.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        moment = datetime.strptime(found[1], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        expected = "a time in UTC as 2026-01-01T00:00:00.000000Z expected"
        raise MalformedMessage(expected, field=field, clause="TAXII 3.2") from None
    whole = moment - _EPOCH
    return (whole.days * 86_400 + whole.seconds) * _SECOND_US + int(((found[2] or "") + "000000")[:6])


def next_of(collection: str, date_added_us: int) -> str:
    """Where the page after this object goes on."""
    at = date_added_us.to_bytes(8, "big", signed=True)
    return base64.urlsafe_b64encode(_check(collection, at) + at).decode().rstrip("=")


def _after_us(text: str, collection: str) -> int:
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii") + b"==")
    except ValueError:
        data = b""
    check, at = data[:_CHECK_BYTES], data[_CHECK_BYTES:]
    if len(data) != _NEXT_BYTES or check != _check(collection, at):
        raise MalformedMessage("what the page before gave is expected", field="next", clause="TAXII 3.5")
    return int.from_bytes(at, "big", signed=True)


def _check(collection: str, at: bytes) -> bytes:
    return hashlib.sha256(f"next {collection} ".encode() + at).digest()[:_CHECK_BYTES]
