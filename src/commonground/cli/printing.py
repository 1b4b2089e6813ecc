"""What the commands print with: tables, bars and lines, without colour where nobody looks at a terminal.

Fluent puts invisible isolates around what it fills in; they are wanted on a page and stripped here. It decides
nothing and knows no record.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

T = TypeVar("T")
PIPED_WIDTH = 200
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def plain_text(text: str) -> str:
    """The text without isolates, and with control characters shown: a name in a file cannot steer the terminal."""
    kept = text.translate(_ISOLATES)
    return "".join(c if c.isprintable() or c in "\n\t" else f"\\x{ord(c):02x}" for c in kept)


def console(stream: TextIO | None = None) -> Console:
    """A console for a stream (standard output unless told): no colour unless it is a terminal."""
    out = stream or sys.stdout
    wide = None if out.isatty() else PIPED_WIDTH
    bare = not out.isatty() or "NO_COLOR" in os.environ
    return Console(
        file=out, no_color=bare, highlight=False, markup=False, width=wide, soft_wrap=not out.isatty()
    )


def say(line: str = "", *, to: TextIO | None = None) -> None:
    """One line."""
    print(plain_text(line), file=to or sys.stdout)


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table with a header; nothing where there are no rows."""
    made = list(rows)
    if not made:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in made:
        table.add_row(*(Text(plain_text(str(cell))) for cell in row))
    console().print(table)


@contextmanager
def progress_of(what: str, items: Sequence[T]) -> Iterator[Iterable[T]]:
    """The items one by one with a bar on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield iter(items)
        return
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(sys.stderr), transient=True) as bar:
        yield bar.track(items, total=len(items))
