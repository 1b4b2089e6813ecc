"""The wires between nodes of one process: each can be cut and joined, and a node can call another without a port.

For demonstrations, drills and tests of an outage. A cut wire answers as an unreachable node does; nothing that the
nodes hold is touched. Between processes there are real wires, and this module is not used.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any

import httpx

App = Callable[..., Any]


class Wires:
    """Which nodes reach each other. `attach` lets a node be called in this process instead of over its address."""

    def __init__(self) -> None:
        self._cut: set[frozenset[str]] = set()
        self._apps: dict[str, App] = {}

    def attach(self, party: str, app: App) -> None:
        """From now on this party's node is called in this process."""
        self._apps[party] = app

    def cut(self, one: str, other: str) -> None:
        """Let nothing through between two parties, in either direction."""
        self._cut.add(frozenset((one, other)))

    def join(self, one: str, other: str) -> None:
        """Let everything through again."""
        self._cut.discard(frozenset((one, other)))

    def is_cut(self, one: str, other: str) -> bool:
        """Whether nothing gets through."""
        return frozenset((one, other)) in self._cut

    def app(self, party: str) -> App | None:
        """The node of a party in this process, where it was attached."""
        return self._apps.get(party)

    def wire(self, party: str, peer: str, trust: ssl.SSLContext | None) -> httpx.AsyncBaseTransport:
        """What carries the requests of a party's node to a peer's."""
        return _Wire(self, party, peer, httpx.AsyncHTTPTransport(verify=trust if trust is not None else True))


class _Wire(httpx.AsyncBaseTransport):
    """One direction of one wire."""

    def __init__(self, wires: Wires, party: str, peer: str, outside: httpx.AsyncHTTPTransport) -> None:
        self._wires = wires
        self._ends = (party, peer)
        self._outside = outside

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request, unless the wire is cut."""
        if self._wires.is_cut(*self._ends):
            raise httpx.ConnectError("the link is cut", request=request)
        app = self._wires.app(self._ends[1])
        inside = self._outside if app is None else httpx.ASGITransport(app=app)
        return await inside.handle_async_request(request)

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._outside.aclose()
