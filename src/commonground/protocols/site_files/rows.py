"""What the four file formats have in common: rows of named values with an optional geometry, and limits.

Nothing here knows a format, a category or a coordinate notation.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

BYTES_MAX = 10 * 1024 * 1024
ROWS_MAX = 100_000
COLUMNS_MAX = 200
VALUE_CHARS_MAX = 2_000

Unit = Literal["line", "row", "feature", "placemark"]


@dataclass(frozen=True, slots=True)
class Geometry:
    """A GeoJSON-like geometry; coordinates are longitude before latitude, numbers or number texts."""

    kind: str
    coordinates: Any


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file: where it stands (counted from 1), its values by column, its geometry."""

    number: int
    values: dict[str, str]
    geometry: Geometry | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something of the file was not taken: where, which field, what was found, what was expected."""

    line: int
    field: str
    found: str
    expected: str
    detail: dict[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileRows:
    """A file that was read as a whole: its columns in order, its rows and what was refused on the way."""

    columns: tuple[str, ...]
    rows: list[Row]
    refused: list[Refusal]
    unit: Unit
    encoding: str
    crs: str = "WGS84"


def clean_text(value: object) -> str:
    """A cell as one line of text without control and replacement characters, cut at the limit."""
    text = "" if value is None else str(value)
    kept = "".join(c if c.isprintable() or c == "\u200c" else " " for c in text if c != "\ufffd")
    return " ".join(kept.split())[:VALUE_CHARS_MAX]
