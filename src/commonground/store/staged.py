"""Rows of the open transaction that wait to be written together: one statement for many rows of a table.

A command writes a row or two into each of eight tables; a batch of commands writes each table once. What waits is
in no file: it is written before any question that could see it, and before the commit; a rollback forgets it.
Compare-and-swap stays in the statement: a log grows from the size that its first append of the transaction found.
"""

from __future__ import annotations

from collections.abc import Sequence

from commonground.room.ports import PairRow, Shape, Standing, VersionRow

from .connection import Connection, Row

ROWS_MAX = 4_096
ENTRY_BYTES = 32

_START_LOG = "INSERT OR IGNORE INTO logs (origin, size) VALUES (?, 0)"
_GROW_LOG = "UPDATE logs SET size = ? WHERE origin = ? AND size = ?"
_PUT_ENTRY = "INSERT INTO entries (origin, idx, entry, arrived_ms) VALUES (?, ?, ?, ?)"
_PUT_BODY = "INSERT INTO bodies (origin, idx, body) VALUES (?, ?, ?)"
_END_VERSION = "UPDATE versions SET known_until_ms = ? WHERE seq = (SELECT seq FROM standing WHERE key = ?)"
_PUT_VERSION = """
    INSERT INTO versions (
        seq, prev, key, kind, known_from_ms, active_from_ms, active_until_ms, data, origin, said_leaf)
    VALUES (?, (SELECT seq FROM standing WHERE key = ?), ?, ?, ?, ?, ?, ?, ?, ?)
"""
_PUT_STANDING = """
    INSERT INTO standing (
        seq, key, kind, version, action, category, about, from_ms, until_ms, volumes, layout, shape)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET
        seq = excluded.seq, kind = excluded.kind, version = excluded.version, action = excluded.action,
        category = excluded.category, about = excluded.about, from_ms = excluded.from_ms,
        until_ms = excluded.until_ms, volumes = excluded.volumes, layout = excluded.layout, shape = excluded.shape
"""
_LAST_SEQ = "SELECT max(seq) FROM versions"
_END_PAIR = "UPDATE pairs SET known_until_ms = ? WHERE a = ? AND b = ? AND known_until_ms IS NULL"
_PUT_PAIR = """
    INSERT INTO pairs (a, b, known_from_ms, kind, version_a, version_b, first_ms, from_ms, until_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_PUT_FORM = "INSERT OR REPLACE INTO forms (origin, entity, version, form, action) VALUES (?, ?, ?, ?, ?)"
_PUT_RELEASED = "INSERT OR REPLACE INTO released (origin, own_leaf, leaf) VALUES (?, ?, ?)"

Form = tuple[int, bytes, str]


class Staged:
    """What the open transaction will write. Used by one store, in the thread that writes."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        db.on_rollback = self._lost
        self._lost()

    def _lost(self) -> None:
        """The transaction was thrown away, and with it the sizes that its appends counted."""
        self._sizes: dict[str, int] | None = None
        self._seq = 0
        self._forget()

    def _forget(self) -> None:
        self._grown: dict[str, int] = {}
        self._entries: list[Row] = []
        self._bodies: list[Row] = []
        self._versions: dict[str, tuple[VersionRow, Standing, Shape]] = {}
        self._pairs: dict[tuple[str, str], PairRow] = {}
        self._forms: dict[tuple[str, str], Form] = {}
        self._released: dict[tuple[str, int], int] = {}
        self._rows = 0

    # -- logs -----------------------------------------------------------------------------------------------------

    def sizes(self) -> dict[str, int]:
        """The size of every log, what waits included."""
        if self._sizes is None:
            self._sizes = dict(self._db.rows("SELECT origin, size FROM logs WHERE size > 0 ORDER BY origin"))
        return self._sizes

    def append(
        self, origin: str, start: int, rows: Sequence[tuple[bytes, bytes | None]], arrived_ms: int
    ) -> None:
        """Append entries with their bodies; `Corrupt` when the log does not hold `start` entries."""
        self._db.need_transaction()
        sizes = self.sizes()
        held = sizes.get(origin, 0)
        if held != start:
            raise self._db.fail(f"an append at {start} to a log of {held} entries", where=origin)
        if not rows:
            return
        for index, (entry, body) in enumerate(rows, start):
            if len(entry) != ENTRY_BYTES:
                raise self._db.fail(f"entry {index} has {len(entry)} bytes, expected 32", where=origin)
            self._entries.append((origin, index, entry, arrived_ms))
            if body is not None:
                self._bodies.append((origin, index, body))
        self._grown.setdefault(origin, start)
        sizes[origin] = start + len(rows)
        self._count(len(rows))

    # -- derived and released -------------------------------------------------------------------------------------

    def put_version(self, row: VersionRow, standing: Standing, shape: Shape) -> None:
        """The last version of its key, and how it stands."""
        self._db.need_transaction()
        if row.key in self._versions:
            self.write()
        self._versions[row.key] = (row, standing, shape)
        self._count(1)

    def version(self, key: str) -> VersionRow | None:
        """A version that waits."""
        found = self._versions.get(key)
        return None if found is None else found[0]

    def put_pair(self, row: PairRow) -> None:
        """A conflict, in place of a current one of the same two."""
        self._db.need_transaction()
        if (row.a, row.b) in self._pairs:
            self.write()
        self._pairs[row.a, row.b] = row
        self._count(1)

    def put_form(self, origin: str, entity: str, form: Form) -> None:
        """The last form of an entity in a recipient's log."""
        self._db.need_transaction()
        self._forms[origin, entity] = form
        self._count(1)

    def form(self, origin: str, entity: str) -> Form | None:
        """A form that waits."""
        return self._forms.get((origin, entity))

    def put_released(self, origin: str, own_leaf: int, leaf: int) -> None:
        """That an own leaf was dealt with for a recipient."""
        self._db.need_transaction()
        self._released[origin, own_leaf] = leaf
        self._count(1)

    def released(self, origin: str, own_leaf: int) -> int | None:
        """The recipient's leaf for an own leaf, where that waits."""
        return self._released.get((origin, own_leaf))

    # -- writing --------------------------------------------------------------------------------------------------

    def _count(self, rows: int) -> None:
        self._rows += rows
        if self._rows >= ROWS_MAX:
            self.write()

    def write(self) -> None:
        """Write what waits. Where a statement fails, the transaction is gone and nothing waits any more."""
        if self._rows:
            self._write()
            self._forget()

    def _write(self) -> None:
        db, sizes = self._db, self.sizes()
        for origin, before in self._grown.items():
            if before == 0:
                db.write(_START_LOG, (origin,))
            if db.write(_GROW_LOG, (sizes[origin], origin, before)) != 1:
                raise db.fail(f"not {before} entries, as was found before", where=origin)
        db.write_many(_PUT_ENTRY, self._entries)
        db.write_many(_PUT_BODY, self._bodies)
        if self._versions:
            self._write_versions()
        pairs = list(self._pairs.values())
        db.write_many(_END_PAIR, [(row.known_from_ms, row.a, row.b) for row in pairs])
        db.write_many(_PUT_PAIR, pairs)
        db.write_many(_PUT_FORM, [(*key, *form) for key, form in self._forms.items()])
        db.write_many(_PUT_RELEASED, [(*key, leaf) for key, leaf in self._released.items()])

    def _write_versions(self) -> None:
        first = (self._seq or self._last_seq()) + 1
        rows = [row for row, _, _ in self._versions.values()]
        self._db.write_many(_END_VERSION, [(row.known_from_ms, row.key) for row in rows])
        self._db.write_many(
            _PUT_VERSION,
            [(seq, row.key, row.key, row.kind, row.known_from_ms, row.active_from_ms, row.active_until_ms, row.data,
              row.origin, row.said_leaf)
             for seq, row in enumerate(rows, first)],
        )  # fmt: skip
        standing = [(seq, *one, *shape) for seq, (_, one, shape) in enumerate(self._versions.values(), first)]
        self._db.write_many(_PUT_STANDING, standing)
        self._seq = first + len(rows) - 1

    def _last_seq(self) -> int:
        found = self._db.row(_LAST_SEQ)
        return 0 if found is None or found[0] is None else int(found[0])
