"""What nodes say to each other, as bytes and back: pages of a log, small messages, errors.

A page is framed, not JSON: bodies are canonical JSON already, and base64 would cost a third.

    commonground/page/1 LF | head length u32 | head (canonical JSON) | rows x (entry 32 | body length u32 | body)

A body length of zero says that no body is held. Every decoder is strict, bounded, and the inverse of its encoder.
Nothing here is verified against a log (`room/federate`) and nothing says who spoke (`auth`).
"""

from __future__ import annotations

from typing import Any

from ...errors import (
    BadProof,
    BadSignature,
    CommongroundError,
    Corrupt,
    MalformedMessage,
    MissingKeys,
    NotAuthenticated,
    NotPermitted,
    Refused,
    SplitView,
    StaleVersion,
    Unavailable,
    Untrusted,
)
from ...log.statement_body import ENTRY_BYTES
from ...record import BODY_BYTES_MAX, Record, decode, encode_canonical, full
from ...room.ports import Page

MAGIC = b"commonground/page/1\n"
LENGTH_BYTES = 4
HEAD_BYTES_MAX = 64 * 1024
PAGE_BYTES_MAX = 2 * BODY_BYTES_MAX
ROWS_MAX = 5_000
MESSAGE_BYTES_MAX = 64 * 1024


class _Head(Record, frozen=True):
    origin: str
    start: int
    rows: int
    checkpoint: str
    more: bool = False


class Cosignature(Record, frozen=True):
    """A recipient's cosignature line for the checkpoint of `size` of a log."""

    origin: str
    size: int
    line: str


class OpenRequest(Record, frozen=True):
    """Which view-only item a recipient opens."""

    origin: str
    index: int


class Opening(Record, frozen=True):
    """Salt (hex) and checkpoint text of the caller's own place in a heads entry."""

    salt: str
    text: str


class Mirrored(Record, frozen=True):
    """How many entries a node holds of each of the caller's logs."""

    sizes: dict[str, int]


class _Failed(Record, frozen=True):
    kind: str
    reason: str
    field: str = ""
    clause: str = ""
    detail: dict[str, Any] = {}


class _Failure(Record, frozen=True):
    error: _Failed


def encode_page(page: Page) -> bytes:
    """The bytes of a page."""
    head = encode_canonical(
        _Head(
            origin=page.origin,
            start=page.start,
            rows=len(page.rows),
            checkpoint=page.checkpoint,
            more=page.more,
        )
    )
    parts = [MAGIC, len(head).to_bytes(LENGTH_BYTES, "big"), head]
    for entry, body in page.rows:
        held = body or b""
        parts += (entry, len(held).to_bytes(LENGTH_BYTES, "big"), held)
    return b"".join(parts)


def decode_page(data: bytes) -> Page:
    """Strict inverse of `encode_page`; `MalformedMessage` says what was expected where."""
    if len(data) > PAGE_BYTES_MAX:
        raise MalformedMessage(f"{len(data)} bytes, at most {PAGE_BYTES_MAX} are accepted", field="page")
    if not data.startswith(MAGIC):
        raise MalformedMessage(f"expected {MAGIC.decode().strip()!r}", field="page")
    head_bytes, at = _framed(data, len(MAGIC), "head", HEAD_BYTES_MAX)
    head = decode(_Head, head_bytes)
    if encode_canonical(head) != head_bytes:
        raise MalformedMessage("a head in canonical JSON expected", field="head", clause="RFC 8785")
    if head.start < 0 or not 1 <= head.rows <= ROWS_MAX:
        raise MalformedMessage(f"a start of 0 or more and 1 to {ROWS_MAX} rows expected", field="head.rows")
    rows: list[tuple[bytes, bytes | None]] = []
    for number in range(head.rows):
        entry = data[at : at + ENTRY_BYTES]
        if len(entry) != ENTRY_BYTES:
            raise MalformedMessage(f"ends inside row {number}", field=f"rows[{number}]")
        body, at = _framed(data, at + ENTRY_BYTES, f"rows[{number}]", BODY_BYTES_MAX)
        rows.append((entry, body or None))
    if at != len(data):
        raise MalformedMessage(f"{len(data) - at} bytes after the last row", field="page")
    return Page(
        origin=head.origin, start=head.start, rows=tuple(rows), checkpoint=head.checkpoint, more=head.more
    )


def _framed(data: bytes, at: int, field: str, bytes_max: int) -> tuple[bytes, int]:
    """The length-prefixed bytes at a place, and the place after them."""
    length = int.from_bytes(data[at : at + LENGTH_BYTES], "big")
    begin = at + LENGTH_BYTES
    if length > bytes_max:
        raise MalformedMessage(
            f"{length} bytes, at most {bytes_max} are accepted", field=field, clause="limits"
        )
    if begin + length > len(data):
        raise MalformedMessage(f"ends inside {field}", field=field)
    return data[begin : begin + length], begin + length


# -- errors ------------------------------------------------------------------------------------------------------

_KINDS: dict[str, type[CommongroundError]] = {
    kind.__name__: kind
    for kind in (
        Refused, MalformedMessage, NotAuthenticated, NotPermitted, StaleVersion, MissingKeys,
        Untrusted, BadSignature, BadProof, SplitView, Unavailable, Corrupt,
    )
}  # fmt: skip


def encode_error(error: CommongroundError) -> bytes:
    """An error as the JSON that every route of a node answers with."""
    if isinstance(error, Refused):
        failed = _Failed(kind=type(error).__name__, reason=error.reason, field=error.field,
                         clause=error.clause, detail=error.detail)  # fmt: skip
    else:
        failed = _Failed(kind=type(error).__name__, reason=str(error))
    return encode_canonical({"error": full(failed)})


def decode_error(data: bytes) -> CommongroundError:
    """The error that a peer answered with. What a peer says of us is its word: never an `Untrusted` of ours."""
    try:
        failed = decode(_Failure, data, bytes_max=MESSAGE_BYTES_MAX).error
    except MalformedMessage:
        return Unavailable("the peer answered with an error that is not understood")
    kind = _KINDS.get(failed.kind)
    if kind is not None and issubclass(kind, Refused):
        return kind(failed.reason, field=failed.field, clause=failed.clause, detail=failed.detail)
    if kind is not None and issubclass(kind, Untrusted):
        return Refused(f"the peer says: {failed.kind}: {failed.reason}", field=failed.field)
    return Unavailable(f"the peer says: {failed.kind}: {failed.reason}")
