"""What became of what was posted, kept for a day as documents of the store (TAXII 2.1 section 4.3).

A status is there for the account that posted, and for nobody else. Its identifier holds the time (RFC 9562 section
5.7), so that what is older than a day is found without reading it.
"""

from __future__ import annotations

import re
from collections import deque

from commonground.record import Record, decode_own, encode_canonical
from commonground.room.context import Room
from commonground.room.posting import Posted

KIND = "taxii_status"
KEPT_MS = 25 * 3_600_000
"""An hour more than clients may count on."""
SWEPT_EVERY_MS = 3_600_000
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Row = tuple[str, str, str]


class Status(Record, frozen=True):
    """What an account posted at `t_ms` (UTC), and what became of it: identifier, version, and what there is to say."""

    id: str
    account: str
    t_ms: int
    taken: tuple[Row, ...] = ()
    not_taken: tuple[Row, ...] = ()


class Statuses:
    """The statuses of one node. Called in its writer alone."""

    def __init__(self) -> None:
        self._held: deque[str] | None = None
        self._swept_ms = 0

    def keep(self, room: Room, account: str, asked_ms: int, posted: Posted) -> Status:
        """Keep what became of a request; forgets what is older than a day, once an hour. Needs a transaction."""
        now_ms = room.clock.now_ms()
        status = Status(
            id=_new_id(room, now_ms), account=account, t_ms=asked_ms, taken=tuple(map(tuple, posted.taken)),  # type: ignore[arg-type]
            not_taken=tuple(map(tuple, posted.not_taken)),  # type: ignore[arg-type]
        )  # fmt: skip
        room.store.put_document(KIND, status.id, encode_canonical(status))
        if self._held is None:
            self._held = deque(sorted(id for id, _ in room.store.documents(KIND)))
        else:
            self._held.append(status.id)
        if now_ms >= self._swept_ms + SWEPT_EVERY_MS or now_ms < self._swept_ms:
            self._swept_ms = now_ms
            while self._held and _time_ms(self._held[0]) < now_ms - KEPT_MS:
                room.store.delete_document(KIND, self._held.popleft())
        return status


def find_status(room: Room, account: str, id: str) -> Status | None:
    """The status of that identifier, where this account has asked for it; else None."""
    data = room.store.document(KIND, id) if _UUID.fullmatch(id) else None
    status = None if data is None else decode_own(Status, data)
    return status if status is not None and status.account == account else None


def _new_id(room: Room, now_ms: int) -> str:
    """A UUID of version 7."""
    drawn = bytearray(now_ms.to_bytes(6, "big") + room.salt.salt(KIND, room.ledger.entries_total())[:10])
    drawn[6] = drawn[6] & 0x0F | 0x70
    drawn[8] = drawn[8] & 0x3F | 0x80
    text = drawn.hex()
    while (
        room.store.document(KIND, _dashed(text)) is not None
    ):  # the same moment, in a test that stands still
        text = text[:-8] + f"{(int(text[-8:], 16) + 1) % 2**32:08x}"
    return _dashed(text)


def _dashed(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _time_ms(id: str) -> int:
    return int(id.replace("-", "")[:12], 16)
