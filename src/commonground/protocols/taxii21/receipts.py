"""Who fetched what, written down after the answer: nobody waits for it, and a walk of many pages is a few batches.

What is not written when the node ends is told at the next fetch. It runs in one event loop.
"""

from __future__ import annotations

import asyncio
import logging
from itertools import islice

from commonground.errors import CommongroundError
from commonground.room.fetched import note_fetched
from commonground.room.node import Node

from .accounts import Account

BATCH = 100
"""Items of one transaction: some hundredth of a second of the writer's time."""
KEYS_MAX = 200_000
"""So many wait at most; what comes above is told at the next fetch."""
_LOG = logging.getLogger("commonground.taxii")


class Receipts:
    """Items that accounts got and that nobody was told of yet."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._waiting: dict[Account, dict[str, None]] = {}
        self._task: asyncio.Task[None] | None = None

    def note(self, account: Account, keys: list[str]) -> None:
        """Take note of what an account gets; call in the event loop."""
        wanted = [key for key in keys if account.party != self._node.room.party or not self._is_own(key)]
        if not wanted or len(self._waiting.get(account, ())) + len(wanted) > KEYS_MAX:
            return
        self._waiting.setdefault(account, {}).update(dict.fromkeys(wanted))
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self.tell())

    def _is_own(self, key: str) -> bool:
        return key.partition("/")[0] == self._node.room.party

    async def tell(self) -> None:
        """Write down all that waits."""
        while self._waiting:
            account, keys = next(iter(self._waiting.items()))
            batch = list(islice(keys, BATCH))
            for key in batch:
                del keys[key]
            if not keys:
                del self._waiting[account]
            try:
                await self._node.write(
                    lambda room, a=account, b=batch: note_fetched(room, a.name, a.party, a.post, b)  # type: ignore[misc]
                )
            except CommongroundError as error:
                _LOG.warning("what %s fetched is not noted yet: %s", account.name, error)

    async def stop(self) -> None:
        """Write down what waits, then end."""
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
