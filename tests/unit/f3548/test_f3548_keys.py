"""Keys change without a restart: files that are written anew, and what an authority publishes at an address."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import OKPKey
from tests.tokens import AUDIENCE, ED_KEY, ISSUER, RSA_KEY, SCOPE, pem, token
from tests.worlds import TestClock

from commonground.errors import NotAuthenticated, Refused
from commonground.protocols.f3548.access import Access, Gate
from commonground.protocols.f3548.codec.claims import TokenTerms
from commonground.protocols.f3548.keys import FRESH_MS, JWKS_BYTES_MAX, KEPT_MS, LOOK_MS, PAUSE_MS, Jwks, Keys

ANY = ((SCOPE,),)
NEW_KEY = OKPKey.generate_key("Ed25519", {"kid": "new"})


def access_with(keys: Keys, clock: TestClock) -> Access:
    return Access(TokenTerms(frozenset({AUDIENCE}), frozenset({ISSUER})), keys, clock)


def is_let_in(access: Access, key: Any = ED_KEY, **header: Any) -> bool:
    try:
        access.caller(f"Bearer {token(key, header=header)}", ANY)
    except NotAuthenticated:
        return False
    return True


def written(path: Path, data: bytes) -> None:
    """Put in place as an operator does: a new file of that name."""
    fresh = path.with_suffix(".new")
    fresh.write_bytes(data)
    os.replace(fresh, path)


# -- files -------------------------------------------------------------------------------------------------------


def test_a_file_that_is_written_anew_is_read_again_within_a_second(tmp_path: Path) -> None:
    path, clock = tmp_path / "keys.pem", TestClock()
    path.write_bytes(pem(ED_KEY))
    access = access_with(Keys([path]), clock)
    assert is_let_in(access)
    written(path, pem(NEW_KEY))
    clock.go_on(LOOK_MS - 1)
    assert is_let_in(access)
    clock.go_on(1)
    assert not is_let_in(access)
    assert is_let_in(access, NEW_KEY)
    written(path, pem(NEW_KEY) + pem(RSA_KEY))
    clock.go_on(LOOK_MS)
    assert is_let_in(access, NEW_KEY)
    assert is_let_in(access, RSA_KEY)


def test_half_a_file_leaves_the_keys_and_no_file_takes_them_away(tmp_path: Path) -> None:
    path, clock = tmp_path / "keys.pem", TestClock()
    path.write_bytes(pem(ED_KEY))
    access = access_with(Keys([path]), clock)
    written(path, pem(NEW_KEY)[:40])
    clock.go_on(LOOK_MS)
    assert is_let_in(access)
    path.unlink()
    clock.go_on(LOOK_MS)
    assert not is_let_in(access)
    written(path, pem(ED_KEY))
    clock.go_on(LOOK_MS)
    assert is_let_in(access)


def test_a_clock_that_is_set_back_does_not_keep_an_old_key(tmp_path: Path) -> None:
    path, clock = tmp_path / "keys.pem", TestClock()
    path.write_bytes(pem(ED_KEY))
    access = access_with(Keys([path]), clock)
    assert is_let_in(access)
    written(path, pem(NEW_KEY))
    clock.go_on(-10_000)
    assert is_let_in(access, NEW_KEY)


def test_a_file_without_a_public_key_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "keys.pem"
    with pytest.raises(Refused, match="no such file"):
        Keys([path])
    for data in (b"", pem(ED_KEY, private=True), pem(ED_KEY) * 3_000):
        path.write_bytes(data)
        with pytest.raises(Refused, match=str(path)):
            Keys([path])


# -- an address --------------------------------------------------------------------------------------------------


class Authority:
    """Publishes keys, and counts how often it is asked."""

    def __init__(self, *keys: Any) -> None:
        self.keys, self.asked, self.status = list(keys), 0, 200
        self.body: bytes | None = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        assert str(request.url) == "https://authority.example/jwks.json"
        said = {"keys": [key.as_dict(private=False) for key in self.keys]}
        return httpx.Response(self.status, stream=httpx.ByteStream(self.body or json.dumps(said).encode()))


class Served:
    """An application behind a gate, asked without a socket; what it holds its callers for."""

    def __init__(self, authority: Authority, files: tuple[Path, ...] = ()) -> None:
        self.clock = TestClock()
        jwks = Jwks("https://authority.example/jwks.json", transport=httpx.MockTransport(authority))
        self.access = access_with(Keys(files, jwks), self.clock)
        self._runner = asyncio.Runner()

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        shown = dict(scope["headers"]).get(b"authorization")
        try:
            status = 200 if self.access.caller(shown and shown.decode(), ANY) else 500
        except NotAuthenticated:
            status = 401
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def ask(self, *tokens: str) -> int:
        """The answer to a request with these tokens; all of its tasks have ended."""

        async def asked() -> int:
            transport = httpx.ASGITransport(Gate(self.app, self.access))
            headers = [("Authorization", f"Bearer {one}") for one in tokens]
            async with httpx.AsyncClient(transport=transport, base_url="https://node.example") as client:
                answer = await client.get("/", headers=headers)
            others = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.gather(*others)
            return answer.status_code

        return self._runner.run(asked())

    def close(self) -> None:
        self._runner.run(self.access.close())
        self._runner.close()


def named(key: Any, kid: str = "") -> str:
    return token(key, header={"kid": kid or key.kid})


def test_the_first_token_waits_for_the_keys_and_the_next_do_not() -> None:
    authority = Authority(ED_KEY, RSA_KEY)
    served = Served(authority)
    assert served.ask(named(ED_KEY)) == 200
    assert served.ask(named(RSA_KEY)) == 200
    assert served.ask(token(ED_KEY)) == 200
    assert authority.asked == 1
    served.close()


def test_a_key_that_is_new_is_fetched_and_one_that_is_gone_is_forgotten() -> None:
    authority = Authority(ED_KEY)
    served = Served(authority)
    assert served.ask(named(ED_KEY)) == 200
    authority.keys = [NEW_KEY]
    served.clock.go_on(PAUSE_MS)
    assert served.ask(named(NEW_KEY)) == 200
    assert authority.asked == 2
    assert served.ask(named(ED_KEY)) == 401
    served.close()


def test_unknown_names_of_keys_do_not_have_the_authority_asked_more_than_once_in_ten_seconds() -> None:
    authority = Authority(ED_KEY)
    served = Served(authority)
    for number in range(20):
        assert served.ask(named(NEW_KEY, f"k{number}")) == 401
    assert authority.asked == 1
    served.clock.go_on(PAUSE_MS - 1)
    assert served.ask(named(NEW_KEY, "another")) == 401
    assert authority.asked == 1
    served.clock.go_on(1)
    assert served.ask(named(NEW_KEY, "another")) == 401
    assert authority.asked == 2
    assert served.ask(named(ED_KEY)) == 200
    served.close()


def test_what_shows_no_token_has_nobody_asked() -> None:
    authority = Authority(ED_KEY)
    served = Served(authority)
    assert served.ask() == 401
    assert served.ask("a.b") == 401
    assert authority.asked == 0
    served.close()


def test_keys_are_confirmed_every_five_minutes_while_tokens_come() -> None:
    authority = Authority(ED_KEY)
    served = Served(authority)
    assert served.ask(named(ED_KEY)) == 200
    authority.keys = [NEW_KEY]
    served.clock.go_on(FRESH_MS - 1)
    assert served.ask(named(ED_KEY)) == 200
    assert authority.asked == 1
    served.clock.go_on(1)
    assert served.ask(named(ED_KEY)) == 200  # answered by the keys that are there; meanwhile it is asked
    assert authority.asked == 2
    assert served.ask(named(ED_KEY)) == 401
    served.close()


FAILURES: dict[str, Callable[[Authority], None]] = {
    "status": lambda authority: setattr(authority, "status", 503),
    "elsewhere": lambda authority: setattr(authority, "status", 302),
    "no list": lambda authority: setattr(authority, "body", b"<html>"),
    "too long": lambda authority: setattr(authority, "body", b'{"keys":[]}' + b" " * JWKS_BYTES_MAX),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_an_authority_that_fails_leaves_its_keys_for_an_hour(failure: str) -> None:
    authority = Authority(ED_KEY)
    served = Served(authority)
    assert served.ask(named(ED_KEY)) == 200
    FAILURES[failure](authority)
    served.clock.go_on(FRESH_MS)
    assert served.ask(named(ED_KEY)) == 200
    assert authority.asked == 2
    served.clock.go_on(KEPT_MS - FRESH_MS - 1)
    assert served.access._keys.current(served.clock.now_ms())
    served.clock.go_on(1)
    assert not served.access._keys.current(served.clock.now_ms())
    served.close()


def test_a_key_of_a_file_needs_no_authority(tmp_path: Path) -> None:
    path = tmp_path / "keys.pem"
    path.write_bytes(pem(ED_KEY))
    authority = Authority(RSA_KEY)
    served = Served(authority, (path,))
    assert served.ask(token(ED_KEY, header={"kid": ED_KEY.thumbprint()})) == 200
    assert authority.asked == 0
    assert served.ask(named(RSA_KEY)) == 200
    served.close()


def test_a_request_with_two_tokens_is_let_in_by_neither() -> None:
    served = Served(Authority(ED_KEY))
    assert served.ask(named(ED_KEY)) == 200
    assert served.ask(named(ED_KEY), named(ED_KEY)) == 401
    served.close()
