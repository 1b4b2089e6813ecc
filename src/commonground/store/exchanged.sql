-- What follows from the logs and is served to machines; dropped and replayed like `derived.sql`.

-- Objects of the information exchange as they are served, by collection and in the order of `date_added_us` (UTC).
-- `version` is a time without its Z and without zeros at its end, so that text sorts as time; empty for what has none.
-- `entity` is the key of what was said, empty for what several of them share.
CREATE TABLE exchanged (
    seq           INTEGER PRIMARY KEY,
    collection    TEXT NOT NULL,
    date_added_us INTEGER NOT NULL,
    id            TEXT NOT NULL,
    version       TEXT NOT NULL,
    type          TEXT NOT NULL,
    spec_version  TEXT NOT NULL,
    entity        TEXT NOT NULL,
    is_first      INTEGER NOT NULL,
    is_last       INTEGER NOT NULL,
    object        BLOB NOT NULL
) STRICT;

-- A page is a walk along one of these from where the last one ended, also where nothing fits.
CREATE UNIQUE INDEX exchanged_all ON exchanged (collection, date_added_us);
CREATE INDEX exchanged_last ON exchanged (collection, date_added_us) WHERE is_last;
CREATE INDEX exchanged_typed ON exchanged (collection, type, spec_version, date_added_us);
CREATE INDEX exchanged_typed_last ON exchanged (collection, type, spec_version, date_added_us) WHERE is_last;
CREATE INDEX exchanged_version ON exchanged (collection, version, date_added_us, type, spec_version);
CREATE UNIQUE INDEX exchanged_id ON exchanged (collection, id, version);
CREATE INDEX exchanged_entity ON exchanged (collection, entity);

-- The last time that a collection gave: it stays where the object that had it does not.
CREATE TABLE exchanged_ends (
    collection TEXT PRIMARY KEY,
    last_us    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
