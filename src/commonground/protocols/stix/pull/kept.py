"""What came from other servers, as documents of this party's store: each version of each object once, as it came.

Reports wait until somebody takes or puts them aside; of a report only its newest version waits. Everything else is kept
to be pointed at and shown as it came. Nothing of it is in a log, and nobody is told of it. Used in the node's writer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from commonground.errors import Refused
from commonground.record import Record, decode_own, encode_canonical, replace
from commonground.room.ports import LogStore

from ..codec.answers import Came

OBJECT, LAST, WORDS, TOTAL = "pulled_object", "pulled_last", "pulled_words", "pulled_total"
TYPES_MAX, WORDS_MAX, SOURCES_MAX = 300, 20, 20
END = "~"
"""Comes after every number of a document."""
Standing = Literal["waiting", "aside", "taken", ""]


class Pulled(Record, frozen=True):
    """One version of an object: its text, which sources gave it, when it came first, and its number here."""

    id: str
    version: str
    type: str
    text: str
    sources: tuple[str, ...]
    at_ms: int
    number: str
    differing: bool = False


class Last(Record, frozen=True):
    """The newest version of an object, and for a report how it stands here. `report` is what it was taken into."""

    version: str
    version_us: int
    number: str
    standing: Standing = ""
    report: str = ""
    was_aside: bool = False


class Total(Record, frozen=True):
    """How much is kept: objects ever, reports by how they stand, other objects by type."""

    numbered: int = 0
    standing: dict[str, int] = {}
    others: dict[str, int] = {}


def total_of(store: LogStore) -> Total:
    """How much is kept."""
    data = store.document(TOTAL, "")
    return Total() if data is None else decode_own(Total, data)


def last_of(store: LogStore, id: str) -> Last | None:
    """The newest version of an object."""
    data = store.document(LAST, id)
    return None if data is None else decode_own(Last, data)


def draft_of(store: LogStore, id: str) -> Last:
    """How a report that came stands here."""
    last = last_of(store, id)
    if last is None or not last.standing:
        raise Refused("no such draft", field="id")
    return last


def object_of(store: LogStore, id: str, version_us: int) -> Pulled | None:
    """One version of an object, by its time (microseconds, 0 for none): servers write one time in many ways."""
    data = store.document(OBJECT, f"{id}|{version_us}")
    return None if data is None else decode_own(Pulled, data)


def words_of(store: LogStore, id: str) -> list[str]:
    """Identifiers of what translates or locates an object."""
    data = store.document(WORDS, id)
    return [] if data is None else decode_own(list[str], data)


class Taking:
    """Takes objects of one page, inside one transaction; `done` writes the totals."""

    def __init__(self, store: LogStore, source: str, now_ms: int) -> None:
        self._store, self._source, self._now_ms = store, source, now_ms
        total = total_of(store)
        self._numbered, self._standing, self._others = (
            total.numbered, dict(total.standing), dict(total.others),
        )  # fmt: skip
        self.kept: dict[str, int] = {}
        self.kept_bytes = 0
        self.differing = 0

    def take(self, one: Came) -> None:
        """Keep an object unless this version is kept already; then only that this source gave it too."""
        held = object_of(self._store, one.id, one.version_us)
        if held is not None:
            self._again(held, one)
            return
        self._numbered += 1
        number = f"{self._numbered:012d}"
        self._put(
            one.version_us,
            Pulled(
                id=one.id, version=one.version, type=one.type, text=one.text, sources=(self._source,),
                at_ms=self._now_ms, number=number,
            ),
        )  # fmt: skip
        type = one.type if one.type in self._others or len(self._others) < TYPES_MAX else "other"
        type = "report" if one.type == "report" else type
        self.kept[type] = self.kept.get(type, 0) + 1
        self.kept_bytes += len(one.text)
        self._stand(one, number, type)
        if one.about:
            words = words_of(self._store, one.about)
            if one.id not in words and len(words) < WORDS_MAX:
                self._store.put_document(WORDS, one.about, encode_canonical([*words, one.id]))

    def done(self) -> None:
        """Write the totals."""
        total = Total(numbered=self._numbered, standing=self._standing, others=self._others)
        self._store.put_document(TOTAL, "", encode_canonical(total))

    def _put(self, version_us: int, one: Pulled) -> None:
        self._store.put_document(OBJECT, f"{one.id}|{version_us}", encode_canonical(one))

    def _again(self, held: Pulled, one: Came) -> None:
        differs = held.text != one.text and not _alike(held.text, one.text)
        self.differing += differs
        is_new = self._source not in held.sources and len(held.sources) < SOURCES_MAX
        if is_new or (differs and not held.differing):
            sources = (*held.sources, self._source) if is_new else held.sources
            self._put(one.version_us, replace(held, sources=sources, differing=held.differing or differs))

    def _stand(self, one: Came, number: str, type: str) -> None:
        """Let an object be the newest of its name, and a report wait; an older one is only kept."""
        was = last_of(self._store, one.id)
        if was is None or one.version_us > was.version_us:
            last = Last(version=one.version, version_us=one.version_us, number=number)
            if one.type == "report":
                if was is not None:
                    self._leave(was)
                    aside = was.standing == "aside" or was.was_aside
                    last = replace(last, report=was.report, was_aside=aside)
                last = replace(last, standing="waiting")
                self._enter("waiting", number, one.id)
            self._store.put_document(LAST, one.id, encode_canonical(last))
        if one.type != "report":
            self._others[type] = self._others.get(type, 0) + 1
            self._store.put_document(others(type), number, f"{one.id}|{one.version_us}".encode())

    def _leave(self, was: Last) -> None:
        self._standing[was.standing] = self._standing.get(was.standing, 1) - 1
        self._store.delete_document(standing(was.standing), was.number)

    def _enter(self, where: Standing, number: str, id: str) -> None:
        self._standing[where] = self._standing.get(where, 0) + 1
        self._store.put_document(standing(where), number, id.encode())

    def move(self, id: str, to: Standing, report: str = "") -> Last:
        """Let a report stand otherwise."""
        was = draft_of(self._store, id)
        if was.standing != to:
            self._leave(was)
            self._enter(to, was.number, id)
        last = replace(was, standing=to, report=report or was.report)
        self._store.put_document(LAST, id, encode_canonical(last))
        self.done()
        return last


def move(store: LogStore, id: str, to: Standing, now_ms: int, report: str = "") -> Last:
    """Put a draft aside or back, or note which report it was taken into; in the node's writer."""
    return Taking(store, "", now_ms).move(id, to, report)


