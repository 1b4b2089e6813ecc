"""The times of a crew: per step against its clock, per call from its arrival, and whom the node had to try."""

from __future__ import annotations

from typing import Any

import pytest

from commonground.compose.drill.timing import StepTime, call_times, step_row
from commonground.picture.charter import Text3


@pytest.mark.parametrize(
    ("done_ms", "within_ms", "took_ms", "outcome"),
    [
        (61_000, 60_000, 60_000, "in_time"),
        (61_001, 60_000, 60_001, "late"),
        (5_000, 0, 4_000, "measured"),
        (-1, 60_000, None, "not_done"),
        (-1, 0, None, "not_done"),
    ],
)
def test_a_step_is_held_against_its_clock(
    done_ms: int, within_ms: int, took_ms: int | None, outcome: str
) -> None:
    step = StepTime(
        number=3, do="take", text=Text3(en="x"), from_ms=1_000, done_ms=done_ms, within_ms=within_ms
    )
    row = step_row(step)
    assert (row["took_ms"], row["outcome"]) == (took_ms, outcome)


def word(what: str, t_ms: int, party: str = "A", **fields: Any) -> dict[str, Any]:
    return {"what": what, "t_ms": t_ms, "party": party, "counts": True, "matches": None, **fields}


def row(*words: dict[str, Any], rungs: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {
        "key": "B/K-1", "author": "B", "precedence": "FLASH", "stop": True, "arrived_ms": 10_000,
        "overdue_ms": 70_000, "words": list(words), "rungs": list(rungs),
    }  # fmt: skip


def test_a_call_counts_from_its_arrival_and_only_the_first_word_that_counts() -> None:
    times = call_times(
        row(
            word("taken", 9_000, party="B"), word("taken", 40_000), word("taken", 41_000, counts=False),
            word("read_back", 50_000, matches=False), word("read_back", 65_000, matches=True),
            word("understood", 66_000),
        ),
        "A",
    )  # fmt: skip
    assert times["in_time"]
    assert times["after_ms"]["taken"] == 30_000
    assert times["after_ms"]["read_back"] == 40_000
    assert times["matched_after_ms"] == 55_000
    assert times["after_ms"]["understood"] == 56_000
    assert times["after_ms"]["acted"] is None


def test_a_call_taken_late_or_never_shows_the_rungs_that_were_reached() -> None:
    rungs = (
        {"step": "offered", "by": "A", "at_ms": 10_000},
        {"step": "deputy", "by": "A", "at_ms": 130_000},
        {"step": "backup_line", "by": "B", "at_ms": 70_000},
    )
    late = call_times(row(word("taken", 70_001), rungs=rungs), "A")
    assert not late["in_time"]
    assert late["escalations"] == [
        {"step": "offered", "after_ms": 0},
        {"step": "deputy", "after_ms": 120_000},
    ]
    assert not call_times(row(), "A")["in_time"]
