"""docs/exactness.md says what a run says: ours are never wrong, and what needs no optional program comes out equal."""

from __future__ import annotations

import pytest
from tools.oracle.compare import Result, Tally, engine_if_there, result_of
from tools.oracle.files import read_files
from tools.oracle.methods import shapely_planes
from tools.oracle.methods.ours import definition
from tools.oracle.page import PAGE, cell, family_rows, in_all, noted, page_text, summary_row

FILES = read_files()
TEXT = PAGE.read_text(encoding="utf-8")


def rows(title: str) -> list[list[str]]:
    """The cells of the table under a heading, its head first."""
    part = TEXT.partition(f"\n## {title}")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[one.strip() for one in line.strip("|").split("|")] for line in lines]


SUMMARY = {row[0]: row for row in rows("In all")[1:]}
HEAD, *BY_FILE = rows("By file")
METHODS = HEAD[2:]


def column(method: str) -> dict[str, str]:
    """File name to the cell of a method."""
    place = HEAD.index(method)
    return {row[0].strip("`"): row[place] for row in BY_FILE}


def test_every_file_and_method_stands_in_the_tables():
    assert {row[0].strip("`") for row in BY_FILE} == set(FILES)
    assert list(SUMMARY) == METHODS
    named = {"definition", "engine", "reference", "shapely, lon/lat", "shapely, local plane", "spherely"}
    assert named | {"PostGIS geography", "PostGIS geometry"} == set(METHODS)
    assert all(noted(name) in TEXT for name in METHODS)


@pytest.mark.parametrize("method", ["definition", "engine", "reference"])
def test_ours_and_the_reference_are_never_wrong(method):
    assert set(column(method).values()) == {"0"}
    assert SUMMARY[method][3:] == ["0", "0", "-", "0"]


def test_the_others_are_as_wrong_as_they_are():
    """That a peer is found wrong shows that these cases can be got wrong."""
    for method in METHODS[3:]:
        assert int(SUMMARY[method][3].replace(",", "")) > 100


@pytest.mark.parametrize("method", [definition(), *engine_if_there()], ids=lambda method: method.name)
def test_the_columns_that_are_ours_come_out_equal(method):
    result = result_of(method, FILES)
    assert {name: cell(one) for name, one in result.by_file.items()} == column(method.name)
    asked = {row[0].strip("`"): row[1] for row in BY_FILE}
    assert {name: str(one.asked) for name, one in result.by_file.items()} == asked
    assert summary_row(result) in TEXT


def test_the_columns_of_shapely_come_out_equal():
    """The counts, and no nearer than the cases themselves; only with the versions that the page names."""
    for method in (shapely_planes.in_degrees(), shapely_planes.on_own_plane()):
        if SUMMARY[method.name][1] != method.version:
            continue
        result = result_of(method, FILES)
        counts = {name: cell(Tally(one.asked, one.wrong)) for name, one in result.by_file.items()}
        assert counts == {name: text.partition(",")[0] for name, text in column(method.name).items()}


def test_the_page_is_drawn_from_its_results():
    results = [
        Result("definition", "1", {"one.json": Tally(7), "two.json": Tally(3)}),
        Result("spherely", "2", {"one.json": Tally(7, 2, 1, 12.0), "two.json": Tally()}),
    ]
    text = page_text(results, 1234)
    assert "1,234 more cases" in text
    assert "| definition | 1 | 10 | 0 | 0 | - | 0 |" in text
    assert "| spherely | 2 | 7 | 2 | 28.6 % | 12 m | 1 |" in text
    assert family_rows(results) == [
        "| `one.json` | 7 | 0 | 2, 12 m, 1 failed |",
        "| `two.json` | 3 | 0 | - |",
    ]
    assert in_all(results[1]) == Tally(7, 2, 1, 12.0)
    assert "PostGIS" not in text
