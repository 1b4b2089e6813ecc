"""A node that hears from 49 other parties: how soon a screen has its data, a FLASH its screens, a clock its moment.

100,000 statements stand in the node's picture, 10,000 clocks run. Every answer is asked for over HTTP of a node in a
process of its own, with the bodies read to their last byte.
"""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
from tests.served import AREA, now_ms, on_free_ports
from tests.worlds import HOUR_MS, T0_MS, World, announce, notice, report, site

from bench.figure import Figure, Stopwatch
from bench.nodes import PASSWORD, _sign_in, served_at
from bench.rooms import some_volume
from commonground.compose.charter_files import load_charter
from commonground.compose.nodes import make_room, open_store
from commonground.compose.rooms import PartyPlan, RoomPlan, init_room
from commonground.compose.sources import SystemClock, SystemSalt
from commonground.config import NodeConfig, read_config, write_config
from commonground.key_files import read_key
from commonground.picture.charter import Clocks, Text3
from commonground.picture.line import Call
from commonground.picture.statement import Release
from commonground.record import replace
from commonground.room.command import Command
from commonground.room.context import Room
from commonground.room.node import Node, load_room
from commonground.room.submit import submit
from commonground.store.memory import MemoryStore
from commonground.web.auth import User, add_user, hash_password

CLOCKS = Clocks(
    flash_overdue_ms=2_000,
    flash_deputy_ms=4_000,
    flash_chief_ms=8_000,
    flash_all_ms=12_000,
    flash_flood_count=1_000,
)
"""The ladder climbs faster than it should, so that a run need not last for ten minutes, and no call is folded."""
SHAPES = ("square", "disc", "outline")
PARTIES = tuple(f"{chr(65 + number // 3)}{number % 3 + 1}" for number in range(50))
HEARER, CALLER = PARTIES[0], PARTIES[1]
NOTICES_EACH, SITES_EACH, CALLS_EACH = 1_600, 241, 200
SCREENS = ("/api/picture", "/api/agreements", "/api/roster", "/api/members", "/api/handover")
SETTLES_S = 20
"""What a start found is read into clocks beside; no page waits for that, but all share two cores with it."""
ASKED, PUSHED, PAGES, CALLED = 100, 10, 200, 30
LADDER = ("deputy", "duty_chief", "every_post")


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        configs = room_of_fifty(Path(folder))
        fill(configs)
        urls = {}
        for party in (HEARER, CALLER):
            write_config(Path(folder) / f"bench-{party}.toml", configs[party])
            urls[party] = f"http://127.0.0.1:{configs[party].listen.port}"
        paths = {party: Path(folder) / f"bench-{party}.toml" for party in urls}
        with served_at(paths[HEARER], urls[HEARER]), served_at(paths[CALLER], urls[CALLER]):
            return [*_screens(urls[HEARER]), _pushes(urls), _ladders(urls)]


def _screens(url: str) -> Iterator[Figure]:
    """What a page asks for when it opens, read to the last byte; the first answer after a start is not counted."""
    client, _ = _sign_in(url)
    client.get(SCREENS[0]).raise_for_status()
    time.sleep(SETTLES_S)
    for screen in SCREENS:
        watch, size = Stopwatch(), 0
        if client.get(screen).status_code == 404:
            continue
        for _ in range(ASKED):
            with watch.lap():
                answer = client.get(screen).raise_for_status()
            size = int(answer.num_bytes_downloaded)
        how = f"median {watch.median * 1000:.0f} ms, {size // 1000} kB on the wire"
        yield Figure(f"data of {screen}, p99", watch.percentile(0.99) * 1000, "ms", "300 ms", 300, note=how)


def _pushes(urls: dict[str, str]) -> Figure:
    """STOP is pressed at the caller: until the last of 200 open pages of the hearer has its row."""
    return asyncio.run(_push_all(urls))


