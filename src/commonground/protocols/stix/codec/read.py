"""STIX 2.1 objects as drafts of reports, and what is left out of them and why (docs/stix.md).

A bundle is read as a whole: objects point at each other in any order, and at what is not in it. What was written by
a room comes back as it was; a report of any other origin becomes a draft on "other", of a source that cannot be
judged, with its place as a cell. Persons, accounts and addresses have no place in the room (section 8): they are left
out by name. Nothing here says or keeps anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonground.errors import CommongroundError, MalformedMessage
from commonground.geo.place import to_cell
from commonground.picture.blocks import (
    NAME_CHARS_MAX,
    REQUEST_CHARS_MAX,
    TEXT_CHARS_MAX,
    Place,
    Reference,
    Text,
    Translation,
)
from commonground.picture.information import Information
from commonground.picture.kinds import refuse_impossible, refuse_wrong_words
from commonground.record import convert, plain

from .names import AREA_EXTENSION, REPORT_EXTENSION, WORDS_EXTENSION, Object, time_ms

OBJECTS_MAX = 100_000
LEFT_OUT_TYPES = {
    "email-addr": "an e-mail address", "email-message": "an e-mail message", "ipv4-addr": "a network address",
    "ipv6-addr": "a network address", "mac-addr": "a network address", "domain-name": "a network address",
    "url": "a network address", "network-traffic": "a network address", "user-account": "an account",
}  # fmt: skip
"""Types that the room has no place for (section 8), and what they are."""
LANGUAGES = ("en", "ar", "ru")
_STEPS = ((80, 1), (60, 2), (40, 3), (20, 4), (0, 5))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An object that was not taken, and why."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it would be said, and what it was made of. `source` is who created it, by name if it has one."""

    id: str
    modified: str
    source: str
    revoked: bool
    information: Information


@dataclass(slots=True)
class Found:
    """What was found in a bundle."""

    drafts: list[Draft] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def read_objects(objects: Iterable[object]) -> Found:
    """Drafts of all reports, and every object that no draft can hold, with the reason."""
    found, by_id = Found(), dict[str, Object]()
    for number, one in enumerate(objects):
        if number >= OBJECTS_MAX:
            raise MalformedMessage(f"at most {OBJECTS_MAX} objects expected", field="objects")
        name = f"objects[{number}]"
        if (
            not isinstance(one, dict)
            or not isinstance(one.get("type"), str)
            or not isinstance(one.get("id"), str)
        ):
            found.left_out.append(LeftOut(name, "no STIX object: a type and an identifier are expected"))
        elif why := _ruled_out(one):
            found.left_out.append(LeftOut(one["id"], why))
        else:
            _keep_latest(by_id, one)
    for one in by_id.values():
        if one["type"] == "report":
            _take(found, one, by_id)
    return found


def _ruled_out(one: Object) -> str:
    if one["type"] in LEFT_OUT_TYPES:
        return f"{LEFT_OUT_TYPES[one['type']]} is not taken"
    if one["type"] == "identity" and one.get("identity_class") == "individual":
        return "a person is not taken"
    if one["type"] == "relationship" and one.get("relationship_type") == "targets":
        return "a relationship of this type is not taken"
    return ""


def _keep_latest(by_id: dict[str, Object], one: Object) -> None:
    held = by_id.get(one["id"])
    if held is None or str(held.get("modified", "")) <= str(one.get("modified", "")):
        by_id[one["id"]] = one


def _take(found: Found, report: Object, by_id: Mapping[str, Object]) -> None:
    try:
        information = _information(report, by_id)
        refuse_impossible(information, "report")
        refuse_wrong_words(information, "report")
    except CommongroundError as error:
        found.left_out.append(LeftOut(report["id"], str(error)))
        return
    creator = by_id.get(str(report.get("created_by_ref", "")), {})
    source = str(creator.get("name") or report.get("created_by_ref", ""))[:NAME_CHARS_MAX]
    found.drafts.append(
        Draft(
            report["id"], str(report.get("modified", "")), source, report.get("revoked") is True, information
        )
    )


