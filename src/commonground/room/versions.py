"""A version of an entity as bytes in the store, and back: what an as-of question reads.

Replay of the logs is the definition; these rows are its cache, and a property test is the bridge.
"""

from __future__ import annotations

import struct

from ..geo.interval import AltitudeContext
from ..geo.volume import Box, BoxRow, bounding_box, box_rows
from ..picture.conflict import Hit, site_footprint
from ..picture.deadline import ends_ms, starts_ms
from ..picture.entity import KINDS, Body, Notice, ReleaseAnswer, ReleaseRequest, Site
from ..picture.statement import Release
from ..picture.version import Version
from ..record import Encoded, Record, decode_own, encode_canonical
from .ports import PairRow, VersionRow

FOREVER_MS = 2**53 - 1
_ROW = "<8d"


class _Kept(Record, frozen=True):
    author: str
    entity: str
    kind: str
    action: str
    version: int
    post: str
    mode: str
    precedence: str
    origin: str
    leaf: int
    t_released_ms: int
    known_from_ms: int
    first_released_ms: int
    first_known_ms: int
    withdrawn_ms: int = -1
    understood: bool = True
    releases: tuple[Release, ...] = ()
    acknowledged: tuple[str, ...] = ()
    body: Encoded = Encoded(b"{}")


class KeptPair(Record, frozen=True):
    """A hit and the two versions that made it."""

    hit: Hit
    version_a: int
    version_b: int
    first_ms: int


def encode_version(version: Version, boxes: list[Box]) -> VersionRow:
    """The row of a version; `boxes` are those of its volumes or footprint."""
    kept = _Kept(
        author=version.author, entity=version.entity, kind=version.kind, action=version.action,
        version=version.version, post=version.post, mode=version.mode, precedence=version.precedence,
        origin=version.origin, leaf=version.leaf, t_released_ms=version.t_released_ms,
        known_from_ms=version.known_from_ms, first_released_ms=version.first_released_ms,
        first_known_ms=version.first_known_ms,
        withdrawn_ms=-1 if version.withdrawn_ms is None else version.withdrawn_ms,
        understood=version.body is not None, releases=version.releases, acknowledged=version.acknowledged,
        body=Encoded(b"{}" if version.body is None else encode_canonical(version.body)),
    )  # fmt: skip
    active_from_ms, active_until_ms = active_span(version.body, version.known_from_ms)
    return VersionRow(
        key=version.key, kind=version.kind, known_from_ms=version.known_from_ms, active_from_ms=active_from_ms,
        active_until_ms=active_until_ms, data=encode_canonical(kept), boxes=_boxes_to_bytes(boxes),
    )  # fmt: skip


def decode_version(data: bytes) -> Version:
    """The version that `encode_version` wrote."""
    kept = decode_own(_Kept, data)
    return Version(
        author=kept.author, entity=kept.entity, kind=kept.kind, action=kept.action, version=kept.version,
        post=kept.post, mode=kept.mode, precedence=kept.precedence,
        body=decode_own(KINDS[kept.kind], bytes(kept.body)) if kept.understood else None,
        origin=kept.origin, leaf=kept.leaf, t_released_ms=kept.t_released_ms, known_from_ms=kept.known_from_ms,
        first_released_ms=kept.first_released_ms, first_known_ms=kept.first_known_ms,
        withdrawn_ms=None if kept.withdrawn_ms < 0 else kept.withdrawn_ms, releases=kept.releases,
        acknowledged=kept.acknowledged,
    )  # fmt: skip


def active_span(body: Body | None, known_from_ms: int) -> tuple[int, int]:
    """From when to when an entity concerns anybody: a notice its windows, a site always."""
    if isinstance(body, Notice):
        return (starts_ms(body), ends_ms(body))
    if isinstance(body, Site):
        return (0, FOREVER_MS)
    if isinstance(body, ReleaseRequest | ReleaseAnswer):
        # Beyond its clock a request is a no, which only its answer undoes: one without the other would mislead.
        return (known_from_ms, FOREVER_MS)
    return (known_from_ms, known_from_ms)


def boxes_of(body: Body | None, context: AltitudeContext, margin_m: float = 0.0) -> list[Box]:
    """Bounding boxes for the index, widened by `margin_m`; none for what lies nowhere."""
    if isinstance(body, Notice):
        return [bounding_box(volume, margin_m, context) for volume in body.volumes]
    if isinstance(body, Site):
        footprint = site_footprint(body)
        return [] if footprint is None else [bounding_box(footprint, margin_m, context)]
    return []


def stored_rows(row: VersionRow) -> list[BoxRow]:
    """The index rows kept with a version, so that a start computes none anew."""
    return [_box_row(numbers) for numbers in struct.iter_unpack(_ROW, row.boxes)]


def _box_row(numbers: tuple[float, ...]) -> BoxRow:
    west, east, south, north, lower, upper, from_ms, until_ms = numbers
    return (west, east, south, north, int(lower), int(upper), int(from_ms), int(until_ms))


def _boxes_to_bytes(boxes: list[Box]) -> bytes:
    """Eight little-endian doubles a row; the integers among them stay below 2^53."""
    return b"".join(struct.pack(_ROW, *row) for box in boxes for row in box_rows(box))


def encode_pair(a: str, b: str, kept: KeptPair, at_ms: int) -> PairRow:
    """The row of a conflict."""
    return PairRow(a=a, b=b, known_from_ms=at_ms, data=encode_canonical(kept))


def conflict_key(pair: tuple[str, str], kept: KeptPair) -> str:
    """`A/N-1|B/N-2` for two notices; `A/N-1|sites|J` for a notice and all the sites of one party that it meets."""
    first, second = pair
    return f"{first}|sites|{second.split('/')[0]}" if kept.hit.kind == "site" else f"{first}|{second}"


def decode_pair(row: PairRow) -> KeptPair:
    """The conflict that `encode_pair` wrote."""
    return decode_own(KeptPair, row.data)
