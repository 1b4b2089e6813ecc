"""An authority on loopback over real sockets: tokens by client credentials, kept, renewed, refused; found by RFC 8414.

It is a server of its own, with threads and TLS where a test asks for it; nothing of the client is played.
"""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from commonground.errors import Unavailable
from commonground.protocols.f3548 import tokens as tokens_module
from commonground.protocols.f3548.authority import AGAIN_MS, FRESH_MS, Authority, metadata_url
from commonground.protocols.f3548.client import Client
from commonground.protocols.f3548.keys import Jwks
from commonground.protocols.f3548.tokens import OauthTokens
from tests.contract.test_peer_tls import certificate
from tests.tokens import ED_KEY
from tests.worlds import TestClock

SCOPES = ("utm.strategic_coordination", "utm.constraint_processing")
CLIENT, SECRET = "uss 1", "s&cret"


class Played:
    """An authority that answers as a test says, and keeps what it was asked."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[tuple[str, str, dict[str, str], dict[str, list[str]]]] = []
        self.number = 0
        self.status, self.lasts_s = 200, 3_600
        self.answer: Callable[[str], bytes] | None = None
        self.published: dict[str, Any] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._told()

            def do_POST(self) -> None:
                self._told()

            def log_message(self, *_: Any) -> None:
                pass

            def _told(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.asked.append((self.command, self.path, headers, parse_qs(body.decode())))
                status, made = outer.told(self.path)
                self.send_response(status)
                self.send_header("Content-Length", str(len(made)))
                self.end_headers()
                self.wfile.write(made)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def told(self, path: str) -> tuple[int, bytes]:
        if self.answer is not None:
            return self.status, self.answer(path)
        if "/.well-known/" in path:
            return 200, json.dumps(self.published).encode()
        if path == "/keys":
            return 200, json.dumps({"keys": [ED_KEY.as_dict(private=False)]}).encode()
        if self.status != 200:
            return self.status, b'{"error": "invalid_client"}'
        self.number += 1
        told = {"access_token": f"token-{self.number}", "token_type": "Bearer", "expires_in": self.lasts_s}
        return 200, json.dumps(told).encode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def played() -> Iterator[Played]:
    made = Played()
    yield made
    made.close()


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


def asked(
    at: str | Authority, clock: TestClock, *steps: Callable[[OauthTokens], Any], **how: Any
) -> list[Any]:
    """What a client of an authority gets, step by step; a refusal is its words."""

    async def go() -> list[Any]:
        client = OauthTokens(at, CLIENT, SECRET, clock.now_ms, **how)
        found = []
        try:
            for step in steps:
                try:
                    made = step(client)
                    found.append(await made if asyncio.iscoroutine(made) else made)
                except Unavailable as error:
                    found.append(str(error))
        finally:
            await client.close()
        return found

    return asyncio.run(go())


def one(client: OauthTokens) -> Any:
    return client.token("dss.example", SCOPES)


def test_a_token_is_asked_for_with_the_fields_of_the_standard_in_a_form(
    played: Played, clock: TestClock
) -> None:
    """RFC 6749 section 4.4.2, and the audience as services of drone traffic name it."""
    assert asked(f"{played.url}/oauth/token", clock, one) == ["token-1"]
    [(method, path, headers, form)] = played.asked
    assert (method, path) == ("POST", "/oauth/token")
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert "authorization" not in headers
    assert form == {
        "grant_type": ["client_credentials"], "scope": [" ".join(SCOPES)], "audience": ["dss.example"],
        "client_id": [CLIENT], "client_secret": [SECRET],
    }  # fmt: skip


def test_a_token_is_kept_until_a_minute_before_its_end_and_then_renewed(
    played: Played, clock: TestClock
) -> None:
    def later(ms: int) -> Callable[[OauthTokens], Any]:
        return lambda _: clock.go_on(ms)

    found = asked(played.url, clock, one, one, later(3_540_000 - 1), one, later(1), one)
    assert [each for each in found if each] == ["token-1", "token-1", "token-1", "token-2"]


def test_a_token_that_lasts_a_minute_is_used_for_half_of_it(played: Played, clock: TestClock) -> None:
    played.lasts_s = 60
    found = asked(played.url, clock, one, lambda _: clock.go_on(29_999), one, lambda _: clock.go_on(1), one)
    assert [each for each in found if each] == ["token-1", "token-1", "token-2"]


def test_each_host_and_each_set_of_scopes_has_a_token_of_its_own(played: Played, clock: TestClock) -> None:
    found = asked(
        played.url, clock, one, lambda client: client.token("uss.example", SCOPES),
        lambda client: client.token("dss.example", SCOPES[:1]), one,
    )  # fmt: skip
    assert found == ["token-1", "token-2", "token-3", "token-1"]


def test_who_asks_at_once_shares_one_question(played: Played, clock: TestClock) -> None:
    async def five(client: OauthTokens) -> set[str]:
        return set(await asyncio.gather(*(client.token("dss.example", SCOPES) for _ in range(5))))

    assert asked(played.url, clock, five) == [{"token-1"}]
    assert len(played.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 500])
def test_a_refusal_is_said_with_its_word_and_not_asked_again_for_a_second(
    played: Played, clock: TestClock, status: int
) -> None:
    played.status = status

    def mended(_: OauthTokens) -> None:
        clock.go_on(tokens_module.AGAIN_MS)
        played.status = 200

    found = asked(played.url, clock, one, one, mended, one)
    words = f"the authority for tokens answered status {status}: invalid_client"
    assert found == [words, words, None, "token-1"]
    assert len(played.asked) == 2
    assert SECRET not in words


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>", b"[]", b"{}", b'{"access_token": "a b", "expires_in": 60}', b'{"access_token": "x\\r\\nHost: y"}',
        b'{"access_token": "x", "token_type": "mac"}', b'{"access_token": "x", "expires_in": 0}',
        b'{"access_token": "' + b"x" * 20_000 + b'"}',
    ],
    ids=["html", "list", "empty", "space", "newline", "mac", "ended", "long"],
)  # fmt: skip
def test_what_is_no_bearer_token_is_none(played: Played, clock: TestClock, answer: bytes) -> None:
    played.answer = lambda _: answer
    [found] = asked(played.url, clock, one)
    assert found.startswith("the authority for tokens answered")


def test_a_token_that_a_host_refuses_is_asked_for_anew_once(played: Played, clock: TestClock) -> None:
    """The authority has changed its key meanwhile; one that has only just come is not the reason."""
    shown: list[str] = []

    async def host(request: httpx.Request) -> httpx.Response:
        shown.append(request.headers["authorization"].removeprefix("Bearer "))
        return httpx.Response(200 if shown[-1] == "token-2" else 401, stream=httpx.ByteStream(b""))

    async def go(tokens: OauthTokens) -> list[int]:
        client = Client(tokens, clock.now_ms, lambda _: None, transport=httpx.MockTransport(host))
        found = []
        for wait_ms in (0, tokens_module.YOUNG_MS, 0, 10 * tokens_module.YOUNG_MS):
            clock.go_on(wait_ms)
            found.append((await client.ask("GET", "http://dss.example/x", SCOPES)).status)
        await client.close()
        return found

    assert asked(played.url, clock, go) == [[401, 200, 200, 200]]
    assert shown == ["token-1", "token-1", "token-2", "token-2", "token-2"]


def test_an_authority_that_is_away_is_said_so(played: Played, clock: TestClock) -> None:
    played.close()
    [found] = asked(played.url, clock, one)
    assert found == "the authority for tokens does not answer: ConnectError"


# -- found by the address of its issuer -------------------------------------------------------------------------------


def publishes(played: Played, **changes: Any) -> Authority:
    played.published = {
        "issuer": played.url, "token_endpoint": f"{played.url}/token", "jwks_uri": f"{played.url}/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    } | changes  # fmt: skip
    played.published = {name: value for name, value in played.published.items() if value is not None}
    return Authority(played.url, TestClock().now_ms, allow_http=True)


@pytest.mark.parametrize(
    ("issuer", "url"),
    [
        ("https://a.example", "https://a.example/.well-known/oauth-authorization-server"),
        ("https://a.example/", "https://a.example/.well-known/oauth-authorization-server"),
        ("https://a.example:1/realms/x", "https://a.example:1/.well-known/oauth-authorization-server/realms/x"),
    ],
)  # fmt: skip
def test_metadata_lie_between_the_host_and_the_path(issuer: str, url: str) -> None:
    """RFC 8414 section 3.1."""
    assert metadata_url(issuer) == url


def test_tokens_come_from_where_the_metadata_say(played: Played, clock: TestClock) -> None:
    assert asked(publishes(played), clock, one, lambda client: client.token("x.example", SCOPES)) == [
        "token-1", "token-2",
    ]  # fmt: skip
    assert [path for _, path, _, _ in played.asked] == [
        "/.well-known/oauth-authorization-server", "/token", "/token",
    ]  # fmt: skip


@pytest.mark.parametrize("methods", [["client_secret_basic"], None])
def test_a_secret_goes_in_the_header_where_the_authority_takes_it_there_alone(
    played: Played, clock: TestClock, methods: Any
) -> None:
    """RFC 6749 section 2.3.1: both parts in the encoding of a form."""
    assert asked(publishes(played, token_endpoint_auth_methods_supported=methods), clock, one) == ["token-1"]
    _, _, headers, form = played.asked[-1]
    assert base64.b64decode(headers["authorization"].removeprefix("Basic ")) == b"uss+1:s%26cret"
    assert "client_secret" not in form
    assert "client_id" not in form


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"issuer": "http://other.example"}, "another address"), ({"token_endpoint": None}, "names no address"),
        ({"token_endpoint": "ftp://x"}, "no address as token_endpoint"),
        ({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}, "takes no secret"),
        ({"issuer": 7}, "metadata"),
    ],
)  # fmt: skip
def test_metadata_that_cannot_be_used_are_refused(
    played: Played, clock: TestClock, changes: dict[str, Any], words: str
) -> None:
    [found] = asked(publishes(played, **changes), clock, one)
    assert words in found


def test_an_address_without_tls_is_refused_where_the_node_does_not_allow_it(
    played: Played, clock: TestClock
) -> None:
    publishes(played)
    [found] = asked(Authority(played.url, clock.now_ms), clock, one)
    assert "without TLS" in found


def test_metadata_are_read_once_an_hour_and_hold_while_the_authority_is_away(played: Played) -> None:
    async def go() -> None:
        publishes(played)
        clock = TestClock()
        authority = Authority(played.url, clock.now_ms, allow_http=True)
        for _ in range(3):
            assert (await authority.metadata()).token_endpoint == f"{played.url}/token"
        assert len(played.asked) == 1
        clock.go_on(FRESH_MS)
        played.status, played.answer = 503, lambda _: b""
        for _ in range(3):
            assert (await authority.metadata()).token_endpoint == f"{played.url}/token"
        assert len(played.asked) == 2
        played.answer = None
        played.published["token_endpoint"] = f"{played.url}/moved"
        clock.go_on(AGAIN_MS)
        assert (await authority.metadata()).token_endpoint == f"{played.url}/moved"

    asyncio.run(go())


def test_an_authority_that_was_never_found_is_not_asked_at_each_request(played: Played) -> None:
    async def go() -> None:
        authority = Authority(played.url, TestClock().now_ms, allow_http=True)
        played.status, played.answer = 404, lambda _: b""
        for _ in range(3):
            with pytest.raises(Unavailable):
                await authority.metadata()
        assert len(played.asked) == 1

    asyncio.run(go())


def test_keys_are_found_by_the_same_metadata(played: Played, clock: TestClock) -> None:
    async def go() -> list[str]:
        jwks = Jwks(publishes(played))
        await jwks.foresee("ed", clock.ms)
        await jwks.close()
        return [key.kid for key in jwks.current(clock.ms)]

    assert asyncio.run(go()) == ["ed"]


def test_tokens_over_tls_are_asked_of_the_authority_that_is_trusted_alone(
    tmp_path: Any, clock: TestClock
) -> None:
    for name in ("authority", "other"):
        certificate(tmp_path, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "authority.pem", tmp_path / "authority.key")
    made = Played(context)
    try:
        for name, expected in (
            ("authority", "token-1"),
            ("other", "the authority for tokens does not answer"),
        ):
            trust = ssl.create_default_context(cafile=str(tmp_path / f"{name}.pem"))
            [found] = asked(f"{made.url}/token", clock, one, trust=trust)
            assert found.startswith(expected)
    finally:
        made.close()