def listed(store: LogStore, where: Standing, before: str, limit: int) -> list[str]:
    """Identifiers of reports that stand so, the last that came first; `before` is the number of one."""
    return [data.decode() for _, data in store.documents_before(standing(where), before or END, limit)]


def raw(store: LogStore, type: str, before: str, limit: int) -> list[Pulled]:
    """Other objects of a type as they came, the last first."""
    found = []
    for _, data in store.documents_before(others(type), before or END, limit):
        id, _, version_us = data.decode().partition("|")
        one = object_of(store, id, int(version_us))
        if one is not None:
            found.append(one)
    return found


def standing(where: str) -> str:
    """The kind of documents that list reports that stand so."""
    return f"pulled_{where}"


def others(type: str) -> str:
    """The kind of documents that list other objects of a type."""
    return f"pulled_other:{type}"


def _alike(a: str, b: str) -> bool:
    """Whether two texts of one version hold the same, in whatever order and spaces, however they write its time."""
    one, other = (decode_own(dict[str, object], text.encode()) for text in (a, b))
    for name in ("created", "modified"):
        one.pop(name, None)
        other.pop(name, None)
    return one == other


def put_all(taking: Taking, objects: Sequence[Came], counted: frozenset[str] = frozenset()) -> dict[str, int]:
    """Take the objects of a page; how many were left out, by reason, but for those that were counted already."""
    left_out: dict[str, int] = {}
    for one in objects:
        if not one.why:
            taking.take(one)
        elif one.mark not in counted:
            left_out[one.why] = left_out.get(one.why, 0) + 1
    return left_out
