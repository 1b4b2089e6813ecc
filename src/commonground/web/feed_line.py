"""The state of the line to each party, and of its channel classes, in the picture and in the feed: as whole lists.

Calls and beats go row by row with the other lists (`room/row_lists`).
"""

from __future__ import annotations

from collections.abc import Iterable

from ..picture.channel import Channel
from ..room.rows import Look, Row
from ..room.rows_channels import channel_rows, line_rows

TOUCHING = frozenset({"call", "beat", "line_test", "channel", "duty", "speaks_for"})
"""Kinds with which the whole lists may change."""


def line_picture(look: Look) -> dict[str, list[Row]]:
    """The lists as of the moment that is shown; how the line itself stood at another one is not kept."""
    return {"line": line_rows(look) if look.as_of_ms is None else [], "channels": channel_rows(look)}


def line_lists(look: Look, keys: Iterable[str] | None) -> dict[str, list[Row]]:
    """The lists, where one of these keys may change them; always where time alone may have."""
    if keys is not None and not any(_touches(look, key) for key in keys):
        return {}
    return line_picture(look)


def touched_by_channels(look: Look, keys: Iterable[str], span: tuple[int, int]) -> set[str]:
    """Notices whose rows change with a word about their class: the other party's, within a span."""
    entities = look.room.view.picture.entities
    parties: set[str] = set()
    for key in keys:
        if key in entities and isinstance(body := entities[key].body, Channel):
            parties.add(body.to if entities[key].author == look.room.party else entities[key].author)
    if not parties:
        return set()
    return {key for key in look.index.notices_between(*span) if key.partition("/")[0] in parties}


def _touches(look: Look, key: str) -> bool:
    standing = look.room.view.standings.rows.get(key)
    if standing is None:
        return key.partition("/")[0] in ("line", "cosigned")
    return standing.kind in TOUCHING
