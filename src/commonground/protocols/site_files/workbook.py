"""XLSX bytes to rows, after the archive has been weighed: nothing is opened that could not be kept in memory.

The one module that imports openpyxl. Formulas are not computed (their stored values are read), links and macros
are not followed, entities are refused.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl

from commonground.errors import MalformedMessage

from .rows import COLUMNS_MAX, ROWS_MAX, FileRows, Refusal, Row, clean_text
from .table import named_columns

PARTS_MAX = 1_000
UNPACKED_BYTES_MAX = 100 * 1024 * 1024
RATIO_MAX = 200
_RATIO_FROM_BYTES = 1024 * 1024
_CHUNK = 64 * 1024


def read_workbook(data: bytes, sheet: str = "") -> FileRows:
    """Rows of the named sheet (else the first); the first row that holds text is the header."""
    _weigh(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if sheet and sheet not in book.sheetnames:
            raise MalformedMessage(f"no sheet {sheet!r}; expected {book.sheetnames}", field="sheet")
        page = book[sheet or book.sheetnames[0]]
        page.reset_dimensions()  # what the file claims about its size is not believed
        return _rows(page.iter_rows(values_only=True, max_col=COLUMNS_MAX + 1))
    except MalformedMessage:
        raise
    except Exception as error:  # openpyxl raises whatever its parser meets
        raise MalformedMessage(f"not a readable workbook: {error}", field="file") from error


def _rows(cells_of_rows: Any) -> FileRows:
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    refused: list[Refusal] = []
    for number, cells in enumerate(cells_of_rows, 1):
        if number > ROWS_MAX + 1:
            raise MalformedMessage(f"more than {ROWS_MAX:,} rows", field="file", clause="limits")
        texts = [_cell(cell) for cell in cells]
        if not any(texts):
            continue
        if not columns:
            while texts and not texts[-1]:
                texts.pop()
            columns = named_columns(texts)
            continue
        if any(texts[len(columns) :]):
            refused.append(Refusal(number, "row", f"{len(texts)} cells", f"{len(columns)} as in the header"))
            continue
        padded = texts[: len(columns)] + [""] * (len(columns) - len(texts))
        rows.append(Row(number, dict(zip(columns, padded, strict=True))))
    if not columns:
        raise MalformedMessage("empty; expected a header row and rows", field="file")
    return FileRows(columns, rows, refused, "row", "xlsx")


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_text(value)


def _weigh(data: bytes) -> None:
    """Unpack every part into nothing, counting: a declared size can lie."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise MalformedMessage("not a zip archive; expected an XLSX workbook", field="file") from error
    parts = archive.infolist()
    if len(parts) > PARTS_MAX:
        raise MalformedMessage(f"{len(parts)} parts, at most {PARTS_MAX}", field="file", clause="limits")
    total = 0
    for part in parts:
        if part.flag_bits & 1:
            raise MalformedMessage("is encrypted; expected a plain workbook", field="file")
        total = _weigh_part(archive, part, total, len(data))


def _weigh_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, total: int, packed_bytes: int) -> int:
    tail = b""
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > UNPACKED_BYTES_MAX or total > max(_RATIO_FROM_BYTES, packed_bytes * RATIO_MAX):
                    raise MalformedMessage(
                        f"unpacks to more than {total:,} bytes from {packed_bytes:,}",
                        field="file",
                        clause="limits",
                    )
                if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                    raise MalformedMessage("holds XML entities; expected none", field="file")
                tail = chunk[-16:]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise MalformedMessage(f"part {part.filename!r} is broken", field="file") from error
    except Exception as error:
        if isinstance(error, MalformedMessage):
            raise
        raise MalformedMessage(f"part {part.filename!r} is broken: {error}", field="file") from error
    return total
