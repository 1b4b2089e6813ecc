"""Rooms whose nodes serve TAXII: accounts with cheap passwords, and what a real client sees of them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from commonground.config import NodeConfig, Taxii
from commonground.picture.blocks import Text
from commonground.picture.exchange import StixObject, entity_of
from commonground.picture.information import Information
from commonground.picture.statement import Release
from commonground.protocols.taxii21.accounts import Account, add_account
from commonground.record import encode_canonical, replace
from commonground.room.command import Command
from commonground.room.context import Room
from commonground.web.auth import hash_password
from tests.served import Served, room_files
from tests.unit.web.web_harness import CHEAP
from tests.worlds import HOUR_MS, T0_MS

PASSWORD = "correct horse battery"
HASH = hash_password(PASSWORD, CHEAP)
TOKEN = "t0ken-of-a-test"
MEDIA = "application/taxii+json;version=2.1"


def taxii_files(folder: Path, parties: str = "AB", **terms: Any) -> dict[str, NodeConfig]:
    """Files of a room on this machine whose nodes all serve TAXII."""
    said = Taxii(enabled=True, **terms)
    return {party: replace(one, taxii=said) for party, one in room_files(folder, parties).items()}


def account(room: Room, name: str, party: str, *, write: bool = False, token: str = "") -> Account:
    """An account with the password of all tests, and a token where one is given. Needs a transaction."""
    digest = hashlib.sha256(token.encode()).hexdigest() if token else ""
    post = "watch_officer" if party == room.party else ""
    made = Account(name, party, write=write, post=post, password_hash=HASH, token_sha256=digest)
    return add_account(room.store, made, room.charter, room.party)


def add_accounts(served: Served, party: str) -> None:
    """At a node: a reader and a writer of its own party, and a reader of each other one, named after it."""

    def go(room: Room) -> None:
        account(room, "own", party, token=TOKEN)
        account(room, "writer", party, write=True)
        for other in room.charter.others(party):
            account(room, f"of-{other.lower()}", other)

    served.node(party).write(go).result(30)


def told(title: str = "Mines", **changes: Any) -> Information:
    """A report of a hazard without a place."""
    values: dict[str, Any] = {
        "matter": "hazard", "title": Text(lang="en", text=title), "text": Text(lang="en", text=f"{title}, told."),
        "reliability": "B", "credibility": 2, "from_ms": T0_MS, "until_ms": T0_MS + HOUR_MS,
    }  # fmt: skip
    return Information(**values | changes)


def foreign(
    number: int, version: str = "2026-03-01T00:00:00.000Z", type: str = "campaign", **more: Any
) -> bytes:
    """The text of a foreign object."""
    id = f"{type}--{number:08x}-0000-4000-8000-000000000000"
    one = {
        "type": type,
        "id": id,
        "spec_version": "2.1",
        "created": "2026-03-01T00:00:00.000Z",
        "modified": version,
    }
    return encode_canonical(one | {"name": f"campaign {number}"} | more)


def saying(text: bytes, *to: str) -> Command:
    """The command that says a foreign object to parties."""
    from commonground.picture.exchange import head_of

    head = head_of(text)
    body = StixObject(
        stix_id=head.stix_id, type=head.type, version=head.version, spec_version=head.spec_version, text=text.decode()
    )  # fmt: skip
    return Command(
        kind="stix_object", action="establish", post="watch_officer", operator="machine:writer", body=body,
        entity=entity_of(head.stix_id, head.version), releases=tuple(Release(party=one) for one in to),
        channel_class="LIAISON",
    )  # fmt: skip
