"""Tiles: the tree and its entries as immutable resources of 256 hashes each (C2SP tlog-tiles).

Names, bytes and bounds of tiles and entry bundles; strict inverse of each.
It neither serves nor stores them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonground.errors import MalformedMessage

from .merkle import Tree

TILE_HASHES = 256
TILE_HEIGHT = 8
LEVEL_MAX = 63
ENTRY_LENGTH_MAX = 0xFFFF
_PATH = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tile:
    """The name of one tile; `width` counts its hashes, 256 when full. `level` None means an entry bundle."""

    level: int | None
    index: int
    width: int = TILE_HASHES

    def __post_init__(self) -> None:
        if self.level is not None and not 0 <= self.level <= LEVEL_MAX:
            raise MalformedMessage(f"a level is 0 to {LEVEL_MAX}", field="level", clause="C2SP tlog-tiles")
        if self.index < 0 or not 1 <= self.width <= TILE_HASHES:
            raise MalformedMessage("a width is 1 to 256, an index not negative", field="width")

    @property
    def path(self) -> str:
        """`tile/0/x001/067`, with `.p/N` for a partial tile."""
        level = "entries" if self.level is None else str(self.level)
        digits = f"{self.index:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        name = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
        return f"tile/{level}/{name}" + ("" if self.width == TILE_HASHES else f".p/{self.width}")

    @classmethod
    def parse(cls, path: str) -> Tile:
        """Strict inverse of `path`."""
        found = _PATH.fullmatch(path) if len(path) <= 80 else None
        if not found:
            raise MalformedMessage("not the path of a tile", field="path", clause="C2SP tlog-tiles")
        level = None if found[1] == "entries" else int(found[1])
        index = int(found[2].replace("x", "").replace("/", ""))
        width = int(found[3]) if found[3] else TILE_HASHES
        if width > TILE_HASHES or cls(level, index, width).path != path:
            raise MalformedMessage("not the canonical path of a tile", field="path", clause="C2SP tlog-tiles")
        return cls(level, index, width)


def tile_path(level: int, index: int, width: int = TILE_HASHES) -> str:
    """The path of a tile of hashes."""
    return Tile(level, index, width).path


def tile_bytes(tree: Tree, level: int, index: int, width: int = TILE_HASHES) -> bytes:
    """The hashes of a tile; `IndexError` when the tree is too small for it."""
    begin = index * TILE_HASHES
    return tree.complete_hashes(level * TILE_HEIGHT, begin, begin + width)


def tiles_touched(old_size: int, new_size: int) -> list[Tile]:
    """The tiles of hashes that a log has to write when it grows from `old_size` to `new_size` entries."""
    touched: list[Tile] = []
    level = 0
    while old_size < new_size:
        for index in range(old_size // TILE_HASHES, -(-new_size // TILE_HASHES)):
            touched.append(Tile(level, index, min(TILE_HASHES, new_size - index * TILE_HASHES)))
        level, old_size, new_size = level + 1, old_size // TILE_HASHES, new_size // TILE_HASHES
    return touched


def bundles_touched(old_size: int, new_size: int) -> list[Tile]:
    """The entry bundles that a log has to write when it grows from `old_size` to `new_size` entries."""
    return [
        Tile(None, tile.index, tile.width) for tile in tiles_touched(old_size, new_size) if tile.level == 0
    ]


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """An entry bundle: each entry after its length as two bytes, big-endian."""
    if not 1 <= len(entries) <= TILE_HASHES:
        raise MalformedMessage("a bundle holds 1 to 256 entries", field="entries", clause="C2SP tlog-tiles")
    if any(len(entry) > ENTRY_LENGTH_MAX for entry in entries):
        raise MalformedMessage(
            "an entry is longer than 65,535 bytes", field="entries", clause="C2SP tlog-tiles"
        )
    return b"".join(_prefixed(entries))


def parse_bundle(data: bytes, width: int) -> list[bytes]:
    """Strict inverse of `encode_bundle` for a bundle of `width` entries."""
    entries: list[bytes] = []
    at = 0
    for _ in range(width):
        length = int.from_bytes(data[at : at + 2], "big")
        if at + 2 + length > len(data):
            raise MalformedMessage(
                f"ends inside entry {len(entries)}", field="entries", clause="C2SP tlog-tiles"
            )
        entries.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(data):
        raise MalformedMessage(f"{len(data) - at} bytes after the last entry", field="entries")
    return entries


def _prefixed(entries: Iterable[bytes]) -> Iterable[bytes]:
    for entry in entries:
        yield len(entry).to_bytes(2, "big")
        yield entry
