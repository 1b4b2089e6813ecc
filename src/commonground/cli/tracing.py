"""`trace`: whose copy a leaked file is, as far as this node's releases and copies can say. Only reads."""

from __future__ import annotations

import json
from pathlib import Path

from ..compose.reading import read_store
from ..compose.tracing import Match, trace
from .ending import BROKEN, Ending
from .leaked import read_leaked
from .printing import say, show_table
from .reading import utc_text

WORDS = {
    "exact": "exact", "stamp": "stamp: anybody can copy one", "evidence": "evidence, no proof",
}  # fmt: skip


def show_trace(file: Path, config: Path, *, as_json: bool) -> None:
    """Print what the file fits; leaves with 1 where it fits nothing. Times are UTC."""
    found = read_leaked(file)
    reading = read_store(config)
    try:
        matches = trace(reading.store, reading.charter, reading.party, found)
    finally:
        reading.store.close()
    if as_json:
        say(json.dumps([_row(one) for one in matches], ensure_ascii=False, indent=1))
    elif matches:
        say(f"# {file.name}, held against what party {reading.party} released and copied; times are UTC (Z)")
        columns = ("how", "to", "what", "why", "by chance", "released or made", "record")
        show_table(columns, [_cells(one) for one in matches])
        say("It says whose copy fits, not who passed it on.")
    else:
        say(f"{file.name} fits nothing that party {reading.party} released or copied")
    if not matches:
        raise Ending(BROKEN)


def _row(one: Match) -> dict[str, object]:
    return {
        "how": one.how, "to": one.to, "what": one.what, "why": one.why, "at_ms": one.at_ms, "record": one.where,
        "chance": one.chance,
    }  # fmt: skip


def _cells(one: Match) -> tuple[str, ...]:
    chance = "" if one.chance is None else f"{one.chance:.2g}"
    return WORDS[one.how], one.to, one.what, one.why, chance, utc_text(one.at_ms), one.where
