"""What `import commonground` gives: light to import, told with units, and as its page and docstrings say."""

from __future__ import annotations

import doctest
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import commonground
from commonground import notebook

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "notebook.md").read_text("utf-8")
MODULES = sorted(
    path.stem for path in (ROOT / "src/commonground/notebook").glob("*.py") if path.stem != "__init__"
)
FUNCTIONS = (
    "circle",
    "corridor",
    "earliest_free_start",
    "free_altitudes",
    "intersection",
    "latest_free_start",
    "margins",
    "polygon",
    "screen",
    "volume",
    "volumes",
)
HEAVY = ("numpy", "shapely", "numba", "pyproj", "geopandas", "pandas", "msgspec", "commonground.geo")
FORBIDDEN = {"target", "targets", "aim", "strike", "strikes", "nominate", "engage", "weapon", "weapons", "priority",
             "safe", "clear", "approved", "violation", "enemy", "friend"}  # fmt: skip


def loaded(lines: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after these lines."""
    code = f"import sys\n{lines}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_import_alone_loads_no_library() -> None:
    found = loaded("import commonground\nassert 'screen' in dir(commonground)\ncommonground.__version__")
    assert not found & set(HEAVY)
    assert not [name for name in found if name.startswith("commonground.")]


def test_what_is_asked_for_is_loaded_then() -> None:
    found = loaded("import commonground\ncommonground.circle(lon=36, lat=33, radius_m=50)")
    assert {"numpy", "commonground.notebook"} <= found
    assert not found & {"geopandas", "pandas", "numba"}
    assert not [
        name
        for name in found
        if name.startswith(("commonground.room", "commonground.store", "commonground.web"))
    ]


def test_every_public_name_is_there_and_told() -> None:
    assert set(FUNCTIONS) <= set(commonground.__all__) <= set(notebook.__all__)
    for name in commonground.__all__:
        assert getattr(commonground, name) is getattr(notebook, name)
        assert name in dir(commonground)
        assert f"`{name}`" in PAGE or f".{name}" in PAGE or f"{name}(" in PAGE, name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = commonground.nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_docstring_has_units_errors_an_example_and_its_source(name: str) -> None:
    told = inspect.getdoc(getattr(commonground, name)) or ""
    assert "Raises `Refused`" in told
    assert ">>> " in told
    assert "Source: docs/" in told
    assert re.search(r"\b(metres|degrees)\b", told)
    for parameter in inspect.signature(getattr(commonground, name)).parameters:
        assert parameter in {"context", "holes"} or re.search(rf"\b{parameter}\b", told), parameter


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_docstrings_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"commonground.notebook.{name}"))
    assert result.failed == 0
    assert result.attempted > 0 or name not in ("shapes", "building", "asking", "free_asking")


def test_the_page_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) >= 5
    held: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "docs/notebook.md", "exec"), held)


def test_the_page_names_every_field_of_an_answer() -> None:
    for kind in (
        notebook.Meeting, notebook.Margins, notebook.FreeStart, notebook.FreeAltitudes, notebook.FreeLevels,
    ):  # fmt: skip
        for field in kind.__dataclass_fields__:
            assert f"`{field}`" in PAGE, field


def test_no_word_of_it_is_a_verdict_or_forbidden() -> None:
    texts = [PAGE, *((ROOT / f"src/commonground/notebook/{name}.py").read_text("utf-8") for name in MODULES)]
    for text in texts:
        words = {word.lower() for word in re.findall(r"[A-Za-z]+", text)}
        assert not words & FORBIDDEN, words & FORBIDDEN
