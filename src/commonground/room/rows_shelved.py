"""Alarms that are or were put aside, own and told, as rows of one party's screen."""

from __future__ import annotations

from ..picture.shelving import Shelving
from ..picture.version import Version
from .rows import Look, Row, leaf_row, text_row
from .shelved import is_shelved


def shelving_row(look: Look, version: Version) -> Row | None:
    """The ShelvingRow of a shelving, own or told; `on` says whether it still holds, `told` who was told of it."""
    body = version.body
    if not isinstance(body, Shelving):
        return None
    said_ms = version.t_released_ms if look.is_own(version) else version.known_from_ms
    return {
        "key": version.key, "id": version.entity, "own": look.is_own(version), "party": version.author,
        "post": version.post, "alarm": body.alarm, "what": body.what, "rank": body.rank, "about": body.topic,
        "reason": body.reason, "text": text_row(body.text), "from_ms": version.first_known_ms,
        "until_ms": body.until_ms, "ended_ms": said_ms if version.action == "cancel" else None,
        "on": is_shelved(version, look.now_ms),
        "told": [one.party for one in version.releases] if look.is_own(version) else [],
        "leaf": leaf_row(look.room, version.origin, version.leaf),
    }  # fmt: skip
