"""What happened at a place as a STIX incident, and who saw it there as a sighting.

A report of a hazard or of damage has an `incident` beside it, with the extension Incident Core that OASIS published,
and a relationship `located-at` to each of its places. Where the place was taken on the spot or from imagery, somebody
saw it there and then: a `sighting` says so. What an incident is determined to be is always *suspected*: the room
confirms nothing, and its grade stands in the report.
"""

from __future__ import annotations

from collections.abc import Iterator

from commonground.picture.information import Information
from commonground.picture.version import Version

from .marked import Marks
from .names import INCIDENT_EXTENSION, WHERE_TO, Object, timestamp
from .parts import common
from .reader import Reader

SEEN = frozenset({"gps", "imagery"})
"""How a place was obtained by somebody who saw it; any other was told, read off a map or taken from a file."""


def incident_objects(
    reader: Reader, version: Version, body: Information, marks: Marks, told: Object, places: list[Object]
) -> list[Object]:
    """The incident of a report, where it is, and that it was seen; `told` is the words and the grade of the report."""
    ended = version.action == "cancel"
    core = {
        "extension_type": "property-extension", "determination": "suspected",
        "investigation_status": "closed" if ended else "open",
    }  # fmt: skip
    incident = (
        common(reader, version, marks.refs(), "incident") | told | {"extensions": {INCIDENT_EXTENSION: core}}
    )
    withheld = ["description"] if "description" in told else []
    incident |= marks.on_words(*withheld)
    return [
        incident,
        *_located(reader, version, marks, incident, places),
        *_seen(reader, version, body, marks, places),
    ]


def _located(
    reader: Reader, version: Version, marks: Marks, incident: Object, places: list[Object]
) -> Iterator[Object]:
    for place in places:
        yield common(reader, version, marks.refs(marks.place), "relationship") | {
            "relationship_type": "located-at", "source_ref": incident["id"], WHERE_TO: place["id"],
        }  # fmt: skip


def _seen(
    reader: Reader, version: Version, body: Information, marks: Marks, places: list[Object]
) -> Iterator[Object]:
    if body.place is None or body.place.how_obtained not in SEEN:
        return
    yield common(reader, version, marks.refs(marks.place), "sighting") | {
        "sighting_of_ref": reader.id("incident", version.author, version.entity),
        "where_sighted_refs": [one["id"] for one in places],
        "first_seen": timestamp(body.from_ms), "last_seen": timestamp(body.until_ms),
    }  # fmt: skip
