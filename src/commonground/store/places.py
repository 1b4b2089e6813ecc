"""Where in the table `standing` each entity has its row: held in memory, read once.

An index of keys that are drawn at random costs a page of the file for each row that is put, and a node holds all keys
anyway. What is known here is what the connection sees: it is forgotten whenever a transaction is thrown away.
"""

from __future__ import annotations

from .connection import Connection

_ALL = "SELECT key, place FROM standing"
_LAST_SEQ = "SELECT max(seq) FROM versions"


class Places:
    """The place of every key, and the number of the last version that was written."""

    __slots__ = ("_last", "_of", "_seq")

    def __init__(self) -> None:
        self._of: dict[str, int] | None = None
        self._last = 0
        self._seq = 0

    def is_known(self) -> bool:
        """Whether the table was read."""
        return self._of is not None

    def learn(self, places: dict[str, int]) -> None:
        """All there are, in case somebody has read the table; the keys stay the ones that were read."""
        self._of, self._last = places, max(places.values(), default=0)

    def find(self, db: Connection, key: str) -> int | None:
        """The place of a key, or None."""
        return self._all(db).get(key)

    def put(self, db: Connection, key: str) -> int:
        """A place for a key that has none; `Corrupt` where it has."""
        places = self._all(db)
        if key in places:
            raise db.fail("said to be new, and is there", where=key)
        self._last += 1
        places[key] = self._last
        return self._last

    def next_seqs(self, db: Connection, count: int) -> range:
        """Numbers for as many versions, after the last one."""
        first = (self._seq or _last_seq(db)) + 1
        self._seq = first + count - 1
        return range(first, first + count)

    def _all(self, db: Connection) -> dict[str, int]:
        if self._of is None:
            self.learn(dict(db.rows(_ALL)))
            assert self._of is not None
        return self._of


def _last_seq(db: Connection) -> int:
    found = db.row(_LAST_SEQ)
    return 0 if found is None or found[0] is None else int(found[0])
