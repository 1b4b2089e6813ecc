"""How commands end: codes, one line for a person, no traceback unless asked for, nothing that steers a terminal."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from commonground.cli.ending import Ending, code_of, end_with, explain
from commonground.cli.printing import console, plain_text, progress_of
from commonground.errors import BadProof, Corrupt, Refused, Unavailable


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (Refused("1 expected", field="a.b", clause="T-3"), 2, "refused: a.b: 1 expected (T-3)"),
        (BadProof("no"), 1, "does not hold: no"),
        (Corrupt("bad", where="entry 3"), 1, "this store is damaged: entry 3: bad"),
        (Unavailable("later"), 2, "not available: later"),
        (FileNotFoundError(2, "No such file", "x.csv"), 2, "x.csv: No such file"),
        (KeyError("x"), 2, "KeyError: 'x'"),
    ],
)
def test_an_error_is_one_line_and_one_code(error: Exception, code: int, line: str) -> None:
    assert code_of(error) == code
    assert explain(error) == line


def test_a_fault_shows_where_it_came_from_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert end_with(KeyError("x"), debug=False) == 2
    assert "--debug shows where" in capsys.readouterr().err
    assert end_with(KeyError("x"), debug=True) == 2
    assert "KeyError" in capsys.readouterr().err


def test_the_keyboard_ends_it_cleanly(capsys: pytest.CaptureFixture[str]) -> None:
    assert end_with(KeyboardInterrupt(), debug=False) == 130
    assert capsys.readouterr().err == "stopped\n"
    assert end_with(Ending(3), debug=False) == 3


def test_isolates_are_stripped_and_control_characters_shown() -> None:
    assert plain_text("\u2068مركز\u2069 5 m") == "مركز 5 m"
    assert plain_text("a\x1b[2J") == "a\\x1b[2J"


def test_nothing_is_coloured_where_nobody_looks() -> None:
    out = io.StringIO()
    console(out).print("[bold]x[/]", style="red")
    assert "\x1b" not in out.getvalue()


def test_a_bar_gives_every_item_once() -> None:
    with progress_of("x", [1, 2, 3]) as items:
        assert list(items) == [1, 2, 3]


def test_help_loads_the_parser_and_nothing_heavy() -> None:
    script = (
        "import sys; from commonground.cli.app import run; run(['--help']); "
        "print('LOADED', [m for m in ('numpy', 'shapely', 'starlette', 'uvicorn', 'cryptography', 'sqlite3', "
        "'openpyxl', 'httpx', 'msgspec') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "LOADED []" in done.stdout


@pytest.mark.parametrize(
    "command", ["check", "verify", "log", "demo", "serve", "import", "export", "init", "init charter"]
)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    from commonground.cli.app import run

    assert run([*command.split(), "--help"]) == 0
    assert "Usage: commonground" in capsys.readouterr().out
