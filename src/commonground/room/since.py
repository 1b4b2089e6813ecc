"""What changed between two moments: a question over the own log and the logs that were told to this party.

Each log keeps its order of arrival, so both moments are found by halving, and only what lies between is read. That it
equals the difference of two pictures as of those moments is a property test. It tells nothing that the picture did
not: what was withheld is in no log here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import MalformedMessage
from ..picture.charter import log_to, own_log
from ..picture.kind import NONE
from ..picture.kinds import KINDS
from ..picture.statement import OwnLine, parse_statement
from ..record import Excerpt, decode, decode_own
from .context import Room
from .entities import LIGHT_KINDS
from .ports import StoredEntry
from .rows import Row, leaf_row

ENTRIES_MAX = 20_000
ENTRIES_READ_MAX = 100_000
"""Of a log, with foreign objects, which are counted and not looked at: a night of theirs hides nothing else."""
ROWS_MAX = 500
CHUNK = 500
ENDING = frozenset({"cancel", "close", "withdraw", "deleted"})
_READING_ALONE = frozenset({"receipt"})


_LIGHT_MARKS = {one: f'"kind":"{one}"'.encode() for one in LIGHT_KINDS}
"""What stands in the canonical bytes of an entry of such a kind, and escaped in any text that says so."""


class _About(Excerpt, frozen=True):
    entity: str = ""
    action: str = ""


class _Line(Excerpt, frozen=True):
    """A line of the own log, or a statement, without what it says."""

    entity: str = ""
    action: str = ""
    saying: _About | None = None


@dataclass(slots=True)
class Change:
    """What happened to one entity between the moments: the last word counts, and how many there were."""

    key: str
    kind: str
    what: str
    t_ms: int
    post: str
    origin: str
    leaf: int
    count: int = 1


def changes_between(room: Room, from_ms: int, until_ms: int) -> list[Change]:
    """Entities that changed after `from_ms` and up to `until_ms`, the last changed first."""
    found: dict[str, Change] = {}
    for origin in (own_log(room.charter, room.party), *_told(room)):
        for change in _of_log(room, origin, from_ms, until_ms):
            before = found.get(change.key)
            if before is not None:
                change.count += before.count
                if before.what == "new" and change.what == "changed":
                    change.what = "new"
            found[change.key] = change
    return sorted(found.values(), key=lambda one: (-one.t_ms, one.key))


def since_rows(room: Room, from_ms: int, until_ms: int) -> Row:
    """The answer as rows, with counts by kind; at most ROWS_MAX rows, and how many there are."""
    every = changes_between(room, from_ms, until_ms)
    counts: dict[str, dict[str, int]] = {}
    for one in every:
        by_what = counts.setdefault(one.kind, {})
        by_what[one.what] = by_what.get(one.what, 0) + 1
    listed = [one for one in every if one.kind not in LIGHT_KINDS]
    rows = [
        {
            "key": one.key, "kind": one.kind, "author": one.key.partition("/")[0], "what": one.what,
            "own": one.key.startswith(f"{room.party}/"), "t_ms": one.t_ms, "post": one.post, "count": one.count,
            "leaf": leaf_row(room, one.origin, one.leaf),
        }
        for one in listed[:ROWS_MAX]
    ]  # fmt: skip
    return {"from_ms": from_ms, "until_ms": until_ms, "rows": rows, "counts": counts, "total": len(listed),
            "shown": len(rows)}  # fmt: skip


def _told(room: Room) -> Iterator[str]:
    for other in room.charter.others(room.party):
        yield log_to(room.charter, other, room.party)


def _of_log(room: Room, origin: str, from_ms: int, until_ms: int) -> list[Change]:
    """What a log changed, the last first up to the limits, in the order of the log."""
    size = room.store.origins().get(origin, 0)
    end = _first_after(room, origin, until_ms, size)
    start = max(_first_after(room, origin, from_ms, end), end - ENTRIES_READ_MAX)
    parts: list[list[Change]] = []
    looked_at = 0
    while end > start and looked_at < ENTRIES_MAX:
        begin = max(start, end - CHUNK)
        rows = [row for row in room.store.entries(origin, begin, end) if row.body is not None]
        part = [_light(room, origin, row) or _change(room, origin, row) for row in rows]
        parts.append([one for one in part if one is not None])
        looked_at += sum(one is None or one.kind not in LIGHT_KINDS for one in part)
        end = begin
    return [one for part in reversed(parts) for one in part]


def _first_after(room: Room, origin: str, at_ms: int, size: int) -> int:
    """The first entry that came after a moment."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if room.store.entries(origin, middle, middle + 1)[0].arrived_ms <= at_ms:
            low = middle + 1
        else:
            high = middle
    return low


def _light(room: Room, origin: str, row: StoredEntry) -> Change | None:
    """What an entry about a foreign object changes, without what it says; None for any other."""
    kind = next((one for one, mark in _LIGHT_MARKS.items() if mark in (row.body or b"")), None)
    if kind is None:
        return None
    line = decode_own(_Line, row.body or b"")
    author = room.view.author_of(origin) or room.party
    told = line if line.saying is None else line.saying
    key = f"{author}/{told.entity}"
    if key not in room.view.picture.entities:
        return None
    return Change(key, kind, _what(kind, told.action), row.arrived_ms, "", origin, row.index)


def _change(room: Room, origin: str, row: StoredEntry) -> Change | None:
    """What one entry changes; None for what says nothing, and for a party's own mere readings."""
    own = own_log(room.charter, room.party)
    leaf, body, t_ms = row.index, row.body or b"", row.arrived_ms
    if origin == own:
        saying = decode(OwnLine, body).saying
        if saying is None or saying.kind in _READING_ALONE:
            return None
        author, kind, entity = room.party, saying.kind, saying.entity
        action: str = saying.action
        post = saying.post
    else:
        author = room.view.author_of(origin) or ""
        try:
            said = parse_statement(body, room=room.charter.room, author=author, recipient=room.party)
        except MalformedMessage:
            return None
        kind, entity, action, post = said.kind, said.entity, said.action, said.post
    key = f"{author}/{entity}"
    if key not in room.view.picture.entities:
        return None
    return Change(key, kind, _what(kind, action), t_ms, post, origin, leaf)


def _what(kind: str, action: str) -> str:
    """A word that nothing can follow was said; what has a life is new, changed or ended."""
    row = KINDS.get(kind)
    if row is not None and set(row.follows) == {NONE}:
        return "said"
    if action in ENDING:
        return "ended"
    return "new" if action == "establish" else "changed"
