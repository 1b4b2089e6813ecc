"""`python -m bench [logs|rooms|announce|nodes|fifty|f3548 ...]`: measure and print; all write docs/figures.md.

`python -m bench engine [--quick] [--again]` writes docs/engine-figures.md; it needs the `bench` extra.
`python -m bench taxii [--quick] [--alone]` writes docs/taxii-figures.md; it needs other servers (bench/taxii_peers).
"""

from __future__ import annotations

import datetime
import importlib
import sys
from pathlib import Path

from bench.figure import Figure, write_table

PARTS = ("logs", "rooms", "announce", "nodes", "fifty", "f3548")
#: Measured only when named, with a page of its own.
BY_ITSELF = ("engine", "taxii")


def main(arguments: list[str]) -> None:
    wanted = [one for one in arguments if not one.startswith("--")]
    figures: list[Figure] = []
    for part in wanted or PARTS:
        print(f"-- {part}", flush=True)
        options = {one.removeprefix("--"): True for one in arguments if one.startswith("--")}
        module = importlib.import_module(f"bench.{part}")
        for figure in module.run(**options) if part in BY_ITSELF else module.run():
            print(figure.row(), flush=True)
            figures.append(figure)
    if not wanted:
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        write_table(Path("docs/figures.md"), figures, today)


if __name__ == "__main__":
    main(sys.argv[1:])
