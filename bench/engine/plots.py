"""Time and memory against size and density: our curve and the peers' in one picture, as SVG on a light ground."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from bench.engine.curve import OURS
from bench.engine.peers import PEERS
from bench.engine.plan import Plan
from bench.engine.series import Series

Found = dict[str, Any]
Reading = Callable[[Found], float | None]
Points = list[tuple[float, float]]

_STYLE = {
    OURS: ("#0b57a4", "o", 2.6),
    "strtree": ("#c2410c", "s", 1.5),
    "geoindex": ("#a16207", "D", 1.5),
    "libspatialindex": ("#15803d", "^", 1.5),
    "sqlite": ("#7e22ce", "v", 1.5),
    "postgis": ("#be185d", "P", 1.5),
}
_NAMES = {
    OURS: "Commonground",
    **{name: title.split(" (")[0].split(" + ")[0] for name, title in PEERS.items()},
}


def draw_plots(plan: Plan, series: Series, folder: Path) -> list[tuple[str, str]]:
    """Write the pictures; names of the files with a caption each."""
    folder.mkdir(parents=True, exist_ok=True)
    mpl.rcParams.update({"svg.hashsalt": "commonground", "svg.fonttype": "none", "font.family": "sans-serif"})
    drawn = []
    for name, title, unit, reading in _READINGS:
        for ground, sets in (("size", plan.by_size), ("density", plan.by_density)):
            if name == "memory" and ground == "density":
                continue
            curves = {engine: _points(series, engine, sets, reading, ground) for engine in _STYLE}
            path = folder / f"{name}-{ground}.svg"
            _picture(path, title, unit, ground, {key: points for key, points in curves.items() if points})
            drawn.append((path.name, f"{title} against {_GROUNDS[ground]}"))
    return drawn


_GROUNDS = {"size": "volumes held", "density": "meeting pairs for each volume, of 100,000 volumes"}


def _median(told: Found) -> float | None:
    return _work_us(told, "median_ms")


def _tail(told: Found) -> float | None:
    return _work_us(told, "p99_ms")


def _work_us(told: Found, which: str) -> float:
    """Time of the thread, which other work on the machine does not lengthen; the wall's where a server was asked."""
    work_ms = float(told["ask"][f"cpu_{which}"])
    return 1e3 * (float(told["ask"][which]) if math.isnan(work_ms) else work_ms)


def _pairs(told: Found) -> float | None:
    """Seconds of work, on one core where that was measured."""
    pairs = told["pairs"]
    one = pairs.get("1") or pairs.get("2")
    return float(one["cpu_s"]) if one else None


def _memory(told: Found) -> float | None:
    return float(told["engine_mb"])


_READINGS: tuple[tuple[str, str, str, Reading], ...] = (
    ("intent-median", "One intent, median", "microseconds", _median),
    ("intent-p99", "One intent, 99th percentile", "microseconds", _tail),
    ("pairs", "All pairs, work of all cores", "seconds", _pairs),
    ("memory", "Memory, index and geometries", "MB", _memory),
)


def _points(series: Series, engine: str, sets: tuple[str, ...], reading: Reading, ground: str) -> Points:
    points = []
    for name in sets:
        told = series.of(f"curve-{engine}-{name}")
        at = told.get("volumes") if ground == "size" else _density(series, name)
        value = None if "error" in told else reading(told)
        if at and value and value > 0:
            points.append((float(at), value))
    return points


def _density(series: Series, name: str) -> float | None:
    """Meeting pairs for each volume of a set, by whoever found them all."""
    for engine in (OURS, "strtree"):
        told = series.of(f"curve-{engine}-{name}")
        if "1" in told.get("pairs", {}):
            return 2 * float(told["pairs"]["1"]["count"]) / float(told["volumes"])
    return None


def _picture(path: Path, title: str, unit: str, ground: str, curves: dict[str, Points]) -> None:
    picture = Picture(figsize=(7.2, 4.4), facecolor="white", layout="constrained")
    axes = picture.add_subplot(facecolor="white")
    for engine, points in curves.items():
        color, marker, width = _STYLE[engine]
        order = 3 if engine == OURS else 2
        axes.plot(
            *zip(*points, strict=True),
            color=color, marker=marker, linewidth=width, markersize=5, label=_NAMES[engine], zorder=order,
        )  # fmt: skip
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(_GROUNDS[ground])
    axes.set_ylabel(unit)
    axes.set_title(title, loc="left", fontsize=12, fontweight="bold")
    _plain_ticks(axes)
    axes.grid(True, which="major", color="#e2e2e2", linewidth=0.8)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5))
    picture.savefig(path, format="svg", metadata={"Date": None})


def _plain_ticks(axes: Axes) -> None:
    """10,000 rather than a power of ten, and a few more where there is room for less than two decades."""
    plain = FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}")
    for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
        if high < 100 * low:
            axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axis.set_major_formatter(plain)
        axis.set_minor_formatter(NullFormatter())
