"""PostGIS: a GiST index over geometry, times and heights, on a server that is started for this and stopped again.

The server listens on a socket in a temporary folder and nowhere else. One intent is timed inside the server, so that
the way there costs nothing, and its memory is the size of table and index.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import shapely

from bench.engine.clock import Spans
from bench.engine.peers import Pairs
from bench.engine.planar import Planar
from bench.engine.workload import Integers

BLOCK = 5_000
_END = "-- end of answer --"
_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "2GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "fsync": "off",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "random_page_cost": "1.0",
}
_MEET = (
    """v.geom && q.geom AND v.times && q.times AND v.heights && q.heights AND ST_Intersects(v.geom, q.geom)"""
)
_TIMED = f"""
CREATE FUNCTION timed(passes int) RETURNS TABLE (pass int, spent_us float8) LANGUAGE plpgsql AS $$
DECLARE one int; begun timestamptz; met bigint;
BEGIN
  FOR pass IN 0..passes LOOP
    FOR one IN SELECT DISTINCT intent FROM asking ORDER BY intent LOOP
      begun := clock_timestamp();
      SELECT count(*) INTO met FROM asking q JOIN v ON {_MEET} WHERE q.intent = one;
      timed.pass := pass;
      spent_us := extract(epoch FROM clock_timestamp() - begun) * 1e6;
      RETURN NEXT;
    END LOOP;
  END LOOP;
END $$;
"""


class Index:
    is_static = False

    def __init__(self, held: Planar, asking: Planar) -> None:
        self.held, self.asking = held, asking
        self.server = Server()

    def build(self) -> None:
        say = self.server.say
        say("CREATE EXTENSION postgis;")
        for table in ("v", "asking"):
            say(
                f"CREATE TABLE {table} (id int, intent int, geom geometry, times int8range, heights int8range);"
            )
        self._copy("v", self.held)
        self._copy("asking", self.asking)
        say("CREATE INDEX v_meets ON v USING gist (geom, times, heights);")
        say("CREATE UNIQUE INDEX v_id ON v (id); CREATE INDEX asking_intent ON asking (intent);")
        say("CREATE UNIQUE INDEX asking_id ON asking (id);")
        say("VACUUM ANALYZE; SET enable_seqscan = off;")

    def _copy(self, table: str, planar: Planar) -> None:
        shapes = shapely.to_wkb(planar.geometries(), hex=True)
        sides = zip(
            range(len(planar)), planar.owner.tolist(), shapes.tolist(), planar.from_ms.tolist(),
            planar.until_ms.tolist(), planar.lower_tmm.tolist(), planar.upper_tmm.tolist(), strict=True,
        )  # fmt: skip
        rows = (f"{row}\t{owner}\t{shape}\t[{a},{b}]\t[{c},{d}]\n" for row, owner, shape, a, b, c, d in sides)
        self.server.copy(table, rows)

    def ask(self, rows: Integers) -> Pairs:
        told = self.server.say(
            f"SELECT q.id, v.id FROM asking q JOIN v ON {_MEET} WHERE q.id BETWEEN {rows[0]} AND {rows[-1]};"
        )
        return _pairs(told)

    def spans(self, questions: Sequence[Integers], passes: int) -> Spans:
        """One intent, timed inside the server; there is no thread of ours to time."""
        last = int(self.asking.owner[questions[-1][0]])
        self.server.say(f"DELETE FROM asking WHERE intent > {last}; VACUUM ANALYZE asking;")
        self.server.say(_TIMED)
        told = [row.split("|") for row in self.server.say(f"SELECT * FROM timed({passes});")]
        walls = [
            [float(us) / 1e6 for number, us in told if int(number) == one] for one in range(1, passes + 1)
        ]
        return Spans.of(walls, [[float("nan")] * len(wall) for wall in walls])

    def pair_blocks(self) -> Iterator[Pairs]:
        for begin in range(0, len(self.held), BLOCK):
            once = f"q.id >= {begin} AND q.id < {begin + BLOCK} AND q.id < v.id AND q.intent <> v.intent"
            yield _pairs(self.server.say(f"SELECT q.id, v.id FROM v q JOIN v ON {_MEET} WHERE {once};"))

    def insert(self, rows: Integers) -> None:
        raise NotImplementedError

    def remove(self, rows: Integers) -> None:
        raise NotImplementedError

    def work_s(self) -> float:
        """Seconds of processor time that the server has spent for this session."""
        return float(Path(f"/proc/{self.server.session_pid}/schedstat").read_text().split()[0]) / 1e9

    def size_mb(self) -> float:
        return int(self.server.say("SELECT pg_total_relation_size('v');")[0]) / 1e6

    def close(self) -> None:
        self.server.stop()


def _pairs(told: list[str]) -> Pairs:
    return np.array([row.split("|") for row in told], dtype=np.int64).reshape(-1, 2)


class Server:
    """A database server of its own, and one session with it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.user)
        self.process: subprocess.Popen[bytes] | None = None
        self.session: subprocess.Popen[str] | None = None
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        quiet = {
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
            "cwd": self.folder,
            "user": self.user,
        }
        data = self.folder / "data"
        make = [
            _program("initdb"),
            "-D",
            str(data),
            "-U",
            "bench",
            "-A",
            "trust",
            "-N",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        subprocess.run(make, check=True, **quiet)  # type: ignore[call-overload]
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [_program("postgres"), "-D", str(data), "-k", str(self.folder), *settings]
        self.process = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
        address = ["-h", str(self.folder), "-U", "bench", "-d", "postgres"]
        for _ in range(200):
            if (
                subprocess.run(
                    [_program("pg_isready"), *address], capture_output=True, check=False
                ).returncode
                == 0
            ):
                break
            time.sleep(0.05)
        self.session = subprocess.Popen(
            [_program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *address],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.session_pid = int(self.say("SELECT pg_backend_pid();")[0])

    def say(self, words: str) -> list[str]:
        """Run statements; the rows that they answered."""
        assert self.session is not None
        assert self.session.stdin is not None
        assert self.session.stdout is not None
        self.session.stdin.write(f"{words}\n\\echo {_END}\n")
        self.session.stdin.flush()
        told = []
        for line in self.session.stdout:
            if line.rstrip("\n") == _END:
                return told
            told.append(line.rstrip("\n"))
        raise RuntimeError("the database ended the session")

    def copy(self, table: str, rows: Iterator[str]) -> None:
        assert self.session is not None
        assert self.session.stdin is not None
        self.session.stdin.write(f"COPY {table} FROM STDIN;\n")
        self.session.stdin.writelines(rows)
        self.say("\\.")

    def stop(self) -> None:
        """End the session and the server that this started, and leave nothing behind."""
        if self.session is not None:
            self.session.kill()
            self.session.wait()
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def _program(name: str) -> str:
    """A program of the server, wherever it is installed."""
    found = shutil.which(name) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None
    )
    if found is None:
        raise ImportError(f"{name} is not installed")
    return found
