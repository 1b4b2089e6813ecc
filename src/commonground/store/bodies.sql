-- The words of every log. A body holds its salt, so that one DELETE removes both.
-- Behind each other in the order in which they were written: a few thousand bytes fill a page, where a tree that is
-- sorted by log would keep a part here and the rest on a page of its own.
CREATE TABLE bodies (
    place  INTEGER PRIMARY KEY,
    origin TEXT NOT NULL,
    idx    INTEGER NOT NULL,
    body   BLOB NOT NULL,
    UNIQUE (origin, idx),
    FOREIGN KEY (origin, idx) REFERENCES entries (origin, idx)
) STRICT;
