"""The offline audit of one log: which entry, body, tile, checkpoint or signature is the first that is broken.

Entries, their bodies, the tiles and the signed checkpoints say the same thing several times over; where they
differ, the checkpoints decide who is right, and only the odd one out is named. A body that is gone passes
when a later statement of the same log says that it was deleted; every other gap is named.
Entries are read as a stream; only 64 bytes per entry stay in memory. It reads no files and repairs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from commonground.errors import BadSignature, MalformedMessage

from .checkpoint import Checkpoint
from .keys import SignatureType, VerifyingKey
from .merkle import HASH_BYTES, Tree, leaf_hash
from .note import Note, parse_note
from .statement_body import entry_of, parse_body
from .tiles import TILE_HASHES, TILE_HEIGHT, Tile, parse_bundle

Kind = Literal["entry", "body", "gap", "tile", "checkpoint", "signature", "unsigned"]
Deletions = Callable[[bytes], Collection[int]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken thing. `where` names it; `position` is the first entry that it concerns, for sorting."""

    kind: Kind
    where: str
    reason: str
    position: int

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


@dataclass(slots=True)
class _Leaves:
    """What one pass over the entries leaves: the tree as the entries have it, and where others disagree."""

    tree: Tree = field(default_factory=Tree)
    disputes: dict[int, dict[str, bytes]] = field(default_factory=dict)
    gaps: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)


def leaves_deleted_by(body: bytes) -> Collection[int]:
    """Indexes named by a `deleted` statement: `body.leaves` where the action (of the saying) is "deleted"."""
    if (
        b'"deleted"' not in body
    ):  # most bodies need no second parse; a canonical body holds no escaped letters
        return ()
    value: dict[str, Any] = parse_body(body)
    saying = value.get("saying", value)
    if not isinstance(saying, dict) or saying.get("action") != "deleted":
        return ()
    inner = saying.get("body")
    leaves = inner.get("leaves") if isinstance(inner, dict) else None
    return [index for index in leaves if type(index) is int] if isinstance(leaves, list) else ()


def audit_log(
    origin: str,
    entries: Iterable[tuple[int, bytes, bytes | None]],
    tiles: Mapping[str, bytes],
    checkpoints: Iterable[str],
    verifiers: Collection[VerifyingKey],
    deletions: Deletions = leaves_deleted_by,
    *,
    kept_elsewhere: Collection[int] = (),
) -> list[Finding]:
    """Everything that is broken in a log, the first broken thing first; an empty list when nothing is.

    `entries` yields (index, entry, body or None) in order; `tiles` maps tile paths to bytes and may be empty;
    `verifiers` are the author's keys (type 0x01) and the cosigners' (type 0x04), former ones included;
    `deletions` gives the indexes that a statement's body declares deleted; `kept_elsewhere` are the indexes
    whose bodies stay at the originator's node (released to view, not to keep).
    """
    findings: list[Finding] = []
    parsed_tiles = _parse_tiles(tiles, findings)
    heads = _read_checkpoints(origin, checkpoints, verifiers, findings)
    leaves = _read_entries(entries, _LeafTiles(parsed_tiles), deletions, findings)
    tree = _settle(leaves, heads, findings)
    for tile, data in parsed_tiles.items():
        _compare_tile(tree, tile, data, findings)
    _compare_heads(tree, heads, findings)
    for index in sorted(leaves.gaps - leaves.deleted - set(kept_elsewhere)):
        findings.append(
            Finding("gap", f"body {index}", "is missing and no later statement says it was deleted", index)
        )
    return sorted(findings, key=lambda found: found.position)


