"""What no honest node says of areas, instruments and commitments; see `contradicting`.

A joint text that is edited gets a new edition, so that what was signed and what is offered are never taken for one
another; and nobody declares an exception to the commitment, or the basis, of somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import MalformedMessage, Refused
from ..picture.area import DesignatedArea
from ..picture.charter import Charter
from ..picture.instrument import Instrument
from ..picture.joint_text import content_hash
from ..picture.kinds import refuse_impossible
from ..picture.statement import Statement, typed_body
from ..picture.version import Version

Entities = Mapping[str, Version]


def edited_silently(_: Charter, entities: Entities, statement: Statement) -> str:
    """A joint text that changed and kept its edition, or its name."""
    last = entities.get(f"{statement.author}/{statement.entity}")
    try:
        body = typed_body(statement.kind, statement.body)
        if body is not None:
            refuse_impossible(body)
    except (MalformedMessage, Refused):
        return ""
    if (
        last is None
        or not isinstance(body, DesignatedArea | Instrument)
        or not isinstance(last.body, type(body))
    ):
        return ""
    assert isinstance(last.body, DesignatedArea | Instrument)
    if body.about.key != last.body.about.key:
        return f"{last.key} was {last.body.about.key} and is said to be {body.about.key}"
    edited = content_hash(statement.kind, body) != content_hash(statement.kind, last.body)
    if edited and body.edition <= last.body.edition:
        return f"{last.key} was edited and has edition {body.edition} after edition {last.body.edition}"
    return ""


def not_its_own(_: Charter, __: Entities, statement: Statement) -> str:
    """An exception, a declaration or a basis about what its author did not say."""
    try:
        body = typed_body(statement.kind, statement.body)
    except MalformedMessage:
        return ""
    about = getattr(body, "about", None)
    if about is None or about.author == statement.author:
        return ""
    return f"a {statement.kind} of {statement.author} about what is {about.author}'s"


CONTRADICTS = {
    "area": edited_silently,
    "instrument": edited_silently,
    "exception": not_its_own,
    "declaration": not_its_own,
    "basis": not_its_own,
}
