"""`init`: keys of a party, a charter that all parties sign, a node's configuration, and its first account.

Parties that do not trust each other do this on machines of their own and exchange public files only:

    init party A      at each party: two keys that stay, and `A.party.json` that is sent to the others
    init charter      at one of them: the charter from the party files; the folder is sent to the others
    init sign         at each: reads the charter, compares its hash with the others by voice, signs it
    init join         adds the signatures that others sent back
    init node         at each: the configuration, once every party has signed
    init user         at each: an account to sign in with

`init room` does all of it in one place, for a trial on one machine.
"""

from __future__ import annotations

import getpass
import secrets
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from ..compose.charter_files import (
    CHARTER_FILE,
    SIGNED_FILE,
    charter_text,
    load_charter,
)
from ..compose.rooms import CERTIFIED_MS, PartyPlan, RoomPlan, init_room
from ..config import Listen, NodeConfig, Web, read_config, write_config
from ..errors import MalformedMessage, Refused
from ..key_files import read_key, write_key
from ..log.keys import SEED_BYTES, Certificate, SigningKey, VerifyingKey, certify, verify_certificate
from ..log.note import format_note, open_note, parse_note
from ..picture.charter import LANGUAGES, POSTS, Area, Charter, Party, Text3, validate_charter
from ..record import Record, decode, encode_canonical
from .opening import node_of
from .printing import say, show_table
from .reading import file_bytes, file_text, fingerprint

Shape = Literal["square", "disc", "outline"]
SHAPES: tuple[Shape, ...] = ("square", "disc", "outline")
PARTY_SUFFIX = ".party.json"
ND = 10**9


class PartyFile(Record, frozen=True):
    """What a party sends to the others: its entry in the charter, and its identity key's word for its node key."""

    schema: Literal["commonground/party/1"]
    room: str
    party: Party
    certificate: str


def now_ms() -> int:
    """UTC of this machine, for the beginning of a certificate."""
    return time.time_ns() // 1_000_000


def make_party(
    folder: Path, room: str, party_id: str, name: Text3, short: Text3, shape: Shape, custodian: bool
) -> None:
    """Make the keys of a party and the public file that the others need."""
    folder.mkdir(parents=True, exist_ok=True)
    identity = _new_key(folder / "identity.key", f"{party_id}.identity.{room}")
    node = _new_key(folder / "node.key", f"{party_id}.node.{room}")
    at_ms = now_ms()
    party = Party(
        id=party_id, letter=party_id[:1], shape=shape, name=name, short=short, custodian=custodian,
        identity_key=identity.verifier.encode(), node_key=node.verifier.encode(),
    )  # fmt: skip
    certificate = certify(identity, Certificate(party_id, node.verifier, at_ms, at_ms + CERTIFIED_MS))
    public = folder / f"{party_id}{PARTY_SUFFIX}"
    public.write_bytes(
        encode_canonical(
            PartyFile(schema="commonground/party/1", room=room, party=party, certificate=certificate)
        )
    )
    say(f"identity key {folder / 'identity.key'}: signs the charter and new node keys; keep it offline")
    say(f"node key     {folder / 'node.key'}: signs what the node says; stays on the node")
    say(f"send         {public} to the other parties")
    say(f"fingerprint  {fingerprint(identity.verifier.encode().encode())}: compare it by voice")


def make_charter(
    folder: Path,
    room: str,
    title: Text3,
    zone: str,
    area: Area,
    parties: Sequence[tuple[str, Path]],
    demonstration: bool,
) -> None:
    """Write the charter that the parties' files make, unsigned, with the certificates beside it."""
    if (folder / CHARTER_FILE).exists():
        raise Refused(f"{folder} holds a charter already", field="FOLDER")
    files = [_party_file(path, room, party_id) for party_id, path in parties]
    charter = Charter(
        schema="commonground/charter/1", room=room, title=title, zone=_zone(zone), languages=("en", "ar", "ru"),
        parties=tuple(one.party for one in files), posts=POSTS, area=area, demonstration=demonstration,
    )  # fmt: skip
    validate_charter(charter)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CHARTER_FILE).write_bytes(encode_canonical(charter))
    for one in files:
        (folder / f"{one.party.id}.certificate").write_text(one.certificate, encoding="utf-8")
    say(f"charter of the room {room} in {folder}, not signed by anybody yet")
    show_charter(folder, charter)


def sign_charter(folder: Path, identity: Path) -> None:
    """Add a party's signature to the charter in a folder."""
    charter, key = _charter(folder), read_key(identity)
    signer = [one.id for one in charter.parties if one.identity_key == key.verifier.encode()]
    if not signer:
        raise Refused("the identity key of a party of this charter is expected", field="--identity")
    _add_signatures(
        folder, charter, format_note(charter_text(charter), [key.sign_note(charter_text(charter))])
    )
    say(f"signed by party {signer[0]}")
    show_charter(folder, charter)


def join_signatures(folder: Path, signed: Sequence[Path]) -> None:
    """Add the signatures in files that other parties sent back."""
    charter = _charter(folder)
    for path in signed:
        note = file_text(path)
        if parse_note(note).text != charter_text(charter):
            raise Refused("it signs another charter than the one in the folder", field=str(path))
        _add_signatures(folder, charter, note)
    show_charter(folder, charter)


