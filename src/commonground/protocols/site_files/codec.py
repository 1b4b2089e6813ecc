"""Files of sites (CSV, GeoJSON, KML, XLSX) to site drafts and named refusals: a dry run that writes nothing.

`read_sites` is pure: bytes in, a report out. Every row is either read or refused with its line, field, what was
found and what was expected; nothing is repaired, no coordinate guessed or swapped (T-3), no column taken for
which the register has no field (T-7). What becomes of the drafts is decided by a person who has seen the report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from commonground.errors import MalformedMessage, Refused
from commonground.geo.place import AreaBox
from commonground.geo.transliteration import script_of
from commonground.record import Record

from .columns import (
    CATEGORIES,
    UNNAMED,
    category_of,
    field_of,
    is_any_health_site,
    is_banned,
    names_a_hospital,
)
from .geojson import read_geojson
from .kml import read_kml
from .located import Located, locate_cells, locate_geometry
from .rows import BYTES_MAX, FileRows, Refusal, Row, Unit, clean_text
from .table import read_table
from .workbook import read_workbook

NAME_CHARS_MAX = 200
_FUNCTION_CHARS_MAX = 500
_LATIN_RUN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9'’.&/ -]*[A-Za-z\u00c0-\u024f0-9.]")
_ARABIC_RUN = re.compile(r"[\u0620-\u065f][\u0620-\u065f\u0660-\u06690-9 .-]*[\u0620-\u065f\u0660-\u06690-9]")


class ImportOptions(Record, frozen=True, kw_only=True):
    """What the importing person declares; nothing here is needed for a file with labelled columns."""

    area: AreaBox | None = None
    without_columns: tuple[str, ...] = ()
    columns: dict[str, str] = {}
    category: str = ""
    submitter: str = ""
    encoding: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ReadSite:
    """One accepted row: where it stood, the draft, and what the reader should know about it."""

    line: int
    draft: dict[str, object]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The dry run: what was read, what was refused and why, and how the file was understood."""

    read: list[ReadSite]
    refused: list[Refusal]
    ignored_columns: tuple[str, ...]
    refused_columns: tuple[str, ...]
    column_fields: dict[str, str]
    encoding: str
    crs: str
    unit: Unit
    unknown_categories: dict[str, int] = field(default_factory=dict)

    def plain(self) -> dict[str, object]:
        """The report as JSON values, for a screen or the command line."""
        return {
            "read": [{"line": r.line, "draft": r.draft, "notes": list(r.notes)} for r in self.read],
            "refused": [
                {"line": r.line, "field": r.field, "found": r.found, "expected": r.expected, "detail": r.detail}
                for r in self.refused
            ],
            "ignored_columns": list(self.ignored_columns),
            "refused_columns": list(self.refused_columns),
            "column_fields": self.column_fields,
            "encoding": self.encoding, "crs": self.crs, "unit": self.unit,
            "unknown_categories": self.unknown_categories,
        }  # fmt: skip


def read_sites(data: bytes, filename: str, options: ImportOptions | None = None) -> ImportReport:
    """The dry run over one file; `MalformedMessage` when the file as a whole cannot be read.

    With a refused column (T-7) nothing is read until the column is named in `options.without_columns`.
    """
    chosen = options or ImportOptions()
    if chosen.category and chosen.category not in CATEGORIES:
        raise Refused(f"{chosen.category!r}; expected one of {sorted(CATEGORIES)}", field="category")
    if len(data) > BYTES_MAX:
        raise MalformedMessage(f"{len(data):,} bytes, at most {BYTES_MAX:,}", field=filename, clause="limits")
    held = _read_rows(data, filename, chosen)
    banned = tuple(c for c in held.columns if is_banned(c) and c not in chosen.without_columns)
    fields = _column_fields(held.columns, chosen)
    report = ImportReport(
        [], list(held.refused),
        tuple(c for c in held.columns if c not in fields and c not in banned), banned, fields,
        held.encoding, held.crs, held.unit,
    )  # fmt: skip
    for column in banned:
        expected = "no such column; the register has no field for it (T-7); go on without it"
        report.refused.append(Refusal(1, column, f"a column named {column!r}", expected))
    if not banned:
        for row in held.rows:
            _take(row, fields, chosen, filename, report)
    return report


