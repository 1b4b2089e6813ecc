"""Accounts of machines that read and write the information exchange, as documents of the store.

An account belongs to a party: those of the node's own party read all that comes to it, and may be let write; those of
another party read what it was told, and nothing else is there for them. A secret is kept as a hash alone. No account
is there by default.
"""

from __future__ import annotations

import hashlib
import re

from commonground.errors import Refused
from commonground.picture.charter import Charter
from commonground.record import Record, decode_own, encode_canonical
from commonground.room.ports import LogStore

KIND, BY_SECRET = "taxii_account", "taxii_secret"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Account(Record, frozen=True):
    """An account. `post` is the post of the roster in whose name one of the own party acts; no hash opens nothing.

    `token_sha256` is that of a bearer token, `certificate_sha256` that of a client certificate (DER), both in hex.
    """

    name: str
    party: str
    write: bool = False
    post: str = ""
    password_hash: str = ""
    token_sha256: str = ""
    certificate_sha256: str = ""


def sha256_hex(data: bytes) -> str:
    """The hash by which a token or a certificate is found."""
    return hashlib.sha256(data).hexdigest()


def find_account(store: LogStore, name: str) -> Account | None:
    """The account of that name, or None."""
    data = store.document(KIND, name) if _NAME.fullmatch(name) else None
    return None if data is None else decode_own(Account, data)


def account_with(store: LogStore, secret_sha256: str) -> Account | None:
    """The account with that token or certificate, or None."""
    name = store.document(BY_SECRET, secret_sha256)
    return None if name is None else find_account(store, name.decode())


def accounts(store: LogStore) -> list[Account]:
    """Every account, by name."""
    return [decode_own(Account, data) for _, data in store.documents(KIND)]


def add_account(store: LogStore, account: Account, charter: Charter, own: str) -> Account:
    """Keep a new account; `own` is the node's party. Needs a transaction."""
    if not _NAME.fullmatch(account.name):
        raise Refused("1 to 64 small letters, digits, dots, dashes expected", field="name")
    if store.document(KIND, account.name) is not None:
        raise Refused(f"{account.name!r} exists already", field="name")
    if account.party not in {one.id for one in charter.parties}:
        raise Refused("a party of the charter is expected", field="party")
    if account.write and account.party != own:
        raise Refused(f"only an account of {own} writes here", field="write")
    if account.post not in (charter.posts if account.party == own else ("",)):
        raise Refused(
            f"a post of the charter is expected for an account of {own}, and for no other", field="post"
        )
    secrets = [one for one in (account.token_sha256, account.certificate_sha256) if one]
    if not account.password_hash and not secrets:
        raise Refused("a password, a token or a certificate is expected", field="password")
    for one in secrets:
        if not _SHA256.fullmatch(one):
            raise Refused("64 hexadecimal digits expected", field="certificate")
        if store.document(BY_SECRET, one) is not None:
            raise Refused("another account has it", field="certificate")
        store.put_document(BY_SECRET, one, account.name.encode())
    store.put_document(KIND, account.name, encode_canonical(account))
    return account


def remove_account(store: LogStore, name: str) -> Account:
    """Remove an account: from then on it opens nothing. Needs a transaction."""
    account = find_account(store, name)
    if account is None:
        raise Refused(f"no account {name!r}", field="name")
    for one in (account.token_sha256, account.certificate_sha256):
        if one:
            store.delete_document(BY_SECRET, one)
    store.delete_document(KIND, name)
    return account
