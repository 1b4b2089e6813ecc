"""What one party says: the envelope of every statement, in its own log and in a recipient's.

The ground state of a room is logs of these. An `OwnLine` is what a party writes into its own log, with the
recipient list, the conflict report and the time of entry; a `Statement` is the disclosed form that a recipient
gets, and holds nothing counted, listed or hashed over what that recipient does not receive.
Old schemas stay readable for ever: an unknown kind is kept and shown as not understood, never dropped.
"""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

from ..errors import MalformedMessage
from ..geo.interval import TIME_MS_MAX
from ..log.statement_body import canonical_record
from ..record import Encoded, Record, convert, decode, encode_canonical, plain
from .blocks import Body
from .kinds import KINDS

SCHEMA: Literal["commonground/1"] = "commonground/1"
Action = Literal["establish", "amend", "cancel", "close", "revalidate", "withdraw", "deleted"]
Precedence = Literal["ROUTINE", "IMMEDIATE", "FLASH"]
Mode = Literal["keep", "view"]
ENTITY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""What an entity may be called: keys (`author/entity`), versions (`@`) and conflicts (`|`) are made of it."""
_WORD = re.compile(r"[a-z][a-z0-9_]{0,63}")
ChannelClass = Literal["SAFETY", "CEASEFIRE", "HUMANITARIAN", "LIAISON"]


class Release(Record, frozen=True):
    """To whom and how an entity is released. It stays in the author's own log."""

    party: str
    mode: Mode = "keep"
    precision: Literal["exact", "cell", "district"] = "exact"
    hide_submitter: bool = False
    custodian_may_warn: bool = False


class Saying(Record, frozen=True):
    """What is said, before anybody is chosen to hear it. `body` is empty for withdraw and deleted.

    On the way into a log it may stand there as its bytes, made once for all logs; a `Said` then goes beside.
    """

    kind: str
    entity: str
    action: Action
    post: str
    precedence: Precedence = "ROUTINE"
    channel_class: ChannelClass = "SAFETY"
    body: dict[str, Any] = {}


class Said(NamedTuple):
    """A body beside the line that says it, as its type and as bytes: what goes into several logs is made once."""

    body: Body
    encoded: Encoded

    @classmethod
    def of(cls, body: Body, *, bounded: bool = False) -> Said:
        """A body that is said; `MalformedMessage` when no log could hold it.

        `bounded` where each of its numbers was seen to lie within limits that are far narrower than those of a log.
        """
        return cls(body, Encoded(canonical_record(body, "saying.body", bounded=bounded)))


class OwnLine(Record, frozen=True):
    """An entry of a party's own log. `operator` never leaves it."""

    schema: Literal["commonground/1"]
    room: str
    author: str
    t_entered_ms: int
    salt: str
    operator: str = ""
    version: int = 0
    saying: Saying | None = None
    releases: tuple[Release, ...] = ()
    report: dict[str, Any] = {}
    acknowledged: tuple[str, ...] = ()
    arrival: dict[str, Any] = {}
    event: dict[str, Any] = {}


class Statement(Record, frozen=True):
    """The disclosed form: an entry of the log from `author` to one recipient.

    `version` counts inside that log only; a counter over all recipients would tell how much others are told.
    """

    schema: Literal["commonground/1"]
    room: str
    author: str
    recipient: str
    post: str
    kind: str
    entity: str
    action: Action
    version: int
    t_released_ms: int
    salt: str
    mode: Mode = "keep"
    precedence: Precedence = "ROUTINE"
    channel_class: ChannelClass = "SAFETY"
    body: dict[str, Any] = {}


def parse_statement(data: bytes, *, room: str, author: str, recipient: str) -> Statement:
    """Decode a statement and refuse one from another room, author or recipient, or that names what cannot be."""
    statement = decode(Statement, data)
    for field, found, expected in (
        ("room", statement.room, room),
        ("author", statement.author, author),
        ("recipient", statement.recipient, recipient),
    ):
        if found != expected:
            raise MalformedMessage(f"{expected!r} expected, found {found[:64]!r}", field=field)
    if not ENTITY_ID.fullmatch(statement.entity):
        raise MalformedMessage("1 to 64 letters, digits, dots, dashes expected", field="entity")
    for field, found in (("kind", statement.kind), ("post", statement.post)):
        if not _WORD.fullmatch(found):
            raise MalformedMessage("1 to 64 of a to z, digits, underscores expected", field=field)
    if statement.version < 1:
        raise MalformedMessage("1 or more expected", field="version")
    if not 0 <= statement.t_released_ms <= TIME_MS_MAX:
        raise MalformedMessage("UTC milliseconds of 1970 to 2200 expected", field="t_released_ms")
    return statement


def typed_body(kind: str, body: dict[str, Any]) -> Body | None:
    """The body as its type; None for a kind that this release does not know."""
    known = KINDS.get(kind)
    return None if known is None else convert(body, known.body)


def line_bytes(line: OwnLine) -> bytes:
    """Canonical bytes of a line whose body was encoded before; every other number in it is this node's own."""
    if line.saying is None or line.arrival or line.event:
        raise ValueError("a line that says something, and nothing of the node's own, is expected")
    return encode_canonical(line)


def body_of(body: Body) -> dict[str, Any]:
    """The body as plain values, defaults left out."""
    values: dict[str, Any] = plain(body)
    return values
