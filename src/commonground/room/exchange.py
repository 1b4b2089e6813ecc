"""Collections of the information exchange: what machines of a party read, derived from its logs and from nothing else.

At a node there is one collection for each author whose log comes to it, its own party's among them, and one for each
other party, which holds what stands in the log to that party. So each follows from one log alone: nothing in it, not
the time of an object and not its place, depends on what its readers may not see. `protocols/stix` makes the objects
and fills the collections; here they are named and read.
"""

from __future__ import annotations

from typing import NamedTuple

from ..picture.charter import Charter
from ..picture.exchange import moment_of
from .context import Room
from .ports import Exchanged, Wanted

OBJECTS_MAX = 1_000
PAGE_BYTES = 4 * 1024 * 1024
"""A page ends with the object that passes this many bytes, so that any one object still fits."""
_TOLD = ">"


class Collection(NamedTuple):
    """A collection: its name in the store, whose words it holds, and who is told them there."""

    name: str
    author: str
    reader: str


class Page(NamedTuple):
    """Objects of a collection in the order in which they came, and whether others follow."""

    rows: list[Exchanged]
    objects: list[bytes]
    more: bool


def read_here(author: str) -> str:
    """The name of the collection of what an author said to this party, or this party itself."""
    return author


def told_to(party: str) -> str:
    """The name of the collection of what this party told another one."""
    return _TOLD + party


def sortable(timestamp: str) -> str:
    """A time in UTC (RFC 3339, with Z) as text that sorts as time, whatever zeros stand at its end."""
    second, fraction = moment_of(timestamp)
    return f"{second}.{fraction}" if fraction else second


def collections_for(charter: Charter, party: str, reader: str) -> list[Collection]:
    """What machines of `reader` may read at the node of `party`; for them there is nothing else."""
    if reader != party:
        return [Collection(told_to(reader), party, reader)]
    return [Collection(read_here(one), one, party) for one in (party, *charter.others(party))]


def listed(room: Room, collection: Collection, wanted: Wanted) -> Page:
    """A page without the bytes of its objects."""
    limit = max(1, min(wanted.limit, OBJECTS_MAX))
    rows = room.store.exchanged(collection.name, wanted._replace(limit=limit + 1))
    return Page(rows[:limit], [], len(rows) > limit)


def read(room: Room, collection: Collection, wanted: Wanted) -> Page:
    """A page with its objects; it ends early where they are large."""
    page = listed(room, collection, wanted)
    size = 0
    for number, row in enumerate(page.rows, 1):
        size += row.size
        if size > PAGE_BYTES and number < len(page.rows):
            page = Page(page.rows[:number], [], True)
            break
    return page._replace(objects=room.store.exchanged_bytes([row.seq for row in page.rows]))


def holds(room: Room, collection: Collection, id: str) -> bool:
    """Whether any version of an object is in a collection."""
    return bool(room.store.exchanged(collection.name, Wanted(ids=(id,), limit=1)))
