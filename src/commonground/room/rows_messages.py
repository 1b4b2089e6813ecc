"""Messages between parties as rows: replies about notices, receipts, and a custodian's warning.

A party's own openings are not messages of its own: they are listed at the site, for its originator.
"""

from __future__ import annotations

from ..picture.blocks import Text
from ..picture.entity import Receipt, ReleaseAnswer, ReleaseRequest, Reply, Warning_
from ..picture.version import Version
from .rows import Look, Row, measured, text_row
from .rows_delivery import leaf_for

Message = Reply | Receipt | Warning_ | ReleaseRequest | ReleaseAnswer
MESSAGES = (Reply, Receipt, Warning_, ReleaseRequest, ReleaseAnswer)


def message_row(look: Look, version: Version) -> Row | None:
    """The MessageRow of a statement; None for what is no message."""
    kind = _kind(version)
    own = look.is_own(version)
    body = version.body
    if not kind or (own and kind == "opened") or not isinstance(body, MESSAGES):
        return None
    to = version.releases[0].party if version.releases else ""
    return {
        "key": version.key, "direction": "out" if own else "in", "party": to if own else version.author,
        "post": version.post, "kind": kind, "about": _about(look, body), "t_ms": version.known_from_ms,
        "text": text_row(_text(body)), "code": _code(version),
        "precedence": version.precedence, "state": _state(look, version, to) if own else "delivered",
        **(measured(look.room, body) if isinstance(body, Reply) else {}), **_third(look, body),
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
        case ReleaseRequest():
            return "release_request"
        case ReleaseAnswer() as answer:
            return f"release_{answer.outcome}"
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


def _text(body: Message) -> Text | None:
    match body:
        case Reply() | ReleaseAnswer():
            return body.text
        case ReleaseRequest():
            return body.reason
        case _:
            return None


def _asked(look: Look, body: Message) -> ReleaseRequest | None:
    """The request that a message is or answers."""
    if isinstance(body, ReleaseAnswer):
        request = look.room.view.picture.get(body.about)
        return request.body if request is not None and isinstance(request.body, ReleaseRequest) else None
    return body if isinstance(body, ReleaseRequest) else None


def _about(look: Look, body: Message) -> str:
    """An answer to a request is about the item that was asked for."""
    asked = _asked(look, body)
    return body.about.key if asked is None else asked.about.key


def _third(look: Look, body: Message) -> Row:
    asked = _asked(look, body)
    return {} if asked is None else {"third": asked.to}
