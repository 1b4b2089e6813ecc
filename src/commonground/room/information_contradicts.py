"""What no honest node says of reports: an opinion on its own, an answer about what its reader did not ask."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import MalformedMessage
from ..picture.charter import Charter
from ..picture.information import InformationAnswer, Opinion
from ..picture.statement import Statement, typed_body
from ..picture.version import Version


def strange_opinion(_: Charter, __: Mapping[str, Version], statement: Statement) -> str:
    """An opinion on the author's own report, or an answer to somebody else's question."""
    try:
        body = typed_body(statement.kind, statement.body)
    except MalformedMessage:
        return ""
    if isinstance(body, Opinion) and body.about.author == statement.author:
        return f"{statement.author} gives an opinion on its own report"
    if isinstance(body, InformationAnswer) and body.about.author != statement.recipient:
        return f"{statement.author} answers a request that is not {statement.recipient}'s"
    return ""


CONTRADICTS = {"opinion": strange_opinion, "information_answer": strange_opinion}
