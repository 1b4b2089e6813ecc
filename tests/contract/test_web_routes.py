"""Every route: closed without a session, headers on every answer, and no bad input that it cannot answer."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route
from tests.unit.web.web_harness import PASSWORD, Page, Rooms, draft, rooms
from tests.worlds import announce, notice, report, site, volume

from commonground.record import full
from commonground.web.headers import CONTENT_SECURITY_POLICY

OPEN = {"/api/sign-in", "/api/drill/mark", "/healthy", "/", "/{path:path}", "/print.css"}


@pytest.fixture(scope="module")
def shared() -> Iterator[Rooms]:
    with rooms() as made:
        made.world.say("B", announce(notice(), "A"))
        made.world.say("J", report(site(), "A"))
        made.world.carry_all()
        yield made


@pytest.fixture(scope="module")
def page(shared: Rooms) -> Page:
    return shared.signed_in("A")


def routes_of(shared: Rooms) -> list[Route]:
    return [route for route in shared.apps["A"].routes if isinstance(route, Route)]


def path_of(route: Route, filling: str = "x") -> str:
    path = route.path.replace("{index}", "0").replace("{key:path}", filling).replace("{origin:path}", filling)
    for name in ("id", "author"):
        path = path.replace("{" + name + "}", filling)
    return path


def test_without_a_session_every_route_is_closed(shared: Rooms) -> None:
    closed = [route for route in routes_of(shared) if route.path not in OPEN]
    assert len(closed) >= 45
    stranger = shared.page("A")
    for route in closed:
        for method in (route.methods or set()) - {"HEAD"}:
            answer = shared.runner.run(stranger.client.request(method, path_of(route), json={}))
            assert answer.status_code == 401, (method, route.path)
            assert answer.json()["error"]["kind"] == "NotAuthenticated"


def test_every_post_wants_the_token_of_the_session(shared: Rooms, page: Page) -> None:
    for route in routes_of(shared):
        if "POST" in (route.methods or set()) and route.path not in OPEN:
            answer = shared.runner.run(page.client.post(path_of(route), json={}))
            assert answer.status_code == 403, route.path
            assert answer.json()["error"]["field"] == "X-CSRF"


@pytest.mark.parametrize(
    "path", ["/", "/api/session", "/api/picture", "/healthy", "/nothing", "/api/nothing", "/print.css"]
)
def test_security_headers_stand_on_every_answer(shared: Rooms, path: str) -> None:
    headers = shared.runner.run(shared.page("A").client.get(path)).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert headers["strict-transport-security"].startswith("max-age=")
    if path.startswith("/api"):
        assert headers["cache-control"] == "no-store"


def test_the_policy_lets_nothing_of_others_in() -> None:
    for part in (
        "default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
    ):  # fmt: skip
        assert part in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_an_unknown_address_is_answered_in_json(page: Page) -> None:
    assert page.get("/api/nothing", 404)["error"]["kind"] == "NotFound"
    assert page.post("/api/nothing", {}, 405)["error"]["kind"] == "Refused"
    assert page.get("/../../etc/passwd", 404)["error"]["kind"] == "NotFound"
    assert page.get("/%2e%2e/%2e%2e/pyproject.toml", 404)["error"]["kind"] == "NotFound"


# -- hostile bodies ----------------------------------------------------------------------------------------------


def test_a_hundred_megabytes_are_refused_before_they_are_read(shared: Rooms, page: Page) -> None:
    given: list[int] = []

    async def stream() -> AsyncIterator[bytes]:
        for _ in range(1600):
            given.append(1)
            yield b" " * 65_536

    for path in ("/api/check", "/api/sites/import", "/api/sign-in"):
        given.clear()
        headers = {"X-CSRF": page.csrf, "Content-Type": "application/json"}
        answer = shared.runner.run(page.client.post(path, content=stream(), headers=headers))
        assert answer.status_code == 413, path
        assert len(given) * 65_536 <= 15 * 1024 * 1024


def test_a_declared_length_over_the_limit_is_refused_at_once(shared: Rooms, page: Page) -> None:
    taken: list[int] = []

    async def stream() -> AsyncIterator[bytes]:
        taken.append(1)
        yield b"{}"

    headers = {"X-CSRF": page.csrf, "Content-Type": "application/json", "Content-Length": "104857600"}
    answer = shared.runner.run(page.client.post("/api/check", content=stream(), headers=headers))
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [
    b"", b"{", b"null", b"[]", b"1", b'"text"', b"\xff\xfe{\x00}\x00", "{}".encode("utf-16"), b'{"draft":\xff}',
    b"[" * 100_000, b'{"draft":' * 2_000 + b"1" + b"}" * 2_000, b'{"draft":NaN}', b'{"draft":Infinity}',
    b'{"draft":{"version":1e400}}', b'{"draft":{"version":123456789012345678901234567890}}',
    b'{"draft":{},"draft":{}}', b'{"draft":{"draft_id":"\\ud800"}}', b'{"unknown":1}', b'{"draft":{"immediate":1}}',
])  # fmt: skip
def test_what_is_no_such_json_is_malformed(page: Page, body: bytes) -> None:
    refused = page.post("/api/check", None, 400, content=body, headers={"Content-Type": "application/json"})
    assert refused["error"]["kind"] == "MalformedMessage"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/json; charset=latin1"]
)
def test_only_json_in_utf8_is_taken(page: Page, kind: str) -> None:
    refused = page.post("/api/take-post", None, 400, content=b'{"post":""}', headers={"Content-Type": kind})
    assert refused["error"]["field"] == "Content-Type"


def test_a_refusal_names_the_field(page: Page) -> None:
    made = draft([full(volume())], "B")
    made["notice"]["volumes"][0]["from_ms"] = 1.5
    refused = page.post("/api/check", {"draft": made}, 400)
    assert refused["error"]["field"] == "draft.notice.volumes[0].from_ms"
    made = draft([full(volume(lower_ft=9000, upper_ft=1000))], "B")
    refused = page.post("/api/check", {"draft": made}, 422)
    assert refused["error"]["kind"] == "Refused"
    assert "volumes[0]" in refused["error"]["field"]


@pytest.mark.parametrize("query", [
    "as_of_ms=x", "as_of_ms=1.5", "as_of_ms=9999999999999999999", "from_ms=--1", "as_of_ms=٣", "from_ms=NaN",
])  # fmt: skip
def test_a_query_that_is_no_number_is_malformed(page: Page, query: str) -> None:
    page.get(f"/api/picture?{query}", 400)


# -- no answer of the kind 5xx for any JSON --------------------------------------------------------------------------


def json_values(leaf: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
        max_leaves=8,
    )  # fmt: skip


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.sampled_from(
        ["A", "B", "J", "x", "en", "agrees", "watch_officer", "B/N-1", "33 N 36 E", "cell", "V1"]
    )
)
FIELDS = [
    "draft", "notice", "volumes", "footprint", "recipients", "party", "id", "post", "user", "password", "text", "lat",
    "lon", "code", "lang", "state", "owner", "note", "site", "name", "category", "place", "stance", "reason", "level",
    "evidence", "a", "b", "volume", "radius_m", "filename", "content_base64", "dry_run", "acknowledged", "report_id",
]  # fmt: skip
BODIES = json_values(SCALARS) | st.dictionaries(st.sampled_from(FIELDS), json_values(SCALARS), max_size=6)


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_post_route_fails_on_any_json(shared: Rooms, page: Page, data: st.DataObject) -> None:
    posts = [
        route
        for route in routes_of(shared)
        if "POST" in (route.methods or set()) and route.path != "/api/sign-out"
    ]
    route = data.draw(st.sampled_from(posts))
    filling = data.draw(st.sampled_from(["x", "A", "B", "N-1", "~", "%00", "٣", "A%2FN-1"]))
    body = json.dumps(data.draw(BODIES)).encode()
    headers = {"Content-Type": "application/json", "X-CSRF": page.csrf}
    answer = shared.runner.run(page.client.post(path_of(route, filling), content=body, headers=headers))
    assert answer.status_code < 500, (route.path, body, answer.text)
    if answer.status_code == 401 or route.path == "/api/sign-in":
        page.sign_in()


def near_drafts() -> st.SearchStrategy[dict[str, Any]]:
    """A draft that is right but for one value somewhere in it."""
    paths = [
        ("notice", "volumes", 0, "from_ms"), ("notice", "volumes", 0, "until_ms"),
        ("notice", "volumes", 0, "footprint"), ("notice", "volumes", 0, "footprint", "radius_tmm"),
        ("notice", "volumes", 0, "footprint", "center"), ("notice", "volumes", 0, "lower", "value_tmm"),
        ("notice", "volumes", 0, "upper"), ("notice", "remarks", "text"), ("notice", "volumes"), ("recipients",),
        ("entity",), ("version",), ("draft_id",), ("notice", "controlling_post"),
    ]  # fmt: skip

    def put(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
        made = json.loads(json.dumps(draft([full(volume())], "B")))
        inner = made
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        return made

    integers = st.sampled_from([0, 1, -1, 2**53 - 1, -(2**53) + 1, 2**63, 10**18, 180 * 10**9])
    return st.builds(put, st.sampled_from(paths), integers | json_values(SCALARS))


@given(made=near_drafts())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_draft_fails_the_node(shared: Rooms, page: Page, made: dict[str, Any]) -> None:
    for path, body in (("/api/check", {"draft": made}), ("/api/drafts", {"draft": made}),
                       ("/api/release", {"draft": made, "acknowledged": [], "report_id": ""})):  # fmt: skip
        answer = shared.runner.run(
            page.client.post(path, content=json.dumps(body).encode(),
                             headers={"Content-Type": "application/json", "X-CSRF": page.csrf})
        )  # fmt: skip
        assert answer.status_code < 500, (path, made, answer.text)


def test_the_node_serves_on_after_all_that(shared: Rooms) -> None:
    again = shared.page("A").sign_in("ann", PASSWORD)
    assert again.get("/healthy") == {"ok": True}
    assert again.get("/api/picture")["notices"]["total"] >= 1
