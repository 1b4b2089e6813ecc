"""Copies that left a node by an export or a printed page: each has a number, a stamp, and a line in the own log.

The stamp stands in the copy and names its number; its last part follows from a secret of the node, so that nobody else
can make one that fits. The line says who took the copy on which post, of what, when, and the SHA-256 of the exact
bytes. A release has no such line: it is an entry of the log to its recipient already. Nothing here finds out who passed
a copy on: see `room/copy_order` and `compose/tracing` for what is evidence.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..picture.charter import Charter, own_log
from ..picture.statement import OwnLine
from ..record import decode, decode_own, encode_canonical
from .context import Room
from .ports import LogStore
from .submit import note_event

COPIES = "copies"
KEYS_MAX = 100
"""How many keys of a copy its line names; a longer one says how many there were."""
COPIES_SHOWN_MAX = 100
CHUNK = 2_000
STAMP = re.compile(r"CG-([A-Za-z0-9]{1,16})-([1-9][0-9]{0,11})-([0-9a-f]{8})")
_WHAT = b'"what":"copy"'


class Stamp(NamedTuple):
    """A copy that is about to be made: its number and what is written on it."""

    number: int
    text: str


class Copy(NamedTuple):
    """A copy as its line in the own log has it. Time in ms UTC; `of` says what it is, as in `sites csv`."""

    number: int
    stamp: str
    made_ms: int
    operator: str
    post: str
    of: str
    sha256: str
    keys: tuple[str, ...]
    items: int
    ordered: bool


def new_stamp(room: Room) -> Stamp:
    """The next number and its stamp. A number whose copy was never finished stays unused. Needs a transaction."""
    number = int(room.store.document(COPIES, "last") or b"0") + 1
    room.store.put_document(COPIES, "last", str(number).encode())
    check = hmac.new(secret_of(room), str(number).encode(), hashlib.sha256).hexdigest()[:8]
    return Stamp(number, f"CG-{room.party}-{number}-{check}")


def secret_of(room: Room) -> bytes:
    """The secret by which stamps are made and copies are ordered; drawn the first time. Needs a transaction."""
    held = room.store.document(COPIES, "secret")
    if held is None:
        held = room.salt.salt(COPIES, 0)
        room.store.put_document(COPIES, "secret", held)
    return held


def note_copy(
    room: Room,
    stamp: Stamp,
    of: str,
    data: bytes,
    keys: list[str],
    operator: str,
    post: str,
    *,
    ordered: bool,
) -> None:
    """Write down which bytes a copy is. Call before they leave; needs a transaction."""
    note_event(room, {
        "what": "copy", "number": stamp.number, "stamp": stamp.text, "operator": operator, "post": post, "of": of,
        "sha256": hashlib.sha256(data).hexdigest(), "keys": keys[:KEYS_MAX], "items": len(keys), "ordered": ordered,
    })  # fmt: skip
    row = {"number": stamp.number, "of": of, "operator": operator, "post": post, "t_ms": room.clock.now_ms()}
    for key in keys[:KEYS_MAX]:
        room.store.put_document(f"copied:{key}", f"{stamp.number:012d}", encode_canonical(row))


def copies_of(room: Room, key: str) -> list[dict[str, Any]]:
    """The copies of an entity that were taken at this node, as a screen shows them, the latest first."""
    rows = [decode_own(dict[str, Any], data) for _, data in room.store.documents(f"copied:{key}")]
    return rows[: -COPIES_SHOWN_MAX - 1 : -1]


def copies(store: LogStore, charter: Charter, party: str) -> Iterator[Copy]:
    """Every copy that this party's node made, in order."""
    origin = own_log(charter, party)
    size = store.origins().get(origin, 0)
    for start in range(0, size, CHUNK):
        for row in store.entries(origin, start, min(size, start + CHUNK)):
            if row.body is not None and _WHAT in row.body:
                line = decode(OwnLine, row.body)
                if line.event.get("what") == "copy":
                    yield _copy(line)


def _copy(line: OwnLine) -> Copy:
    event = line.event
    return Copy(
        number=event["number"], stamp=event["stamp"], made_ms=line.t_entered_ms, operator=event["operator"],
        post=event["post"], of=event["of"], sha256=event["sha256"], keys=tuple(event["keys"]),
        items=event["items"], ordered=event["ordered"],
    )  # fmt: skip
