"""STIX 2.1 objects as drafts of reports, and what is left out of them and why (docs/stix.md).

A bundle is read as a whole: objects point at each other in any order, and at what is not in it. What was written by
a room comes back as it was; what is of any other origin becomes a draft (`foreign`). Persons, accounts and addresses
have no place in the room (section 8): they are left out by name. Nothing here says or keeps anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from commonground.errors import CommongroundError, MalformedMessage
from commonground.picture.blocks import NAME_CHARS_MAX, REQUEST_CHARS_MAX, Body, Reference, Text
from commonground.picture.information import Information, Opinion
from commonground.picture.kinds import refuse_impossible, refuse_wrong_words
from commonground.record import convert, plain, replace

from .asked import asked_of
from .foreign import from_incident, from_note, from_report, from_sighting
from .held import Held, extension, items
from .marked import markings_of, permitted_of, readable
from .names import AREA_EXTENSION, REPORT_EXTENSION, Object, time_ms
from .words import language, text_of
from .written import OPINIONS

OBJECTS_MAX = 100_000
LEFT_OUT_TYPES = {
    "email-addr": "an e-mail address", "email-message": "an e-mail message", "ipv4-addr": "a network address",
    "ipv6-addr": "a network address", "mac-addr": "a network address", "domain-name": "a network address",
    "url": "a network address", "network-traffic": "a network address", "user-account": "an account",
}  # fmt: skip
"""Types that the room has no place for (section 8), and what they are."""
OPINION_WORDS = {stix: word for word, stix in OPINIONS.items()} | {
    "strongly-agree": "agrees", "strongly-disagree": "disagrees",
}  # fmt: skip
"""What an opinion of STIX says, in the words of the room."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An object that was not taken, or a part of one, and why."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it would be said, and what it was made of. `source` is who created it, by name if it has one.

    `marked` names its markings, with the parts that they are about; `permitted` are the identities that may have all
    of it, None where no marking names any.
    """

    id: str
    modified: str
    source: str
    revoked: bool
    information: Information
    marked: tuple[str, ...] = ()
    permitted: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """An opinion, a request or an answer as it would be said, and what it was made of."""

    id: str
    modified: str
    source: str
    revoked: bool
    body: Body


@dataclass(slots=True)
class Found:
    """What was found in a bundle."""

    drafts: list[Draft] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    said: list[Read] = field(default_factory=list)


def read_objects(objects: Iterable[object], party: str = "") -> Found:
    """Drafts of all reports, and every object that no draft can hold, with the reason.

    With `party`, the identity of who reads, what is marked for others alone is left out.
    """
    found, held = Found(), Held()
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
        elif why := ruled_out(one):
            found.left_out.append(LeftOut(one["id"], why))
        else:
            held.keep_latest(one)
    if party:
        _honour(found, held, party)
    held.join()
    _take_all(found, held)
    return found


def ruled_out(one: Object) -> str:
    """Why the room has no place for an object (section 8); empty where it has."""
    if one["type"] in LEFT_OUT_TYPES:
        return f"{LEFT_OUT_TYPES[one['type']]} is not taken"
    if one["type"] == "identity" and one.get("identity_class") == "individual":
        return "a person is not taken"
    if one["type"] == "relationship" and one.get("relationship_type") == "targets":
        return "a relationship of this type is not taken"
    if one["type"] == "observed-data":
        held = one.get("objects")
        within = held.values() if isinstance(held, dict) else ()
        if any(isinstance(each, dict) and str(each.get("type")) in LEFT_OUT_TYPES for each in within):
            return "an observation of an address or an account is not taken"
    return ""


def _honour(found: Found, held: Held, party: str) -> None:
    for id, one in list(held.by_id.items()):
        shown, gone = readable(one, held.by_id, party)
        if shown is None:
            found.left_out.append(LeftOut(id, "it is marked for others"))
            del held.by_id[id]
        elif gone:
            found.left_out.append(LeftOut(id, f"marked for others: {', '.join(gone)}"))
            held.by_id[id] = shown


def _take_all(found: Found, held: Held) -> None:
    """Reports first; what no report points at stands for itself."""
    named = {
        ref
        for one in held.by_id.values() if one["type"] == "report"
        for ref in items(one, "object_refs") if isinstance(ref, str)
    }  # fmt: skip
    for one in held.by_id.values():
        match one["type"]:
            case "report":
                _take(found, one, held, report_of)
            case "opinion":
                _take(found, one, held, _opinion)
            case "note":
                _take(found, one, held, _note)
            case "incident" if one["id"] not in named:
                _take(found, one, held, from_incident)
            case "sighting" if one["id"] not in named:
                _take(found, one, held, from_sighting)
            case _:
                pass


def _take(found: Found, one: Object, held: Held, make: Any) -> None:
    try:
        body = make(one, held)
        if body is None:
            return
        refuse_impossible(body, one["type"])
        refuse_wrong_words(body, one["type"])
    except CommongroundError as error:
        found.left_out.append(LeftOut(one["id"], str(error)))
        return
    creator = held.by_id.get(str(one.get("created_by_ref", "")), {})
    source = str(creator.get("name") or one.get("created_by_ref", ""))[:NAME_CHARS_MAX]
    modified, revoked = str(one.get("modified", "")), one.get("revoked") is True
    if not isinstance(body, Information):
        found.said.append(Read(one["id"], modified, source, revoked, body))
        return
    marked = tuple(
        f"{marking.name} ({', '.join(marking.selectors)})" if marking.selectors else marking.name
        for marking in markings_of(one, held.by_id)
    )
    permitted = permitted_of(one, held.by_id)
    found.drafts.append(Draft(one["id"], modified, source, revoked, body, marked, permitted))


def report_of(report: Object, held: Held) -> Information:
    """A report as the room would say it, with what it points at among the objects that are held."""
    ours = extension(report, REPORT_EXTENSION)
    if not ours:
        return from_report(report, held)
    title = text_of(report, "name", held, REQUEST_CHARS_MAX)
    title = replace(title, lang=ours.get("title_lang", title.lang))
    places = held.of_type(items(report, "object_refs"), "location")
    return _own(ours, places, title, text_of(report, "description", held))


def _own(ours: Object, places: list[Object], title: Text, text: Text) -> Information:
    """What a room wrote; values of a wrong type are named by their field."""
    areas = [extension(one, AREA_EXTENSION) for one in places]
    values: Object = {
        name: ours[name] for name in ("matter", "reliability", "credibility", "holder") if name in ours
    }
    parts = ("place", "footprint", "lower", "upper")
    values |= {name: one[name] for one in areas for name in parts if name in one}
    if "original_grade" in ours:
        values["original"] = ours["original_grade"]
    return convert(values | {
        "title": plain(title), "text": plain(text), "from_ms": time_ms(ours.get("valid_from"), "valid_from"),
        "until_ms": time_ms(ours.get("valid_until"), "valid_until"),
        "squares": [one["square"] for one in areas if "square" in one],
        "refers_to": [plain(Reference.of(str(one))) for one in items(ours, "refers_to")],
    }, Information)  # fmt: skip


def _note(note: Object, held: Held) -> Body | None:
    """A request, an answer, or what somebody wrote about something else."""
    return asked_of(note, held) or from_note(note, held)


def _opinion(opinion: Object, held: Held) -> Opinion | None:
    """An opinion on a report of a room; on anything else it has no place."""
    keys = [
        str(ref.get("external_id", ""))
        for report in held.of_type(items(opinion, "object_refs"), "report")
        for ref in items(report, "external_references")
        if isinstance(ref, dict) and ref.get("source_name") == "commonground"
    ]
    word = OPINION_WORDS.get(str(opinion.get("opinion", "")))
    if not keys or word is None:
        raise MalformedMessage("an opinion on a report of a room, in the same bundle, is expected")
    reasons = text_of(opinion, "explanation", held)
    reasons = replace(reasons, lang=language(opinion.get("lang", "en")))
    return convert(
        {"about": plain(Reference.of(keys[0])), "opinion": word, "reasons": plain(reasons)}, Opinion
    )
