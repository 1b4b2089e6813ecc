"""The logs of one node: appending, Merkle trees, checkpoints and their cosignatures.

What a crash here leaves: everything before the last `commit` of the store, and nothing after it. Trees live in
memory and are rebuilt from tiles at start; a batch that fails is thrown away and the ledger loaded again, so
recovery is the normal path run again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import Corrupt, Refused, Untrusted
from ..log.checkpoint import Checkpoint, add_cosignature, cosign, open_checkpoint, sign_checkpoint
from ..log.keys import SigningKey, VerifyingKey
from ..log.merkle import Tree, leaf_hash
from ..log.proof import encode_receipt
from ..log.statement_body import canonical, entry_of
from ..log.tiles import tile_bytes, tiles_touched
from .ports import Disclosed, LogStore


class Ledger:
    """Trees and checkpoints over a `LogStore`. All writes happen inside the caller's transaction."""

    def __init__(self, store: LogStore, key: SigningKey) -> None:
        self._store = store
        self._key = key
        self._trees: dict[str, Tree] = {}
        self._sealed: dict[str, int] = {}
        self._cosigned: dict[str, int] = {}
        self._came_back: set[str] = set()
        self._total = 0
        self.reload()

    def reload(self) -> None:
        """Read the trees back from the store and hold them against the last checkpoints."""
        self._trees = {}
        self._sealed = {}
        self._came_back = set()
        for origin, size in self._store.origins().items():
            tree = self._load(origin, size)
            self._trees[origin] = tree
            last = self._store.checkpoint(origin)
            self._sealed[origin] = last[0] if last else 0
        self._total = sum(tree.size for tree in self._trees.values())

    def _load(self, origin: str, size: int) -> Tree:
        joined = b"".join(hashes for _, _, hashes in self._store.tiles(origin, 0))
        tree = Tree.from_leaf_hashes(joined)
        if tree.size < size:
            late = self._store.entries(origin, tree.size, size)
            tree.append_leaf_hashes([leaf_hash(row.entry) for row in late])
        if tree.size != size:
            raise Corrupt(f"{tree.size} leaf hashes for {size} entries", where=origin)
        return tree

    def origins(self) -> list[str]:
        """Every log that has an entry here."""
        return sorted(self._trees)

    def size(self, origin: str) -> int:
        """Number of entries, those of the open transaction included."""
        tree = self._trees.get(origin)
        return tree.size if tree else 0

    def tree(self, origin: str) -> Tree:
        """The tree of a log; an empty one where nothing was written."""
        tree = self._trees.get(origin)
        return self._trees.setdefault(origin, Tree()) if tree is None else tree

    def append_own(self, origin: str, values: dict[str, Any], at_ms: int) -> int:
        """Append plain values (salt inside) to a log of this party; returns the leaf."""
        return self.append_line(origin, canonical(values), at_ms)

    def append_line(self, origin: str, body: bytes, at_ms: int) -> int:
        """Append canonical bytes (salt inside) to a log of this party; returns the leaf."""
        entry = entry_of(body)
        index = self.size(origin)
        self._store.append_own(origin, index, entry, body, at_ms)
        self.tree(origin).append_one(entry)
        self._total += 1
        return index

    def append_for(self, origin: str, disclosed: Disclosed, at_ms: int) -> int:
        """Append a disclosed form to the log of its recipient; returns the leaf."""
        index = self.size(origin)
        self._store.append_for(origin, index, disclosed, at_ms)
        self.tree(origin).append_one(disclosed.entry)
        self._total += 1
        if disclosed.content:
            self._store.put_content(origin, index, disclosed.content)
        return index

    def append_mirrored(
        self, origin: str, rows: Sequence[tuple[bytes, bytes | None]], arrived_ms: int
    ) -> None:
        """Append verified entries of another author's log."""
        self._store.append_mirrored(origin, self.size(origin), rows, arrived_ms)
        self.tree(origin).append([entry for entry, _ in rows])
        self._total += len(rows)
        self._came_back.add(origin)

    def seal(self, own_prefix: str) -> list[str]:
        """Write tiles of every log that grew and sign a checkpoint of those this party authors.

        Returns the origins that grew. One signature per log and batch covers all its entries.
        """
        grown = []
        for origin, tree in self._trees.items():
            before = self._sealed.get(origin, 0)
            if tree.size == before:
                continue
            grown.append(origin)
            self._put_tiles(origin, tree, before)
            is_own = origin == own_prefix or origin.startswith(own_prefix + "/")
            # What came back from a recipient has a head already, and the recipient's cosignature on it.
            has_head = origin in self._came_back and self._store.checkpoint(origin, tree.size) is not None
            if is_own and not has_head:
                note = sign_checkpoint(Checkpoint(origin, tree.size, tree.root()), self._key)
                self._store.put_checkpoint(origin, tree.size, note)
            self._sealed[origin] = tree.size
        return grown

    def entries_total(self) -> int:
        """Entries in all logs, those of the open transaction included: grows with every append."""
        return self._total

    def _put_tiles(self, origin: str, tree: Tree, before: int) -> None:
        for tile in tiles_touched(before, tree.size):
            if tile.level is not None:
                hashes = tile_bytes(tree, tile.level, tile.index, tile.width)
                self._store.put_tile(origin, tile.level, tile.index, tile.width, hashes)

    def put_checkpoint(self, origin: str, note: str, size: int) -> None:
        """Keep a checkpoint note of another author's log, or one with more cosignatures."""
        self._store.put_checkpoint(origin, size, note)

    def cosign(self, note: str, timestamp_s: int) -> str:
        """This party's cosignature line for a note that was verified."""
        return cosign(note, self._key, timestamp_s)

    def with_cosignature(self, origin: str, size: int, line: str) -> str:
        """Add a verified cosignature line to the stored checkpoint of that size."""
        held = self._store.checkpoint(origin, size)
        if held is None:
            raise Corrupt(f"no checkpoint of size {size}", where=origin)
        note = held[1] if line in held[1] else add_cosignature(held[1], line)
        self._store.put_checkpoint(origin, size, note)
        self._cosigned[origin] = max(size, self._cosigned.get(origin, 0))
        return note

    def receipt(self, origin: str, index: int) -> tuple[str, int, list[bytes], str]:
        """(tlog-proof text, size, proof, checkpoint note) of a leaf.

        The checkpoint is the last cosigned one that covers it, or the last one where none is cosigned yet.
        """
        cosigned = self._cosigned.get(origin, 0)
        held = self._store.checkpoint(origin, cosigned if cosigned > index else None)
        if held is None or held[0] <= index:
            raise Corrupt(f"leaf {index} is not covered by a checkpoint", where=origin)
        size, note = held
        proof = self.tree(origin).inclusion_proof(index, size)
        return encode_receipt(index, proof, note), size, proof, note

    def checkpoint_at(self, origin: str, size: int) -> str:
        """A checkpoint of exactly that size, signed now if none is kept: a prefix of one's own log."""
        held = self._store.checkpoint(origin, size)
        if held is not None:
            return held[1]
        return sign_checkpoint(Checkpoint(origin, size, self.tree(origin).root(size)), self._key)

    def verified_size(self, origin: str) -> int:
        """Size up to which the last checkpoint covers the log."""
        held = self._store.checkpoint(origin)
        return held[0] if held else 0

    def check(self, origin: str, verifier: VerifyingKey) -> None:
        """Hold the tree of a log against its last checkpoint, signed with its author's key."""
        held = self._store.checkpoint(origin)
        if held is None:
            return
        size, note = held
        try:
            checkpoint = open_checkpoint(note, verifier, origin=origin)
        except (Refused, Untrusted) as error:
            raise Corrupt(f"the checkpoint of size {size} does not verify: {error}", where=origin) from error
        if self.size(origin) < size:
            raise Corrupt(f"{self.size(origin)} entries under a checkpoint of size {size}", where=origin)
        if self.tree(origin).root(size) != checkpoint.root:
            raise Corrupt(f"entries do not give the signed root of size {size}", where=origin)
