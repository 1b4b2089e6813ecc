"""The rules of the house as tests: sizes, one place for each library, NOTICE, links, decision notes, glossary."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "commonground"
MODULES = sorted(SOURCE.rglob("*.py"))
MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
ARABIC, CYRILLIC = re.compile(r"[\u0620-\u064a]"), re.compile(r"[а-яё]", re.I)

PLACES: dict[str, tuple[str, ...]] = {
    "argon2": ("web/auth.py",),
    "cryptography": ("log/keys.py",),
    "cyclopts": ("cli",),
    "defusedxml": ("protocols/site_files/kml.py",),
    "fluent": ("web/texts.py",),
    "http_message_signatures": ("protocols/peer/auth.py",),
    "httpx": (
        "protocols/peer",
        "protocols/pager/client.py",
        "protocols/f3411/client.py",
        "protocols/f3548",
        "protocols/stix/pull/client.py",
    ),
    "isal": ("web/compressed.py",),
    "joserfc": ("protocols/f3548/jose.py",),
    "llvmlite": ("geo/engine/compiled.py",),
    "mgrs": ("geo/place.py",),
    "msgspec": ("record.py",),
    "numba": ("geo/engine/compiled.py",),
    "numpy": ("geo",),
    "openpyxl": ("protocols/site_files/workbook.py",),
    "pypdf": ("cli/leaked.py",),
    "pyproj": ("geo/geodesic.py",),
    "rich": ("cli",),
    "s2geometry": ("geo/cells.py",),
    "shapely": ("geo",),
    # The web framework is met where there is something to serve: pages, peers, and the node that mounts both.
    "starlette": (
        "web",
        "request_bodies.py",
        "protocols/peer/routes.py",
        "protocols/f3411/routes.py",
        "protocols/f3548",
        "protocols/taxii21",
        "compose/nodes.py",
        "compose/serving.py",
        "compose/access.py",
        "compose/airspace.py",
        "compose/remote_id.py",
        "compose/flying.py",
        "compose/showing/simulator.py",
    ),
    "uvicorn": ("compose/serving.py",),
}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_fits_four_hundred_lines_and_a_function_a_screen(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) < MODULE_LINES_MAX
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            told = node.body[0]
            words = ast.get_docstring(node, clean=False)
            lines = (node.end_lineno or 0) - node.lineno + 1
            if words is not None:
                lines -= (told.end_lineno or 0) - told.lineno + 1
            assert lines <= FUNCTION_LINES_MAX, f"{node.name}: {lines} lines without its docstring"


@pytest.mark.parametrize("path", [path for path in MODULES if path.stat().st_size], ids=name_of)
def test_a_module_says_what_it_is(path: Path) -> None:
    if path.name != "__init__.py":
        assert len(ast.get_docstring(tree_of(path)) or "") > 40


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"commonground", "__future__"}


def test_each_library_is_imported_in_its_place_alone() -> None:
    used: dict[str, set[str]] = defaultdict(set)
    for path in MODULES:
        for library in imports_of(path):
            used[library].add(name_of(path))
    assert set(used) == set(PLACES)
    for library, names in used.items():
        for name in names:
            assert any(name == place or name.startswith(f"{place}/") for place in PLACES[library]), (
                library,
                name,
            )


def test_every_library_is_declared() -> None:
    declared = (
        (ROOT / "pyproject.toml").read_text("utf-8").partition("optional-dependencies")[0].replace("-", "_")
    )
    aliases = {"argon2": "argon2_cffi", "fluent": "fluent.runtime"}
    for library in PLACES:
        assert f'"{aliases.get(library, library)}' in declared, library


@pytest.mark.parametrize("name", ["utils", "helpers", "manager", "common", "misc"])
def test_no_module_is_called_after_nothing(name: str) -> None:
    assert not [path for path in MODULES if name in path.stem.split("_")]


# -- files of others ---------------------------------------------------------------------------------------------


def test_notice_names_every_data_file() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    named = re.findall(r"src/commonground/data/[\w./-]+", notice)
    for path in sorted((SOURCE / "data").rglob("*")):
        if path.is_file():
            relative = path.relative_to(ROOT).as_posix()
            assert any(relative == one.rstrip(".") or relative.startswith(one) for one in named), relative


def test_the_licence_is_apache_and_the_database_of_openstreetmap_stays_apart() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    folder = SOURCE / "data" / "sites" / "healthsites_odbl"
    assert "ODbL" in (folder / "README.md").read_text("utf-8")
    for path in (SOURCE / "data").rglob("*"):
        if path.is_file() and path.parent != folder and path.suffix in (".json", ".csv"):
            assert b"healthsites.io" not in path.read_bytes(), path


# -- documents ---------------------------------------------------------------------------------------------------

FOLDERS = (ROOT / "docs", ROOT / "tests", ROOT / "vectors")
PAGES = sorted([*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in folder.rglob("*.md"))])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
        if not link.startswith(("http://", "https://")):
            assert (page.parent / link).exists(), link


def test_the_code_map_of_the_architecture_names_what_there_is() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    for name in folders | {"errors", "record", "config"}:
        assert f"`{name}`" in text, name
    for path in re.findall(r"`([a-z]+(?:/[a-z_]+)+)`", text):
        assert any(
            (base / path).exists() or (base / f"{path}.py").exists() for base in (SOURCE, ROOT, ROOT / "src")
        ), path
    assert len(text.splitlines()) < 130, "one page"


NOTES = sorted((ROOT / "docs" / "decisions").glob("*.md"))


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
def test_a_decision_note_is_one_page_with_its_four_parts(note: Path) -> None:
    text = note.read_text("utf-8")
    for part in ("## Context", "## Options", "## Decision", "## Consequences"):
        assert part in text
    assert len(text.splitlines()) < 60
    assert text.startswith(f"# {note.stem[:4]} ")


def test_decision_notes_are_numbered_without_gaps() -> None:
    assert [int(note.stem[:4]) for note in NOTES] == list(range(1, len(NOTES) + 1))


def glossary() -> list[list[str]]:
    lines = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return rows[1:]


def test_each_term_of_the_glossary_stands_in_three_scripts() -> None:
    rows = glossary()
    assert len(rows) > 40
    for english, arabic, russian, meaning in rows:
        assert english
        assert meaning
        assert ARABIC.search(arabic), english
        assert not ARABIC.search(russian), english
        assert CYRILLIC.search(russian), english
    terms = [row[0].lower() for row in rows]
    assert len(terms) == len(set(terms))


ON_PAGES = {
    "call": "ln-call", "stop": "ln-stop", "flash": "precedence-FLASH", "immediate": "precedence-IMMEDIATE",
    "routine": "precedence-ROUTINE", "line": "ln-line", "pressed by mistake": "ln-mistake",
    "overdue": "ln-overdue", "deputy": "rung-deputy", "unlocated": "ln-unlocated",
    "line test": "ro-kind-line_test", "beat": "ln-last-beat", "class of the line": "ro-kind-channel",
    "suspended": "channel-status-suspended", "resumption proposed": "channel-status-resuming",
    "speaks for": "ro-speaks-for", "not ours": "answer-not_ours", "free text": "co-text", "roster": "ro-title",
    "manned": "ro-state-manned", "vacant": "ro-state-vacant", "mandatory": "ro-mandatory", "lacks": "ro-lacks",
    "handover sheet": "ro-kind-handover", "proposal of a party": "ro-kind-accession", "scope": "ro-change-scope",
    "commitment": "ag-commitment", "covered by a notice": "ag-word-covered", "disputed": "ag-word-disputed",
    "rival copies": "ag-rival-copies", "shelved alarm": "term-kind-shelving",
    "in force": "ag-state-in_force", "drill": "drill-mark",
}  # fmt: skip
"""Terms of the glossary that stand alone on a page, with the key of their text."""


@pytest.mark.parametrize(("column", "lang"), list(enumerate(("en", "ar", "ru"))))
def test_the_glossary_says_what_the_pages_say(column: int, lang: str) -> None:
    texts: dict[str, str] = {}
    for path in (SOURCE / "web" / "messages" / lang).glob("*.ftl"):
        texts |= dict(re.findall(r"^([\w-]+) = (.+)$", path.read_text("utf-8"), re.M))
    rows = {row[0].lower(): row for row in glossary()}
    differ = {
        term: (rows[term][column], texts[key])
        for term, key in ON_PAGES.items()
        if rows[term][column].lower() != texts[key].lower()
    }
    assert differ == {}
