"""Exports: every format says what it is, parses as what it claims, and runs nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from datetime import UTC, datetime
from itertools import pairwise
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from commonground.protocols.demonstration.codec import demonstration_week
from commonground.protocols.export_files import codec
from commonground.protocols.export_files.codec import ExportHeader, rows_sha256
from commonground.protocols.export_files.shapes import altitude_text, geojson_geometry, shape_text
from commonground.protocols.export_files.writing import calendar_text, csv_line, folded, xml_text

NOW_MS = 1_795_000_000_000
DAMASCUS = ZoneInfo("Asia/Damascus")
HEADER = ExportHeader(
    room="North-South", made_for="B", release_marking="released by A to B: keep", as_of_ms=NOW_MS,
    zone="Asia/Damascus", version="0.1.0", demonstration=True,
)  # fmt: skip
SITE = {
    "id": "s1", "version": 2, "party": "J", "name": {"en": "=HYPERLINK(1)", "ar": "عيادة", "ru": "Клиника"},
    "category": "clinic", "function": "a & b <c>", "status": "active", "verification": "V0",
    "valid_until_ms": NOW_MS,
    "place": {"lon_nd": 36_322_000_000, "lat_nd": 32_300_000_000, "radius_tmm": 7_090_000, "precision": "cell"},
    "footprint": None,
}  # fmt: skip
NOTICES = [
    {**row, "id": f"n{i}", "version": 1} for i, row in enumerate(demonstration_week(random.Random(1), NOW_MS))
]


def local(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, tz=DAMASCUS).strftime("%Y-%m-%d %H:%M %z")


EXPORTS = [
    (codec.sites_geojson, [SITE]), (codec.sites_kml, [SITE]), (codec.sites_csv, [SITE]), (codec.sites_gpx, [SITE]),
    (codec.notices_geojson, NOTICES), (codec.notices_kml, NOTICES), (codec.notices_csv, NOTICES),
    (codec.notices_icalendar, NOTICES), (codec.notices_aco_text, NOTICES),
]  # fmt: skip


@pytest.mark.parametrize(("write", "rows"), EXPORTS)
def test_every_export_says_what_it_is(write, rows) -> None:  # type: ignore[no-untyped-def]
    text = write(rows, HEADER, local).decode().replace("\r\n ", "")
    for said in (
        "Asia/Damascus",
        "0.1.0",
        "released by A to B: keep",
        "2026-11-18T11:06:40Z",
        rows_sha256(rows),
    ):
        assert said in text
    assert "demonstration" in text.lower()
    assert write(rows, HEADER, local) == write(rows, HEADER, local)


@pytest.mark.parametrize(("write", "rows"), EXPORTS)
def test_an_empty_export_is_whole(write, rows) -> None:  # type: ignore[no-untyped-def]
    assert rows_sha256([]) in write([], HEADER, local).decode().replace("\r\n ", "")


def test_the_hash_covers_every_row() -> None:
    changed = {**SITE, "version": 3}
    assert len({rows_sha256(rows) for rows in ([SITE], [changed], [SITE, changed], [])}) == 4


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2016-03-24T21:59:00", "2016-03-24 23:59 +0200"),
        ("2016-03-24T22:00:00", "2016-03-25 01:00 +0300"),
        ("2016-10-27T20:59:00", "2016-10-27 23:59 +0300"),
        ("2016-10-27T21:00:00", "2016-10-27 23:00 +0200"),
    ],
)
def test_local_times_around_the_changes_of_the_clock(at: str, shown: str) -> None:
    """T-21: Damascus on both sides of both changes of 2016."""
    at_ms = int(datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp() * 1000)
    rows = [{**SITE, "valid_until_ms": at_ms}]
    cells = list(csv.reader(io.StringIO(codec.sites_csv(rows, HEADER, local).decode())))[-1]
    assert cells[-2:] == [f"{at}Z", shown]


def test_geojson_is_rfc_7946() -> None:
    document = json.loads(codec.notices_geojson(NOTICES, HEADER, local))
    assert len(document["features"]) == sum(len(row["volumes"]) for row in NOTICES)
    for feature in document["features"]:
        geometry = feature["geometry"]
        for i, ring in enumerate(geometry["coordinates"] if geometry["type"] == "Polygon" else []):
            assert ring[0] == ring[-1]
            area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
            assert (area > 0) == (i == 0)


def test_kml_and_gpx_are_xml_with_their_rows() -> None:
    kml = ElementTree.fromstring(codec.notices_kml(NOTICES, HEADER, local))
    space = "{http://www.opengis.net/kml/2.2}"
    assert len(kml.findall(f".//{space}Placemark")) == sum(len(row["volumes"]) for row in NOTICES)
    gpx = ElementTree.fromstring(codec.sites_gpx([SITE, SITE], HEADER, local))
    points = gpx.findall("{http://www.topografix.com/GPX/1/1}wpt")
    assert [point.get("lat") for point in points] == ["32.3000000"] * 2


def test_csv_cells_that_a_spreadsheet_would_run_are_guarded() -> None:
    cells = list(csv.reader(io.StringIO(codec.sites_csv([SITE], HEADER, local).decode())))[-1]
    assert cells[3] == "'=HYPERLINK(1)"
    assert csv_line(["=1", "+1", "-1", "@x", " =1", "-1.5", "a-b", None]) == (
        "'=1,'+1,-1,'@x,' =1,-1.5,a-b,\r\n"
    )
    assert csv_line(['a"b', "c,d", "e\nf"]) == '"a""b","c,d","e\nf"\r\n'


def test_calendar_lines_are_short_and_events_end() -> None:
    data = codec.notices_icalendar(NOTICES, HEADER, local)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    text = data.decode()
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == sum(len(n["volumes"]) for n in NOTICES)
    uids = re.findall(r"^UID:(.+)$", text, re.MULTILINE)
    assert len(uids) == len(set(uids))


def test_folding_cuts_no_character() -> None:
    line = "DESCRIPTION:" + "ж" * 100
    assert folded(line).replace("\r\n ", "") == line + "\r\n"
    assert calendar_text("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"
    assert xml_text("\x00<&\"'>") == "&lt;&amp;&quot;&#x27;&gt;"


@pytest.mark.parametrize(
    ("altitude", "shown"),
    [
        (None, "UNL"),
        ({"value_tmm": 0, "reference": "AGL", "unit": "FT"}, "SFC"),
        ({"value_tmm": 18_000 * 3_048, "reference": "FL", "unit": "FL"}, "FL180"),
        ({"value_tmm": 5_000 * 3_048, "reference": "AMSL", "unit": "FT"}, "5000 FT AMSL"),
        ({"value_tmm": 3_000_000, "reference": "AGL", "unit": "M"}, "300 M AGL"),
        ({"value_tmm": 50 * 100 * 3_048, "reference": "FL", "unit": "FL"}, "FL050"),
    ],
)
def test_altitudes(altitude: dict[str, object] | None, shown: str) -> None:
    assert altitude_text(altitude) == shown


def test_exact_shapes_in_words() -> None:
    nd = 10**9
    circle = {"type": "circle", "center": [36 * nd, 32 * nd], "radius_tmm": 50_000_000}
    assert shape_text(circle) == "CIRCLE 32°00'00.00\"N 036°00'00.00\"E RADIUS 5000 M"
    ring = [[0, 0], [nd, 0], [0, nd]]
    hole = [[nd // 4, nd // 4], [nd // 4, nd // 3], [nd // 3, nd // 4]]
    assert " EXCEPT " in shape_text({"type": "polygon", "rings": [ring, hole]})
    line = geojson_geometry({"type": "corridor", "path": [[0, 0], [nd, 0]], "width_tmm": 10})
    assert line == {"type": "LineString", "coordinates": [[0.0, 0.0], [1.0, 0.0]]}


def test_aco_lines_carry_levels_and_period() -> None:
    text = codec.notices_aco_text(NOTICES[:1], HEADER, local).decode()
    assert re.search(r"^LEVELS/\S.*//\r?$", text, re.MULTILINE)
    assert re.search(r"^PERIOD/\d{6}Z[A-Z]{3}\d{4}/\d{6}Z[A-Z]{3}\d{4}//\r?$", text, re.MULTILINE)
