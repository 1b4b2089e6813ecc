"""A store in one SQLite file: the logs of one node and what is derived from them.

Statements and their order are here, one method of `LogStore` each; opening, locking and errors are in
`connection`. Compare-and-swap stands in the statement that grows a log. It neither hashes nor verifies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

from commonground.record import decode_own
from commonground.room.ports import (
    Exchanged,
    ExchangedObject,
    PairRow,
    Shape,
    Standing,
    StoredEntry,
    VersionRow,
    Wanted,
)

from . import exchanged
from .connection import Connection, Row
from .places import Places
from .schema import DERIVED
from .sealed import Sealed
from .staged import DAY_MS, Put
from .transactions import HASH_BYTES, Transactions

ROWS_PER_PAGE = 1_000
STANDING_PER_PAGE = 20_000

_ENTRIES = """
    SELECT e.idx, e.entry, b.body, e.arrived_ms
    FROM entries AS e LEFT JOIN bodies AS b ON b.origin = e.origin AND b.idx = e.idx
    WHERE e.origin = ? AND e.idx >= ? AND e.idx < ? ORDER BY e.idx
"""
# As bytes: a damaged note is still read, so that the audit can name it.
_NOTES = "SELECT size, CAST(note AS BLOB) FROM checkpoints WHERE origin = ?"
_LAST_CHECKPOINT = f"{_NOTES} ORDER BY size DESC LIMIT 1"
_CHECKPOINT = f"{_NOTES} AND size = ?"
_CHECKPOINTS = f"{_NOTES} ORDER BY size"
_VERSION = """
    v.key, v.kind, v.known_from_ms, v.active_from_ms, v.active_until_ms, v.data, v.origin, v.said_leaf, b.body
"""
_WORDS = "LEFT JOIN bodies AS b ON b.origin = v.origin AND b.idx = v.said_leaf"
_VERSIONS_NOW = f"""
    SELECT s.place, {_VERSION} FROM standing AS s JOIN versions AS v ON v.seq = s.seq {_WORDS}
    WHERE s.place > ? ORDER BY s.place LIMIT ?
"""  # noqa: S608
_STANDING = """
    SELECT place, key, kind, version, action, category, about, from_ms, until_ms, volumes, layout, shape
    FROM standing WHERE place > ? ORDER BY place LIMIT ?
"""
_PUT_SHAPE = "UPDATE standing SET volumes = ?, layout = ?, shape = ? WHERE place = ?"
_VERSION_NOW = f"""
    SELECT {_VERSION} FROM versions AS v {_WORDS} WHERE v.seq = (SELECT seq FROM standing WHERE place = ?)
"""  # noqa: S608
# Which ones is found in the index alone; days come in order, and the starts of one day are put in order.
_VERSIONS_AS_OF = f"""
    SELECT {_VERSION} FROM (
        SELECT seq FROM versions INDEXED BY versions_as_of
        WHERE active_day <= :until_day AND known_from_ms <= :at_ms
          AND active_from_ms <= :until_ms AND active_until_ms >= :from_ms
          AND (known_until_ms IS NULL OR known_until_ms > :at_ms)
        ORDER BY active_day DESC, active_from_ms DESC, key LIMIT :limit
    ) AS found JOIN versions AS v ON v.seq = found.seq {_WORDS}
    ORDER BY v.active_from_ms DESC, v.key
"""  # noqa: S608
# From the last version back over those that it came after.
_HISTORY = f"""
    WITH RECURSIVE back (seq) AS (
        SELECT seq FROM standing WHERE place = ?
        UNION ALL SELECT v.prev FROM back JOIN versions AS v ON v.seq = back.seq WHERE v.prev IS NOT NULL
    )
    SELECT {_VERSION} FROM back JOIN versions AS v ON v.seq = back.seq {_WORDS} ORDER BY v.seq
