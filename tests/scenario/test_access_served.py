"""A node with TLS of its own and an authority that it knows by its address alone: real handshakes, real tokens.

The authority publishes its metadata (RFC 8414) and its keys, and gives tokens by client credentials. The node's DSS
takes them, its service is given them, and a key changes while the node runs.
"""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import OKPKey

from commonground.config import F3548, NodeConfig, Tls, Uss
from commonground.protocols.f3548 import keys as keys_module
from commonground.protocols.f3548.access import Gate
from commonground.protocols.f3548.tokens import OauthTokens
from commonground.record import replace
from tests.contract.test_peer_tls import certificate
from tests.scenario.test_authority import Played
from tests.scenario.test_token_room import flight
from tests.served import Served, room_files
from tests.tokens import ED_KEY, RSA_KEY, pem, token
from tests.uss_world import new_id

COORDINATION, PROCESSING = "utm.strategic_coordination", "utm.constraint_processing"
NEW_KEY = OKPKey.generate_key("Ed25519", {"kid": "new"})


def bearer(key: Any = ED_KEY, **changes: Any) -> str:
    """A token of a service for this node, half an hour from now."""
    issuer = changes.pop("iss", "")
    said = {
        "sub": "uss-x", "iss": issuer, "aud": "127.0.0.1", "exp": int(time.time()) + 1_800, "scope": COORDINATION,
    } | changes  # fmt: skip
    said = {name: value for name, value in said.items() if value is not None}
    return token(key, json.dumps(said).encode(), {"kid": key.kid})


