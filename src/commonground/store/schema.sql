-- One party's store, version 1. Run once, inside one transaction, on an empty database.
-- Times are UTC in milliseconds. Everything above the line "derived" is ground state; below it can be replayed.

CREATE TABLE logs (
    origin TEXT PRIMARY KEY,
    size   INTEGER NOT NULL CHECK (size >= 0)
) STRICT, WITHOUT ROWID;

-- An entry is the salted hash of a body and stays for ever.
CREATE TABLE entries (
    origin     TEXT NOT NULL REFERENCES logs (origin),
    idx        INTEGER NOT NULL,
    entry      BLOB NOT NULL CHECK (length(entry) = 32),
    arrived_ms INTEGER NOT NULL,
    PRIMARY KEY (origin, idx)
) STRICT, WITHOUT ROWID;

-- A body holds its salt, so that one DELETE removes both.
CREATE TABLE bodies (
    origin TEXT NOT NULL,
    idx    INTEGER NOT NULL,
    body   BLOB NOT NULL,
    PRIMARY KEY (origin, idx),
    FOREIGN KEY (origin, idx) REFERENCES entries (origin, idx)
) STRICT, WITHOUT ROWID;

-- What stays at the originator's node of a view-only item.
CREATE TABLE contents (
    origin  TEXT NOT NULL,
    idx     INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (origin, idx)
) STRICT, WITHOUT ROWID;

-- A narrower tile is a prefix of the wider one of its index, so only the widest is kept.
CREATE TABLE tiles (
    origin TEXT NOT NULL,
    level  INTEGER NOT NULL,
    idx    INTEGER NOT NULL,
    width  INTEGER NOT NULL,
    hashes BLOB NOT NULL CHECK (length(hashes) = 32 * width),
    PRIMARY KEY (origin, level, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
    origin TEXT NOT NULL,
    size   INTEGER NOT NULL,
    note   TEXT NOT NULL,
    PRIMARY KEY (origin, size)
) STRICT, WITHOUT ROWID;

-- The last form of each entity in each recipient's log.
CREATE TABLE forms (
    origin  TEXT NOT NULL,
    entity  TEXT NOT NULL,
    version INTEGER NOT NULL,
    form    BLOB NOT NULL,
    action  TEXT NOT NULL,
    PRIMARY KEY (origin, entity)
) STRICT, WITHOUT ROWID;

-- Which leaf of a recipient's log answers which leaf of the party's own log.
CREATE TABLE released (
    origin   TEXT NOT NULL,
    own_leaf INTEGER NOT NULL,
    leaf     INTEGER NOT NULL,
    PRIMARY KEY (origin, own_leaf)
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
    kind TEXT NOT NULL,
    id   TEXT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- derived ------------------------------------------------------------------------------------------------

CREATE TABLE versions (
    seq             INTEGER PRIMARY KEY,
    key             TEXT NOT NULL,
    kind            TEXT NOT NULL,
    known_from_ms   INTEGER NOT NULL,
    known_until_ms  INTEGER,
    active_from_ms  INTEGER NOT NULL,
    active_until_ms INTEGER NOT NULL,
    data            BLOB NOT NULL,
    boxes           BLOB NOT NULL
) STRICT;

CREATE INDEX versions_history ON versions (key);
CREATE UNIQUE INDEX versions_current ON versions (key) WHERE known_until_ms IS NULL;
-- Walked newest first; it holds all that an as-of question asks, so a row is read only when it is an answer.
CREATE INDEX versions_as_of ON versions (
    active_from_ms DESC, key, active_until_ms, known_from_ms, known_until_ms
);

CREATE TABLE pairs (
    seq            INTEGER PRIMARY KEY,
    a              TEXT NOT NULL,
    b              TEXT NOT NULL,
    known_from_ms  INTEGER NOT NULL,
    known_until_ms INTEGER,
    data           BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX pairs_current ON pairs (a, b) WHERE known_until_ms IS NULL;
CREATE INDEX pairs_current_b ON pairs (b) WHERE known_until_ms IS NULL;
CREATE INDEX pairs_as_of ON pairs (known_from_ms, known_until_ms);
