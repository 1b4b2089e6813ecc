"""The files of `vectors/volumes`: ours to write, all to read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .cases import DONT_CARE_M, as_json, meets_by
from .families import all_files

FOLDER = Path(__file__).parents[2] / "vectors" / "volumes"


def write_files(folder: Path = FOLDER) -> None:
    """Write the files of `families`; the others have a maker of their own."""
    for name, cases in all_files().items():
        (folder / name).write_text(as_json(cases), encoding="utf-8")


def read_files(folder: Path = FOLDER) -> dict[str, list[dict[str, Any]]]:
    """Every file of the folder, each case with `expected.meets` as F3548-21 GEN0500 has it."""
    files = {}
    for path in sorted(folder.glob("*.json")):
        files[path.name] = json.loads(path.read_text(encoding="utf-8"))
        for case in files[path.name]:
            expected = case["expected"]
            expected.setdefault("meets", meets_by(expected["relations"]))
            if abs(expected.get("gap_m", -1.0) - case["buffer_m"]) <= DONT_CARE_M:
                expected["meets"] = "either"  # `relations` may ask for more than GEN0500 does
    return files
