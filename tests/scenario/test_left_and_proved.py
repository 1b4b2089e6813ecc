"""R4: a party leaves; what it was shown can still be verified, exported as a bundle, and checked without any centre."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonground.cli.app import run
from commonground.config import write_config
from commonground.picture.blocks import Text
from commonground.room import membership
from commonground.room.leaving import has_left
from tests.served import Served, room_files
from tests.worlds import report, site


def test_what_a_party_was_shown_is_proved_after_it_has_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configs = room_files(tmp_path)
    for party, config in configs.items():
        write_config(tmp_path / f"{party}.toml", config)
    with Served(configs) as served:
        served.start("A", "B")
        served.confirmed("A", "B")
        said = served.say("A", report(site(name="Shown"), "B"))
        served.until("B", lambda room: said.version.key in room.view.picture.entities)
        served.node("B").write(lambda room: membership.leave(
            room, room.clock.now_ms() + 200, Text(lang="en", text=""), "duty_chief", "bob"
        )).result(30)  # fmt: skip
        served.until("A", lambda room: "B/LV-leaving" in room.view.picture.entities)
        after = served.say("A", report(site(37.0, 34.0, name="Later")))
        served.until("B", lambda room: has_left(room, "B", room.clock.now_ms() + 200))
        assert after.version.key not in served.room("B").view.picture.entities
    for party in "AB":
        assert run(["verify", str(tmp_path / f"{party}.toml")]) == 0
        assert "HOLDS" in capsys.readouterr().out
    out = tmp_path / "evidence"
    assert run(["export", "--config", str(tmp_path / "B.toml"), "--what", "bundle", "--out", str(out)]) == 0
    assert run(["verify", str(out)]) == 0
    assert "HOLDS" in capsys.readouterr().out
    kept = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert b"Shown" in kept
    assert b"Later" not in kept
    for path in out.rglob("*"):
        if path.is_file() and b"Shown" in path.read_bytes():
            path.write_bytes(path.read_bytes().replace(b"Shown", b"Shawn"))
    assert run(["verify", str(out)]) == 1
    assert "BROKEN" in capsys.readouterr().out
