"""Live drones on two nodes, from services in programs of their own (test_live_drones.md)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from commonground.cli.app import run
from commonground.compose.access import access_of
from commonground.compose.nodes import RunningNode, open_node
from commonground.compose.sources import SystemClock
from commonground.config import F3411, F3548, NodeConfig, write_config
from commonground.protocols.f3411 import display
from commonground.protocols.f3411.codec.dialect import Dialect
from commonground.record import replace
from commonground.web.auth import create_user
from tests.f3411_messages import SECRETS, flight, operator
from tests.remote_id import AREA_ID, BOTH, OTHER_ID, NamedTokens
from tests.remote_id_service import FlightService, PlainTokens
from tests.served import WAIT_S_MAX, Served, now_ms, room_files

PASSWORD = "nine kilometres east"
VIEW = {
    "west_nd": 36_547_000_000,
    "south_nd": 33_047_500_000,
    "east_nd": 36_553_000_000,
    "north_nd": 33_052_500_000,
}


def open_one(config: NodeConfig) -> RunningNode:
    return open_node(config, access=NamedTokens(), tokens=PlainTokens(f"node-{config.party}"))


@pytest.fixture(params=BOTH, ids=lambda dialect: dialect.name)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def served(tmp_path: Path, dialect: Dialect, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(display, "ASK_MS", 100)
    monkeypatch.setattr(display, "STEP_S", 0.05)
    configs = room_files(tmp_path)
    north, south = configs["A"], configs["B"]
    configs["A"] = replace(north, f3411=F3411(enabled=True, allow_http=True))
    configs["B"] = replace(south, f3411=F3411(
        enabled=True, allow_http=True, dss_url=f"{north.url}{dialect.prefix}", dss_version=dialect.name,  # type: ignore[arg-type]
        base_url=south.url,
    ))  # fmt: skip
    with Served(configs, open_one) as made:
        made.start("A", "B")
        made.confirmed("A", "B")
        yield made


class Officer:
    """Somebody at a node's page, without the page."""

    def __init__(self, served: Served, party: str) -> None:
        self.served, self.party = served, party
        hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        node = served.node(party)
        posts = ("watch_officer",)
        node.write(
            lambda room: create_user(room.store, "ann", "Ann", PASSWORD, True, ("en",), posts, hasher=hasher)
        ).result(WAIT_S_MAX)
        self.http = httpx.Client(base_url=served.configs[party].url, timeout=WAIT_S_MAX)
        self.http.post("/api/sign-in", json={"user": "ann", "password": PASSWORD}).raise_for_status()

    def look(self) -> dict[str, Any]:
        answered = self.http.get("/api/sky", params={**VIEW, "page": "p"})
        answered.raise_for_status()
        return dict(answered.json())

    def settle(self) -> None:
        """Wait until whatever the node has asked is answered and taken in."""
        shown = self.served.running[self.party].remote_id.display  # type: ignore[union-attr]

        async def asked() -> None:
            while shown._asking:  # type: ignore[union-attr]
                await asyncio.wait(set(shown._asking))  # type: ignore[union-attr]

        self.served.run(asked())

    def sees(self, service: FlightService) -> dict[str, Any]:
        """What the page shows once the service was asked once more."""
        name = f"node-{self.party}"
        count = service.asked.count(name)
        self.look()
        service.wait_for(name, count + 1)
        self.settle()
        return self.look()


def test_drones_come_on_two_maps(served: Served, dialect: Dialect, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "commonground")
    north, south = Officer(served, "A"), Officer(served, "B")
    dss = f"{served.configs['A'].url}{dialect.prefix}"
    name, said = dialect.name, []
    with FlightService(dialect) as one, FlightService(dialect, "uss2") as two:
        one.flights = lambda: [flight(name, at_ms=now_ms()) | operator(name)]
        two.flights = lambda: [flight(name, "second", now_ms(), lng=36.551) | operator(name)]

        # Both look at empty ground: South's node subscribes to it at North's DSS.
        assert north.look()["services"] == []
        south.look()
        north.settle()
        south.settle()
        one.declare(dss, AREA_ID)
        said.append(north.sees(one))
        [drone] = said[-1]["drones"]
        assert (drone["id"], drone["manager"], drone["standing"]) == ("flight-a1", "uss1", "live")
        assert (drone["lon_nd"], drone["height_tmm"], drone["speed_m_s"]) == (36_550_000_000, 450_000, 12.25)
        session = north.http.get("/api/sky/details", params={"key": drone["key"]}).json()
        assert session["state"] == "ok"
        said.append(session)

        # South was told by the service, and asks it.
        shown = south.sees(one)
        assert [row["id"] for row in shown["drones"]] == ["flight-a1"]
        two.declare(dss, OTHER_ID)
        shown = south.sees(two)
        assert sorted(row["id"] for row in shown["drones"]) == ["flight-a1", "second"]
        said.append(shown)

        # It flies on.
        one.flights = lambda: [flight(name, at_ms=now_ms(), lng=36.5505, track=90)]
        [moved] = [row for row in north.sees(one)["drones"] if row["id"] == "flight-a1"]
        assert moved["lon_nd"] == 36_550_500_000
        assert 36_550_000_000 in [spot[1] for spot in moved["past"]]

        # A service goes away: it is named, and its drone grows old.
        two.stop()
        said.append(north.sees(one))
        states = {row["manager"]: row["state"] for row in said[-1]["services"]}
        assert states == {"uss1": "ok", "uss2": "late"}

    stored = b""
    for party in "AB":
        served.stop(party)
        folder = served.configs[party].path(served.configs[party].data)
        stored += b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    assert AREA_ID.encode() in stored, "areas survive a restart"
    assert b"flight-a1" not in stored, "a flight is written nowhere"
    everything = repr(said).encode() + caplog.text.encode() + stored
    # The word stands in the phrase book; who flies stands nowhere.
    assert [secret for secret in SECRETS if secret != b"operator" and secret in everything] == []


