"""The page that is committed is the page of these sources, and its own checks hold (needs npm ci in web/)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
STATIC = ROOT / "src" / "commonground" / "web" / "static"

pytestmark = pytest.mark.node


def npx(*words: str) -> subprocess.CompletedProcess[str]:
    npx_path = shutil.which("npx")
    assert npx_path is not None
    environment = {**os.environ, "NO_COLOR": "1", "npm_config_update_notifier": "false"}
    return subprocess.run(
        [npx_path, "--no-install", *words],
        cwd=WEB,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file by its name. The brotli copies are left out: another Node packs the same bytes differently."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".br"
    }


def test_the_committed_page_is_built_from_these_sources(tmp_path: Path) -> None:
    done = npx("vite", "build", "--outDir", str(tmp_path / "static"), "--emptyOutDir")
    assert done.returncode == 0, done.stdout + done.stderr
    built, committed = files_of(tmp_path / "static"), files_of(STATIC)
    assert sorted(built) == sorted(committed)
    assert [name for name in built if built[name] != committed[name]] == []


def test_the_types_of_the_page_hold() -> None:
    done = npx("svelte-check", "--tsconfig", "./tsconfig.json", "--fail-on-warnings")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tests_of_the_page_pass() -> None:
    done = npx("vitest", "run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
