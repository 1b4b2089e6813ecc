"""The times of a drill on the terminal: per step and per call, each against its clock, marked as a drill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .printing import say, show_table

MARK = "DRILL · تمرين · УЧЕНИЕ"


def print_times(record: Mapping[str, Any]) -> None:
    """Print the record of a drill that has ended."""
    say()
    say(f"{MARK}: {record['title']['en']}; nothing in it was real")
    steps = [
        (str(one["number"]), one["do"], _seconds(one["took_ms"]), _seconds(one["within_ms"]), one["outcome"])
        for one in record["steps"]
    ]
    show_table(("step", "what", "took", "clock", "outcome"), steps)
    calls = [
        (
            one["from"], one["precedence"], _seconds(one["after_ms"]["taken"]), _seconds(one["matched_after_ms"]),
            _seconds(one["after_ms"]["understood"]), _seconds(one["after_ms"]["answer"] or one["after_ms"]["acted"]),
            ", ".join(rung["step"] for rung in one["escalations"]),
        )
        for one in record["calls"]
    ]  # fmt: skip
    show_table(("call from", "precedence", "taken", "read back", "understood", "answered", "tried"), calls)
    for one in record["not_played"]:
        say(f"not played: {one}")


def _seconds(value_ms: int | None) -> str:
    return "-" if value_ms is None else f"{value_ms / 1000:.1f} s"
