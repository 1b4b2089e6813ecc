"""Every requirement of the public catalogues of drone traffic is held, with its function and its test, or explained."""

from __future__ import annotations

import importlib.util
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WRITE, TABLES = tool("write_docs"), tool("drone_clauses")


def numbered(letters: str, *spans: tuple[int, int], step: int = 5) -> list[str]:
    return [f"{letters}{number:04}" for first, last in spans for number in range(first, last + 1, step)]


def lettered(*spans: str) -> list[str]:
    """`1a-c` is 1a, 1b, 1c."""
    return [one for span in spans for one in WRITE._each(span)]


# The ids of interuss/monitoring, uss_qualifier/requirements/astm, as they were published in 2025.
F3548 = [
    *numbered("GEN", (5, 15), (100, 105), (200, 200), (300, 310), (400, 405), (500, 500)), "USS0005", "USS0110",
    *numbered("OPIN", (5, 40)), *numbered("SCD", (5, 100)), *(f"USS0105,{n}" for n in range(1, 5)),
    *numbered("ACM", (5, 15)), *numbered("CMSA", (5, 40), (100, 115), (200, 215), (300, 330)),
    *numbered("CSTM", (5, 95)), *numbered("CSTP", (5, 35)), *numbered("LOG", (5, 55)),
    *(f"DSS0005,{n}" for n in range(1, 6)), *numbered("DSS", (10, 20), (200, 215), (300, 300)),
    "DSS0100,1", "DSS0100,2",
    *(f"DSS0210,{one}" for one in lettered("1a-i", "2a-f", "3a-c")),
    *(f"DSS0210,A2-7-2,{one}" for one in lettered("1a-f", "2a-b", "3a-d", "4a-d", "5a-c", "6", "7")),
]  # fmt: skip
F3411 = [
    *numbered("NET", (10, 40), (110, 130), (210, 340), (410, 490), (500, 500), (610, 630), (710, 740), step=10),
    *numbered("DSS", (10, 70), (110, 130), (210, 210), step=10), *(f"DSS0030,{one}" for one in lettered("a-f")),
    *(f"DSS0130,{one}" for one in chain(["1"], (f"2,{n}" for n in "abcdef"), (f"3,{n}" for n in "abcde"))),
    *(f"DSS0130,A2-6-1,{one}" for one in lettered("1a-d", "2a-b", "3a-d", "4a-b", "5", "6")),
]  # fmt: skip


def explained(standard: str) -> list[str]:
    return [id for one, ids, _ in TABLES.ELSEWHERE if one.startswith(standard) for id in ids.split()]


@pytest.mark.parametrize(("standard", "table", "catalogue"), [
    ("F3548-21", TABLES.F3548, F3548), ("F3411-22a", TABLES.F3411, F3411),
])  # fmt: skip
def test_each_requirement_stands_once(standard: str, table: dict[str, str], catalogue: list[str]) -> None:
    rows = [*table, *explained(standard)]
    assert sorted(set(rows)) == sorted(rows)
    assert set(catalogue) - set(rows) == set()
    # Beside the ids of the catalogue there are only those that it heads.
    assert {
        one for one in set(rows) - set(catalogue) if not any(id.startswith(f"{one},") for id in catalogue)
    } == set()


def test_what_is_held_has_its_function_and_its_test() -> None:
    obeyed = WRITE._cited(WRITE.SOURCE, WRITE.SOURCE.rglob("*.py"))
    tested = WRITE._cited(ROOT / "tests", (ROOT / "tests").rglob("*.py"))
    assert [one for one in TABLES.DONE if not obeyed[one]] == []
    assert [one for one in TABLES.DONE if not tested[one]] == []


def test_a_reason_is_given_in_words() -> None:
    assert all(len(why) > 20 for _, _, why in TABLES.ELSEWHERE)
