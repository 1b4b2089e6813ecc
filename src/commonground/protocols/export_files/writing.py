"""The rules of each written format: CSV cells that no spreadsheet runs, XML text, folded calendar lines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def csv_line(cells: Iterable[object]) -> str:
    """One CSV line (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe first."""
    return ",".join(_cell("" if cell is None else str(cell)) for cell in cells) + "\r\n"


def _cell(text: str) -> str:
    if text.lstrip(" ").startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text):
        text = "'" + text
    if any(c in text for c in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def xml_text(value: object) -> str:
    """A value as XML character data or attribute value; characters that XML forbids are dropped."""
    return html.escape(_NOT_XML.sub("", "" if value is None else str(value)), quote=True)


def calendar_text(value: object) -> str:
    """A TEXT value of RFC 5545 section 3.3.11."""
    text = _NOT_XML.sub("", str(value)).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """A content line in pieces of at most 75 octets (RFC 5545 section 3.1), no character cut."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > 75:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += octets
    return "\r\n".join([*pieces, piece]) + "\r\n"
