"""A small room for the pages: three nodes over HTTP on this machine, with a few sites and notices said hours ago.

What is in it was said through the same submit, mirror and cosign as anything else, by a clock that was set back, so
that lead times, arrivals and "as of" are what they would have been.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from commonground.compose.charter_files import load_charter
from commonground.compose.demo import PARTIES
from commonground.compose.nodes import make_room, open_node, open_store
from commonground.compose.rooms import RoomPlan, init_room
from commonground.compose.serving import Open
from commonground.compose.sources import SystemSalt
from commonground.config import NodeConfig, read_config
from commonground.geo.footprint import Circle, Corridor, Polygon
from commonground.geo.volume import Volume
from commonground.key_files import read_key
from commonground.picture.blocks import Place, Text, Translation
from commonground.picture.charter import POSTS, Area, Clocks, Text3
from commonground.picture.entity import Notice
from commonground.picture.statement import Release
from commonground.record import replace
from commonground.room.node import Node, load_room
from commonground.web.auth import create_user
from tests.served import Served, free_ports
from tests.worlds import HOUR_MS, TestClock, World, announce, ft, nd, report, site

PASSWORD = "nine kilometres east"
USERS = {"A": "north", "B": "south", "J": "joint"}
SAID_BEFORE_MS = 3 * HOUR_MS
DAY_MS = 24 * HOUR_MS
AREA = Area(lon_nd_min=33 * 10**9, lat_nd_min=29 * 10**9, lon_nd_max=43 * 10**9, lat_nd_max=38 * 10**9)
_CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@dataclass
class PageRoom:
    """A room whose nodes serve pages. `keys` are names of this file for what was said: `hospital` -> `J/S-...`."""

    served: Served
    configs: dict[str, NodeConfig]
    keys: dict[str, str] = field(default_factory=dict)

    def url(self, party: str) -> str:
        """Where the page of a party is."""
        return self.configs[party].url


@contextmanager
def page_room(
    folder: Path,
    *,
    change: Callable[[NodeConfig], NodeConfig] = lambda config: config,
    open_one: Open = open_node,
    **clocks: int,
) -> Iterator[PageRoom]:
    """Make, fill and serve a room; `clocks` are those of its charter that differ, `change` alters a node's file."""
    configs = {party: change(config) for party, config in _room_files(folder, Clocks(**clocks)).items()}
    keys = _fill(configs, time.time_ns() // 1_000_000)
    with Served(configs, open_one) as served:
        served.start(*configs)
        served.confirmed(*configs)
        yield PageRoom(served, configs, keys)


def _room_files(folder: Path, clocks: Clocks) -> dict[str, NodeConfig]:
    made_ms = time.time_ns() // 1_000_000 - 2 * DAY_MS
    plan = RoomPlan(
        room="pages", title=Text3(en="Trial room", ar="غرفة التجربة", ru="Пробная комната"), zone="Asia/Damascus",
        area=AREA, parties=PARTIES, clocks=clocks, demonstration=True,
    )  # fmt: skip
    paths = init_room(folder, plan, made_ms)
    ports = {one.id: port for one, port in zip(PARTIES, free_ports(len(PARTIES)), strict=True)}
    configs = {}
    for path in paths:
        config = read_config(path)
        peers = {other: f"http://127.0.0.1:{ports[other]}" for other in config.peers}
        listen = replace(config.listen, port=ports[config.party])
        configs[config.party] = replace(config, listen=listen, peers=peers, synchronous="OFF")
    return configs


def _fill(configs: dict[str, NodeConfig], now_ms: int) -> dict[str, str]:
    clock = TestClock(now_ms - SAID_BEFORE_MS)
    nodes = {party: _node(config, clock) for party, config in configs.items()}
    world = World(nodes, clock)
    try:
        keys = _say_sites(world, now_ms)
        clock.go_on(60_000)
        world.carry_all()
        keys |= _say_notices(world, now_ms)
        clock.go_on(1_000)
        world.carry_all()
        for party, node in nodes.items():
            node.run_now(partial(_add_people, party=party))
    finally:
        for node in nodes.values():
            node.stop()
    return keys


def _node(config: NodeConfig, clock: TestClock) -> Node:
    charter = load_charter(config.path(config.charter))
    folder = config.path(config.data)
    folder.mkdir(parents=True, exist_ok=True)
    key = read_key(config.path(config.key))
    node = Node(make_room(charter, config.party, key, open_store(folder, "OFF"), clock, SystemSalt()))
    load_room(node.room)
    return node


def _add_people(room: Any, party: str) -> None:
    create_user(room.store, USERS[party], f"Officer {party}", PASSWORD, True, ("en", "ar", "ru"), POSTS,
                hasher=_CHEAP)  # fmt: skip
    create_user(room.store, f"{USERS[party]}-2", f"Second {party}", PASSWORD, False, ("en",), ("watch_officer",),
                hasher=_CHEAP)  # fmt: skip


# -- what is said ------------------------------------------------------------------------------------------------


def _say_sites(world: World, now_ms: int) -> dict[str, str]:
    """Six sites of the joint office, released to both centres; one of them expires before anybody looks."""
    wanted: dict[str, dict[str, Any]] = {
        "hospital": {"lon": 36.30, "lat": 33.50, "category": "hospital",
                     "name": Text3(en="Nahr Hospital", ar="مستشفى النهر", ru="Больница Нахр")},
        "clinic": {"lon": 36.72, "lat": 34.73, "category": "clinic",
                   "name": Text3(en="West Clinic", ar="العيادة الغربية", ru="Западная клиника")},
        "school": {"lon": 37.16, "lat": 36.20, "category": "school",
                   "name": Text3(en="Hill School", ar="مدرسة التل", ru="Школа на холме")},
        "water": {"lon": 40.14, "lat": 35.34, "category": "water",
                  "name": Text3(en="River Pumps", ar="مضخات النهر", ru="Речные насосы")},
        "expired": {"lon": 35.95, "lat": 35.10, "category": "warehouse", "valid_until_ms": now_ms - HOUR_MS,
                    "name": Text3(en="Old Store", ar="المخزن القديم", ru="Старый склад")},
        "disputable": {"lon": 38.28, "lat": 34.55, "category": "food",
                       "name": Text3(en="Palm Bakery", ar="مخبز النخيل", ru="Пекарня «Пальма»")},
    }  # fmt: skip
    releases = tuple(Release(party=party, precision="exact", custodian_may_warn=True) for party in "AB")
    keys = {}
    for name, values in wanted.items():
        values = {"valid_until_ms": now_ms + 80 * DAY_MS, "last_revalidated_ms": now_ms - DAY_MS} | values
        body = replace(site(values.pop("lon"), values.pop("lat")), **values)
        said = world.say("J", report(body, *releases))
        keys[name] = said.version.key
    return keys


def _say_notices(world: World, now_ms: int) -> dict[str, str]:
    """One notice of each state and shape, by both centres and the joint office."""
    hour = HOUR_MS
    day, soon = now_ms // DAY_MS * DAY_MS, now_ms // hour * hour
    north = Circle(center=(nd(36.9), nd(36.6)), radius_tmm=150_000_000)
    ring = Polygon(
        rings=(((nd(38.0), nd(35.0)), (nd(38.6), nd(35.0)), (nd(38.6), nd(35.4)), (nd(38.0), nd(35.4))),)
    )
    way = Corridor(
        path=((nd(35.6), nd(33.2)), (nd(36.1), nd(32.8)), (nd(36.8), nd(32.7))), width_tmm=60_000_000
    )
    wide = Circle(center=(nd(39.6), nd(33.8)), radius_tmm=250_000_000)
    wanted = (
        ("planned", "A", "B", "patrol", ring, day + 52 * hour, 3 * hour),
        ("active", "B", "A", "uav", north, now_ms - 2 * hour, 6 * hour),
        ("late", "A", "B", "hazardous", wide, now_ms + 2 * hour, 2 * hour),
        ("ended", "B", "A", "transit", Circle(center=(nd(41.2), nd(36.4)), radius_tmm=90_000_000),
         now_ms - 150 * 60_000, hour),
        ("movement", "J", "AB", "humanitarian_movement", way, soon + 18 * hour, 5 * hour),
    )  # fmt: skip
    keys = {}
    for name, author, to, kind, ground, from_ms, lasts_ms in wanted:
        body = notice_over(ground, from_ms, lasts_ms, kind)
        keys[name] = world.say(author, announce(body, *to)).version.key
    return keys


def notice_over(ground: Any, from_ms: int, lasts_ms: int, kind: str = "patrol") -> Notice:
    """A notice over some ground, with remarks in three languages."""
    words = Text(
        lang="en", text="Stay above the block.",
        translations=(Translation(lang="ar", text="ابقوا فوق الطبقة.", made_by="human"),
                      Translation(lang="ru", text="Держитесь выше слоя.", made_by="machine")),
    )  # fmt: skip
    volume = Volume(
        footprint=ground, lower=ft(2_000), upper=ft(9_000), from_ms=from_ms, until_ms=from_ms + lasts_ms
    )
    return Notice(
        activity_class=kind, volumes=(volume,), crew="unmanned" if kind == "uav" else "manned",  # type: ignore[arg-type]
        controlling_post="airspace", contact="line", remarks=words,
    )  # fmt: skip


def place_of(lon: float, lat: float) -> Place:
    """An exact place."""
    return Place(lon_nd=nd(lon), lat_nd=nd(lat), radius_tmm=0, precision="exact", how_obtained="gps")
