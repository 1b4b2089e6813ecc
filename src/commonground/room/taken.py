"""What recipients took of what they were told, as far as this party knows: receipts, and fetches by machines.

A receipt is a recipient's own word (T-24), a fetch was seen at this node. For whoever looks for a leak.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..picture.charter import Charter, log_to, own_log
from ..picture.statement import OwnLine, Statement
from ..record import decode
from .fetched import FETCHED
from .ports import LogStore

CHUNK = 2_000
_RECEIPT, _FETCHED = b'"kind":"receipt"', f'"what":"{FETCHED}"'.encode()


class Taken(NamedTuple):
    """Something that a recipient took: how, who there did it, when (ms UTC), and where that is written down."""

    party: str
    key: str
    how: str
    by: str
    at_ms: int
    where: str


def taken(store: LogStore, charter: Charter, party: str) -> Iterator[Taken]:
    """Every receipt that others sent to a party, and every fetch by machines of others at its node."""
    for other in charter.others(party):
        origin = log_to(charter, other, party)
        for index, body in _bodies(store, origin, _RECEIPT):
            said = decode(Statement, body)
            about = said.body.get("about")
            if said.kind == "receipt" and isinstance(about, dict):
                key = f"{about.get('author')}/{about.get('entity')}"
                how, where = str(said.body.get("how")), f"{origin} {index}"
                yield Taken(other, key, how, f"post {said.post}", said.t_released_ms, where)
    origin = own_log(charter, party)
    for index, body in _bodies(store, origin, _FETCHED):
        line = decode(OwnLine, body)
        if line.event.get("what") == FETCHED:
            by, where = f"machine {line.event['account']}", f"{origin} {index}"
            for key in line.event["keys"]:
                yield Taken(line.event["party"], key, FETCHED, by, line.t_entered_ms, where)


def _bodies(store: LogStore, origin: str, part: bytes) -> Iterator[tuple[int, bytes]]:
    size = store.origins().get(origin, 0)
    for start in range(0, size, CHUNK):
        for row in store.entries(origin, start, min(size, start + CHUNK)):
            if row.body is not None and part in row.body:
                yield row.index, row.body
