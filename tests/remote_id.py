"""A DSS of remote identification in a test: a node without a thread behind the routes, and a client of either version.

Every answer is parsed with the types that `uas-standards` has for its status, so that a test that asks for anything
also holds that the answer is one of the published API. Tokens are names: `who scope scope` is a token.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from implicitdict import ImplicitDict
from uas_standards.astm.f3411.v19 import api as api19
from uas_standards.astm.f3411.v22a import api as api22a

from commonground.errors import NotAuthenticated, NotPermitted
from commonground.protocols.f3411.codec.dialect import Dialect
from commonground.protocols.f3411.codec.held import Notice
from commonground.protocols.f3411.codec.v19 import V19
from commonground.protocols.f3411.codec.v22a import V22A
from commonground.protocols.f3411.dss import Dss
from commonground.protocols.f3411.routes import RidDesk, rid_app
from commonground.room.node import Node
from tests.worlds import T0_MS

RUNNER = asyncio.Runner()
BOTH = (V22A, V19)
OPERATIONS: dict[str, dict[Any, Any]] = {"22a": api22a.OPERATIONS, "19": api19.OPERATIONS}
#: Paths of the 22a API are relative to where a service has it.
BASES = {"22a": "/rid/v2", "19": ""}
AREA_ID = "4c2c1f6a-0000-4000-8000-0000000000aa"
OTHER_ID = "4c2c1f6a-0000-4000-8000-0000000000ab"


def numbered_id(number: int) -> str:
    return f"4c2c1f6a-0000-4000-8000-{number:012x}"


@dataclass(frozen=True)
class Known:
    """Who a token speaks for."""

    sub: str


class NamedTokens:
    """`Bearer who scope scope` is who it says it is, with these scopes."""

    def caller(self, authorization: str | None, *, any_of: Sequence[Sequence[str]]) -> Known:
        if authorization is None or not authorization.startswith("Bearer "):
            raise NotAuthenticated("a bearer token is expected", field="Authorization")
        sub, *scopes = authorization.removeprefix("Bearer ").split()
        if not any(set(wanted) <= set(scopes) for wanted in any_of):
            raise NotPermitted("a scope of this operation is expected", field="Authorization")
        return Known(sub)


def at_once(node: Node) -> Node:
    """Let a node's commands run where they are asked for, since it has no thread."""
    from tests.property.served_bytes import run_at_once

    run_at_once(node)
    return node


def desk_of(
    node: Node, noticed: Callable[[Dialect, Notice], None] = lambda _dialect, _notice: None
) -> RidDesk:
    return RidDesk(node=node, dss=Dss(BOTH), access=NamedTokens(), dialects=BOTH, noticed=noticed)


@dataclass
class Service:
    """A client of one version: it calls operations by their id and reads answers with the published types."""

    desk: RidDesk
    dialect: Dialect
    sub: str = "uss1"
    seen: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._app = rid_app(self.desk)

    def as_other(self, sub: str) -> Service:
        return Service(self.desk, self.dialect, sub, self.seen)

    def token(self, scopes: Iterable[str] | None = None) -> str:
        words = (self.dialect.read_scope, self.dialect.write_scope) if scopes is None else tuple(scopes)
        return " ".join((f"Bearer {self.sub}", *words))

    def call(
        self, operation: str, body: Any = None, *, query: dict[str, str] | None = None, token: str | None = "",
        **parts: str,
    ) -> tuple[int, Any]:  # fmt: skip
        """Call an operation: status, and the answer as plain JSON that the published type of that status has read."""
        known = next(one for key, one in OPERATIONS[self.dialect.name].items() if key.value == operation)
        path = BASES[self.dialect.name] + known.path.format(**parts)
        headers = {} if token is None else {"Authorization": token or self.token()}
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        answer = RUNNER.run(self._send(known.verb, path, query, headers, content))
        self.seen.add((operation, answer.status_code))
        kind = known.response_body_type[answer.status_code]
        if kind is None:
            assert answer.content == b""
            return answer.status_code, None
        ImplicitDict.parse(answer.json(), kind)
        return answer.status_code, answer.json()

    def raw(self, method: str, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return RUNNER.run(self._send(method, path, None, headers or {"Authorization": self.token()}, b""))

    async def _send(
        self, method: str, path: str, query: dict[str, str] | None, headers: dict[str, str], content: bytes
    ) -> httpx.Response:
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://dss.test") as client:
            return await client.request(method, path, params=query, headers=headers, content=content)

    # -- messages ---------------------------------------------------------------------------------------------

    def time(self, at_ms: int) -> Any:
        text = api_time(at_ms)
        return {"value": text, "format": "RFC3339"} if self.dialect is V22A else text

    def instant(self, printed: Any) -> str:
        return str(printed["value"] if self.dialect is V22A else printed)

    def extents(
        self, lng: float = 36.55, lat: float = 33.05, side_deg: float = 0.02, *, from_ms: int | None = T0_MS,
        until_ms: int | None = T0_MS + 3_600_000, vertices: Any = None,
    ) -> dict[str, Any]:  # fmt: skip
        corners = square(lng, lat, side_deg) if vertices is None else vertices
        times = {"time_start": from_ms, "time_end": until_ms}
        held = {name: self.time(at_ms) for name, at_ms in times.items() if at_ms is not None}
        if self.dialect is V22A:
            return {"volume": {"outline_polygon": {"vertices": corners}}, **held}
        return {"spatial_volume": {"footprint": {"vertices": corners}}, **held}

    def area(self, url: str = "https://flights.example/rid", **where: Any) -> dict[str, Any]:
        key = "uss_base_url" if self.dialect is V22A else "flights_url"
        return {"extents": self.extents(**where), key: url}

    def wish(self, url: str = "https://display.example/rid", **where: Any) -> dict[str, Any]:
        if self.dialect is V22A:
            return {"extents": self.extents(**where), "uss_base_url": url}
        return {"extents": self.extents(**where), "callbacks": {"identification_service_area_url": url}}

    # -- what tests ask most -----------------------------------------------------------------------------------

    def put_area(
        self, id: str = AREA_ID, version: str = "", body: Any = None, **where: Any
    ) -> tuple[int, Any]:
        body = self.area(**where) if body is None else body
        if version:
            return self.call("updateIdentificationServiceArea", body, id=id, version=version)
        return self.call("createIdentificationServiceArea", body, id=id)

    def subscribe(
        self, id: str = OTHER_ID, version: str = "", body: Any = None, **where: Any
    ) -> tuple[int, Any]:
        body = self.wish(**where) if body is None else body
        if version:
            return self.call("updateSubscription", body, id=id, version=version)
        return self.call("createSubscription", body, id=id)

    def search(self, operation: str = "searchIdentificationServiceAreas", **query: str) -> list[str]:
        """Ids that a search finds."""
        status, found = self.call(operation, query={"area": area_text(square(36.55, 33.05, 0.02)), **query})
        assert status == 200, found
        [rows] = found.values()
        return [one["id"] for one in rows]


def api_time(at_ms: int) -> str:
    from commonground.protocols.f3411.codec.values import time_text

    return time_text(at_ms)


def square(lng: float, lat: float, side_deg: float) -> list[dict[str, float]]:
    half = side_deg / 2
    corners = ((-half, -half), (half, -half), (half, half), (-half, half))
    return [{"lng": lng + east, "lat": lat + north} for east, north in corners]


def area_text(corners: list[dict[str, float]]) -> str:
    return ",".join(f"{one['lat']},{one['lng']}" for one in corners)
