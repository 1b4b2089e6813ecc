"""Messages between parties as rows: replies about notices, receipts, and a custodian's warning.

A party's own openings are not messages of its own: they are listed at the site, for its originator.
"""

from __future__ import annotations

from ..picture.entity import Receipt, Reply, Warning_
from ..picture.version import Version
from .rows import Look, Row, measured, text_row
from .rows_delivery import leaf_for


def message_row(look: Look, version: Version) -> Row | None:
    """The MessageRow of a statement; None for what is no message."""
    kind = _kind(version)
    own = look.is_own(version)
    body = version.body
    if not kind or (own and kind == "opened") or not isinstance(body, (Reply, Receipt, Warning_)):
        return None
    to = version.releases[0].party if version.releases else ""
    return {
        "key": version.key, "direction": "out" if own else "in", "party": to if own else version.author,
        "post": version.post, "kind": kind, "about": body.about.key, "t_ms": version.known_from_ms,
        "text": text_row(body.text) if isinstance(body, Reply) else None, "code": _code(version),
        "precedence": version.precedence, "state": _state(look, version, to) if own else "delivered",
        **(measured(look.room, body) if isinstance(body, Reply) else {}),
    }  # fmt: skip


def _kind(version: Version) -> str:
    match version.body:
        case Reply() as reply if reply.what == "read":
            return "opened"
        case Reply() as reply if reply.what == "answer" and reply.code == "concern":
            return "concern"
        case Reply() as reply:
            return reply.what
        case Receipt() as receipt:
            return "warning" if receipt.how == "warned" else "opened"
        case Warning_():
            return "warning"
        case _:
            return ""


def _code(version: Version) -> str:
    match version.body:
        case Reply() | Warning_():
            return version.body.code
        case Receipt():
            return version.body.how
        case _:
            return ""


def _state(look: Look, version: Version, to: str) -> str:
    if not to:
        return "sent"
    leaf = leaf_for(look.room, to, version.key, version.leaf)
    return "delivered" if look.delivered_ms(to, leaf) is not None else "sent"
