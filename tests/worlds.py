"""Rooms of several nodes in one process, with a clock and salts that a test decides: the worlds of the tests."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commonground.errors import Unavailable
from commonground.geo.footprint import Circle
from commonground.geo.interval import Altitude
from commonground.geo.volume import Volume
from commonground.log.heads import commit_hmac
from commonground.log.keys import SigningKey
from commonground.picture.blocks import Place, Text
from commonground.picture.charter import Area, Charter, Party, Text3, heads_log, log_to
from commonground.picture.entity import Notice, Site
from commonground.picture.statement import Release
from commonground.record import replace
from commonground.room import federate
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.ports import PairRow, Salt, Shape, Standing
from commonground.room.submit import Command, Submitted, submit
from commonground.store.memory import MemoryStore
from commonground.store.sqlite import SqliteStore

T0_MS = 1_773_820_800_000  # 2026-03-18T08:00Z
HOUR_MS = 3_600_000
PARTIES = ("A", "B", "J")


class TestClock:
    """Stands still until it is told to go on."""

    __test__ = False

    def __init__(self, now_ms: int = T0_MS) -> None:
        self.ms = now_ms

    def now_ms(self) -> int:
        return self.ms

    def go_on(self, by_ms: int = 1000) -> None:
        self.ms += by_ms


class TestSalt:
    """The same salt for the same place of the same log, and the same id for the same content."""

    __test__ = False

    def __init__(self, seed: bytes = b"world", commit: Callable[[bytes, bytes], bytes] = commit_hmac) -> None:
        self._seed = seed
        self._commit = commit

    def salt(self, origin: str, index: int) -> bytes:
        return hmac.new(self._seed, f"{origin}|{index}".encode(), hashlib.sha256).digest()

    def new_id(self, prefix: str, content: bytes) -> str:
        return f"{prefix}-{hmac.new(self._seed, content, hashlib.sha256).hexdigest()[:8].upper()}"

    def commit(self, salt: bytes, text: bytes) -> bytes:
        return self._commit(salt, text)


def charter(**changes: Any) -> Charter:
    """A charter of three parties over the Levant; J is the custodian."""
    parties = tuple(
        Party(
            id=party,
            letter=party,
            shape=shape,  # type: ignore[arg-type]
            name=Text3(en=f"Centre {party}"),
            short=Text3(en=party),
            identity_key=key(party).verifier.encode(),
            node_key=key(party).verifier.encode(),
            custodian=party == "J",
        )
        for party, shape in zip(PARTIES, ("square", "disc", "outline"), strict=True)
    )
    values: dict[str, Any] = {
        "schema": "commonground/charter/1",
        "room": "test",
        "title": Text3(en="Test room"),
        "zone": "Asia/Damascus",
        "languages": ("en", "ar", "ru"),
        "parties": parties,
        "posts": ("watch_officer", "humanitarian_liaison", "custodian"),
        "area": Area(
            lon_nd_min=33 * 10**9, lat_nd_min=29 * 10**9, lon_nd_max=43 * 10**9, lat_nd_max=38 * 10**9
        ),
    }
    return Charter(**{**values, **changes})


def key(party: str) -> SigningKey:
    """The node key of a party in every test."""
    return SigningKey.from_seed(hashlib.sha256(f"key of {party}".encode()).digest(), f"{party}.test.invalid")


@dataclass
class World:
    """Nodes of all parties and the wires between them; `cut` wires carry nothing."""

    nodes: dict[str, Node]
    clock: TestClock
    cut: set[frozenset[str]] = field(default_factory=set)

    def room(self, party: str) -> Room:
        return self.nodes[party].room

    def say(self, party: str, command: Command) -> Submitted:
        """Submit at one node; nothing travels yet."""
        return self.nodes[party].run_now(lambda room: submit(room, command))

    def carry(self, sender: str, receiver: str) -> int:
        """Carry everything that `receiver` may read of `sender`, and its cosignatures back."""
        if frozenset((sender, receiver)) in self.cut:
            raise Unavailable("the wire is cut")
        carried = 0
        for origin in federate.readable_origins(self.room(receiver), sender):
            while True:
                start = self.room(receiver).ledger.size(origin)
                page = self.nodes[sender].run_now(
                    lambda room, o=origin, s=start: federate.serve_page(room, receiver, o, s, 1000)
                )
                if page is None:
                    break
                accepted = self.nodes[receiver].run_now(
                    lambda room, p=page: federate.accept_page(room, sender, p)
                )
                self.nodes[sender].run_now(
                    lambda room, a=accepted: federate.accept_cosignature(
                        room, receiver, a.origin, a.size, a.line
                    )
                )
                carried += len(page.rows)
        return carried

    def carry_all(self) -> int:
        """Carry between all pairs whose wire is not cut."""
        return sum(
            self.carry(sender, receiver)
            for sender in self.nodes
            for receiver in self.nodes
            if sender != receiver and frozenset((sender, receiver)) not in self.cut
        )

    def log(self, author: str, recipient: str) -> str:
        return log_to(self.room(author).charter, author, recipient)

    def heads(self, author: str) -> str:
        return heads_log(self.room(author).charter, author)


def make_world(
    *,
    folder: Path | None = None,
    parties: tuple[str, ...] = PARTIES,
    salt: Salt | None = None,
    clock: TestClock | None = None,
    agreed: Charter | None = None,
) -> World:
    """A world of fresh nodes: in memory, or with SQLite stores in `folder`."""
    agreed = agreed or charter()
    clock = clock or TestClock()
    nodes = {party: make_node(party, agreed, clock, salt or TestSalt(), folder=folder) for party in parties}
    return World(nodes=nodes, clock=clock)


def make_node(party: str, agreed: Charter, clock: TestClock, salt: Salt, folder: Path | None = None) -> Node:
    """One node, loaded and without a thread: commands run in the test's own."""
    store = MemoryStore() if folder is None else SqliteStore(folder / f"{party}.sqlite")
    return open_node(party, agreed, clock, salt, store)


