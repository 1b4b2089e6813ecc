"""A display of drones in a test: its own DSS, services behind httpx, a clock that the test sets. Nothing listens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import httpx

from commonground.errors import Unavailable
from commonground.protocols.f3411.client import Client
from commonground.protocols.f3411.codec.dialect import Dialect
from commonground.protocols.f3411.codec.v22a import V22A
from commonground.protocols.f3411.directory import Directory, OwnDirectory
from commonground.protocols.f3411.display import ASK_MS, Display
from commonground.protocols.f3411.dss import Dss
from commonground.room.node import Node
from tests.f3411_messages import packed
from tests.remote_id import BOTH, Service, at_once, desk_of
from tests.worlds import World, make_world

RUNNER = asyncio.Runner()
HOST = "flights.example"
URL = f"https://{HOST}/rid"
Handler = Callable[[httpx.Request], Any]
#: Corners of views round the drones of `flight`: 0.8 km, 5 km and 9 km across.
NARROW = (36_547_000_000, 33_047_500_000, 36_553_000_000, 33_052_500_000)
MIDDLE = (36_530_000_000, 33_035_000_000, 36_570_000_000, 33_065_000_000)
WIDE = (36_510_000_000, 33_020_000_000, 36_590_000_000, 33_080_000_000)


@dataclass
class Net:
    """Hosts by name; what each was asked, and with which token."""

    hosts: dict[str, Handler] = field(default_factory=dict)
    asked: list[httpx.Request] = field(default_factory=list)
    fails: bool = False

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        handler = self.hosts.get(request.url.host)
        if handler is None:
            raise httpx.ConnectError("no such host")
        given = handler(request)
        answered = await given if asyncio.iscoroutine(given) else given
        if not isinstance(answered, httpx.Response):
            return httpx.Response(200, stream=httpx.ByteStream(packed(answered)))
        if not answered.is_stream_consumed:
            return answered
        held = httpx.ByteStream(answered.content)
        return httpx.Response(answered.status_code, headers=answered.headers, stream=held)

    async def token(self, audience: str, scopes: tuple[str, ...]) -> str:
        if self.fails:
            raise Unavailable("nobody gives tokens")
        return " ".join(("node", audience, *scopes))

    def of(self, path: str) -> list[httpx.Request]:
        return [one for one in self.asked if one.url.path.endswith(path)]


@dataclass
class Screen:
    """A node's display, its own DSS, and what is around it."""

    world: World
    net: Net
    display: Display
    service: Service

    def step(self) -> None:
        RUNNER.run(self.display.step())

    def look(self, view: tuple[int, int, int, int] = NARROW, who: str = "page") -> dict[str, Any]:
        return self.display.look(who, *view)

    def seen(self, view: tuple[int, int, int, int] = NARROW) -> dict[str, Any]:
        """What a screen shows once its view was asked about."""
        self.look(view)
        self.step()
        return self.look(view)

    def go_on(self, by_ms: int = ASK_MS) -> None:
        self.world.clock.go_on(by_ms)

    @property
    def now_ms(self) -> int:
        return self.world.clock.ms

    def run(self, step: Coroutine[Any, Any, Any]) -> Any:
        return RUNNER.run(step)


def screen_of(
    dialect: Dialect = V22A, directory: Callable[[Net, World], Directory] | None = None, **changes: Any
) -> Screen:
    world, net = make_world(parties=("A",)), Net()
    desk = desk_of(at_once(world.nodes["A"]))
    client = Client(net, transport=httpx.MockTransport(net), **changes)
    found = OwnDirectory(desk.node, desk.dss, BOTH) if directory is None else directory(net, world)
    display = Display(client, found, BOTH, world.clock.now_ms)
    return Screen(world, net, display, Service(desk, dialect))


def display_of(node: Node) -> Display:
    """A display beside a node, which knows its own DSS and asks nobody until it is started."""
    client = Client(Net(), transport=httpx.MockTransport(Net()))
    return Display(client, OwnDirectory(node, Dss(BOTH), BOTH), BOTH, node.room.clock.now_ms)
