"""What no honest node says of foreign objects: one under another name, or two texts for one version."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import MalformedMessage
from ..picture.charter import Charter
from ..picture.exchange import StixObject, entity_of
from ..picture.statement import Statement, typed_body
from ..picture.version import Version


def strange_object(_: Charter, entities: Mapping[str, Version], statement: Statement) -> str:
    """A version under the name of another, or said anew with other words."""
    try:
        body = typed_body(statement.kind, statement.body)
    except MalformedMessage:
        return ""
    if not isinstance(body, StixObject) or statement.action in ("withdraw", "deleted"):
        return ""
    if statement.entity != entity_of(body.stix_id, body.version):
        return f"{statement.author} says an object under a name that is not that of its version"
    held = entities.get(f"{statement.author}/{statement.entity}")
    if held is not None and isinstance(held.body, StixObject) and held.body.text != body.text:
        return f"{statement.author} says another text for a version of an object"
    return ""


CONTRADICTS = {"stix_object": strange_object}
