-- What follows from the logs in `schema.sql`: dropped and replayed whenever its form changes.
-- Times are UTC in milliseconds.

-- Its words stand in entry `said_leaf` of the log `origin`; `prev` is the version of the same key that it came after.
-- `met` are the conflicts that came with it, as JSON: each is known until one of its two has another version, so that no
-- row of its own says when it ended, and no index that is written here and there has to find it.
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
    said_leaf       INTEGER NOT NULL,
    met             BLOB,
    active_day      INTEGER NOT NULL
) STRICT;

-- Walked newest day first; it holds all that an as-of question asks, so a row is read only when it is an answer. Within the
-- day of its start an entry comes after those that were put before it: what is announced together for one day is
-- written into one page, and not each into a page of its own.
CREATE INDEX versions_as_of ON versions (
    active_day DESC, seq, active_from_ms, active_until_ms, known_from_ms, known_until_ms, key
);

CREATE INDEX versions_met ON versions (known_from_ms, known_until_ms) WHERE met IS NOT NULL;
CREATE INDEX versions_again ON versions (key, seq, known_from_ms) WHERE prev IS NOT NULL;

-- The last version of each entity, and what a start has to know of it: small rows, read from end to end. Each key has one
-- row, which the writer finds without an index (`places`): it would be written here and there.
CREATE TABLE standing (
    place     INTEGER PRIMARY KEY,
    key       TEXT NOT NULL,
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
