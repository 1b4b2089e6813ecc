"""The open transaction of a store, and the one before it, which may still be on its way to disk.

What a transaction writes is staged. `commit` writes it and waits for the disk; `commit_behind` leaves the waiting to a
thread of the store, and the next transaction begins at once: it sees what the other wrote, in memory, and is lost with
it. Whoever needs the database itself waits until that thread is done with it, so one thread at a time uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from commonground.errors import Corrupt, Unavailable

from .connection import Connection
from .places import Places
from .staged import Staged
from .write_ahead import WriteAhead

ROWS_MAX = 4_096
HASH_BYTES = 32

T = TypeVar("T")


class Transactions:
    """Begins and ends the transactions of one connection. Called in one thread at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._committer = ThreadPoolExecutor(1, thread_name_prefix="commit")
        self._behind: Staged | None = None
        self._outcome: Future[None] | None = None
        self._write_ahead = WriteAhead(connection)
        self._finishing: Future[None] | None = None
        connection.on_rollback = self._lost
        self._lost()

    def _lost(self) -> None:
        """The open transaction was thrown away, and with it what its appends counted."""
        self._open: Staged | None = None
        self._begun = False
        self._sizes: dict[str, int] | None = None
        self.places = Places()

    # -- from beginning to end ------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Open the one transaction; `RuntimeError` inside another."""
        self._connection.need_open()
        if self._open is not None:
            raise RuntimeError("begin inside a transaction")
        if _is_over(self._outcome) and _is_over(self._finishing):
            self.database().begin()
            self._begun = True
        self._open = Staged()

    def commit(self) -> None:
        """Write what is staged and commit; durable when it returns."""
        self.staged()
        self.written().commit()
        self._open, self._begun = None, False
        self._write_ahead.copy_much()

    def commit_behind(self) -> Future[None]:
        """Write what is staged, and leave the disk to the store's thread; the outcome is there when that is durable.

        The rows are written here: each statement there would have to wait for the interpreter, twice.
        """
        staged = self.staged()
        is_nearly_copied = self._write_ahead.is_nearly_copied()
        db = self.written()
        # Who waits for the outcome throws away what was staged since.
        db.on_rollback = _nothing
        self._outcome = self._committer.submit(self._commit_behind)
        if is_nearly_copied:
            self._finishing = self._committer.submit(self._write_ahead.finish)
        self._write_ahead.copy_much()
        self._open, self._begun, self._behind = None, False, staged
        return self._outcome

    def _commit_behind(self) -> None:
        """In the store's thread: nobody else uses the connection until this has an outcome."""
        try:
            self._connection.commit()
        except BaseException:
            self._connection.rollback()
            raise
        finally:
            self._connection.on_rollback = self._lost

    def rollback(self) -> None:
        """Throw the open transaction away. The one before it stays, where it succeeds."""
        if self._finishing is not None:
            self._finishing.exception()
            self._finishing = None
        if self._outcome is not None:
            self._outcome.exception()
            self._outcome = self._behind = None
        self._connection.rollback()

    def close(self) -> None:
        """End what is under way and let the file go."""
        self.rollback()
        self._write_ahead.close()
        self._connection.close()
        self._committer.shutdown()

    def fail(self, reason: str, *, where: str) -> Corrupt:
        """Throw the transaction away and give the error to raise: what was to be written does not fit."""
        self.rollback()
        return Corrupt(reason, where=where)

    def _wait(self) -> None:
        """Until the transaction before this one is on disk; `Unavailable` where it, and so this one, is lost."""
        if self._finishing is not None:
            self._finishing.exception()
            self._finishing = None
        if self._outcome is None:
            return
        error = self._outcome.exception()
        self._outcome = self._behind = None
        if error is not None:
            self._lost()
            raise Unavailable("lost with what was said before it") from error

    # -- rows -----------------------------------------------------------------------------------------------------

    def database(self) -> Connection:
        """The connection, for questions that nothing staged can answer and for what is written at once."""
        self._wait()
        if self._open is not None and not self._begun:
            self._connection.begin()
            self._begun = True
        return self._connection

    def written(self) -> Connection:
        """The same once everything staged is written: for whatever could see it."""
        db = self.database()
        if self._open is not None and self._open.rows:
            self._open.write(db, self.places)
            self._write_ahead.wrote(self._open.rows)
            self._open = Staged()
        return db

    def staged(self) -> Staged:
        """The rows of the open transaction, to be added to; `RuntimeError` where none is open."""
        if self._open is None:
            self._connection.need_open()
            raise RuntimeError("a write outside begin and commit")
        if self._open.rows >= ROWS_MAX:
            self.written()
        return self._open

    def find(self, wanted: Callable[[Staged], T | None]) -> T | None:
        """What waits to be written, the youngest first; None when it can only be in the database."""
        for staged in self._waiting():
            found = wanted(staged)
            if found is not None:
                return found
        return None

    def _waiting(self) -> Iterator[Staged]:
        if self._open is not None:
            yield self._open
        if self._behind is not None:
            yield self._behind

    # -- logs -----------------------------------------------------------------------------------------------------

    def sizes(self) -> dict[str, int]:
        """The size of every log, what waits included."""
        if self._sizes is None:
            found = self.database().rows("SELECT origin, size FROM logs WHERE size > 0 ORDER BY origin")
            self._sizes = dict(found)
        return self._sizes

    def append(
        self, origin: str, start: int, rows: Sequence[tuple[bytes, bytes | None]], arrived_ms: int
    ) -> None:
        """Append entries with their bodies; `Corrupt` when the log does not hold `start` entries.

        Compare-and-swap stands in the statement: a log grows from the size that its first append found.
        """
        self._sizes_before(origin, start)
        for index, (entry, body) in enumerate(rows, start):
            self.append_one(origin, index, entry, body, arrived_ms)

    def append_one(self, origin: str, index: int, entry: bytes, body: bytes | None, arrived_ms: int) -> None:
        """The same for one entry, which most appends are."""
        staged, sizes = self.staged(), self._sizes_before(origin, index)
        if len(entry) != HASH_BYTES:
            raise self.fail(f"entry {index} has {len(entry)} bytes, expected {HASH_BYTES}", where=origin)
        staged.append(origin, index, entry, body, arrived_ms)
        sizes[origin] = index + 1

    def _sizes_before(self, origin: str, index: int) -> dict[str, int]:
        """The sizes of all logs, of which this one must end before `index`."""
        sizes = self.sizes()
        held = sizes.get(origin, 0)
        if held != index:
            raise self.fail(f"an append at {index} to a log of {held} entries", where=origin)
        return sizes


def _is_over(future: Future[None] | None) -> bool:
    return future is None or future.done()


def _nothing() -> None:
    pass
