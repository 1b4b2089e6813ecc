"""The write-ahead log of a store is copied into its file by a thread and a connection of their own.

SQLite would do that inside the commit that makes the log too long, and everybody would wait for it. Here the copying
goes on beside the writer. A log that is written all the time is never copied to its end that way, and only then does
SQLite begin it anew: so the little that is left is copied by the store's own thread, between two transactions. What
is written is durable before and after; a crash in the middle leaves a log that the next opening copies. A log that
grows all the same, because somebody reads the file for long, SQLite copies itself (`connection.WAL_PAGES_MAX`).
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from .connection import Connection

ROWS_PER_COPY = 8_000
"""So many rows are written, about a page each, before they are copied."""
PAGES_TO_FINISH = 16_000
"""A log of so many pages is begun anew. Nobody writes meanwhile, so that it is done rarely."""
PAGES_LEFT = 100
PASSES_MAX = 5


class WriteAhead:
    """Says when the log is to be copied, and has it done. Called in the thread that writes, but for `finish`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._copier = ThreadPoolExecutor(1, thread_name_prefix="copy")
        self._copying: Future[bool] | None = None
        self._rows = 0

    def wrote(self, rows: int) -> None:
        """Count what was written."""
        self._rows += rows

    def copy_much(self) -> None:
        """Have what was written copied beside the writer, once it is much. Call after a commit."""
        if self._rows >= ROWS_PER_COPY and (self._copying is None or self._copying.done()):
            self._rows = 0
            self._copying = self._copier.submit(self._copy)

    def is_nearly_copied(self) -> bool:
        """True once after a long log was copied: what is left is little, and `finish` takes a moment."""
        if self._copying is None or not self._copying.done():
            return False
        is_long, self._copying = self._copying.result(), None
        return is_long

    def finish(self) -> None:
        """Copy what is left, so that the next transaction begins the log anew. No transaction may be open."""
        self._connection.copy_log()

    def close(self) -> None:
        """Wait for what is under way."""
        self._copier.shutdown()

    def _copy(self) -> bool:
        """In the thread that copies. Of a long log, what is written meanwhile is copied too, until that is little."""
        pages = self._connection.copy_log_beside()
        if pages < PAGES_TO_FINISH:
            return False
        for _ in range(PASSES_MAX):
            before, pages = pages, self._connection.copy_log_beside()
            if pages - before <= PAGES_LEFT:
                break
        return True
