-- One party's store. Run once, inside one transaction, on an empty database, with `bodies.sql`.
-- Times are UTC in milliseconds. This is ground state; what can be replayed from it is in `derived.sql`.

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