async def _push_all(urls: dict[str, str]) -> Figure:
    caller, headers = _sign_in(urls[CALLER])
    watch = Stopwatch()
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=urls[HEARER], timeout=None, limits=limits) as pages:
        cookies = [_sign_in(urls[HEARER])[0].cookies for _ in range(PAGES // 10)]
        heard: asyncio.Queue[str] = asyncio.Queue()
        cursor = (await pages.get("/api/picture", cookies=cookies[0])).raise_for_status().json()["cursor"]
        tasks = [
            asyncio.create_task(_follow(pages, cookies[n % len(cookies)], cursor, heard))
            for n in range(PAGES)
        ]
        while heard.qsize() < PAGES:  # each page says that it is connected
            await asyncio.sleep(0.05)
        for _ in range(1 + PUSHED):
            while not heard.empty():
                heard.get_nowait()
            begun = time.perf_counter()
            placed = await asyncio.to_thread(_place, caller, headers)
            for _ in range(PAGES):
                while await asyncio.wait_for(heard.get(), 30) != placed:
                    pass
            watch.laps.append(time.perf_counter() - begun)
        for task in tasks:
            task.cancel()
    # The first after a start waits until the two nodes have found each other.
    first = watch.laps.pop(0)
    how = f"median {watch.median:.2f} s of {PUSHED}, two processes; {first:.1f} s for the first after both started"
    return Figure(f"a FLASH on {PAGES} screens, worst", max(watch.laps), "s", "1 s", 1, note=how)


def _place(client: httpx.Client, headers: dict[str, str]) -> str:
    body = {"to": HEARER, "precedence": "FLASH", "channel_class": "SAFETY"}
    answer = client.post("/api/calls", json=body, headers=headers).raise_for_status().json()
    return str(answer["key"])


async def _follow(
    pages: httpx.AsyncClient, cookies: httpx.Cookies, cursor: int, heard: asyncio.Queue[str]
) -> None:
    """One page: every key of a call that comes down its feed, each once."""
    seen: set[str] = set()
    async with pages.stream("GET", "/api/feed", params={"cursor": cursor}, cookies=cookies) as feed:
        heard.put_nowait("connected")
        async for line in feed.aiter_lines():
            if line.startswith("data:") and '"calls"' in line:
                for row in json.loads(line[5:]).get("calls", []):
                    if row["key"] not in seen:
                        seen.add(row["key"])
                        heard.put_nowait(row["key"])


def _ladders(urls: dict[str, str]) -> Figure:
    """FLASH calls that nobody takes: how long after its moment each rung was climbed."""
    caller, headers = _sign_in(urls[CALLER])
    hearer, _ = _sign_in(urls[HEARER])
    placed = set()
    for _ in range(CALLED):
        placed.add(_place(caller, headers))
        time.sleep(0.2)
    time.sleep((CLOCKS.flash_all_ms + 3_000) / 1000)
    rows = hearer.get("/api/picture").raise_for_status().json()["calls"]["rows"]
    moments = dict(
        zip(LADDER, (CLOCKS.flash_deputy_ms, CLOCKS.flash_chief_ms, CLOCKS.flash_all_ms), strict=True)
    )
    late_ms = [
        rung["at_ms"] - row["clock_from_ms"] - moments[rung["step"]]
        for row in rows
        if row["key"] in placed
        for rung in row["rungs"]
        if rung["step"] in moments
    ]
    how = f"{len(late_ms)} of {CALLED * len(LADDER)} rungs climbed, {10_000:,} clocks open beside them"
    return Figure(
        "a clock fires after its moment, worst", max(late_ms, default=1e9) / 1000, "s", "1 s", 1, note=how
    )


# -- the room -------------------------------------------------------------------------------------------------------


def room_of_fifty(folder: Path) -> dict[str, NodeConfig]:
    """Keys, charter and configurations of fifty parties."""
    plan = RoomPlan(
        room="fifty", title=Text3(en="Fifty"), zone="Asia/Damascus", area=AREA, clocks=CLOCKS,
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
        nodes[party].run_now(partial(_add, user=user))
    draw = random.Random(20160227)
    for party in PARTIES[1:]:
        node = nodes.get(party) or _node(configs[party], party, clock, kept=False)
        node.run_now(partial(_say, draw=draw))
        World(nodes={party: node, HEARER: nodes[HEARER]}, clock=clock).carry(party, HEARER)  # type: ignore[arg-type]
    for node in nodes.values():
        node.stop()


def _add(room: Room, user: User) -> None:
    add_user(room.store, user)


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
    for number in range(CALLS_EACH):
        call = Call(to=HEARER, number=number + 1, t_placed_ms=room.clock.now_ms())
        submit(room, Command(kind="call", action="establish", post="watch_officer", body=call,
                             precedence="ROUTINE", releases=(Release(party=HEARER),)))  # fmt: skip
