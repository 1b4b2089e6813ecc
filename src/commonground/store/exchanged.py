"""What the information exchange serves, in SQLite: written in order, found page by page.

Every question walks along an index from where the page before it ended, one walk for each value that a filter names,
so that a page takes as long where nothing fits as where all does. What is put twice, by id and version, stays as it was
put first. A collection's times only grow, whatever the clock does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commonground.room.ports import Exchanged, ExchangedObject, Wanted

from .connection import Connection, Row

Put = tuple[str, int, Sequence[ExchangedObject]]
"""A collection, when its objects came (UTC, microseconds), and the objects."""

_ENDS = "SELECT e.collection, e.last_us FROM {given} CROSS JOIN exchanged_ends AS e ON e.collection = given.column1"
_HELD = """
    SELECT x.collection, x.id, x.version, x.is_first, x.is_last FROM {given}
    CROSS JOIN exchanged AS x ON x.collection = given.column1 AND x.id = given.column2
    WHERE x.is_first OR x.is_last OR x.version = given.column3
"""
_NO_MORE_FIRST = "UPDATE exchanged SET is_first = 0 WHERE collection = ? AND id = ? AND version = ?"
_NO_MORE_LAST = "UPDATE exchanged SET is_last = 0 WHERE collection = ? AND id = ? AND version = ?"
_PUT = """
    INSERT INTO exchanged (
        collection, date_added_us, id, version, type, spec_version, entity, is_foreign, is_first, is_last, object)
"""
_PUT_ENDS = "INSERT OR REPLACE INTO exchanged_ends (collection, last_us)"
_ROW = "seq, date_added_us, id, version, type, spec_version, entity, is_foreign, length(object)"
_SELECT = f"SELECT {_ROW} FROM exchanged WHERE collection = ?"  # noqa: S608
_TYPED = f"{_SELECT} AND type = ? AND spec_version = ?"
_ALONG = "AND date_added_us > ? ORDER BY date_added_us LIMIT ?"
_OF_ENTITY = f"{_SELECT} AND entity = ? AND NOT is_foreign AND is_last ORDER BY date_added_us"
_BYTES = "SELECT x.seq, x.object FROM {given} CROSS JOIN exchanged AS x ON x.seq = given.column1"
# What is foreign has no index by its entity, and is looked for among all.
_OF_MADE, _OF_FOREIGN = (
    "collection = ? AND entity = ? AND NOT is_foreign",
    "collection = ? AND entity = ? AND is_foreign",
)
_DROP_ONE = "DELETE FROM exchanged WHERE collection = ? AND id = ? AND version = ?"
# Of an object, another version may be the first or the last now.
_ENDS_AGAIN = """
    UPDATE exchanged SET
        is_first = (version = (SELECT min(version) FROM exchanged WHERE collection = :c AND id = :id)),
        is_last = (version = (SELECT max(version) FROM exchanged WHERE collection = :c AND id = :id))
    WHERE collection = :c AND id = :id
"""
# Each value that stands in a column once, a step along the index for each.
_NAMED = """
    WITH RECURSIVE steps (value) AS (
        SELECT min({column}) FROM exchanged WHERE collection = :c {fixed}
        UNION ALL
        SELECT (SELECT min({column}) FROM exchanged WHERE collection = :c {fixed} AND {column} > steps.value)
        FROM steps WHERE steps.value IS NOT NULL
    )
    SELECT value FROM steps WHERE value IS NOT NULL
