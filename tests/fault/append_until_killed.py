"""Appends to a store for ever, and prints each size after its commit: the child of `test_store_kill`."""

from __future__ import annotations

import sys

from commonground.store.sqlite import SqliteStore

OWN = "room.example/a"


def main(path: str) -> None:
    store = SqliteStore(path)
    size = store.origins().get(OWN, 0)
    while True:
        store.begin()
        for index in range(size, size + 3):
            store.append_own(OWN, index, index.to_bytes(32, "big"), b"body %d" % index, index)
        size += 3
        store.put_checkpoint(OWN, size, f"note {size}")
        store.commit()
        print(size, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
