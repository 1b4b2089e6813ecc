"""A service that identifies flights, as a program of its own: it listens on a port of this machine.

It knows only the published API. What it says is what a test puts into `flights`; it keeps who asked it, and whoever
waits for a question is woken.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from commonground.protocols.f3411.codec.dialect import Dialect
from commonground.protocols.f3411.codec.v22a import V22A
from commonground.protocols.f3411.routes import CheckAccess
from tests.f3411_messages import answer, details
from tests.remote_id import NamedTokens, Service
from tests.served import WAIT_S_MAX, free_ports, now_ms


class PlainTokens:
    """Gives a node a token for whatever it asks; NamedTokens believes it."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def token(self, audience: str, scopes: tuple[str, ...]) -> str:
        return " ".join((self._name, *scopes))


class FlightService:
    """Use as a context. `flights()` makes the flights of each answer; `access` reads tokens, `token` is its own."""

    def __init__(
        self, dialect: Dialect = V22A, name: str = "uss1", access: CheckAccess | None = None, token: str = ""
    ) -> None:
        self.dialect, self.name = dialect, name
        self._access, self._token = access or NamedTokens(), token or f"{name} {dialect.write_scope}"
        self.flights: Callable[[], list[dict[str, Any]]] = list
        self.asked: list[str] = []
        self._changed = threading.Condition()
        [self.port] = free_ports(1)
        routes = [Route("/uss/flights", self._flights), Route("/uss/flights/{id}/details", self._details)]
        config = uvicorn.Config(
            Starlette(routes=routes), "127.0.0.1", self.port, log_level="error", access_log=False
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name=f"service-{name}", daemon=True)

    @property
    def url(self) -> str:
        """Its base, as the version it speaks has it in its service areas."""
        base = f"http://127.0.0.1:{self.port}"
        return base if self.dialect is V22A else f"{base}/uss/flights"

    def __enter__(self) -> FlightService:
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.002)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(WAIT_S_MAX)

    async def _flights(self, request: Request) -> Response:
        with self._changed:
            self.asked.append(self._caller(request))
            self._changed.notify_all()
        return JSONResponse(answer(self.dialect.name, *self.flights(), at_ms=now_ms()))

    def _caller(self, request: Request) -> str:
        shown = request.headers.get("authorization")
        return self._access.caller(shown, any_of=((self.dialect.read_scope,),)).sub

    async def _details(self, request: Request) -> Response:
        self._caller(request)
        return JSONResponse(details(self.dialect.name, request.path_params["id"]))

    def wait_for(self, name: str, count: int) -> None:
        """Until one of that name asked it so many times."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.asked.count(name) >= count, WAIT_S_MAX), (
                "was not asked"
            )

    # -- at a DSS ------------------------------------------------------------------------------------------------

    def declare(self, dss: str, id: str, version: str = "", **where: Any) -> dict[str, Any]:
        """Declare its area at a DSS, and tell whom the DSS names; the answer."""
        message = Service.__new__(Service)
        message.dialect = self.dialect
        times = {"from_ms": None, "until_ms": now_ms() + 3_600_000} | where
        body = message.area(self.url, **times)
        path = f"{dss}/dss/identification_service_areas/{id}" + (f"/{version}" if version else "")
        made = self._send("PUT", path, body)
        for one in made["subscribers"]:
            at = f"{one['url']}/uss/identification_service_areas" if self.dialect is V22A else one["url"]
            told = {"service_area": made["service_area"], "extents": body["extents"]}
            self._send("POST", f"{at}/{id}", told | {"subscriptions": one["subscriptions"]})
        return dict(made)

    def _send(self, method: str, url: str, body: Any) -> Any:
        headers = {"Authorization": f"Bearer {self._token}"}
        answered = httpx.request(method, url, json=body, headers=headers, timeout=WAIT_S_MAX)
        assert answered.is_success, (url, answered.status_code, answered.text)
        return answered.json() if answered.content else None
