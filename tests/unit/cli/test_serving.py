"""Before nodes are served: ports, log-ins, and what --fresh may remove; and following a log."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from commonground.cli.app import run
from commonground.cli.serving import on_ports, read_log_ins, remove_demo
from commonground.config import Listen, NodeConfig
from commonground.errors import CommongroundError, Refused

ROOM = [
    "--west",
    "33",
    "--south",
    "29",
    "--east",
    "43",
    "--north",
    "38",
    "--room",
    "trial",
    "--party",
    "A=N",
    "B=S",
]
Captured = pytest.CaptureFixture[str]


def config(party: str, port: int, **peers: str) -> NodeConfig:
    return NodeConfig(
        party=party, data=party, charter="charter", key="k", listen=Listen(port=port), peers=peers
    )


def test_nodes_move_to_other_ports_together_with_what_they_call() -> None:
    moved = on_ports(
        [config("A", 1, B="http://127.0.0.1:2"), config("B", 2, A="http://[::1]:1", C="http://c.invalid:9")],
        9000,
    )
    assert [one.listen.port for one in moved] == [9000, 9001]
    assert moved[0].peers == {"B": "http://127.0.0.1:9001"}
    assert moved[1].peers == {"A": "http://[::1]:9000", "C": "http://c.invalid:9"}


@pytest.mark.parametrize("port", [0, -1, 65_535, 70_000])
def test_ports_that_do_not_exist_are_refused(port: int) -> None:
    with pytest.raises(Refused, match="is expected"):
        on_ports([config("A", 1), config("B", 2)], port)


def test_a_real_room_is_never_removed(tmp_path: Path, capsys: Captured) -> None:
    assert run(["init", "room", str(tmp_path / "room"), *ROOM]) == 0
    assert run(["demo", "--folder", str(tmp_path / "room"), "--fresh"]) == 2
    assert "no demonstration" in capsys.readouterr().err
    assert (tmp_path / "room" / "A.toml").exists()


def test_what_is_no_room_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_bytes(b"x")
    with pytest.raises(CommongroundError):
        remove_demo(tmp_path / "photos")
    assert (tmp_path / "photos" / "one.jpg").exists()


def test_a_demonstration_is_not_made_over_something_else(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_bytes(b"x")
    assert run(["demo", "--folder", str(tmp_path / "photos")]) == 2
    assert "not empty" in capsys.readouterr().err
    assert run(["demo", "--folder", str(tmp_path / "new"), "--story", "nothing"]) == 2
    assert not (tmp_path / "new").exists()


def test_a_room_without_log_ins_shows_none(tmp_path: Path) -> None:
    assert read_log_ins(tmp_path) == []


def test_serving_needs_a_configuration_that_can_be_read(tmp_path: Path, capsys: Captured) -> None:
    assert run(["serve"]) == 2
    assert "at least one" in capsys.readouterr().err
    (tmp_path / "a.toml").write_text("party = 5\n")
    assert run(["serve", str(tmp_path / "a.toml")]) == 2
    shown = capsys.readouterr().err
    assert "a.toml" in shown
    assert "party" in shown


def test_following_a_log_prints_what_arrives_and_ends_with_the_keyboard(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "room"
    run(["init", "room", str(room), *ROOM])
    for name in ("one", "two"):
        (room / f"{name}.csv").write_text(f"name,latitude,longitude\nClinic {name},33.1,36.5\n")
    run(["import", str(room / "one.csv"), "--config", str(room / "A.toml")])
    capsys.readouterr()
    waits = iter([0, 1])

    def arrives(_: float) -> None:
        if next(waits) == 1:
            raise KeyboardInterrupt
        run(["import", str(room / "two.csv"), "--config", str(room / "A.toml")])

    monkeypatch.setattr(time, "sleep", arrives)
    assert run(["log", str(room / "A.toml"), "--follow"]) == 130
    shown = capsys.readouterr().out
    assert shown.count("Clinic one") == 1
    assert shown.count("Clinic two") >= 1
    assert shown.index("Clinic one") < shown.index("Clinic two")
