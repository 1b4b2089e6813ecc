"""Faults on purpose: a store that fails at its n-th write, in the three ways in which disks and crashes do.

`Faults` counts and decides. `MemoryStore` asks it itself; `faulty_store` puts it around any other store. For
tests and drills: nothing happens unless a fault was asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Literal, cast

from commonground.errors import CommongroundError, Unavailable
from commonground.room.ports import LogStore

How = Literal["lost", "acked_lost", "committed_unacked"]

_WRITES = ("append_", "put_", "end_", "delete_", "drop_")


class Faults:
    """Counts the writes and commits of a store and says at which one something goes wrong.

    - `lost`: that call raises `Unavailable`, and nothing of its transaction is persisted.
    - `committed_unacked`: the commit persists, then raises `Unavailable`.
    - `acked_lost`: the commit returns, and nothing was persisted (a disk that lies, yesterday's backup).

    Nothing is durable before its commit: the last two, aimed at a write, strike when its transaction commits.
    """

    def __init__(self) -> None:
        self.calls = 0
        self._at = -1
        self._how: How = "lost"
        self._due: How | None = None

    def fail_at(self, n: int, how: How = "lost") -> None:
        """Let the n-th write or commit from now on, counted from 1, go wrong; once."""
        if n < 1:
            raise ValueError("calls are counted from 1")
        self.calls = 0
        self._at = n
        self._how = how
        self._due = None

    def before_write(self) -> None:
        """Count a write; `Unavailable` when it is to be lost."""
        self._count()
        if self._due == "lost":
            self._due = None
            raise Unavailable("not persisted")

    def at_commit(self) -> How | None:
        """Count a commit, and say what is to go wrong with it."""
        self._count()
        due, self._due = self._due, None
        return due

    def rolled_back(self) -> None:
        """Forget a fault that waited for the commit of a transaction that is gone."""
        self._due = None

    def _count(self) -> None:
        self.calls += 1
        if self.calls == self._at:
            self._due = self._how


class _FaultyStore:
    """Passes every call on, writes and commits by way of `Faults`."""

    def __init__(self, inner: LogStore, faults: Faults) -> None:
        self._inner = inner
        self._faults = faults

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._inner, name)
        return self._counted(call) if name.startswith(_WRITES) else call

    def _counted(self, call: Callable[..., None]) -> Callable[..., None]:
        def write(*values: Any, **named: Any) -> None:
            try:
                self._faults.before_write()
            except Unavailable:
                self._inner.rollback()
                raise
            call(*values, **named)

        return write

    def rollback(self) -> None:
        self._faults.rolled_back()
        self._inner.rollback()

    def commit(self) -> None:
        self._commit(self._faults.at_commit())

    def commit_behind(self) -> Future[None]:
        how = self._faults.at_commit()
        return self._inner.commit_behind() if how is None else outcome_of(lambda: self._commit(how))

    def _commit(self, how: How | None) -> None:
        if how in ("lost", "acked_lost"):
            self._inner.rollback()
        else:
            self._inner.commit()
        if how == "lost":
            raise Unavailable("not persisted")
        if how == "committed_unacked":
            raise Unavailable("persisted but not acknowledged")


def outcome_of(commit: Callable[[], None]) -> Future[None]:
    """What a commit says that is done at once, for `commit_behind`."""
    outcome: Future[None] = Future()
    try:
        commit()
    except CommongroundError as error:
        outcome.set_exception(error)
    else:
        outcome.set_result(None)
    return outcome


def faulty_store(inner: LogStore, faults: Faults) -> LogStore:
    """`inner` with faults: the same contract until `faults.fail_at` was called."""
    return cast(LogStore, _FaultyStore(inner, faults))
