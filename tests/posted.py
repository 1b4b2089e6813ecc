"""STIX objects as machines post them, for the tests of the exchange."""

from __future__ import annotations

import json
import uuid
from typing import Any

from commonground.picture.charter import Charter
from commonground.picture.exchange import StixObject
from commonground.protocols.stix.codec.names import RELEASE_EXTENSION
from commonground.protocols.stix.codec.posted import (
    Read,
    envelope_texts,
    offer_objects,
    parse_objects,
    wanted_markings,
    wanted_reports,
)
from commonground.protocols.stix.codec.reader import Reader
from commonground.room import posting
from commonground.room.posting import Taken
from tests.worlds import World, charter

BYTES_MAX = 10 * 1024 * 1024
CREATED = "2026-01-01T00:00:00.000Z"


def stix_id(type: str, number: int) -> str:
    return f"{type}--{uuid.UUID(int=number)}"


def thing(number: int, type: str = "infrastructure", **changes: Any) -> dict[str, Any]:
    """A valid object of 2.1; a change to None takes the member out."""
    values: dict[str, Any] = {
        "type": type, "spec_version": "2.1", "id": stix_id(type, number), "created": CREATED,
        "modified": "2026-01-02T00:00:00.000Z", "name": f"thing {number}",
    }  # fmt: skip
    return {name: value for name, value in (values | changes).items() if value is not None}


def control(
    number: int, *parties: str, by: str = "A", agreed: Charter | None = None, **changes: Any
) -> dict[str, Any]:
    """A marking with *Originator control* for these parties."""
    reader = Reader(by, agreed or charter())
    extension: dict[str, Any] = {
        "extension_type": "property-extension", "originator": reader.id("identity", by),
        "permitted": [reader.id("identity", one) for one in (by, *parties)], "onward": "ask",
    }  # fmt: skip
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": stix_id("marking-definition", number),
        "created": CREATED, "name": "to some", "extensions": {RELEASE_EXTENSION: extension | changes},
    }  # fmt: skip


def marked(number: int, by: int, **changes: Any) -> dict[str, Any]:
    """A thing under the marking of that number."""
    return thing(number, object_marking_refs=[stix_id("marking-definition", by)], **changes)


def envelope(*objects: dict[str, Any] | bytes) -> bytes:
    texts = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in objects]
    return b'{"objects": [' + b", ".join(texts) + b"]}"


def read(world: World, data: bytes, by: str = "A") -> Read:
    """What an envelope becomes at a node, before it is said."""
    found = parse_objects(envelope_texts(data, BYTES_MAX))
    wanted = wanted_markings(found)
    said = world.nodes[by].run_now(lambda room: posting.said_markings(room, wanted))
    about = wanted_reports(found)
    reports = world.nodes[by].run_now(lambda room: posting.reports_called(room, about))
    reader = Reader(by, world.room(by).charter)
    return offer_objects(found, reader, {id: json.loads(text) for id, text in said.items()}, reports)


def post(world: World, *objects: dict[str, Any] | bytes, by: str = "A") -> tuple[list[Taken], dict[int, str]]:
    """Post an envelope; what became of each offer, and by its number why an object was not taken."""
    found = read(world, envelope(*objects), by)
    taken = world.nodes[by].run_now(lambda room: posting.take(room, found.offers, "watch_officer", "machine"))
    wrong = {one.number: one.why for one in found.not_taken}
    wrong |= {one.offer.number: one.why for one in taken if one.why}
    return taken, wrong


def texts_at(world: World, party: str, author: str = "A") -> dict[str, str]:
    """The texts of an author's foreign objects as they stand at a node, by identifier and version."""

    def found(room: Any) -> dict[str, str]:
        standing = [
            one for one in room.view.of_kind("stix_object") if one.author == author and one.action != "cancel"
        ]
        bodies = [
            one.body for one in standing if one.withdrawn_ms is None and isinstance(one.body, StixObject)
        ]
        return {f"{body.stix_id} {body.version}": body.text for body in bodies}

    return world.nodes[party].run_now(found)
