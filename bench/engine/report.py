"""Write docs/engine-figures.md: the answers side by side, the figures with their goals, the peers, the plots."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from bench.engine.curve import OURS
from bench.engine.peers import PEERS
from bench.engine.plan import Plan
from bench.engine.series import Series
from bench.figure import Figure, machine

Found = dict[str, Any]
Plots = list[tuple[str, str]]
_TITLES = {OURS: "**Commonground**", **PEERS}
_LIBRARIES = ("numpy", "numba", "shapely", "rtree", "geoindex-rs", "pyproj")

_ANSWERS_HEAD = """## Answers, compared first

Pairs of volumes that meet, as we name them and as a peer does. Every pair that only one names is put to
`volumes_meet`, the one function that decides, and so is a sample of up to 1,000 of those that both name. Peers hold a
circle as 64 sides drawn round it, up to 0.12 % of its radius too wide, so they name pairs that are some metres apart.

| set | question | peers | both | only we | of these meet | only the peer | of these meet, others apart | of both meet |
|---|---|---|---|---|---|---|---|---|"""
_PEERS_HEAD = """
## Beside the peers

One intent in microseconds (median / 99th percentile; the thread's time of the median), all pairs in seconds of the
wall (of work), memory of index and geometries.
"""
_PEERS_COLUMNS = (
    "| engine | one intent | thread | all pairs | filling | memory |",
    "|---|---|---|---|---|---|",
)
_CURVES_HEAD = "Both axes are logarithmic. Times are those of the thread (PostGIS: inside the server)."
_METHOD = """
## How it is measured

The workload is drawn from fixed seeds (`bench/engine/workload.py`): six degrees square, fifty towns, a week; intents
of 1 to 50 volumes, 5.4 on average; half polygons of 4 to 40 vertices and 1 to 20 km across, half circles of 50 m to
5 km; 30 to 10,000 m; 10 minutes to 6 hours. Dense sets have a third of the spread round towns, low heights and long
windows; `x6` and `x12` crowd more.

Each engine runs on each set in a process of its own, one after the other in one run. Peers get polygons that are
already drawn on one plane in whole millimetres, so that none pays for the Earth. For one intent nothing is drawn or
decoded, by any engine; what is timed is boxes, times, heights and the exact test. Times are the median over
{passes} passes of each pass's median and 99th percentile over {intents:,} intents, without garbage collection, by the
wall and by the time of the thread. Memory is what the process holds more after filling than before. All pairs of a
peer are given up after the limit in `bench/engine/plan.py`, where every job is listed.
"""


def row_of(figure: Figure) -> str:
    """A row of the table; what has no goal cannot miss it."""
    row = figure.row()
    if figure.goal != "-":
        return row
    cells = row.split(" | ")
    cells[3] = "-"
    return " | ".join(cells)


def write_report(
    path: Path, plan: Plan, series: Series, figures: list[Figure], missing: list[str], plots: Plots, when: str
) -> None:
    """`missing` says why a figure is not there; `plots` are names of files with captions."""
    parts = [
        _head(series, when),
        _answers(series),
        ["## Figures", "", "| figure | measured | goal | reached | how |", "|---|---|---|---|---|"],
        [row_of(figure) for figure in figures],
        _missing(missing),
        _peers(plan, series),
        _changes(plan, series),
        [
            "",
            "## Curves",
            "",
            "Both axes are logarithmic. Times are those of the thread (PostGIS: inside the server).",
            "",
        ],
        [f"![{caption}](plots/{name})\n" for name, caption in plots],
        _method(plan),
    ]
    path.write_text("\n".join(line for part in parts for line in part).rstrip() + "\n")


def _head(series: Series, when: str) -> list[str]:
    loads = [told["load"] for told in series.found.values() if "load" in told]
    kind = "" if series.mode == "full" else " This was the quick run, at a tenth of the size of the goals."
    return [
        "# Figures of the 4-D engine",
        "",
        f"Written by `python -m bench engine`.{kind} Absolute times hang on the machine and its load; ratios travel "
        "better.",
        "",
        f"Machine: {machine()}; {_versions()}. Measured {when}. Load of the machine when a job began: "
        f"{min(loads, default=0):.1f} to {max(loads, default=0):.1f}.",
        "",
    ]


def _versions() -> str:
    from importlib.metadata import PackageNotFoundError, version

    told = []
    for name in _LIBRARIES:
        try:
            told.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(told)


def _answers(series: Series) -> list[str]:
    """First of all: are the answers the same? Peers that answered alike share a row."""
    alike: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    wrong = decided = 0
    for label, told in series.found.items():
        if not label.startswith("compare") or "error" in told:
            continue
        for what, question in (("hits", "intents"), ("pairs", "all pairs")):
            if what in told:
                one = told[what]
                same = tuple(str(one[key]) for key in ("ours", "only_ours", "only_theirs"))
                alike.setdefault((told["set"], question, same), []).append(told["peer"])
                wrong += _ours_wrong(one)
                decided += sum(one[f"{part}_asked"] for part in ("only_ours", "only_theirs", "both"))
    lines = [_ANSWERS_HEAD]
    for (name, question, _), peers in alike.items():
        one = series.of(f"compare-{peers[0]}-{name}")["hits" if question == "intents" else "pairs"]
        lines.append(_answer_row(name, question, peers, one))
    verdict = f"Of {decided:,} pairs that were decided, we were wrong about {wrong:,}."
    return [*lines, "", verdict, ""]


def _ours_wrong(one: Found) -> int:
    """Pairs that we name and should not, or should and do not, or name twice, among those decided."""
    named = one["only_ours_asked"] - one["only_ours_meeting"] + one["both_asked"] - one["both_meeting"]
    return int(named + one["only_theirs_meeting"] + one["twice"])


def _answer_row(name: str, question: str, peers: list[str], one: Found) -> str:
    both = one["ours"] - one["twice"] - one["only_ours"]
    ours = f"{one['only_ours_meeting']:,} of {one['only_ours_asked']:,}" if one["only_ours"] else "-"
    theirs, sample = "-", "-"
    if one["only_theirs"]:
        gap = f", {one['only_theirs_gap_m']:.2f} m" if one["only_theirs_gap_m"] else ""
        theirs = f"{one['only_theirs_meeting']:,} of {one['only_theirs_asked']:,}{gap}"
    if one["both_asked"]:
        sample = f"{one['both_meeting']:,} of {one['both_asked']:,}"
    return (
        f"| {name} | {question} | {', '.join(peers)} | {both:,} | {one['only_ours']:,} | {ours} "
        f"| {one['only_theirs']:,} | {theirs} | {sample} |"
    )


def _missing(missing: list[str]) -> list[str]:
    if not missing:
        return []
    return ["", "Not measured in this run:", "", *(f"- {reason}" for reason in missing)]


def _peers(plan: Plan, series: Series) -> list[str]:
    lines = [_PEERS_HEAD]
    for name in dict.fromkeys(("100k", "100k_dense", plan.large, plan.dense)):
        lines += [f"### {name}", "", *_PEERS_COLUMNS]
        for engine, title in _TITLES.items():
            told = series.of(f"curve-{engine}-{name}")
            if told.get("error") != "not part of this run":
                lines.append(f"| {title} | {_peer_cells(told)} |")
        lines.append("")
    return lines


def _peer_cells(told: Found) -> str:
    if "error" in told:
        return f"{told['error']} | | | |"
    ask, pairs = told["ask"], told["pairs"]
    if "1" in pairs:
        all_pairs = f"{pairs['1']['wall_s']:.3g} s ({pairs['1']['cpu_s']:.3g})"
        if "2" in pairs:
            all_pairs += f"; two threads {pairs['2']['wall_s']:.3g} s"
    else:
        all_pairs = f"not in {pairs['unfinished_s']:.0f} s" if pairs else "-"
    thread = "-" if math.isnan(ask["cpu_median_ms"]) else f"{1e3 * ask['cpu_median_ms']:.3g}"
    return (
        f"{1e3 * ask['median_ms']:.3g} / {1e3 * ask['p99_ms']:.3g} | {thread} | {all_pairs} "
        f"| {told['build']['wall_s']:.3g} s | {told['engine_mb']:,.0f} MB"
    )


def _changes(plan: Plan, series: Series) -> list[str]:
    lines = [
        f"### Changing {plan.large}",
        "",
        "| engine | insert | remove | longest pause |",
        "|---|---|---|---|",
    ]
    ours = series.of(f"changes-{plan.large}")
    if "error" not in ours:
        lines.append(f"| {_TITLES[OURS]} | {_change_cells(ours, ours['intents'], ours['worst_ms'])} |")
    for peer in plan.peers:
        told = series.of(f"change-{peer}-{plan.large}")
        if "rebuild_s" in told:
            again = f"{told['rebuild_s']:.3g} s"
            lines.append(f"| {_TITLES[peer]} | built again, {again} | the same | {again} |")
        elif "insert" in told:
            worst_ms = max(told["insert"]["worst_ms"], told["remove"]["worst_ms"])
            lines.append(f"| {_TITLES[peer]} | {_change_cells(told, told['insert']['calls'], worst_ms)} |")
    return lines


def _change_cells(told: Found, intents: int, worst_ms: float) -> str:
    rates = [f"{intents / told[what]['total_s']:,.0f} intents/s" for what in ("insert", "remove")]
    return f"{rates[0]} | {rates[1]} | {worst_ms:.3g} ms"


def _method(plan: Plan) -> list[str]:
    return [_METHOD.format(passes=plan.passes, intents=plan.intents)]
