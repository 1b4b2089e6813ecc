"""Requests for information and their answers as STIX notes, and read from them.

STIX has no object for a question. A request is a `note` with the extension *Request for information*, an answer a
`note` about that note with the extension *Answer to a request*; a report that answers is named beside it. A reader that
knows neither extension still has the words, who wrote them, and what they are about.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commonground.picture.blocks import Reference
from commonground.picture.information import InformationAnswer, InformationRequest
from commonground.picture.version import Version
from commonground.record import convert, plain

from .held import Held, extension, items
from .marked import Marks, marks_of
from .names import ANSWER_EXTENSION, AREA_EXTENSION, REQUEST_EXTENSION, Object, time_ms, timestamp
from .parts import area, around, common, corner, languages, location
from .reader import Reader
from .words import text_of


def request_objects(reader: Reader, version: Version) -> list[Object]:
    """A request with its author, its marks and its area."""
    body = version.body
    assert isinstance(body, InformationRequest)
    marks = marks_of(reader, version)
    places = list(_area(reader, version, body, marks))
    note = common(reader, version, marks.refs(), "note") | {
        "content": body.text.text, "lang": body.text.lang,
        "object_refs": [one["id"] for one in places] or [reader.id("identity", version.author)],
        "extensions": {REQUEST_EXTENSION: {
            "extension_type": "property-extension", "matter": body.matter,
            "valid_from": timestamp(body.from_ms), "valid_until": timestamp(body.until_ms),
        }},
    }  # fmt: skip
    words = common(reader, version, marks.refs(), "language-content")
    return [
        *around(reader, version, marks),
        *places,
        note,
        *languages(words, marks, note, {"content": body.text}),
    ]


def answer_objects(reader: Reader, version: Version) -> list[Object]:
    """An answer with its author and its marks; the request and the report are named by their identifiers."""
    body = version.body
    assert isinstance(body, InformationAnswer)
    marks = marks_of(reader, version)
    about = [reader.id("note", body.about.author, body.about.entity)]
    said: Object = {"extension_type": "property-extension", "about": body.about.key, "outcome": body.outcome}
    if body.report:
        about.append(reader.id("report", version.author, body.report))
        said["report"] = body.report
    note = common(reader, version, marks.refs(), "note") | {
        "content": body.outcome, "object_refs": about, "extensions": {ANSWER_EXTENSION: said}
    }  # fmt: skip
    if body.text is None:
        return [*around(reader, version, marks), note]
    note |= {"abstract": body.outcome, "content": body.text.text or body.outcome, "lang": body.text.lang}
    said["words"] = bool(body.text.text)
    words = common(reader, version, marks.refs(), "language-content")
    return [*around(reader, version, marks), note, *languages(words, marks, note, {"content": body.text})]


def _area(reader: Reader, version: Version, body: InformationRequest, marks: Marks) -> Iterator[Object]:
    if body.footprint is not None:
        shared = common(reader, version, marks.refs(), "location")
        yield location(shared, corner(body.footprint), area(None, body.footprint, None, None))


# -- read -------------------------------------------------------------------------------------------------------


def asked_of(note: Object, held: Held) -> InformationRequest | InformationAnswer | None:
    """The request or the answer that a note is; None for any other note. Bad values are refused by field."""
    if asked := extension(note, REQUEST_EXTENSION):
        return _request(note, asked, held)
    if answered := extension(note, ANSWER_EXTENSION):
        return _answer(note, answered, held)
    return None


def _request(note: Object, asked: Object, held: Held) -> InformationRequest:
    values: dict[str, Any] = {"matter": asked.get("matter"), "text": plain(text_of(note, "content", held))}
    for place in held.of_type(items(note, "object_refs"), "location"):
        shape = extension(place, AREA_EXTENSION)
        values |= {"footprint": shape["footprint"]} if "footprint" in shape else {}
    return convert(values | {
        "from_ms": time_ms(asked.get("valid_from"), "valid_from"),
        "until_ms": time_ms(asked.get("valid_until"), "valid_until"),
    }, InformationRequest)  # fmt: skip


def _answer(note: Object, answered: Object, held: Held) -> InformationAnswer:
    values: dict[str, Any] = {
        "about": plain(Reference.of(str(answered.get("about")))), "outcome": answered.get("outcome"),
        "report": answered.get("report", ""),
    }  # fmt: skip
    if "lang" in note:
        text = text_of(note, "content", held)
        values["text"] = plain(text) | ({} if answered.get("words") else {"text": ""})
    return convert(values, InformationAnswer)
