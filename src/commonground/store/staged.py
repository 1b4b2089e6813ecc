"""Rows of one transaction that wait to be written together: few statements for many rows of a table.

A command writes a row or two into each of ten tables; a batch of commands writes each table once. What waits is in no
file: who asks looks here first, or has it written before (`transactions`). Nothing here touches a database but
`write`, which may run in another thread once no row is added any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from commonground.record import encode_canonical
from commonground.room.ports import ExchangedObject, PairRow, Shape, Standing, VersionRow

from . import exchanged
from .connection import Connection, Row
from .places import Places

K = TypeVar("K")
T = TypeVar("T")

_START_LOG = "INSERT OR IGNORE INTO logs (origin, size) VALUES (?, 0)"
_GROW_LOG = "UPDATE logs SET size = ? WHERE origin = ? AND size = ?"
_PUT_ENTRIES = "INSERT INTO entries (origin, idx, entry, arrived_ms)"
_PUT_BODIES = "INSERT INTO bodies (origin, idx, body)"
_PUT_TILES = "INSERT INTO tiles (origin, level, idx, width, hashes)"
_IF_AS_WIDE = """
    ON CONFLICT (origin, level, idx) DO UPDATE SET width = excluded.width, hashes = excluded.hashes
    WHERE excluded.width >= tiles.width
"""
_PUT_CHECKPOINTS = "INSERT OR REPLACE INTO checkpoints (origin, size, note)"
# What is given is walked, and the table searched.
_LAST_OF = "SELECT s.key, s.seq FROM {given} CROSS JOIN standing AS s ON s.place = given.column1"
_END_VERSION = "UPDATE versions SET known_until_ms = ? WHERE seq = ?"
_PUT_VERSIONS = """
    INSERT INTO versions (
        seq, prev, key, kind, known_from_ms, active_from_ms, active_until_ms, data, origin, said_leaf, met,
        active_day)
"""
_PUT_STANDING = """
    INSERT INTO standing (
        place, seq, key, kind, version, action, category, about, from_ms, until_ms, volumes, layout, shape)
"""
_IN_ITS_PLACE = """
    ON CONFLICT (place) DO UPDATE SET
        seq = excluded.seq, kind = excluded.kind, version = excluded.version, action = excluded.action,
        category = excluded.category, about = excluded.about, from_ms = excluded.from_ms,
        until_ms = excluded.until_ms, volumes = excluded.volumes, layout = excluded.layout, shape = excluded.shape
