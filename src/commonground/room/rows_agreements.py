"""The lists of areas, agreed texts, commitments and flights that a page shows, whole and by what changed.

A change makes the rows that it can touch and no others: those of its common name, of what it is about, and of flights
in the time of a notice. Lists say how many there are and how many are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..picture import area, basis, commitment, instrument
from ..picture.area import DesignatedArea, area_group
from ..picture.commitment import ObservedFlight
from ..picture.entity import Notice
from ..picture.instrument import Instrument, instrument_group
from ..picture.version import Version
from .areas import area_ids, instrument_ids
from .context import Room
from .rows_areas import area_row, instrument_row
from .rows_flights import commitment_row, flight_row
from .then import room_then

Row = dict[str, Any]
SHOWN_MAX = 200
COMMITTED_KINDS = frozenset({"commitment", "exception", "declaration"})
AGREEMENT_KINDS = tuple(
    kind.word for family in (area.KINDS, instrument.KINDS, commitment.KINDS, basis.KINDS) for kind in family
)
AREA, INSTRUMENT = area_group(""), instrument_group("")


def agreements_then(room: Room, at_ms: int) -> dict[str, Row]:
    """The same as they stood here at a past moment."""
    return agreement_lists(room_then(room, AGREEMENT_KINDS, at_ms), at_ms)


def agreement_lists(room: Room, now_ms: int) -> dict[str, Row]:
    """All four lists, the last that came first."""
    areas, texts = area_ids(room)[::-1], instrument_ids(room)[::-1]
    committed, flights = (
        list(room.view.of_kind("commitment"))[::-1],
        list(room.view.of_kind("observed_flight"))[::-1],
    )
    return {
        "areas": _listed((area_row(room, one, now_ms) for one in areas[:SHOWN_MAX]), len(areas)),
        "instruments": _listed((instrument_row(room, one, now_ms) for one in texts[:SHOWN_MAX]), len(texts)),
        "commitments": _listed(
            (commitment_row(room, one, now_ms) for one in committed[:SHOWN_MAX]), len(committed)
        ),
        "flights": _listed((flight_row(room, one) for one in flights[:SHOWN_MAX]), len(flights)),
    }


def changed_agreements(room: Room, keys: Iterable[str], now_ms: int) -> dict[str, list[Row]]:
    """The rows that a change of these keys touches; names of lists without any are absent."""
    areas: dict[str, None] = {}
    texts: dict[str, None] = {}
    committed: dict[str, Version] = {}
    flights: dict[str, Version] = {}
    for key in keys:
        if key.startswith(AREA):
            areas[key.removeprefix(AREA)] = None
        elif key.startswith(INSTRUMENT):
            texts[key.removeprefix(INSTRUMENT)] = None
        elif (version := room.view.picture.entities.get(key)) is not None:
            _take(room, version, areas, texts, committed, flights)
    made: dict[str, list[Row | None]] = {
        "areas": [area_row(room, one, now_ms) for one in areas],
        "instruments": [instrument_row(room, one, now_ms) for one in texts],
        "commitments": [commitment_row(room, one, now_ms) for one in committed.values()],
        "flights": [flight_row(room, one) for one in list(flights.values())[:SHOWN_MAX]],
    }
    return {name: found for name, rows in made.items() if (found := [row for row in rows if row is not None])}


def _take(
    room: Room,
    version: Version,
    areas: dict[str, None],
    texts: dict[str, None],
    committed: dict[str, Version],
    flights: dict[str, Version],
) -> None:
    body = version.body
    if isinstance(body, DesignatedArea):
        areas[body.area_id] = None
    elif isinstance(body, Instrument):
        texts[body.instrument_id] = None
    elif version.kind == "commitment":
        committed[version.key] = version
    elif version.kind == "observed_flight":
        flights[version.key] = version
    if version.kind in COMMITTED_KINDS:
        flights |= {one.key: one for one in room.view.of_kind("observed_flight")}
    elif isinstance(body, Notice):
        spans = [(one.from_ms, one.until_ms) for one in body.volumes]
        flights |= {one.key: one for one in room.view.of_kind("observed_flight") if _within(one, spans)}


def _within(version: Version, spans: list[tuple[int, int]]) -> bool:
    flight = version.body
    if not isinstance(flight, ObservedFlight):
        return False
    return any(
        flight.volume.from_ms <= until_ms and flight.volume.until_ms >= from_ms for from_ms, until_ms in spans
    )


def _listed(rows: Iterable[Row | None], total: int) -> Row:
    shown = [row for row in rows if row is not None]
    return {"rows": shown, "total": total, "shown": len(shown)}
