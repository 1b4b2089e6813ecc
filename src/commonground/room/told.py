"""What each recipient was told, statement by statement, from the logs to them: for whoever looks for a leak.

A version is made as its recipient's node makes it, but for when it arrived there, which this node does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..errors import CommongroundError
from ..picture.charter import Charter, log_to
from ..picture.statement import Statement, typed_body
from ..picture.version import Version
from ..record import decode
from .ports import LogStore

CHUNK = 2_000


class Told(NamedTuple):
    """A statement as one recipient has it: `data` are the exact bytes, `version` what it makes, if it is understood."""

    party: str
    origin: str
    leaf: int
    data: bytes
    statement: Statement
    version: Version | None


def told_by(store: LogStore, charter: Charter, author: str) -> Iterator[Told]:
    """Every statement of an author to every other party, log by log."""
    held = store.origins()
    for party in charter.others(author):
        origin = log_to(charter, author, party)
        size = held.get(origin, 0)
        first: dict[str, int] = {}
        for start in range(0, size, CHUNK):
            for row in store.entries(origin, start, min(size, start + CHUNK)):
                if row.body is not None:
                    statement = decode(Statement, row.body)
                    since_ms = first.setdefault(statement.entity, statement.t_released_ms)
                    version = _version(statement, origin, row.index, since_ms)
                    yield Told(party, origin, row.index, row.body, statement, version)


def _version(statement: Statement, origin: str, leaf: int, first_ms: int) -> Version | None:
    try:
        body = typed_body(statement.kind, statement.body)
    except CommongroundError:
        return None
    return Version(
        author=statement.author, entity=statement.entity, kind=statement.kind, action=statement.action,
        version=statement.version, post=statement.post, mode=statement.mode, precedence=statement.precedence,
        channel_class=statement.channel_class, body=body, origin=origin, leaf=leaf, said_leaf=leaf,
        t_released_ms=statement.t_released_ms, known_from_ms=statement.t_released_ms, first_released_ms=first_ms,
        first_known_ms=first_ms,
    )  # fmt: skip
