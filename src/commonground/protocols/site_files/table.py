"""CSV bytes to rows: the encoding found or declared, the separator found, broken rows named.

An encoding is guessed only between the two legacy ones in use (cp1256 Arabic, cp1251 Russian), the guess is
shown, and a declaration always wins. Pure text: it does not know what a column means.
"""

from __future__ import annotations

import csv
import re

from commonground.errors import MalformedMessage

from .rows import COLUMNS_MAX, ROWS_MAX, FileRows, Refusal, Row, clean_text

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1256", "cp1251")
_SEPARATORS = (",", ";", "\t", "|")
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def decode_text(data: bytes, declared: str = "") -> tuple[str, str]:
    """`(text, encoding shown)`; `MalformedMessage` when the declared encoding does not fit the bytes."""
    if declared:
        if declared.lower() not in ENCODINGS:
            raise MalformedMessage(f"{declared}; expected one of {', '.join(ENCODINGS)}", field="encoding")
        try:
            return data.decode(declared).removeprefix("\ufeff"), declared.lower()
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise MalformedMessage(
                f"line {line} holds bytes that are not {declared}", field="encoding"
            ) from error
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16").removeprefix("\ufeff"), "utf-16"
        except UnicodeDecodeError as error:
            raise MalformedMessage("starts like UTF-16 and is not", field="encoding") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data)
    return (text[1:], "utf-8-sig") if text.startswith("\ufeff") else (text, "utf-8")


def read_table(data: bytes, encoding: str = "") -> FileRows:
    """Rows of a CSV file with a header line; a row of another length or with broken quotes is refused."""
    text, shown = decode_text(data, encoding)
    if "\x00" in text:
        raise MalformedMessage("holds NUL characters; expected a text file", field="file")
    lines = _LINES.findall(text)
    about = next((i for i, line in enumerate(lines) if not line.startswith("# ")), len(lines))
    lines = lines[about:]  # our own exports begin with lines about themselves
    if not lines:
        raise MalformedMessage("empty; expected a header line and rows", field="file")
    reader = csv.reader(lines, delimiter=_separator(lines[0]), strict=True)
    columns = _header(reader)
    rows: list[Row] = []
    refused: list[Refusal] = []
    while True:
        before = about + reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            refused.append(Refusal(before + 1, "row", str(error), "cells in matching quotes"))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= ROWS_MAX:
            raise MalformedMessage(f"more than {ROWS_MAX:,} rows", field="file", clause="limits")
        if len(cells) != len(columns):
            found = f"{len(cells)} cells"
            refused.append(Refusal(before + 1, "row", found, f"{len(columns)} cells as in the header"))
            continue
        rows.append(Row(before + 1, dict(zip(columns, map(clean_text, cells), strict=True))))
    return FileRows(columns, rows, refused, "line", shown)


def named_columns(names: list[str]) -> tuple[str, ...]:
    """Column names made distinct; `MalformedMessage` for none or too many."""
    if len(names) > COLUMNS_MAX:
        raise MalformedMessage(
            f"{len(names)} columns, at most {COLUMNS_MAX}", field="header", clause="limits"
        )
    found: dict[str, None] = {}
    for number, name in enumerate(names, 1):
        title = clean_text(name) or f"column {number}"
        found[title if title not in found else f"{title} ({number})"] = None
    if not any(clean_text(name) for name in names):
        raise MalformedMessage("no column names; expected a header line", field="header")
    return tuple(found)


def _header(reader: object) -> tuple[str, ...]:
    try:
        names: list[str] = next(reader)  # type: ignore[call-overload]
    except csv.Error as error:
        raise MalformedMessage(f"header: {error}", field="header") from error
    return named_columns(names)


def _separator(header: str) -> str:
    return max(_SEPARATORS, key=header.count)


def _legacy(data: bytes) -> tuple[str, str]:
    """The likelier of the two legacy encodings by how often a letter of its script follows another."""
    read: list[tuple[int, str, str]] = []
    for encoding, letters in (("cp1256", "[\u0621-\u064a]"), ("cp1251", "[\u0410-\u044f\u0401\u0451]")):
        text = data.decode(encoding, errors="replace")
        runs = len(re.findall(f"{letters}{{3,}}", text)) - 5 * text.count("\ufffd") - _odd_capitals(text)
        read.append((runs, text, f"{encoding} (guessed)"))
    _, text, shown = max(read, key=lambda reading: reading[0])
    return text, shown


def _odd_capitals(text: str) -> int:
    """Capitals after small letters: what Arabic looks like when it is read as Russian."""
    return len(re.findall("[\u0430-\u044f][\u0410-\u042f]", text))
