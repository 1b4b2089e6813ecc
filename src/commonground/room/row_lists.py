"""The lists of a picture that families of procedures bring: one line for each list.

A list has a name, the kinds whose entities are its rows, and what makes a row. A page gets the last rows of each list
with its picture, and every row that changed, or whose clock turned, with the feed. A row is made from the picture of
the party that looks, as of the look's moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..picture.version import Version
from .rows import Look, Row
from .rows_information import information_request_row, information_row
from .rows_line import beat_row, call_row
from .rows_shelved import shelving_row


@dataclass(frozen=True, slots=True)
class RowList:
    """One list: its name in a picture and in the feed. At most `rows_max` of the last rows are in a picture."""

    name: str
    kinds: tuple[str, ...]
    make: Callable[[Look, Version], Row | None]
    rows_max: int = 500


ROW_LISTS: tuple[RowList, ...] = (
    RowList("calls", ("call",), call_row),
    RowList("beats", ("beat",), beat_row, rows_max=100),
    RowList("information", ("information",), information_row),
    RowList("information_requests", ("information_request",), information_request_row),
    RowList("shelvings", ("shelving",), shelving_row, rows_max=100),
)


def rows_of(look: Look, version: Version) -> Iterator[tuple[str, Row | None]]:
    """The rows of one entity, each with the name of its list."""
    for one in ROW_LISTS:
        if version.kind in one.kinds:
            yield one.name, one.make(look, version)


def lists_now(look: Look) -> dict[str, Any]:
    """Every list as of now, the last first, with how many rows there are in all."""
    entities = look.room.view.picture.entities
    made: dict[str, Any] = {}
    for one in ROW_LISTS:
        keys = look.room.view.keys_of(*one.kinds)
        last = [entities[key] for key in keys[: -one.rows_max - 1 : -1]]
        made[one.name] = _listed(look, one, last, len(keys))
    return made


def lists_then(look: Look, known: Iterable[Version]) -> dict[str, Any]:
    """Every list as it was known at another moment."""
    by_kind: dict[str, list[Version]] = {}
    for version in known:
        by_kind.setdefault(version.kind, []).append(version)
    made: dict[str, Any] = {}
    for one in ROW_LISTS:
        found = [version for kind in one.kinds for version in by_kind.get(kind, ())]
        found.sort(key=lambda version: (-version.first_known_ms, version.key))
        made[one.name] = _listed(look, one, found[: one.rows_max], len(found))
    return made


def _listed(look: Look, one: RowList, versions: Iterable[Version], total: int) -> dict[str, Any]:
    rows = [row for version in versions if (row := one.make(look, version)) is not None]
    return {"rows": rows, "total": total, "shown": len(rows)}