"""
_PUT_FORMS = "INSERT OR REPLACE INTO forms (origin, entity, version, form, action)"
_PUT_RELEASED = "INSERT OR REPLACE INTO released (origin, own_leaf, leaf)"
_PUT_DOCUMENTS = "INSERT OR REPLACE INTO documents (kind, id, data)"

DAY_MS = 86_400_000
"""Versions are found by the day on which their activity starts."""

Form = tuple[int, bytes, str]


class Put(NamedTuple):
    """A version that waits, how it stands, its shape, and the conflicts that came with it."""

    row: VersionRow
    standing: Standing
    shape: Shape
    pairs: Sequence[PairRow]


class Staged:
    """What one transaction will write. Filled in the thread that writes a room, one row or two a call."""

    def __init__(self) -> None:
        self.rows = 0
        self._from: dict[str, int] = {}
        self._until: dict[str, int] = {}
        self._entries: list[Row] = []
        self._bodies: list[Row] = []
        self._tiles: dict[tuple[str, int, int], tuple[int, bytes]] = {}
        self._checkpoints: dict[tuple[str, int], str] = {}
        self._versions: dict[str, Put] = {}
        self._new: set[str] = set()
        self._forms: dict[tuple[str, str], Form] = {}
        self._released: dict[tuple[str, int], int] = {}
        self._documents: dict[tuple[str, str], bytes] = {}
        self._exchanged: list[exchanged.Put] = []

    # -- filling --------------------------------------------------------------------------------------------------

    def append(self, origin: str, index: int, entry: bytes, body: bytes | None, arrived_ms: int) -> None:
        """The next entry of a log, with its body."""
        self._entries.append((origin, index, entry, arrived_ms))
        if body is not None:
            self._bodies.append((origin, index, body))
        self._from.setdefault(origin, index)
        self._until[origin] = index + 1
        self.rows += 1

    def put_tile(self, origin: str, level: int, index: int, width: int, hashes: bytes) -> None:
        """A tile, unless a wider one of its index waits."""
        held = self._tiles.get((origin, level, index))
        if held is None or held[0] <= width:
            self._put(self._tiles, (origin, level, index), (width, hashes))

    def put_checkpoint(self, origin: str, size: int, note: str) -> None:
        """A note, in place of one of the same size."""
        self._put(self._checkpoints, (origin, size), note)

    def put_version(self, put: Put, *, is_new: bool) -> None:
        """The last version of its key, and how it stands. No other of that key may wait."""
        self._put(self._versions, put.row.key, put)
        if is_new:
            self._new.add(put.row.key)

    def put_form(self, origin: str, entity: str, form: Form) -> None:
        """The last form of an entity in a recipient's log."""
        self._put(self._forms, (origin, entity), form)

    def put_released(self, origin: str, own_leaf: int, leaf: int) -> None:
        """That an own leaf was dealt with for a recipient."""
        self._put(self._released, (origin, own_leaf), leaf)

    def put_document(self, kind: str, id: str, data: bytes) -> None:
        """A document, in place of an earlier one."""
        self._put(self._documents, (kind, id), data)

    def put_exchanged(self, collection: str, at_us: int, objects: Sequence[ExchangedObject]) -> None:
        """Objects for a collection, after those that wait for it."""
        self._exchanged.append((collection, at_us, objects))
        self.rows += len(objects)

    def _put(self, rows: dict[K, T], key: K, row: T) -> None:
        rows[key] = row
        self.rows += 1

    # -- asking ---------------------------------------------------------------------------------------------------

    def has_version(self, key: str) -> bool:
        """Whether a version of that key waits."""
        return key in self._versions

    def form(self, origin: str, entity: str) -> Form | None:
        """A form that waits."""
        return self._forms.get((origin, entity))

    def released(self, origin: str, own_leaf: int) -> int | None:
        """The recipient's leaf for an own leaf, where that waits."""
        return self._released.get((origin, own_leaf))

    def checkpoint(self, origin: str, size: int) -> str | None:
        """A note of exactly that size that waits."""
        return self._checkpoints.get((origin, size))

    def document(self, kind: str, id: str) -> bytes | None:
        """A document that waits."""
        return self._documents.get((kind, id))

    # -- writing --------------------------------------------------------------------------------------------------

    def write(self, db: Connection, places: Places) -> None:
        """Write all of it into the open transaction of `db`. Compare-and-swap stands in the statement of a log."""
        grown = [(origin, self._from[origin], after) for origin, after in self._until.items()]
        db.write_many(_START_LOG, [(origin,) for origin, before, _ in grown if before == 0])
        if sum(db.write(_GROW_LOG, (after, origin, before)) for origin, before, after in grown) != len(grown):
            raise db.fail("not as many entries as were found before", where=", ".join(self._until))
        db.insert(_PUT_ENTRIES, self._entries)
        db.insert(_PUT_BODIES, self._bodies)
        db.insert(_PUT_TILES, _flat(self._tiles), _IF_AS_WIDE)
        db.insert(_PUT_CHECKPOINTS, [(*key, note) for key, note in self._checkpoints.items()])
        if self._versions:
            self._write_versions(db, places)
        db.insert(_PUT_FORMS, _flat(self._forms))
        db.insert(_PUT_RELEASED, [(*key, leaf) for key, leaf in self._released.items()])
        db.insert(_PUT_DOCUMENTS, [(*key, data) for key, data in self._documents.items()])
        exchanged.write(db, self._exchanged)

    def _write_versions(self, db: Connection, places: Places) -> None:
        puts = self._versions
        held = {
            key: place for key in puts if key not in self._new and (place := places.find(db, key)) is not None
        }
        before: dict[str, int] = dict(db.rows_given(_LAST_OF, [(place,) for place in held.values()]))
        db.write_many(_END_VERSION, [(puts[key].row.known_from_ms, seq) for key, seq in before.items()])
        numbered = list(zip(places.next_seqs(db, len(puts)), puts.values(), strict=True))
        db.insert(
            _PUT_VERSIONS,
            [(seq, before.get(row.key), *row[:8], encode_canonical(pairs) if pairs else None,
              row.active_from_ms // DAY_MS)
             for seq, (row, _, _, pairs) in numbered],
        )  # fmt: skip
        fresh, again = list[Row](), list[Row]()
        for seq, (_, one, shape, _) in numbered:
            place = held.get(one.key)
            rows = again if place is not None else fresh
            rows.append((place or places.put(db, one.key), seq, *one, *shape))
        db.insert(_PUT_STANDING, fresh)
        db.insert(_PUT_STANDING, again, _IN_ITS_PLACE)


def _flat(rows: Mapping[Any, Row]) -> list[Row]:
    return [(*key, *row) for key, row in rows.items()]
