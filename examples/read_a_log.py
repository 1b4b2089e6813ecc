"""Read the statements in a node's store, beside the node that writes it.

    python examples/read_a_log.py room/demo/A.toml

Prints how many statements of each kind every log holds, and the last notice that the party's picture shows.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from commonground.compose.reading import read_store
from commonground.log.statement_body import parse_body


def main(path: str) -> None:
    reading = read_store(Path(path))
    try:
        for origin, size in reading.store.origins().items():
            kinds: Counter[str] = Counter()
            for row in reading.store.entries(origin, 0, size):
                value = parse_body(row.body) if row.body is not None else {}
                kinds[str(value.get("saying", value).get("kind", "other"))] += 1
            print(f"{origin}: {size} entries, {dict(sorted(kinds.items()))}")
        notices = [one for one in reading.view().versions() if one.kind == "notice"]
        print(f"party {reading.party} sees {len(notices)} notices")
    finally:
        reading.store.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(f"usage: {sys.argv[0]} CONFIG.toml | DATA_FOLDER | STORE.sqlite")
    main(sys.argv[1])
