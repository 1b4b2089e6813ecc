"""What the jobs found as figures with their goals. Each measure is one small function.

The goals are those of a million volumes on two cores; a quick run holds its smaller set against the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from bench.engine.curve import OURS
from bench.engine.plan import Plan
from bench.engine.series import Series
from bench.figure import Figure

NO_GOAL = "-"
Measure = Callable[[Plan, Series], list[Figure]]


class Missing(Exception):
    """A figure has nothing to stand on; the text says why."""


def found(series: Series, label: str) -> dict[str, Any]:
    """What a job found, or `Missing`."""
    told = series.of(label)
    if "error" in told:
        raise Missing(f"{label}: {told['error']}")
    return told


def all_figures(plan: Plan, series: Series) -> tuple[list[Figure], list[str]]:
    """Every figure that there is, and why the others are not."""
    figures, missing = [], []
    for measure in MEASURES:
        try:
            figures += measure(plan, series)
        except Missing as reason:
            missing.append(str(reason))
    return figures, missing


def _two(what: str, told: dict[str, Any], goals: tuple[str, float, str, float], note: str) -> list[Figure]:
    """Median and 99th percentile in microseconds, with thread time in the note."""
    work = f"{note}; thread time {1e3 * told['cpu_median_ms']:.3g} / {1e3 * told['cpu_p99_ms']:.3g} us"
    return [
        Figure(f"{what}, median", 1e3 * told["median_ms"], "us", goals[0], goals[1], note=work),
        Figure(f"{what}, 99th percentile", 1e3 * told["p99_ms"], "us", goals[2], goals[3], note=note),
    ]


def one_intent(plan: Plan, series: Series) -> list[Figure]:
    told = found(series, f"curve-{OURS}-{plan.large}")
    note = f"{told['ask']['calls']} intents x {told['ask']['passes']}, already drawn, one thread"
    rows = _two(f"one intent of {told['volumes']:,}", told["ask"], ("10 us", 10, "100 us", 100), note)
    peers = {peer: series.of(f"curve-{peer}-{plan.large}") for peer in plan.peers}
    medians = {peer: one["ask"]["median_ms"] for peer, one in peers.items() if "ask" in one}
    if medians:
        best = min(medians, key=medians.__getitem__)
        times = medians[best] / told["ask"]["median_ms"]
        rows.append(
            Figure("times as fast as the fastest peer", times, "x", "10 x", 10, True, f"median, {best}")
        )
    return rows


def one_intent_dense(plan: Plan, series: Series) -> list[Figure]:
    told = found(series, f"curve-{OURS}-{plan.dense}")
    return _two(
        f"one intent of {told['volumes']:,} dense", told["ask"], (NO_GOAL, math.inf, NO_GOAL, math.inf),
        "already drawn, one thread",
    )  # fmt: skip


def from_json(plan: Plan, series: Series) -> list[Figure]:
    told = found(series, f"from_text-{plan.large}")
    decoding = f"decoding alone {1e3 * told['decode']['median_ms']:.3g} us"
    note = f"decode, validate, search; new intents in each pass; {decoding}"
    return _two("one intent from JSON to answer", told["answer"], ("150 us", 150, "1,000 us", 1000), note)


def all_pairs(plan: Plan, series: Series) -> list[Figure]:
    rows = []
    for name, goal in ((plan.large, ("0.4 s", 0.4)), (plan.dense, ("2.5 s", 2.5))):
        told = found(series, f"curve-{OURS}-{name}")
        for threads, (text, limit) in (("2", goal), ("1", (NO_GOAL, math.inf))):
            one = told["pairs"][threads]
            what = f"all pairs of {told['volumes']:,}{' dense' if 'dense' in name else ''}, {threads} threads"
            note = f"{one['count']:,} pairs, median of {one['passes']}; {one['cpu_s']:.3g} s of work"
            rows.append(
                Figure(what.replace("1 threads", "1 thread"), one["wall_s"], "s", text, limit, note=note)
            )
    return rows


def live(plan: Plan, series: Series) -> list[Figure]:
    told = found(series, f"changes-{plan.large}")
    count = told["intents"]
    rows = []
    for what in ("insert", "amend", "remove"):
        one = told[what]
        spread = f"median {1e3 * one['median_ms']:.3g} us, longest {one['worst_ms']:.3g} ms"
        note = f"one by one, {told['volumes']:,} volumes; {spread}"
        rows.append(
            Figure(
                f"{what} into the full engine", count / one["total_s"], "intents/s", NO_GOAL, 0, True, note
            )
        )
    work_ms = max(told[what]["cpu_worst_ms"] for what in ("insert", "amend", "remove"))
    note = f"insert, amend and remove; of it at most {work_ms:.3g} ms work of the thread"
    rows.append(Figure("longest pause of a change", told["worst_ms"], "ms", "5 ms", 5, note=note))
    note = f"one after each change; median {1e3 * told['asking']['median_ms']:.3g} us"
    rows.append(Figure("longest pause of a question", told["worst_asking_ms"], "ms", "5 ms", 5, note=note))
    return rows


def free_start(plan: Plan, series: Series) -> list[Figure]:
    rows = []
    for name in (plan.large, plan.dense):
        told = found(series, f"free_start-{name}")
        dense = ", dense" if "dense" in name else ""
        held = f"{told['verified']} of {told['checked']} as a plain sweep with the truth found"
        for what, note in (("earliest", f"1 ms steps; {held}"), ("latest", "the same towards the past")):
            label = f"{what} free start in 7 days{dense}"
            rows += _two(label, told[what], ("50 us", 50, "2,000 us", 2000), note)
        none = (NO_GOAL, math.inf, NO_GOAL, math.inf)
        rows += _two(f"free heights up to 10 km above{dense}", told["levels"], none, "in its own window")
        peer = series.of(f"free_start_peer-{name}")
        if "earliest" in peer:
            times = peer["earliest"]["median_ms"] / told["earliest"]["median_ms"]
            rows.append(
                Figure(
                    f"earliest free start{dense}: times as fast as strtree",
                    times,
                    "x",
                    NO_GOAL,
                    0,
                    True,
                    "median",
                )
            )
    return rows


def sites(plan: Plan, series: Series) -> list[Figure]:
    told = found(series, "near_sites")
    rows = _two(
        "5,000 sites with buffers", told["ask"], ("10 us", 10, NO_GOAL, math.inf), f"{told['hits']:,} near"
    )
    peers = {peer: series.of(f"curve-{peer}-sites") for peer in ("strtree", "libspatialindex")}
    medians = {peer: one["ask"]["median_ms"] for peer, one in peers.items() if "ask" in one}
    for peer, median_ms in medians.items():
        times = median_ms / told["ask"]["median_ms"]
        rows.append(Figure(f"sites: times as fast as {peer}", times, "x", NO_GOAL, 0, True, "median"))
    return rows


def memory(plan: Plan, series: Series) -> list[Figure]:
    told = found(series, f"curve-{OURS}-{plan.large}")
    parts = f"engine alone {told['engine_mb']:,.0f} MB, peak while filling {told['peak_mb']:,.0f} MB"
    note = f"resident, interpreter and compiler included; {parts}"
    what = f"memory with {told['volumes']:,}"
    filling = f"{told['build']['cpu_s']:.3g} s of work, from columns"
    return [
        Figure(what, told["whole_mb"], "MB", "1 GiB", 1073.7, note=note),
        Figure(
            f"filling with {told['volumes']:,}", told["build"]["wall_s"], "s", NO_GOAL, math.inf, note=filling
        ),
    ]


def restart(plan: Plan, series: Series) -> list[Figure]:
    rows = []
    for form, words in (("packed", "packed columns"), ("bodies", "JSON bodies")):
        told = found(series, f"restart-{form}-{plan.large}")
        note = f"from a database on disk to the first answer; {told['cpu_s']:.3g} s of work on both cores"
        what = f"restart with {told['volumes']:,} from {words}"
        rows.append(Figure(what, told["wall_s"], "s", "4 s", 4, note=note))
    return rows


def small_rooms(plan: Plan, series: Series) -> list[Figure]:
    imports, first = found(series, "imports"), found(series, "first_answer")
    fresh, whole = "fresh interpreter, median of 7", "from the start of the interpreter, from JSON"
    rows = [
        ("import commonground", imports["commonground"], "0.3 s", 0.3, fresh),
        ("import of the engine", imports["commonground.geo.engine"], NO_GOAL, math.inf, fresh),
        ("first answer of a room of 1,000", first["small"]["answer_s"], "1 s", 1, f"index and truth, {whole}"),
        ("the same by the engine", first["compiled"]["answer_s"], "1 s", 1, f"compiled before, {whole}"),
        ("the same, nothing compiled yet", first["compiling"]["answer_s"], NO_GOAL, math.inf, "once a version"),
        (
            "all pairs of it, nothing compiled yet", first["compiling"]["pairs_s"], NO_GOAL, math.inf,
            f"once a version; compiled before {first['compiled']['pairs_s']:.3g} s",
        ),
    ]  # fmt: skip
    return [Figure(what, seconds, "s", goal, limit, note=note) for what, seconds, goal, limit, note in rows]


MEASURES: tuple[Measure, ...] = (
    one_intent, one_intent_dense, from_json, all_pairs, live, free_start, sites, memory, restart, small_rooms,
)  # fmt: skip
