"""What was posted as a report or an opinion, as it goes out again: word for word, or as it was edited here since.

What is told to the full is the texts that came. Who is told less, and who reads it after a person has edited or ended
it here, gets what the room writes, under the identifier that it came with; members that the room has no words for stay.
"""

from __future__ import annotations

from typing import Any

from commonground.picture.information import Information, Opinion, StixSource
from commonground.picture.version import Version
from commonground.record import decode

from .held import items, members
from .names import Object, time_ms, timestamp

WRITTEN = frozenset({"revoked", "description", "explanation", "confidence", "granular_markings", "lang"})
"""Members of what was posted that the room says anew, or no longer."""


def source_of(version: Version) -> StixSource | None:
    """What a version was posted as; None for what was not."""
    body = version.body
    return body.stix if isinstance(body, Information | Opinion) else None


def is_as_posted(version: Version) -> bool:
    """Whether it is what was posted, word for word: its objects are those texts."""
    source = source_of(version)
    return source is not None and bool(source.text) and not source.edited and version.action != "cancel"


def posted_texts(version: Version) -> tuple[str, ...]:
    """The texts that it was posted as, byte for byte, its own the last; for what `is_as_posted`."""
    source = source_of(version)
    assert source is not None
    return (*source.parts, source.text)


def edited(source: StixSource, report: Object) -> Object:
    """What the room writes of what was posted and edited here since; its version is later than the posted one."""
    if not source.text:
        return report | {"id": source.id}
    posted: Object = decode(dict[str, Any], source.text)
    created = str(posted.get("created") or report["created"])
    after_ms = time_ms(posted.get("modified", created), "modified") + 1
    kept = {name: value for name, value in posted.items() if name not in WRITTEN}
    return kept | report | {
        "id": source.id, "created": created, "modified": max(str(report["modified"]), timestamp(after_ms)),
        "extensions": members(posted, "extensions") | members(report, "extensions"),
        "external_references": [*items(posted, "external_references"), *report["external_references"]],
    }  # fmt: skip
