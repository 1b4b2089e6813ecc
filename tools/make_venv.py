"""Make the virtual environment once, with a clear word when this Python cannot."""

from __future__ import annotations

import sys
import venv
from pathlib import Path

OLDEST = (3, 11)


def main(folder: str) -> None:
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        raise SystemExit(f"Python 3.11 or later is needed, this is {found}: make PYTHON=python3.11")
    if not (Path(folder) / "bin" / "python").exists():
        try:
            venv.create(folder, with_pip=True)
        except Exception as error:
            raise SystemExit(
                f"no virtual environment could be made ({error}): is python3-venv installed?"
            ) from error


if __name__ == "__main__":
    main(sys.argv[1])
