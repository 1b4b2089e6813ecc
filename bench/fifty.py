"""A node that hears from 49 other parties: how soon a screen has its data, a FLASH its screens, a clock its moment.

100,000 statements stand in the node's picture, 10,000 clocks run. Every answer is asked for over HTTP of a node in a
process of its own, with the bodies read to their last byte.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.served import AREA, now_ms, on_free_ports
from tests.worlds import HOUR_MS, T0_MS, World, announce, notice, report, site

from bench.figure import Figure, Stopwatch
from bench.nodes import PASSWORD, _served, _sign_in
from bench.rooms import some_volume
from commonground.compose.charter_files import load_charter
from commonground.compose.nodes import make_room, open_store
from commonground.compose.rooms import PartyPlan, RoomPlan, init_room
from commonground.compose.sources import SystemClock, SystemSalt
from commonground.config import NodeConfig, read_config, read_key, write_config
from commonground.picture.charter import Clocks, Text3
from commonground.record import replace
from commonground.room.context import Room
from commonground.room.node import Node, load_room
from commonground.room.submit import submit
from commonground.store.memory import MemoryStore
from commonground.web.auth import User, add_user, hash_password

SHAPES = ("square", "disc", "outline")
PARTIES = tuple(f"{chr(65 + number // 3)}{number % 3 + 1}" for number in range(50))
HEARER, CALLER = PARTIES[0], PARTIES[1]
NOTICES_EACH, SITES_EACH = 1_800, 241
SCREENS = ("/api/picture",)
ASKED = 100


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        configs = room_of_fifty(Path(folder))
        fill(configs)
        path = Path(folder) / "bench.toml"
        write_config(path, configs[HEARER])
        url = f"http://127.0.0.1:{configs[HEARER].listen.port}"
        with _served(path, url):
            return list(_screens(url))


def _screens(url: str) -> Iterator[Figure]:
    client, _ = _sign_in(url)
    for screen in SCREENS:
        watch, size = Stopwatch(), 0
        client.get(screen).raise_for_status()
        for _ in range(ASKED):
            with watch.lap():
                answer = client.get(screen).raise_for_status()
            size = int(answer.num_bytes_downloaded)
        how = f"median {watch.median * 1000:.0f} ms, {size // 1000} kB on the wire"
        yield Figure(f"data of {screen}, p99", watch.percentile(0.99) * 1000, "ms", "300 ms", 300, note=how)


# -- the room -------------------------------------------------------------------------------------------------------


def room_of_fifty(folder: Path) -> dict[str, NodeConfig]:
    """Keys, charter and configurations of fifty parties."""
    plan = RoomPlan(
        room="fifty", title=Text3(en="Fifty"), zone="Asia/Damascus", area=AREA, clocks=Clocks(),
        parties=[
            PartyPlan(party, SHAPES[number % 3], Text3(en=party), Text3(en=party))  # type: ignore[arg-type]
            for number, party in enumerate(PARTIES)
        ],
    )  # fmt: skip
    paths = init_room(folder, plan, now_ms() - 60_000)
    return on_free_ports({party: read_config(path) for party, path in zip(PARTIES, paths, strict=True)})


def fill(configs: dict[str, NodeConfig]) -> None:
    """Let 49 parties tell the hearer; only the hearer and the caller keep what they said."""
    clock = SystemClock()
    nodes: dict[str, Node] = {}
    for party in (HEARER, CALLER):
        nodes[party] = _node(configs[party], party, clock)
        user = User(id="officer", name="Officer", password_hash=hash_password(PASSWORD), admin=True,
                    languages=("en",), posts=("watch_officer",))  # fmt: skip
        nodes[party].run_now(lambda room, user=user: add_user(room.store, user))
    draw = random.Random(20160227)
    for party in PARTIES[1:]:
        node = nodes.get(party) or _node(configs[party], party, clock, kept=False)
        node.run_now(partial(_say, draw=draw))
        World(nodes={party: node, HEARER: nodes[HEARER]}, clock=clock).carry(party, HEARER)  # type: ignore[arg-type]
    for node in nodes.values():
        node.stop()


def _node(config: NodeConfig, party: str, clock: SystemClock, *, kept: bool = True) -> Node:
    charter = load_charter(config.path(config.charter))
    folder = config.path(config.data)
    folder.mkdir(parents=True, exist_ok=True)
    store = open_store(folder, "OFF") if kept else MemoryStore()
    room = make_room(charter, party, read_key(config.path(config.key)), store, clock, SystemSalt())
    load_room(room)
    return Node(room)


def _say(room: Room, draw: random.Random) -> None:
    shift_ms = room.clock.now_ms() - T0_MS - 48 * HOUR_MS
    for _ in range(NOTICES_EACH):
        one = some_volume(draw)
        moved = replace(
            one,
            from_ms=one.from_ms + shift_ms,
            until_ms=max(one.until_ms + shift_ms, room.clock.now_ms() + 60_000),
        )
        submit(room, announce(notice(moved), HEARER, immediate=True))
    for number in range(SITES_EACH):
        body = site(34 + draw.random() * 8, 30 + draw.random() * 7, f"Clinic {room.party} {number}")
        submit(room, report(replace(body, valid_until_ms=room.clock.now_ms() + 80 * 24 * HOUR_MS), HEARER))
