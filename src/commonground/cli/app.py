"""The commands and their options. Each imports what it needs when it runs: `--help` loads the parser alone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from cyclopts import App, CycloptsError, Parameter

from .. import __version__
from .ending import NOT_UNDERSTOOD, end_with

app = App(
    name="commonground",
    help="A room for parties that share a space without trusting each other. It says what was announced and what "
    "that meets; it gives no verdict. With --debug an error shows where it came from.",
    version=__version__,
    version_flags=["--version"],
    help_format="plaintext",
    result_action="return_value",
    default_parameter=Parameter(negative=()),
)

Many = tuple[str, ...]


def run(words: Sequence[str] | None = None) -> int:
    """Run the words of a command line (those of the process unless given); returns the exit code."""
    given = list(sys.argv[1:] if words is None else words)
    debug = "--debug" in given
    given = [word for word in given if word != "--debug"]
    try:
        app(given, exit_on_error=False)
    except CycloptsError:
        return NOT_UNDERSTOOD
    except (Exception, KeyboardInterrupt) as error:
        return end_with(error, debug=debug)
    return 0


@app.command
def check(
    volumes: Path,
    /,
    *,
    against: Path | None = None,
    buffer_m: float = 500.0,
    json: bool = False,
    fail_on_hit: bool = False,
) -> None:
    """Screen a GeoJSON file of volumes against a store, another file, or itself.

    Prints each meeting with its margins and what was searched. The format is in docs/volumes.md. Tells nobody.

    Parameters
    ----------
    volumes
        GeoJSON features with lower, upper, from and until; radius_m for a Point, width_m for a LineString.
    against
        A node's configuration (.toml), data folder or store, or a GeoJSON file of volumes and places.
    buffer_m
        Ground within this many metres of a volume counts as met.
    json
        Print one JSON object.
    fail_on_hit
        Leave with code 3 when something is met.
    """
    from .check import check as run_check

    run_check(volumes, against, buffer_m, as_json=json, fail_on_hit=fail_on_hit)


@app.command
def verify(
    path: Path,
    /,
    *,
    body: Path | None = None,
    key: Many = (),
    cosigner: Many = (),
    origin: str = "",
    charter: Path | None = None,
) -> None:
    """Audit a store, an exported bundle or a receipt, and name the first broken thing of each log.

    Leaves with code 1 when something does not hold. A store is only read; its node may be running.

    Parameters
    ----------
    path
        A node's configuration (.toml), data folder or store; a bundle folder; or a receipt (tlog-proof).
    body
        For a receipt: the file with the body of the statement.
    key
        For a receipt or a single log: verifier key of the author, as it stands in the charter, or a file with it.
    cosigner
        For a receipt: verifier key of a party that must have cosigned.
    origin
        For a receipt: the log that it must be of.
    charter
        Folder of the charter, where it does not lie beside the data.
    """
    from .verify import verify as run_verify

    run_verify(path, body, key, cosigner, origin, charter)


@app.command
def demo(*, folder: Path = Path("room/demo"), story: str = "", fresh: bool = False, port: int = 8801) -> None:
    """Run a demonstration room on this machine: two centres and a joint office, filled with a week.

    Prints three addresses and log-ins, then `ready`. A folder that holds the room already is used again.

    Parameters
    ----------
    folder
        Where the room is made and kept.
    story
        Play a story in the pages: deir-ez-zor.
    fresh
        Remove the demonstration room in the folder first.
    port
        Port of the first node; the others follow.
    """
    from .serving import demo as run_demo

    run_demo(folder, story, fresh, port)


@app.command
def serve(*config: Path) -> None:
    """Serve the nodes of these configuration files until Ctrl-C.

    Parameters
    ----------
    config
        Configuration files (.toml) as `init` writes them; usually one.
    """
    from .serving import serve as run_serve

    run_serve(config)
