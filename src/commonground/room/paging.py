"""What a pager is told of: each rung that this node climbed, and nothing of what was said.

A page is read from the party's own log, where every rung stands once; the only thing kept beside it is how far the
pager has come, so that what was not told before a restart is told after it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..picture.charter import own_log
from ..picture.line import Rung
from ..picture.statement import OwnLine, typed_body
from ..record import Record, decode_own
from .context import Room

KEPT = "paged"
ROWS_MAX = 500
PAGE_AGE_MS_MAX = 3_600_000
"""What is older than an hour wakes nobody: it stands on the screens."""


class Page(Record, frozen=True):
    """What goes to the pager: which call, how urgent, which rung, when. No word of the call."""

    room: str
    party: str
    call: str
    precedence: str
    step: str
    t_ms: int


@dataclass(frozen=True, slots=True)
class NextPage:
    """The next page, if there is one, and up to which entry of the own log was looked at."""

    page: Page | None
    until: int


def paged_until(room: Room) -> int:
    """Up to which entry of the own log the pager was told; a pager that is new begins now."""
    data = room.store.document(KEPT, KEPT)
    return room.ledger.size(own_log(room.charter, room.party)) if data is None else int(data)


def note_paged(room: Room, until: int) -> None:
    """Note how far the pager was told. Needs a transaction."""
    room.store.put_document(KEPT, KEPT, str(until).encode())


def next_page(room: Room, start: int, now_ms: int) -> NextPage:
    """The first page at or after an entry of the own log; looks at ROWS_MAX entries."""
    origin = own_log(room.charter, room.party)
    end = min(start + ROWS_MAX, room.ledger.size(origin))
    for row in room.store.entries(origin, start, end):
        if row.body is None or b'"rung"' not in row.body:
            continue
        saying = decode_own(OwnLine, row.body).saying
        if saying is None or saying.kind != "rung" or row.arrived_ms < now_ms - PAGE_AGE_MS_MAX:
            continue
        rung = typed_body(saying.kind, saying.body)
        if isinstance(rung, Rung):
            page = Page(
                room=room.charter.room, party=room.party, call=rung.about.key, precedence=saying.precedence,
                step=rung.step, t_ms=rung.t_ms,
            )  # fmt: skip
            return NextPage(page, row.index + 1)
    return NextPage(None, end)
