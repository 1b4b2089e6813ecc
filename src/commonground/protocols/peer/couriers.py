"""All couriers of a node, and its heads log: started, told of what grew, and stopped together."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Future
from functools import partial

from ...picture.charter import heads_log, log_to
from ...room import federate, witness
from ...room.context import Contact, Room
from ...room.node import Node
from ...room.ports import Peer
from .courier import Courier

_LOG = logging.getLogger(__name__)
HEADS_LOOK_S = 1.0


class Couriers:
    """One courier for each peer that this node can reach; a peer that only calls is served all the same."""

    def __init__(self, node: Node, peers: dict[str, Peer]) -> None:
        self.node = node
        self.by_party = {party: Courier(node, party, peer) for party, peer in peers.items()}
        self._claims: dict[str, dict[str, int]] = {}
        self._confirming: set[str] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        node.after_commit(self._grown)

    def start(self) -> None:
        """Start carrying in the running event loop."""
        self._loop = asyncio.get_running_loop()
        for courier in self.by_party.values():
            self._tasks.append(self._loop.create_task(courier.run()))
            self._tasks.append(self._loop.create_task(courier.run_hints()))
        self._tasks.append(self._loop.create_task(self._keep_heads()))

    def add(self, party: str, peer: Peer) -> Courier:
        """Carry to one more party; in the running event loop, if it runs."""
        courier = self.by_party[party] = Courier(self.node, party, peer)
        if self._loop is not None:
            self._tasks.append(self._loop.create_task(courier.run()))
            self._tasks.append(self._loop.create_task(courier.run_hints()))
        return courier

    async def stop(self) -> None:
        """Stop carrying; what was accepted is in the store."""
        self._loop = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    def hinted(self, party: str) -> None:
        """A peer said that there is something to fetch."""
        if party in self.by_party:
            self.by_party[party].wake()

    def heard(self, party: str) -> None:
        """A peer called."""
        if party in self.by_party:
            self.by_party[party].heard()

    def claimed(self, party: str, origin: str, size: int) -> None:
        """A peer asks for what follows `size` entries of a log: so many it holds, over its own signature.

        It is all that a node can know of a peer that it cannot call. Once both logs have been asked for, they may
        grow again; a node that has fewer entries than that stays silent towards the peer until it can call it.
        """
        room = self.node.room
        if party in self.by_party or party not in room.unconfirmed:
            return
        claims = self._claims.setdefault(party, {})
        claims[origin] = size
        mine = (log_to(room.charter, room.party, party), heads_log(room.charter, room.party))
        if set(claims) == set(mine) and party not in self._confirming:
            self._confirming.add(party)
            self._confirm(party, dict(claims))

    def _confirm(self, party: str, sizes: dict[str, int], start: int | None = None) -> None:
        """Release what waits for a party that claims so much, part after part."""
        answer = self.node.write(partial(_confirm_claims, party=party, sizes=sizes, start=start))
        answer.add_done_callback(partial(self._confirmed_part, party, sizes))

    def _confirmed_part(self, party: str, sizes: dict[str, int], answer: Future[int | None]) -> None:
        following = None if answer.cancelled() or answer.exception() is not None else answer.result()
        if following is None:
            self._confirming.discard(party)
        else:
            self._confirm(party, sizes, following)

    def _grown(self, origins: list[str]) -> None:
        """Called in the writer's thread after each commit."""
        loop = self._loop
        if loop is None or not origins:
            return
        room = self.node.room
        everybody = heads_log(room.charter, room.party) in origins
        told = [
            courier for party, courier in self.by_party.items()
            if everybody or log_to(room.charter, room.party, party) in origins
        ]  # fmt: skip
        if told:
            loop.call_soon_threadsafe(_announce, told)

    async def _keep_heads(self) -> None:
        """Append a heads entry when one is due.

        Not before every party that keeps its word has said how much it holds: a heads log that went back to a backup
        would fork before the eyes of all.
        """
        while True:
            try:
                if await asyncio.wrap_future(self.node.read(self._is_heads_due)):
                    await asyncio.wrap_future(self.node.write(self.append_heads))
            except Exception:  # whatever it is: without heads nobody could hold this party to its history
                _LOG.exception("heads log of %s", self.node.room.party)
            await asyncio.sleep(HEADS_LOOK_S)

    def append_heads(self, room: Room) -> None:
        """Append a heads entry if one is due and nobody is left to ask. Call in a transaction."""
        if self._is_heads_due(room):
            witness.append_heads(room, room.clock.now_ms())

    def _is_heads_due(self, room: Room) -> bool:
        waiting = [party for party in room.unconfirmed if not room.contacts.get(party, Contact()).trouble]
        return not waiting and witness.heads_due(room, room.clock.now_ms())


def _confirm_claims(room: Room, party: str, sizes: dict[str, int], start: int | None) -> int | None:
    """Confirm a part, unless this node has fewer entries than the party holds: then it stays unconfirmed."""
    if party in room.unconfirmed and all(
        room.ledger.verified_size(one) >= size for one, size in sizes.items()
    ):
        return federate.confirm(room, party, sizes, start)
    return None


def _announce(couriers: list[Courier]) -> None:
    for courier in couriers:
        courier.announce()