"""
_OF_CLASS = ("AND is_last = 0", "AND is_last = 1")
_TYPES = [_NAMED.format(column="type", fixed=one) for one in _OF_CLASS]
_SPEC_VERSIONS = [_NAMED.format(column="spec_version", fixed=f"{one} AND type = :t") for one in _OF_CLASS]


@dataclass(slots=True)
class _Versions:
    """The first, the last and other versions of an object that are known of."""

    first: str
    last: str
    held: set[str]


class _Writing:
    """Puts of one transaction held against what is there."""

    def __init__(self, db: Connection, puts: Sequence[Put]) -> None:
        self._known: dict[tuple[str, str], _Versions] = {}
        self._ends: dict[str, int] = dict(
            db.rows_given(_ENDS, [(name,) for name in {put[0] for put in puts}])
        )
        asked = [(name, one.id, one.version) for name, _, objects in puts for one in objects]
        for name, id, version, is_first, is_last in db.rows_given(_HELD, asked):
            known = self._known.setdefault((name, id), _Versions(version, version, set()))
            known.held.add(version)
            if is_first:
                known.first = version
            if is_last:
                known.last = version
        self.rows: dict[tuple[str, str, str], list[object]] = {}
        self.no_more: tuple[list[Row], list[Row]] = ([], [])
        for name, at_us, objects in puts:
            for one in objects:
                self._add(name, at_us, one)

    def _add(self, name: str, at_us: int, one: ExchangedObject) -> None:
        known = self._known.get((name, one.id))
        if known is not None and one.version in known.held:
            return
        is_first = known is None or one.version < known.first
        is_last = known is None or one.version > known.last
        if known is None:
            known = self._known[name, one.id] = _Versions(one.version, one.version, set())
        elif is_first:
            self._end(0, (name, one.id, known.first))
            known.first = one.version
        elif is_last:
            self._end(1, (name, one.id, known.last))
            known.last = one.version
        known.held.add(one.version)
        self._ends[name] = date_us = max(at_us, self._ends.get(name, 0) + 1)
        self.rows[name, one.id, one.version] = [
            name, date_us, one.id, one.version, one.type, one.spec_version, one.entity, int(one.is_foreign),
            int(is_first), int(is_last), one.object,
        ]  # fmt: skip

    def _end(self, which: int, key: tuple[str, str, str]) -> None:
        """A version is the first, or the last, no more."""
        row = self.rows.get(key)
        if row is None:
            self.no_more[which].append(key)
        else:
            row[8 + which] = 0

    def write(self, db: Connection) -> None:
        """Write what is new."""
        db.write_many(_NO_MORE_FIRST, self.no_more[0])
        db.write_many(_NO_MORE_LAST, self.no_more[1])
        db.insert(_PUT, list(self.rows.values()))
        db.insert(_PUT_ENDS, sorted(self._ends.items()))


def write(db: Connection, puts: Sequence[Put]) -> None:
    """Write what was put, in its order, each object as the next of its collection."""
    if puts:
        _Writing(db, puts).write(db)


def drop(db: Connection, collection: str, entity: str, *, is_foreign: bool) -> None:
    """Take everything that was made of an entity out of a collection; what is read meanwhile has gaps, and no more."""
    which = _OF_FOREIGN if is_foreign else _OF_MADE
    ids = db.rows(f"SELECT DISTINCT id FROM exchanged WHERE {which}", (collection, entity))  # noqa: S608
    if db.write(f"DELETE FROM exchanged WHERE {which}", (collection, entity)):  # noqa: S608
        _end_anew(db, collection, [id for (id,) in ids])


def drop_one(db: Connection, collection: str, id: str, version: str) -> None:
    """Take one version of an object out of a collection."""
    if db.write(_DROP_ONE, (collection, id, version)):
        _end_anew(db, collection, [id])


def _end_anew(db: Connection, collection: str, ids: list[str]) -> None:
    for id in ids:
        db.write(_ENDS_AGAIN, {"c": collection, "id": id})
    db.forget_deleted()


def last_of(db: Connection, collection: str, entity: str) -> list[Exchanged]:
    """The last version of each object that was made of an entity."""
    return [Exchanged(*row) for row in db.rows(_OF_ENTITY, (collection, entity))]


def bytes_of(db: Connection, seqs: Sequence[int]) -> list[bytes]:
    """The bytes of objects, in the order in which they are asked for."""
    found: dict[int, bytes] = dict(db.rows_given(_BYTES, [(seq,) for seq in seqs])) if seqs else {}
    return [found[seq] for seq in seqs]


def find(db: Connection, collection: str, wanted: Wanted) -> list[Exchanged]:
    """The objects of a collection that are asked for, oldest first, at most `wanted.limit`."""
    rows = _of_ids(db, collection, wanted) if wanted.ids else _along(db, collection, wanted)
    once = {row[1]: row for row in rows}
    return [Exchanged(*once[date_us]) for date_us in sorted(once)[: wanted.limit]]


def _of_ids(db: Connection, collection: str, wanted: Wanted) -> Iterator[Row]:
    """Each object by its id: of one, there are few versions, or the first, the last or a named one is wanted."""
    for id in dict.fromkeys(wanted.ids):
        for row in _versions(db, collection, id, wanted):
            if (
                row[1] > wanted.after_us
                and (not wanted.types or row[4] in wanted.types)
                and (not wanted.spec_versions or row[5] in wanted.spec_versions)
            ):
                yield row


def _versions(db: Connection, collection: str, id: str, wanted: Wanted) -> Iterator[Row]:
    if "all" in wanted.versions:
        yield from db.rows(f"{_SELECT} AND id = ? AND date_added_us > ?", (collection, id, wanted.after_us))
        return
    for version in wanted.versions:
        order = {"first": "ORDER BY version", "last": "ORDER BY version DESC"}.get(version)
        if order is not None:
            yield from db.rows(f"{_SELECT} AND id = ? {order} LIMIT 1", (collection, id))
        else:
            yield from db.rows(f"{_SELECT} AND id = ? AND version = ?", (collection, id, version))


def _along(db: Connection, collection: str, wanted: Wanted) -> Iterator[Row]:
    page = (wanted.after_us, wanted.limit)
    classes, versions = _classes(wanted.versions), _plain(wanted.versions)
    is_typed = bool(wanted.types or wanted.spec_versions)
    if not is_typed:
        for which in classes:
            yield from db.rows(f"{_SELECT} {which} {_ALONG}", (collection, *page))
    if not is_typed and not versions:
        return
    for named in _named(db, collection, wanted):
        if is_typed:
            for which in classes:
                yield from db.rows(f"{_TYPED} {which} {_ALONG}", (collection, *named, *page))
        for version in versions:
            yield from db.rows(f"{_TYPED} AND version = ? {_ALONG}", (collection, *named, version, *page))


def _classes(versions: Iterable[str]) -> list[str]:
    """What picks whole classes of versions, each a walk along its own part of an index."""
    last, others = "AND is_last = 1", "AND is_last = 0"
    if "all" in versions:
        return [last, others]
    found = [last] if "last" in versions else []
    if "first" in versions:
        found += [f"{others} AND is_first"] if found else [f"{last} AND is_first", f"{others} AND is_first"]
    return found


def _plain(versions: Iterable[str]) -> list[str]:
    """Versions that are named, where not all are wanted anyway."""
    return [] if "all" in versions else [one for one in versions if one not in ("first", "last")]


def _named(db: Connection, collection: str, wanted: Wanted) -> list[tuple[str, str]]:
    """Every type with every version of its specification that is wanted and there."""
    found: dict[tuple[str, str], None] = {}
    for types, spec_versions in zip(_TYPES, _SPEC_VERSIONS, strict=True):
        for type in wanted.types or [row[0] for row in db.rows(types, {"c": collection})]:
            given = {"c": collection, "t": type}
            for (spec,) in db.rows(spec_versions, given):
                if not wanted.spec_versions or spec in wanted.spec_versions:
                    found[type, spec] = None
    return list(found)
