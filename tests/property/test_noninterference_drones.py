"""T-8 over the answers about drone flights: what B may not see leaves no trace in what its page says of its own.

The worlds are those of `test_noninterference_web`; B plans flights with a DSS that lists nothing and accepts all.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import httpx
import pytest

from commonground.protocols.f3548.client import Client
from commonground.protocols.f3548.supplier import Supplier
from commonground.record import full
from commonground.room.uss.terms import Service
from commonground.web.app import make_app
from commonground.web.auth import PasswordAuthenticator
from tests.property.served_bytes import Answer, Caller, page_of, repeatable
from tests.property.test_noninterference import HIDDEN, run, step
from tests.property.test_noninterference_web import RUNNER, assert_same
from tests.unit.web.web_harness import CHEAP, SETTINGS, gazetteer
from tests.uss_world import TestTokens, box, new_id
from tests.worlds import World

SCRIPT = [step("site", "J", to=("A", "B")), HIDDEN, step("notice", "A", to=("B",)), step("carry", "J")]


async def dss(request: httpx.Request) -> httpx.Response:
    """Lists nothing, and accepts whatever it is asked."""
    if request.url.path.endswith("/query"):
        return httpx.Response(200, stream=httpx.ByteStream(b"{}"))
    parts = request.url.path.split("/")
    reference = {
        "id": parts[4], "manager": "uss-b", "version": 1, "state": "Accepted", "ovn": "a number of sixteen",
        "uss_base_url": "http://uss-b.test", "subscription_id": new_id(9),
    }  # fmt: skip
    name = "constraint" if "/constraint" in request.url.path else "operational_intent"
    told = json.dumps({f"{name}_reference": reference, "subscribers": []}).encode()
    return httpx.Response(200, stream=httpx.ByteStream(told))


class _Dss(httpx.AsyncBaseTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await dss(request)


def everything_about_flights(world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Answer], set[str]]:
    """Every answer of the routes of flights, for plans that meet hidden and open sites alike."""
    node = world.nodes["B"]
    monkeypatch.setattr("commonground.web.routes_flights.secrets.token_bytes", lambda size: bytes(size))
    client = Client(TestTokens("uss-b"), node.room.clock.now_ms, lambda _: None, transport=_Dss())
    supplier = Supplier(
        node, Service("uss-b", "http://uss-b.test"), client, "http://dss.test", allow_http=True
    )
    app = make_app(
        node, gazetteer(), settings=dataclasses.replace(SETTINGS, flights=supplier),
        authenticator=PasswordAuthenticator(hasher=CHEAP),
    )  # fmt: skip
    with repeatable():
        page = page_of(world, "B", RUNNER, app=app)
        ask(page)
    RUNNER.run(client.close())
    routes = {
        f"{next(iter(one.methods - {'HEAD'}))} {one.path}" for one in app.routes if "/drones" in one.path
    }  # type: ignore[attr-defined]
    return page.answers, routes - page.templates


def ask(page: Caller) -> None:
    page.get("/api/drones")
    for lon in (36.5, 36.51, 36.52):
        wanted: dict[str, Any] = {
            "volumes": full((box(lon=lon, radius_m=5_000, from_min=120, until_min=150),))
        }
        checked = page.post("/api/drones/check", wanted).json()
        seen = [hit["key"] for hit in checked["report"]["hits"]]
        page.post("/api/drones", wanted)
        made = page.post("/api/drones", {**wanted, "acknowledged": seen}).json()
        id = made["flight"]["id"] if "flight" in made else new_id(7)
        page.post("/api/drones/{id}/change", {**wanted, "acknowledged": seen}, id=id)
        page.post("/api/drones/{id}/activate", id=id)
        fix = {"t_ms": 0, "lon_nd": 0, "lat_nd": 0, "altitude": full(box().lower)}
        page.post("/api/drones/{id}/telemetry", fix, id=id)
        page.post("/api/drones/{id}/stray", {"state": "Contingent"}, id=id)
        page.get("/api/drones")
        page.post("/api/drones/{id}/end", id=id)
        ask_constraints(page, wanted)
    page.get("/api/picture")


def ask_constraints(page: Caller, wanted: dict[str, Any]) -> None:
    checked = page.post("/api/drones/constraints/check", wanted).json()
    seen = [hit["key"] for hit in checked["report"]["hits"]]
    page.post("/api/drones/constraints", wanted)
    made = page.post("/api/drones/constraints", {**wanted, "type": "x", "acknowledged": seen}).json()
    id = made["constraint"]["id"] if "constraint" in made else new_id(7)
    page.post("/api/drones/constraints/{id}/change", {**wanted, "acknowledged": seen}, id=id)
    page.get("/api/drones")
    page.post("/api/drones/constraints/{id}/end", id=id)


def test_every_answer_about_flights_is_the_same_in_both_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    told, unasked = everything_about_flights(run(SCRIPT, with_hidden=True), monkeypatch)
    untold, _ = everything_about_flights(run(SCRIPT, with_hidden=False), monkeypatch)
    assert unasked == set()
    assert_same(told, untold)
    assert any(b'"flight"' in one.body for one in told), "a flight was planned"
    assert any(b'"constraint":' in one.body for one in told), "a constraint was published"
    assert any(one.status == 409 for one in told), "a plan met a site that was told"
