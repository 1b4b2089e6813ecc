"""Two centres as real nodes: a notice of A is on B's screen, B is killed and comes back (see test_two_processes.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonground.config import write_config
from commonground.picture.charter import log_to
from commonground.record import replace
from tests.served import Process, Served, cosigned_size, now_ms, open_alone, room_files
from tests.worlds import HOUR_MS, announce, notice, volume

TO_B = "commonground/served/A/to/B"


def coming(number: int) -> tuple:
    """A notice that meets no other."""
    lon, lat = 33.5 + 0.3 * (number % 30), 29.5 + 0.3 * (number // 30)
    return notice(volume(lon, lat, 1_000, from_ms=now_ms() + 48 * HOUR_MS))


def test_a_notice_of_a_is_in_the_picture_of_b(tmp_path: Path) -> None:
    with Served(room_files(tmp_path)) as served:
        served.start("A", "B")
        served.confirmed("A", "B")
        said = served.say("A", announce(coming(0), "B"))
        served.until("B", lambda room: room.view.picture.get(said.version.key) is not None)
        seen = served.read("B", lambda room: room.view.get(said.version.key))
        assert seen.body == said.version.body
        assert seen.known_from_ms >= said.version.t_released_ms
        served.until("A", lambda room: cosigned_size(room, TO_B, "B") == 1)
        served.until("B", lambda room: room.contacts["A"].heard_ms is not None)
        assert served.room("B").contacts["A"].trouble == ""
        assert abs(served.room("B").contacts["A"].skew_ms or 0) < 60_000


@pytest.fixture
def configs(tmp_path: Path) -> dict:
    configs = room_files(tmp_path)
    for party, config in configs.items():
        configs[party] = replace(config, synchronous="FULL")
        write_config(tmp_path / f"{party}.toml", configs[party])
    return configs


def test_b_is_killed_and_catches_up(configs: dict, tmp_path: Path) -> None:
    with Served(configs) as served:
        process = Process(tmp_path / "B.toml")
        served.start("A")
        served.confirmed("A")
        for number in range(5):
            served.say("A", announce(coming(number), "B"))
        served.until("A", lambda room: cosigned_size(room, TO_B, "B") >= 3)
        process.kill()
        for number in range(5, 60):
            served.say("A", announce(coming(number), "B"))
        again = Process(tmp_path / "B.toml")
        served.until("A", lambda room: cosigned_size(room, TO_B, "B") == 60)
        again.kill()
        told = served.read("A", lambda room: {one.key: one.body for one in room.view.versions()})
    held = open_alone(configs["B"])
    try:
        assert {one.key: one.body for one in held.room.view.versions()} == told
        assert held.room.ledger.verified_size(log_to(held.room.charter, "A", "B")) == 60
    finally:
        held.stop()


def test_a_node_stops_when_it_is_told_to(configs: dict, tmp_path: Path) -> None:
    assert Process(tmp_path / "A.toml").terminate() == 0


def test_the_page_of_a_demonstration_follows_what_is_told(tmp_path: Path) -> None:
    told = b'{"steps":[{"at_ms":1,"text":{"en":"A places the point"}}],"story":"deir-ez-zor"}'
    with Served(room_files(tmp_path, demonstration=True)) as served:
        served.start("A")
        page = served.running["A"].told
        assert page() == {"story": "", "steps": []}
        served.node("A").write(lambda room: room.store.put_document("story", "current", told)).result()
        assert page()["steps"][0]["text"]["en"] == "A places the point"
