"""The import contracts hold, and each of them breaks when the fault that it is meant for is planted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = str(Path(sys.executable).parent / "lint-imports")
FAULTS = {
    "sqlite in the core": ("geo/plane.py", "import sqlite3", "The core and every codec do no I/O"),
    "a clock in the core": ("picture/deadline.py", "import time", "The core and every codec do no I/O"),
    "one protocol knows another": (
        "protocols/site_files/rows.py",
        "from commonground.protocols.export_files import codec",
        "Protocols do not know each other",
    ),
    "the web reads a picture directly": (
        "web/feed.py",
        "from commonground.picture import replay",
        "A picture can be obtained only through a party's view",
    ),
    "an inner layer reaches out inside a function": (
        "room/watch.py",
        "def planted():\n    from commonground.web import app",
        "Dependencies point inward",
    ),
    "a route decides disclosure": (
        "web/routes_announce.py",
        "from commonground.policy import disclosure",
        "Disclosure has one door",
    ),
    "the notebook asks a room": (
        "notebook/asking.py",
        "from commonground.room import view",
        "A notebook asks geometry and files, never a room",
    ),
    "the web opens a store": (
        "web/app.py",
        "from commonground.store import sqlite",
        "Only compose chooses a store",
    ),
}


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    words = [LINT, "--no-cache", "--config", str(ROOT / ".importlinter")]
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The package's modules without its data and pages."""
    left_out = shutil.ignore_patterns("__pycache__", "static", "*.json", "*.geojson", "*.csv", "*.ftl")
    shutil.copytree(ROOT / "src" / "commonground", tmp_path / "commonground", ignore=left_out)
    return tmp_path


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_planted_fault_breaks_the_contract_meant_for_it(copied: Path, fault: str) -> None:
    name, line, contract = FAULTS[fault]
    path = copied / "commonground" / name
    path.write_text(f"{path.read_text('utf-8')}\n\n{line}\n", encoding="utf-8")
    done = linted(copied)
    assert done.returncode == 1, done.stdout
    assert f"{contract} BROKEN" in done.stdout


def test_without_a_fault_every_contract_holds(copied: Path) -> None:
    done = linted(copied)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout
