"""Sites and notices as files for other programs: GeoJSON, KML, CSV, GPX, iCalendar, ACO-like lines.

Every file says for whom and as of when it was made, its release marking, version, time zone and the SHA-256 of
the rows in it, so that a printed copy can be held against the log. Pure: rows that the reader may see come in,
bytes go out; what may be in them was decided by `policy` before. Local times come from `local(ms) -> str`
(T-21). A file is no permission: it says what was announced, not that a place is free of anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from commonground.geo.place import render
from commonground.record import Record, encode_canonical

from .shapes import (
    altitude_text,
    day_time_group,
    degrees,
    geojson_geometry,
    middle,
    positions,
    shape_text,
    utc,
    utc_compact,
)
from .writing import calendar_text, csv_line, folded, xml_text

Row = dict[str, Any]
Local = Callable[[int], str]

SITE_COLUMNS = (
    "id", "version", "party", "name_en", "name_ar", "name_ru", "category", "function", "status", "latitude",
    "longitude", "dms", "mgrs", "precision", "radius_m", "verification", "valid_until_utc", "valid_until_local",
)  # fmt: skip
NOTICE_COLUMNS = (
    "id", "version", "party", "class", "volume", "lower", "upper", "from_utc", "until_utc", "from_local",
    "until_local", "shape", "crew", "controlling_post", "contact", "remarks_en", "remarks_ar", "remarks_ru",
    "state",
)  # fmt: skip


class ExportHeader(Record, frozen=True, kw_only=True):
    """What every export prints about itself. `zone` names the zone of the local times, `copy` is its stamp."""

    room: str
    made_for: str
    release_marking: str
    as_of_ms: int
    zone: str
    version: str
    copy: str = ""
    demonstration: bool = False
    drill: bool = False


def rows_sha256(rows: Sequence[Row]) -> str:
    """The hash that the export prints: over the canonical JSON of its rows."""
    return hashlib.sha256(encode_canonical(list(rows))).hexdigest()


def header_facts(rows: Sequence[Row], header: ExportHeader, local: Local) -> dict[str, str]:
    """The header as the ordered facts that each format writes in its own way."""
    facts = {
        "room": header.room,
        "made_for": header.made_for,
        "release": header.release_marking,
        "as_of_utc": utc(header.as_of_ms),
        "as_of_local": local(header.as_of_ms),
        "zone": header.zone,
        "version": header.version,
        **({"copy": header.copy} if header.copy else {}),
        "rows": str(len(rows)),
        "rows_sha256": rows_sha256(rows),
    }
    if header.drill:
        return {"DRILL": "تمرين, УЧЕНИЕ: no real activity", **facts}
    return {"DEMONSTRATION": "no real activity", **facts} if header.demonstration else facts


def sites_geojson(rows: Sequence[Row], header: ExportHeader, local: Local) -> bytes:
    """A FeatureCollection of sites; footprints as geometry, the place as properties."""
    features = [
        _feature(_site_footprint(row), dict(zip(SITE_COLUMNS, _site_cells(row, local), strict=True)))
        for row in rows
    ]
    return _collection(features, header_facts(rows, header, local))


def notices_geojson(rows: Sequence[Row], header: ExportHeader, local: Local) -> bytes:
    """A FeatureCollection with one feature per volume; the exact shape stands in `shape` and `footprint`."""
    features = []
    for row in rows:
        for number, volume in enumerate(row["volumes"], 1):
            cells = dict(zip(NOTICE_COLUMNS, _notice_cells(row, volume, number, local), strict=True))
            features.append(_feature(volume["footprint"], {**cells, "footprint": volume["footprint"]}))
    return _collection(features, header_facts(rows, header, local))


def sites_csv(rows: Sequence[Row], header: ExportHeader, local: Local) -> bytes:
    """CSV in UTF-8 with a byte order mark; the header facts are lines that begin with #."""
    lines = [csv_line(SITE_COLUMNS), *(csv_line(_site_cells(row, local)) for row in rows)]
    return _csv(lines, header_facts(rows, header, local))


def notices_csv(rows: Sequence[Row], header: ExportHeader, local: Local) -> bytes:
    """CSV with one line per volume of a notice."""
    lines = [csv_line(NOTICE_COLUMNS)]
    for row in rows:
        lines += [
            csv_line(_notice_cells(row, volume, number, local))
            for number, volume in enumerate(row["volumes"], 1)
        ]
    return _csv(lines, header_facts(rows, header, local))


def sites_kml(rows: Sequence[Row], header: ExportHeader, local: Local) -> bytes:
    """KML 2.2 Placemarks clamped to the ground."""
    marks = [
        _placemark(_best_name(row), SITE_COLUMNS, _site_cells(row, local), _site_footprint(row))
        for row in rows
    ]
    return _kml("Reported sites", marks, header_facts(rows, header, local))


