"""The heads log between running nodes: appended when due, witnessed by all, never before everybody was asked."""

from __future__ import annotations

from pathlib import Path

from commonground.log.checkpoint import cosigners_of
from commonground.protocols.peer.courier import CHECKED
from tests.served import WAIT_S_MAX, Served, cosigned_size, now_ms, room_files
from tests.worlds import HOUR_MS, announce, notice, volume

HEADS = "commonground/served/A/heads"


def append_if_due(served: Served, party: str) -> int:
    """Do what the node does every second; returns the size of its heads log."""
    couriers = served.running[party].couriers
    served.node(party).write(couriers.append_heads).result(WAIT_S_MAX)
    return served.read(party, lambda room: room.ledger.size(f"commonground/served/{party}/heads"))


def test_heads_wait_for_every_party_that_keeps_its_word(tmp_path: Path) -> None:
    with Served(room_files(tmp_path, "ABJ")) as served:
        served.start("A", "B")
        served.until("A", lambda room: "B" not in room.unconfirmed)
        assert append_if_due(served, "A") == 0, "J has not said how much it holds"
        served.start("J")
        served.confirmed("A")
        assert append_if_due(served, "A") == 1
        assert append_if_due(served, "A") == 1, "once an interval"


def test_a_party_in_trouble_does_not_hold_up_the_heads(tmp_path: Path) -> None:
    with Served(room_files(tmp_path, "ABJ")) as served:
        served.start("A", "B")
        served.until("A", lambda room: "B" not in room.unconfirmed)
        served.room("A").contacts["J"].trouble = "claims what it cannot give back"
        assert append_if_due(served, "A") == 1


def test_heads_are_cosigned_by_all_and_opened_by_each(tmp_path: Path) -> None:
    with Served(room_files(tmp_path, "ABJ")) as served:
        served.start("A", "B", "J")
        served.confirmed("A", "B", "J")
        window = volume(from_ms=now_ms() + 48 * HOUR_MS)
        served.say("A", announce(notice(window), "B"))
        append_if_due(served, "A")
        for party in ("B", "J"):
            served.until("A", lambda room, p=party: cosigned_size(room, HEADS, p) >= 1)
            served.until(party, lambda room: room.store.document(CHECKED, "A") is not None)
            assert served.room(party).contacts["A"].trouble == ""
        room = served.room("A")
        note = served.read("A", lambda room: room.store.checkpoint(HEADS)[1])
        cosigners = [room.verifiers[party].cosigner for party in ("B", "J")]
        assert set(cosigners_of(note, cosigners)) == {"B.node.served", "J.node.served"}
