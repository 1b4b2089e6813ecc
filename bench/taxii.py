"""TAXII 2.1: adding, a page, filters that nothing fits, a whole walk, memory; beside medallion and OpenTAXII.

Our node runs as in earnest: a process of its own, SQLite with FULL, Basic over HTTP on loopback. Each object is marked
for one other party; its node takes in the first half meanwhile, in a process of its own on the same machine, and is
away for the second. The others have no rule for who may have an object. They run from the interpreter that
COMMONGROUND_TAXII_PEERS names (medallion 3.0.0, opentaxii 0.9.3, gunicorn); how many objects each can be given in the
time stands beside its figures.
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.served import room_files
from tests.taxii import PASSWORD, account

from bench.figure import Figure, Stopwatch, machine
from bench.taxii_client import BATCH, PAGE, Target, batch, marking
from bench.taxii_peers import medallion, opentaxii, rss_mb, wait_for
from commonground.compose.nodes import open_node
from commonground.config import NodeConfig, Taxii, write_config
from commonground.record import replace

PROGRAM = str(Path(sys.executable).with_name("commonground"))
OBJECTS, ALL = 100_000, 111_000
LAPS = 60


def run(*, quick: bool = False, alone: bool = False) -> list[Figure]:
    """All figures; `quick` with few objects, `alone` without the others. Whole, it writes docs/taxii-figures.md."""
    figures = _ours(2_000 if quick else OBJECTS, 3_000 if quick else ALL)
    if alone:
        return figures
    figures += [*opentaxii(quick=quick), *medallion(quick=quick)]
    if not quick:
        _write(figures)
    return figures


def _write(figures: list[Figure]) -> None:
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    lines = [
        "# Figures of TAXII",
        "",
        "Written by `python -m bench taxii`. Ours: SQLite with FULL, each object released by its own marking to",
        "another party, whose node takes in the first half meanwhile; HTTP on loopback. The others have no",
        "rule for who may have an object. Absolute times hang on the machine and its load; ratios travel better.",
        "",
        f"Machine: {machine()}. Measured {today}.",
        "",
        "| figure | measured | goal | reached | how |",
        "|---|---|---|---|---|",
        *(figure.row().replace("| to compare | yes |", "| to compare | |") for figure in figures),
        "",
    ]
    Path("docs/taxii-figures.md").write_text("\n".join(lines))


def _ours(objects: int, everything: int) -> list[Figure]:
    with _served() as (target, pid, stop_recipient):
        half = objects // BATCH // 2 * BATCH
        what = "add in batches of 500, released by its marking"
        figures = [_adding(target, 0, half, f"{what}; a node takes in all of it meanwhile")]
        stop_recipient()
        figures += [_adding(target, half, objects, what), *_pages(target, objects)]
        for start in range(objects, everything, BATCH):
            target.add(batch(start, BATCH, marking()))
        before_mb = rss_mb(pid)
        begun = time.perf_counter()
        walked = target.walk()
        took_s = time.perf_counter() - begun
        assert walked >= everything, (walked, everything)
        figures.append(
            Figure("whole walk, pages of 100", took_s, "s", "10 s", 10, note=f"{walked:,} objects")
        )
        for _ in range(10):
            target.walk(pages_max=100)
        note = f"from {before_mb:.0f} MB before the walk, after it and a thousand more pages"
        figures.append(
            Figure("memory grown by serving", rss_mb(pid) - before_mb, "MB", "flat", 16, note=note)
        )
        return figures


def _adding(target: Target, first: int, end: int, what: str) -> Figure:
    adding = Stopwatch()
    for start in range(first, end, BATCH):
        data = batch(start, BATCH, marking())
        with adding.lap():
            target.add(data)
    note = f"{end - first:,} objects; slowest batch {max(adding.laps) * 1000:.0f} ms"
    return Figure(
        what, (end - first) / sum(adding.laps), "objects/s", "5,000/s", 5_000, more_is_better=True, note=note
    )


def _pages(target: Target, objects: int) -> list[Figure]:
    """A page at the start, in the middle, and with each filter that nothing fits; median and slowest of some."""
    middle = target.page(limit=PAGE)
    for _ in range(objects // PAGE // 2):
        middle = target.page(limit=PAGE, next=middle["next"])
    asked: list[tuple[str, dict[str, object]]] = [
        ("page of 100, the first", {"limit": PAGE}),
        ("page of 100, in the middle", {"limit": PAGE, "next": middle["next"]}),
        ("page of 100 of one type", {"limit": PAGE, "match[type]": "campaign"}),
        ("no object of a type", {"limit": PAGE, "match[type]": "malware"}),
        ("no object of an identifier", {"limit": PAGE, "match[id]": "campaign--00000000-0000-4000-8000-00000000ffff"}),
        ("no object of a version", {"limit": PAGE, "match[version]": "1999-01-01T00:00:00Z"}),
        ("no object of a specification", {"limit": PAGE, "match[spec_version]": "2.0"}),
        ("no object of a type and version", {"limit": PAGE, "match[type]": "malware",
                                             "match[version]": "2026-03-01T00:00:00.000Z"}),
        ("nothing added after", {"limit": PAGE, "added_after": "2999-01-01T00:00:00Z"}),
    ]  # fmt: skip
    return [_page(what, lambda query=query: target.get(**query)) for what, query in asked]  # type: ignore[misc]


def _page(what: str, ask: Callable[[], object]) -> Figure:
    watch = Stopwatch()
    ask()
    for _ in range(LAPS):
        with watch.lap():
            ask()
    note = f"median of {LAPS}, slowest {max(watch.laps) * 1000:.1f} ms"
    return Figure(what, watch.median * 1000, "ms", "5 ms", 5, note=note)


@contextmanager
def _served() -> Iterator[tuple[Target, int, Callable[[], None]]]:
    """North and South, each in a process of its own; North's own collection for a writer, and what stops South."""
    with tempfile.TemporaryDirectory() as folder:
        configs = room_files(Path(folder), "AB")
        for party, config in configs.items():
            taxii = Taxii(enabled=party == "A")
            write_anew(
                Path(folder) / f"{party}.toml", replace(config, synchronous="FULL", taxii=taxii, folder="")
            )
        running = open_node(configs["A"])
        running.node.write(lambda room: account(room, "writer", "A", write=True)).result()
        running.node.stop()
        processes = [
            subprocess.Popen([PROGRAM, "serve", f"{folder}/{party}.toml"], stdout=subprocess.DEVNULL)
            for party in "AB"
        ]

        def stop_recipient() -> None:
            processes[1].terminate()
            processes[1].wait()

        try:
            for party in "AB":
                wait_for(configs[party].url + "/healthy")
            url = f"{configs['A'].url}/taxii2/room/collections/from-a/"
            yield Target(url, "writer", PASSWORD), processes[0].pid, stop_recipient
        finally:
            for process in processes:
                process.terminate()
                process.wait()


def write_anew(path: Path, config: NodeConfig) -> None:
    path.unlink()
    write_config(path, config)
