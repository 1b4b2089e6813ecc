"""What a start costs: import, compilation, the first answer of a small room. Each in a fresh interpreter."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.engine.sets import asking, columns_of_set, rows_by_intent
from commonground.geo.columns import volume_at
from commonground.record import encode_canonical

_IMPORT = "import time; begun = time.perf_counter(); import {0}; print(time.perf_counter() - begun)"
_SMALL_ROOM = """
import json, sys, time
begun = float(sys.argv[1])
from commonground.geo.candidates import candidates
from commonground.geo.intersection import volumes_meet
from commonground.geo.volume import Volume
from commonground.record import decode
imported = time.monotonic()
with open(sys.argv[2]) as file:
    room, question = json.load(file)
held = [volume for text in room for volume in decode(list[Volume], text)]
asking = decode(list[Volume], question)
met = {n for one, near in zip(asking, candidates(asking, held)) for n in near if volumes_meet(one, held[n])}
print(json.dumps({"import_s": imported - begun, "answer_s": time.monotonic() - begun, "hits": len(met)}))
"""
_ROOM = """
import json, sys, time
begun = float(sys.argv[1])
from commonground.geo.engine import Engine
from commonground.geo.volume import Volume
from commonground.record import decode
imported = time.monotonic()
with open(sys.argv[2]) as file:
    room, question = json.load(file)
engine = Engine()
for number, text in enumerate(room):
    engine.insert(number, decode(list[Volume], text))
inserted = time.monotonic()
found = engine.meeting(decode(list[Volume], question))
answered = time.monotonic()
engine.pairs(threads=2)
paired = time.monotonic()
print(json.dumps({"import_s": imported - begun, "insert_s": inserted - imported, "ask_s": answered - inserted,
                  "answer_s": answered - begun, "pairs_s": paired - answered, "hits": len(found)}))
"""


def imports(repeats: int) -> dict[str, Any]:
    """Seconds to import the package and its parts in a fresh interpreter, the median of so many."""
    told = {}
    for name in ("commonground", "commonground.geo.intersection", "commonground.geo.engine"):
        runs = [_run([_IMPORT.format(name)], {}) for _ in range(repeats)]
        told[name] = statistics.median(float(run) for run in runs)
    return told


def first_answer(volumes: int, repeats: int) -> dict[str, Any]:
    """From the start of an interpreter to the first answer of a room given as JSON.

    Of the engine, compiling and compiled before, and as a room of this size does it, with the index and the truth.
    """
    columns = columns_of_set("1k")
    room = [
        encode_canonical([volume_at(columns, row) for row in rows.tolist()]).decode()
        for rows in rows_by_intent(columns)
        if rows[-1] < volumes
    ]
    question = asking("1k", 1).texts()[0].decode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "room.json"
        path.write_text(json.dumps([room, question]))
        changed = {"NUMBA_CACHE_DIR": f"{folder}/compiled"}
        runs = [json.loads(_run([_ROOM, None, str(path)], changed)) for _ in range(repeats + 1)]
        small = [json.loads(_run([_SMALL_ROOM, None, str(path)], {})) for _ in range(repeats)]
    cached = {key: statistics.median(run[key] for run in runs[1:]) for key in runs[0]}
    return {
        "compiling": runs[0],
        "compiled": cached,
        "small": {key: statistics.median(run[key] for run in small) for key in small[0]},
    }


def _run(program: list[str | None], changed: dict[str, str]) -> str:
    """Run a program in a fresh interpreter; None stands for the moment of its start."""
    arguments = [str(time.monotonic()) if one is None else one for one in program]
    done = subprocess.run(
        [sys.executable, "-c", *arguments],
        env={**os.environ, **changed}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError((done.stderr.strip().splitlines() or ["no words"])[-1])
    return done.stdout.splitlines()[-1]
