"""The command line: `commonground demo | init | serve | import | check | verify | export | log`.

Starts fast: what a command needs is imported when it runs, so that `--help` loads only the parser. `app` holds the
commands, the other modules one command each. The only layer that prints.
"""

from __future__ import annotations


def main() -> None:
    """Run the command that was typed and leave with its exit code (see `ending`)."""
    from .app import run

    raise SystemExit(run())
