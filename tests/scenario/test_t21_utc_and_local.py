"""T-21: every stored time is UTC; Damascus is shown right on both sides of its changes, and exports print the zone."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commonground.protocols.export_files import codec
from commonground.protocols.export_files.codec import ExportHeader
from commonground.record import decode, full
from tests.worlds import HOUR_MS, T0_MS, announce, make_world, notice, report, site, volume

DAMASCUS = ZoneInfo("Asia/Damascus")
BOUNDARIES = [
    ("2016-03-24T21:59:59", "2016-03-24 23:59:59 +0200"),
    ("2016-03-24T22:00:00", "2016-03-25 01:00:00 +0300"),
    ("2016-10-27T20:59:59", "2016-10-27 23:59:59 +0300"),
    ("2016-10-27T21:00:00", "2016-10-27 23:00:00 +0200"),
]
HEADER = ExportHeader(room="test", made_for="B", release_marking="A to B: keep", as_of_ms=T0_MS,
                      zone="Asia/Damascus", version="0.1.0")  # fmt: skip


def local(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, tz=DAMASCUS).strftime("%Y-%m-%d %H:%M:%S %z")


def ms(at: str) -> int:
    return int(datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp() * 1000)


def notice_row(from_ms: int) -> dict[str, Any]:
    body = notice(volume(from_ms=from_ms, until_ms=from_ms + HOUR_MS))
    return {
        "id": "N-1", "version": 1, "party": "A", "class": body.activity_class, "manned": True,
        "controlling_post": "airspace", "contact": "line", "remarks": {"en": "stay below"},
        "volumes": [full(one) for one in body.volumes],
    }  # fmt: skip


@pytest.mark.parametrize(("at", "shown"), BOUNDARIES)
def test_damascus_on_both_sides_of_its_changes(at: str, shown: str) -> None:
    [*_, cells] = csv.reader(io.StringIO(codec.notices_csv([notice_row(ms(at))], HEADER, local).decode()))
    row = dict(zip(codec.NOTICE_COLUMNS, cells, strict=True))
    assert row["from_utc"] == f"{at}Z"
    assert row["from_local"] == shown


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    """23:30 local is there twice on 27 October 2016; the offset and UTC say which."""
    first, second = (notice_row(ms(at)) for at in ("2016-10-27T20:30:00", "2016-10-27T21:30:00"))
    rows = list(csv.reader(io.StringIO(codec.notices_csv([first, second], HEADER, local).decode())))[-2:]
    at = codec.NOTICE_COLUMNS.index("from_local")
    assert [row[at] for row in rows] == ["2016-10-27 23:30:00 +0300", "2016-10-27 23:30:00 +0200"]


WRITERS = [
    codec.notices_geojson,
    codec.notices_kml,
    codec.notices_csv,
    codec.notices_icalendar,
    codec.notices_aco_text,
]


@pytest.mark.parametrize("write", WRITERS)
def test_every_export_prints_its_zone(write: Any) -> None:
    for rows in ([], [notice_row(T0_MS)]):
        text = write(rows, HEADER, local).decode().replace("\r\n ", "")
        assert "Asia/Damascus" in text
        assert "2026-03-18T08:00:00Z" in text


def test_everything_that_is_stored_is_an_integer_of_utc_milliseconds() -> None:
    """No text of a time, no zone and no local hour stands in any body of any log; every time field ends in _ms."""
    world = make_world()
    world.say("J", report(site(), "A", "B"))
    world.say("A", announce(notice(), "B", immediate=True))
    world.clock.go_on(HOUR_MS)
    world.carry_all()
    seen = 0
    for party in world.nodes:
        store = world.room(party).store
        for origin, size in store.origins().items():
            for row in store.entries(origin, 0, size):
                seen += check_times(decode(dict[str, Any], row.body or b""), "")
                assert T0_MS <= row.arrived_ms <= T0_MS + HOUR_MS
    assert seen > 20


def check_times(value: Any, name: str) -> int:
    if isinstance(value, dict):
        return sum(check_times(member, key) for key, member in value.items())
    if isinstance(value, list):
        return sum(check_times(member, name) for member in value)
    if name.endswith("_ms"):
        assert isinstance(value, int), name
        assert T0_MS <= value <= T0_MS + 100 * 24 * HOUR_MS, name
        return 1
    if isinstance(value, str):
        assert not re.search(r"\d{4}-\d\d-\d\d|\d\d:\d\d|[+-]\d\d:?00\b|UTC|Asia/", value), (name, value)
    else:
        assert not T0_MS - HOUR_MS <= int(value) <= T0_MS + 1_000 * HOUR_MS, (
            f"a time that is not called one: {name}"
        )
    return 0


def test_the_zone_of_the_room_moves_no_byte() -> None:
    """The charter's zone is for screens: the same words in another zone are the same statements."""
    from tests.worlds import charter

    def bodies(zone: str) -> list[bytes | None]:
        world = make_world(agreed=charter(zone=zone))
        world.say("A", announce(notice(), "B"))
        return [row.body for row in world.room("A").store.entries(world.log("A", "B"), 0, 9)]

    assert bodies("Asia/Damascus") == bodies("Pacific/Auckland")
    assert json.loads(bodies("UTC")[0] or b"")["t_released_ms"] == T0_MS
