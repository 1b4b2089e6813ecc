"""Laws of import: any bytes are read or refused, rows are never lost, what we export we can read."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonground.errors import Refused
from commonground.protocols.export_files.codec import ExportHeader, sites_csv, sites_geojson, sites_kml
from commonground.protocols.site_files.codec import read_sites

ND = 10**9
HEADER = ExportHeader(
    room="R", made_for="B", release_marking="keep", as_of_ms=0, zone="UTC", version="1", demonstration=True
)
NAME = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)


@st.composite
def sites(draw: st.DrawFn) -> dict[str, object]:
    lon = draw(st.integers(-179_999_999, 179_999_999)) * 1_000
    lat = draw(st.integers(-89_999_999, 89_999_999)) * 1_000
    return {
        "id": draw(NAME), "name": {"en": draw(NAME), "ar": "مستشفى", "ru": ""}, "category": "clinic",
        "function": draw(NAME),
        "place": {"lon_nd": lon, "lat_nd": lat, "radius_tmm": 0, "precision": "exact"},
    }  # fmt: skip


def read_or_refuse(data: bytes, name: str) -> None:
    try:
        report = read_sites(data, name)
    except Refused:
        return
    for refusal in report.refused:
        assert refusal.expected
    report.plain()


@settings(max_examples=150)
@given(
    st.binary(max_size=300) | st.text(max_size=200).map(str.encode),
    st.sampled_from(["csv", "geojson", "kml", "xlsx"]),
)
@example(b"PK\x03\x04", "csv")
def test_any_bytes_are_read_or_refused(data: bytes, ending: str) -> None:
    read_or_refuse(data, f"x.{ending}")


@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=12))
def test_no_row_is_lost(rows: list[list[str]]) -> None:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""').replace("\r", "").replace("\n", "").replace("\x00", "") + '"'

    text = "name,lat,lon\n" + "".join(",".join(map(cell, row)) + "\n" for row in rows)
    report = read_sites(text.encode(errors="replace"), "x.csv", None)
    blank = sum(not any(cell(c)[1:-1].strip() for c in row) for row in rows)
    assert len(report.read) + len(report.refused) == len(rows) - blank


@settings(max_examples=50)
@given(st.lists(sites(), max_size=5))
def test_what_is_exported_is_read_back(rows: list[dict[str, object]]) -> None:
    for write, name in ((sites_csv, "x.csv"), (sites_geojson, "x.geojson"), (sites_kml, "x.kml")):
        report = read_sites(write(rows, HEADER, str), name)
        assert report.refused == []
        found = [(s.draft["place"]["lon_nd"], s.draft["place"]["lat_nd"]) for s in report.read]  # type: ignore[index]
        wanted = [(r["place"]["lon_nd"], r["place"]["lat_nd"]) for r in rows]  # type: ignore[index]
        assert all(
            abs(a - b) <= 100 for f, w in zip(found, wanted, strict=True) for a, b in zip(f, w, strict=True)
        )
        assert all(s.draft["category"] == "clinic" for s in report.read)
