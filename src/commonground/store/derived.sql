-- What follows from the logs in `schema.sql`: dropped and replayed whenever its form changes.
-- Times are UTC in milliseconds.

-- Its words stand in entry `said_leaf` of the log `origin`; `prev` is the version of the same key that it came after.
CREATE TABLE versions (
    seq             INTEGER PRIMARY KEY,
    prev            INTEGER,
    key             TEXT NOT NULL,
    kind            TEXT NOT NULL,
    known_from_ms   INTEGER NOT NULL,
    known_until_ms  INTEGER,
    active_from_ms  INTEGER NOT NULL,
    active_until_ms INTEGER NOT NULL,
    data            BLOB NOT NULL,
    origin          TEXT NOT NULL,
    said_leaf       INTEGER NOT NULL
) STRICT;

-- Walked newest first; it holds all that an as-of question asks, so a row is read only when it is an answer.
CREATE INDEX versions_as_of ON versions (
    active_from_ms DESC, key, active_until_ms, known_from_ms, known_until_ms
);

-- The last version of each entity, and what a start has to know of it: small rows, read from end to end.
CREATE TABLE standing (
    place     INTEGER PRIMARY KEY,
    key       TEXT NOT NULL UNIQUE,
    seq       INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    version   INTEGER NOT NULL,
    action    TEXT NOT NULL,
    category  TEXT NOT NULL,
    about     TEXT NOT NULL,
    from_ms   INTEGER NOT NULL,
    until_ms  INTEGER NOT NULL,
    volumes   INTEGER NOT NULL,
    layout    INTEGER NOT NULL,
    shape     BLOB NOT NULL
) STRICT;

CREATE TABLE pairs (
    seq            INTEGER PRIMARY KEY,
    a              TEXT NOT NULL,
    b              TEXT NOT NULL,
    known_from_ms  INTEGER NOT NULL,
    known_until_ms INTEGER,
    kind           TEXT NOT NULL,
    version_a      INTEGER NOT NULL,
    version_b      INTEGER NOT NULL,
    first_ms       INTEGER NOT NULL,
    from_ms        INTEGER NOT NULL,
    until_ms       INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX pairs_current ON pairs (a, b) WHERE known_until_ms IS NULL;
CREATE INDEX pairs_current_b ON pairs (b) WHERE known_until_ms IS NULL;
CREATE INDEX pairs_as_of ON pairs (known_from_ms, known_until_ms);
