"""kill -9 at any instant: every acknowledged entry is there afterwards, every batch is whole, the store opens."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

from commonground.store.sqlite import SqliteStore

OWN = "room.example/a"
CHILD = Path(__file__).with_name("append_until_killed.py")
KILLS = 8


def _killed_after(file: Path, acknowledged: int) -> int:
    """Run the child, kill it when it has acknowledged so many commits, and give the last size it printed.

    The child goes on meanwhile: the signal meets it somewhere in a later transaction.
    """
    with subprocess.Popen([sys.executable, str(CHILD), str(file)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        last = b""
        for _ in range(acknowledged):
            last = child.stdout.readline()
        child.send_signal(signal.SIGKILL)
        late = [line for line in child.stdout.read().splitlines(keepends=True) if line.endswith(b"\n")]
    assert child.returncode == -signal.SIGKILL
    return int(late[-1] if late else last)


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    chance = random.Random(20160227)
    held = 0
    for _ in range(KILLS):
        acknowledged = _killed_after(file, chance.randint(1, 60))
        store = SqliteStore(file)  # the lock went with the process
        size = store.origins()[OWN]
        assert size >= acknowledged > held
        assert size % 3 == 0
        assert store.checkpoint(OWN) == (size, f"note {size}")
        rows = store.entries(OWN, 0, size + 1)
        assert [row.entry for row in rows] == [index.to_bytes(32, "big") for index in range(size)]
        assert [row.body for row in rows] == [b"body %d" % index for index in range(size)]
        assert store._db.rows("PRAGMA integrity_check") == [("ok",)]
        store.close()
        held = size
