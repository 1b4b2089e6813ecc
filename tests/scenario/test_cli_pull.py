"""Other servers read from the command line: a source is added, read, read again, and removed; no secret is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commonground.cli.app import run
from commonground.cli.pulling import SECRET
from commonground.compose.nodes import open_node
from commonground.config import read_config
from tests.scenario.test_cli_room import ROOM
from tests.taxii_servers import PASSWORD, USER, Medallion, address, stix

Captured = pytest.CaptureFixture[str]
SERVER = Medallion()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with SERVER.served() as address_of_it:
        yield address_of_it


@pytest.fixture
def config(tmp_path: Path) -> Path:
    assert run(["init", "room", str(tmp_path / "room"), *ROOM]) == 0
    SERVER.reset(page=4)
    return tmp_path / "room" / "A.toml"


def test_a_source_is_added_read_and_removed(
    config: Path, url: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    SERVER.add([*(stix("report", n) for n in range(10)), stix("indicator", 1), address(1)])
    monkeypatch.setenv(SECRET, PASSWORD)
    words = ["source", "add", str(config), "Field office", url, "--user", USER, "--reliability", "C"]
    assert run(words) == 0
    assert run(words) == 2
    capsys.readouterr()
    assert run(["pull", str(config)]) == 0
    said = capsys.readouterr().out
    assert "new: 1 indicator, 10 report; left out: 1 a network address is not taken" in said
    assert "10 drafts wait" in said
    assert run(["pull", str(config), "Field office", "--from-start"]) == 0
    assert "new: nothing" in capsys.readouterr().out
    assert run(["source", "list", str(config)]) == 0
    listed = capsys.readouterr().out
    assert "Field reports: 1 indicator, 10 report; left out 1 a network address is not taken" in listed
    assert PASSWORD not in listed
    assert run(["source", "forget", str(config), "Field office"]) == 0
    assert "11 objects forgotten" in capsys.readouterr().out
    assert run(["source", "remove", str(config), "Field office"]) == 0
    assert run(["pull", str(config), "Field office"]) == 2
    assert "no such source" in capsys.readouterr().err


def test_nothing_that_came_is_in_a_log(
    config: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """It is this party's workspace: nobody is told of it, and no log holds a word of it."""
    SERVER.add([stix("report", 1, name="Words of another office")])
    monkeypatch.setenv(SECRET, PASSWORD)
    assert run(["source", "add", str(config), "x", url, "--user", USER]) == 0
    assert run(["pull", str(config)]) == 0
    running = open_node(read_config(config))
    store = running.node.room.store
    try:
        bodies = [
            one.body or b"" for log, size in store.origins().items() for one in store.entries(log, 0, size)
        ]
    finally:
        running.node.stop()
    assert not any(b"another office" in body for body in bodies)


def test_a_source_that_cannot_be_read_leaves_with_a_code(
    config: Path, url: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, "wrong")
    assert run(["source", "add", str(config), "x", url, "--user", USER]) == 0
    assert run(["pull", str(config)]) == 1
    assert "it did not take the name and the secret" in capsys.readouterr().err
    assert run(["source", "add", str(config), "plain", "http://192.0.2.1/", "--bearer"]) == 2
    assert "https is expected where a secret is sent" in capsys.readouterr().err
