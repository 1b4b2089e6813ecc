"""One running node: store, keys, charter, writer, peers and the application that it serves."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from ..config import NodeConfig
from ..errors import Refused, Unavailable
from ..geo.gazetteer import Gazetteer, load_gazetteer
from ..key_files import read_key
from ..log.keys import SigningKey, VerifyingKey
from ..picture.charter import Charter
from ..protocols.pager.client import Pager
from ..protocols.peer.auth import Callers
from ..protocols.peer.client import PREFIX, HttpPeer, Link
from ..protocols.peer.couriers import Couriers
from ..protocols.peer.routes import PeerDesk, peer_app
from ..protocols.peer.wires import Wires
from ..protocols.stix.pull.schedule import Schedule
from ..room.charters import in_force
from ..room.context import Room
from ..room.node import Node
from ..room.ports import Clock, LogStore, Salt
from ..room.rows_index import RowsIndex
from ..store.sqlite import SqliteStore
from ..web.app import make_app
from ..web.door import Web
from ..web.settings import Drills, Settings
from .access import access_of, gated
from .airspace import dss_of, follow_airspace
from .charter_files import load_charter
from .exchange import follow_exchange, label_of
from .flying import Flying, flying_of
from .newcomers import Newcomers, addresses
from .remote_id import RemoteId, remote_id_of
from .sources import SystemClock, SystemSalt
from .taxii import taxii_of
from .telling import Told

STORE_FILE = "store.sqlite"
OPEN_S_MAX = 20.0

if TYPE_CHECKING:
    from ..protocols.f3548.client import Tokens
    from ..protocols.f3548.door import Access


@dataclass(slots=True)
class RunningNode:
    """A node whose writer runs. `app` serves it; `start_carrying` connects it to its peers."""

    config: NodeConfig
    node: Node
    peers: dict[str, HttpPeer]
    couriers: Couriers
    told: Told
    pulls: Schedule
    pager: Pager | None = None
    flying: Flying | None = None
    remote_id: RemoteId | None = None
    app: ASGIApp = field(default_factory=Starlette)
    beside: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop | None = None

    def start_carrying(self) -> None:
        """Start to exchange with the peers, in the running event loop."""
        self._loop = asyncio.get_running_loop()
        self.couriers.start()
        self.pulls.start()
        if self.pager is not None:
            self.pager.start()
        if self.flying is not None:
            self.flying.start()
        if self.remote_id is not None:
            self.remote_id.start()

    def connect(self, party: str, peer: HttpPeer) -> None:
        """Exchange with one more party from now on. In the running event loop."""
        self.peers[party] = peer
        courier = self.couriers.add(party, peer)
        peer.heard, peer.measured = courier.heard, courier.measured

    @property
    def loop(self) -> asyncio.AbstractEventLoop | None:
        """The event loop in which this node exchanges with its peers; None before it does."""
        return self._loop

    def open_content(self, author: str, origin: str, index: int) -> bytes:
        """Fetch what stays at the author's node of a view-only item; blocks, so never in the event loop."""
        if self._loop is None or author not in self.peers:
            raise Unavailable(f"the node of {author} is not connected")
        opening = self.peers[author].open_content(origin, index)
        return asyncio.run_coroutine_threadsafe(opening, self._loop).result(OPEN_S_MAX)

    @property
    def index(self) -> RowsIndex:
        """The lists behind this node's tables, kept up with its view; used in its writer alone."""
        if isinstance(self.app, Entrance):
            return self.app.index
        return RowsIndex()

    def let_go(self) -> None:
        """End what pages follow, so that a server that stops has not to wait for them."""
        if isinstance(self.app, Entrance):
            self.app.let_go()

    async def stop(self) -> None:
        """Stop exchanging, finish what is queued, close the store."""
        for close in self.beside:
            await close()
        await self.couriers.stop()
        await self.pulls.stop()
        if self.pager is not None:
            await self.pager.stop()
        if self.flying is not None:
            await self.flying.stop()
        if self.remote_id is not None:
            await self.remote_id.stop()
        for peer in self.peers.values():
            await peer.close()
        self.node.stop()


def open_node(
    config: NodeConfig,
    *,
    clock: Clock | None = None,
    salt: Salt | None = None,
    wires: Wires | None = None,
    drills: Drills | None = None,
    is_drill: bool = False,
    access: Access | None = None,
    tokens: Tokens | None = None,
) -> RunningNode:
    """Open the store, check charter and key, load the picture and start the writer.

    `wires` are those between nodes of one process, where something can cut them; `drills` are what its page starts,
    and `is_drill` says that it is part of one. `access` says which services of drone traffic may ask, where it is not
    the file that says it, and `tokens` gives this node its own, where its file does not say from whom.

    `Refused` when the key is not the one that the charter names for this party.
    """
    clock = clock or SystemClock()
    access = access or access_of(config, clock)
    charter = load_charter(config.path(config.charter), clock.now_ms())
    key = read_key(config.path(config.key))
    check_key(charter, config.party, key)
    folder = config.path(config.data)
    folder.mkdir(parents=True, exist_ok=True)
    store = open_store(folder, config.synchronous)
    try:
        agreed = in_force(store, charter).charter
        unknown = set(config.peers) - set(agreed.others(config.party))
        if unknown:
            raise Refused(f"no parties {', '.join(sorted(unknown))} in the charter", field="peers")
        room = make_room(agreed, config.party, key, store, clock, salt or SystemSalt())
        room.founding = charter
        # Nothing is appended to the logs to others before they said how much they hold (DESIGN section 4, Restore).
        room.unconfirmed = set(agreed.others(config.party))
        follow_exchange(room, label_of(config.label))
        follow_airspace(room, config)
        node = Node(room)
        node.start()
    except BaseException:
        store.close()
        raise
    try:
        flying = flying_of(node, config, access, tokens)
        remote_id = remote_id_of(node, config, access, tokens)
    except BaseException:
        node.stop()
        raise
    page = {
        "drills": drills, "is_drill": is_drill, "flights": flying and flying.supplier,
        "sky": remote_id and remote_id.display,
    }  # fmt: skip
    return _connected(config, node, wires, access, (flying, remote_id), page)


