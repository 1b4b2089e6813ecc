"""A version of an entity as bytes in the store, and back: what an as-of question reads.

Replay of the logs is the definition; these rows are its cache, and a property test is the bridge.
"""

from __future__ import annotations

from ..picture.blocks import Body
from ..picture.entity import ConflictNote, Notice, Site
from ..picture.exchange import StixObject
from ..picture.kinds import KINDS, kind_of
from ..picture.statement import Release
from ..picture.version import Version
from ..record import Encoded, Excerpt, Held, Record, decode_own, encode_canonical
from .ports import NOT_UNDERSTOOD, Standing, VersionRow


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
    first_leaf: int
    t_released_ms: int
    known_from_ms: int
    first_released_ms: int
    first_known_ms: int
    channel_class: str = "SAFETY"
    withdrawn_ms: int = -1
    understood: bool = True
    releases: tuple[Release, ...] = ()
    acknowledged: tuple[str, ...] = ()


class _Saying(Excerpt, frozen=True):
    body: Encoded = Encoded(b"{}")


class _Line(Excerpt, frozen=True):
    """A line of the own log, or a statement: where its body stands in it."""

    saying: _Saying | None = None
    body: Encoded = Encoded(b"{}")


class KeptPair(Held, frozen=True):
    """That two versions meet: `kind` is that of the second, the span lies in both, known since `first_ms`."""

    kind: str
    version_a: int
    version_b: int
    first_ms: int
    from_ms: int
    until_ms: int


def encode_version(version: Version, standing: Standing) -> VersionRow:
    """The row of a version that stands so."""
    kept = _Kept(
        author=version.author, entity=version.entity, kind=version.kind, action=version.action,
        version=version.version, post=version.post, mode=version.mode, precedence=version.precedence,
        origin=version.origin, leaf=version.leaf, first_leaf=version.first_leaf, t_released_ms=version.t_released_ms,
        known_from_ms=version.known_from_ms, first_released_ms=version.first_released_ms,
        first_known_ms=version.first_known_ms, channel_class=version.channel_class,
        withdrawn_ms=-1 if version.withdrawn_ms is None else version.withdrawn_ms,
        understood=version.body is not None, releases=version.releases, acknowledged=version.acknowledged,
    )  # fmt: skip
    return VersionRow(
        standing.key, version.kind, version.known_from_ms, standing.from_ms, standing.until_ms,
        encode_canonical(kept), version.origin, version.said_leaf,
    )  # fmt: skip


def standing_of(version: Version) -> Standing:
    """What a start and a check have to know of a version, but for its shape."""
    body = version.body
    category: str
    if isinstance(body, Notice):  # as most are
        category, about = body.activity_class, ""
    elif body is None:
        category, about = "" if version.action == "deleted" else NOT_UNDERSTOOD, ""
    else:
        category, about = _category(body), _about(body)
    from_ms, until_ms = active_span(body, version.known_from_ms)
    return Standing(
        version.key, version.kind, version.version, version.action, category, about, from_ms, until_ms
    )


def _category(body: Body) -> str:
    """What it is found and counted by without its words."""
    match body:
        case Site():
            return body.category
        case StixObject():
            return body.type
        case _:
            return ""


def _about(body: Body) -> str:
    """The entity or the conflict that a body speaks of, or the marking that it is."""
    if isinstance(body, ConflictNote):
        return body.conflict
    if isinstance(body, StixObject):
        return body.stix_id if body.type == "marking-definition" else ""
    about = getattr(body, "about", None)
    return about.key if about is not None else ""


def decode_version(row: VersionRow) -> Version:
    """The version that `encode_version` wrote, with the words of its log; without them where they were deleted."""
    kept = decode_own(_Kept, row.data)
    body = _body(kept.kind, row.said) if kept.understood and row.said is not None else None
    return Version(
        author=kept.author, entity=kept.entity, kind=kept.kind, action=kept.action, version=kept.version,
        post=kept.post, mode=kept.mode, precedence=kept.precedence, body=body, said_leaf=row.said_leaf,
        first_leaf=kept.first_leaf,
        origin=kept.origin, leaf=kept.leaf, t_released_ms=kept.t_released_ms, known_from_ms=kept.known_from_ms,
        first_released_ms=kept.first_released_ms, first_known_ms=kept.first_known_ms, channel_class=kept.channel_class,
        withdrawn_ms=None if kept.withdrawn_ms < 0 else kept.withdrawn_ms, releases=kept.releases,
        acknowledged=kept.acknowledged,
    )  # fmt: skip


def _body(kind: str, said: bytes) -> Body:
    line = decode_own(_Line, said)
    return decode_own(KINDS[kind].body, bytes(line.body if line.saying is None else line.saying.body))


def active_span(body: Body | None, known_from_ms: int) -> tuple[int, int]:
    """From when to when an entity concerns anybody; what is not understood concerns the moment of its arrival."""
    return (known_from_ms, known_from_ms) if body is None else kind_of(body).span(body, known_from_ms)


def conflict_key(pair: tuple[str, str], kept: KeptPair) -> str:
    """`A/N-1|B/N-2` for two notices; `A/N-1|sites|J` for a notice and all the sites of one party that it meets."""
    first, second = pair
    return f"{first}|sites|{second.split('/')[0]}" if kept.kind == "site" else f"{first}|{second}"
