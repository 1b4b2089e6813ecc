"""Services of drone traffic in one process: nodes with a DSS, with suppliers, and peers that answer as a test says.

Everything is asked over HTTP as in earnest, through `Hosts` instead of sockets. Nothing sleeps: a queue is emptied when
a test says so, and the clock stands until it is told to go on.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

from commonground.errors import NotAuthenticated, NotPermitted
from commonground.geo.footprint import Circle
from commonground.geo.interval import Altitude
from commonground.geo.volume import Volume
from commonground.picture.charter import own_log
from commonground.picture.flight import FlightPlan
from commonground.protocols.f3548.app import dss_app
from commonground.protocols.f3548.client import Client, Exchange
from commonground.protocols.f3548.door import Dss
from commonground.protocols.f3548.monitor import Monitor
from commonground.protocols.f3548.noting import note_exchange
from commonground.protocols.f3548.played import Played
from commonground.protocols.f3548.sender import Sender
from commonground.protocols.f3548.supplier import Supplier
from commonground.protocols.f3548.supplier_app import supplier_app
from commonground.protocols.f3548.testing import testing_app
from commonground.room.airspace.book import AirspaceBook
from commonground.room.airspace_terms import Terms
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.uss.terms import Service
from tests.worlds import HOUR_MS, T0_MS, TestClock, TestSalt, World, charter, make_node, nd

T = TypeVar("T")
MINUTE_MS = 60_000
DSS_URL = "http://dss.test"


@dataclass(frozen=True)
class Token:
    """Who asks with a token of a test, and what for."""

    sub: str
    scopes: frozenset[str]


class TestAccess:
    """Tokens of a test: `sub scope scope` in clear, for any host."""

    __test__ = False

    def caller(self, authorization: str | None, *, any_of: Sequence[Sequence[str]]) -> Token:
        kind, _, token = (authorization or "").partition(" ")
        if kind != "Bearer" or not token:
            raise NotAuthenticated("a bearer token is expected", field="Authorization")
        _, sub, *scopes = token.split("|")
        if not any(set(one) <= set(scopes) for one in any_of):
            raise NotPermitted("another scope is expected", field="scope")
        return Token(sub, frozenset(scopes))


class TestTokens:
    """Gives tokens that `TestAccess` reads."""

    __test__ = False

    def __init__(self, sub: str) -> None:
        self.sub = sub
        self.given: list[tuple[str, tuple[str, ...]]] = []

    async def token(self, audience: str, scopes: tuple[str, ...]) -> str:
        self.given.append((audience, scopes))
        return "|".join((audience, self.sub, *scopes))

    def forget(self, audience: str, scopes: tuple[str, ...]) -> bool:
        return False


Answering = Callable[[httpx.Request], Awaitable[httpx.Response]]


class Hosts(httpx.AsyncBaseTransport):
    """Carries requests to applications and to functions by the name of the host."""

    def __init__(self) -> None:
        self.apps: dict[str, httpx.AsyncBaseTransport] = {}
        self.instead: dict[str, Answering] = {}
        self.asked: list[tuple[str, str]] = []

    def serve(self, host: str, app: Any) -> None:
        self.apps[host] = httpx.ASGITransport(app=app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.method, str(request.url)))
        host = request.url.host
        if host in self.instead:
            await request.aread()
            answer = await self.instead[host](request)
            return httpx.Response(answer.status_code, stream=httpx.ByteStream(await answer.aread()))
        if host not in self.apps:
            raise httpx.ConnectError("nobody there", request=request)
        return await self.apps[host].handle_async_request(request)


@dataclass
class Uss:
    """One service at work, and the queue and clock that a test empties and turns."""

    node: Node
    service: Service
    supplier: Supplier
    sender: Sender
    monitor: Monitor
    tokens: TestTokens
    exchanges: list[Exchange]
    played: Played

    @property
    def room(self) -> Room:
        return self.node.room


@dataclass
class Sky:
    """Nodes, hosts, and a clock. Use as a context: the nodes' writers run inside it."""

    world: World
    hosts: Hosts = field(default_factory=Hosts)
    services: dict[str, Uss] = field(default_factory=dict)
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    def __enter__(self) -> Sky:
        return self

    def __exit__(self, *_: object) -> None:
        for uss in self.services.values():
            self.run(uss.supplier.client.close())
        self.runner.close()
        for node in self.world.nodes.values():
            node.stop()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(coroutine)

    @property
    def clock(self) -> TestClock:
        return self.world.clock

    def dss(self, party: str, host: str = "dss.test") -> None:
        """Let a party run a DSS."""
        node = self.world.nodes[party]
        room = node.room
        room.airspace = Terms()
        room.follow = lambda: AirspaceBook(room.party, room.store, own_log(room.charter, room.party))
        node.start()
        self.hosts.serve(host, dss_app(Dss(node, TestAccess(), "0.1", allow_http=True)))

    def uss(self, party: str, *, answer_s: float = 5.0, start: bool = True, **terms: Any) -> Uss:
        """Let a party run a service that asks the DSS of this sky; once more, after a restart."""
        node = self.world.nodes[party]
        if start:
            node.start()
        name = f"uss-{party.lower()}"
        service = Service(uss=name, base_url=f"http://{name}.test", **terms)
        tokens, exchanges = TestTokens(name), []
        client = Client(
            tokens, node.room.clock.now_ms, lambda one: (exchanges.append(one), note_exchange(node, one, name)),
            transport=self.hosts, answer_s=answer_s,
        )  # fmt: skip
        supplier = Supplier(node, service, client, DSS_URL, allow_http=True)
        uss = Uss(
            node,
            service,
            supplier,
            Sender(node, service, client),
            Monitor(supplier),
            tokens,
            exchanges,
            Played(supplier),
        )
        self.services[party] = uss
        door = Dss(node, TestAccess(), "0.1", allow_http=True)
        self.hosts.serve(f"{name}-tests.test", testing_app(door, uss.played))
        self.hosts.serve(
            f"{name}.test", supplier_app(Dss(node, TestAccess(), "0.1", allow_http=True), service)
        )
        return uss

    def tell_all(self) -> int:
        """Empty the queues of all services, as far as they can be emptied now."""
        return sum(self.run(uss.sender.tell_due()) for uss in self.services.values())

    def ask(self, method: str, url: str, sub: str, *scopes: str, body: Any = None) -> httpx.Response:
        """One request of a service that the test plays."""

        async def go() -> httpx.Response:
            headers = {"Authorization": f"Bearer {'|'.join(('host', sub, *scopes))}"} if sub else {}
            async with httpx.AsyncClient(transport=self.hosts) as client:
                return await client.request(method, url, headers=headers, json=body)

        return self.run(go())


