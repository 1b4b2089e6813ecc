"""What no honest node says of its posts: kept as evidence by who receives it (R3)."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import MalformedMessage
from ..picture.charter import Charter
from ..picture.roster import Duty, duty_entity
from ..picture.statement import Statement, typed_body
from ..picture.version import Version


def contradicts_duty(charter: Charter, _: Mapping[str, Version], statement: Statement) -> str:
    """A duty of a post that is none, under another post's id, or that began after it was said."""
    try:
        body = typed_body(statement.kind, statement.body)
    except MalformedMessage:
        return ""
    if not isinstance(body, Duty):
        return ""
    if body.post not in charter.posts:
        return f"{statement.author} states the post {body.post[:32]!r}, which the charter does not know"
    if statement.entity != duty_entity(body.post):
        return f"{statement.author} states the post {body.post} as {statement.entity}"
    if max(body.since_ms, body.changed_ms) > statement.t_released_ms:
        return f"{statement.author} states on {body.post} what began after it was said"
    return ""
