"""Reports and opinions of a picture as STIX 2.1 objects; docs/stix.md lists every property.

The objects follow from the statement and the reader alone, so that the same report is the same bytes whenever and
however it is asked for. A reader is named as the one who may have it, and nobody else is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from commonground.geo.footprint import Circle, Corridor, Footprint, Polygon
from commonground.geo.place import district_centre, to_district
from commonground.picture.blocks import Place, Text
from commonground.picture.charter import Charter
from commonground.picture.information import Information, Opinion
from commonground.picture.version import Version
from commonground.record import plain

from .names import (
    AREA_EXTENSION,
    FIXED,
    RELEASE_EXTENSION,
    REPORT_EXTENSION,
    TLP,
    TLP_OF_ROOM,
    WORDS_EXTENSION,
    Object,
    identifier,
    timestamp,
    tlp_marking,
)

CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
"""Credibility -> confidence (STIX 2.1 appendix A, Admiralty scale); 6 has none."""
OPINIONS = {"agrees": "agree", "disagrees": "disagree", "cannot_say": "neutral"}
ND = 1e9
TMM_PER_M = 10_000


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom objects are made: the party, and the charter of the room."""

    party: str
    charter: Charter

    def id(self, type: str, *parts: str) -> str:
        """The identifier of something of this room."""
        return identifier(type, self.charter.room, *parts)


def identity(reader: Reader, party: str) -> Object:
    """A party as an organisation; no person is ever one (section 8)."""
    name = reader.charter.party(party).name
    return {
        "type": "identity", "spec_version": "2.1", "id": reader.id("identity", party), "created": FIXED,
        "modified": FIXED, "name": name.en or party, "identity_class": "organization",
    }  # fmt: skip


def report_objects(reader: Reader, version: Version) -> list[Object]:
    """A report with all that it points at: its author, its marks, its places, its words in other languages."""
    body = version.body
    assert isinstance(body, Information)
    places = list(_locations(reader, version, body))
    report = _common(reader, version, "report") | {
        "name": body.title.text, "description": body.text.text, "lang": body.text.lang,
        "published": timestamp(version.first_released_ms),
        "object_refs": [one["id"] for one in places] or [reader.id("identity", version.author)],
        "extensions": {REPORT_EXTENSION: _report_extension(body)},
    }  # fmt: skip
    if not body.text.text:
        del report["description"]
    if body.credibility in CONFIDENCE:
        report["confidence"] = CONFIDENCE[body.credibility]
    return [*_around(reader, version), *places, report, *_languages(reader, version, body, report)]


def opinion_objects(reader: Reader, version: Version) -> list[Object]:
    """An opinion on a report, with its author and its marks; the report is named by its identifier."""
    body = version.body
    assert isinstance(body, Opinion)
    opinion = _common(reader, version, "opinion") | {
        "opinion": OPINIONS[body.opinion], "object_refs": [reader.id("report", body.about.author, body.about.entity)],
        "lang": body.reasons.lang,
    }  # fmt: skip
    if body.reasons.text:
        opinion["explanation"] = body.reasons.text
    return [*_around(reader, version), opinion]


def bundle(objects: Iterable[Object], *parts: str) -> Object:
    """A bundle of objects, each once, in the order in which they were first named."""
    once = {(one["id"], one.get("modified", "")): one for one in objects}
    found: Object = {"type": "bundle", "id": identifier("bundle", *parts)}
    return found | {"objects": list(once.values())} if once else found


def _around(reader: Reader, version: Version) -> list[Object]:
    return [identity(reader, version.author), tlp_marking(TLP_OF_ROOM), _release_marking(reader, version)]


def _common(reader: Reader, version: Version, type: str, *parts: str) -> Object:
    created = timestamp(version.first_released_ms)
    modified = timestamp(max(version.t_released_ms, version.first_released_ms))
    found: Object = {
        "type": type, "spec_version": "2.1", "id": reader.id(type, version.author, version.entity, *parts),
        "created_by_ref": reader.id("identity", version.author), "created": created, "modified": modified,
        "object_marking_refs": [TLP[TLP_OF_ROOM], _release_id(reader, version)],
        "external_references": [{"source_name": "commonground", "external_id": version.key}],
    }  # fmt: skip
    if version.action == "cancel":
        found["revoked"] = True
    return found


