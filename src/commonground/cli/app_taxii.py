"""The `taxii` commands with their options: accounts of machines that read and write the information exchange."""

from __future__ import annotations

from pathlib import Path

from cyclopts import App, Parameter

taxii = App(
    name="taxii",
    help="Accounts of machines at a node that serves TAXII 2.1 (docs/taxii.md). The node must not be running.",
    default_parameter=Parameter(negative=()),
)


@taxii.command
def accounts(config: Path, /) -> None:
    """List the accounts of a node. No secret is shown.

    Parameters
    ----------
    config
        Configuration of the node (.toml).
    """
    from .machines import list_accounts

    list_accounts(config)


@taxii.command
def add(
    config: Path,
    name: str,
    /,
    *,
    party: str = "",
    write: bool = False,
    post: str = "watch_officer",
    token: bool = False,
    certificate: Path | None = None,
    password: str = "",
) -> None:
    """Add an account. Unless it has a token or a certificate, a password is asked for, or drawn and printed once.

    Parameters
    ----------
    config
        Configuration of the node (.toml).
    name
        Name of the account.
    party
        Party of the account; the node's own unless named. One of another party reads what it was told, and no more.
    write
        The account may post objects, in the name of its party; only at its own node.
    post
        Post of the roster in whose name an account of the own party acts.
    token
        Draw a bearer token and print it once.
    certificate
        Client certificate (PEM) by which the account is known; the node's file names who signs it (client_ca).
    password
        Better asked for: at a terminal it is.
    """
    from .machines import add_machine

    add_machine(config, name, party, write, post, token, certificate, password)


@taxii.command
def remove(config: Path, name: str, /) -> None:
    """Remove an account; from then on it opens nothing.

    Parameters
    ----------
    config
        Configuration of the node (.toml).
    name
        Name of the account.
    """
    from .machines import remove_machine

    remove_machine(config, name)
