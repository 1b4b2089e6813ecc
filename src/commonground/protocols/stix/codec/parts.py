"""What objects of the room have in common: properties, the place that they point at, their words in other languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from commonground.geo.footprint import Circle, Corridor, Footprint, Polygon
from commonground.geo.interval import Altitude
from commonground.picture.blocks import Place, Text
from commonground.picture.version import Version
from commonground.record import plain

from .marked import Marks
from .names import AREA_EXTENSION, WORDS_EXTENSION, Object, timestamp, tlp_marking
from .names import TLP_OF_ROOM as LEVEL
from .reader import Reader, identity

ND = 1e9
TMM_PER_M = 10_000


def around(reader: Reader, version: Version, marks: Marks) -> list[Object]:
    """Who said it, and what marks it."""
    return [identity(reader, version.author), tlp_marking(LEVEL), *marks.definitions()]


def common(reader: Reader, version: Version, refs: list[str], type: str, *parts: str) -> Object:
    """The properties that every object of a statement has; `parts` tell it from others of the same type."""
    created = timestamp(version.first_released_ms)
    modified = timestamp(max(version.t_released_ms, version.first_released_ms))
    found: Object = {
        "type": type, "spec_version": "2.1", "id": reader.id(type, version.author, version.entity, *parts),
        "created_by_ref": reader.id("identity", version.author), "created": created, "modified": modified,
        "object_marking_refs": refs,
        "external_references": [{"source_name": "commonground", "external_id": version.key}],
    }  # fmt: skip
    if version.action == "cancel":
        found["revoked"] = True
    return found


def location(common: Object, place: Place, area: Object) -> Object:
    """A location: a point with its radius for any reader, the room's own form for one that knows the extension."""
    found = common | {
        "latitude": place.lat_nd / ND, "longitude": place.lon_nd / ND,
        "extensions": {AREA_EXTENSION: {"extension_type": "property-extension"} | area},
    }  # fmt: skip
    if place.radius_tmm:
        found["precision"] = place.radius_tmm / TMM_PER_M
    return found


def area(
    place: Place | None, footprint: Footprint | None, lower: Altitude | None, upper: Altitude | None
) -> Object:
    """What the extension *Area* says: a place, an outline, and between which heights, each in the room's own form."""
    parts = {"place": place, "footprint": footprint, "lower": lower, "upper": upper}
    return {name: plain(part) for name, part in parts.items() if part is not None}


def corner(footprint: Footprint) -> Place:
    """A point of an outline, for who does not read the extension."""
    match footprint:
        case Circle():
            lon_nd, lat_nd = footprint.center
        case Polygon():
            lon_nd, lat_nd = footprint.rings[0][0]
        case Corridor():
            lon_nd, lat_nd = footprint.path[0]
    return Place(lon_nd=lon_nd, lat_nd=lat_nd, radius_tmm=0, precision="exact", how_obtained="map")


def languages(
    common: Object, marks: Marks, told: Object, texts: Mapping[str, Text], withheld: str = ""
) -> Iterator[Object]:
    """The texts of an object in other languages, and who made those; `withheld` names one that not all have."""
    contents: dict[str, dict[str, str]] = {}
    made: dict[str, dict[str, Any]] = {}
    for name, text in texts.items():
        for lang, words, by in _translated(text):
            contents.setdefault(lang, {})[name] = words
            made.setdefault(lang, {})[name] = by
    if contents:
        selectors = [f"contents.{lang}.{withheld}" for lang, words in contents.items() if withheld in words]
        yield common | {
            "object_ref": told["id"], "object_modified": told["modified"], "contents": contents,
            "extensions": {WORDS_EXTENSION: {"extension_type": "property-extension", "made_by": made}},
        } | marks.on_words(*selectors)  # fmt: skip


def _translated(text: Text) -> Iterator[tuple[str, str, Object]]:
    """Each language once: what a human made stands before what a machine made."""
    for one in sorted(text.translations, key=lambda one: one.made_by, reverse=True):
        yield one.lang, one.text, {"by": one.made_by} | ({"post": one.post} if one.post else {})
