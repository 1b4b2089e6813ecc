"""One running node: store, keys, charter, writer, peers and the application that it serves."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount

from ..config import NodeConfig, read_key
from ..errors import Refused
from ..log.keys import SigningKey, VerifyingKey
from ..picture.charter import Charter
from ..protocols.peer.auth import Callers
from ..protocols.peer.client import HttpPeer, Link
from ..protocols.peer.courier import Couriers
from ..protocols.peer.routes import PeerDesk, peer_app
from ..room.context import Room
from ..room.node import Node
from ..room.ports import Clock, LogStore, Salt
from ..store.sqlite import SqliteStore
from .charter_files import load_charter
from .sources import SystemClock, SystemSalt

STORE_FILE = "store.sqlite"


@dataclass(slots=True)
class RunningNode:
    """A node whose writer runs. `app` serves it; `start_carrying` connects it to its peers."""

    config: NodeConfig
    node: Node
    peers: dict[str, HttpPeer]
    couriers: Couriers
    app: Starlette = field(default_factory=Starlette)

    def start_carrying(self) -> None:
        """Start to exchange with the peers, in the running event loop."""
        self.couriers.start()

    async def stop(self) -> None:
        """Stop exchanging, finish what is queued, close the store."""
        await self.couriers.stop()
        for peer in self.peers.values():
            await peer.close()
        self.node.stop()


def open_node(config: NodeConfig, *, clock: Clock | None = None, salt: Salt | None = None) -> RunningNode:
    """Open the store, check charter and key, load the picture and start the writer.

    `Refused` when the key is not the one that the charter names for this party.
    """
    clock = clock or SystemClock()
    charter = load_charter(config.path(config.charter), clock.now_ms())
    key = read_key(config.path(config.key))
    check_key(charter, config.party, key)
    folder = config.path(config.data)
    folder.mkdir(parents=True, exist_ok=True)
    room = make_room(
        charter, config.party, key, open_store(folder, config.synchronous), clock, salt or SystemSalt()
    )
    # Nothing is appended to the logs to others before they said how much they hold (DESIGN section 4, Restore).
    room.unconfirmed = set(charter.others(config.party))
    node = Node(room)
    node.start()
    return _connected(config, node)


def open_store(folder: Path, synchronous: str = "FULL") -> SqliteStore:
    """The store of a node in its data folder."""
    return SqliteStore(folder / STORE_FILE, synchronous=synchronous)


def make_room(
    charter: Charter, party: str, key: SigningKey, store: LogStore, clock: Clock, salt: Salt
) -> Room:
    """A room over an open store, with every party's node key."""
    verifiers = {one.id: VerifyingKey.parse(one.node_key) for one in charter.parties}
    return Room(
        charter=charter, party=party, store=store, clock=clock, salt=salt, key=key, verifiers=verifiers
    )


def check_key(charter: Charter, party: str, key: SigningKey) -> None:
    """Refuse a key that the charter does not name for this party."""
    if charter.party(party).node_key != key.verifier.encode():
        raise Refused(f"the node key of party {party} in the charter is expected", field="key")


def _connected(config: NodeConfig, node: Node) -> RunningNode:
    room = node.room
    unknown = set(config.peers) - set(room.charter.others(config.party))
    if unknown:
        raise Refused(f"no parties {', '.join(sorted(unknown))} in the charter", field="peers")
    trust = _trust(config)
    peers = {
        party: HttpPeer(
            Link(room.charter.room, room.party, party, room.key, room.verifiers[party], room.clock.now_ms),
            url, trust=trust,
        )
        for party, url in config.peers.items()
    }  # fmt: skip
    couriers = Couriers(node, dict(peers))
    for party, peer in peers.items():
        peer.heard = couriers.by_party[party].heard
    callers = Callers(room.charter.room, room.party, room.verifiers, room.clock.now_ms)
    desk = PeerDesk(node=node, callers=callers, hinted=couriers.hinted, heard=couriers.heard)
    running = RunningNode(config=config, node=node, peers=peers, couriers=couriers)
    running.app = _application(running, desk)
    return running


def _trust(config: NodeConfig) -> ssl.SSLContext | None:
    if not config.tls.peer_ca:
        return None
    return ssl.create_default_context(cafile=str(config.path(config.tls.peer_ca)))


def _application(running: RunningNode, desk: PeerDesk) -> Starlette:
    """The peer routes, and the page where it is installed."""
    routes: list[BaseRoute] = [Mount("/peer", app=peer_app(desk))]
    page: Any = None
    if page is not None:
        routes.append(Mount("/", app=page))
    return Starlette(routes=routes)
