"""Fills the collections of the information exchange with STIX objects, as pictures and logs grow.

It follows the picture (`room/following`): whatever is said, told or taken back becomes objects in the same transaction,
made once and served as they are; a foreign object is the text that came. An object is there once for each id and
version. Amended, a report is there anew, and the places that it no longer has are revoked; ended, all of it is revoked;
withdrawn, deleted or to be viewed only, it is there no more. It reads no picture and answers nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from commonground.errors import MalformedMessage
from commonground.picture.blocks import Body
from commonground.picture.charter import Charter
from commonground.picture.exchange import StixObject, head_of
from commonground.picture.information import Information, InformationAnswer, InformationRequest, Opinion
from commonground.picture.statement import Statement, typed_body
from commonground.picture.version import Version
from commonground.record import Excerpt, decode, decode_own, encode_canonical, replace
from commonground.room.exchange import read_here, sortable, told_to
from commonground.room.ports import ExchangedObject, LogStore
from commonground.room.versions import decode_version

from .codec.asked import answer_objects, request_objects
from .codec.kept import is_as_posted, posted_texts
from .codec.names import Object, definitions, time_ms, timestamp
from .codec.reader import Label, Reader
from .codec.written import opinion_objects, report_objects

KINDS = frozenset({"information", "opinion", "information_request", "information_answer", "stix_object"})
SHARED = frozenset({"identity", "marking-definition", "extension-definition"})
"""Types of objects that several reports point at."""
FORM = "exchange/1"
"""Another one where objects of what was said are made in another way: then they are all made anew."""
SINCE = "exchanged_since"
"""Documents: when a recipient was first told of what is withdrawn from it; told again, it was created then."""


class _Told(Excerpt, frozen=True):
    """A statement without what it says."""

    author: str
    recipient: str
    entity: str
    action: str


class Exchange:
    """Fills the collections of one node. Used in its writer alone."""

    def __init__(
        self, party: str, store: LogStore, charter: Callable[[], Charter], label: Label | None = None
    ) -> None:
        self._party = party
        self._store = store
        self._charter = charter
        self._label = label
        self._foreign: tuple[str, ExchangedObject | None] = ("", None)
        self.form = f"{FORM} {label}" if label is not None else FORM

    def load(self, view: Any) -> None:
        """Nothing to start: all of it stands in the store."""

    def apply(self, version: Version) -> None:
        """Take in a version of the own picture."""
        if version.kind not in KINDS:
            return
        if version.author == self._party:
            # What was withdrawn from somebody is marked for fewer, and so it is another version.
            version = replace(version, t_released_ms=version.known_from_ms)
        self._take(read_here(version.author), self._party, version)

    def released(self, kind: str, data: bytes, origin: str, leaf: int, at_ms: int) -> None:
        """Take in what a recipient was told, as it knows it."""
        if kind not in KINDS:
            return
        if kind == "stix_object" and self._as_applied(data, at_ms):
            return
        told = decode(Statement, data)
        name = told_to(told.recipient)
        key = f"{told.author}/{told.entity}"
        is_later = told.version > 1 and told.kind != "stix_object"
        since_ms = self._since_ms(name, key, told.t_released_ms) if is_later else told.t_released_ms
        gone_ms = told.t_released_ms if told.action in ("withdraw", "deleted") else None
        self._take(name, told.recipient, Version(
            author=told.author, entity=told.entity, kind=told.kind, action=told.action, version=told.version,
            post=told.post, mode=told.mode, precedence=told.precedence, channel_class=told.channel_class,
            body=None if gone_ms is not None else _body(told), origin=origin, leaf=leaf, said_leaf=leaf,
            t_released_ms=told.t_released_ms, known_from_ms=at_ms, first_released_ms=since_ms, first_known_ms=at_ms,
            withdrawn_ms=gone_ms,
        ))  # fmt: skip

    def _as_applied(self, data: bytes, at_ms: int) -> bool:
        """Put a foreign object for a recipient as it was put for the own party just now; False where it was not."""
        told = decode_own(_Told, data)
        key, one = self._foreign
        if one is None or key != f"{told.author}/{told.entity}" or told.action not in ("establish", "amend"):
            return False
        self._store.put_exchanged(told_to(told.recipient), at_ms * 1000, (one,))
        return True

    def _take(self, name: str, reader: str, version: Version) -> None:
        if version.action == "deleted" or version.withdrawn_ms is not None or version.mode == "view":
            self._drop(name, version)
        elif isinstance(version.body, StixObject):
            self._put_foreign(name, version, version.body)
        elif version.body is not None:
            self._put(name, reader, version)

    def _put_foreign(self, name: str, version: Version, body: StixObject) -> None:
        """An object as it was posted; what was taken back is there no more."""
        if version.action == "cancel":
            self._foreign = ("", None)
            self._store.drop_exchanged_one(name, body.stix_id, sortable(body.version))
            return
        one = ExchangedObject(
            id=body.stix_id, version=sortable(body.version), type=body.type, spec_version=body.spec_version,
            entity=version.key, is_foreign=True, object=body.text.encode(),
        )  # fmt: skip
        self._foreign = (version.key, one)
        self._store.put_exchanged(name, version.known_from_ms * 1000, (one,))

    def _drop(self, name: str, version: Version) -> None:
        """Take what was made of it out, and keep since when its reader has known of it."""
        if version.kind == "stix_object":
            self._drop_foreign(name, version.key)
            return
        since_ms = self._since_ms(name, version.key, version.first_released_ms)
        self._store.put_document(SINCE, f"{name} {version.key}", encode_canonical(since_ms))
        self._store.drop_exchanged(name, version.key)

    def _drop_foreign(self, name: str, key: str) -> None:
        """A foreign object is found by what its version says, or by its key, among all, where that is deleted."""
        row = self._store.version_now(key)
        body = None if row is None or row.said is None else decode_version(row).body
        self._foreign = ("", None)
        if isinstance(body, StixObject):
            self._store.drop_exchanged_one(name, body.stix_id, sortable(body.version))
        else:
            self._store.drop_exchanged(name, key, is_foreign=True)

    def _put(self, name: str, reader: str, version: Version) -> None:
        before = self._store.exchanged_of(name, version.key) if version.version > 1 else []
        last_ms = max((time_ms(f"{one.version}Z", "modified") for one in before if one.version), default=-1)
        version = replace(version, t_released_ms=max(version.t_released_ms, last_ms + 1))
        label = self._label if reader == self._party else None
        about = self._about(version.body) if isinstance(version.body, Opinion) else ""
        made = made_of(Reader(reader, self._charter(), label), version, about)
        now = {one.id for one in made}
        lost = [one.seq for one in before if one.id not in now]
        modified = timestamp(max(version.t_released_ms, version.first_released_ms))
        gone = (
            [_revoked(data, modified, version.key) for data in self._store.exchanged_bytes(lost)]
            if lost
            else []
        )
        objects = [*made, *(one for one in gone if one is not None)]
        self._store.put_exchanged(name, version.known_from_ms * 1000, objects)

    def _about(self, opinion: Opinion) -> str:
        """The identifier of the report that an opinion is about, as it stands here."""
        rows = self._store.exchanged_of(read_here(opinion.about.author), opinion.about.key)
        return next((one.id for one in rows if one.type == "report"), "")

    def _since_ms(self, name: str, key: str, otherwise_ms: int) -> int:
        """When a reader of a collection was first told of an entity, as it stands in what it was told."""
        held = self._store.exchanged_of(name, key)
        if held:
            [data] = self._store.exchanged_bytes([held[0].seq])
            return time_ms(decode_own(dict[str, Any], data)["created"], "created")
        kept = self._store.document(SINCE, f"{name} {key}")
        return otherwise_ms if kept is None else decode_own(int, kept)


def made_of(reader: Reader, version: Version, about: str = "") -> list[ExchangedObject]:
    """The objects of a version for a reader, those first that others point at; `about` as for `opinion_objects`."""
    if is_as_posted(version):
        return [_as_it_came(text.encode(), version.key) for text in posted_texts(version)]
    match version.body:
        case Information():
            objects = report_objects(reader, version)
        case Opinion():
            objects = opinion_objects(reader, version, about)
        case InformationRequest():
            objects = request_objects(reader, version)
        case InformationAnswer():
            objects = answer_objects(reader, version)
        case _:
            return []
    return [*_definitions(), *(exchanged(one, version.key) for one in objects)]


def exchanged(one: Object, key: str) -> ExchangedObject:
    """An object as it is kept; `key` says what it was made of."""
    at = one.get("modified") or one.get("created") or ""
    return ExchangedObject(
        id=one["id"], version=sortable(at), type=one["type"], spec_version=one.get("spec_version", "2.0"),
        entity="" if one["type"] in SHARED else key, is_foreign=False, object=encode_canonical(one),
    )  # fmt: skip


def _as_it_came(text: bytes, key: str) -> ExchangedObject:
    head = head_of(text)
    return ExchangedObject(
        id=head.stix_id, version=sortable(head.version), type=head.type, spec_version=head.spec_version,
        entity=key, is_foreign=False, object=text,
    )  # fmt: skip


@cache
def _definitions() -> tuple[ExchangedObject, ...]:
    return tuple(exchanged(one, "") for one in definitions())


def _revoked(data: bytes, modified: str, key: str) -> ExchangedObject | None:
    """An object that its report no longer points at, taken back; None for one that was before."""
    one = decode_own(dict[str, Any], data)
    return None if one.get("revoked") else exchanged(one | {"modified": modified, "revoked": True}, key)


def _body(told: Statement) -> Body | None:
    """The body of what this party said; None for what another release of this program said."""
    try:
        return typed_body(told.kind, told.body)
    except MalformedMessage:
        return None
