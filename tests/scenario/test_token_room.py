"""A room without an authority for tokens: two nodes on loopback make their own, and each names the keys of both."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from commonground.cli.app import run
from commonground.config import F3548, Uss, write_config
from commonground.geo.footprint import Circle
from commonground.geo.volume import Volume
from commonground.picture.flight import FlightPlan
from commonground.record import replace
from tests.served import Served, room_files
from tests.uss_world import new_id, w84
from tests.worlds import nd

SCOPE = "utm.strategic_coordination"


def token(config: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["token", str(config), "--sub", "uss-x", "--scope", SCOPE, *words]) == 0
    return capsys.readouterr().out.strip()


def flight(now_ms: int) -> FlightPlan:
    begun_ms = now_ms - now_ms % 3_600_000
    volume = Volume(
        footprint=Circle(center=(nd(36.5), nd(33.0)), radius_tmm=2_000_000), lower=w84(800), upper=w84(900),
        from_ms=begun_ms, until_ms=begun_ms + 7_200_000,
    )  # fmt: skip
    return FlightPlan(state="Accepted", volumes=(volume,))


def test_a_flight_is_planned_and_a_stranger_is_kept_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configs = room_files(tmp_path, "AB")
    for party, config in configs.items():
        write_config(tmp_path / f"{party}.toml", config)
        token(tmp_path / f"{party}.toml", capsys, "--audience", "127.0.0.1")
    keys = tuple(f"{party}/token-ed25519.pub.pem" for party in "AB")
    dss = configs["A"].url
    configs = {
        party: replace(
            config,
            f3548=F3548(enabled=party == "A", allow_http=True, audiences=("127.0.0.1",), public_keys=keys),
            uss=Uss(
                name=f"uss-{party.lower()}", base_url=config.url, dss_url=dss, allow_http=True,
                token_key=f"{party}/token-ed25519.pem",
            ),
        )
        for party, config in configs.items()
    }  # fmt: skip
    write_config(tmp_path / "A.toml", configs["A"])
    with Served(configs) as served:
        served.start("A", "B")
        flying = served.running["B"].flying
        assert flying is not None
        found = served.run(flying.supplier.change(new_id(1), flight(served.room("B").clock.now_ms())))
        assert found
        address = f"{dss}/dss/v1/operational_intent_references/{new_id(1)}"
        shown = token(tmp_path / "A.toml", capsys)
        answers = [
            httpx.get(address, headers=headers, trust_env=False)
            for headers in (
                [("Authorization", f"Bearer {shown}")],
                [("Authorization", f"Bearer {shown}x")],
                [("Authorization", f"Bearer {shown}")] * 2,
                [],
            )
        ]
        assert [one.status_code for one in answers] == [200, 401, 401, 401]
        assert answers[0].json()["operational_intent_reference"]["manager"] == "uss-b"
        assert {one.headers["WWW-Authenticate"] for one in answers[1:]} == {"Bearer"}
        constraint = f"{dss}/dss/v1/constraint_references/{new_id(2)}"
        kept_out = httpx.get(constraint, headers={"Authorization": f"Bearer {shown}"}, trust_env=False)
        assert kept_out.status_code == 403
        assert "utm.constraint_management; or utm.constraint_processing" in kept_out.json()["message"]