def _permitted(reader: Reader, version: Version) -> list[str]:
    """Who may have it, as far as the reader knows: its author knows all, whoever was told knows of itself."""
    if version.author == reader.party:
        return [version.author, *sorted(one.party for one in version.releases)]
    return [version.author, reader.party]


def _release_id(reader: Reader, version: Version) -> str:
    return reader.id("marking-definition", *_permitted(reader, version))


def _release_marking(reader: Reader, version: Version) -> Object:
    permitted = _permitted(reader, version)
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": _release_id(reader, version), "created": FIXED,
        "name": f"{version.author}: released to {', '.join(permitted[1:]) or 'nobody'}; onward: ask",
        "extensions": {
            RELEASE_EXTENSION: {
                "extension_type": "property-extension", "originator": reader.id("identity", version.author),
                "permitted": [reader.id("identity", one) for one in permitted], "onward": "ask",
            }
        },
    }  # fmt: skip


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


def _locations(reader: Reader, version: Version, body: Information) -> Iterator[Object]:
    """One for the place or the outline, one for each square."""
    area: Object = {"extension_type": "property-extension"}
    if body.place is not None:
        area["place"] = plain(body.place)
    if body.footprint is not None:
        area["footprint"] = plain(body.footprint)
        yield _location(reader, version, body.place or _corner(body.footprint), area)
    elif body.place is not None:
        yield _location(reader, version, body.place, area)
    for square in body.squares:
        lon_nd, lat_nd = district_centre(square)
        place = Place(
            lon_nd=lon_nd, lat_nd=lat_nd, radius_tmm=to_district(lon_nd, lat_nd).radius_tmm, precision="district",
            how_obtained="told",
        )  # fmt: skip
        area = {"extension_type": "property-extension", "square": square}
        yield _location(reader, version, place, area, square) | {"name": square}


def _corner(footprint: Footprint) -> Place:
    """A point of an outline, for who does not read the extension."""
    match footprint:
        case Circle():
            lon_nd, lat_nd = footprint.center
        case Polygon():
            lon_nd, lat_nd = footprint.rings[0][0]
        case Corridor():
            lon_nd, lat_nd = footprint.path[0]
    return Place(lon_nd=lon_nd, lat_nd=lat_nd, radius_tmm=0, precision="exact", how_obtained="map")


def _location(reader: Reader, version: Version, place: Place, area: Object, *parts: str) -> Object:
    found = _common(reader, version, "location", *parts) | {
        "latitude": place.lat_nd / ND, "longitude": place.lon_nd / ND,
        "extensions": {AREA_EXTENSION: area},
    }  # fmt: skip
    if place.radius_tmm:
        found["precision"] = place.radius_tmm / TMM_PER_M
    return found


def _languages(reader: Reader, version: Version, body: Information, report: Object) -> Iterator[Object]:
    """The title and the text in other languages, and who put them into those."""
    contents: dict[str, dict[str, str]] = {}
    made: dict[str, dict[str, Any]] = {}
    for name, text in (("name", body.title), ("description", body.text)):
        for lang, words, by in _translated(text):
            contents.setdefault(lang, {})[name] = words
            made.setdefault(lang, {})[name] = by
    if contents:
        yield _common(reader, version, "language-content") | {
            "object_ref": report["id"], "object_modified": report["modified"], "contents": contents,
            "extensions": {WORDS_EXTENSION: {"extension_type": "property-extension", "made_by": made}},
        }  # fmt: skip


def _translated(text: Text) -> Iterator[tuple[str, str, Object]]:
    """Each language once: what a human made stands before what a machine made."""
    for one in sorted(text.translations, key=lambda one: one.made_by, reverse=True):
        yield one.lang, one.text, {"by": one.made_by} | ({"post": one.post} if one.post else {})
