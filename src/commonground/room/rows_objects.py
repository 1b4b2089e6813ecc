"""Foreign objects as rows of one party's screens (R19): counted by type, the last first, a page at a time.

They come by the hundred thousand, so they are in no picture and no feed: a page asks for those that it shows. What an
object says is shown as its author wrote it; nothing here reads it but its name.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Literal

from ..errors import Refused
from ..picture.exchange import StixObject
from ..picture.version import Version
from ..record import Foreign, decode
from .rows import Look, Row, leaf_row
from .rows_information import recipients_row

ROWS_MAX = 100
NAME_CHARS_MAX = 200
Whose = Literal["all", "own", "others"]


class _Named(Foreign, frozen=True):
    """What an object may be called by its author: `name`, or of a simple observable its `value`."""

    name: Any = ""
    value: Any = ""


def objects_page(look: Look, type: str, whose: str, after: str) -> Row:
    """At most ROWS_MAX rows of a type and of whom, the last first, after the one of that key; and how many there are.

    `types` counts what stands, by type, of everybody; `more` says whether others follow.
    """
    if whose not in ("all", "own", "others"):
        raise Refused("one of all, own, others expected", field="whose")
    view = look.room.view
    keys = [key for key in view.keys_of("stix_object") if _is_of(look, key, whose)]
    standing = view.standings.rows
    types = Counter(standing[key].category for key in keys if standing[key].action != "cancel")
    found = [key for key in reversed(keys) if not type or standing[key].category == type]
    start = found.index(after) + 1 if after in found else 0
    page = found[start : start + ROWS_MAX]
    rows = [object_row(look, view.entities[key]) for key in page]
    return {
        "types": [{"type": name, "count": count} for name, count in sorted(types.items())],
        "rows": rows, "total": len(found), "more": start + ROWS_MAX < len(found),
    }  # fmt: skip


def _is_of(look: Look, key: str, whose: str) -> bool:
    return whose == "all" or key.startswith(f"{look.room.party}/") == (whose == "own")


def object_row(look: Look, version: Version) -> Row:
    """The ObjectRow of a foreign object; one that is not understood has no more than its key."""
    own = look.is_own(version)
    body = version.body if isinstance(version.body, StixObject) else None
    head = {"stix_id": "", "type": "", "modified": "", "spec_version": "", "name": "", "bytes": 0}
    if body is not None:
        head = {
            "stix_id": body.stix_id, "type": body.type, "modified": body.version, "spec_version": body.spec_version,
            "name": _name(body.text), "bytes": len(body.text.encode()),
        }  # fmt: skip
    return head | {
        "key": version.key, "id": version.entity, "party": version.author, "post": version.post, "own": own,
        "ended": version.action == "cancel", "withdrawn": version.withdrawn_ms is not None,
        "understood": body is not None, "arrived_ms": version.known_from_ms,
        "recipients": recipients_row(version, look.replies(version.key)) if own else [],
        "leaf": leaf_row(look.room, version.origin, version.leaf),
    }  # fmt: skip


def _name(text: str) -> str:
    try:
        named = decode(_Named, text)
    except Refused:
        return ""
    found = (one for one in (named.name, named.value) if isinstance(one, str) and one.strip())
    return next(found, "")[:NAME_CHARS_MAX]
