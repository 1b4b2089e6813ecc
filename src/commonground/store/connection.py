"""One SQLite connection that writes: opening, locking, transactions, and errors in the package's own words.

What a crash here leaves: every transaction whose `commit` returned, and nothing of a later one; SQLite
replays its write-ahead log at the next opening. A failed write ends its transaction, so that half of one can
never be committed. It knows none of our tables, only the version of their schema.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from commonground.errors import CommongroundError, Corrupt, Refused, Unavailable

from .schema import SCHEMA_VERSION, create, recognise

BUSY_TIMEOUT_MS = 5_000
CACHE_KIB = 16_384
STATEMENTS_CACHED = 256
ROWS_AT_ONCE = 64
ROWS_STEP = 8
WAL_BYTES_KEPT = 128 * 1024 * 1024
WAL_PAGES_MAX = 48_000
"""Where the log of writes grows longer, SQLite copies it inside a commit; `write_ahead` has it copied before."""
SYNCHRONOUS = ("OFF", "NORMAL", "FULL", "EXTRA")

_COPY_LOG = "PRAGMA wal_checkpoint(PASSIVE)"

Row = tuple[Any, ...]
Values = Sequence[object] | dict[str, int] | dict[str, str]
# The disk or another process said no; the same request may be made again.
_TRY_AGAIN = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_NOLFS,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_INTERRUPT,
    }
)


class Connection:
    """A store file held for writing by this process alone; used by one thread at a time.

    `synchronous` is SQLite's setting; only FULL and EXTRA keep a commit through a loss of power. With `read_only`
    the file is only read, as of one moment, beside the node that writes it.
    `Unavailable` when the file cannot be opened or another process writes to it, `Refused` when it was
    written by a newer version or is no store, `Corrupt` when it is damaged.
    """

    def __init__(self, path: Path, *, synchronous: str = "FULL", read_only: bool = False) -> None:
        if synchronous not in SYNCHRONOUS:
            raise Refused(f"{synchronous!r}; expected one of {', '.join(SYNCHRONOUS)}", field="synchronous")
        self.path = path
        self._lock = None if read_only else _locked(path)
        try:
            self._sqlite = _opened_for_reading(path) if read_only else self._opened(synchronous)
        except BaseException:
            self._let_go()
            raise
        self._synchronous = synchronous
        self._beside: sqlite3.Connection | None = None
        self._copying = threading.Lock()
        self._closed = False
        self._forget = False
        #: Called whenever an open transaction was thrown away, by whatever.
        self.on_rollback: Callable[[], None] = _nothing

    def _opened(self, synchronous: str) -> sqlite3.Connection:
        try:
            sqlite = sqlite3.connect(
                self.path, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None, check_same_thread=False,
                cached_statements=STATEMENTS_CACHED,
            )  # fmt: skip
        except sqlite3.Error as error:
            raise _in_our_words(error, self.path) from None
        try:
            recognise(sqlite, self.path)
            for pragma in _pragmas(synchronous):
                sqlite.execute(pragma).close()
            create(sqlite)
        except sqlite3.Error as error:
            sqlite.close()
            raise _in_our_words(error, self.path) from None
        except BaseException:
            sqlite.close()
            raise
        return sqlite

    # -- transactions ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Take the write lock. `RuntimeError` inside a transaction: one writer, one batch at a time."""
        if not self._closed and self._sqlite.in_transaction:
            raise RuntimeError("begin inside a transaction")
        self._execute("BEGIN IMMEDIATE", ())

    def commit(self) -> None:
        """Durable when it returns. After `Unavailable` a restart shows all of the batch or nothing of it."""
        self.need_transaction()
        self._execute("COMMIT", ())
        if self._forget:
            self._forget = False
            self._overwrite_wal()

    def rollback(self) -> None:
        """Throw the open transaction away; nothing happens where a failed write has already done so."""
        self._forget = False
        if not self._closed and self._sqlite.in_transaction:
            self._execute("ROLLBACK", ())
        self.on_rollback()

    def forget_deleted(self) -> None:
        """After the next commit, empty the write-ahead log too, so that what was deleted is gone."""
        self._forget = True

    def _overwrite_wal(self) -> None:
        with self._copying:
            try:
                self._sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            except sqlite3.Error:
                self._forget = True  # committed all the same; the next commit tries again

    def copy_log(self) -> None:
        """Copy the write-ahead log into the file, as far as nobody reads what was there before. Needs no transaction.

        What cannot be copied stays in the log for the next time: nothing is lost, and nobody need be told.
        """
        with self._copying, contextlib.suppress(sqlite3.Error):
            self._sqlite.execute(_COPY_LOG).fetchall()

    def copy_log_beside(self) -> int:
        """The same by a connection of its own, in another thread, while this one goes on writing.

        Returns how many pages the log has, copied ones included; 0 where that was not found out.
        """
        with self._copying, contextlib.suppress(sqlite3.Error):
            if self._beside is None:
                self._beside = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
                self._beside.execute(f"PRAGMA synchronous = {self._synchronous}").close()
                self._beside.execute("PRAGMA fullfsync = ON").close()
            return max(0, int(self._beside.execute(_COPY_LOG).fetchone()[1]))
        return 0

    def close(self) -> None:
        """Roll an open transaction back and let the file go. A second call does nothing."""
        if self._closed:
            return
        self.rollback()
        self._closed = True
        with self._copying:
            if self._beside is not None:
                self._beside.close()
        self._sqlite.close()
        self._let_go()

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.close()

    # -- statements -----------------------------------------------------------------------------------------

    def write(self, sql: str, values: Values = ()) -> int:
        """Number of rows that a statement changed. Needs an open transaction."""
        self.need_transaction()
        return self._execute(sql, values)

    def write_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """One statement for many rows; nothing happens where there is none."""
        if not rows:
            return
        self.need_transaction()
        try:
            self._sqlite.executemany(sql, rows).close()
        except sqlite3.Error as error:
            raise self._failed(error) from None

    def insert(self, head: str, rows: Sequence[Sequence[object]], tail: str = "") -> None:
        """Rows of one table, many to a statement. `head` names its columns, `tail` says what a conflict does.

        A statement of many rows lets other threads run once, one of a row each once a row, and each time the
        interpreter has to be waited for.
        """
        self.need_transaction()
        for count, values in _parts(rows):
            self._execute(f"{head} {_values(count, len(rows[0]))} {tail}", values)

    def write_given(self, sql: str, given: Sequence[Sequence[object]]) -> int:
        """Number of rows changed by a statement about many rows, which finds them where it says `{given}`."""
        self.need_transaction()
        return sum(
            self._execute(_with_given(sql, count, len(given[0])), values) for count, values in _parts(given)
        )

    def rows_given(self, sql: str, given: Sequence[Sequence[object]]) -> list[Row]:
        """All rows of a question about many rows, which finds them where it says `{given}`, as `column1` and so on."""
        return [
            row
            for count, values in _parts(given)
            for row in self.rows(_with_given(sql, count, len(given[0])), values)
        ]

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows of a question, those of the open transaction included."""
        try:
            return self._sqlite.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._failed(error) from None

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a question, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def fail(self, reason: str, *, where: str) -> Corrupt:
        """Roll back and give the error to raise: what we were about to write does not fit what is there."""
        self.rollback()
        return Corrupt(reason, where=where)

    def _execute(self, sql: str, values: Values) -> int:
        try:
            cursor = self._sqlite.execute(sql, values)
            changed = cursor.rowcount
            cursor.close()
        except sqlite3.Error as error:
            raise self._failed(error) from None
        return changed

    def need_open(self) -> None:
        """`Unavailable` where the store is closed."""
        if self._closed:
            raise Unavailable(f"{self.path}: the store is closed")

    def need_transaction(self) -> None:
        """`RuntimeError` outside a transaction, `Unavailable` where the store is closed."""
        self.need_open()
        if not self._sqlite.in_transaction:
            raise RuntimeError("a write outside begin and commit")

    def _failed(self, error: sqlite3.Error) -> CommongroundError:
        if self._closed:
            return Unavailable(f"{self.path}: the store is closed")
        self._forget = False
        try:
            if self._sqlite.in_transaction:
                self._sqlite.execute("ROLLBACK").close()
        except sqlite3.Error:
            pass  # SQLite has rolled back by itself
        self.on_rollback()
        return _in_our_words(error, self.path)


def _nothing() -> None:
    pass


def _parts(rows: Sequence[Sequence[object]]) -> Iterator[tuple[int, list[object]]]:
    """Rows in few parts of few different sizes, each as one flat list: a statement for each size is kept prepared."""
    at = 0
    while at < len(rows):
        left = len(rows) - at
        count = min(left - left % ROWS_STEP, ROWS_AT_ONCE) or left
        yield count, list(chain.from_iterable(rows[at : at + count]))
        at += count


@cache
def _with_given(sql: str, count: int, columns: int) -> str:
    return sql.format(given=f"({_values(count, columns)}) AS given")


@cache
def _values(count: int, columns: int) -> str:
    return "VALUES " + ", ".join([f"({', '.join('?' * columns)})"] * count)


def _opened_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, inside one transaction: every question is answered as of the first one.

    It takes no lock and stops no writer. Where the folder cannot be written and no node left a log of writes, the
    file is read as it stands.
    """
    if not path.is_file():
        raise Unavailable(f"{path}: no such store")
    if path.stat().st_size == 0:
        raise Refused(f"{path} is empty, a store is expected", field="path")
    alone = not path.with_name(path.name + "-wal").exists() and not os.access(path.parent, os.W_OK)
    address = f"file:{quote(str(path.resolve()))}?mode=ro" + ("&immutable=1" if alone else "")
    sqlite = None
    try:
        sqlite = sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None)
        recognise(sqlite, path)
        if sqlite.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:
            raise Refused(
                f"{path} was written by an older version: start its node once", field="user_version"
            )
        sqlite.execute("PRAGMA query_only = ON").close()
        sqlite.execute("BEGIN").close()
        sqlite.execute("SELECT count(*) FROM logs").fetchone()
    except sqlite3.Error as error:
        if sqlite is not None:
            sqlite.close()
        raise _in_our_words(error, path) from None
    except BaseException:
        if sqlite is not None:
            sqlite.close()
        raise
    return sqlite


