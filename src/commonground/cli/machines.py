"""`taxii`: accounts of machines at a node that is not being served; what is drawn is shown once and kept as a hash."""

from __future__ import annotations

import getpass
import secrets
import ssl
import sys
from pathlib import Path

from ..errors import Refused, Unavailable
from ..protocols.taxii21.accounts import Account, accounts, add_account, remove_account, sha256_hex
from ..room.context import Room
from ..room.submit import note_event
from ..web.auth import hash_password
from .opening import node_of
from .printing import say, show_table

CERTIFICATE_BYTES_MAX = 64 * 1024


def list_accounts(path: Path) -> None:
    """Print the accounts of a node."""
    with node_of(path) as (node, _):
        found = node.read(lambda room: accounts(room.store)).result()
    if not found:
        say("no accounts; `commonground taxii add` adds one")
    rows = [
        (one.name, one.party, "reads and writes" if one.write else "reads", one.post, _shows(one))
        for one in found
    ]
    show_table(("name", "party", "may", "post", "shows"), rows)


def add_machine(
    path: Path,
    name: str,
    party: str,
    write: bool,
    post: str,
    with_token: bool,
    certificate: Path | None,
    password: str,
) -> None:
    """Add an account; prints once what was drawn for it."""
    drawn, token = "", secrets.token_urlsafe(32) if with_token else ""
    fingerprint = "" if certificate is None else _fingerprint(certificate)
    if not password and not token and not fingerprint:
        if sys.stdin.isatty():
            password = getpass.getpass(f"password for {name} (empty: one is drawn): ")
        password = drawn = password or secrets.token_urlsafe(18)
    kept = hash_password(password) if password else ""

    def go(room: Room) -> Account:
        own = room.party
        made = add_account(room.store, Account(
            name, party or own, write=write, post=post if (party or own) == own else "", password_hash=kept,
            token_sha256=sha256_hex(token.encode()) if token else "", certificate_sha256=fingerprint,
        ), room.charter, own)  # fmt: skip
        note_event(room, {"what": "taxii_account_added", "account": made.name, "party": made.party})
        return made

    with node_of(path) as (node, config):
        made = node.write(go).result()
    say(f"account {made.name} of {made.party}: {'reads and writes' if made.write else 'reads'}")
    if drawn:
        say(f"password {drawn}: shown once")
    if token:
        say(f"token {token}: shown once")
    if not config.taxii.enabled:
        say(
            f"node {config.party} serves no TAXII: its file lacks taxii = {{ enabled = true }}", to=sys.stderr
        )


def remove_machine(path: Path, name: str) -> None:
    """Remove an account."""

    def go(room: Room) -> Account:
        gone = remove_account(room.store, name)
        note_event(room, {"what": "taxii_account_removed", "account": gone.name, "party": gone.party})
        return gone

    with node_of(path) as (node, _):
        gone = node.write(go).result()
    say(f"account {gone.name} of {gone.party} is removed")


def _shows(account: Account) -> str:
    shown = {
        "password": account.password_hash, "token": account.token_sha256,
        "certificate": account.certificate_sha256,
    }  # fmt: skip
    return ", ".join(name for name, kept in shown.items() if kept)


def _fingerprint(path: Path) -> str:
    """SHA-256 of the first certificate of a PEM file."""
    try:
        with path.open("rb") as file:
            text = file.read(CERTIFICATE_BYTES_MAX).decode("ascii")
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: a certificate in PEM is expected", field="--certificate") from error
    end = "-----END CERTIFICATE-----"
    try:
        return sha256_hex(ssl.PEM_cert_to_DER_cert(text[: text.index(end) + len(end)].lstrip()))
    except ValueError as error:
        raise Refused(f"{path}: a certificate in PEM is expected", field="--certificate") from error