class _LeafTiles:
    """Leaf hashes as the level-0 tiles have them, the widest tile of each index."""

    def __init__(self, tiles: Mapping[Tile, bytes]) -> None:
        self._widest: dict[int, bytes] = {}
        for tile, data in tiles.items():
            if tile.level == 0 and len(data) > len(self._widest.get(tile.index, b"")):
                self._widest[tile.index] = data

    def leaf(self, index: int) -> bytes | None:
        data = self._widest.get(index // TILE_HASHES, b"")
        at = index % TILE_HASHES * HASH_BYTES
        return data[at : at + HASH_BYTES] or None


def _parse_tiles(tiles: Mapping[str, bytes], findings: list[Finding]) -> dict[Tile, bytes]:
    parsed: dict[Tile, bytes] = {}
    for path, data in tiles.items():
        try:
            tile = Tile.parse(path)
        except MalformedMessage as error:
            findings.append(Finding("tile", path, error.reason, 0))
            continue
        if tile.level is not None and len(data) != tile.width * HASH_BYTES:
            reason = f"{len(data)} bytes, expected {tile.width * HASH_BYTES}"
            findings.append(Finding("tile", path, reason, _first_leaf(tile, 0)))
        else:
            parsed[tile] = data
    return parsed


def _read_entries(
    entries: Iterable[tuple[int, bytes, bytes | None]],
    leaf_tiles: _LeafTiles,
    deletions: Deletions,
    findings: list[Finding],
) -> _Leaves:
    leaves = _Leaves()
    batch: list[bytes] = []
    size = 0
    for index, entry, body in entries:
        while size < index and (stored := leaf_tiles.leaf(size)) is not None:
            findings.append(Finding("entry", f"entry {size}", "is missing", size))
            batch.append(stored)
            size += 1
        if index != size:
            findings.append(Finding("entry", f"entry {size}", f"expected here, found entry {index}", size))
            break
        batch.append(_weigh(index, entry, body, leaf_tiles, leaves))
        if body is not None and index not in leaves.disputes:
            _read_body(index, body, deletions, leaves, findings)
        size += 1
        if len(batch) == TILE_HASHES:
            leaves.tree.append_leaf_hashes(batch)
            batch.clear()
    while (stored := leaf_tiles.leaf(size)) is not None:
        findings.append(Finding("entry", f"entry {size}", "is missing", size))
        batch.append(stored)
        size += 1
    leaves.tree.append_leaf_hashes(batch)
    return leaves


def _weigh(index: int, entry: bytes, body: bytes | None, leaf_tiles: _LeafTiles, leaves: _Leaves) -> bytes:
    """The leaf hash by the entry; what body and tile say instead is kept when they differ."""
    votes = {"entry": leaf_hash(entry)}
    if (stored := leaf_tiles.leaf(index)) is not None:
        votes["tile"] = stored
    if body is None:
        leaves.gaps.add(index)
    else:
        votes["body"] = votes["entry"] if entry_of(body) == entry else leaf_hash(entry_of(body))
    if len(set(votes.values())) > 1:
        leaves.disputes[index] = votes
    return votes["entry"]


def _read_body(
    index: int, body: bytes, deletions: Deletions, leaves: _Leaves, findings: list[Finding]
) -> None:
    try:
        parse_body(body)
        leaves.deleted.update(gone for gone in deletions(body) if gone < index)
    except MalformedMessage as error:
        findings.append(Finding("body", f"body {index}", str(error), index))


def _settle(leaves: _Leaves, heads: Sequence[Checkpoint], findings: list[Finding]) -> Tree:
    """Decide every dispute by the reading that most checkpoints confirm; name who differs from it."""
    if not leaves.disputes:
        return leaves.tree
    best, best_tree, best_count = dict[int, bytes](), leaves.tree, -1
    for reading in _readings(leaves.disputes):
        tree = _with_leaves(leaves.tree, reading)
        count = sum(head.size <= tree.size and tree.root(head.size) == head.root for head in heads)
        if count > best_count:
            best, best_tree, best_count = reading, tree, count
    for index, votes in leaves.disputes.items():
        if votes["entry"] != best[index]:
            findings.append(Finding("entry", f"entry {index}", "is not what the tree holds", index))
        if votes.get("body", best[index]) != best[index]:
            findings.append(Finding("body", f"body {index}", "does not hash to its entry", index))
    return best_tree


def _readings(disputes: Mapping[int, Mapping[str, bytes]]) -> Iterator[dict[int, bytes]]:
    """Ways to read the disputed leaves: by majority, then all by the entry, by the tile, by the body."""
    yield {index: Counter(votes.values()).most_common(1)[0][0] for index, votes in disputes.items()}
    for voter in ("entry", "tile", "body"):
        yield {index: votes.get(voter, votes["entry"]) for index, votes in disputes.items()}


def _with_leaves(tree: Tree, changes: Mapping[int, bytes]) -> Tree:
    hashes = bytearray(tree.complete_hashes(0, 0, tree.size))
    for index, leaf in changes.items():
        hashes[index * HASH_BYTES : (index + 1) * HASH_BYTES] = leaf
    return Tree.from_leaf_hashes(bytes(hashes))


def _compare_tile(tree: Tree, tile: Tile, data: bytes, findings: list[Finding]) -> None:
    level, width = tile.level or 0, tile.width
    begin = tile.index * TILE_HASHES
    try:
        expected = tree.complete_hashes(level * TILE_HEIGHT, begin, begin + width)
        found = data if tile.level is not None else b"".join(map(leaf_hash, parse_bundle(data, width)))
    except IndexError:
        findings.append(Finding("tile", tile.path, "is wider than the log", _first_leaf(tile, 0)))
        return
    except MalformedMessage as error:
        findings.append(Finding("tile", tile.path, str(error), _first_leaf(tile, 0)))
        return
    for at in range(width) if found != expected else ():
        if (
            found[at * HASH_BYTES : (at + 1) * HASH_BYTES]
            != expected[at * HASH_BYTES : (at + 1) * HASH_BYTES]
        ):
            reason = f"hash {at} is not that of the entries"
            findings.append(Finding("tile", tile.path, reason, _first_leaf(tile, at)))
            return


def _first_leaf(tile: Tile, at: int) -> int:
    return (tile.index * TILE_HASHES + at) << ((tile.level or 0) * TILE_HEIGHT)


def _read_checkpoints(
    origin: str, notes: Iterable[str], verifiers: Collection[VerifyingKey], findings: list[Finding]
) -> list[Checkpoint]:
    """The checkpoints that the author's signature vouches for; the rest become findings."""
    heads: list[Checkpoint] = []
    for number, text in enumerate(notes):
        try:
            note = parse_note(text)
            head = Checkpoint.parse(note.text)
        except MalformedMessage as error:
            findings.append(Finding("checkpoint", f"checkpoint number {number}", str(error), 0))
            continue
        where = f"checkpoint of size {head.size}"
        if head.origin != origin:
            reason = f"is of the log {head.origin}, expected {origin}"
            findings.append(Finding("checkpoint", where, reason, head.size))
        elif _check_signatures(note, where, head.size, verifiers, findings):
            heads.append(head)
    return heads


def _check_signatures(
    note: Note, where: str, size: int, verifiers: Collection[VerifyingKey], findings: list[Finding]
) -> bool:
    """True when a key of the author signed; every other line that does not verify is named."""
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    signed = False
    broken: list[Finding] = []
    for line in note.signatures:
        verifier = known.get((line.name, line.key_id))
        line_where = f"signature by {line.name} on the {where}"
        if verifier is None:
            broken.append(Finding("signature", line_where, f"unknown key {line.key_id.hex()}", size))
            continue
        try:
            verifier.verify_note(note.text, line.signature)
            signed = signed or verifier.type is SignatureType.ED25519
        except BadSignature as error:
            broken.append(Finding("signature", line_where, error.reason, size))
    if len(broken) == len(note.signatures) > 1:
        broken = [Finding("checkpoint", where, "none of its signatures verifies", size)]
    elif not signed and not broken:
        broken = [Finding("checkpoint", where, "the author has not signed it", size)]
    findings.extend(broken)
    return signed


def _compare_heads(tree: Tree, heads: Sequence[Checkpoint], findings: list[Finding]) -> None:
    confirmed = 0
    for head in sorted(heads, key=lambda head: head.size):
        where = f"checkpoint of size {head.size}"
        if head.size > tree.size:
            reason = f"covers entries {tree.size} to {head.size - 1}, which are missing"
            findings.append(Finding("checkpoint", where, reason, tree.size))
        elif tree.root(head.size) != head.root:
            reason = (
                f"the entries do not lead to its root; the first change is in {confirmed} to {head.size - 1}"
            )
            findings.append(Finding("checkpoint", where, reason, confirmed))
        else:
            confirmed = head.size
    if confirmed < tree.size:
        where = f"entries {confirmed} to {tree.size - 1}"
        findings.append(Finding("unsigned", where, "no checkpoint confirms them", tree.size))
