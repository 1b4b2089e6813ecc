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


def print_page(what: str, rows: list[Row], header: ExportHeader, local: Local, lang: str) -> str:
    """The page for sites or notices; right to left in Arabic."""
    columns = SITE_COLUMNS if what == "sites" else NOTICE_COLUMNS
    cells = _site_cells if what == "sites" else _notice_cells
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
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n"
        f"<p>{_say(lang, 'note')}</p>\n</body>\n</html>\n"
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


def _bdi(value: str) -> str:
    return f"<bdi>{escape(value)}</bdi>"


def _word(prefix: str, word: str, lang: str) -> str:
    return escape(word3(prefix, word)[lang])
