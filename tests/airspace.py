"""A node that runs a DSS, and services of drone traffic that ask it: the worlds of the tests of F3548.

Tokens are plain here: `Bearer <service> <scope> <scope>...`. Times are those of the test's clock.
"""

from __future__ import annotations

import asyncio
import datetime
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from commonground.config import F3548, NodeConfig
from commonground.errors import NotAuthenticated, NotPermitted
from commonground.picture.charter import own_log
from commonground.protocols.f3548 import scopes
from commonground.protocols.f3548.app import dss_app
from commonground.protocols.f3548.door import Dss
from commonground.record import replace
from commonground.room.airspace.book import AirspaceBook, book_of
from commonground.room.airspace_terms import Terms
from commonground.room.context import Room
from commonground.room.node import Node, load_room

from .f3548_api import check_answer
from .served import room_files
from .worlds import HOUR_MS, PARTIES, T0_MS, TestClock, TestSalt, World, charter, key, make_node

MINUTE_MS = 60_000
SC, CP, CM, CMSA, AA = (
    scopes.COORDINATION, scopes.CONSTRAINT_PROCESSING, scopes.CONSTRAINT_MANAGEMENT, scopes.CONFORMANCE,
    scopes.ARBITRATION,
)  # fmt: skip
NO_SUBSCRIPTION = "00000000-0000-4000-8000-000000000000"
WITHHELD = "Available from USS"


@dataclass(frozen=True)
class PlainCaller:
    sub: str
    scopes: frozenset[str]


class PlainAccess:
    """Believes what it is told: stands in for tokens, whose own tests are elsewhere."""

    def caller(self, authorization: str | None, *, any_of: Sequence[Sequence[str]]) -> PlainCaller:
        kind, *words = (authorization or "nobody").split()
        if kind != "Bearer" or not words:
            raise NotAuthenticated("a bearer token is expected", field="Authorization")
        held = frozenset(words[1:])
        if not any(held.issuperset(one) for one in any_of):
            raise NotPermitted("another scope is expected", field="scope")
        return PlainCaller(words[0], held)


def dss_node(
    party: str = "A",
    *,
    clock: TestClock | None = None,
    terms: Terms | None = None,
    store: Any = None,
    agreed: Any = None,
) -> Node:
    """A node with a DSS, loaded; its writer does not run yet."""
    from commonground.store.memory import MemoryStore

    room = Room(
        charter=agreed or charter(), party=party, store=store or MemoryStore(), clock=clock or TestClock(),
        salt=TestSalt(), key=key(party), verifiers={other: key(other).verifier for other in PARTIES},
        airspace=terms or Terms(),
    )  # fmt: skip
    follow_airspace(room)
    node = Node(room)
    load_room(room)
    return node


def follow_airspace(room: Room) -> None:
    room.follow = lambda: AirspaceBook(room.party, room.store, own_log(room.charter, room.party))


def dss_world(folder: Path | None = None, **terms: Any) -> World:
    """A world in which A runs a DSS and releases to the others."""
    clock = TestClock()
    agreed = charter()
    nodes = {
        party: make_node(party, agreed, clock, TestSalt(), folder=folder) for party in PARTIES if party != "A"
    }
    return World(
        nodes={"A": dss_node(clock=clock, terms=Terms(**terms), agreed=agreed), **nodes}, clock=clock
    )


class Client:
    """Asks an application without a socket, one request after another."""

    def __init__(self, app: Any) -> None:
        self._loop = asyncio.Runner()
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url="https://dss.example")

    def request(self, method: str, path: str, **sent: Any) -> httpx.Response:
        return self._loop.run(self._client.request(method, path, **sent))

    def close(self) -> None:
        self._loop.run(self._client.aclose())
        self._loop.close()


