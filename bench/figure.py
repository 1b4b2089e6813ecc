"""One measured figure, its goal, and the table that is written to docs/figures.md."""

from __future__ import annotations

import platform
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """`value` in `unit`; `goal` as text; `better` says which side of `limit` is good."""

    what: str
    value: float
    unit: str
    goal: str
    limit: float
    more_is_better: bool = False
    note: str = ""

    @property
    def reached(self) -> bool:
        return self.value >= self.limit if self.more_is_better else self.value <= self.limit

    def row(self) -> str:
        shown = f"{self.value:,.0f}" if self.value >= 1000 else f"{self.value:.3g}"
        reached = "yes" if self.reached else "**no**"
        return f"| {self.what} | {shown} {self.unit} | {self.goal} | {reached} | {self.note} |"


@dataclass
class Stopwatch:
    """Wall seconds of each lap."""

    laps: list[float] = field(default_factory=list)

    @contextmanager
    def lap(self) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.laps.append(time.perf_counter() - begun)

    @property
    def median(self) -> float:
        return statistics.median(self.laps)

    def percentile(self, share: float) -> float:
        ordered = sorted(self.laps)
        return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def timed(call: Callable[[], object], repeats: int = 1) -> Stopwatch:
    watch = Stopwatch()
    for _ in range(repeats):
        with watch.lap():
            call()
    return watch


def machine() -> str:
    """The machine in one line: what a figure hangs on."""
    cores = subprocess.run(["nproc"], capture_output=True, text=True, check=False).stdout.strip()
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    return f"{cores} cores of {model}, Python {platform.python_version()}, {platform.system()}"


def write_table(path: Path, figures: list[Figure], when: str) -> None:
    """Write the figures as Markdown."""
    lines = [
        "# Figures",
        "",
        "Written by `python -m bench`. Absolute times hang on the machine and its load; ratios travel better.",
        "",
        f"Machine: {machine()}. Measured {when}.",
        "",
        "| figure | measured | goal | reached | how |",
        "|---|---|---|---|---|",
        *(figure.row() for figure in figures),
        "",
    ]
    path.write_text("\n".join(lines))
