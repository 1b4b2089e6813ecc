"""The lines that a picture, and what follows it, are replayed from: those a party may read, and those it told others.

Each log is in its own order, and logs beside each other are in the order in which this node wrote them down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..errors import MalformedMessage
from ..picture.charter import Charter, log_to
from ..picture.statement import parse_statement
from .ports import LogStore

CHUNK = 1_000


def lines_read(
    store: LogStore, own: str, author_of: Callable[[str], str | None]
) -> Iterator[tuple[str, int, bytes, int]]:
    """All lines of the own log and of logs that have an author for this party: log, index, body, time of arrival."""
    lines: list[tuple[int, int, str, int, int, bytes]] = []
    for origin, size in store.origins().items():
        if origin != own and author_of(origin) is None:
            continue
        order_ms = 0
        for row in store.entries(origin, 0, size):
            # A log stays in its order where the clock was set back.
            order_ms = max(order_ms, row.arrived_ms)
            if row.body is not None:
                first = 0 if origin == own else 1
                lines.append((order_ms, first, origin, row.index, row.arrived_ms, row.body))
    for _, _, origin, index, arrived_ms, body in sorted(lines, key=lambda line: line[:4]):
        yield origin, index, body, arrived_ms


def lines_told(store: LogStore, charter: Charter, party: str) -> Iterator[tuple[str, bytes, str, int, int]]:
    """What the party told each other one: kind, statement, log, leaf, and when it was appended."""
    sizes = store.origins()
    for other in charter.others(party):
        origin = log_to(charter, party, other)
        size = sizes.get(origin, 0)
        for start in range(0, size, CHUNK):
            for row in store.entries(origin, start, min(size, start + CHUNK)):
                if row.body is None:
                    continue
                try:
                    told = parse_statement(row.body, room=charter.room, author=party, recipient=other)
                except MalformedMessage:
                    continue
                yield told.kind, row.body, origin, row.index, row.arrived_ms
