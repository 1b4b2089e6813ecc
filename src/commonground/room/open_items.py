"""What is open at the end of a shift: the pre-filled part of its sheet (R3).

Everything comes from this party's own picture and from its own drafts and holds, so a sheet says nothing that the
party does not see on its screen. It decides nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..picture.roster import Item
from ..picture.shelving import Shelving
from .desk import draft_rows, held_releases
from .onward import held_grants
from .rows import Look
from .rows_channels import channel_rows
from .rows_conflicts import conflict_rows
from .shelved import own_shelvings
from .watch import due_rows

DAY_MS = 86_400_000


def open_items(look: Look, since_ms: int) -> list[Item]:
    """Open items now, those that are due first; `since_ms` is the beginning of the shift."""
    found = [*_due(look), *_conflicts(look), *_of_the_line(look, since_ms), *_own(look)]
    return sorted(found, key=lambda one: (one.due_ms == 0, one.due_ms, one.what, one.about))


def _due(look: Look) -> Iterator[Item]:
    for one in due_rows(look.room, look.now_ms):
        if one.what not in ("conflict_owner", "handover"):  # the conflicts stand here one by one
            yield Item(what=one.what, about=one.about, due_ms=one.due_ms, count=one.count)


def _conflicts(look: Look) -> Iterator[Item]:
    """Conflicts of the next 24 h, each with the owner and the state that this party gave it."""
    rows, _ = conflict_rows(look, look.now_ms, look.now_ms + DAY_MS)
    for row in rows:
        yield Item(
            what="conflict", about=str(row["key"])[:200], due_ms=int(row["from_ms"]), owner=str(row["owner"]),
            state=str(row["state"]),
        )  # fmt: skip


def _of_the_line(look: Look, since_ms: int) -> Iterator[Item]:
    """FLASH calls of the shift, and the channels that are not open."""
    view = look.room.view
    for key in reversed(view.keys_of("call")):
        version = view.picture.entities[key]
        if version.first_known_ms < since_ms:
            break
        if version.precedence == "FLASH":
            yield Item(what="flash", about=key, due_ms=0, state=version.action)
    for row in channel_rows(look):
        if row["status"] != "open":
            yield Item(what="channel", about=str(row["key"]), state=str(row["status"]))


def _own(look: Look) -> Iterator[Item]:
    """Releases that are held, alarms that are shelved, and drafts that wait."""
    room = look.room
    for held in held_releases(room):
        yield Item(what="held", about=held.id, due_ms=held.releases_at_ms)
    for grant in held_grants(room):
        yield Item(what="held", about=grant.request, due_ms=grant.releases_at_ms)
    for version in own_shelvings(room, look.now_ms).values():
        body = version.body
        if isinstance(body, Shelving):
            yield Item(
                what="shelved", about=body.topic, due_ms=body.until_ms, owner=version.post, state=body.reason
            )
    for draft in draft_rows(room):
        yield Item(what="draft", about=str(draft["id"]), owner=str(draft["post"]))