def test_a_restart_keeps_the_areas_and_forgets_the_drones(served: Served, dialect: Dialect) -> None:
    north = Officer(served, "A")
    with FlightService(dialect) as one:
        one.flights = lambda: [flight(dialect.name, at_ms=now_ms())]
        one.declare(f"{served.configs['A'].url}{dialect.prefix}", AREA_ID)
        assert len(north.sees(one)["drones"]) == 1
        served.stop("A")
        served.start("A")
        north.http = httpx.Client(base_url=served.configs["A"].url, timeout=WAIT_S_MAX)
        north.http.post("/api/sign-in", json={"user": "ann", "password": PASSWORD}).raise_for_status()
        shown = north.look()
        assert (shown["drones"], shown["asked_ms"]) == ([], None)
        assert len(north.sees(one)["drones"]) == 1


def test_without_an_authority_tokens_are_signed_and_read_here(
    tmp_path: Path, dialect: Dialect, capsys: pytest.CaptureFixture[str]
) -> None:
    configs = room_files(tmp_path)

    def token(party: str, scope: str) -> str:
        words = ["--sub", "uss1", "--scope", scope, "--audience", "127.0.0.1"]
        assert run(["token", str(tmp_path / f"{party}.toml"), *words]) == 0
        return capsys.readouterr().out.strip()

    keys = tuple(f"{party}/token-ed25519.pub.pem" for party in "AB")
    taken = F3548(allow_http=True, audiences=("127.0.0.1",), public_keys=keys)
    drones = F3411(enabled=True, allow_http=True)
    south = replace(drones, dss_url=f"{configs['A'].url}{dialect.prefix}", dss_version=dialect.name,  # type: ignore[arg-type]
                    base_url=configs["B"].url, name="south", token_key="B/token-ed25519.pem")  # fmt: skip
    for party, terms in (("A", drones), ("B", south)):
        configs[party] = replace(configs[party], f3548=taken, f3411=terms)
        write_config(tmp_path / f"{party}.toml", configs[party])
        token(party, dialect.read_scope)
    own = token("A", dialect.write_scope)
    with Served(configs) as served:
        served.start("A", "B")
        north = served.running["A"].remote_id
        assert north is not None
        assert north.display is None, "it has no tokens to ask services with"
        officer = Officer(served, "B")
        officer.look()
        officer.settle()
        access = access_of(configs["A"], SystemClock())
        with FlightService(dialect, access=access, token=own) as service:
            service.flights = lambda: [flight(dialect.name, at_ms=now_ms())]
            service.declare(south.dss_url, AREA_ID)
            officer.look()
            service.wait_for("south", 1)
            officer.settle()
            assert [row["id"] for row in officer.look()["drones"]] == ["flight-a1"]
        url = f"{south.dss_url}/dss/identification_service_areas/{AREA_ID}"
        found = httpx.get(url, headers={"Authorization": f"Bearer {token('A', dialect.read_scope)}"})
        assert found.json()["service_area"]["owner"] == "uss1"
        for shown, status in ((own + "x", 401), (token("B", "utm.strategic_coordination"), 403)):
            assert httpx.get(url, headers={"Authorization": f"Bearer {shown}"}).status_code == status


def test_a_node_that_was_not_asked_to_has_none_of_it(tmp_path: Path) -> None:
    configs = room_files(tmp_path)
    with Served(configs, open_one) as served:
        served.start("A")
        assert served.running["A"].remote_id is None
        base = served.configs["A"].url
        for path in ("/rid/v2/dss/subscriptions", "/v1/dss/identification_service_areas"):
            answered = httpx.get(
                f"{base}{path}", headers={"Authorization": "Bearer uss1 rid.display_provider"}
            )
            assert answered.status_code in (200, 404)
            assert b"subscriptions" not in answered.content[:40]
            assert b"service_areas" not in answered.content[:40]
