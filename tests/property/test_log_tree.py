"""Laws of the Merkle tree: it agrees with the definition in RFC 6962, and no changed proof verifies."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import BadProof
from commonground.log.merkle import Tree, verify_consistency, verify_inclusion
from commonground.log.tiles import TILE_HASHES, Tile, tile_bytes, tiles_touched

Entries = st.lists(st.binary(max_size=4), min_size=1, max_size=70)


def naive_root(entries: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, as it is written there."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = naive_split(len(entries))
    return hashlib.sha256(b"\x01" + naive_root(entries[:k]) + naive_root(entries[k:])).digest()


def naive_split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def naive_path(m: int, entries: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1."""
    if len(entries) == 1:
        return []
    k = naive_split(len(entries))
    if m < k:
        return [*naive_path(m, entries[:k]), naive_root(entries[k:])]
    return [*naive_path(m - k, entries[k:]), naive_root(entries[:k])]


def naive_subproof(m: int, entries: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 section 2.1.2."""
    if m == len(entries):
        return [] if whole else [naive_root(entries)]
    k = naive_split(len(entries))
    if m <= k:
        return [*naive_subproof(m, entries[:k], whole), naive_root(entries[k:])]
    return [*naive_subproof(m - k, entries[k:], False), naive_root(entries[:k])]


@given(Entries, st.data())
@settings(max_examples=150, deadline=None)
def test_the_tree_agrees_with_the_definition(entries: list[bytes], data: st.DataObject) -> None:
    tree = Tree()
    at = 0
    while at < len(entries):
        step = data.draw(st.integers(1, 20))
        tree.append(entries[at : at + step])
        at += step
    size = data.draw(st.integers(1, len(entries)))
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    assert tree.root(size) == naive_root(entries[:size])
    inclusion = tree.inclusion_proof(index, size)
    consistency = tree.consistency_proof(old, size)
    assert inclusion == naive_path(index, entries[:size])
    assert consistency == naive_subproof(old, entries[:size], True)
    verify_inclusion(index, size, tree.leaf_hash_at(index), inclusion, tree.root(size))
    verify_consistency(old, size, tree.root(old), tree.root(size), consistency)


@given(st.integers(2, 300), st.data())
@settings(max_examples=150, deadline=None)
def test_no_changed_proof_verifies(size: int, data: st.DataObject) -> None:
    tree = Tree()
    tree.append([number.to_bytes(2, "big") for number in range(size)])
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size - 1))
    inclusion = [tree.leaf_hash_at(index), tree.root(size), *tree.inclusion_proof(index, size)]
    consistency = [tree.root(old), tree.root(size), *tree.consistency_proof(old, size)]
    for hashes in (inclusion, consistency):
        at = data.draw(st.integers(0, len(hashes) - 1))
        bit = data.draw(st.integers(0, 255))
        hashes[at] = (int.from_bytes(hashes[at], "big") ^ (1 << bit)).to_bytes(32, "big")
    with pytest.raises(BadProof):
        verify_inclusion(index, size, inclusion[0], inclusion[2:], inclusion[1])
    with pytest.raises(BadProof):
        verify_consistency(old, size, consistency[0], consistency[1], consistency[2:])


@given(st.integers(2, 300), st.data())
@settings(max_examples=100, deadline=None)
def test_a_longer_or_shorter_proof_does_not_verify(size: int, data: st.DataObject) -> None:
    tree = Tree()
    tree.append([number.to_bytes(2, "big") for number in range(size)])
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(index, size)
    extra = data.draw(st.sampled_from([bytes(32), tree.root(size), proof[0]]))
    for changed in (proof[:-1], proof[1:], [*proof, extra], [extra, *proof]):
        with pytest.raises(BadProof):
            verify_inclusion(index, size, tree.leaf_hash_at(index), changed, tree.root(size))


@given(st.integers(0, 1500), st.integers(0, 1500))
@settings(max_examples=60, deadline=None)
def test_tiles_written_while_growing_hold_the_whole_tree(first: int, more: int) -> None:
    tree = Tree()
    tree.append([number.to_bytes(2, "big") for number in range(first + more)])
    stored: dict[tuple[int | None, int], bytes] = {}
    for old, new in ((0, first), (first, first + more)):
        for tile in tiles_touched(old, new):
            assert tile.level is not None
            stored[tile.level, tile.index] = tile_bytes(tree, tile.level, tile.index, tile.width)
    hashes = first + more
    level = 0
    while hashes:
        found = b"".join(stored[level, index] for index in range(-(-hashes // TILE_HASHES)))
        assert found == tree.complete_hashes(8 * level, 0, hashes)
        level, hashes = level + 1, hashes // TILE_HASHES
    assert max((found for found, _ in stored if found is not None), default=-1) < level or not stored


@given(st.integers(0, 63), st.integers(0, 10**12), st.integers(1, 256))
def test_tile_paths_come_back(level: int, index: int, width: int) -> None:
    for tile in (Tile(level, index, width), Tile(None, index, width)):
        assert Tile.parse(tile.path) == tile
