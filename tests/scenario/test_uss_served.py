"""Two nodes on loopback, served as in earnest: both plan flights, one of them runs the DSS, and each is told by itself.

No step is helped along: queues and clocks of the nodes run by themselves, and the test waits for commits.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commonground.config import Uss, read_config, write_config
from commonground.errors import MissingKeys
from commonground.geo.footprint import Circle
from commonground.geo.volume import Volume
from commonground.picture.entity import Notice
from commonground.picture.flight import FlightPlan
from commonground.record import replace
from commonground.room.context import Room
from commonground.room.uss import outbox
from commonground.room.uss.flights import flight_of
from commonground.room.uss.peers import peer_of
from commonground.room.uss.tracked import take_fix
from commonground.tracks.conformance import Fix
from tests.flown import Flown, with_suppliers
from tests.served import room_files
from tests.uss_world import new_id, w84
from tests.worlds import nd

ONE, TWO = new_id(1), new_id(2)


@pytest.fixture
def flown(tmp_path: Path) -> Iterator[Flown]:
    configs = with_suppliers(room_files(tmp_path, "AB"))
    with Flown(configs) as served:
        served.start("A", "B")
        yield served


def flight(served: Flown, lon: float = 36.5, state: str = "Accepted") -> FlightPlan:
    """A flight that has begun and goes on for an hour, by the nodes' own clock."""
    now_ms = served.room("A").clock.now_ms()
    begun_ms = now_ms - now_ms % 3_600_000
    volume = Volume(
        footprint=Circle(center=(nd(lon), nd(33.0)), radius_tmm=2_000_000), lower=w84(800), upper=w84(900),
        from_ms=begun_ms, until_ms=begun_ms + 7_200_000,
    )  # fmt: skip
    return FlightPlan(state=state, volumes=(volume,))  # type: ignore[arg-type]


def peer_state(room: Room, id: str) -> str:
    peer = peer_of(room, id)
    return "" if peer is None else peer.state


def notices_of(room: Room, id: str) -> list[str]:
    found = (room.view.picture.entities[key] for key in room.view.keys_of("notice"))
    return [
        one.author for one in found
        if one.action != "cancel" and isinstance(one.body, Notice) and one.body.intent and one.body.intent.id == id
    ]  # fmt: skip


def test_the_whole_way_of_two_flights(flown: Flown) -> None:
    a, b = flown.supplier("A"), flown.supplier("B")
    flown.run(a.change(ONE, flight(flown)))
    with pytest.raises(MissingKeys) as refused:
        flown.run(b.change(TWO, flight(flown)))
    assert refused.value.detail["met"][0]["manager"] == "uss-a"  # type: ignore[index]
    flown.run(b.change(TWO, flight(flown, 36.51)))
    flown.until("A", lambda room: peer_state(room, TWO) == "Accepted")
    flown.run(a.change(ONE, flight(flown, state="Activated")))
    flown.until("B", lambda room: peer_state(room, ONE) == "Activated")
    assert flown.read("B", lambda room: notices_of(room, ONE)) == ["A"]
    flown.until("B", lambda room: notices_of(room, TWO) == ["A"])
    assert flown.read("A", lambda room: notices_of(room, TWO)) == ["A"], (
        "the DSS writes one, and nobody a second"
    )
    now_ms = flown.room("A").clock.now_ms()
    outside = [Fix(now_ms - 59_000 + s, nd(36.505), nd(33.0), w84(850)) for s in (0, 30_000, 59_000)]
    for fix in outside:
        flown.node("A").write(lambda room, fix=fix: take_fix(room, ONE, fix)).result()
    flown.until("B", lambda room: peer_state(room, ONE) == "Nonconforming")
    flown.run(a.stray(ONE, "Contingent"))
    flown.until("B", lambda room: peer_state(room, ONE) == "Contingent")
    flown.run(a.end(ONE))
    flown.until("B", lambda room: peer_of(room, ONE) is None)
    flown.until("A", lambda room: outbox.waiting(room) == [])


def test_a_service_that_was_away_is_told_when_it_is_back(flown: Flown) -> None:
    a, b = flown.supplier("A"), flown.supplier("B")
    flown.run(b.change(TWO, flight(flown, 36.51)))
    assert flown.run(a.meets(ONE, flight(flown))) == []
    flown.stop("B")
    flown.run(a.change(ONE, flight(flown)))
    flown.until("A", lambda room: [one.attempts > 0 for one in outbox.waiting(room)] == [True])
    flown.stop("A")
    flown.start("A", "B")
    flown.until("B", lambda room: peer_state(room, ONE) == "Accepted")
    flown.until("A", lambda room: outbox.waiting(room) == [])
    assert flown.read("B", lambda room: flight_of(room, TWO)) is not None


def test_what_a_file_says_of_a_service_is_read_back(tmp_path: Path) -> None:
    [config, *_] = room_files(tmp_path, "AB").values()
    uss = Uss(
        name="uss-a", base_url="https://a.example", dss_url="https://dss.example", told=("B",), announced=True
    )
    write_config(tmp_path / "with.toml", replace(config, uss=uss, data=str(config.path(config.data))))
    assert read_config(tmp_path / "with.toml").uss == uss
