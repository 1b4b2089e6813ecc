"""The demonstration room: two centres and a joint office on this machine, filled with a week that never took place.

What is in it is said by the nodes themselves, through the same submit, release, mirror and cosign as anything else,
with a clock that is set to past times; every signature in it holds. The room's charter says that it is a
demonstration, and every screen shows it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ..config import NodeConfig, Taxii, read_config, write_config
from ..errors import Refused
from ..key_files import read_key
from ..picture.charter import Area, Clocks, Text3
from ..protocols.stix.pull.source import Source, add_source
from ..record import replace
from ..room.context import Room
from ..room.node import Node, load_room
from .accounts import MACHINE, Account, draw_accounts, keep_accounts, keep_machines
from .charter_files import load_charter
from .filling import Filling
from .nodes import make_room, open_store
from .rooms import PORT, PartyPlan, RoomPlan, init_room
from .showing.terms import let_fly
from .sources import SetClock, SystemClock, SystemSalt

DAY_MS = 86_400_000
MADE_BEFORE_MS = 8 * DAY_MS
HEADS_INTERVAL_MS = 60_000
GAP_MS = 30 * 60_000
"""Whoever tries the room alone sits at one centre at a time; a real room alarms after five minutes."""

SOURCE = "J"
"""Whose server the centres may read over TAXII."""

PARTIES = (
    PartyPlan("A", "square", Text3(en="North Centre", ar="مركز الشمال", ru="Центр «Север»"),
              Text3(en="North", ar="الشمال", ru="Север")),
    PartyPlan("B", "disc", Text3(en="South Centre", ar="مركز الجنوب", ru="Центр «Юг»"),
              Text3(en="South", ar="الجنوب", ru="Юг")),
    PartyPlan("J", "outline", Text3(en="Joint Office", ar="المكتب المشترك", ru="Совместное бюро"),
              Text3(en="Joint", ar="المشترك", ru="Бюро"), custodian=True),
)  # fmt: skip
AREA = Area(lon_nd_min=24 * 10**9, lat_nd_min=11 * 10**9, lon_nd_max=60 * 10**9, lat_nd_max=43 * 10**9)
"""The base map, so that every public health facility on it can be reported. A real room agrees on a smaller area."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A demonstration room: its configuration files, who can sign in where, and the password of its machines."""

    configs: list[Path]
    accounts: list[Account]
    machine_password: str = ""


def demo_plan() -> RoomPlan:
    """What the parties of the demonstration agree on."""
    return RoomPlan(
        room="demo",
        title=Text3(en="Demonstration room", ar="غرفة العرض التوضيحي", ru="Демонстрационная комната"),
        zone="Asia/Damascus", area=AREA, parties=PARTIES,
        clocks=Clocks(heads_interval_ms=HEADS_INTERVAL_MS, gap_ms=GAP_MS),
        demonstration=True, mandatory_posts=("watch_officer",), post_languages={"interpreter": ("ar", "ru")},
    )  # fmt: skip


def init_demo(folder: Path, *, now_ms: int | None = None, port: int = PORT) -> Demo:
    """Make and fill a demonstration room. It appears in `folder` whole or not at all.

    `Refused` when `folder` holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty", field="folder")
    now_ms = SystemClock().now_ms() if now_ms is None else now_ms
    partial = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    paths = init_room(partial, demo_plan(), now_ms - MADE_BEFORE_MS, port=port)
    let_fly(paths)
    for path in paths:
        config = replace(read_config(path), taxii=Taxii(enabled=True))
        path.unlink()
        write_config(path, config)
    accounts, machine_password = _fill([read_config(path) for path in paths], now_ms)
    if folder.exists():
        folder.rmdir()
    partial.rename(folder)
    return Demo([folder / path.name for path in paths], accounts, machine_password)


def _fill(configs: list[NodeConfig], now_ms: int) -> tuple[list[Account], str]:
    clock = SetClock(now_ms - MADE_BEFORE_MS)
    nodes = {config.party: _node(config, clock) for config in configs}
    try:
        with ThreadPoolExecutor(max_workers=1) as pool:
            drawn = pool.submit(draw_accounts)  # most of it outside the interpreter's lock
            Filling(nodes, clock, now_ms).fill()
            accounts, machine_password = keep_accounts(nodes, drawn.result()), keep_machines(nodes)
            for config in configs:
                if SOURCE in config.peers:
                    reads = _reads_source(config.party, config.peers[SOURCE], machine_password, now_ms)
                    nodes[config.party].run_now(reads)
            return accounts, machine_password
    finally:
        for node in nodes.values():
            node.stop()


def _reads_source(party: str, url: str, password: str, now_ms: int) -> Callable[[Room], None]:
    """What the joint office shows the machines of a party is a source that a person reads when asked to."""
    source = Source(
        name="Joint Office over TAXII", url=f"{url}/taxii2/", auth="basic", user=f"{MACHINE}-{party.lower()}",
        secret=password, reliability="C",
    )  # fmt: skip
    return lambda room: add_source(room.store, source, now_ms)


def _node(config: NodeConfig, clock: SetClock) -> Node:
    """A node without a thread and without waiting for the disk: a fill that is broken off leaves no room."""
    charter = load_charter(config.path(config.charter))
    key = read_key(config.path(config.key))
    folder = config.path(config.data)
    folder.mkdir(parents=True, exist_ok=True)
    node = Node(make_room(charter, config.party, key, open_store(folder, "OFF"), clock, SystemSalt()))
    load_room(node.room)
    return node
