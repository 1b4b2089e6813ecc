-- What follows from the logs and is served to machines; dropped and replayed like `derived.sql`.

-- Objects of the information exchange as they are served, by collection and in the order of `date_added_us` (UTC).
-- `version` is a time without its Z and without zeros at its end, so that text sorts as time; empty for what has none.
-- `entity` is the key of what was said, empty for what several of them share; a foreign object is one of its own.
CREATE TABLE exchanged (
    seq           INTEGER PRIMARY KEY,
    collection    TEXT NOT NULL,
    date_added_us INTEGER NOT NULL,
    id            TEXT NOT NULL,
    version       TEXT NOT NULL,
    type          TEXT NOT NULL,
    spec_version  TEXT NOT NULL,
    entity        TEXT NOT NULL,
    is_foreign    INTEGER NOT NULL,
    is_first      INTEGER NOT NULL,
    is_last       INTEGER NOT NULL,
    object        BLOB NOT NULL
) STRICT;

-- A page is a walk along one of these from where the last one ended, also where nothing fits; what is the last version
-- and what is not are two walks, so that neither passes over the other.
CREATE INDEX exchanged_added ON exchanged (collection, is_last, date_added_us);
CREATE INDEX exchanged_typed ON exchanged (collection, is_last, type, spec_version, date_added_us);
CREATE INDEX exchanged_version ON exchanged (collection, version, type, spec_version, date_added_us);
CREATE UNIQUE INDEX exchanged_id ON exchanged (collection, id, version);
CREATE INDEX exchanged_entity ON exchanged (collection, entity) WHERE NOT is_foreign;

-- The last time that a collection gave: it stays where the object that had it does not.
CREATE TABLE exchanged_ends (
    collection TEXT PRIMARY KEY,
    last_us    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What follows a picture is derived anew.
DELETE FROM documents WHERE kind = 'following';
