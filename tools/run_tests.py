"""Run all that this machine can test, and name what it leaves out.

With COMMONGROUND_ALL=1 (as .ci/run sets it) anything left out is a failure. Checks first, then one pytest run, whose
summary closes the output.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ALL = os.environ.get("COMMONGROUND_ALL") == "1"
BIN = Path(sys.executable).parent
CHECKS = (
    ("ruff check", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("ruff format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("mypy --strict", [str(BIN / "mypy"), "--no-error-summary"]),
    ("import contracts", [str(BIN / "lint-imports"), "--no-cache"]),
)


def left_out() -> list[tuple[str, str, str]]:
    """(what, pytest marker, why) for each group of tests that cannot run here."""
    missing = []
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        missing.append(("browser tests", "browser", "no chromium on this machine"))
    if shutil.which("npm") is None:
        missing.append(("the front end's own tests and its build", "node", "no npm on this machine"))
    elif not Path("web/node_modules").is_dir():
        missing.append(("the front end's own tests and its build", "node", "npm ci was not run in web/"))
    lacking = [name for name in ("pyspark", "pyarrow", "pandas") if find_spec(name) is None]
    if lacking:
        missing.append(
            ("the Spark job's tests", "spark", f"the extra `spark` is not installed: no {lacking[0]}")
        )
    elif shutil.which("java") is None:
        missing.append(("the Spark job's tests", "spark", "no java on this machine"))
    return missing


def run_checks() -> bool:
    """Run the static checks; prints the output of those that fail."""
    good = True
    for name, command in CHECKS:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}", flush=True)
        if done.returncode != 0:
            print(done.stdout[-8000:], done.stderr[-2000:], sep="\n")
            good = False
    return good


def main() -> int:
    missing = left_out()
    for what, _, why in missing:
        print(f"left out: {what} ({why})")
    if ALL and missing:
        print("COMMONGROUND_ALL=1: nothing may be left out")
        return 1
    good = run_checks()
    selection = " and ".join(f"not {marker}" for _, marker, _ in missing)
    workers = "2" if (os.cpu_count() or 1) > 1 else "0"
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "loadfile", *sys.argv[1:]]
    if selection:
        command += ["-m", selection]
    code = subprocess.run(command, check=False).returncode
    return code if good else (code or 1)


if __name__ == "__main__":
    sys.exit(main())
