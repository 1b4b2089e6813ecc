"""`pull` and the `source` commands with their options: other TAXII 2.1 servers that this party reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

source = App(
    name="source",
    help="Other TAXII 2.1 servers that a node reads. The node must not be running; while it runs, its page lists, adds "
    "and removes them.",
    default_parameter=Parameter(negative=()),
)


@source.command(name="list")
def list_(config: Path, /) -> None:
    """List the sources of a node: when each was read, and what came of it. No secret is shown.

    Parameters
    ----------
    config
        Configuration of the node (.toml).
    """
    from .pulling import list_sources

    list_sources(config)


@source.command
def add(
    config: Path,
    name: str,
    url: str,
    /,
    *,
    collection: Annotated[tuple[str, ...], Parameter(consume_multiple=True)] = (),
    user: str = "",
    bearer: bool = False,
    certificate: Path | None = None,
    trust: Path | None = None,
    every_minutes: int = 0,
    reliability: Literal["A", "B", "C", "D", "E", "F"] = "F",
) -> None:
    """Add a source. Its password or token is asked for, or given in COMMONGROUND_SOURCE_SECRET.

    Parameters
    ----------
    config
        Configuration of the node (.toml).
    name
        What the source is called here.
    url
        Its discovery address, an API root, its collections or one collection.
    collection
        Collections by identifier, title or alias; all that may be read unless named.
    user
        User name, for a password (HTTP Basic).
    bearer
        A token is shown.
    certificate
        PEM file with the certificate that is shown and its key.
    trust
        PEM file with the authority of the server's certificate, where no machine knows it.
    every_minutes
        How often it is read while the node runs; 0 only when asked to.
    reliability
        Reliability of the source, for reports that give none.
    """
    from ..protocols.stix.pull.source import Source
    from .pulling import add_one, secret_of
    from .reading import file_text

    auth: Literal["none", "basic", "bearer", "certificate"] = (
        "certificate" if certificate else "bearer" if bearer else "basic" if user else "none"
    )
    add_one(
        config,
        Source(
            name=name, url=url, collections=collection, auth=auth, user=user,
            secret=file_text(certificate) if certificate else secret_of(auth), every_minutes=every_minutes,
            reliability=reliability, trust=file_text(trust) if trust else "",
        ),
    )  # fmt: skip


@source.command
def remove(config: Path, name: str, /) -> None:
    """Remove a source and its secret. What came from it stays.

    Parameters
    ----------
    config
        Configuration of the node (.toml).
    name
        Name of the source.
    """
    from .pulling import remove_one

    remove_one(config, name)


@source.command
def forget(config: Path, name: str, /) -> None:
    """Forget what came from a source and from no other, but for what was taken into a report. The source stays.

    Parameters
    ----------
    config
        Configuration of the node (.toml).
    name
        Name of a source, also of one that was removed.
    """
    from .pulling import forget_one

    forget_one(config, name)


def pull(config: Path, /, *name: str, from_start: bool = False) -> None:
    """Read collections of other TAXII 2.1 servers into this party's own workspace, as drafts that nobody is told of.

    Each goes on where it was left. Leaves with code 1 when one of them could not be read to its end. The node must
    not be running; while it runs, it reads them by itself and from its page.

    Parameters
    ----------
    config
        Configuration of the node (.toml).
    name
        Names of sources; all unless named.
    from_start
        Read everything again; what is kept is known and not taken twice.
    """
    from .pulling import pull_all

    pull_all(config, name, from_start)
