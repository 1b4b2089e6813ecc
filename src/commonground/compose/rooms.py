"""Makes a room: keys and certificates of its parties, a charter that all sign, one configuration file for each node.

This is for one machine, where all keys are made in one place: the demonstration, tests, a first trial. Parties that
do not trust each other each make their own keys and exchange only `.certificate` files and signatures.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..config import Listen, NodeConfig, Web, write_config
from ..errors import Refused
from ..key_files import write_key
from ..log.keys import SEED_BYTES, Certificate, SigningKey
from ..picture.charter import POSTS, Area, Charter, Clocks, Party, Text3
from .charter_files import CHARTER_FILE, write_charter

CERTIFIED_MS = 366 * 86_400_000
PORT = 8401
CLOCKS = Clocks()


@dataclass(frozen=True, slots=True)
class PartyPlan:
    """A party to be: its id and letter, shape, names, and whether it is the custodian."""

    id: str
    shape: Literal["square", "disc", "outline"]
    name: Text3
    short: Text3
    custodian: bool = False


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """What the parties agree on before the first statement."""

    room: str
    title: Text3
    zone: str
    area: Area
    parties: Sequence[PartyPlan]
    clocks: Clocks = CLOCKS
    demonstration: bool = False
    drill: bool = False
    mandatory_posts: tuple[str, ...] = ()
    post_languages: dict[str, tuple[str, ...]] = field(default_factory=dict)


def init_room(folder: Path, plan: RoomPlan, now_ms: int, *, port: int = PORT) -> list[Path]:
    """Make a room in `folder`; returns the configuration file of each party, ports from `port` upwards.

    `Refused` when there is a charter already: nothing is overwritten.
    """
    if (folder / "charter" / CHARTER_FILE).exists():
        raise Refused(f"{folder} holds a room already", field="folder")
    identities: list[SigningKey] = []
    certificates: list[Certificate] = []
    parties: list[Party] = []
    for one in plan.parties:
        identity = _new_key(folder / one.id / "identity.key", f"{one.id}.identity.{plan.room}")
        node = _new_key(folder / one.id / "node.key", f"{one.id}.node.{plan.room}")
        identities.append(identity)
        certificates.append(Certificate(one.id, node.verifier, now_ms, now_ms + CERTIFIED_MS))
        parties.append(
            Party(
                id=one.id, letter=one.id[0], shape=one.shape, name=one.name, short=one.short,
                identity_key=identity.verifier.encode(), node_key=node.verifier.encode(), custodian=one.custodian,
            )
        )  # fmt: skip
    charter = Charter(
        schema="commonground/charter/1", room=plan.room, title=plan.title, zone=plan.zone,
        languages=("en", "ar", "ru"), parties=tuple(parties), posts=POSTS, area=plan.area, clocks=plan.clocks,
        demonstration=plan.demonstration, drill=plan.drill, mandatory_posts=plan.mandatory_posts,
        post_languages=plan.post_languages,
    )  # fmt: skip
    write_charter(folder / "charter", charter, identities, certificates)
    return _write_configs(folder, [one.id for one in plan.parties], port)


def _new_key(path: Path, name: str) -> SigningKey:
    return write_key(path, name, secrets.token_bytes(SEED_BYTES))


def _write_configs(folder: Path, parties: list[str], port: int) -> list[Path]:
    """One file a node, all on this machine's loopback."""
    urls = {party: f"http://127.0.0.1:{port + number}" for number, party in enumerate(parties)}
    paths = []
    for number, party in enumerate(parties):
        path = folder / f"{party}.toml"
        config = NodeConfig(
            party=party, data=party, charter="charter", key=f"{party}/node.key", listen=Listen(port=port + number),
            peers={other: url for other, url in urls.items() if other != party}, web=Web(secure_cookie=False),
        )  # fmt: skip
        write_config(path, config)
        paths.append(path)
    return paths
