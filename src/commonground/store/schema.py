"""The tables of a store file: whether it is one, making them, and bringing those of an older program to today's form.

Ground state is never made anew: what an older program wrote is moved, inside one transaction, all or nothing. What
can be replayed from it is dropped where its form has changed, and the node replays it.
"""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from pathlib import Path

from commonground.errors import Refused

APPLICATION_ID = 0x434D4752  # "CMGR" in the header of the file
SCHEMA_VERSION = 9
_PICTURE, _EXCHANGED = ("versions", "standing"), ("exchanged", "exchanged_ends")
DERIVED = (*_PICTURE, *_EXCHANGED)
"""Tables that can be replayed from the others."""
_PICTURE_SINCE, _BODIES_SINCE, _EXCHANGED_SINCE = 9, 5, 7
"""The version of the schema from which on they, and the bodies, have the form of today."""
_FORMER = ("pairs",)
"""Tables that stood among those of the picture once."""
_MOVE_BODIES = """
    INSERT INTO bodies (origin, idx, body) SELECT origin, idx, body FROM bodies_before;
    DROP TABLE bodies_before;
"""


def recognise(sqlite: sqlite3.Connection, path: Path) -> None:
    """Refuse what is no store of ours, or a newer one, before anything is written to it."""
    application = sqlite.execute("PRAGMA application_id").fetchone()[0]
    version = sqlite.execute("PRAGMA user_version").fetchone()[0]
    tables = sqlite.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and application != APPLICATION_ID:
        raise Refused(f"{path} is a database, but not a store of Commonground", field="path")
    if version > SCHEMA_VERSION:
        raise Refused(
            f"{path} has schema {version}, written by a newer version; this one reads up to {SCHEMA_VERSION}",
            field="user_version",
        )


def create(sqlite: sqlite3.Connection) -> None:
    """The tables of an empty file, all or none; an older one's bodies anew, and what can be replayed anew and empty."""
    version = sqlite.execute("PRAGMA user_version").fetchone()[0]
    if version == SCHEMA_VERSION:
        return
    steps = [_script("schema"), _script("bodies")] if version == 0 else []
    if 0 < version < _BODIES_SINCE:
        steps += ["ALTER TABLE bodies RENAME TO bodies_before;", _script("bodies"), _MOVE_BODIES]
    for since, tables, name in (
        (_PICTURE_SINCE, (*_PICTURE, *_FORMER), "derived"), (_EXCHANGED_SINCE, _EXCHANGED, "exchanged")
    ):  # fmt: skip
        if version < since:
            steps += [*(f"DROP TABLE IF EXISTS {table};" for table in tables), _script(name)]
    sqlite.executescript(
        "\n".join(["BEGIN IMMEDIATE;", *steps, f"PRAGMA application_id = {APPLICATION_ID};",
                   f"PRAGMA user_version = {SCHEMA_VERSION};", "COMMIT;"])
    )  # fmt: skip


def _script(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text("utf-8")
