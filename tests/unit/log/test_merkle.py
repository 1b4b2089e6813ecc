"""The tree against 196 published proofs, known roots, and its own edges."""

import base64
import json
from pathlib import Path

import pytest

from commonground.errors import BadProof
from commonground.log.merkle import (
    EMPTY_ROOT,
    Tree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

VECTORS = Path(__file__).parents[3] / "vectors" / "merkle" / "testdata"
FILES = sorted(VECTORS.rglob("*.json"))


def bytes_of(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def test_all_published_vectors_are_here() -> None:
    assert len(FILES) == 196


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(VECTORS)))
def test_published_vector(path: Path) -> None:
    vector = json.loads(path.read_text())
    proof = [bytes_of(text) for text in vector["proof"] or []]

    def verify() -> None:
        if "leafIdx" in vector:
            leaf, root = bytes_of(vector["leafHash"]), bytes_of(vector["root"])
            verify_inclusion(vector["leafIdx"], vector["treeSize"], leaf, proof, root)
        else:
            roots = bytes_of(vector["root1"]), bytes_of(vector["root2"])
            verify_consistency(vector["size1"], vector["size2"], *roots, proof)

    if vector["wantErr"]:
        with pytest.raises(BadProof):
            verify()
    else:
        verify()


def test_known_hashes() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    tree = Tree()
    tree.append([b"", b"\x00"])
    assert tree.root().hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert tree.root() == node_hash(leaf_hash(b""), leaf_hash(b"\x00"))


def test_empty_tree() -> None:
    tree = Tree()
    assert (tree.size, tree.root()) == (0, EMPTY_ROOT)
    tree.append([])
    assert tree.root(0) == EMPTY_ROOT
    assert tree.consistency_proof(0, 0) == []


def test_batches_do_not_matter() -> None:
    entries = [bytes([number]) for number in range(200)]
    whole, steps = Tree(), Tree()
    whole.append(entries)
    for entry in entries:
        steps.append([entry])
    assert whole.root() == steps.root()
    rebuilt = Tree.from_leaf_hashes(whole.complete_hashes(0, 0, 200))
    assert rebuilt.root(137) == whole.root(137)
    assert rebuilt.complete_hashes(3, 0, 25) == whole.complete_hashes(3, 0, 25)


@pytest.mark.parametrize(
    "ask",
    [
        lambda tree: tree.root(6),
        lambda tree: tree.root(-1),
        lambda tree: tree.inclusion_proof(5, 5),
        lambda tree: tree.inclusion_proof(-1, 5),
        lambda tree: tree.inclusion_proof(0, 6),
        lambda tree: tree.consistency_proof(4, 3),
        lambda tree: tree.consistency_proof(4, 6),
        lambda tree: tree.leaf_hash_at(5),
        lambda tree: tree.complete_hashes(1, 0, 3),
        lambda tree: tree.complete_hashes(9, 0, 1),
    ],
)
def test_what_the_tree_does_not_hold_is_refused(ask) -> None:  # type: ignore[no-untyped-def]
    tree = Tree()
    tree.append([b"a", b"b", b"c", b"d", b"e"])
    with pytest.raises(IndexError):
        ask(tree)


def test_leaf_hashes_of_wrong_length_are_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Tree().append_leaf_hashes(b"x" * 33)


def test_hashes_of_wrong_length_are_refused() -> None:
    tree = Tree()
    tree.append([b"a", b"b", b"c"])
    with pytest.raises(BadProof, match="32 bytes"):
        verify_inclusion(0, 3, tree.leaf_hash_at(0), [b"short"], tree.root())
    with pytest.raises(BadProof, match="32 bytes"):
        verify_consistency(2, 3, tree.root(2), tree.root(3), [b"short"])


def test_every_proof_of_every_small_tree_verifies() -> None:
    tree = Tree()
    tree.append([bytes([number]) for number in range(40)])
    for new in range(1, 41):
        for index in range(new):
            proof = tree.inclusion_proof(index, new)
            verify_inclusion(index, new, tree.leaf_hash_at(index), proof, tree.root(new))
        for old in range(1, new + 1):
            verify_consistency(old, new, tree.root(old), tree.root(new), tree.consistency_proof(old, new))
