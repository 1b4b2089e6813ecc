"""A report that came from elsewhere, as it would be said here: its grade as given and as it would be, and what is lost.

It is made anew of what is held whenever somebody looks, since a place may come later than the report that names it.
Nothing here says anything, and nothing is taken that a person has not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from commonground.picture.information import Information, OriginalGrade
from commonground.record import decode_own, replace
from commonground.room.ports import LogStore

from ..codec.held import items
from ..codec.names import REPORT_EXTENSION, WHERE_TO, Object
from ..codec.read import LEFT_OUT_TYPES, Found, read_objects
from .kept import Last, Pulled, last_of, object_of, words_of
from .source import SOURCE, Source

OBJECTS_MAX = 400
LOST_MAX = 100
AROUND_CHARS_MAX, AROUND_CHARS_MAX_LISTED = 4_000_000, 40_000
NOT_HELD = "it is not held here: it has not come, or was left out"
NO_PART = "it is kept as it came and is no part of a report"
SECOND_PLACE = "only the first place is taken"
CONFIDENCE, LABELS = "STIX 2.1 confidence", "admiralty-scale"
_LABEL = re.compile(r'admiralty-scale:(source-reliability|information-credibility)="([a-f1-6])"')


@dataclass(frozen=True, slots=True)
class Lost:
    """What a report points at and would not hold, and why."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A report that came: how it stands, how it came, and as it would be said; `why` where it cannot be.

    `given` is the grade in its own scheme, empty where it gives none. `revoked` is what its originator has taken back.
    """

    id: str
    last: Last
    held: Pulled
    title: str
    creator: str
    revoked: bool
    information: Information | None
    why: str = ""
    given: tuple[tuple[str, str], ...] = ()
    marked: tuple[str, ...] = ()
    lost: tuple[Lost, ...] = field(default=())


def shown(store: LogStore, id: str, around_chars: int = AROUND_CHARS_MAX) -> Shown | None:
    """The newest version of a report; None where none is held. What it points at is read up to a length in all."""
    last = last_of(store, id)
    held = None if last is None else object_of(store, id, last.version_us)
    if last is None or held is None or held.type != "report":
        return None
    report = _plain(held)
    around = {one["id"]: one for one in _around(store, report, around_chars)}
    found = read_objects([report, *around.values()])
    draft = next((one for one in found.drafts if one.id == id), None)
    title = report.get("name")
    return Shown(
        id=id, last=last, held=held, title=title[:500] if isinstance(title, str) else "",
        creator=draft.source if draft else "", revoked=report.get("revoked") is True,
        information=_graded(store, held, report, draft.information) if draft else None,
        why="" if draft else _why(found, id), given=tuple(_given(report)),
        marked=draft.marked if draft else (), lost=tuple(_lost(report, around, draft.information if draft else None)),
    )  # fmt: skip


def _plain(held: Pulled) -> Object:
    return decode_own(Object, held.text.encode())


def _around(store: LogStore, report: Object, chars: int) -> Iterator[Object]:
    """What a report points at, what translates it, and what that points at: as far as it is held and not too long."""
    wanted = [*_refs(report), *words_of(store, report["id"])]
    asked: set[str] = {report["id"]}
    while wanted and len(asked) < OBJECTS_MAX:
        id = wanted.pop(0)
        if id in asked:
            continue
        asked.add(id)
        last = last_of(store, id)
        held = None if last is None else object_of(store, id, last.version_us)
        if held is None:
            continue
        chars -= len(held.text)
        if chars < 0:
            return
        one = _plain(held)
        yield one
        if held.type in ("incident", "sighting", "relationship"):
            wanted += [*_refs(one), *words_of(store, id)]


def _refs(one: Object) -> list[str]:
    named = [one.get("created_by_ref"), one.get(WHERE_TO)]
    for name in ("object_refs", "where_sighted_refs", "object_marking_refs"):
        named += items(one, name)[:OBJECTS_MAX]
    named += [each.get("marking_ref") for each in items(one, "granular_markings") if isinstance(each, dict)]
    return [ref for ref in named if isinstance(ref, str)]


def _why(found: Found, id: str) -> str:
    return next((one.why for one in found.left_out if one.id == id), "it cannot be read")


def _is_ours(report: Object) -> bool:
    extensions = report.get("extensions")
    return isinstance(extensions, dict) and isinstance(extensions.get(REPORT_EXTENSION), dict)


def _labels(report: Object) -> dict[str, str]:
    """Grades that stand in labels, as platforms of the trade write them."""
    matches = (_LABEL.fullmatch(one) for one in items(report, "labels") if isinstance(one, str))
    return {match[1]: match[2] for match in matches if match is not None}


def _given(report: Object) -> Iterator[tuple[str, str]]:
    """Grades as they were given: scheme and grade."""
    confidence = report.get("confidence")
    if isinstance(confidence, int) and not isinstance(confidence, bool) and 0 <= confidence <= 100:
        yield CONFIDENCE, str(confidence)
    labels = _labels(report)
    if labels:
        letter, figure = (labels.get(one, "") for one in ("source-reliability", "information-credibility"))
        yield LABELS, f"{letter}{figure}"


def _graded(store: LogStore, held: Pulled, report: Object, body: Information) -> Information:
    """With the grade that the report gives in its own way, else that of its source; the given one beside it."""
    if _is_ours(report):
        return body
    labels = _labels(report)
    reliability: str = _letter(labels) or _of_source(store, held)
    figure = labels.get("information-credibility", "")
    given = list(_given(report))
    return replace(
        body, reliability=reliability,
        credibility=int(figure) if figure.isdigit() and "confidence" not in report else body.credibility,
        original=OriginalGrade(scheme=given[-1][0], grade=given[-1][1]) if given else None,
    )  # fmt: skip


def _letter(labels: dict[str, str]) -> str:
    letter = labels.get("source-reliability", "").upper()
    return letter if letter.isalpha() else ""


def _of_source(store: LogStore, held: Pulled) -> str:
    """The reliability of the source that gave it first; F of one that was removed."""
    data = store.document(SOURCE, held.sources[0])
    return "F" if data is None else decode_own(Source, data).reliability


def _lost(report: Object, around: dict[str, Object], body: Information | None) -> Iterator[Lost]:
    """What it points at and would not hold."""
    has_place = body is not None and (body.place is not None or body.squares or body.footprint is not None)
    refs = [one for one in items(report, "object_refs") if isinstance(one, str)]
    first = next((one for one in refs if "latitude" in around.get(one, {})), "")
    for ref in refs[:LOST_MAX]:
        type = ref.partition("--")[0]
        if ref in around:
            if type == "location" and has_place:
                if not _is_ours(report) and ref != first:
                    yield Lost(ref, SECOND_PLACE)
            elif type not in ("location", "identity", "incident", "sighting"):
                yield Lost(ref, NO_PART)
        elif type in LEFT_OUT_TYPES:
            yield Lost(ref, f"{LEFT_OUT_TYPES[type]} is not taken")
        else:
            yield Lost(ref, NOT_HELD)