def open_node(party: str, agreed: Charter, clock: Any, salt: Any, store: Any) -> Node:
    """A node over a store that is already open."""
    from commonground.room.node import load_room

    room = Room(
        charter=agreed,
        party=party,
        store=store,
        clock=clock,
        salt=salt,
        key=key(party),
        verifiers={other: key(other).verifier for other in PARTIES},
    )
    node = Node(room)
    load_room(room)
    return node


def standing(key: str, **changes: Any) -> Standing:
    """How a notice stands in a store of which nobody asks what it says."""
    return replace(Standing(key, "notice", 1, "establish", "uav", "", 0, 10), **changes)


SHAPE = Shape(2, 7, b"drawn")


def pair_row(a: str, b: str, known_from_ms: int, mark: int = 1) -> PairRow:
    """A conflict of two notices; `mark` is the version of the second, by which a test knows it again."""
    return PairRow(a, b, known_from_ms, "notice", 1, mark, known_from_ms, 0, 10)


# -- things to say ----------------------------------------------------------------------------------------------


def nd(degrees: float) -> int:
    """Degrees as integer nanodegrees."""
    return round(degrees * 1e9)


def ft(feet: int, reference: str = "AMSL") -> Altitude:
    return Altitude(value_tmm=feet * 3048, reference=reference, unit="FT")  # type: ignore[arg-type]


def circle(lon: float, lat: float, radius_m: float) -> Circle:
    return Circle(center=(nd(lon), nd(lat)), radius_tmm=round(radius_m * 10_000))


def volume(
    lon: float = 36.5,
    lat: float = 33.0,
    radius_m: float = 5_000,
    *,
    from_ms: int = T0_MS + 48 * HOUR_MS,
    until_ms: int | None = None,
    lower_ft: int = 1_000,
    upper_ft: int = 8_000,
) -> Volume:
    return Volume(
        footprint=circle(lon, lat, radius_m),
        lower=ft(lower_ft),
        upper=ft(upper_ft),
        from_ms=from_ms,
        until_ms=until_ms if until_ms is not None else from_ms + 2 * HOUR_MS,
    )


def notice(*volumes: Volume, activity_class: str = "patrol", text: str = "stay below") -> Notice:
    return Notice(
        activity_class=activity_class,  # type: ignore[arg-type]
        volumes=volumes or (volume(),),
        crew="manned",
        controlling_post="airspace",
        contact="line",
        remarks=Text(lang="en", text=text),
    )


def site(lon: float = 36.5, lat: float = 33.0, name: str = "Clinic", **changes: Any) -> Site:
    values: dict[str, Any] = {
        "name": Text3(en=name),
        "category": "clinic",
        "status": "active",
        "verification": "V0",
        "valid_until_ms": T0_MS + 90 * 24 * HOUR_MS,
        "last_revalidated_ms": T0_MS,
        "place": Place(lon_nd=nd(lon), lat_nd=nd(lat), radius_tmm=0, precision="exact", how_obtained="gps"),
        "submitter": "Relief",
    }
    return Site(**{**values, **changes})


def announce(body: Notice, *to: str, post: str = "watch_officer", **changes: Any) -> Command:
    values: dict[str, Any] = {
        "kind": "notice",
        "action": "establish",
        "post": post,
        "body": body,
        "releases": tuple(Release(party=party) for party in to),
    }
    return Command(**{**values, **changes})


def report(body: Site, *to: str | Release, post: str = "humanitarian_liaison", **changes: Any) -> Command:
    releases = tuple(one if isinstance(one, Release) else Release(party=one) for one in to)
    values: dict[str, Any] = {
        "kind": "site",
        "action": "establish",
        "post": post,
        "body": body,
        "releases": releases,
        "channel_class": "HUMANITARIAN",
    }
    return Command(**{**values, **changes})
