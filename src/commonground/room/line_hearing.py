"""What no honest node says on the line: calls for others, words about calls that were not made to it, taken back words.

Each rule sees the charter, this party's picture and one statement. See `room/contradicting` for the table.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import MalformedMessage
from ..picture.beat import Beat
from ..picture.blocks import Body
from ..picture.channel import Channel
from ..picture.charter import Charter
from ..picture.line import Call, CallWord, LineTest, Rung, only_adds
from ..picture.line_standing import LADDER
from ..picture.statement import Statement, typed_body
from ..picture.version import Version

Entities = Mapping[str, Version]
STEPS = frozenset(step for step, _ in LADDER)


def strange_call(_: Charter, entities: Entities, statement: Statement) -> str:
    """A call that names another party than its reader, or that takes back what was sent."""
    if statement.action == "withdraw":
        return f"{statement.entity} takes back what was sent"
    body = _body(statement)
    if not isinstance(body, Call):
        return ""
    if body.to != statement.recipient:
        return f"a call to {body.to[:16]!r} in the log to {statement.recipient}"
    before = entities.get(f"{statement.author}/{statement.entity}")
    if before is not None and isinstance(before.body, Call) and not only_adds(before.body, body):
        return f"{statement.entity} changes what was sent"
    return ""


def strange_word(_: Charter, entities: Entities, statement: Statement) -> str:
    """A word or a rung about a call that was not made to its author."""
    body = _body(statement)
    if not isinstance(body, CallWord | Rung):
        return ""
    if body.about.author != statement.recipient:
        return f"a {statement.kind} of {statement.author} about what is not {statement.recipient}'s"
    call = entities.get(body.about.key)
    if call is not None and (not isinstance(call.body, Call) or call.body.to != statement.author):
        return f"a {statement.kind} of {statement.author} about what was not said to it"
    if isinstance(body, Rung) and body.step not in STEPS:
        return f"{body.step} is no step of a receiver"
    return ""


def strange_test(_: Charter, __: Entities, statement: Statement) -> str:
    """A test for another party than its reader."""
    body = _body(statement)
    if isinstance(body, LineTest) and body.to != statement.recipient:
        return f"a test for {body.to[:16]!r} in the log to {statement.recipient}"
    return ""


def strange_channel(_: Charter, __: Entities, statement: Statement) -> str:
    """A word about a class with another party than its reader."""
    body = _body(statement)
    if not isinstance(body, Channel):
        return ""
    if body.to != statement.recipient:
        return f"a channel with {body.to[:16]!r} in the log to {statement.recipient}"
    if body.about is not None and body.about.author != statement.recipient:
        return f"{statement.author} confirms what {statement.recipient} did not propose"
    return ""


def strange_beat(_: Charter, __: Entities, statement: Statement) -> str:
    """A beat for another party than its reader."""
    body = _body(statement)
    if isinstance(body, Beat) and body.to != statement.recipient:
        return f"a beat for {body.to[:16]!r} in the log to {statement.recipient}"
    return ""


def _body(statement: Statement) -> Body | None:
    """The typed body of a statement; None where it does not parse."""
    try:
        return typed_body(statement.kind, statement.body)
    except MalformedMessage:
        return None
