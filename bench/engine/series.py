"""Run the jobs one after the other, each in a process of its own with a limit, and keep what each found.

What a run found is kept in `.bench/found`, so that a run that was interrupted goes on where it stopped; a finished
run, or other source of the engine, begins anew. A job that fails or takes too long leaves that in its place, and the
others go on.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.engine.sets import FOLDER

Found = dict[str, Any]
_SOURCES = ("src/commonground/geo", "bench/engine")


def source_mark() -> str:
    """A mark of everything that a measurement hangs on."""
    digest = hashlib.sha256()
    for folder in _SOURCES:
        for path in sorted(Path(folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass
class Series:
    """The jobs of one run. `mode` is `full` or `quick`."""

    mode: str
    tell: Callable[[str], None] = print
    found: dict[str, Found] = field(default_factory=dict)

    def of(self, label: str) -> Found:
        """What a job found, by its label; an error when it was not run."""
        return self.found.get(label, {"error": "not part of this run"})

    @property
    def folder(self) -> Path:
        return FOLDER / "found" / self.mode

    def begin(self, again: bool) -> None:
        """Go on with an unfinished run of the same source, or begin."""
        mark = self.folder / "source"
        same = mark.exists() and mark.read_text() == source_mark()
        if again or not same or (self.folder / "finished").exists():
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            mark.write_text(source_mark())

    def finish(self) -> None:
        (self.folder / "finished").touch()

    def job(self, kind: str, limit_s: float, /, **asked: Any) -> Found:
        """What a job found, now or before; `{"error": ...}` when it did not."""
        label = "-".join(
            [kind, *(str(value) for key, value in asked.items() if key in ("engine", "peer", "form", "name"))]
        )
        path = self.folder / f"{label}.json"
        if path.exists():
            self.found[label] = json.loads(path.read_text())
            return self.found[label]
        begun = time.monotonic()
        found = run_job({"job": kind, **asked}, limit_s)
        seconds = time.monotonic() - begun
        self.tell(f"   {label}: {found.get('error', 'done')} ({seconds:.0f} s)")
        path.write_text(json.dumps(found))
        self.found[label] = found
        return found


def run_job(asked: Found, limit_s: float) -> Found:
    """Run one job in a fresh interpreter; it is stopped at its limit."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.engine.job", json.dumps(asked)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        out, err = process.communicate(timeout=limit_s)
    except subprocess.TimeoutExpired:
        process.terminate()  # so that it can stop what it started
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        return {"error": f"not finished in {limit_s:.0f} s"}
    if process.returncode != 0:
        lines = err.strip().splitlines() or [f"ended with {process.returncode}"]
        return {"error": re.sub(r"(/[\w.~-]+){2,}", "...", lines[-1])}
    found: Found = json.loads(out.splitlines()[-1])
    return found
