"""What only the SQLite store promises: its file, its lock, its schema, and that no answer needs a scan of rows."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.worlds import SHAPE, standing

from commonground.errors import Corrupt, Refused, Unavailable
from commonground.room.ports import VersionRow, Wanted
from commonground.store import sqlite as statements
from commonground.store import staged
from commonground.store.connection import Values
from commonground.store.schema import SCHEMA_VERSION
from commonground.store.sqlite import SqliteStore

OWN = "room.example/a"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def store(file: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(file)
    yield made
    made.close()


def entry(number: int) -> bytes:
    return number.to_bytes(32, "big")


def pragma(store: SqliteStore, name: str) -> object:
    return store._db.rows(f"PRAGMA {name}")[0][0]


def test_commits_are_durable_by_default(store: SqliteStore) -> None:
    set_to = {name: pragma(store, name) for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert set_to == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert pragma(store, "secure_delete") == 1
    assert pragma(store, "busy_timeout") == 5000


def test_synchronous_is_one_of_four(file: Path) -> None:
    with pytest.raises(Refused, match="expected one of OFF, NORMAL, FULL, EXTRA"):
        SqliteStore(file, synchronous="full; DROP TABLE logs")
    assert not file.exists()


def test_a_store_is_opened_once(file: Path, store: SqliteStore) -> None:
    with pytest.raises(Unavailable, match=r"a\.db: another node is using this store"):
        SqliteStore(file)
    store.close()
    SqliteStore(file).close()


def test_another_process_cannot_write_to_an_open_store(file: Path, store: SqliteStore) -> None:
    program = "import sys; from commonground.store.sqlite import SqliteStore; SqliteStore(sys.argv[1])"
    ran = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=False
    )
    assert ran.returncode != 0
    assert f"Unavailable: {file}: another node is using this store" in ran.stderr


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="No such file"):
        SqliteStore(tmp_path / "none" / "a.db")


def test_a_newer_schema_is_refused_and_left_alone(file: Path) -> None:
    SqliteStore(file).close()
    with sqlite3.connect(file) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    raw.close()
    before = file.read_bytes()
    with pytest.raises(Refused, match=f"newer version; this one reads up to {SCHEMA_VERSION}") as raised:
        SqliteStore(file)
    assert raised.value.field == "user_version"
    assert file.read_bytes() == before


def test_an_older_schema_keeps_its_logs_and_starts_its_pictures_anew(file: Path) -> None:
    store = SqliteStore(file)
    store.begin()
    store.append_own(OWN, 0, entry(1), b"said", 1)
    store.put_version(VersionRow("A/N-1", "notice", 1, 0, 9, b""), standing("A/N-1"), SHAPE)
    store.commit()
    store.close()
    with sqlite3.connect(file) as raw:
        raw.executescript("DROP TABLE standing; CREATE TABLE pairs (a TEXT); PRAGMA user_version = 1;")
    raw.close()
    with pytest.raises(Refused, match="older version: start its node once"):
        SqliteStore.open_read_only(file)
    store = SqliteStore(file)
    assert [row.body for row in store.entries(OWN, 0, 9)] == [b"said"]
    assert list(store.versions_now()) == list(store.standing_now()) == store.history("A/N-1") == []
    store.close()
    SqliteStore.open_read_only(file).close()


BODIES_OF_SCHEMA_4 = """
    ALTER TABLE bodies RENAME TO today;
    CREATE TABLE bodies (
        origin TEXT NOT NULL, idx INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (origin, idx),
        FOREIGN KEY (origin, idx) REFERENCES entries (origin, idx)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO bodies SELECT origin, idx, body FROM today;
    DROP TABLE today;
    PRAGMA user_version = 4;
"""


def test_bodies_of_an_older_schema_are_moved(file: Path) -> None:
    store = SqliteStore(file)
    store.begin()
    for number in range(40):
        store.append_own(OWN, number, entry(number), b"said %d " % number * 400, 1)
    store.put_version(VersionRow("A/N-1", "notice", 1, 0, 9, b"", OWN, 7), standing("A/N-1"), SHAPE)
    store.delete_body(OWN, 3)
    store.commit()
    before = store.entries(OWN, 0, 99)
    store.close()
    with sqlite3.connect(file) as raw:
        raw.executescript(BODIES_OF_SCHEMA_4)
    raw.close()
    with pytest.raises(Refused, match="older version: start its node once"):
        SqliteStore.open_read_only(file)
    store = SqliteStore(file)
    assert store.entries(OWN, 0, 99) == before
    assert store.history("A/N-1") == []  # the picture is of another form and replayed
    store.begin()
    store.append_own(OWN, 40, entry(40), b"said later", 2)
    store.delete_body(OWN, 5)
    store.commit()
    assert [row.index for row in store.entries(OWN, 0, 99) if row.body is None] == [3, 5]
    store._db.begin()
    with pytest.raises(Corrupt, match="UNIQUE"):
        store._db.write(
            "INSERT INTO bodies (origin, idx, body) VALUES (?, 40, CAST('twice' AS BLOB))", (OWN,)
        )
    store.close()
    with sqlite3.connect(file) as raw:
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    raw.close()
    assert "bodies_before" not in tables


def test_a_database_of_something_else_is_refused_and_left_alone(file: Path) -> None:
    with sqlite3.connect(file) as raw:
        raw.execute("CREATE TABLE photos (name TEXT)")
    raw.close()
    before = file.read_bytes()
    with pytest.raises(Refused, match="not a store of Commonground"):
        SqliteStore(file)
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database, but long enough to look at" * 20, b"\xff" * 8192])
def test_a_file_that_is_no_database_is_corrupt(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(Corrupt, match=r"a\.db"):
        SqliteStore(file)
    assert file.read_bytes() == content


def test_a_malformed_database_is_corrupt(file: Path, store: SqliteStore) -> None:
    store.begin()
    for number in range(2_000):
        store.append_own(OWN, number, entry(number), b"body" * 40, number)
    store.commit()
    store.close()
    damaged = bytearray(file.read_bytes())
    damaged[8192:] = b"\xa5" * (len(damaged) - 8192)  # the schema stays readable
    file.write_bytes(bytes(damaged))
    with pytest.raises(Corrupt, match=r"a\.db"):
        SqliteStore(file).entries(OWN, 0, 2_000)


def test_no_sqlite_error_leaks_out_of_a_wrong_type(store: SqliteStore) -> None:
    store.begin()
    with pytest.raises(Corrupt):
        store.put_document("draft", "D-1", "text, not bytes")  # type: ignore[arg-type]
    store.rollback()


DELETIONS: dict[str, Callable[[SqliteStore], None]] = {
    "body and content": lambda store: store.delete_body(OWN, 0),
    "document": lambda store: store.delete_document("draft", "D-1"),
}


@pytest.mark.parametrize(("what", "delete"), DELETIONS.items())
def test_what_was_deleted_is_gone_from_the_files(
    file: Path, store: SqliteStore, what: str, delete: Callable[[SqliteStore], None]
) -> None:
    secrets = {
        "body and content": [b"salt and body of one statement 7f3a", b"its view-only content 19c2"],
        "document": [b"a draft that was thrown away 55e0"],
    }
    store.begin()
    store.append_own(OWN, 0, entry(1), secrets["body and content"][0], 1)
    store.put_content(OWN, 0, secrets["body and content"][1])
    store.put_document("draft", "D-1", secrets["document"][0])
    store.commit()
    assert all(secret in _bytes_beside(file) for kept in secrets.values() for secret in kept)
    store.begin()
    delete(store)
    store.commit()
    left = _bytes_beside(file)
    gone = {kept: [secret not in left for secret in held] for kept, held in secrets.items()}
    assert gone == {kept: [kept == what] * len(held) for kept, held in secrets.items()}
    assert entry(1) in left


def _bytes_beside(file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(file.parent.iterdir()))


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        (statements._VERSIONS_AS_OF, {"at_ms": 1, "from_ms": 0, "until_ms": 9, "until_day": 0, "limit": 5}),
        (statements._VERSIONS_NOW, (0, 9)),
        (statements._STANDING, (0, 9)),
        (statements._VERSION_NOW, ("A/N-1",)),
        (statements._HISTORY, ("A/N-1",)),
        (staged._LAST_OF.format(given="(VALUES (?), (?)) AS given"), ("A/N-1", "A/N-2")),
        (staged._END_VERSION, (1, 1)),
        (statements._MET_NOW, ()),
        (statements._MET_AS_OF, {"at_ms": 1}),
        (statements._AGAIN_NOW, ()),
        (statements._AGAIN_AS_OF, {"at_ms": 1}),
        (statements._ENTRIES, (OWN, 0, 9)),
    ],
)
def test_every_question_is_answered_from_an_index(store: SqliteStore, sql: str, values: Values) -> None:
    plan = [row[3] for row in store._db.rows("EXPLAIN QUERY PLAN " + sql, values)]
    of_the_question = ("SCAN back", "SCAN given", "SCAN found")
    scans = [
        step for step in plan
        if step.startswith("SCAN") and "USING INDEX" not in step and "CONSTANT ROW" not in step
        and step not in of_the_question
    ]  # fmt: skip
    assert plan
    assert scans == []


def test_an_as_of_question_walks_its_index_in_order(store: SqliteStore) -> None:
    store.begin()
    store.put_version(VersionRow("A/N-1", "notice", 1, 0, 9, b""), standing("A/N-1"), SHAPE)
    store.commit()
    values = {"at_ms": 1, "from_ms": 0, "until_ms": 9, "until_day": 0, "limit": 5}
    plan = [row[3] for row in store._db.rows("EXPLAIN QUERY PLAN " + statements._VERSIONS_AS_OF, values)]
    # Days come in order, so that nothing before the last one needed is looked at; only answers are read.
    assert "SEARCH versions USING COVERING INDEX versions_as_of (active_day<?)" in plan
    assert "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY" in plan
    assert [step for step in plan if step.startswith("SCAN")] == ["SCAN found"]


def test_what_is_exchanged_is_derived_anew_where_its_form_was_another(tmp_path: Path) -> None:
    """A file of the schema before: the table is made anew, and the note that it was filled is gone."""
    path = tmp_path / "a.db"
    store = SqliteStore(path)
    store.begin()
    store.put_document("following", "following", b"exchange/1")
    store.commit()
    store.close()
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TABLE exchanged")
        raw.execute("CREATE TABLE exchanged (something TEXT)")
        raw.execute("PRAGMA user_version = 6")
    raw.close()
    store = SqliteStore(path)
    assert store.exchanged("A", Wanted()) == []
    assert store.document("following", "following") is None
    store.close()
