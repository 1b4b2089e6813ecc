"""A node that comes back from yesterday's backup: it takes its tail back before it appends, and forks nothing."""

from __future__ import annotations

import asyncio
import shutil
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from commonground.compose.nodes import STORE_FILE
from commonground.config import NodeConfig
from commonground.errors import Unavailable
from commonground.protocols.peer.client import HttpPeer
from commonground.record import replace
from commonground.room import witness
from commonground.room.audit import audit_store
from commonground.room.context import Room
from commonground.room.ports import Page
from commonground.room.release import CHUNK
from commonground.room.submit import Command, submit, withdraw_from
from tests.served import WAIT_S_MAX, Served, cosigned_size, now_ms, room_files
from tests.worlds import HOUR_MS, announce, notice, volume

TO_B = "commonground/served/A/to/B"
TO_J = "commonground/served/A/to/J"
HEADS = "commonground/served/A/heads"


def coming(number: int, *to: str, immediate: bool = False) -> Command:
    lon, lat = 33.5 + 0.3 * (number % 30), 29.5 + 0.2 * (number // 30)
    return announce(
        notice(volume(lon, lat, 1_000, from_ms=now_ms() + 48 * HOUR_MS)), *to, immediate=immediate
    )


def backup(config: NodeConfig, folder: Path) -> Path:
    """A copy of the store of a node that has stopped."""
    kept = folder / "yesterday"
    kept.mkdir()
    for path in config.path(config.data).glob(STORE_FILE + "*"):
        shutil.copy(path, kept)
    return kept


def put_back(config: NodeConfig, kept: Path) -> None:
    for path in config.path(config.data).glob(STORE_FILE + "*"):
        path.unlink()
    for path in kept.iterdir():
        shutil.copy(path, config.path(config.data))


def evidence(room: Room) -> list[bytes]:
    return [data for _, data in room.store.documents("evidence")]


def bodies(room: Room, author: str) -> dict[str, object]:
    return {one.key: one.body for one in room.view.versions() if one.author == author}


def test_a_takes_its_tail_back_and_goes_on(tmp_path: Path) -> None:
    configs = room_files(tmp_path, "ABJ")
    with Served(configs) as served:
        served.start("A", "B", "J")
        served.confirmed("A", "B", "J")
        for number in range(3):
            served.say("A", coming(number, "B", "J"))
        served.until("A", lambda room: cosigned_size(room, TO_B, "B") == 3)
        served.stop("A")
        kept = backup(configs["A"], tmp_path)

        served.start("A")
        served.confirmed("A")
        for number in range(3, 8):
            served.say("A", coming(number, "B"))
        said = served.say("A", coming(8, "B", "J"))
        served.node("A").write(
            lambda room: withdraw_from(room, said.version.key, "B", "watch_officer", "")
        ).result(WAIT_S_MAX)
        served.node("A").write(lambda room: witness.append_heads(room, now_ms())).result(WAIT_S_MAX)
        size = served.read("A", lambda room: room.ledger.verified_size(TO_B))
        heads = served.read("A", lambda room: room.ledger.verified_size(HEADS))
        served.until("A", lambda room: cosigned_size(room, TO_B, "B") == size == 10)
        served.until("A", lambda room: cosigned_size(room, HEADS, "B") >= heads)
        served.until("J", lambda room: room.ledger.verified_size(HEADS) >= heads)
        served.until("A", lambda room: cosigned_size(room, TO_J, "J") == 4)
        told_b = served.read("B", lambda room: bodies(room, "A"))
        served.stop("A")
        put_back(configs["A"], kept)

        served.start("A")
        served.confirmed("A")
        assert served.read("A", lambda room: room.ledger.verified_size(TO_B)) == size
        assert served.read("A", lambda room: room.ledger.verified_size(HEADS)) >= heads
        assert served.read("A", lambda room: bodies(room, "A")) == told_b
        served.say("A", coming(20, "B", "J"))
        served.until("A", lambda room: cosigned_size(room, TO_B, "B") == size + 1)
        served.until("A", lambda room: cosigned_size(room, TO_J, "J") == 5)
        for party in ("B", "J"):
            assert served.look(party, "A")
            assert served.look("A", party)
            assert served.read(party, evidence) == []
            assert served.room(party).contacts["A"].trouble == ""
        assert served.read("A", evidence) == []


def test_two_keepers_of_one_log_that_answer_in_the_same_moment_are_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """All recipients hold the log of heads, so all give it back; what the first gave is there for the second."""
    configs = room_files(tmp_path, "ABJ")
    with Served(configs) as served:
        served.start("A", "B", "J")
        served.confirmed("A", "B", "J")
        served.stop("A")
        kept = backup(configs["A"], tmp_path)
        served.start("A")
        served.confirmed("A")
        served.node("A").write(lambda room: witness.append_heads(room, now_ms())).result(WAIT_S_MAX)
        # A node that has none appends heads by itself a second after all are confirmed: there may be more than one.
        heads = served.read("A", lambda room: room.ledger.verified_size(HEADS))
        for party in ("B", "J"):
            served.until("A", lambda room, party=party: cosigned_size(room, HEADS, party) >= heads)  # type: ignore[misc]
        served.stop("A")
        put_back(configs["A"], kept)

        both, real, asked = asyncio.Event(), HttpPeer.tail, []

        async def tail(self: HttpPeer, origin: str, start: int) -> Page | None:
            page = await real(self, origin, start)
            asked.append(origin)
            if asked.count(HEADS) >= 2:
                both.set()
            await both.wait()
            return page

        monkeypatch.setattr(HttpPeer, "tail", tail)
        served.start("A")
        served.confirmed("A")
        assert len(asked) >= 2
        assert set(asked) == {HEADS}
        assert served.read("A", lambda room: room.ledger.verified_size(HEADS)) >= heads
        assert "shows" not in caplog.text


def test_a_cosignature_lost_on_the_way_is_sent_by_the_next_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configs = room_files(tmp_path, "AB")
    with Served(configs) as served:
        served.start("A", "B")
        served.confirmed("A", "B")
        real, lost = HttpPeer.cosigned, threading.Event()

        async def cosigned(self: HttpPeer, origin: str, size: int, line: str) -> None:
            if origin == TO_B and not lost.is_set():
                lost.set()
                raise Unavailable("the line went dead")
            await real(self, origin, size, line)

        monkeypatch.setattr(HttpPeer, "cosigned", cosigned)
        served.say("A", coming(0, "B"))
        assert lost.wait(WAIT_S_MAX)
        assert served.read("B", lambda room: room.ledger.verified_size(TO_B)) == 1
        assert served.look("B", "A")
        assert served.read("A", lambda room: cosigned_size(room, TO_B, "B")) == 1


def test_what_is_said_before_the_recipient_answers_is_released_after_its_tail(tmp_path: Path) -> None:
    configs = room_files(tmp_path, "AB")
    with Served(configs) as served:
        served.start("A", "B")
        served.confirmed("A", "B")
        served.say("A", coming(0, "B"))
        served.until("A", lambda room: cosigned_size(room, TO_B, "B") == 1)
        served.stop("A")
        kept = backup(configs["A"], tmp_path)
        served.start("A")
        served.confirmed("A")
        for number in range(1, 4):
            served.say("A", coming(number, "B"))
        served.until("A", lambda room: cosigned_size(room, TO_B, "B") == 4)
        served.stop("A")
        served.stop("B")
        put_back(configs["A"], kept)

        served.start("A")
        first = served.say("A", coming(10, "B"))
        assert [one.leaf for one in first.outcomes] == []
        served.stop("A")
        served.start("A")  # a restart in between loses nothing of it
        second = served.say("A", coming(11, "B"))
        assert served.read("A", lambda room: room.ledger.size(TO_B)) == 1
        served.start("B")
        served.until("A", lambda room: cosigned_size(room, TO_B, "B") == 6)
        seen = served.read("B", lambda room: bodies(room, "A"))
        assert {first.version.key, second.version.key} < set(seen)
        assert len(seen) == 6
        assert served.read("B", evidence) == []


def test_a_node_that_cannot_call_its_peer_learns_from_what_the_peer_asks_for(tmp_path: Path) -> None:
    """Behind a firewall: B calls A, A cannot call B. What B asks for says how much it holds."""
    configs = room_files(tmp_path, "AB")
    configs["A"] = replace(configs["A"], peers={})
    with Served(configs) as served:
        served.start("A")
        first = served.say("A", coming(0, "B"))
        assert served.read("A", lambda room: room.ledger.size(TO_B)) == 0
        served.start("B")
        served.confirmed("A")
        assert served.look("B", "A")
        served.until("B", lambda room: room.view.picture.get(first.version.key) is not None)
        served.say("A", coming(1, "B"))
        assert served.look("B", "A")
        assert served.read("B", lambda room: len(bodies(room, "A"))) == 2
        kept_size = served.read("A", lambda room: room.ledger.size(TO_B))
        served.stop("A")
        kept = backup(configs["A"], tmp_path)
        served.start("A")
        assert served.look("B", "A")
        served.confirmed("A")
        served.say("A", coming(2, "B"))
        assert served.look("B", "A")
        served.stop("A")
        put_back(configs["A"], kept)
        served.start("A")
        assert served.look("B", "A")
        said = served.say("A", coming(3, "B"))
        assert said.outcomes == ()
        assert served.room("A").unconfirmed == {"B"}, (
            "it is behind and cannot fetch its tail: it stays silent"
        )
        assert served.read("A", lambda room: room.ledger.size(TO_B)) == kept_size
        assert served.read("B", evidence) == []


@pytest.mark.parametrize("calls", [True, False], ids=["A calls B", "only B calls A"])
def test_much_that_waited_for_a_peer_is_told_in_parts(tmp_path: Path, calls: bool) -> None:
    """A writer that released all of it in one go would answer nobody until the last line is out."""
    waited = 2 * CHUNK + 10
    configs = room_files(tmp_path, "AB")
    if not calls:
        configs["A"] = replace(configs["A"], peers={})
    with Served(configs) as served:
        served.start("A")
        commands = [coming(number, "B", immediate=True) for number in range(waited)]
        served.node("A").write(lambda room: [submit(room, one) for one in commands]).result(WAIT_S_MAX)
        told: list[int] = []
        served.node("A").after_commit(lambda _: told.append(served.room("A").ledger.size(TO_B)))
        assert served.read("A", lambda room: room.ledger.size(TO_B)) == 0
        served.start("B")
        served.confirmed("A")
        steps = [after - before for before, after in pairwise([0, *told])]
        assert max(steps) == CHUNK
        assert sum(steps) == waited
        served.until("B", lambda room: room.ledger.verified_size(TO_B) == waited)
        assert served.read("B", lambda room: len(bodies(room, "A"))) == waited


@pytest.mark.parametrize("grown", [False, True], ids=["same size", "longer"])
def test_a_backup_that_appends_without_asking_is_found_out(tmp_path: Path, grown: bool) -> None:
    """The danger that the restore is there for: without it the node would have shown a second history."""
    configs = room_files(tmp_path, "ABJ")
    with Served(configs) as served:
        served.start("A", "B", "J")
        served.confirmed("A", "B", "J")
        served.say("A", coming(0, "B"))
        served.until("A", lambda room: cosigned_size(room, TO_B, "B") == 1)
        served.stop("A")
        kept = backup(configs["A"], tmp_path)
        served.start("A")
        served.confirmed("A")
        served.say("A", coming(1, "B"))
        served.until("A", lambda room: cosigned_size(room, TO_B, "B") == 2)
        served.stop("A")
        put_back(configs["A"], kept)
        served.stop("B")

        served.start("A")
        served.room("A").unconfirmed.discard("B")
        for number in range(2, 4 if grown else 3):
            served.say("A", coming(number, "B"))
        served.start("B")
        # A compares too, and what B gives back does not fit what A has written since.
        assert served.look("B", "A")
        found = served.read("B", evidence)
        assert len(found) == 1
        assert b"two roots" in found[0] or b"does not extend" in found[0]
        assert served.room("B").contacts["A"].trouble
        assert served.read("B", lambda room: room.ledger.verified_size(TO_B)) == 2
        _goes_on_serving(served)


def _goes_on_serving(served: Served) -> None:
    """B still hears J, still tells it, and its own store is whole."""
    served.confirmed("B", "J")
    said = served.say("J", coming(30, "B"))
    served.until("B", lambda room: room.view.picture.get(said.version.key) is not None)
    back = served.say("B", coming(31, "J"))
    served.until("J", lambda room: room.view.picture.get(back.version.key) is not None)
    findings = served.read("B", lambda room: audit_store(room.store, room.charter, room.verifiers))
    assert TO_B in findings
    assert [one for log in findings.values() for one in log] == []
