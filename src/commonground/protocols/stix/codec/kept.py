"""A report that was posted, as it goes out again: word for word, or edited here since with what the room does not know.

What is told to the full is the texts that came. Who is told less, and who reads it after a person has edited or ended
it here, gets what the room writes, under the identifier that it came with; members that the room has no words for stay.
"""

from __future__ import annotations

from typing import Any

from commonground.picture.information import Information, StixSource
from commonground.picture.version import Version
from commonground.record import decode

from .held import items, members
from .names import Object, time_ms, timestamp

WRITTEN = frozenset({"revoked", "description", "confidence", "granular_markings", "lang"})
"""Members of a posted report that the room says anew, or no longer."""


def is_as_posted(version: Version) -> bool:
    """Whether a report is what was posted, word for word: its objects are those texts."""
    body = version.body
    if not isinstance(body, Information) or body.stix is None:
        return False
    return bool(body.stix.version) and version.action != "cancel"


def posted_texts(version: Version) -> tuple[str, ...]:
    """The texts that a report was posted as, byte for byte, its own the last; for one that `is_as_posted`."""
    body = version.body
    assert isinstance(body, Information)
    assert body.stix is not None
    return (*body.stix.parts, body.stix.text)


def edited(source: StixSource, report: Object) -> Object:
    """What the room writes of a report that was posted; its version is later than the posted one."""
    if not source.text:
        return report | {"id": source.id}
    posted: Object = decode(dict[str, Any], source.text)
    created = str(posted.get("created") or report["created"])
    after_ms = time_ms(posted.get("modified", created), "modified") + 1
    kept = {name: value for name, value in posted.items() if name not in WRITTEN}
    return kept | report | {
        "id": source.id, "created": created, "modified": max(str(report["modified"]), timestamp(after_ms)),
        "extensions": members(posted, "extensions") | report["extensions"],
        "external_references": [*items(posted, "external_references"), *report["external_references"]],
    }  # fmt: skip