def _read_rows(data: bytes, filename: str, options: ImportOptions) -> FileRows:
    ending = filename.lower().rpartition(".")[2]
    if data[:4] == b"PK\x03\x04" or ending == "xlsx":
        return read_workbook(data, options.sheet)
    if ending == "kml":
        return read_kml(data)
    if ending in ("geojson", "json"):
        return read_geojson(data, options.encoding)
    if ending in ("csv", "tsv", "txt"):
        return read_table(data, options.encoding)
    raise MalformedMessage(f"ends in .{ending}; expected .csv, .geojson, .kml or .xlsx", field=filename)


def _column_fields(columns: tuple[str, ...], options: ImportOptions) -> dict[str, str]:
    found = {}
    for column in columns:
        if column not in options.without_columns and not is_banned(column):
            field_name = options.columns.get(column) or field_of(column)
            if field_name:
                found[column] = field_name
    return found


def _take(
    row: Row, fields: dict[str, str], options: ImportOptions, filename: str, report: ImportReport
) -> None:
    cells: dict[str, list[str]] = {}
    for column, field_name in fields.items():
        if row.values.get(column):
            cells.setdefault(field_name, []).append(row.values[column])
    try:
        if row.geometry is not None:
            located = locate_geometry(row.geometry, options.area)
        else:
            located = locate_cells(cells, options.area)
    except Refused as error:
        report.refused.append(_refusal(row, cells, error))
        return
    kinds = cells.get("category", [])
    category = category_of(kinds) or options.category
    if not category:
        category = "other"
        for kind in kinds[:1]:
            report.unknown_categories[kind] = report.unknown_categories.get(kind, 0) + 1
    name, notes = _name(cells, category)
    if is_any_health_site(kinds) and any(names_a_hospital(text) for text in name.values()):
        category = "hospital"
    draft = _draft(name, category, cells, located, options)
    draft["source_ref"] = f"{filename}:{row.number}"
    if notes == UNNAMED_NOTE:
        draft["made_names"] = ["en", "ar", "ru"]
    report.read.append(ReadSite(row.number, draft, (*notes, *located.notes)))


UNNAMED_NOTE = ("no name in the file",)


def _draft(
    name: dict[str, str], category: str, cells: dict[str, list[str]], located: Located, options: ImportOptions
) -> dict[str, object]:
    told = [*cells.get("function", []), *cells.get("category", [])[:1]]
    return {
        "name": name,
        "category": category,
        "function": (told[0] if told else "")[:_FUNCTION_CHARS_MAX],
        "place": {
            "lon_nd": located.lon_nd, "lat_nd": located.lat_nd, "radius_tmm": 0, "precision": "exact",
            "how_obtained": "file", "gazetteer_id": "", "admin_code": "",
        },
        "footprint": located.footprint,
        "status": "active",
        "submitter": options.submitter,
    }  # fmt: skip


def _name(cells: dict[str, list[str]], category: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The names by script: labelled columns as they are, an unlabelled one by its letters."""
    name = {s: (cells.get(f"name_{s}") or [""])[0][:NAME_CHARS_MAX] for s in ("en", "ar", "ru")}
    unlabelled = sorted(cells.get("name", []), key=lambda text: not any(c.isalpha() for c in text))
    for text in unlabelled[:1]:
        latin, arabic = _LATIN_RUN.search(text), _ARABIC_RUN.search(text)
        if latin and arabic:
            found = {"en": latin[0].strip(), "ar": arabic[0].strip()}
        else:
            found = {script_of(text): text}
        for script, part in found.items():
            name[script] = name[script] or part[:NAME_CHARS_MAX]
    if any(name.values()):
        return name, ()
    unnamed = UNNAMED.get(category, UNNAMED["other"])
    return dict(zip(("en", "ar", "ru"), unnamed, strict=True)), UNNAMED_NOTE


def _refusal(row: Row, cells: dict[str, list[str]], error: Refused) -> Refusal:
    held = [text for key in ("lat", "lon", "coordinate") for text in cells.get(key, [])]
    found = ", ".join(held) or (row.geometry.kind if row.geometry else "nothing")
    return Refusal(row.number, error.field or "place", clean_text(found)[:200], error.reason, error.detail)