def open_store(folder: Path, synchronous: str = "FULL") -> SqliteStore:
    """The store of a node in its data folder."""
    return SqliteStore(folder / STORE_FILE, synchronous=synchronous)


def make_room(
    charter: Charter, party: str, key: SigningKey, store: LogStore, clock: Clock, salt: Salt
) -> Room:
    """A room over an open store, with every party's node key, whose information exchange follows its picture."""
    verifiers = {one.id: VerifyingKey.parse(one.node_key) for one in charter.parties}
    room = Room(
        charter=charter, party=party, store=store, clock=clock, salt=salt, key=key, verifiers=verifiers
    )
    follow_exchange(room)
    return room


def check_key(charter: Charter, party: str, key: SigningKey) -> None:
    """Refuse a key that the charter does not name for this party."""
    if charter.party(party).node_key != key.verifier.encode():
        raise Refused(f"the node key of party {party} in the charter is expected", field="key")


def _connected(
    config: NodeConfig, node: Node, wires: Wires | None, access: Access | None,
    beside: tuple[Flying | None, RemoteId | None],
    page: dict[str, Any],
) -> RunningNode:  # fmt: skip
    room = node.room
    trust = _trust(config)
    peers = {
        party: peer_of(room, party, url, trust, wires)
        for party, url in {**addresses(room), **config.peers}.items()
    }
    couriers = Couriers(node, dict(peers))
    for party, peer in peers.items():
        peer.heard = couriers.by_party[party].heard
        peer.measured = couriers.by_party[party].measured
    callers = Callers(room.charter.room, room.party, room.verifiers, room.clock.now_ms)
    desk = PeerDesk(
        node=node, callers=callers, hinted=couriers.hinted, heard=couriers.heard, claimed=couriers.claimed
    )
    hook = config.webhook
    pager = Pager(node, hook.url, hook.secret) if hook.url else None
    flying, remote_id = beside
    running = RunningNode(config, node, peers, couriers, Told(node), Schedule(node), pager, flying, remote_id)
    Newcomers(running, callers, lambda party, url: peer_of(room, party, url, trust, wires)).follow()
    dss, taxii = dss_of(node, config, access), taxii_of(node, config)
    doors, closes = gated(
        [
            *(() if dss is None else (dss,)),
            *(() if flying is None else flying.doors),
            *(() if remote_id is None else (remote_id.door,)),
        ],
        access,
    )
    if taxii is not None:
        doors, closes = [*doors, taxii[0]], [*closes, taxii[1]]
    running.beside += closes
    running.app = Entrance(peer_app(desk), _page(running, page), doors)
    return running


def peer_of(
    room: Room, party: str, url: str, trust: ssl.SSLContext | None, wires: Wires | None = None
) -> HttpPeer:
    """The node of another party as this one reaches it."""
    link = Link(room.charter.room, room.party, party, room.key, room.verifiers[party], room.clock.now_ms)
    transport = None if wires is None else wires.wire(room.party, party, trust)
    return HttpPeer(link, url, trust=trust, transport=transport)


def _trust(config: NodeConfig) -> ssl.SSLContext | None:
    if not config.tls.peer_ca:
        return None
    return ssl.create_default_context(cafile=str(config.path(config.tls.peer_ca)))


class Entrance:
    """One port, several doors: `/peer` for nodes of other parties, those for services, everything else for people."""

    def __init__(
        self, peers: ASGIApp, page: Starlette, doors: Sequence[tuple[ASGIApp, Callable[[str], bool]]] = ()
    ) -> None:
        self._peers = Starlette(routes=[Mount(PREFIX, app=peers)])
        self._page = page
        self._doors = list(doors)

    @property
    def index(self) -> RowsIndex:
        """The lists of the page."""
        index: RowsIndex = self._page.state.web.index
        return index

    @property
    def web(self) -> Web:
        """What the page's routes share."""
        web: Web = self._page.state.web
        return web

    def open_door(self, app: ASGIApp, is_for: Callable[[str], bool]) -> None:
        """Let one more application answer what is for it, before the page."""
        self._doors.append((app, is_for))

    def let_go(self) -> None:
        """End the feeds of all pages; they ask again, and find out whether the node is there."""
        self._page.state.web.feed.end_all()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a request through its door; the lifespan is the page's."""
        for app, is_for in self._doors if scope["type"] == "http" else ():
            if is_for(scope["path"]):
                await app(scope, receive, send)
                return
        is_peer = scope["type"] == "http" and (scope["path"] + "/").startswith(PREFIX + "/")
        await (self._peers if is_peer else self._page)(scope, receive, send)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The shipped gazetteer, read once for all nodes of a process."""
    return load_gazetteer(files("commonground").joinpath("data", "gazetteer.json").read_bytes())


def _page(running: RunningNode, page: dict[str, Any]) -> Starlette:
    settings = Settings(
        secure_cookie=running.config.web.secure_cookie,
        open_content=running.open_content,
        story=running.told,
        label=label_of(running.config.label),
        ordered_copies=running.config.ordered_copies,
        pulls=running.pulls,
        **page,
    )
    return make_app(running.node, gazetteer(), settings=settings)
