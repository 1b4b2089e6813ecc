"""Names and bytes of tiles and bundles, with the examples of C2SP tlog-tiles."""

import pytest

from commonground.errors import MalformedMessage
from commonground.log.merkle import Tree, leaf_hash
from commonground.log.tiles import (
    Tile,
    bundles_touched,
    encode_bundle,
    parse_bundle,
    tile_bytes,
    tile_path,
    tiles_touched,
)

PATHS = [
    (Tile(0, 1234067), "tile/0/x001/x234/067"),
    (Tile(0, 1067), "tile/0/x001/067"),
    (Tile(0, 0), "tile/0/000"),
    (Tile(0, 999), "tile/0/999"),
    (Tile(0, 1000), "tile/0/x001/000"),
    (Tile(2, 0, 1), "tile/2/000.p/1"),
    (Tile(63, 5, 255), "tile/63/005.p/255"),
    (Tile(None, 273, 112), "tile/entries/273.p/112"),
]


@pytest.mark.parametrize(("tile", "path"), PATHS)
def test_path(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert Tile.parse(path) == tile
    if tile.level is not None:
        assert tile_path(tile.level, tile.index, tile.width) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/000",
        "tile/0/x1/000",
        "tile/0/001/067",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/0/000/",
        "tile/data/000",
        "tile/0/\u0660\u0660\u0660",
        "tile/0/" + "x001/" * 40 + "000",
    ],
)
def test_what_is_no_canonical_path_is_refused(path: str) -> None:
    with pytest.raises(MalformedMessage):
        Tile.parse(path)


def test_tiles_of_a_log_of_70000() -> None:
    """The example of tlog-tiles, Partial Tiles."""
    touched = tiles_touched(0, 70_000)
    assert [tile for tile in touched if tile.width < 256] == [
        Tile(0, 273, 112),
        Tile(1, 1, 17),
        Tile(2, 0, 1),
    ]
    assert sum(tile.level == 0 and tile.width == 256 for tile in touched) == 273
    assert sum(tile.level == 1 and tile.width == 256 for tile in touched) == 1


def test_tiles_of_a_log_of_256() -> None:
    assert tiles_touched(0, 256) == [Tile(0, 0), Tile(1, 0, 1)]


@pytest.mark.parametrize(
    ("old", "new", "touched"),
    [
        (0, 0, []),
        (5, 5, []),
        (5, 9, [Tile(0, 0, 9)]),
        (255, 257, [Tile(0, 0), Tile(0, 1, 1), Tile(1, 0, 1)]),
        (256, 300, [Tile(0, 1, 44)]),
    ],
)
def test_growing_writes_only_what_changed(old: int, new: int, touched: list[Tile]) -> None:
    assert tiles_touched(old, new) == touched
    assert bundles_touched(old, new) == [Tile(None, t.index, t.width) for t in touched if t.level == 0]


def test_bytes_of_a_tile() -> None:
    tree = Tree()
    entries = [number.to_bytes(2, "big") for number in range(600)]
    tree.append(entries)
    assert tile_bytes(tree, 0, 1) == b"".join(map(leaf_hash, entries[256:512]))
    assert tile_bytes(tree, 0, 2, 88) == b"".join(map(leaf_hash, entries[512:]))
    first = Tree()
    first.append(entries[:256])
    assert tile_bytes(tree, 1, 0, 2)[:32] == first.root()
    with pytest.raises(IndexError):
        tile_bytes(tree, 0, 2, 89)


def test_bundle() -> None:
    entries = [b"", b"a", b"x" * 0xFFFF]
    data = encode_bundle(entries)
    assert data[:5] == b"\x00\x00\x00\x01a"
    assert parse_bundle(data, 3) == entries


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x01ab", b""])
def test_broken_bundle_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedMessage):
        parse_bundle(data, 1)


@pytest.mark.parametrize("entries", [[], [b""] * 257, [b"x" * 0x10000]])
def test_bundle_that_cannot_be_written_is_refused(entries: list[bytes]) -> None:
    with pytest.raises(MalformedMessage):
        encode_bundle(entries)
