"""Reports, incidents, sightings and notes of other origin as drafts: on "other", of a source that cannot be judged.

Their place becomes the square kilometre that holds the first point (S7: what is no hazard and no damage by the word of
its author is told in cells). `authors` of notes name persons: they are not read. A draft is said by nobody until a
person does.
"""

from __future__ import annotations

from typing import Any

from commonground.errors import MalformedMessage
from commonground.geo.place import to_cell
from commonground.picture.blocks import REQUEST_CHARS_MAX, Place
from commonground.picture.information import Information
from commonground.record import replace

from .held import Held, items
from .names import Object, time_ms
from .words import text_of

_STEPS = ((80, 1), (60, 2), (40, 3), (20, 4), (0, 5))
CELL_LAT_MAX = 80
"""Beyond it there are no squares (UPS)."""
RADIUS_M_MAX = 10**9


def from_report(report: Object, held: Held) -> Information:
    """A report of any other origin; its period is its `published`."""
    refs = items(report, "object_refs")
    places = held.of_type(refs, "location")
    for one in held.of_type(refs, "incident"):
        places += _places_of(one, held)
    for one in held.of_type(refs, "sighting"):
        places += held.of_type(items(one, "where_sighted_refs"), "location")
    at_ms = time_ms(report.get("published"), "report.published")
    return _draft(report, held, places, at_ms, at_ms, "description")


def from_incident(incident: Object, held: Held) -> Information:
    """An incident that no report holds; its place by `located-at`, its period when it was entered."""
    at_ms = time_ms(incident.get("created"), "incident.created")
    return _draft(incident, held, _places_of(incident, held), at_ms, at_ms, "description")


def from_sighting(sighting: Object, held: Held) -> Information | None:
    """What was seen, where and when; None where it names no place that is held."""
    places = held.of_type(items(sighting, "where_sighted_refs"), "location")
    if not places:
        return None
    first = sighting.get("first_seen", sighting.get("created"))
    from_ms = time_ms(first, "sighting.first_seen")
    until_ms = time_ms(sighting.get("last_seen", first), "sighting.last_seen")
    seen = held.by_id.get(str(sighting.get("sighting_of_ref", "")), {})
    named = sighting | {"name": str(seen.get("name") or seen.get("type") or "sighting")}
    return _draft(named, held, places, from_ms, until_ms, "description")


def from_note(note: Object, held: Held) -> Information:
    """What somebody wrote about something; the first line is the title where it has no abstract."""
    places = held.of_type(items(note, "object_refs"), "location")
    at_ms = time_ms(note.get("created"), "note.created")
    content = note.get("content")
    if not isinstance(content, str) or not content.strip():
        raise MalformedMessage("words are expected", field="note.content")
    named = note | {"name": note.get("abstract") or content.strip().splitlines()[0]}
    return _draft(named, held, places, at_ms, at_ms, "content")


def _draft(
    one: Object, held: Held, places: list[Object], from_ms: int, until_ms: int, words: str
) -> Information:
    title = text_of(one, "name", held, REQUEST_CHARS_MAX)
    text = text_of(one, words, held)
    return Information(
        matter="other", title=title, text=text if text.text else replace(text, text=title.text), reliability="F",
        credibility=_credibility(one), from_ms=from_ms, until_ms=until_ms, place=_cell(places),
    )  # fmt: skip


def _places_of(one: Object, held: Held) -> list[Object]:
    return held.of_type(list(held.located.get(one["id"], ())), "location")


def _credibility(one: Object) -> Any:
    """Confidence as a credibility (STIX 2.1 appendix A, Admiralty scale); none is 6, cannot be judged."""
    value = one.get("confidence")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100:
        return 6
    return next(credibility for least, credibility in _STEPS if value >= least)


def _cell(places: list[Object]) -> Place | None:
    """The first point among the locations, as the square kilometre that holds it, and no finer than it was given."""
    for one in places:
        lat, lon = one.get("latitude"), one.get("longitude")
        if not isinstance(lat, int | float) or not isinstance(lon, int | float):
            continue
        if abs(lat) <= CELL_LAT_MAX and abs(lon) <= 180:
            square = to_cell(round(lon * 1e9), round(lat * 1e9))
            precision = one.get("precision", 0)
            is_length = isinstance(precision, int | float) and 0 <= precision <= RADIUS_M_MAX
            given_tmm = round(precision * 10_000) if is_length else 0
            return Place(
                lon_nd=square.lon_nd, lat_nd=square.lat_nd, radius_tmm=max(square.radius_tmm, given_tmm),
                precision="cell", how_obtained="told",
            )  # fmt: skip
    return None
