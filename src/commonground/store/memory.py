"""A store in memory: the contract of `LogStore` in dictionaries, with faults on request.

A transaction keeps how to undo each of its writes. What a crash here leaves is what `reopened` gives: what
was committed, and nothing of the open transaction. It is for tests and drills; a party's node keeps a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial

from commonground.errors import Corrupt, Unavailable
from commonground.room.ports import (
    Exchanged,
    ExchangedObject,
    PairRow,
    Shape,
    Standing,
    StoredEntry,
    VersionRow,
    Wanted,
)  # fmt: skip

from . import exchanged_memory
from .fault import Faults, How, outcome_of
from .sealed import Sealed
from .undone import drop, put

HASH_BYTES = 32


@dataclass(slots=True)
class _Tables:
    """Rows in groups: a table is read one group at a time, such as one log."""

    entries: dict[str, dict[int, StoredEntry]] = field(default_factory=dict)
    tiles: dict[tuple[str, int], dict[int, tuple[int, bytes]]] = field(default_factory=dict)
    checkpoints: dict[str, dict[int, str]] = field(default_factory=dict)
    versions: dict[str, dict[int, tuple[VersionRow, int | None]]] = field(default_factory=dict)
    standing: dict[str, dict[int, tuple[Standing, Shape]]] = field(default_factory=dict)
    met: dict[str, dict[int, tuple[int, Sequence[PairRow]]]] = field(default_factory=dict)
    puts: int = 0
    forms: dict[str, dict[str, tuple[int, bytes, str]]] = field(default_factory=dict)
    released: dict[str, dict[int, int]] = field(default_factory=dict)
    contents: dict[str, dict[int, bytes]] = field(default_factory=dict)
    documents: dict[str, dict[str, bytes]] = field(default_factory=dict)
    exchanged: dict[str, dict[int, exchanged_memory.Kept]] = field(default_factory=dict)
    ends: dict[int, dict[str, int]] = field(default_factory=dict)


class MemoryStore:
    """A `LogStore` in memory. As in `SqliteStore`, a failed write ends and rolls back its transaction."""

    def __init__(self) -> None:
        self.faults = Faults()
        self._tables = _Tables()
        self._undo: list[Callable[[], object]] | None = None
        self._closed = False

    def fail_at(self, n: int, how: How = "lost") -> None:
        """Let the n-th write or commit from now on go wrong, as `fault.Faults` says."""
        self.faults.fail_at(n, how)

    def reopened(self) -> MemoryStore:
        """The store as the next process finds it: after `close`, or after a crash in mid-transaction."""
        self.close()
        store = MemoryStore()
        store._tables = self._tables
        return store

    def begin(self) -> None:
        """Open the one transaction; `RuntimeError` inside another."""
        self._need_open()
        if self._undo is not None:
            raise RuntimeError("begin inside a transaction")
        self._undo = []

    def commit(self) -> None:
        """Keep what was written since `begin`."""
        self._need_transaction()
        how = self.faults.at_commit()
        if how in ("lost", "acked_lost"):
            self.rollback()
        self._undo = None
        if how == "lost":
            raise Unavailable("not persisted")
        if how == "committed_unacked":
            raise Unavailable("persisted but not acknowledged")

    def commit_behind(self) -> Future[None]:
        """The same; memory is written at once."""
        return outcome_of(self.commit)

    def rollback(self) -> None:
        """Throw the transaction away; allowed where none is open."""
        self.faults.rolled_back()
        undo, self._undo = self._undo, None
        for step in reversed(undo or []):
            step()

    def close(self) -> None:
        """End the use of this object; an open transaction is rolled back."""
        self.rollback()
        self._closed = True

    def _need_open(self) -> None:
        if self._closed:
            raise Unavailable("the store is closed")

    def _need_transaction(self) -> list[Callable[[], object]]:
        self._need_open()
        if self._undo is None:
            raise RuntimeError("a write outside begin and commit")
        return self._undo

    def _write(self) -> list[Callable[[], object]]:
        undo = self._need_transaction()
        try:
            self.faults.before_write()
        except Unavailable:
            self.rollback()
            raise
        return undo

    def _read(self) -> _Tables:
        self._need_open()
        return self._tables

    def _fail(self, reason: str, where: str) -> Corrupt:
        self.rollback()
        return Corrupt(reason, where=where)

    # -- logs ------------------------------------------------------------------------------------------------

    def append_own(self, origin: str, index: int, entry: bytes, body: bytes, at_ms: int) -> None:
        """Append one entry with its body; `Corrupt` when the log does not hold `index` entries."""
        self.append_mirrored(origin, index, [(entry, body)], at_ms)

    def append_for(self, origin: str, index: int, disclosed: Sealed, at_ms: int) -> None:
        """Append a disclosed form to its recipient's log."""
        self.append_mirrored(origin, index, [(disclosed.entry, disclosed.data)], at_ms)

    def append_mirrored(
        self, origin: str, start: int, rows: Sequence[tuple[bytes, bytes | None]], arrived_ms: int
    ) -> None:
        """Append entries of another author's log, with the bodies that came with them."""
        undo = self._write()
        held = len(self._tables.entries.get(origin, {}))
        if held != start:
            raise self._fail(f"an append at {start} to a log of {held} entries", origin)
        for index, (entry, body) in enumerate(rows, start):
            if len(entry) != HASH_BYTES:
                raise self._fail(f"entry {index} has {len(entry)} bytes, expected {HASH_BYTES}", origin)
            put(undo, self._tables.entries, origin, index, StoredEntry(index, entry, body, arrived_ms))

    def origins(self) -> dict[str, int]:
        """Every log that has an entry, with its size."""
        return {origin: len(log) for origin, log in sorted(self._read().entries.items()) if log}

    def size(self, origin: str) -> int:
        """Number of entries of a log."""
        return len(self._read().entries.get(origin, ()))

    def entries(self, origin: str, start: int, end: int) -> list[StoredEntry]:
        """Entries `start` up to but not including `end`, as far as there are any."""
        log = self._read().entries.get(origin, {})
        return [log[index] for index in range(max(start, 0), min(end, len(log)))]

    def delete_body(self, origin: str, index: int) -> None:
        """Remove body, salt and view-only content of an entry; the entry stays."""
        undo = self._write()
        held = self._tables.entries.get(origin, {}).get(index)
        if held is None:
            raise self._fail(f"no entry {index} to delete the body of", origin)
        put(undo, self._tables.entries, origin, index, replace(held, body=None))
        drop(undo, self._tables.contents, origin, index)

    # -- tiles and checkpoints -------------------------------------------------------------------------------

    def put_tile(self, origin: str, level: int, index: int, width: int, hashes: bytes) -> None:
        """Keep a tile; one narrower than that already kept changes nothing."""
        undo = self._write()
        if len(hashes) != HASH_BYTES * width:
            raise self._fail(f"a tile of width {width} with {len(hashes)} bytes", origin)
        held = self._tables.tiles.get((origin, level), {}).get(index)
        if held is None or width >= held[0]:
            put(undo, self._tables.tiles, (origin, level), index, (width, hashes))

    def tiles(self, origin: str, level: int) -> list[tuple[int, int, bytes]]:
        """(index, width, hashes) of a level, by index, the widest of each."""
        found = self._read().tiles.get((origin, level), {})
        return [(index, *tile) for index, tile in sorted(found.items())]

    def put_checkpoint(self, origin: str, size: int, note: str) -> None:
        """Keep a note, in place of an earlier one of the same size."""
        put(self._write(), self._tables.checkpoints, origin, size, note)

    def checkpoint(self, origin: str, size: int | None = None) -> tuple[int, str] | None:
        """(size, note) of exactly `size`, or of the largest."""
        found = self._read().checkpoints.get(origin, {})
        wanted = max(found, default=-1) if size is None else size
        return (wanted, found[wanted]) if wanted in found else None

    def checkpoints(self, origin: str) -> list[tuple[int, str]]:
        """(size, note) of all that are kept, smallest first."""
        return sorted(self._read().checkpoints.get(origin, {}).items())

    # -- derived ---------------------------------------------------------------------------------------------

    def put_version(
        self, row: VersionRow, standing: Standing, shape: Shape, pairs: Sequence[PairRow] = (), *, is_new: bool = False
    ) -> None:  # fmt: skip
        """Keep a version as the last one of its key, and the conflicts that come with it.

        The one before it is known until this one is, and so are all conflicts that named the key. `Corrupt` where it
        `is_new` and there is one before it all the same.
        """
        undo = self._write()
        held = self._tables.versions.get(row.key, {})
        if held and is_new:
            raise self._fail("a version that is said to be the first and is not", where=row.key)
        if held:
            last = len(held) - 1
            put(undo, self._tables.versions, row.key, last, (held[last][0], row.known_from_ms))
        undo.append(partial(setattr, self._tables, "puts", self._tables.puts))
        self._tables.puts += 1
        put(undo, self._tables.met, row.key, len(held), (self._tables.puts, tuple(pairs)))
        put(undo, self._tables.versions, row.key, len(held), (row, None))
        put(undo, self._tables.standing, row.key, 0, (standing, shape))

    def versions_now(self) -> Iterator[VersionRow]:
        """The last version of every key, in the order in which the keys came."""
        for held in list(self._read().versions.values()):
            if held:
                yield self._with_words(held[len(held) - 1][0])

    def _with_words(self, row: VersionRow) -> VersionRow:
        entry = self._tables.entries.get(row.origin, {}).get(row.said_leaf)
        return row if entry is None or entry.body is None else row._replace(said=entry.body)

    def standing_now(self) -> Iterator[tuple[Standing, Shape]]:
        """How the last version of every key stands, and its shape, in the order in which the keys came."""
        for held in list(self._read().standing.values()):
            yield from held.values()

    def put_shape(self, key: str, shape: Shape) -> None:
        """Put another shape to the last version of a key; nothing happens where there is none."""
        undo = self._write()
        held = self._tables.standing.get(key)
        if held:
            put(undo, self._tables.standing, key, 0, (held[0][0], shape))

    def version_now(self, key: str) -> VersionRow | None:
        """The last version of a key, or None."""
        held = self._read().versions.get(key)
        return self._with_words(held[len(held) - 1][0]) if held else None

    def versions_as_of(self, at_ms: int, from_ms: int, until_ms: int, limit: int) -> list[VersionRow]:
        """Versions known at `at_ms` (from inclusive, until exclusive) whose activity meets the closed span.

        Latest start of activity first, then by key; the first `limit` of them.
        """
        found = [
            row
            for held in self._read().versions.values()
            for row, known_until_ms in held.values()
            if row.active_from_ms <= until_ms and row.active_until_ms >= from_ms
            if _known(row.known_from_ms, known_until_ms, at_ms)
        ]
        found.sort(key=lambda row: (-row.active_from_ms, row.key))
        return [self._with_words(row) for row in found[: max(limit, 0)]]

    def history(self, key: str) -> list[VersionRow]:
        """Every version of a key, in the order in which they were put."""
        return [self._with_words(row) for row, _ in self._read().versions.get(key, {}).values()]

    def pairs_as_of(self, at_ms: int | None) -> list[PairRow]:
        """Conflicts known at `at_ms`, or now; by their two keys."""
        tables = self._read()
        last = {
            key: tables.met[key][number]
            for key, held in tables.versions.items()
            for number, (row, until_ms) in held.items()
            if (until_ms is None if at_ms is None else _known(row.known_from_ms, until_ms, at_ms))
        }
        return sorted(
            pair
            for key, (order, pairs) in last.items()
            for pair in pairs
            if last.get(pair.b if pair.a == key else pair.a, (-1, ()))[0] <= order
        )

    def drop_derived(self) -> None:
        """Empty versions, conflicts and what is exchanged, to be replayed from the logs."""
        undo = self._write()
        for name in ("versions", "standing", "met", "exchanged", "ends"):
            undo.append(partial(setattr, self._tables, name, getattr(self._tables, name)))
            setattr(self._tables, name, {})

    # -- information exchange --------------------------------------------------------------------------------

    def put_exchanged(self, collection: str, at_us: int, objects: Sequence[ExchangedObject]) -> None:
        """Add objects to the end of a collection; one that is there by id and version stays as it is."""
        undo, ends = self._write(), self._tables.ends.get(0, {})
        rows = self._tables.exchanged.get(collection, {}).values()
        for one, data in list(exchanged_memory.added(rows, ends, collection, at_us, objects)):
            put(undo, self._tables.exchanged, collection, one.seq, (one, data))
            put(undo, self._tables.ends, 0, collection, one.date_added_us)
            put(undo, self._tables.ends, 0, exchanged_memory.SEQ, one.seq)

    def drop_exchanged(self, collection: str, entity: str, *, is_foreign: bool = False) -> None:
        """Take all that was made of an entity out of a collection, or the foreign object that it is."""
        undo, rows, wanted = self._write(), self._tables.exchanged.get(collection, {}), (entity, is_foreign)
        for seq in [seq for seq, (one, _) in rows.items() if (one.entity, bool(one.is_foreign)) == wanted]:
            drop(undo, self._tables.exchanged, collection, seq)

    def drop_exchanged_one(self, collection: str, id: str, version: str) -> None:
        """Take one version of an object out of a collection."""
        undo, rows = self._write(), self._tables.exchanged.get(collection, {})
        for seq in [seq for seq, (one, _) in rows.items() if (one.id, one.version) == (id, version)]:
            drop(undo, self._tables.exchanged, collection, seq)

    def exchanged(self, collection: str, wanted: Wanted) -> list[Exchanged]:
        """The objects of a collection that are asked for, oldest first."""
        return exchanged_memory.found(self._read().exchanged.get(collection, {}).values(), wanted)

    def exchanged_of(self, collection: str, entity: str) -> list[Exchanged]:
        """The last version of each object that was made of an entity, oldest first; no foreign ones."""
        return exchanged_memory.last_of(self._read().exchanged.get(collection, {}).values(), entity)

    def exchanged_bytes(self, seqs: Sequence[int]) -> list[bytes]:
        """The bytes of objects that were found in this command."""
        rows = {seq: data for held in self._read().exchanged.values() for seq, (_, data) in held.items()}
        return [rows[seq] for seq in seqs]

    # -- release ---------------------------------------------------------------------------------------------

    def put_form(self, origin: str, entity: str, version: int, form: bytes, action: str) -> None:
        """Keep the last form of an entity in a recipient's log."""
        put(self._write(), self._tables.forms, origin, entity, (version, form, action))

    def form(self, origin: str, entity: str) -> tuple[int, bytes, str] | None:
        """(version, form, action) that the recipient was last told, or None."""
        return self._read().forms.get(origin, {}).get(entity)

    def put_released(self, origin: str, own_leaf: int, leaf: int) -> None:
        """Note that leaf `own_leaf` of the own log was dealt with in leaf `leaf` of a recipient's."""
        put(self._write(), self._tables.released, origin, own_leaf, leaf)

    def released(self, origin: str, own_leaf: int) -> int | None:
        """The recipient's leaf for an own leaf, or None."""
        return self._read().released.get(origin, {}).get(own_leaf)

    def unreleased_from(self, origin: str) -> int:
        """One past the last own leaf that was dealt with for this recipient; 0 where none was."""
        return max(self._read().released.get(origin, {}), default=-1) + 1

    # -- documents -------------------------------------------------------------------------------------------

    def put_content(self, origin: str, index: int, content: bytes) -> None:
        """Keep what stays here of a view-only item."""
        put(self._write(), self._tables.contents, origin, index, content)

    def content(self, origin: str, index: int) -> bytes | None:
        """What stayed here of a view-only item, or None."""
        return self._read().contents.get(origin, {}).get(index)

    def put_document(self, kind: str, id: str, data: bytes) -> None:
        """Keep a document (draft, account, setting), in place of an earlier one."""
        put(self._write(), self._tables.documents, kind, id, data)

    def document(self, kind: str, id: str) -> bytes | None:
        """A document, or None."""
        return self._read().documents.get(kind, {}).get(id)

    def documents(self, kind: str) -> list[tuple[str, bytes]]:
        """(id, data) of every document of a kind, by id."""
        return sorted(self._read().documents.get(kind, {}).items())

    def documents_before(self, kind: str, before: str, limit: int) -> list[tuple[str, bytes]]:
        """(id, data) of the last documents of a kind whose ids come before one, the last first."""
        found = [one for one in self.documents(kind) if one[0] < before]
        return found[::-1][:limit]

    def delete_document(self, kind: str, id: str) -> None:
        """Remove a document; nothing happens where there is none."""
        drop(self._write(), self._tables.documents, kind, id)


def _known(known_from_ms: int, known_until_ms: int | None, at_ms: int) -> bool:
    return known_from_ms <= at_ms and (known_until_ms is None or at_ms < known_until_ms)
