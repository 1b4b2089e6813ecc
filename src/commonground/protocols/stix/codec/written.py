"""Reports and opinions of a picture as STIX 2.1 objects; docs/stix.md lists every property.

The objects follow from the statement and the reader alone, so that the same report is the same bytes whenever and
however it is asked for. A reader is named as the one who may have it, and nobody else is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from commonground.geo.place import district_centre, to_district
from commonground.picture.blocks import Place
from commonground.picture.information import EXACT_MATTERS, Information, Opinion
from commonground.picture.version import Version
from commonground.record import decode, plain

from .incident import incident_objects
from .kept import edited, is_as_posted, posted_texts
from .marked import Marks, marks_of
from .names import REPORT_EXTENSION, Object, identifier, timestamp
from .parts import area, around, common, corner, languages, location
from .reader import Reader as Reader
from .reader import identity as identity

CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
"""Credibility -> confidence (STIX 2.1 appendix A, Admiralty scale); 6 has none."""
OPINIONS = {"agrees": "agree", "disagrees": "disagree", "cannot_say": "neutral"}


def report_objects(reader: Reader, version: Version) -> list[Object]:
    """A report with all that it points at: author, marks, places, incident, words in other languages."""
    body = version.body
    assert isinstance(body, Information)
    if is_as_posted(version):
        return [decode(dict[str, Any], text) for text in posted_texts(version)]
    marks = marks_of(reader, version)
    places = list(_locations(reader, version, body, marks))
    told = _told(body)
    incident: list[Object] = []
    if body.matter in EXACT_MATTERS:
        incident = incident_objects(reader, version, body, marks, told, places)
    shown = [*places, *incident]
    report = common(reader, version, marks.refs(), "report") | told | {
        "published": timestamp(version.first_released_ms),
        "object_refs": [one["id"] for one in shown] or [reader.id("identity", version.author)],
        "extensions": {REPORT_EXTENSION: _report_extension(body)},
    } | marks.on_words(*_words(body))  # fmt: skip
    if body.stix is not None:
        report = edited(body.stix, report)
    words = common(reader, version, marks.refs(), "language-content")
    texts = {"name": body.title, "description": body.text}
    return [
        *around(reader, version, marks),
        *shown,
        report,
        *languages(words, marks, report, texts, "description"),
    ]


def opinion_objects(reader: Reader, version: Version, about: str = "") -> list[Object]:
    """An opinion on a report, with its author and its marks; the report is named by its identifier.

    `about` is that identifier, where it is another than the room would give: of a report that was posted.
    """
    body = version.body
    assert isinstance(body, Opinion)
    if is_as_posted(version):
        return [decode(dict[str, Any], text) for text in posted_texts(version)]
    marks = marks_of(reader, version)
    about = about or reader.id("report", body.about.author, body.about.entity)
    opinion = common(reader, version, marks.refs(), "opinion") | {
        "opinion": OPINIONS[body.opinion], "object_refs": [about],
        "lang": body.reasons.lang,
    }  # fmt: skip
    if body.reasons.text:
        opinion["explanation"] = body.reasons.text
    if body.stix is not None:
        opinion = edited(body.stix, opinion)
    words = common(reader, version, marks.refs(), "language-content")
    return [
        *around(reader, version, marks),
        opinion,
        *languages(words, marks, opinion, {"explanation": body.reasons}),
    ]


def bundle(objects: Iterable[Object], *parts: str) -> Object:
    """A bundle of objects, each once, in the order in which they were first named."""
    once = {(one["id"], one.get("modified", "")): one for one in objects}
    found: Object = {"type": "bundle", "id": identifier("bundle", *parts)}
    return found | {"objects": list(once.values())} if once else found


def _told(body: Information) -> Object:
    """The words and the grade, as a report and its incident have them."""
    told: Object = {"name": body.title.text, "lang": body.text.lang}
    if body.text.text:
        told["description"] = body.text.text
    if body.credibility in CONFIDENCE:
        told["confidence"] = CONFIDENCE[body.credibility]
    return told


def _words(body: Information) -> list[str]:
    """What of a report a view-only recipient was not told (`policy/disclosure`)."""
    found = ["description"] if body.text.text else []
    return found if body.original is None else [*found, f"extensions.{REPORT_EXTENSION}.original_grade"]


def _report_extension(body: Information) -> Object:
    found: Object = {
        "extension_type": "property-extension", "matter": body.matter, "reliability": body.reliability,
        "credibility": body.credibility, "valid_from": timestamp(body.from_ms), "valid_until": timestamp(body.until_ms),
        "title_lang": body.title.lang,
    }  # fmt: skip
    if body.holder:
        found["holder"] = body.holder
    if body.original is not None:
        found["original_grade"] = plain(body.original)
    if body.refers_to:
        found["refers_to"] = [one.key for one in body.refers_to]
    return found


def _locations(reader: Reader, version: Version, body: Information, marks: Marks) -> Iterator[Object]:
    """One for the place or the outline, one for each square."""
    point = body.place
    if point is None and body.footprint is not None:
        point = corner(body.footprint)
    if point is not None:
        shape = area(body.place, body.footprint, body.lower, body.upper)
        yield location(common(reader, version, marks.refs(marks.place), "location"), point, shape)
    for square in body.squares:
        lon_nd, lat_nd = district_centre(square)
        place = Place(
            lon_nd=lon_nd, lat_nd=lat_nd, radius_tmm=to_district(lon_nd, lat_nd).radius_tmm, precision="district",
            how_obtained="told",
        )  # fmt: skip
        shared = common(reader, version, marks.refs(), "location", square)
        yield location(shared, place, {"square": square}) | {"name": square}
