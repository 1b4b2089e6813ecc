"""One look over a whole node: every log, every derived row, and what each recipient was told.

`audit_room` names everything that is broken, the first broken thing of each log first; an empty list says only that
nothing was found broken in what this store holds. It reads and repairs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..errors import MalformedMessage
from ..log.audit import Finding, audit_log
from ..log.keys import VerifyingKey
from ..log.statement_body import entry_of
from ..log.tiles import TILE_HASHES, TILE_HEIGHT, tile_path, tiles_touched
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

    A log is held when the store says so, when it keeps a checkpoint of it, or when an own line says that it arrived:
    entries that are gone are named too.
    """
    authors = {origin: party for party in verifiers for origin in logs_of(charter, party)}
    keys = [*verifiers.values(), *(verifier.cosigner for verifier in verifiers.values())]
    sizes = {origin: 0 for origin in authors if store.checkpoint(origin) is not None} | store.origins()
    found: dict[str, list[Finding]] = {}
    for origin, size in sorted(sizes.items()):
        author = authors.get(origin)
        if author is None:
            found[origin] = [Finding("entry", origin, "no party of the charter writes this log", 0)]
            continue
        own_keys = [verifiers[author], *(key for key in keys if key.name != author)]
        rows = store.checkpoints(origin)
        notes = [note for _, note in rows]
        tiles = _tiles(store, origin, size)
        findings = audit_log(origin, _entries(store, origin, size), tiles, notes, own_keys)
        found[origin] = [*findings, *_misplaced(rows), *_missing_tiles(tiles, size)]
    for origin, finding in _lost(store, charter, verifiers, sizes):
        found.setdefault(origin, []).append(finding)
    return {origin: sorted(findings, key=lambda one: one.position) for origin, findings in found.items()}


def _misplaced(rows: list[tuple[int, str]]) -> Iterator[Finding]:
    """Checkpoints that are good in themselves and kept in the place of another."""
    for size, note in rows:
        said = note.split("\n")[1:2]
        if said and said[0].isdecimal() and said != [str(size)]:
            yield Finding(
                "checkpoint", f"checkpoint of size {size}", f"the note kept for it is of {said[0]}", size
            )


def _missing_tiles(tiles: dict[str, bytes], size: int) -> Iterator[Finding]:
    """Tiles that a log of this size has and the store has not: without them a tree cannot be read back."""
    for tile in tiles_touched(0, size):
        if tile.path not in tiles:
            first = (tile.index * TILE_HASHES) << ((tile.level or 0) * TILE_HEIGHT)
            yield Finding("tile", tile.path, "is missing", first)


def _lost(
    store: LogStore, charter: Charter, verifiers: dict[str, VerifyingKey], sizes: dict[str, int]
) -> Iterator[tuple[str, Finding]]:
    """Mirrored logs that are shorter than the party's own log says they were when they arrived."""
    for party in verifiers:
        own = own_log(charter, party)
        last: dict[str, tuple[int, int]] = {}
        for index, entry, body in _entries(store, own, sizes.get(own, 0)):
            arrival = _arrival(entry, body)
            if arrival:
                last[str(arrival.get("origin"))] = (int(arrival.get("size", 0)), index)
        for origin, (size, leaf) in last.items():
            have = sizes.get(origin, 0)
            if have < size:
                reason = f"are missing: leaf {leaf} of {own} says that they arrived"
                yield origin, Finding("entry", f"entries {have} to {size - 1}", reason, have)


def _arrival(entry: bytes, body: bytes | None) -> dict[str, Any]:
    """What an own line says about an arrival; nothing where the line itself is broken."""
    if body is None or b'"arrival"' not in body or entry_of(body) != entry:
        return {}
    try:
        return decode(OwnLine, body).arrival
    except MalformedMessage:
        return {}


def _entries(store: LogStore, origin: str, size: int) -> Iterator[tuple[int, bytes, bytes | None]]:
    for start in range(0, size, CHUNK):
        for row in store.entries(origin, start, min(size, start + CHUNK)):
            yield row.index, row.entry, row.body


def _tiles(store: LogStore, origin: str, size: int) -> dict[str, bytes]:
    tiles: dict[str, bytes] = {}
    level = 0
    while size >> (TILE_HEIGHT * level):
        for index, width, hashes in store.tiles(origin, level):
            tiles[_path(level, index, width)] = hashes
        level += 1
    return tiles


def _path(level: int, index: int, width: int) -> str:
    """The path of a tile; a row that can be none keeps a name by which the audit finds it."""
    try:
        return tile_path(level, index, width)
    except MalformedMessage:
        return f"tile/{level}/{index} of width {width}"


def audit_releases(room: Room) -> list[str]:
    """Own lines whose release to a named recipient is neither in that recipient's log nor refused by policy."""
    missing = []
    own = own_log(room.charter, room.party)
    for row in room.store.entries(own, 0, room.ledger.size(own)):
        if row.body is None:
            continue
        line = decode(OwnLine, row.body)
        # What came back from a recipient is in that recipient's log already, and says nothing to another.
        if line.saying is None or line.saying.action in ("withdraw", "deleted") or line.event:
            continue
        for release in line.releases:
            origin = log_to(room.charter, room.party, release.party)
            if release.party not in room.unconfirmed and room.store.released(origin, row.index) is None:
                missing.append(f"{own} leaf {row.index} was not released to {release.party}")
    return missing
