"""The commands and their options. Each imports what it needs when it runs: `--help` loads the parser alone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from .. import __version__
from .app_init import init
from .app_pull import pull, source
from .app_taxii import taxii
from .app_trace import trace
from .ending import NOT_UNDERSTOOD, end_with

app = App(
    name="commonground",
    help="A room for parties that share a space without trusting each other. It says what was announced and what "
    "that meets; it gives no verdict. With --debug an error shows where it came from.",
    version=__version__,
    version_flags=["--version"],
    help_format="plaintext",
    result_action="return_value",
    suppress_keyboard_interrupt=False,
    default_parameter=Parameter(negative=()),
)

Many = tuple[str, ...]
LIST = "list"

app.command(init)
app.command(source)
app.command(taxii)
app.command(pull)
app.command(trace)


def run(words: Sequence[str] | None = None) -> int:
    """Run the words of a command line (those of the process unless given); returns the exit code."""
    given = list(sys.argv[1:] if words is None else words)
    debug = "--debug" in given
    given = _listing([word for word in given if word != "--debug"])
    try:
        app(given, exit_on_error=False)
    except CycloptsError:
        return NOT_UNDERSTOOD
    except (Exception, KeyboardInterrupt) as error:
        return end_with(error, debug=debug)
    return 0


def _listing(given: list[str]) -> list[str]:
    """`demo --story` without a name asks for the names."""
    if given[:1] == ["demo"] and "--story" in given:
        after = given[given.index("--story") + 1 :]
        if not after or after[0].startswith("--"):
            return ["demo", "--story", LIST]
    return given


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
def demo(
    *,
    folder: Path = Path("room/demo"),
    story: str = "",
    pace: float = 1.0,
    fresh: bool = False,
    port: int = 8801,
) -> None:
    """Run a demonstration room on this machine: two centres and a joint office, filled with a week.

    Prints three addresses and log-ins, then `ready`. A folder that holds the room already is used again.

    Parameters
    ----------
    folder
        Where the room is made and kept.
    story
        Play a story in the pages; without a name, list the stories.
    pace
        Play it so many times slower than it is written; 0.5 is twice as fast.
    fresh
        Remove the demonstration room in the folder first.
    port
        Port of the first node; the others follow.
    """
    from .serving import Playing, list_stories
    from .serving import demo as run_demo

    if story == LIST:
        list_stories()
        return
    run_demo(folder, Playing(story, pace), fresh, port)


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


@app.command
def drill(*, config: Path, story: str, port: int = 0) -> None:
    """Serve a node and start a drill beside it: a crew trains on a story, in a room of its own.

    Nothing said in a drill can be taken for real, and what alarms in the real room is shown above it. When it is
    ended its times are printed, and its record is kept beside the node's data.

    Parameters
    ----------
    config
        Configuration of the node (.toml).
    story
        The story that the crew trains on, as `demo --story` lists them.
    port
        Port of the drill's page; otherwise the configuration's drill_listen.
    """
    from .serving import drill as run_drill

    run_drill(config, story, port)


@app.command(name="import")
def import_(
    file: Path,
    /,
    *,
    config: Path | None = None,
    dry_run: bool = False,
    release_to: Annotated[Many, Parameter(consume_multiple=True)] = (),
    without_columns: Annotated[
        Many, Parameter(name=["--without-columns", "--without-column"], consume_multiple=True)
    ] = (),
    column: Annotated[Many, Parameter(consume_multiple=True)] = (),
    category: str = "",
    submitter: str = "",
    encoding: str = "",
    sheet: str = "",
    post: str = "humanitarian_liaison",
    valid_days: int = 90,
    strict: bool = False,
    json: bool = False,
) -> None:
    """Read sites from CSV, GeoJSON, KML or XLSX; show what was read and refused; report them.

    The format is in docs/import.md. The node must not be running; its page imports while it runs.

    Parameters
    ----------
    file
        A .csv, .geojson, .kml or .xlsx file.
    config
        Configuration of the node (.toml) that reports the sites; with --dry-run only its area is used.
    dry_run
        Read and show, keep nothing.
    release_to
        PARTY:exact, PARTY:cell or PARTY:district, one or more; without a precision a cell is told.
    without_columns
        Columns that the register has no field for and that are left out.
    column
        What a column stands for, such as x=lon y=lat.
    category
        Category of sites whose file names none.
    submitter
        Organisation that submits the sites.
    encoding
        Encoding of the file, where it is guessed wrongly.
    sheet
        Sheet of an .xlsx file; the first unless named.
    post
        Post that reports the sites.
    valid_days
        Days until the sites are to be revalidated.
    strict
        Import nothing and leave with code 1 when any row is refused.
    json
        Print the whole report as one JSON object.
    """
    from ..errors import Refused
    from ..protocols.site_files.codec import ImportOptions
    from .importing import Wanted, import_sites

    pairs = [text.partition("=") for text in column]
    if not all(mark and name for name, mark, _ in pairs):
        raise Refused("COLUMN=field is expected", field="--column")
    options = ImportOptions(
        without_columns=without_columns, columns={name: value for name, _, value in pairs}, category=category,
        submitter=submitter, encoding=encoding, sheet=sheet,
    )  # fmt: skip
    wanted = Wanted(
        release_to=release_to, post=post, strict=strict, dry_run=dry_run, json=json, valid_days=valid_days
    )
    import_sites(file, config, options, wanted)


@app.command
def export(
    *,
    config: Path,
    what: Literal["sites", "notices", "bundle"],
    out: Path,
    format: Literal["geojson", "kml", "csv", "gpx", "ics", "aco"] = "geojson",
    post: str = "watch_officer",
    only_own: bool = False,
    second_post_user: str = "",
    second_post_password: str = "",
) -> None:
    """Write sites, notices or a sealed bundle of evidence out of a node's own picture.

    More than 25 sites of other parties need a second person on another post. Each such site is told to its
    originator. The node must not be running; its page exports while it runs.

    Parameters
    ----------
    config
        Configuration of the node (.toml).
    what
        Sites; notices; or every log that the party may read, with its verification files.
    out
        File, or for a bundle folder, that does not exist yet.
    format
        Sites as geojson, kml, csv or gpx; notices as geojson, kml, csv, ics or aco.
    post
        Post that exports.
    only_own
        Leave out what other parties said.
    second_post_user
        User who confirms on another post.
    second_post_password
        Password of that user; better asked for, or given in COMMONGROUND_SECOND_POST_PASSWORD.
    """
    from .exporting import Wanted
    from .exporting import export as run_export

    wanted = Wanted(
        what=what, format=format, out=out, post=post, only_own=only_own, second_user=second_post_user,
        second_password=second_post_password,
    )  # fmt: skip
    run_export(config, wanted)


@app.command
def token(
    config: Path,
    /,
    *,
    sub: str,
    scope: Annotated[Many, Parameter(consume_multiple=True)],
    audience: str = "",
    issuer: str = "",
    minutes: int = 60,
    algorithm: Literal["Ed25519", "RS256"] = "Ed25519",
) -> None:
    """Print a bearer token for a service of drone traffic, for a room without an authority that gives tokens.

    It is signed with a key in the node's data folder, made the first time; nodes take it that name its public file in
    f3548.public_keys. Standard output holds the token alone.

    Parameters
    ----------
    config
        Configuration of the node (.toml) that holds the key.
    sub
        Name of the service.
    scope
        What the token is good for, such as utm.strategic_coordination; one or more.
    audience
        Name of the node that is asked, as its f3548.audiences says; the first of this node's own unless given.
    issuer
        Who gives the token; the first of f3548.issuers, else this node's address.
    minutes
        How long it holds, 1 to 60.
    algorithm
        Algorithm of the key.
    """
    from .tokens import give_token

    give_token(config, sub, scope, audience, issuer, minutes, algorithm)


@app.command
def log(store: Path, /, *, origin: str = "", as_of: str = "", follow: bool = False) -> None:
    """Print the statements in the logs that a node holds, as they arrived; times are UTC.

    Parameters
    ----------
    store
        A node's configuration (.toml), data folder or store. It is only read; the node may be running.
    origin
        Only the log of this name.
    as_of
        Only what had arrived by this time, such as 2026-11-22T14:00:00Z.
    follow
        Go on printing what arrives, until Ctrl-C.
    """
    from .logs import show_log
    from .reading import time_ms

    show_log(store, origin, time_ms(as_of, "--as-of") if as_of else None, follow)
