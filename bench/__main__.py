"""`python -m bench [logs|rooms|pages ...]`: measure, print, and write docs/figures.md when everything ran."""

from __future__ import annotations

import datetime
import importlib
import sys
from pathlib import Path

from bench.figure import Figure, write_table

PARTS = ("logs", "rooms", "nodes")


def main(wanted: list[str]) -> None:
    figures: list[Figure] = []
    for part in wanted or PARTS:
        print(f"-- {part}", flush=True)
        for figure in importlib.import_module(f"bench.{part}").run():
            print(figure.row(), flush=True)
            figures.append(figure)
    if not wanted:
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        write_table(Path("docs/figures.md"), figures, today)


if __name__ == "__main__":
    main(sys.argv[1:])