"""  # noqa: S608
_MET = "SELECT seq, key, met FROM versions INDEXED BY versions_met WHERE met IS NOT NULL"
_MET_NOW = f"{_MET} AND known_until_ms IS NULL"
_MET_AS_OF = f"{_MET} AND known_from_ms <= :at_ms AND (known_until_ms IS NULL OR known_until_ms > :at_ms)"
# The last version of each key that has had more than one.
_AGAIN = "SELECT key, max(seq) FROM versions INDEXED BY versions_again WHERE prev IS NOT NULL"
_AGAIN_NOW = f"{_AGAIN} GROUP BY key"
_AGAIN_AS_OF = f"{_AGAIN} AND known_from_ms <= :at_ms GROUP BY key"
_PUT_CONTENT = "INSERT OR REPLACE INTO contents (origin, idx, content) VALUES (?, ?, ?)"


class SqliteStore:
    """A `LogStore` in the file `path`. One process writes to it, from one thread at a time.

    A failed write (`Unavailable`: disk full, input/output, locked; `Corrupt`: it does not fit what is there)
    ends and rolls back its transaction; the store can be used again.
    """

    def __init__(self, path: str | Path, *, synchronous: str = "FULL", read_only: bool = False) -> None:
        connection = Connection(Path(path), synchronous=synchronous, read_only=read_only)
        self._transactions = Transactions(connection)

    @classmethod
    def open_read_only(cls, path: str | Path) -> SqliteStore:
        """The store as of now, beside the node that may be writing it; every write raises `Unavailable`."""
        return cls(path, read_only=True)

    def begin(self) -> None:
        """Open the one transaction; `RuntimeError` inside another."""
        self._transactions.begin()

    def commit(self) -> None:
        """Durable when it returns; after `Unavailable` the batch is there whole or not at all."""
        self._transactions.commit()

    def commit_behind(self) -> Future[None]:
        """The same in a thread of the store; the next transaction may begin, and is lost with this one."""
        return self._transactions.commit_behind()

    def rollback(self) -> None:
        """Throw the transaction away; allowed where none is open."""
        self._transactions.rollback()

    def close(self) -> None:
        """Let the file go; an open transaction is rolled back."""
        self._transactions.close()

    @property
    def _db(self) -> Connection:
        """The connection: for what no row that waits could change."""
        return self._transactions.database()

    def _written(self) -> Connection:
        """The connection, once what waited is written: for whatever could see it."""
        return self._transactions.written()

    # -- logs -----------------------------------------------------------------------------------------------

    def append_own(self, origin: str, index: int, entry: bytes, body: bytes, at_ms: int) -> None:
        """Append one entry with its body; `Corrupt` when the log does not hold `index` entries."""
        self._transactions.append_one(origin, index, entry, body, at_ms)

    def append_for(self, origin: str, index: int, disclosed: Sealed, at_ms: int) -> None:
        """Append a disclosed form to its recipient's log."""
        self._transactions.append_one(origin, index, disclosed.entry, disclosed.data, at_ms)

    def append_mirrored(
        self, origin: str, start: int, rows: Sequence[tuple[bytes, bytes | None]], arrived_ms: int
    ) -> None:
        """Append entries of another author's log, with the bodies that came with them."""
        self._transactions.append(origin, start, rows, arrived_ms)

    def origins(self) -> dict[str, int]:
        """Every log that has an entry, with its size."""
        return dict(sorted(self._transactions.sizes().items()))

    def size(self, origin: str) -> int:
        """Number of entries of a log, those that wait included."""
        return self._transactions.sizes().get(origin, 0)

    def entries(self, origin: str, start: int, end: int) -> list[StoredEntry]:
        """Entries `start` up to but not including `end`, as far as there are any."""
        return [StoredEntry(*row) for row in self._written().rows(_ENTRIES, (origin, start, end))]

    def delete_body(self, origin: str, index: int) -> None:
        """Remove body, salt and view-only content of an entry; the entry stays. Overwritten on disk."""
        if self._written().row("SELECT 1 FROM entries WHERE origin = ? AND idx = ?", (origin, index)) is None:
            raise self._transactions.fail(f"no entry {index} to delete the body of", where=origin)
        self._db.write("DELETE FROM bodies WHERE origin = ? AND idx = ?", (origin, index))
        self._db.write("DELETE FROM contents WHERE origin = ? AND idx = ?", (origin, index))
        self._db.forget_deleted()

    # -- tiles and checkpoints ------------------------------------------------------------------------------

    def put_tile(self, origin: str, level: int, index: int, width: int, hashes: bytes) -> None:
        """Keep a tile; one narrower than that already kept changes nothing."""
        staged = self._transactions.staged()
        if len(hashes) != HASH_BYTES * width:
            raise self._transactions.fail(
                f"tile {level}/{index} has {len(hashes)} bytes for {width}", where=origin
            )
        staged.put_tile(origin, level, index, width, hashes)

    def tiles(self, origin: str, level: int) -> list[tuple[int, int, bytes]]:
        """(index, width, hashes) of a level, by index, the widest of each."""
        sql = "SELECT idx, width, hashes FROM tiles WHERE origin = ? AND level = ? ORDER BY idx"
        return self._written().rows(sql, (origin, level))

    def put_checkpoint(self, origin: str, size: int, note: str) -> None:
        """Keep a note, in place of an earlier one of the same size."""
        self._transactions.staged().put_checkpoint(origin, size, note)

    def checkpoint(self, origin: str, size: int | None = None) -> tuple[int, str] | None:
        """(size, note) of exactly `size`, or of the largest."""
        if size is None:
            row = self._written().row(_LAST_CHECKPOINT, (origin,))
            return None if row is None else _checkpoint(row)
        note = self._transactions.find(lambda staged: staged.checkpoint(origin, size))
        if note is not None:
            return size, note
        row = self._db.row(_CHECKPOINT, (origin, size))
        return None if row is None else _checkpoint(row)

    def checkpoints(self, origin: str) -> list[tuple[int, str]]:
        """(size, note) of all that are kept, smallest first."""
        return [_checkpoint(row) for row in self._written().rows(_CHECKPOINTS, (origin,))]

    # -- derived --------------------------------------------------------------------------------------------

    def put_version(
        self, row: VersionRow, standing: Standing, shape: Shape, pairs: Sequence[PairRow] = (), *, is_new: bool = False
    ) -> None:  # fmt: skip
        """Keep a version as the last one of its key, and the conflicts that come with it.

        The one before it is known until this one is, and so are all conflicts that named the key. Where it `is_new` the
        caller knows of none before it, and none is looked for; `Corrupt` when there is one all the same.
        """
        staged = self._transactions.staged()
        if staged.has_version(row.key):
            self._written()
            staged = self._transactions.staged()
        staged.put_version(Put(row, standing, shape, pairs), is_new=is_new)

    def versions_now(self) -> Iterator[VersionRow]:
        """The last version of every key, in the order in which the keys came; no cursor stays open between pages."""
        for row in self._pages(_VERSIONS_NOW, ROWS_PER_PAGE):
            yield VersionRow(*row[1:])

    def standing_now(self) -> Iterator[tuple[Standing, Shape]]:
        """How the last version of every key stands, and its shape, in the order in which the keys came."""
        places, read = self._transactions.places, dict[str, int]()
        for row in self._pages(_STANDING, STANDING_PER_PAGE):
            read[row[1]] = row[0]
            yield Standing(*row[1:9]), Shape._make(row[9:])
        if not places.is_known():
            places.learn(read)

    def _pages(self, sql: str, size: int) -> Iterator[Row]:
        after = 0
        while page := self._written().rows(sql, (after, size)):
            yield from page
            after = page[-1][0]

    def put_shape(self, key: str, shape: Shape) -> None:
        """Put another shape to the last version of a key; nothing happens where there is none."""
        db = self._written()
        db.write(_PUT_SHAPE, (*shape, self._place(db, key)))

    def version_now(self, key: str) -> VersionRow | None:
        """The last version of a key, or None."""
        waits = self._transactions.find(lambda staged: staged.has_version(key) or None)
        db = self._written() if waits else self._db
        found = db.row(_VERSION_NOW, (self._place(db, key),))
        return None if found is None else VersionRow(*found)

    def versions_as_of(self, at_ms: int, from_ms: int, until_ms: int, limit: int) -> list[VersionRow]:
        """Versions known at `at_ms` (from inclusive, until exclusive) whose activity meets the closed span.

        Latest start of activity first, then by key; the first `limit` of them.
        """
        asked = {"at_ms": at_ms, "from_ms": from_ms, "until_ms": until_ms, "limit": max(limit, 0)}
        asked["until_day"] = until_ms // DAY_MS
        return [VersionRow(*row) for row in self._written().rows(_VERSIONS_AS_OF, asked)]

    def history(self, key: str) -> list[VersionRow]:
        """Every version of a key, in the order in which they were put."""
        db = self._written()
        return [VersionRow(*row) for row in db.rows(_HISTORY, (self._place(db, key),))]

    def _place(self, db: Connection, key: str) -> int | None:
        return self._transactions.places.find(db, key)

    def pairs_as_of(self, at_ms: int | None) -> list[PairRow]:
        """Conflicts known at `at_ms`, or now; by their two keys."""
        db, at = self._written(), {"at_ms": at_ms or 0}
        met = db.rows(_MET_NOW) if at_ms is None else db.rows(_MET_AS_OF, at)
        again: dict[str, int] = dict(db.rows(_AGAIN_NOW) if at_ms is None else db.rows(_AGAIN_AS_OF, at))
        found = [
            pair
            for seq, key, data in met
            for pair in decode_own(list[PairRow], data)
            # The other of the two has had another version since, or not.
            if again.get(pair.b if pair.a == key else pair.a, 0) < seq
        ]
        return sorted(found, key=_both_keys)

    def drop_derived(self) -> None:
        """Empty versions, conflicts and what is exchanged, to be replayed from the logs."""
        self._written()
        for table in DERIVED:
            self._db.write(f"DELETE FROM {table}")  # noqa: S608  (names of our own)
        self._transactions.places = Places()

    # -- information exchange -------------------------------------------------------------------------------

    def put_exchanged(self, collection: str, at_us: int, objects: Sequence[ExchangedObject]) -> None:
        """Add objects to the end of a collection; one that is there by id and version stays as it is."""
        self._transactions.staged().put_exchanged(collection, at_us, objects)

    def drop_exchanged(self, collection: str, entity: str, *, is_foreign: bool = False) -> None:
        """Take all that was made of an entity out of a collection, or the foreign object that it is."""
        exchanged.drop(self._written(), collection, entity, is_foreign=is_foreign)

    def drop_exchanged_one(self, collection: str, id: str, version: str) -> None:
        """Take one version of an object out of a collection."""
        exchanged.drop_one(self._written(), collection, id, version)

    def exchanged(self, collection: str, wanted: Wanted) -> list[Exchanged]:
        """The objects of a collection that are asked for, oldest first."""
        return exchanged.find(self._written(), collection, wanted)

    def exchanged_of(self, collection: str, entity: str) -> list[Exchanged]:
        """The last version of each object that was made of an entity, oldest first; no foreign ones."""
        return exchanged.last_of(self._written(), collection, entity)

    def exchanged_bytes(self, seqs: Sequence[int]) -> list[bytes]:
        """The bytes of objects that were found in this command."""
        return exchanged.bytes_of(self._written(), seqs)

    # -- release --------------------------------------------------------------------------------------------

    def put_form(self, origin: str, entity: str, version: int, form: bytes, action: str) -> None:
        """Keep the last form of an entity in a recipient's log."""
        self._transactions.staged().put_form(origin, entity, (version, form, action))

    def form(self, origin: str, entity: str) -> tuple[int, bytes, str] | None:
        """(version, form, action) that the recipient was last told, or None."""
        sql = "SELECT version, form, action FROM forms WHERE origin = ? AND entity = ?"
        waiting = self._transactions.find(lambda staged: staged.form(origin, entity))
        return waiting or self._db.row(sql, (origin, entity))

    def put_released(self, origin: str, own_leaf: int, leaf: int) -> None:
        """Note that leaf `own_leaf` of the own log was dealt with in leaf `leaf` of a recipient's."""
        self._transactions.staged().put_released(origin, own_leaf, leaf)

    def released(self, origin: str, own_leaf: int) -> int | None:
        """The recipient's leaf for an own leaf, or None."""
        waiting = self._transactions.find(lambda staged: staged.released(origin, own_leaf))
        if waiting is not None:
            return waiting
        sql = "SELECT leaf FROM released WHERE origin = ? AND own_leaf = ?"
        found = self._db.row(sql, (origin, own_leaf))
        return None if found is None else int(found[0])

    def unreleased_from(self, origin: str) -> int:
        """One past the last own leaf that was dealt with for this recipient; 0 where none was."""
        found = self._written().row("SELECT max(own_leaf) FROM released WHERE origin = ?", (origin,))
        return 0 if found is None or found[0] is None else int(found[0]) + 1

    # -- documents ------------------------------------------------------------------------------------------

    def put_content(self, origin: str, index: int, content: bytes) -> None:
        """Keep what stays here of a view-only item."""
        self._db.write(_PUT_CONTENT, (origin, index, content))

    def content(self, origin: str, index: int) -> bytes | None:
        """What stayed here of a view-only item, or None."""
        found = self._db.row("SELECT content FROM contents WHERE origin = ? AND idx = ?", (origin, index))
        return None if found is None else bytes(found[0])

    def put_document(self, kind: str, id: str, data: bytes) -> None:
        """Keep a document (draft, account, setting), in place of an earlier one."""
        if not isinstance(data, bytes):
            raise self._transactions.fail(f"{type(data).__name__} for bytes", where=kind)
        self._transactions.staged().put_document(kind, id, data)

    def document(self, kind: str, id: str) -> bytes | None:
        """A document, or None."""
        waiting = self._transactions.find(lambda staged: staged.document(kind, id))
        if waiting is not None:
            return waiting
        found = self._db.row("SELECT data FROM documents WHERE kind = ? AND id = ?", (kind, id))
        return None if found is None else bytes(found[0])

    def documents(self, kind: str) -> list[tuple[str, bytes]]:
        """(id, data) of every document of a kind, by id."""
        return self._written().rows("SELECT id, data FROM documents WHERE kind = ? ORDER BY id", (kind,))

    def documents_before(self, kind: str, before: str, limit: int) -> list[tuple[str, bytes]]:
        """(id, data) of the last documents of a kind whose ids come before one, the last first."""
        return self._written().rows(
            "SELECT id, data FROM documents WHERE kind = ? AND id < ? ORDER BY id DESC LIMIT ?",
            (kind, before, limit),
        )

    def delete_document(self, kind: str, id: str) -> None:
        """Remove a document; nothing happens where there is none. Overwritten on disk."""
        if self._written().write("DELETE FROM documents WHERE kind = ? AND id = ?", (kind, id)):
            self._db.forget_deleted()


def _checkpoint(row: tuple[int, bytes]) -> tuple[int, str]:
    size, note = row
    return size, note.decode("utf-8", "replace")


def _both_keys(pair: PairRow) -> tuple[str, str]:
    return (pair.a, pair.b)
