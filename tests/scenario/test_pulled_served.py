"""A node that runs reads its sources by itself, as soon as they are due, and tells nobody what came."""

from __future__ import annotations

from pathlib import Path

from commonground.picture.charter import log_to
from commonground.protocols.stix.pull.kept import total_of
from commonground.protocols.stix.pull.source import add_source, state_of
from commonground.room.context import Room
from tests.served import Served, room_files
from tests.taxii_servers import Medallion, source, stix

MINUTE_MS = 60_000


def waiting(room: Room) -> int:
    return total_of(room.store).standing.get("waiting", 0)


def test_a_node_reads_what_is_due_when_it_starts(tmp_path: Path) -> None:
    server = Medallion()
    server.add([stix("report", n) for n in range(3)])
    with server.served() as url, Served(room_files(tmp_path, "AB")) as served:
        served.start("A")
        one = source(url=url, every_minutes=15)
        served.node("A").write(lambda room: add_source(room.store, one, room.clock.now_ms())).result(30)
        served.stop("A")
        served.start("A")
        served.until("A", lambda room: state_of(room.store, one.name).pulled_ms > 0)
        assert served.read("A", waiting) == 3
        state = served.read("A", lambda room: state_of(room.store, one.name))
        assert state.next_ms == state.tried_ms + 15 * MINUTE_MS
        assert served.read("A", lambda room: room.ledger.size(log_to(room.charter, "A", "B"))) == 0
