"""Connects a running node with parties that join the room: their keys at once, their nodes once an address is known.

Where a peer listens is in no charter: each party is told it by hand, and keeps it in its own store until its
configuration names it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from ..protocols.peer.auth import Callers
from ..protocols.peer.client import HttpPeer
from ..room.context import Room
from ..room.node import Node
from ..room.peer_addresses import KIND


class Running(Protocol):
    """A running node, as far as it meets newcomers."""

    node: Node
    peers: dict[str, HttpPeer]

    @property
    def loop(self) -> asyncio.AbstractEventLoop | None:
        """The event loop in which it exchanges."""
        ...

    def connect(self, party: str, peer: HttpPeer) -> None:
        """Exchange with one more party."""
        ...


def addresses(room: Room) -> dict[str, str]:
    """Addresses of parties that joined since the configuration was written."""
    others = room.charter.others(room.party)
    return {party: data.decode() for party, data in room.store.documents(KIND) if party in others}


class Newcomers:
    """Follows the commits of a node; what is new to it is learnt once."""

    def __init__(self, running: Running, callers: Callers, peer_of: Callable[[str, str], HttpPeer]) -> None:
        self._running = running
        self._callers = callers
        self._peer_of = peer_of
        self._known = set(running.node.room.verifiers)
        self._reached = set(running.peers)

    def follow(self) -> None:
        """Look after each commit, in the writer's thread."""
        self._running.node.after_commit(lambda _: self._look())

    def _look(self) -> None:
        room = self._running.node.room
        if len(self._known) == len(room.verifiers) and self._reached >= set(room.charter.others(room.party)):
            return
        for party, key in room.verifiers.items():
            if party not in self._known:
                self._known.add(party)
                self._callers.learn(party, key)
        loop = self._running.loop
        for party, url in addresses(room).items():
            if party not in self._reached and loop is not None:
                self._reached.add(party)
                loop.call_soon_threadsafe(self._running.connect, party, self._peer_of(party, url))
