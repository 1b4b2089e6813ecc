"""What is drawn from the code is up to date, and no citation is dead."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from commonground.picture.lifecycle import TRANSITIONS

ROOT = Path(__file__).parents[2]


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_docs", ROOT / "tools" / "write_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_cited_clause_is_in_the_table() -> None:
    assert tool().unknown_citations() == []


def test_a_mistyped_clause_would_be_found(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text('"""T-99 and RFC 1."""\nx = 1  # RFC 9999 section 1\n')
    found = set(tool().citations(path))
    assert {"T-99", "RFC 9999"} <= found
    assert not found & set(tool().CLAUSES)


def test_the_table_of_standards_is_what_the_code_cites() -> None:
    committed = (ROOT / "docs" / "standards.md").read_text("utf-8")
    assert committed == tool().standards(), "run: python tools/write_docs.py"


def test_the_architecture_shows_every_transition() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert text == tool().architecture(), "run: python tools/write_docs.py"
    table = text.partition("<!-- lifecycle -->")[2]
    shown = [
        kind
        for line in table.splitlines()
        for kind in line.partition(" | ")[0].removeprefix("| ").split(", ")
    ]
    assert set(TRANSITIONS) <= set(shown)


def test_the_pages_and_vectors_of_the_phrase_book_are_what_it_says() -> None:
    for path, drawn in tool().phrase_book().items():
        assert path.read_text("utf-8") == drawn, f"{path.name}: run python tools/write_docs.py"