def make_node(
    path: Path, party: str, charter: Path, key: Path, data: Path, listen: Listen, peers: dict[str, str]
) -> None:
    """Write a node's configuration, once every party has signed the charter."""
    if path.exists():
        raise Refused(f"{path} exists; nothing is overwritten", field="CONFIG")
    agreed = load_charter(charter, now_ms())
    if agreed.party(party).node_key != read_key(key).verifier.encode():
        raise Refused(f"the node key of party {party} in the charter is expected", field="--key")
    loopback = listen.host in ("127.0.0.1", "::1", "localhost")
    base = path.resolve().parent
    config = NodeConfig(
        party=party, data=_relative(data, base), charter=_relative(charter, base), key=_relative(key, base),
        listen=listen, peers=peers, web=Web(secure_cookie=not loopback), folder=str(base),
    )  # fmt: skip
    write_config(path, config)
    read_config(path)
    say(f"configuration {path}; start the node with: commonground serve {path}")


def make_user(
    path: Path,
    user: str,
    name: str,
    posts: tuple[str, ...],
    languages: tuple[str, ...],
    admin: bool,
    password: str,
) -> None:
    """Make an account at a node that is not running; a password is asked for, or drawn and printed once."""
    from ..web.auth import create_user

    drawn = ""
    if not password and sys.stdin.isatty():
        password = getpass.getpass(f"password for {user} (empty: one is drawn): ")
    if not password:
        password = drawn = "-".join(secrets.token_hex(2) for _ in range(4))
    with node_of(path) as (node, _):
        allowed = posts or node.room.charter.posts
        node.write(
            lambda room: create_user(
                room.store, user, name or user, password, admin, languages or LANGUAGES, allowed
            )
        ).result()
    say(f"user {user} with the posts {', '.join(allowed)}")
    if drawn:
        say(f"password {drawn}: shown once, change it after the first sign-in")


def make_room(
    folder: Path,
    room: str,
    title: Text3,
    zone: str,
    area: Area,
    parties: Sequence[tuple[str, str]],
    port: int,
) -> None:
    """A room with all its keys in one place: for a trial on one machine."""
    plans = [
        PartyPlan(party_id, SHAPES[number % len(SHAPES)], Text3(en=name), Text3(en=party_id))
        for number, (party_id, name) in enumerate(parties)
    ]
    plan = RoomPlan(room=room, title=title, zone=_zone(zone), area=area, parties=plans)
    for path in init_room(folder, plan, now_ms(), port=port):
        say(f"node {path.stem}: commonground serve {path}")
    say("all keys were made here: for a trial only. Parties that do not trust each other use init party.")


def show_charter(folder: Path, charter: Charter) -> None:
    """Who is in it, who has signed, and the hash to compare by voice."""
    path = folder / SIGNED_FILE
    note = file_text(path) if path.exists() else ""
    rows = []
    for one in charter.parties:
        signed = "signed" if note and _has_signed(note, charter, one) else "not yet"
        rows.append((one.id, one.name.en, fingerprint(one.identity_key.encode()), signed))
    show_table(("party", "name", "identity key", "signature"), rows)
    say(f"charter {fingerprint(encode_canonical(charter))}: compare it by voice before signing")


# -- parts -------------------------------------------------------------------------------------------------------


def _new_key(path: Path, name: str) -> SigningKey:
    return write_key(path, name, secrets.token_bytes(SEED_BYTES))


def _party_file(path: Path, room: str, party_id: str) -> PartyFile:
    """A party's file, its certificate verified."""
    try:
        found = decode(PartyFile, file_bytes(path))
    except Refused as error:
        raise MalformedMessage(error.reason, field=f"{path}: {error.field}") from error
    if found.room != room or found.party.id != party_id:
        expected = f"party {party_id} of the room {room} expected, found {found.party.id} of {found.room}"
        raise Refused(expected, field=str(path))
    certificate = verify_certificate(found.certificate, VerifyingKey.parse(found.party.identity_key))
    if certificate.party != party_id or certificate.key.encode() != found.party.node_key:
        raise Refused("its certificate is of another key", field=str(path))
    return found


def _charter(folder: Path) -> Charter:
    data = file_bytes(folder / CHARTER_FILE)
    charter = decode(Charter, data)
    validate_charter(charter)
    if encode_canonical(charter) != data:
        raise MalformedMessage(
            "canonical JSON is expected", field=str(folder / CHARTER_FILE), clause="RFC 8785"
        )
    return charter


def _add_signatures(folder: Path, charter: Charter, note: str) -> None:
    """Keep the lines of `note` that a party of the charter signed, beside those that are there."""
    path = folder / SIGNED_FILE
    held = parse_note(file_text(path)).signatures if path.exists() else ()
    keys = [VerifyingKey.parse(one.identity_key) for one in charter.parties]
    fresh = open_note(note, keys).verified
    merged = {(line.name, line.key_id): line for line in (*held, *fresh)}
    path.write_text(format_note(charter_text(charter), list(merged.values())), encoding="utf-8")


def _has_signed(note: str, charter: Charter, party: Party) -> bool:
    key = VerifyingKey.parse(party.identity_key)
    lines = {(line.name, line.key_id) for line in parse_note(note).signatures}
    if (key.name, key.key_id) not in lines:
        return False
    return open_note(note, [key]).text == charter_text(charter)


def _relative(path: Path, base: Path) -> str:
    resolved = path.resolve()
    return str(resolved.relative_to(base)) if resolved.is_relative_to(base) else str(resolved)


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name).key
    except (KeyError, OSError, ValueError) as error:
        raise Refused(
            f"{name!r}; a zone of the IANA database such as Asia/Damascus is expected", field="--zone"
        ) from error