def sky(*, folder: Any = None, parties: tuple[str, ...] = ("A", "B", "J")) -> Sky:
    """Fresh nodes without a DSS and without services."""
    clock = TestClock()
    nodes = {party: make_node(party, charter(), clock, TestSalt(party.encode()), folder) for party in parties}
    return Sky(World(nodes=nodes, clock=clock))


# -- flights --------------------------------------------------------------------------------------------------------


def new_id(number: int) -> str:
    """A version 4 UUID that is the same in every run."""
    return str(uuid.UUID(int=(0x4000 << 64) | (0x8000 << 48) | number))


def w84(height_m: float) -> Altitude:
    return Altitude(value_tmm=round(height_m * 10_000), reference="W84", unit="M")


def box(
    lon: float = 36.5, lat: float = 33.0, *, radius_m: float = 200, from_min: int = 10, until_min: int = 40,
    lower_m: float = 800, upper_m: float = 900,
) -> Volume:  # fmt: skip
    """A volume of a drone's flight: a circle between two heights, from and until minutes after T0."""
    return Volume(
        footprint=Circle(center=(nd(lon), nd(lat)), radius_tmm=round(radius_m * 10_000)),
        lower=w84(lower_m), upper=w84(upper_m), from_ms=T0_MS + from_min * MINUTE_MS,
        until_ms=T0_MS + until_min * MINUTE_MS,
    )  # fmt: skip


def plan(*volumes: Volume, state: str = "Accepted", rank: int = 0) -> FlightPlan:
    return FlightPlan(state=state, volumes=volumes or (box(),), rank=rank)  # type: ignore[arg-type]


def json_of(response: httpx.Response) -> Any:
    return json.loads(response.content) if response.content else None


__all__ = ["HOUR_MS", "T0_MS"]
