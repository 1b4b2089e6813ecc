"""Writes into dictionaries that can be taken back: each notes how, for a transaction that is thrown away."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

_G = TypeVar("_G", bound=Hashable)
_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


def put(
    undo: list[Callable[[], object]], table: dict[_G, dict[_K, _V]], group: _G, key: _K, value: _V
) -> None:
    """Put a row, in place of one of its key."""
    rows = table.get(group)
    if rows is None:
        # The group goes too: tables are read in the order in which their groups came.
        rows = table[group] = {}
        undo.append(lambda: table.pop(group))
    elif key in rows:
        before = rows[key]
        undo.append(lambda: rows.__setitem__(key, before))
    else:
        undo.append(lambda: rows.pop(key))
    rows[key] = value


def drop(undo: list[Callable[[], object]], table: dict[_G, dict[_K, _V]], group: _G, key: _K) -> None:
    """Take a row out; nothing happens where there is none."""
    rows = table.get(group, {})
    if key in rows:
        before = rows.pop(key)
        undo.append(lambda: rows.__setitem__(key, before))