def _locked(path: Path) -> IO[bytes]:
    """An exclusive lock beside the store, let go by the system when the process ends, however it ends."""
    beside = path.with_name(path.name + ".lock")
    try:
        lock = beside.open("ab")
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror or error}") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise Unavailable(f"{path}: another node is using this store (lock {beside.name})") from None
    return lock


def _pragmas(synchronous: str) -> list[str]:
    return [
        f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
        "PRAGMA journal_mode = WAL",
        f"PRAGMA synchronous = {synchronous}",
        "PRAGMA fullfsync = ON",  # only macOS needs it
        "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON",  # salt and body are overwritten, not only unlinked
        "PRAGMA trusted_schema = OFF",
        "PRAGMA temp_store = MEMORY",  # what a statement may have to undo goes to no file outside the store
        f"PRAGMA cache_size = -{CACHE_KIB}",
        f"PRAGMA journal_size_limit = {WAL_BYTES_KEPT}",
        f"PRAGMA wal_autocheckpoint = {WAL_PAGES_MAX}",
    ]


def _in_our_words(error: sqlite3.Error, path: Path) -> CommongroundError:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _TRY_AGAIN:  # the low byte is the primary code
        return Unavailable(f"{path}: {error}")
    return Corrupt(str(error), where=str(path))
