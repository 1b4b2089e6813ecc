"""From a database on disk to an engine that answers: as JSON bodies, as a store holds them, and as packed columns.

The database is one of this benchmark's own, beside a node's: it holds bodies and no logs. What a node adds to it is
measured by `bench/rooms.py`.
"""

from __future__ import annotations

import io
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from bench.engine.clock import no_garbage, peak_mb
from bench.engine.sets import EDITION, FOLDER, asking, columns_of_set, first_rows
from commonground.geo.columns import VolumeColumns, columns_of, volume_at
from commonground.geo.engine import Engine
from commonground.geo.volume import Volume
from commonground.record import decode, encode_canonical

INTENTS_AT_ONCE = 10_000
_BY_ROW = (
    "core", "radius_tmm", "lower_tmm", "upper_tmm", "lower_reference", "upper_reference", "from_ms", "until_ms",
)  # fmt: skip


def stored(name: str) -> dict[str, Any]:
    """Write the database of a set, unless it is there. Not timed."""
    path = _path(name)
    if not path.exists():
        partial = path.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        with closing(sqlite3.connect(partial)) as base:
            base.execute("CREATE TABLE bodies (intent INTEGER PRIMARY KEY, body BLOB)")
            base.execute("CREATE TABLE packed (first INTEGER PRIMARY KEY, columns BLOB)")
            _fill(base, columns_of_set(name))
            base.commit()
        partial.rename(path)
    return {"file_mb": path.stat().st_size / 1e6}


def _path(name: str) -> Path:
    return FOLDER / "sets" / f"{name}-{EDITION}.sqlite"


def _fill(base: sqlite3.Connection, columns: VolumeColumns) -> None:
    first = first_rows(columns).tolist()
    for intent, (begin, end) in enumerate(pairwise(first)):
        body = encode_canonical([volume_at(columns, row) for row in range(begin, end)])
        base.execute("INSERT INTO bodies VALUES (?, ?)", (intent, body))
    for intent in range(0, len(first) - 1, INTENTS_AT_ONCE):
        part = part_of(columns, first[intent], first[min(intent + INTENTS_AT_ONCE, len(first) - 1)])
        file = io.BytesIO()
        np.savez(file, **{field.name: getattr(part, field.name) for field in fields(part)})
        base.execute("INSERT INTO packed VALUES (?, ?)", (intent, file.getvalue()))


def part_of(columns: VolumeColumns, begin: int, end: int) -> VolumeColumns:
    """Rows of columns as columns of their own; owners are numbered from 0."""
    lines = columns.volume_lines[begin : end + 1]
    positions = columns.line_positions[lines[0] : lines[-1] + 1]
    rows = {name: getattr(columns, name)[begin:end] for name in _BY_ROW}
    return VolumeColumns(
        owner=columns.owner[begin:end] - columns.owner[begin],
        volume_lines=lines - lines[0],
        line_positions=positions - positions[0],
        positions_nd=columns.positions_nd[positions[0] : positions[-1]],
        **rows,
    )


def restart(form: str, name: str) -> dict[str, Any]:
    """Read everything, fill an engine and answer one question; the compiled code is read too.

    `form` is `bodies` or `packed`.
    """
    question = asking(name, 1).volumes()[0]
    with no_garbage():
        work_begun, begun = time.process_time(), time.perf_counter()
        filled = Engine()
        with closing(sqlite3.connect(_path(name))) as base:
            for keys, columns in _FORMS[form](base):
                filled.insert_columns(keys, columns)
        read_s = time.perf_counter() - begun
        filled.meeting(question)
        wall_s, work_s = time.perf_counter() - begun, time.process_time() - work_begun
    told = {"wall_s": wall_s, "cpu_s": work_s, "read_s": read_s, "intents": len(filled), "peak_mb": peak_mb()}
    return {"form": form, "set": name, "volumes": len(columns_of_set(name)), **told}


def _bodies(base: sqlite3.Connection) -> Iterator[tuple[list[int], VolumeColumns]]:
    rows = base.execute("SELECT intent, body FROM bodies ORDER BY intent")
    while part := rows.fetchmany(INTENTS_AT_ONCE):
        volumes, owner = [], []
        for place, (_, body) in enumerate(part):
            found = decode(list[Volume], body)
            volumes += found
            owner += [place] * len(found)
        yield [intent for intent, _ in part], columns_of(volumes, owner)


def _packed(base: sqlite3.Connection) -> Iterator[tuple[list[int], VolumeColumns]]:
    for first, blob in base.execute("SELECT first, columns FROM packed ORDER BY first"):
        with np.load(io.BytesIO(blob)) as kept:
            columns = VolumeColumns(**{name: kept[name] for name in kept.files})
        yield list(range(first, first + int(columns.owner[-1]) + 1)), columns


_FORMS = {"bodies": _bodies, "packed": _packed}
