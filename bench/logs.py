"""The log by itself: append and checkpoint in batches, verify, canonical bodies beside the rfc8785 package."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import rfc8785
from tests.worlds import key, notice, volume

from bench.figure import Figure, timed
from commonground.log.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from commonground.log.merkle import Tree, leaf_hash
from commonground.log.statement_body import canonical, check_body, entry_of
from commonground.picture.statement import body_of
from commonground.record import encode_canonical
from commonground.room.ledger import Ledger
from commonground.store.sqlite import SqliteStore

STATEMENTS = 20_000
BATCH = 500


def bodies(count: int) -> list[dict[str, object]]:
    """Notices of one volume with a salt each, as they stand in a log."""
    plain = body_of(notice(volume()))
    return [
        {"schema": "commonground/1", "room": "bench", "author": "A", "recipient": "B", "post": "airspace",
         "kind": "notice", "entity": f"N-{number:08d}", "action": "establish", "version": 1,
         "t_released_ms": 1_773_820_800_000 + number, "body": plain,
         "salt": hashlib.sha256(str(number).encode()).hexdigest()}
        for number in range(count)
    ]  # fmt: skip


def run() -> list[Figure]:
    values = bodies(STATEMENTS)
    return [_append(values), *_verify(values), _canonical(values)]


def _append(values: list[dict[str, object]]) -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "log.sqlite")
        ledger = Ledger(store, key("A"))

        def append() -> None:
            for start in range(0, STATEMENTS, BATCH):
                store.begin()
                for value in values[start : start + BATCH]:
                    ledger.append_own("commonground/bench/A", value, 1)
                ledger.seal("commonground/bench/A")
                store.commit()

        rate = STATEMENTS / timed(append).median
        store.close()
    return Figure(
        "statements appended and checkpointed", rate, "/s", "20,000 /s", 20_000, True,
        f"batches of {BATCH}, SQLite, synchronous=FULL, one signature a batch",
    )  # fmt: skip


def _verify(values: list[dict[str, object]]) -> list[Figure]:
    encoded = [canonical(value) for value in values]
    entries = [entry_of(body) for body in encoded]
    tree = Tree()
    tree.append(entries)
    note = sign_checkpoint(Checkpoint("commonground/bench/A", STATEMENTS, tree.root()), key("A"))

    def verify() -> None:
        fresh = Tree()
        for body, entry in zip(encoded, entries, strict=True):
            check_body(body, entry)
        fresh.append_leaf_hashes([leaf_hash(entry) for entry in entries])
        assert open_checkpoint(note, key("A").verifier).root == fresh.root()

    rate = STATEMENTS / timed(verify, 3).median
    return [
        Figure(
            "statements verified", rate, "/s", "10,000 /s", 10_000, True, "body, entry, tree and signed root"
        )
    ]


def _canonical(values: list[dict[str, object]]) -> Figure:
    sample = values[:2000]
    assert all(encode_canonical(value) == rfc8785.dumps(value) for value in sample)
    ours = timed(lambda: [encode_canonical(value) for value in sample], 5).median
    theirs = timed(lambda: [rfc8785.dumps(value) for value in sample], 3).median
    return Figure(
        "canonical bodies, times as fast as rfc8785",
        theirs / ours,
        "x",
        "40 x",
        40,
        True,
        "same bytes, same run",
    )