@dataclass
class Service:
    """A service of drone traffic: its name, and a way to the DSS."""

    name: str
    client: Client
    scopes: tuple[str, ...] = (SC, CP, CM, CMSA)

    def ask(
        self, method: str, path: str, body: object = None, *, scopes: Sequence[str] | None = None
    ) -> httpx.Response:
        held = self.scopes if scopes is None else scopes
        headers = {"Authorization": " ".join(("Bearer", self.name, *held))}
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.client.request(method, path, content=data, headers=headers)
        check_answer(method, path, answer)
        return answer

    # -- operational intents ----------------------------------------------------------------------------------------

    def put(
        self, id: str, ovn: str = "", *, scopes: Sequence[str] | None = None, **changes: Any
    ) -> httpx.Response:
        path = f"/dss/v1/operational_intent_references/{id}" + (f"/{ovn}" if ovn else "")
        return self.ask("PUT", path, intent(self.name, **changes), scopes=scopes)

    def created(self, **changes: Any) -> dict[str, Any]:
        """A new operational intent that was accepted: its reference."""
        made = self.put(new_id(), **changes)
        assert made.status_code == 201, made.text
        return made.json()["operational_intent_reference"]

    def get(self, id: str) -> httpx.Response:
        return self.ask("GET", f"/dss/v1/operational_intent_references/{id}")

    def delete(self, id: str, ovn: str) -> httpx.Response:
        return self.ask("DELETE", f"/dss/v1/operational_intent_references/{id}/{ovn}")

    def query(self, volume: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        answer = self.ask(
            "POST", "/dss/v1/operational_intent_references/query", {"area_of_interest": volume or extent()}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()["operational_intent_references"]

    # -- subscriptions ----------------------------------------------------------------------------------------------

    def subscribe(
        self, id: str = "", version: str = "", *, scopes: Sequence[str] | None = None, **changes: Any
    ) -> httpx.Response:
        path = f"/dss/v1/subscriptions/{id or new_id()}" + (f"/{version}" if version else "")
        return self.ask("PUT", path, subscription(self.name, **changes), scopes=scopes)

    def subscribed(self, **changes: Any) -> dict[str, Any]:
        made = self.subscribe(**changes)
        assert made.status_code == 200, made.text
        return made.json()["subscription"]

    def subscription(self, id: str) -> httpx.Response:
        return self.ask("GET", f"/dss/v1/subscriptions/{id}")

    def unsubscribe(self, id: str, version: str) -> httpx.Response:
        return self.ask("DELETE", f"/dss/v1/subscriptions/{id}/{version}")

    # -- constraints ------------------------------------------------------------------------------------------------

    def constrain(self, id: str = "", ovn: str = "", **changes: Any) -> httpx.Response:
        path = f"/dss/v1/constraint_references/{id or new_id()}" + (f"/{ovn}" if ovn else "")
        body = {"extents": [extent()], "uss_base_url": f"https://{self.name}.example"} | changes
        return self.ask("PUT", path, body)


@dataclass
class Sky:
    """A DSS that is asked over HTTP, with the node behind it and the clock of both."""

    node: Node
    client: Client
    clock: TestClock
    services: dict[str, Service] = field(default_factory=dict)

    def service(self, name: str, *scopes: str) -> Service:
        return Service(name, self.client, scopes or (SC, CP, CM, CMSA))

    @property
    def book(self) -> AirspaceBook:
        return book_of(self.node.room)

    def stop(self) -> None:
        self.client.close()
        self.node.stop()


def sky(node: Node | None = None, *, terms: Terms | None = None, allow_http: bool = False) -> Sky:
    """A DSS whose writer runs. Stop it in the end."""
    clock = TestClock()
    node = node or dss_node(clock=clock, terms=terms)
    node.start()
    app = dss_app(Dss(node, PlainAccess(), "0.1.0", allow_http))
    assert isinstance(node.room.clock, TestClock)
    return Sky(node, Client(app), node.room.clock)


def state_of(book: AirspaceBook) -> dict[str, Any]:
    """Everything that the DSS holds, comparable."""
    return {
        "intents": {
            id: (one.key, one.block, one.extents, one.shown.availability) for id, one in book.intents.items()
        },
        "constraints": {id: (one.key, one.block, one.extents) for id, one in book.constraints.items()},
        "subscriptions": {
            one.id: (
                one.manager,
                one.version,
                frozenset(one.extents),
                one.notified,
                one.is_implicit,
                sorted(one.dependents),
            )
            for one in book.standing_subscriptions()
        },
        "availabilities": dict(book.availabilities),
    }


def dss_configs(folder: Path) -> dict[str, NodeConfig]:
    """The file of a node that runs a DSS, of a room of two, on a port that is free now."""
    return {"A": replace(room_files(folder, "AB")["A"], f3548=F3548(enabled=True, allow_http=True))}


# -- what is sent ---------------------------------------------------------------------------------------------------


def new_id() -> str:
    return str(uuid.uuid4())


def time_of(at_ms: int) -> dict[str, str]:
    at = datetime.datetime.fromtimestamp(at_ms / 1000, datetime.UTC)
    return {"value": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "format": "RFC3339"}


def height(value_m: float) -> dict[str, Any]:
    return {"value": value_m, "reference": "W84", "units": "M"}


def extent(
    lng: float = 36.3,
    lat: float = 33.5,
    radius_m: float = 100,
    *,
    from_ms: int | None = T0_MS + HOUR_MS,
    until_ms: int | None = T0_MS + 2 * HOUR_MS,
    lower_m: float | None = 100,
    upper_m: float | None = 200,
    vertices: Sequence[tuple[float, float]] = (),
) -> dict[str, Any]:
    """A volume: a circle, or a polygon of (lng, lat)."""
    outline: dict[str, Any] = {
        "outline_circle": {"center": {"lat": lat, "lng": lng}, "radius": {"value": radius_m, "units": "M"}}
    }
    if vertices:
        outline = {"outline_polygon": {"vertices": [{"lat": y, "lng": x} for x, y in vertices]}}
    if lower_m is not None:
        outline["altitude_lower"] = height(lower_m)
    if upper_m is not None:
        outline["altitude_upper"] = height(upper_m)
    volume: dict[str, Any] = {"volume": outline}
    if from_ms is not None:
        volume["time_start"] = time_of(from_ms)
    if until_ms is not None:
        volume["time_end"] = time_of(until_ms)
    return volume


def intent(name: str, **changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "extents": [extent()], "key": [], "state": "Accepted", "uss_base_url": f"https://{name}.example/utm",
        "new_subscription": {"uss_base_url": f"https://{name}.example/utm", "notify_for_constraints": False},
    }  # fmt: skip
    body |= changes
    return {name: value for name, value in body.items() if value is not ...}


def subscription(name: str, **changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "extents": extent(lower_m=None, upper_m=None, from_ms=None, until_ms=None, radius_m=2_000),
        "uss_base_url": f"https://{name}.example/utm", "notify_for_operational_intents": True,
        "notify_for_constraints": False,
    }  # fmt: skip
    body |= changes
    return {name: value for name, value in body.items() if value is not ...}