def notices_kml(rows: Sequence[Row], header: ExportHeader, local: Local) -> bytes:
    """KML 2.2 Placemarks on the ground with the altitude band in words and a time span."""
    marks = []
    for row in rows:
        for number, volume in enumerate(row["volumes"], 1):
            cells = _notice_cells(row, volume, number, local)
            span = f"<TimeSpan><begin>{utc(volume['from_ms'])}</begin><end>{utc(volume['until_ms'])}</end></TimeSpan>"
            title = f"{row['party']} {row['class']} {row.get('id', '')}".strip()
            marks.append(_placemark(title, NOTICE_COLUMNS, cells, volume["footprint"], span))
    return _kml("Announced activities", marks, header_facts(rows, header, local))


def sites_gpx(rows: Sequence[Row], header: ExportHeader, local: Local) -> bytes:
    """GPX 1.1 waypoints, one per site, at the point of its place."""
    facts = "; ".join(f"{k}: {v}" for k, v in header_facts(rows, header, local).items())
    points = []
    for row in rows:
        place = row["place"]
        about = f"{row['category']}; {place['precision']}; {row.get('id', '')}"
        points.append(
            f'<wpt lat="{degrees(place["lat_nd"]):.7f}" lon="{degrees(place["lon_nd"]):.7f}">'
            f"<name>{xml_text(_best_name(row))}</name><desc>{xml_text(about)}</desc>"
            f"<type>{xml_text(row['category'])}</type></wpt>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx version="1.1" creator="Commonground" xmlns="http://www.topografix.com/GPX/1/1">\n'
        f"<metadata><name>Reported sites</name><desc>{xml_text(facts)}</desc></metadata>\n"
        + "\n".join(points)
        + "\n</gpx>\n"
    ).encode()


def notices_icalendar(rows: Sequence[Row], header: ExportHeader, local: Local) -> bytes:
    """RFC 5545 calendar in UTC, one event per volume; the header facts are in the calendar's description."""
    facts = "\n".join(f"{k}: {v}" for k, v in header_facts(rows, header, local).items())
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Commonground//Announced activities//EN",
        "X-WR-CALNAME:Announced activities", f"X-WR-CALDESC:{calendar_text(facts)}",
    ]  # fmt: skip
    for row in rows:
        for number, volume in enumerate(row["volumes"], 1):
            lines += _event(row, volume, number, header, local)
    return "".join(folded(line) for line in [*lines, "END:VCALENDAR"]).encode()


def notices_aco_text(rows: Sequence[Row], header: ExportHeader, local: Local) -> bytes:
    """Lines in the manner of an airspace control order, for reading aloud; a message of no standard."""
    lines = [f"{key.upper()}/{value}//" for key, value in header_facts(rows, header, local).items()]
    for row in rows:
        action = str(row.get("action", "ESTABLISH")).upper()
        lines += ["", f"NOTICE/{row.get('id', '-')}/V{row.get('version', 1)}/{action}//"]
        lines.append(f"BY/{row['party']}/CONTROL {row['controlling_post']}/CONTACT {row['contact']}//")
        lines.append(f"CLASS/{row['class'].upper()}/{'MANNED' if row['manned'] else 'UNMANNED'}//")
        for volume in row["volumes"]:
            lower, upper = altitude_text(volume["lower"]), altitude_text(volume.get("upper"))
            lines.append(f"AREA/{shape_text(volume['footprint'])}//")
            lines.append(f"LEVELS/{lower}/{upper}//")
            lines.append(f"PERIOD/{day_time_group(volume['from_ms'])}/{day_time_group(volume['until_ms'])}//")
            lines.append(f"LOCAL/{local(volume['from_ms'])}/{local(volume['until_ms'])}/{header.zone}//")
        lines.append(f"REMARKS/{' '.join(_text(row, 'remarks', 'en').split())}//")
    return ("\r\n".join(lines) + "\r\n").encode()


# ---------------------------------------------------------------------- cells


def _text(row: Row, key: str, script: str) -> str:
    return str(row.get(key, {}).get(script, ""))


def _best_name(row: Row) -> str:
    return next((name for s in ("en", "ar", "ru") if (name := _text(row, "name", s))), str(row.get("id", "")))


def _site_footprint(row: Row) -> dict[str, Any]:
    place = row["place"]
    point = {
        "type": "circle",
        "center": [place["lon_nd"], place["lat_nd"]],
        "radius_tmm": place["radius_tmm"],
    }
    footprint: dict[str, Any] = row.get("footprint") or point
    return footprint


