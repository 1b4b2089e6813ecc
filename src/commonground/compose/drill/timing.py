"""The times of a crew in a drill: per step and per call, held against the clocks; pure, from rows and moments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from ...picture.charter import Text3
from ...record import Record

DRILL_WORDS = ("DRILL", "تمرين", "УЧЕНИЕ")
Outcome = Literal["in_time", "late", "not_done", "measured"]
CALL_WORDS = ("taken", "read_back", "understood", "acted", "unable", "answer")


class StepTime(Record, frozen=True):
    """One step of the crew: from when it could be done until it was; -1 where it was not done. ms UTC."""

    number: int
    do: str
    text: Text3
    from_ms: int
    done_ms: int = -1
    within_ms: int = 0

    @property
    def took_ms(self) -> int:
        """How long it took; -1 where it was not done."""
        return -1 if self.done_ms < 0 else self.done_ms - self.from_ms

    @property
    def outcome(self) -> Outcome:
        """Whether it was done within its clock; only measured where it has none."""
        if self.done_ms < 0:
            return "not_done"
        if self.within_ms == 0:
            return "measured"
        return "in_time" if self.took_ms <= self.within_ms else "late"


def step_row(step: StepTime) -> dict[str, Any]:
    """A step as the page and the record show it."""
    return {
        "number": step.number, "do": step.do, "text": {"en": step.text.en, "ar": step.text.ar, "ru": step.text.ru},
        "from_ms": step.from_ms, "done_ms": None if step.done_ms < 0 else step.done_ms,
        "took_ms": None if step.done_ms < 0 else step.took_ms, "within_ms": step.within_ms or None,
        "outcome": step.outcome,
    }  # fmt: skip


def call_times(row: Mapping[str, Any], crew: str) -> dict[str, Any]:
    """When the crew first said each word about a call to it, in ms after it arrived, and whom its node had to try."""
    arrived_ms = row["arrived_ms"]
    said = [word for word in row["words"] if word["party"] == crew and word["counts"]]
    first = {what: _first(said, what, arrived_ms) for what in CALL_WORDS}
    taken_ms, overdue_ms = first["taken"], row["overdue_ms"] - arrived_ms
    return {
        "key": row["key"], "from": row["author"], "precedence": row["precedence"], "stop": row["stop"],
        "arrived_ms": arrived_ms, "overdue_after_ms": overdue_ms,
        "in_time": taken_ms is not None and taken_ms <= overdue_ms, "after_ms": first,
        "matched_after_ms": _matched(said, arrived_ms),
        "escalations": [
            {"step": rung["step"], "after_ms": rung["at_ms"] - arrived_ms}
            for rung in row["rungs"]
            if rung["by"] == crew
        ],
    }  # fmt: skip


def _first(said: Iterable[Mapping[str, Any]], what: str, arrived_ms: int) -> int | None:
    moments = [word["t_ms"] for word in said if word["what"] == what]
    return min(moments) - arrived_ms if moments else None


def _matched(said: Iterable[Mapping[str, Any]], arrived_ms: int) -> int | None:
    """When a read-back first lay within the limit."""
    moments = [word["t_ms"] for word in said if word["what"] == "read_back" and word["matches"]]
    return min(moments) - arrived_ms if moments else None
