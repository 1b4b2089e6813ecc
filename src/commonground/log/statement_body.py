"""Bodies of statements as canonical bytes, and the salted entry that a log holds for each.

A body is RFC 8785 JSON of integers, strings, booleans, lists and objects with ASCII keys, and carries its own
32-byte salt, so that the entry in a log tells nothing about the body to who does not hold it.
It does not know what a body means: kinds of statements live in `picture`.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from commonground.errors import BadProof, MalformedMessage
from commonground.record import (
    DEPTH_MAX,
    Encoded,
    Record,
    decode,
    decode_own,
    encode_canonical,
    has_long_number,
)

ENTRY_BYTES = 32
SALT_BYTES = 32
INTEGER_MAX = 2**53 - 1  # RFC 7493 section 2.2: what every JSON reader holds exactly
INTEGER_DIGITS = 16
_ENTRY_PREFIX = b"commonground/entry/v1\n"
_SALT = re.compile(r"[0-9a-f]{64}")


def entry_of(body: bytes) -> bytes:
    """The 32-byte log entry of a body: SHA-256 of a prefix that no other hash of ours uses, and the body."""
    return hashlib.sha256(_ENTRY_PREFIX + body).digest()


def canonical(value: object) -> bytes:
    """RFC 8785 bytes of a body value; `MalformedMessage` names the field that a body may not hold.

    An `Encoded` inside it stands for what `canonical_record` wrote.
    """
    _check_value(value, "", 0)
    return _encoded(value)


def canonical_record(record: Record, path: str = "", *, bounded: bool = False) -> bytes:
    """RFC 8785 bytes of a record whose types hold nothing that a body may not: only its numbers are looked at.

    A record with a float, or with an open field (`dict[str, Any]`) that was not itself made from such a record, is for
    `canonical`. An error names a field below `path`. Where every number is `bounded` by what was asked of it before,
    none is looked at.
    """
    data = _encoded(record)
    if not bounded and has_long_number(data, INTEGER_DIGITS):
        _check_value(decode_own(dict[str, Any], data), path, 0)
    return data


def _encoded(value: object) -> bytes:
    try:
        return encode_canonical(value)
    except (UnicodeEncodeError, ValueError) as error:
        raise MalformedMessage(
            "a string that UTF-8 cannot hold", clause="RFC 8785 section 3.2.2.2"
        ) from error


def parse_body(body: bytes) -> dict[str, Any]:
    """The value of a canonical body with its salt; refuses bytes that `canonical` would not write."""
    value: dict[str, Any] = decode(dict[str, Any], body)
    if canonical(value) != body:
        raise MalformedMessage("not the canonical bytes of its value", clause="RFC 8785")
    salt = value.get("salt")
    if not isinstance(salt, str) or not _SALT.fullmatch(salt):
        raise MalformedMessage("expected 64 lower-case hex digits", field="salt")
    return value


def check_body(body: bytes, entry: bytes) -> None:
    """Check a body against the entry of its log.

    Raises `BadProof` when it hashes to another entry, `MalformedMessage` when it is not a canonical body.
    """
    if entry_of(body) != entry:
        raise BadProof(
            "the body does not hash to its entry",
            evidence={"entry": entry.hex(), "found": entry_of(body).hex()},
        )
    parse_body(body)


def _check_value(value: object, path: str, depth: int) -> None:
    kind = type(value)
    if kind is str or kind is bool or kind is Encoded:
        return
    if isinstance(value, int) and kind is int:
        if not -INTEGER_MAX <= value <= INTEGER_MAX:
            raise MalformedMessage("an integer beyond 2^53 - 1", field=path, clause="RFC 7493 section 2.2")
        return
    if depth >= DEPTH_MAX:
        raise MalformedMessage(f"nested deeper than {DEPTH_MAX} levels", field=path, clause="limits")
    if isinstance(value, dict):
        for key, member in value.items():
            if type(key) is not str or not key.isascii():
                raise MalformedMessage(
                    "expected a key of ASCII characters", field=f"{path}.{key!a}".lstrip(".")
                )
            _check_value(member, f"{path}.{key}" if path else key, depth + 1)
    elif isinstance(value, list | tuple):
        for at, member in enumerate(value):
            _check_value(member, f"{path}[{at}]", depth + 1)
    else:
        raise MalformedMessage(
            f"{kind.__name__} found, expected an integer, a string, a boolean, a list or an object",
            field=path,
        )
