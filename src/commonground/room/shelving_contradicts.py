"""What no honest node says when it puts an alarm aside: kept as evidence by who receives it."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import MalformedMessage
from ..picture.charter import Charter
from ..picture.shelving import SHELVED_MS_MAX, Shelving
from ..picture.statement import Statement, typed_body
from ..picture.version import Version


def strange_shelving(_: Charter, __: Mapping[str, Version], statement: Statement) -> str:
    """For longer than the room allows, or about what is between the reader and somebody else."""
    try:
        body = typed_body(statement.kind, statement.body)
    except MalformedMessage:
        return ""
    if not isinstance(body, Shelving):
        return ""
    if body.until_ms > statement.t_released_ms + SHELVED_MS_MAX and statement.action == "establish":
        return f"{statement.author} shelves an alarm for longer than the room allows"
    if body.subject is not None and body.subject.author not in (statement.author, statement.recipient):
        return f"{statement.author} shelves an alarm about what is {body.subject.author[:16]!r}'s"
    return ""
