"""Tables on paper: a page of HTML in one language, with its own style sheet and no script."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from ..geo.place import render
from ..protocols.export_files.codec import ExportHeader
from ..protocols.export_files.shapes import altitude_text, shape_text
from .texts import text, word3

Row = dict[str, Any]
Local = Callable[[int], str]
SITE_COLUMNS = ("id", "party", "name", "category", "place", "verification", "valid-until")
NOTICE_COLUMNS = ("id", "party", "class", "state", "window", "levels", "shape")
REPORT_COLUMNS = ("id", "party", "matter", "grade", "text", "period", "place")
_NOTES = {"sites": "note", "notices": "note", "reports": "reports-note"}


def print_page(what: str, rows: list[Row], header: ExportHeader, local: Local, lang: str) -> str:
    """The page for sites, notices or reports; right to left in Arabic. Every sheet carries the stamp of the copy."""
    columns, cells = _TABLES[what]
    title = text(lang, f"server-print-{what}")
    head = "".join(f"<th>{_say(lang, column)}</th>" for column in columns)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>"
        for row in rows
        for line in cells(row, local, lang)
    )
    direction = "rtl" if lang == "ar" else "ltr"
    return (
        f'<!doctype html>\n<html lang="{lang}" dir="{direction}">\n<head><meta charset="utf-8">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="/print.css">\n</head>\n<body>\n'
        f"<h1>{escape(title)}</h1>\n{_facts(rows, header, local, lang)}\n"
        f"<table>\n<thead><tr>{head}</tr></thead>\n{_stamp(header, lang, len(columns))}"
        f"<tbody>\n{body}\n</tbody>\n</table>\n"
        f"<p>{_say(lang, _NOTES[what])}</p>\n</body>\n</html>\n"
    )


def _facts(rows: list[Row], header: ExportHeader, local: Local, lang: str) -> str:
    marks = [
        name for name, is_on in (("drill", header.drill), ("demonstration", header.demonstration)) if is_on
    ]
    marked = "".join(f'<p class="mark">{_say(lang, name)}</p>\n' for name in marks[:1])
    facts = (
        ("for", header.made_for), ("as-of", local(header.as_of_ms)), ("zone", header.zone), ("rows", str(len(rows))),
    )  # fmt: skip
    shown = "".join(
        f"<dt>{_say(lang, name)}</dt><dd><bdi>{escape(value)}</bdi></dd>" for name, value in facts
    )
    return f"{marked}<dl>{shown}</dl>\n<p>{escape(header.release_marking)}</p>"


def _stamp(header: ExportHeader, lang: str, columns: int) -> str:
    """Whose copy it is and which: the foot of the table, which stands on every sheet as its head does."""
    if not header.copy:
        return ""
    said = text(lang, "server-print-copy", stamp=header.copy, whose=header.made_for)
    return f'<tfoot><tr><td class="stamp" colspan="{columns}">{escape(said)}</td></tr></tfoot>\n'


def _say(lang: str, key: str) -> str:
    return escape(text(lang, f"server-print-{key}"))


def _site_cells(row: Row, local: Local, lang: str) -> list[list[str]]:
    place = row["place"]
    shown = render(place["lon_nd"], place["lat_nd"])
    names = [name for name in (row["name"][lang], *row["name"].values()) if name]
    where = f"{shown.dms}<br>{shown.mgrs}<br>{_word('precision', place['precision'], lang)}"
    return [[
        _bdi(row["id"]), _bdi(row["party"]), "<br>".join(_bdi(name) for name in dict.fromkeys(names)),
        _word("category", row["category"], lang), f"<bdi>{where}</bdi>", escape(row["verification"]),
        _bdi(local(row["valid_until_ms"])),
    ]]  # fmt: skip


def _notice_cells(row: Row, local: Local, lang: str) -> list[list[str]]:
    return [
        [_bdi(row["id"]), _bdi(row["party"]), _word("class", row["class"], lang), _word("state", row["state"], lang),
         _bdi(f"{local(volume['from_ms'])} – {local(volume['until_ms'])}"),
         _bdi(f"{altitude_text(volume['lower'])} – {altitude_text(volume.get('upper'))}"),
         _bdi(shape_text(volume["footprint"]))]
        for volume in row["volumes"]
    ]  # fmt: skip


def _report_cells(row: Row, local: Local, lang: str) -> list[list[str]]:
    matter = _word("in-matter", row["matter"], lang)
    marks = [_say(lang, name) for name in ("view",) if row["mode"] == "view"]
    marks += [_say(lang, "ended")] if row["ended"] else []
    grade = f"{row['reliability']}{row['credibility']}"
    words = [
        f"{f'<i>{_say(lang, made)}</i> ' if made else ''}{_bdi(said)}"
        for made, said in (*row["title"], *row["text"]) if said
    ]  # fmt: skip
    return [[
        _bdi(row["id"]), _bdi(row["party"]), matter + "".join(f"<br>{one}" for one in marks), _bdi(grade),
        "<br>".join(words), _bdi(f"{local(row['from_ms'])} – {local(row['until_ms'])}"), _where(row, lang),
    ]]  # fmt: skip


def _where(row: Row, lang: str) -> str:
    found = [_bdi(row["holder"])] if row["holder"] else []
    found += [_bdi(" ".join(row["squares"]))] if row["squares"] else []
    if (place := row["place"]) is not None:
        shown = render(place["lon_nd"], place["lat_nd"])
        found += [_bdi(shown.dms), _bdi(shown.mgrs), _word("precision", place["precision"], lang)]
    if row["footprint"] is not None:
        found.append(_bdi(shape_text(row["footprint"])))
    if row["lower"] is not None:
        found.append(_bdi(f"{altitude_text(row['lower'])} – {altitude_text(row['upper'])}"))
    return "<br>".join(found)


def _bdi(value: str) -> str:
    return f"<bdi>{escape(value)}</bdi>"


def _word(prefix: str, word: str, lang: str) -> str:
    return escape(word3(prefix, word)[lang])


_TABLES: dict[str, tuple[tuple[str, ...], Callable[[Row, Local, str], list[list[str]]]]] = {
    "sites": (SITE_COLUMNS, _site_cells),
    "notices": (NOTICE_COLUMNS, _notice_cells),
    "reports": (REPORT_COLUMNS, _report_cells),
}
