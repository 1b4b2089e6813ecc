"""What a foreign object asks of this party's picture (R19): it stands under its own name, and says one thing."""

from __future__ import annotations

from typing import Any

from ..errors import Refused
from ..picture.exchange import StixObject, entity_of
from ..picture.version import Version
from .command import Command
from .context import Room


def refuse_object(_: Room, command: Command, body: StixObject, last: Version | None) -> None:
    """Refuse an object under another name than that of its version, and another text for a version that was said."""
    if command.entity != entity_of(body.stix_id, body.version):
        raise Refused("the entity of this version is expected", field="stix_object.version")
    if last is not None and isinstance(last.body, StixObject) and last.body.text != body.text:
        raise Refused("another text was said for this version", field="stix_object.text", clause="R19")


ACCEPT: dict[str, Any] = {"stix_object": refuse_object}
