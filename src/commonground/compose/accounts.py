"""Accounts of a demonstration: people and machines of each centre, with passwords made anew for every room."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from ..picture.charter import POSTS
from ..protocols.taxii21.accounts import Account as Machine
from ..protocols.taxii21.accounts import add_account
from ..room.context import Room
from ..room.node import Node
from ..web.auth import User, add_user, hash_password

PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105  (an alphabet)
GROUPS, GROUP_CHARS = 3, 4
MACHINE, MACHINE_POST = "machine", "watch_officer"
_CENTRE = ("watch_officer", "airspace", "interpreter", "ceasefire", "legal_adviser")
_OFFICE = ("humanitarian_liaison", "access_officer", "watch_officer", "interpreter")

PEOPLE: dict[str, tuple[tuple[str, str, tuple[str, ...], bool], ...]] = {
    "A": (("north", "Officer at North", _CENTRE, False), ("north-chief", "Chief at North", POSTS, True)),
    "B": (("south", "Officer at South", _CENTRE, False), ("south-chief", "Chief at South", POSTS, True)),
    "J": (
        ("joint", "Desk at Joint Office", _OFFICE, False),
        ("joint-chief", "Chief at Joint Office", POSTS, True),
    ),
}
"""Id, shown name, posts, administrator: nobody's real name."""


@dataclass(frozen=True, slots=True)
class Account:
    """One log-in of a demonstration, to be printed once."""

    party: str
    user: str
    password: str
    posts: tuple[str, ...]
    admin: bool


@dataclass(frozen=True, slots=True)
class Made:
    """An account and the record that the store keeps of it."""

    account: Account
    record: User


def draw_accounts() -> list[Made]:
    """Draw passwords and hash them, two at a time (each hash takes 64 MiB and a good part of a second)."""
    wanted = [(party, *person) for party, people in PEOPLE.items() for person in people]
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(lambda one: _draw(*one), wanted))


def _draw(party: str, user: str, name: str, posts: tuple[str, ...], admin: bool) -> Made:
    password = _password()
    record = User(id=user, name=name, password_hash=hash_password(password), admin=admin,
                  languages=("en", "ar", "ru"), posts=posts)  # fmt: skip
    return Made(Account(party, user, password, posts, admin), record)


def _password() -> str:
    return "-".join(
        "".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(GROUP_CHARS)) for _ in range(GROUPS)
    )


def keep_machines(nodes: dict[str, Node]) -> str:
    """At every centre, let a machine of its own read and write, and one of each other party read; their one password.

    They are called `machine`, and `machine-b` for one of B.
    """
    password = _password()
    kept = hash_password(password)
    for node in nodes.values():
        node.run_now(partial(_keep_machines, password_hash=kept))
    return password


def _keep_machines(room: Room, password_hash: str) -> None:
    own = Machine(MACHINE, room.party, write=True, post=MACHINE_POST, password_hash=password_hash)
    others = [
        Machine(f"{MACHINE}-{one.lower()}", one, password_hash=password_hash)
        for one in room.charter.others(room.party)
    ]
    for one in (own, *others):
        add_account(room.store, one, room.charter, room.party)


def _keep(room: Room, records: Sequence[User]) -> None:
    for record in records:
        add_user(room.store, record)


def keep_accounts(nodes: dict[str, Node], made: Sequence[Made]) -> list[Account]:
    """Put every account into its party's store; returns what to print."""
    for party, node in nodes.items():
        records = [one.record for one in made if one.account.party == party]
        node.run_now(partial(_keep, records=records))
    return [one.account for one in made]
