"""Requests for an onward release as rows: what was asked of whom, the running clock, and how it stands (R5).

The same row for both sides, each by its own clock. What only the originator may know (whether the third party holds
the item already) stands in the originator's row alone.
"""

from __future__ import annotations

from ..picture.charter import log_to, own_log
from ..picture.entity import ReleaseAnswer, ReleaseRequest
from ..picture.onward import counted_ms
from ..picture.statement import Release
from ..picture.version import Version
from .asked import has_ended, standing_of
from .onward import held_grant, silence_leaf
from .rows import Look, Row, leaf_row, text_row
from .rows_delivery import leaf_for


def request_row(look: Look, version: Version) -> Row | None:
    """The RequestRow of a request; None for what is none."""
    body = version.body
    if not isinstance(body, ReleaseRequest):
        return None
    room, own = look.room, look.is_own(version)
    stands = standing_of(room, version, look.now_ms, look.replies(version.key))
    answer = stands.answer
    said = answer.body if answer is not None and isinstance(answer.body, ReleaseAnswer) else None
    item = room.view.picture.get(body.about)
    leaf = leaf_for(room, body.about.author, version.key, version.leaf) if own else None
    return {
        "key": version.key, "id": version.entity, "own": own, "party": version.author, "post": version.post,
        "originator": body.about.author, "about": body.about.key, "kind": item.kind if item else "",
        "shown_at": _shown_at(item, body), "to": body.to, "reason": text_row(body.reason),
        "asked_ms": counted_ms(room.party, version), "due_ms": stands.due_ms,
        "state": stands.state, "late": stands.late,
        "delivered_ms": look.delivered_ms(body.about.author, leaf), "withdrawn": version.withdrawn_ms is not None,
        "answered_ms": counted_ms(room.party, answer) if answer else None, "answer_post": answer.post if answer else "",
        "answer_text": text_row(said.text) if said else None,
        "leaf": _proof(look, version, body.about.author),
        "answer_leaf": _proof(look, answer, version.author) if answer else None,
        **_of_now(look, version, body, item),
    }  # fmt: skip


def _proof(look: Look, version: Version, to: str) -> Row:
    """Where a statement stands in the log that the other side cosigns; in the own log until it is in that one."""
    room = look.room
    leaf = leaf_for(room, to, version.key, version.leaf) if look.is_own(version) else None
    if leaf is None:
        return leaf_row(room, version.origin, version.leaf)
    return leaf_row(room, log_to(room.charter, room.party, to), leaf)


def _shown_at(item: Version | None, body: ReleaseRequest) -> str:
    """The notice or site at which a screen shows the request: a word about one is shown there."""
    about = getattr(item.body, "about", None) if item is not None else None
    return body.about.key if about is None else str(about.key)


def _of_now(look: Look, version: Version, body: ReleaseRequest, item: Version | None) -> Row:
    """What is only known of now: a hold, what a hold came back for, who holds the item, the line about silence."""
    room = look.room
    row: Row = {
        "held_until_ms": None, "back_because": "", "asker_holds": None, "third_holds": None, "ended": False,
        "silence_leaf": None,
    }  # fmt: skip
    if look.as_of_ms is not None:
        return row
    row["ended"] = item is not None and has_ended(item, look.now_ms)
    if (index := silence_leaf(room, version.key)) is not None:
        row["silence_leaf"] = leaf_row(room, own_log(room.charter, room.party), index)
    if look.is_own(version):
        return row
    releases: tuple[Release, ...] = item.releases if item is not None else ()
    told = {release.party for release in releases}
    row |= {"asker_holds": version.author in told, "third_holds": body.to in told}
    held = held_grant(room, version.key)
    if held is not None:
        until_ms = None if held.back_because else held.releases_at_ms
        row |= {"held_until_ms": until_ms, "back_because": held.back_because}
    return row
