"""What a node's writer will answer: a future that threads wait for and tasks await.

A batch answers many at once; a task of an event loop is woken by one call for all of its loop, not by one each.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Generator, Iterable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
_Asking = tuple[asyncio.AbstractEventLoop, "asyncio.Future[None]"]


class Answer(Future[T]):
    """The value of a command, or why there is none, once its batch is on disk."""

    def __init__(self) -> None:
        super().__init__()
        self.asking: _Asking | None = None

    def __await__(self) -> Generator[Any, None, T]:
        if not self.done():
            loop = asyncio.get_running_loop()
            woken: asyncio.Future[None] = loop.create_future()
            self.asking = (loop, woken)
            # Whoever answers looks for `asking` after it has answered: one of the two sees the other.
            if not self.done():
                try:
                    yield from woken
                except asyncio.CancelledError:
                    self.cancel()
                    raise
        return self.result()


def wake(answered: Iterable[Future[Any]]) -> None:
    """Wake the tasks that await any of these."""
    waiting: dict[asyncio.AbstractEventLoop, list[asyncio.Future[None]]] = {}
    for one in answered:
        asking = one.asking if isinstance(one, Answer) else None
        if asking is not None:
            waiting.setdefault(asking[0], []).append(asking[1])
    for loop, tasks in waiting.items():
        with contextlib.suppress(RuntimeError):  # the loop was closed: nobody waits any more
            loop.call_soon_threadsafe(_wake, tasks)


def _wake(tasks: list[asyncio.Future[None]]) -> None:
    for task in tasks:
        if not task.done():
            task.set_result(None)
