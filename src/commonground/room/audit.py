"""One look over a whole node: every log, every derived row, and what each recipient was told.

`audit_room` names everything that is broken, the first broken thing of each log first; an empty list says only that
nothing was found broken in what this store holds. It reads and repairs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..log.audit import Finding, audit_log
from ..log.keys import VerifyingKey
from ..log.tiles import TILE_HASHES, TILE_HEIGHT, tile_path
from ..picture.charter import Charter, log_to, logs_of, own_log
from ..picture.statement import OwnLine
from ..record import decode
from .context import Room
from .ports import LogStore

CHUNK = 2_000


def audit_store(
    store: LogStore, charter: Charter, verifiers: dict[str, VerifyingKey]
) -> dict[str, list[Finding]]:
    """Findings by log; every log that the store holds has its list, empty where nothing is broken.

    A log is held when the store says so or when it keeps a checkpoint of it: entries that are gone are named too.
    """
    authors = {origin: party for party in verifiers for origin in logs_of(charter, party)}
    keys = [*verifiers.values(), *(verifier.cosigner for verifier in verifiers.values())]
    found: dict[str, list[Finding]] = {}
    sizes = {origin: 0 for origin in authors if store.checkpoint(origin) is not None} | store.origins()
    for origin, size in sorted(sizes.items()):
        author = authors.get(origin)
        if author is None:
            found[origin] = [Finding("entry", origin, "no party of the charter writes this log", 0)]
            continue
        own_keys = [verifiers[author], *(key for key in keys if key.name != author)]
        notes = [note for _, note in store.checkpoints(origin)]
        found[origin] = audit_log(
            origin, _entries(store, origin, size), _tiles(store, origin, size), notes, own_keys
        )
    return found


def _entries(store: LogStore, origin: str, size: int) -> Iterator[tuple[int, bytes, bytes | None]]:
    for start in range(0, size, CHUNK):
        for row in store.entries(origin, start, min(size, start + CHUNK)):
            yield row.index, row.entry, row.body


def _tiles(store: LogStore, origin: str, size: int) -> dict[str, bytes]:
    tiles: dict[str, bytes] = {}
    level = 0
    while size >> (TILE_HEIGHT * level):
        for index, width, hashes in store.tiles(origin, level):
            tiles[tile_path(level, index, min(width, TILE_HASHES))] = hashes
        level += 1
    return tiles


def audit_releases(room: Room) -> list[str]:
    """Own lines whose release to a named recipient is neither in that recipient's log nor refused by policy."""
    missing = []
    own = own_log(room.charter, room.party)
    for row in room.store.entries(own, 0, room.ledger.size(own)):
        if row.body is None:
            continue
        line = decode(OwnLine, row.body)
        if line.saying is None or line.saying.action in ("withdraw", "deleted"):
            continue
        for release in line.releases:
            origin = log_to(room.charter, room.party, release.party)
            if release.party not in room.unconfirmed and room.store.released(origin, row.index) is None:
                missing.append(f"{own} leaf {row.index} was not released to {release.party}")
    return missing
