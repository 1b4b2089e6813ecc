"""What the README and the examples say is run, in the order in which a reader would run it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}


def commands() -> list[str]:
    """Every line of the README's shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh folder with what the commands name."""
    made = tmp_path_factory.mktemp("readme")
    for name in ("examples", "vectors"):
        shutil.copytree(ROOT / name, made / name)
    return made


def free_port() -> int:
    """The first of three ports that nobody listens on."""
    for _ in range(100):
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
        if port < 65_000 and all(_is_free(port + more) for more in range(3)):
            return port
    raise AssertionError("no three free ports in a row")


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def run_line(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        shlex.split(line), cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )


def lines_until(process: subprocess.Popen[str], word: str) -> Iterator[str]:
    """What a process prints, up to the line with `word`."""
    assert process.stdout is not None
    for line in process.stdout:
        yield line
        if word in line:
            return
    raise AssertionError(f"ended with {process.wait()} before {word!r}")


def demo(line: str, folder: Path, until: str) -> list[str]:
    """Run a demonstration until it has printed a word, then stop it with Ctrl-C; it must end cleanly."""
    words = [*shlex.split(line), "--port", str(free_port())]
    with subprocess.Popen(
        words, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as one:
        try:
            shown = list(lines_until(one, until))
            one.send_signal(signal.SIGINT)
            _, errors = one.communicate(timeout=60)
        finally:
            one.kill()
        assert one.returncode in (0, 130), errors
        assert "Traceback" not in errors
    return shown


def test_the_readme_has_the_two_commands_and_they_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    found = [line for line in commands() if line.startswith("make ")]
    assert found == ["make demo", "make test"]
    for line in found:
        assert re.search(rf"^{line.removeprefix('make ')}:", makefile, re.MULTILINE)
    assert "/commonground demo" in makefile


def run_here(line: str) -> int:
    """Run a command of ours in this process, to spare a start; its exit code."""
    from commonground.cli.app import run

    return run(shlex.split(line)[1:])


def test_every_line_of_the_readme_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    shown = demo("commonground demo", folder, "ready")
    assert sum("http://127.0.0.1:" in line for line in shown) == 3
    assert any("DEMONSTRATION" in line for line in shown)
    ran = 0
    for line in commands():
        if line.startswith("make "):
            continue
        if " demo" in line and not line.endswith("--story"):
            told = demo(line, folder, "All places and times are invented")
            assert any("ready" in one for one in told)
        elif line.startswith("commonground "):
            assert run_here(line) == 0, line
        else:
            done = run_line(line, folder)
            assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        ran += 1
    assert ran >= 20


def test_the_log_ins_of_a_demonstration_are_kept_for_its_owner_only(folder: Path) -> None:
    kept = folder / "room" / "demo" / "log-ins.json"
    if not kept.exists():
        pytest.skip("the room is made by the test before")
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["check_two_volumes.py", "notebook.py", "verify_a_receipt.py"])
def test_an_example_runs_and_says_something(name: str) -> None:
    done = run_line(f"python examples/{name}", ROOT)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 3


def test_the_examples_show_what_they_say() -> None:
    meeting = run_line("python examples/check_two_volumes.py", ROOT).stdout
    assert "overlap" in meeting
    assert "heights shared: 1,000 ft" in meeting
    assert "time shared: 60 min" in meeting
    cells = run_line("python examples/notebook.py", ROOT).stdout
    assert "2 meetings (2 overlap) in 1 volume, against 3 volumes, buffer 500 m" in cells
    assert "patrol and transit: 30 min, 1,000 ft" in cells
    assert "refused: lower: 14000 without a unit" in cells
    receipts = run_line("python examples/verify_a_receipt.py", ROOT).stdout
    assert receipts.count("holds") == receipts.count("with one character more: the body is not entry") == 3


def test_every_example_is_named_in_the_readme_or_checked_elsewhere() -> None:
    for path in (ROOT / "examples").glob("*.py"):
        assert path.name in README or path.name == "verify_offline.py"


def test_the_readme_promises_no_verdict() -> None:
    assert not re.search(r"\b(safe|approved)\b", README, re.I)
    assert "What it does not promise" in README


def test_each_document_for_a_format_says_what_the_code_says() -> None:
    volumes = (ROOT / "docs" / "volumes.md").read_text("utf-8")
    from commonground.protocols.volume_files.words import read_altitude, read_time_ms

    for text in re.findall(r"`((?:SFC|FL\d+|[\d.]+ (?:FT|M) \w+))`", volumes):
        assert read_altitude(text, "x") is not None
    for text in re.findall(r"`(\d{4}-\d\d-\d\dT[^`]+)`", volumes):
        assert read_time_ms(text, "x") > 0
    for code in ("| 0 |", "| 1 |", "| 2 |", "| 3 |"):
        assert code in volumes