def _information(report: Object, by_id: Mapping[str, Object]) -> Information:
    ours = _extension(report, REPORT_EXTENSION)
    places = [by_id[ref] for ref in _refs(report) if by_id.get(ref, {}).get("type") == "location"]
    title, text = _texts(report, ours, by_id)
    if ours:
        return _own(ours, places, title, text)
    published_ms = time_ms(report.get("published"), "report.published")
    return Information(
        matter="other", title=title, text=text, reliability="F", credibility=_credibility(report),
        from_ms=published_ms, until_ms=published_ms, place=_foreign_place(places),
    )  # fmt: skip


def _own(ours: Object, places: list[Object], title: Text, text: Text) -> Information:
    """What a room wrote; values of a wrong type are named by their field."""
    areas = [_extension(one, AREA_EXTENSION) for one in places]
    values: Object = {
        name: ours[name] for name in ("matter", "reliability", "credibility", "holder") if name in ours
    }
    values |= {name: one[name] for one in areas for name in ("place", "footprint") if name in one}
    if "original_grade" in ours:
        values["original"] = ours["original_grade"]
    return convert(values | {
        "title": plain(title), "text": plain(text), "from_ms": time_ms(ours.get("valid_from"), "valid_from"),
        "until_ms": time_ms(ours.get("valid_until"), "valid_until"),
        "squares": [one["square"] for one in areas if "square" in one],
        "refers_to": [plain(Reference.of(str(one))) for one in _list(ours, "refers_to")],
    }, Information)  # fmt: skip


def _texts(report: Object, ours: Object, by_id: Mapping[str, Object]) -> tuple[Text, Text]:
    """The title and the text with their languages; what says no language, or another, is taken as English."""
    said = str(report.get("lang", "en")).partition("-")[0]
    lang = said if said in LANGUAGES else "en"
    title_lang = ours.get("title_lang", lang)
    words = [
        one for one in by_id.values()
        if one["type"] == "language-content" and one.get("object_ref") == report["id"]
    ]  # fmt: skip
    name = str(report.get("name", ""))[:REQUEST_CHARS_MAX]
    description = str(report.get("description", "") or ("" if ours else name))[:TEXT_CHARS_MAX]
    return (
        Text(lang=title_lang, text=name, translations=_translations(words, "name")),
        Text(lang=lang, text=description, translations=_translations(words, "description")),  # type: ignore[arg-type]
    )


def _translations(words: list[Object], name: str) -> tuple[Translation, ...]:
    found = []
    for one in words:
        made = _extension(one, WORDS_EXTENSION).get("made_by", {})
        for lang, texts in one.get("contents", {}).items():
            if lang in LANGUAGES and isinstance(texts, dict) and isinstance(texts.get(name), str):
                by = made.get(lang, {}).get(name, {})
                found.append(
                    Translation(
                        lang=lang, text=texts[name], post=str(by.get("post", "")),
                        made_by="human" if by.get("by") == "human" else "machine",
                    )
                )  # fmt: skip
    return tuple(found)


def _credibility(report: Object) -> Any:
    """Confidence as a credibility (STIX 2.1 appendix A, Admiralty scale); none is 6, cannot be judged."""
    value = report.get("confidence")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100:
        return 6
    return next(credibility for least, credibility in _STEPS if value >= least)


def _foreign_place(places: list[Object]) -> Place | None:
    """The first point among the locations, as the square kilometre that holds it, and no finer than it was given."""
    for one in places:
        lat, lon = one.get("latitude"), one.get("longitude")
        if (
            isinstance(lat, int | float)
            and isinstance(lon, int | float)
            and abs(lat) <= 80
            and abs(lon) <= 180
        ):
            square = to_cell(round(lon * 1e9), round(lat * 1e9))
            precision = one.get("precision", 0)
            given_tmm = round(precision * 10_000) if isinstance(precision, int | float) else 0
            return Place(
                lon_nd=square.lon_nd, lat_nd=square.lat_nd, radius_tmm=max(square.radius_tmm, given_tmm),
                precision="cell", how_obtained="told",
            )  # fmt: skip
    return None


def _extension(one: Object, id: str) -> Object:
    extensions = one.get("extensions")
    found = extensions.get(id) if isinstance(extensions, dict) else None
    return found if isinstance(found, dict) else {}


def _refs(report: Object) -> list[str]:
    return [one for one in _list(report, "object_refs") if isinstance(one, str)]


def _list(one: Object, name: str) -> list[Any]:
    found = one.get(name)
    return found if isinstance(found, list) else []