class Authority(Played):
    """Signs what it is asked for, and publishes the keys that a test lets it have."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self.keys: list[Any] = [ED_KEY]
        super().__init__(tls)
        self.published = {
            "issuer": self.url, "token_endpoint": f"{self.url}/token", "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip

    def told(self, path: str) -> tuple[int, bytes]:
        if path == "/keys":
            return 200, json.dumps({"keys": [one.as_dict(private=False) for one in self.keys]}).encode()
        if path == "/token":
            form = self.asked[-1][3]
            made = bearer(
                sub=form["client_id"][0], iss=self.url, aud=form["audience"][0], scope=form["scope"][0]
            )
            return 200, json.dumps(
                {"access_token": made, "token_type": "Bearer", "expires_in": 1_800}
            ).encode()
        return super().told(path)


@dataclass
class Made:
    served: Served
    authority: Authority
    config: NodeConfig
    trust: ssl.SSLContext

    def get(self, shown: str | None = None, path: str = "", **how: Any) -> httpx.Response:
        """Ask the DSS for a flight that it does not hold: 404 is what a caller that is let in gets."""
        headers = {"Authorization": f"Bearer {shown}"} if shown is not None else {}
        url = f"{self.config.url}{path or f'/dss/v1/operational_intent_references/{new_id(9)}'}"
        return httpx.get(url, headers=headers, trust_env=False, **{"verify": self.trust, **how})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("access")
    for name in ("A", "authority"):
        certificate(folder, name)
    both = (folder / "A.pem").read_bytes() + (folder / "authority.pem").read_bytes()
    (folder / "trusted.pem").write_bytes(both)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "authority.pem", folder / "authority.key")
    authority = Authority(context)
    config = replace(room_files(folder, "AB")["A"], peers={})
    config = replace(config, tls=Tls(certificate="A.pem", key="A.key", peer_ca="trusted.pem"))
    config = replace(
        config, f3548=F3548(enabled=True, audiences=("127.0.0.1",), issuers=(authority.url,)),
        uss=Uss(
            name="uss-a", base_url=config.url, dss_url=config.url, token_issuer=authority.url, token_client="uss-a",
            token_secret="a secret of this test",
        ),
    )  # fmt: skip
    with Served({"A": config}) as served:
        served.start("A")
        yield Made(served, authority, config, ssl.create_default_context(cafile=str(folder / "trusted.pem")))
    authority.close()


def test_a_flight_is_planned_where_only_the_address_of_the_authority_is_known(made: Made) -> None:
    """TLS to the authority and to the own node; the token names the host as its audience."""
    flying = made.served.running["A"].flying
    assert flying is not None
    plan = flight(made.served.room("A").clock.now_ms())
    done = made.served.run(flying.supplier.change(new_id(1), plan))
    assert done.flight.version == 1
    forms = [form for _, path, _, form in made.authority.asked if path == "/token"]
    assert {form["audience"][0] for form in forms} == {"127.0.0.1"}
    assert {form["client_id"][0] for form in forms} == {"uss-a"}
    answer = made.get(bearer(iss=made.authority.url), f"/dss/v1/operational_intent_references/{new_id(1)}")
    assert answer.json()["operational_intent_reference"]["manager"] == "uss-a"


REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "another issuer": ({"iss": "https://other.example"}, 401, "iss"), "no issuer": ({"iss": None}, 401, "iss"),
    "another audience": ({"aud": "b.example"}, 401, "aud"), "no audience": ({"aud": None}, 401, "aud"),
    "more than an hour ahead": ({"exp": 3_700}, 401, "exp"), "ended": ({"exp": -60}, 401, "exp"),
    "no end": ({"exp": None}, 401, "exp"), "nobody": ({"sub": None}, 401, "sub"),
    "another scope": ({"scope": PROCESSING}, 403, "utm.strategic_coordination"),
    "no scope": ({"scope": ""}, 403, "scope"),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_a_token_that_is_not_for_this_is_refused_with_the_reason(made: Made, why: str) -> None:
    changes, status, word = REFUSED[why]
    said = {"iss": made.authority.url} | changes
    if said.get("exp") is not None:
        said["exp"] += int(time.time())
    answer = made.get(bearer(**said))
    assert answer.status_code == status, answer.text
    assert word in answer.json()["message"]
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_without_a_token_or_with_another_signature_it_is_401(made: Made) -> None:
    good = bearer(iss=made.authority.url)
    assert made.get(good).status_code == 404
    for shown in (None, "x", good[:-4] + "AAAA", bearer(RSA_KEY, iss=made.authority.url)):
        answer = made.get(shown)
        assert answer.status_code == 401
        assert answer.json()["message"]


def test_an_hour_ahead_is_taken(made: Made) -> None:
    """Test tokens of others end exactly an hour ahead."""
    assert made.get(bearer(iss=made.authority.url, exp=int(time.time()) + 3_600)).status_code == 404


def test_the_port_speaks_tls_alone_and_shows_a_certificate_that_is_checked(
    made: Made, tmp_path: Path
) -> None:
    with pytest.raises(httpx.HTTPError):
        httpx.get(made.config.url.replace("https:", "http:") + "/healthy", trust_env=False)
    with pytest.raises(httpx.ConnectError, match=r"(?i)certificate"):
        made.get(verify=True)
    host, port = made.config.listen.host, made.config.listen.port
    with (
        socket.create_connection((host, port)) as plain,
        made.trust.wrap_socket(plain, server_hostname=host) as tls,
    ):
        assert tls.version() in ("TLSv1.2", "TLSv1.3")


def test_a_key_of_the_authority_changes_while_the_node_runs(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys_module, "PAUSE_MS", 0)
    issuer = made.authority.url
    old, new = bearer(iss=issuer), bearer(NEW_KEY, iss=issuer)
    assert [made.get(one).status_code for one in (old, new)] == [404, 401]
    made.authority.keys = [ED_KEY, NEW_KEY]
    assert [made.get(one).status_code for one in (new, old)] == [404, 404]
    made.authority.keys = [NEW_KEY]
    monkeypatch.setattr(keys_module, "FRESH_MS", 0)
    made.served.run(_confirmed(made, new))
    assert [made.get(one).status_code for one in (new, old)] == [404, 401]
    made.authority.keys = [ED_KEY, NEW_KEY]
    made.served.run(_confirmed(made, new))


async def _confirmed(made: Made, shown: str) -> None:
    """Let the node ask for the keys again, as it does every five minutes, and wait for the answer."""
    app: Any = made.served.running["A"].app
    gate = next(door for door, _ in app._doors if isinstance(door, Gate))
    await gate._access.foresee(f"Bearer {shown}")
    asking = gate._access._keys._jwks._asking
    if asking is not None:
        await asking


def test_a_file_of_keys_changes_while_a_node_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_module, "LOOK_MS", 0)
    config = replace(room_files(tmp_path, "AB")["A"], peers={})
    (tmp_path / "keys.pem").write_bytes(pem(ED_KEY))
    config = replace(
        config,
        f3548=F3548(enabled=True, allow_http=True, audiences=("127.0.0.1",), public_keys=("keys.pem",)),
    )
    with Served({"A": config}) as served:
        served.start("A")
        made = Made(served, None, config, ssl.create_default_context())  # type: ignore[arg-type]
        old, new = bearer(iss="x"), bearer(NEW_KEY, iss="x")
        assert [made.get(one).status_code for one in (old, new)] == [404, 401]
        (tmp_path / "next.pem").write_bytes(pem(NEW_KEY))
        (tmp_path / "next.pem").replace(tmp_path / "keys.pem")
        assert [made.get(one).status_code for one in (new, old)] == [404, 401]


def test_a_node_lets_its_connections_to_the_authority_go_when_it_stops(made: Made) -> None:
    """The last of this file: the node is stopped."""
    flying = made.served.running["A"].flying
    assert flying is not None
    tokens = flying.own_tokens
    assert isinstance(tokens, OauthTokens)
    assert not tokens._http.is_closed
    made.served.stop("A")
    assert tokens._http.is_closed
