"""What must be true after a step: rows as a party's screens show them, held against what the story says of them.

A story is told by what people would see, so it is checked by the same rows that the pages get. `holds` names fields;
`{"at_least": n}` and `{"at_most": n}` bound a number, `{"count": n}` counts a list, `{"has": [..]}` wants each of these
among the items of a list, `{"not": x}` anything else; an object is held against the fields that it names.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from ...picture.area import DesignatedArea
from ...picture.channel import CLASSES
from ...picture.charter import log_to
from ...picture.instrument import Instrument
from ...record import full
from ...room.context import Room
from ...room.rows import Look, Row, notice_row, site_row
from ...room.rows_areas import area_row, instrument_row
from ...room.rows_channels import channel_row, line_rows
from ...room.rows_flights import flight_row
from ...room.rows_index import RowsIndex
from ...room.rows_line import beat_row, call_row
from ...room.rows_requests import request_row
from ...room.watch import alert_rows, due_rows

SHORT = 120
Rows = list[Row]
Seeing = Callable[[Room, RowsIndex, str], Rows]


def mismatch(found: Any, wanted: Any) -> str:
    """What differs between a value and what is wanted of it; empty when it holds."""
    if not isinstance(wanted, Mapping):
        return (
            "" if _plain(found) == _plain(wanted) else f"{str(found)[:SHORT]} and not {str(wanted)[:SHORT]}"
        )
    gaps = [_one(found, name, value) for name, value in wanted.items()]
    return next((gap for gap in gaps if gap), "")


def _one(found: Any, name: str, value: Any) -> str:
    match name:
        case "at_least" | "at_most":
            holds = isinstance(found, int | float) and (
                found >= value if name == "at_least" else found <= value
            )
            return "" if holds else f"{found} and not {name.replace('_', ' ')} {value}"
        case "count":
            return mismatch(len(found) if isinstance(found, list | tuple) else found, value)
        case "has":
            lacks = [one for one in value if all(mismatch(item, one) for item in found or ())]
            return f"no {str(lacks[0])[:SHORT]}" if lacks else ""
        case "not":
            return f"{found}" if not mismatch(found, value) else ""
        case _:
            if not isinstance(found, Mapping) or name not in found:
                return f"no {name}"
            gap = mismatch(found[name], value)
            return f"{name}: {gap}" if gap else ""


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


# -- rows -------------------------------------------------------------------------------------------------------


def look(room: Room, index: RowsIndex) -> Look:
    """The live picture of a party, as its screens show it."""
    index.keep_up(room)
    index.conflicts(room)
    return Look(room=room, index=index, now_ms=room.clock.now_ms())


def entity_rows(make: Callable[[Look, Any], Row | None]) -> Seeing:
    """See the one entity that is meant, where the party has it."""

    def rows(room: Room, index: RowsIndex, key: str) -> Rows:
        version = room.view.picture.get(key)
        row = None if version is None else make(look(room, index), version)
        return [] if row is None else [row]

    return rows


def _areas(room: Room, _: RowsIndex, key: str) -> Rows:
    version = room.view.picture.get(key)
    body = None if version is None else version.body
    now_ms = room.clock.now_ms()
    match body:
        case DesignatedArea():
            row = area_row(room, body.area_id, now_ms)
        case Instrument():
            row = instrument_row(room, body.instrument_id, now_ms)
        case _:
            row = None
    return [] if row is None else [row]


def _flights(room: Room, _: RowsIndex, key: str) -> Rows:
    version = room.view.picture.get(key)
    row = None if version is None else flight_row(room, version)
    return [] if row is None else [row]


def _alerts(room: Room, _: RowsIndex, key: str) -> Rows:
    rows = [dict(full(one)) for one in alert_rows(room, room.clock.now_ms())]
    return [row for row in rows if not key or row["about"] == key]


def _due(room: Room, _: RowsIndex, key: str) -> Rows:
    rows = [dataclasses.asdict(one) for one in due_rows(room, room.clock.now_ms())]
    return [row for row in rows if not key or row["about"] == key]


def _held(room: Room, _: RowsIndex, key: str) -> Rows:
    """Whether the party holds a thing at all: one row in any case."""
    return [{"held": room.view.picture.get(key) is not None}]


def _channels(room: Room, index: RowsIndex, _: str) -> Rows:
    seen = look(room, index)
    return [channel_row(seen, party, one) for party in room.charter.others(room.party) for one in CLASSES]


def _lines(room: Room, index: RowsIndex, _: str) -> Rows:
    return line_rows(look(room, index))


def _logs(room: Room, _: RowsIndex, __: str) -> Rows:
    """How many entries each other party's log to this one has here; a telling compares them with what was written."""
    others = room.charter.others(room.party)
    return [{party: room.ledger.size(log_to(room.charter, party, room.party)) for party in others}]


SEEN: dict[str, Seeing] = {
    "notice": entity_rows(notice_row),
    "site": entity_rows(site_row),
    "request": entity_rows(request_row),
    "call": entity_rows(call_row),
    "beat": entity_rows(beat_row),
    "channel": _channels,
    "line": _lines,
    "area": _areas,
    "flight": _flights,
    "alert": _alerts,
    "due": _due,
    "held": _held,
    "logs": _logs,
}
