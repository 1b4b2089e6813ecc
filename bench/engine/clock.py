"""How things are timed: wall beside thread time, several passes, the median of passes; and memory."""

from __future__ import annotations

import ctypes
import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
_PAGE_BYTES = 4096


@dataclass(frozen=True)
class Spans:
    """Milliseconds of one call: median and 99th percentile, by the wall and of this thread's work."""

    median_ms: float
    p99_ms: float
    cpu_median_ms: float
    cpu_p99_ms: float
    worst_ms: float
    cpu_worst_ms: float
    total_s: float
    calls: int
    passes: int

    @classmethod
    def of(cls, walls: list[list[float]], works: list[list[float]]) -> Spans:
        """From seconds of each call of each pass."""
        middle = statistics.median
        return cls(
            median_ms=1e3 * middle(middle(wall) for wall in walls),
            p99_ms=1e3 * middle(share(wall, 0.99) for wall in walls),
            cpu_median_ms=1e3 * middle(middle(work) for work in works),
            cpu_p99_ms=1e3 * middle(share(work, 0.99) for work in works),
            worst_ms=1e3 * middle(max(wall) for wall in walls),
            cpu_worst_ms=1e3 * middle(max(work) for work in works),
            total_s=middle(sum(wall) for wall in walls),
            calls=len(walls[0]),
            passes=len(walls),
        )

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def share(values: Sequence[float], part: float) -> float:
    """The value that so great a part of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def spans(call: Callable[[T], object], items: Sequence[T], passes: int = 5) -> Spans:
    """Time each call over all items, so many passes; the median over passes of each pass's own figures.

    The first items are called once before. Garbage is collected between passes, not in them.
    """
    for item in items[:20]:
        call(item)
    walls, works = [], []
    with no_garbage():
        for _ in range(passes):
            gc.collect()
            wall, work = one_pass(call, items)
            walls.append(wall)
            works.append(work)
    return Spans.of(walls, works)


def one_pass(call: Callable[[T], object], items: Sequence[T]) -> tuple[list[float], list[float]]:
    """Seconds of each call over all items once, by the wall and of this thread's work."""
    wall, work = [], []
    for item in items:
        work_begun = time.thread_time()
        begun = time.perf_counter()
        call(item)
        wall.append(time.perf_counter() - begun)
        work.append(time.thread_time() - work_begun)
    return wall, work


@contextmanager
def no_garbage() -> Iterator[None]:
    """No collection while something is timed, for whoever is timed."""
    was_on = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True)
class Taken:
    """Seconds of one long call, by the wall and of the whole process on all cores: medians of passes."""

    wall_s: float
    cpu_s: float
    passes: int

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def taken(call: Callable[[], T], passes: int = 1) -> tuple[Taken, T]:
    """Time a long call; with the last answer."""
    walls, works = [], []
    with no_garbage():
        for _ in range(passes):
            work_begun, begun = time.process_time(), time.perf_counter()
            answer = call()
            walls.append(time.perf_counter() - begun)
            works.append(time.process_time() - work_begun)
    return Taken(statistics.median(walls), statistics.median(works), passes), answer


def resident_mb() -> float:
    """Memory of this process, after what is free has been given back."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_BYTES / 1e6


def peak_mb() -> float:
    """The most memory that this process has held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6
