"""The Merkle tree of a log: RFC 6962 hashing, proofs, and their strict verification (RFC 9162).

`Tree` keeps the hash of every complete subtree, one bytearray per level, so that appending costs two hashes
an entry and every proof is a few slices. Inner nodes are hashed when somebody asks: once a batch, not once an
entry. It is kept in memory and rebuilt from the leaf hashes at start. It signs nothing and stores nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from commonground.errors import BadProof

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
_LEAF = b"\x00"
_NODE = b"\x01"


def leaf_hash(entry: bytes) -> bytes:
    """Hash of a leaf (RFC 6962 section 2.1)."""
    return hashlib.sha256(_LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node (RFC 6962 section 2.1)."""
    return hashlib.sha256(_NODE + left + right).digest()


class Tree:
    """An append-only Merkle tree over leaf hashes; sizes and indexes count leaves."""

    __slots__ = ("_levels", "_settled")

    def __init__(self) -> None:
        self._levels: list[bytearray] = [bytearray()]
        self._settled = True

    @classmethod
    def from_leaf_hashes(cls, leaf_hashes: bytes | Iterable[bytes]) -> Tree:
        """The tree of leaf hashes, given one after another or as one concatenation."""
        tree = cls()
        tree.append_leaf_hashes(leaf_hashes)
        return tree

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0]) // HASH_BYTES

    def append(self, entries: Iterable[bytes]) -> None:
        """Append a batch of entries."""
        sha256 = hashlib.sha256
        self.append_leaf_hashes(b"".join([sha256(_LEAF + entry).digest() for entry in entries]))

    def append_one(self, entry: bytes) -> None:
        """Append one entry."""
        self._levels[0] += leaf_hash(entry)
        self._settled = False

    def append_leaf_hashes(self, leaf_hashes: bytes | Iterable[bytes]) -> None:
        """Append leaves that are hashed already."""
        joined = leaf_hashes if isinstance(leaf_hashes, bytes) else b"".join(leaf_hashes)
        if len(joined) % HASH_BYTES:
            raise ValueError(f"leaf hashes are {HASH_BYTES} bytes each")
        self._levels[0] += joined
        self._settled = False

    def truncate(self, size: int) -> None:
        """Take back the last leaves, so that a tree that did not give the signed root is as it was before."""
        for level, hashes in enumerate(self._levels):
            del hashes[(self._checked(size) >> level) * HASH_BYTES :]

    def leaf_hash_at(self, index: int) -> bytes:
        """The leaf hash of entry `index`."""
        return self.complete_hashes(0, index, index + 1)

    def complete_hashes(self, level: int, begin: int, end: int) -> bytes:
        """Concatenated hashes of the complete subtrees of 2^level leaves numbered begin to end - 1."""
        self._settle()
        held = len(self._levels[level]) // HASH_BYTES if level < len(self._levels) else 0
        if not 0 <= begin <= end <= held:
            raise IndexError(f"level {level} holds {held} hashes, asked for {begin} to {end}")
        return bytes(self._levels[level][begin * HASH_BYTES : end * HASH_BYTES]) if end else b""

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` leaves (all of them when not given)."""
        size = self._checked(self.size if size is None else size)
        self._settle()
        return self._hash_of(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """Sibling hashes from the leaf up to the root of `size` (RFC 6962 section 2.1.1)."""
        if not 0 <= index < self._checked(size):
            raise IndexError(f"no leaf {index} in a tree of {size}")
        self._settle()
        begin, end = 0, size
        path: list[bytes] = []
        while end - begin > 1:
            middle = begin + _split(end - begin)
            if index < middle:
                path.append(self._hash_of(middle, end))
                end = middle
            else:
                path.append(self._hash_of(begin, middle))
                begin = middle
        return path[::-1]

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """Hashes that show the tree of `new` extends the tree of `old` (RFC 6962 section 2.1.2)."""
        if not 0 <= old <= self._checked(new):
            raise IndexError(f"no tree of {old} inside a tree of {new}")
        if old == 0:
            return []
        self._settle()
        begin, end, whole = 0, new, True
        path: list[bytes] = []
        while end != old:
            middle = begin + _split(end - begin)
            if old <= middle:
                path.append(self._hash_of(middle, end))
                end = middle
            else:
                path.append(self._hash_of(begin, middle))
                begin, whole = middle, False
        if not whole:
            path.append(self._hash_of(begin, end))
        return path[::-1]

    def _settle(self) -> None:
        """Hash the inner nodes of what was appended since somebody asked last."""
        if not self._settled:
            level = 0
            while self._complete_pairs(level):
                level += 1
            self._settled = True

    def _complete_pairs(self, level: int) -> bool:
        """Hash newly complete pairs of `level` into the level above; False when there is none above."""
        if level + 1 == len(self._levels):
            if len(self._levels[level]) < 2 * HASH_BYTES:
                return False
            self._levels.append(bytearray())
        below, above = self._levels[level], self._levels[level + 1]
        begin = 2 * len(above)
        end = len(below) - len(below) % (2 * HASH_BYTES)
        pairs = bytes(below[begin:end])
        sha256 = hashlib.sha256
        step = 2 * HASH_BYTES
        above += b"".join(
            [sha256(_NODE + pairs[at : at + step]).digest() for at in range(0, len(pairs), step)]
        )
        return True

    def _hash_of(self, begin: int, end: int) -> bytes:
        """Root over leaves begin to end - 1, where begin is where such a subtree may start."""
        width = end - begin
        level = width.bit_length() - 1
        if width == 1 << level:
            at = (begin >> level) * HASH_BYTES
            return bytes(self._levels[level][at : at + HASH_BYTES])
        middle = begin + _split(width)
        return node_hash(self._hash_of(begin, middle), self._hash_of(middle, end))

    def _checked(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise IndexError(f"no tree of {size} in a log of {self.size}")
        return size


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that leaf hash `leaf` is at `index` of the tree (size, root); raises `BadProof`."""
    # RFC 9162 section 2.1.3.2
    if not 0 <= index < size:
        raise BadProof(f"no leaf {index} in a tree of {size}")
    _check_hashes((leaf, root, *proof))
    inner_bits, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise BadProof("the inclusion proof is longer than the tree is high")
        if inner_bits & 1 or inner_bits == last:
            computed = node_hash(sibling, computed)
            while not inner_bits & 1 and inner_bits:
                inner_bits, last = inner_bits >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        inner_bits, last = inner_bits >> 1, last >> 1
    if last:
        raise BadProof("the inclusion proof is too short")
    if computed != root:
        raise BadProof(f"leaf {index} does not lead to the root of size {size}")


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that tree (new, new_root) extends tree (old, old_root), `old` not zero; raises `BadProof`.

    Every tree extends the empty one, so from size zero there is nothing to prove and nothing is accepted.
    """
    # RFC 9162 section 2.1.4.2, which starts from a tree that is not empty
    if 0 < old == new:
        if proof or old_root != new_root:
            raise BadProof(
                f"two roots for one size {new}" if not proof else "between equal sizes a proof is empty"
            )
        return
    if not 0 < old < new:
        raise BadProof(f"nothing shows that a tree of {new} extends a tree of {old}")
    _check_hashes((old_root, new_root, *proof))
    if not proof:
        raise BadProof("the consistency proof is empty")
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    old_bits, new_bits = old - 1, new - 1
    while old_bits & 1:
        old_bits, new_bits = old_bits >> 1, new_bits >> 1
    from_old = from_new = hashes[0]
    for sibling in hashes[1:]:
        if new_bits == 0:
            raise BadProof("the consistency proof is longer than the tree is high")
        if old_bits & 1 or old_bits == new_bits:
            from_old, from_new = node_hash(sibling, from_old), node_hash(sibling, from_new)
            while not old_bits & 1 and old_bits:
                old_bits, new_bits = old_bits >> 1, new_bits >> 1
        else:
            from_new = node_hash(from_new, sibling)
        old_bits, new_bits = old_bits >> 1, new_bits >> 1
    if new_bits:
        raise BadProof("the consistency proof is too short")
    if from_old != old_root or from_new != new_root:
        raise BadProof(f"the tree of size {new} does not extend the tree of size {old}")


def _check_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(found) != HASH_BYTES for found in hashes):
        raise BadProof(f"every hash has {HASH_BYTES} bytes")


def _split(width: int) -> int:
    """Largest power of two smaller than `width` (RFC 6962 section 2.1)."""
    return 1 << ((width - 1).bit_length() - 1)
