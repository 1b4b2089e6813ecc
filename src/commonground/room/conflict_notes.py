"""A party's own word on a conflict: who owns it, how it stands, and a note. It never leaves the party."""

from __future__ import annotations

from typing import Literal

from ..errors import Refused
from ..picture.entity import ConflictNote
from .conflict_groups import Members
from .context import Room
from .posts import require_post
from .rows_conflicts import versions_of
from .submit import Command, Submitted, submit

ConflictState = Literal["open", "acknowledged", "concern_sent", "both_informed", "closed"]


def note_conflict(
    room: Room,
    key: str,
    members: Members,
    state: ConflictState,
    owner: str,
    note: str,
    post: str,
    operator: str,
) -> Submitted:
    """Write down owner, state and note for the versions that conflict now. Needs a transaction."""
    require_post("conflict_note", post)
    if owner and owner not in room.charter.posts:
        raise Refused(f"one of {', '.join(room.charter.posts)} expected", field="owner")
    held = room.view.conflict_notes(key)
    return submit(room, Command(
        kind="conflict_note", action="amend" if held else "establish", post=post, operator=operator,
        entity=held[0].entity if held else "",
        body=ConflictNote(conflict=key, state=state, owner=owner, note=note, versions=versions_of(members)),
    ))  # fmt: skip
