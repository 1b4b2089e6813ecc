"""Reports and opinions of the room among what a machine posts, with what they take along (R19).

A report with the extension *Graded report* is one; an opinion on a report of another party is one. Each keeps the texts
that it came as, so that it goes out again word for word. Words that the room would have to cut are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from commonground.errors import Refused
from commonground.picture.blocks import REQUEST_CHARS_MAX, TEXT_CHARS_MAX, Reference
from commonground.picture.exchange import Head, Offer, entity_of
from commonground.picture.information import Opinion, Opinion_, StixSource
from commonground.record import convert, replace

from .held import Held, extension, items
from .names import REPORT_EXTENSION, Object
from .permitted import Markings
from .read import OPINION_WORDS, report_of
from .reader import Reader
from .words import text_of

PART_TYPES = frozenset({"location", "incident", "sighting", "relationship"})
"""What a graded report points at and takes along."""


class Parsed(NamedTuple):
    """An object of an envelope: its head, its text as it came, and what stands in it."""

    number: int
    head: Head
    text: str
    value: Object


class Graded:
    """What of an envelope is said as a report or an opinion of the room; `reports` are those of others, by name."""

    def __init__(
        self, parsed: Sequence[Parsed], reader: Reader, markings: Markings, reports: Mapping[str, str]
    ) -> None:
        self._reader, self._markings, self._reports = reader, markings, reports
        self._by_id = {one.head.stix_id: one for one in parsed}
        self._words = [one for one in parsed if one.head.type == "language-content"]

    def is_graded(self, one: Parsed) -> bool:
        """Whether an object is a report of the room, or an opinion on one that is known."""
        if one.head.type == "report":
            return bool(extension(one.value, REPORT_EXTENSION))
        return one.head.type == "opinion" and self._about(one) != ""

    def offer(self, one: Parsed) -> tuple[Offer, list[Parsed]]:
        """What it becomes, and what it takes along; refuses what cannot be one."""
        if one.head.type == "opinion":
            parts = [word for word in self._words if word.value.get("object_ref") == one.head.stix_id]
            return self._opinion(one, parts), parts
        parts = list(self._parts(one))
        return self._report(one, parts), parts

    def _about(self, opinion: Parsed) -> str:
        """The key of the one report that an opinion is about; empty where that is not known."""
        refs = items(opinion.value, "object_refs")
        return self._reports.get(str(refs[0]), "") if len(refs) == 1 else ""

    def _report(self, one: Parsed, parts: Sequence[Parsed]) -> Offer:
        _refuse_cut(one.value, "name", REQUEST_CHARS_MAX)
        _refuse_cut(one.value, "description", TEXT_CHARS_MAX)
        body = replace(report_of(one.value, _held(one, parts)), stix=_source(one, parts))
        entity = self._own_entity(one) or entity_of(one.head.stix_id, "").replace("X-", "I-", 1)
        parties = self._parties(one, parts)
        return Offer(one.number, one.head, "information", entity, body, parties, ends=_is_revoked(one))

    def _opinion(self, one: Parsed, parts: Sequence[Parsed]) -> Offer:
        _refuse_cut(one.value, "explanation", TEXT_CHARS_MAX)
        word = OPINION_WORDS.get(str(one.value.get("opinion")))
        if word is None:
            expected = ", ".join(sorted(OPINION_WORDS))
            raise Refused(f"one of {expected} expected", field="opinion", clause="STIX 2.1 10.15")
        if _is_revoked(one):
            raise Refused("an opinion is changed and never taken back", field="revoked", clause="R19")
        body = Opinion(
            about=Reference.of(self._about(one)), opinion=convert(word, Opinion_),  # type: ignore[arg-type]
            reasons=text_of(one.value, "explanation", _held(one, parts)), stix=_source(one, parts),
        )  # fmt: skip
        entity = self._own_entity(one) or entity_of(one.head.stix_id, "").replace("X-", "OP-", 1)
        return Offer(one.number, one.head, "opinion", entity, body, self._parties(one, parts))

    def _parts(self, report: Parsed) -> Iterator[Parsed]:
        """What a report is made of beside itself: its places, its incident, and all of it in other languages."""
        refs = report.value.get("object_refs", [])
        if not isinstance(refs, list):
            raise Refused("a list of identifiers expected", field="object_refs")
        parts = {report.head.stix_id}
        for number, ref in enumerate(refs):
            if not isinstance(ref, str) or ref.partition("--")[0] not in PART_TYPES or ref in parts:
                continue
            if ref not in self._by_id:
                raise Refused("an object of the same envelope expected", field=f"object_refs[{number}]")
            parts.add(ref)
            yield self._by_id[ref]
        yield from (one for one in self._words if one.value.get("object_ref") in parts)

    def _parties(self, one: Parsed, parts: Sequence[Parsed]) -> tuple[str, ...]:
        """A part that is marked for fewer keeps the whole from the others; one without a marking goes with it."""
        parties = self._markings.parties_of(one.value)
        for part in parts:
            if self._markings.are_named(part.value):
                told = self._markings.parties_of(part.value)
                parties = tuple(party for party in parties if party in told)
        return parties

    def _own_entity(self, one: Parsed) -> str:
        """The entity of what this room wrote and that comes back; empty for any other."""
        for ref in items(one.value, "external_references"):
            key = ref.get("external_id") if isinstance(ref, dict) else None
            if isinstance(key, str) and ref.get("source_name") == "commonground":
                author, _, entity = key.partition("/")
                if author == self._reader.party:
                    is_own = self._reader.id(one.head.type, author, entity) == one.head.stix_id
                    return entity if is_own else ""
        return ""


def _held(one: Parsed, parts: Sequence[Parsed]) -> Held:
    held = Held()
    for part in (one, *parts):
        held.keep_latest(part.value)
    held.join()
    return held


def _source(one: Parsed, parts: Sequence[Parsed]) -> StixSource:
    for part in (one, *parts):
        if not isinstance(part.value.get("created"), str):
            raise Refused("a time of creation expected", field=f"{part.head.stix_id}.created")
    texts = tuple(part.text for part in parts)
    return StixSource(id=one.head.stix_id, version=one.head.version, text=one.text, parts=texts)


def _is_revoked(one: Parsed) -> bool:
    revoked = one.value.get("revoked", False)
    if not isinstance(revoked, bool):
        raise Refused("true or false expected", field="revoked")
    return revoked


def _refuse_cut(value: Object, name: str, chars_max: int) -> None:
    words = value.get(name, "")
    if not isinstance(words, str):
        raise Refused("a text expected", field=name)
    if len(words) > chars_max:
        raise Refused(f"at most {chars_max} characters expected", field=name, clause="limits")