def _site_cells(row: Row, local: Local) -> list[object]:
    place = row["place"]
    shown = render(place["lon_nd"], place["lat_nd"])
    until_ms = row.get("valid_until_ms")
    return [
        row.get("id", ""), row.get("version", 1), row.get("party", ""),
        *(_text(row, "name", s) for s in ("en", "ar", "ru")),
        row["category"], row.get("function", ""), row.get("status", ""),
        f"{place['lat_nd'] / 1e9:.7f}", f"{place['lon_nd'] / 1e9:.7f}", shown.dms, shown.mgrs,
        place["precision"], f"{place['radius_tmm'] / 10_000:g}", row.get("verification", ""),
        utc(until_ms) if until_ms else "", local(until_ms) if until_ms else "",
    ]  # fmt: skip


def _notice_cells(row: Row, volume: Row, number: int, local: Local) -> list[object]:
    return [
        row.get("id", ""), row.get("version", 1), row["party"], row["class"], number,
        altitude_text(volume["lower"]), altitude_text(volume.get("upper")),
        utc(volume["from_ms"]), utc(volume["until_ms"]),
        local(volume["from_ms"]), local(volume["until_ms"]),
        shape_text(volume["footprint"]), "manned" if row["manned"] else "unmanned",
        row["controlling_post"], row["contact"],
        *(_text(row, "remarks", s) for s in ("en", "ar", "ru")), row.get("state", ""),
    ]  # fmt: skip


# ---------------------------------------------------------------------- formats


def _feature(footprint: Row, properties: Row) -> Row:
    return {"type": "Feature", "geometry": geojson_geometry(footprint), "properties": properties}


def _collection(features: list[Row], facts: dict[str, str]) -> bytes:
    return encode_canonical({"type": "FeatureCollection", "commonground": facts, "features": features})


def _csv(lines: list[str], facts: dict[str, str]) -> bytes:
    about = [f"# {key}: {' '.join(value.split())}\r\n" for key, value in facts.items()]
    return ("\ufeff" + "".join([*about, *lines])).encode()


def _placemark(
    title: str, columns: Sequence[str], cells: Sequence[object], footprint: Row, span: str = ""
) -> str:
    data = "".join(
        f'<Data name="{column}"><value>{xml_text(cell)}</value></Data>'
        for column, cell in zip(columns, cells, strict=True)
    )
    geometry = geojson_geometry(footprint)
    lines = [" ".join(f"{x:.7f},{y:.7f}" for x, y in line) for line in positions(geometry)]
    if geometry["type"] == "Polygon":
        outer, *holes = [f"<LinearRing><coordinates>{line}</coordinates></LinearRing>" for line in lines]
        inner = "".join(f"<innerBoundaryIs>{hole}</innerBoundaryIs>" for hole in holes)
        shape = f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{inner}</Polygon>"
    else:
        shape = f"<{geometry['type']}><coordinates>{lines[0]}</coordinates></{geometry['type']}>"
    return f"<Placemark><name>{xml_text(title)}</name>{span}<ExtendedData>{data}</ExtendedData>{shape}</Placemark>"


def _kml(title: str, marks: list[str], facts: dict[str, str]) -> bytes:
    about = xml_text("; ".join(f"{key}: {value}" for key, value in facts.items()))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{title}</name><description>{about}</description>\n"
        + "\n".join(marks)
        + "\n</Document></kml>\n"
    ).encode()


def _event(row: Row, volume: Row, number: int, header: ExportHeader, local: Local) -> list[str]:
    cells = dict(zip(NOTICE_COLUMNS, _notice_cells(row, volume, number, local), strict=True))
    lon_nd, lat_nd = middle(volume["footprint"])
    marked = "DRILL تمرين УЧЕНИЕ " if header.drill else "DEMONSTRATION " if header.demonstration else ""
    summary = f"{marked}{row['party']} {row['class']} {cells['lower']} - {cells['upper']}"
    return [
        "BEGIN:VEVENT",
        f"UID:{calendar_text(row.get('id', 'draft'))}-v{row.get('version', 1)}-{number}@commonground",
        f"DTSTAMP:{utc_compact(header.as_of_ms)}",
        f"DTSTART:{utc_compact(volume['from_ms'])}",
        f"DTEND:{utc_compact(volume['until_ms'])}",
        f"SUMMARY:{calendar_text(summary)}",
        f"DESCRIPTION:{calendar_text(chr(10).join(f'{k}: {v}' for k, v in cells.items() if v != ''))}",
        f"GEO:{degrees(lat_nd):.6f};{degrees(lon_nd):.6f}",
        "END:VEVENT",
    ]
