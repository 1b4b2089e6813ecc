"""Durable announcements a second, from 1 to 128 clients of one node: decoded, checked, appended, released.

The workload is intents of 1 to 50 volumes (5.4 on average), half circles of 50 m to 5 km, half polygons of 4 to 40
vertices, round fifty towns in six by six degrees during one week. Every announcement starts as JSON bytes and
is done when its future is: its line stands in the own log, its form in the log to one
recipient, both under signed checkpoints, committed by SQLite with synchronous=FULL. Salts and ids are those of a node.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import math
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.worlds import HOUR_MS, T0_MS, announce, charter, make_world, nd

from bench.figure import Figure, Stopwatch
from commonground.compose.sources import SystemSalt
from commonground.picture.charter import Area, Charter
from commonground.picture.entity import Notice
from commonground.record import decode
from commonground.room.announce import Announce
from commonground.room.node import Node
from commonground.room.submit import Submitted, submit

WEEK_H = 7 * 24
CLIENTS = (1, 8, 64, 128)
ROOMS = (10_000, 100_000, 1_000_000)
MEASURED = 4_000


def run() -> list[Figure]:
    figures = []
    for volumes in ROOMS:
        with tempfile.TemporaryDirectory() as folder:
            world = make_world(
                folder=Path(folder), parties=("A", "B"), agreed=wide_charter(), salt=SystemSalt()
            )
            fill(world.nodes["A"], volumes)
            bodies = intents(random.Random(99))
            world.nodes["A"].start()
            for clients in CLIENTS:
                figures.append(
                    measure(world.nodes["A"], volumes, clients, list(itertools.islice(bodies, MEASURED)))
                )
            world.nodes["A"].stop()
    return figures


def wide_charter() -> Charter:
    """The charter of the tests over the area of the workload, for two parties."""
    agreed = charter()
    area = Area(lon_nd_min=nd(36), lat_nd_min=nd(30), lon_nd_max=nd(46), lat_nd_max=nd(40))
    return charter(parties=agreed.parties[:2], area=area)


def measure(node: Node, volumes: int, clients: int, bodies: list[bytes]) -> Figure:
    """All `bodies` announced by so many clients at once, each waiting for one before it sends the next.

    Clients are tasks of one event loop beside the node's writer, as they are in the process that serves a node.
    """
    waiting, watch = iter(bodies), Stopwatch()

    async def client() -> None:
        for data in waiting:
            begun = time.perf_counter()
            await announced(node, data)
            watch.laps.append(time.perf_counter() - begun)

    async def all_clients() -> None:
        await asyncio.gather(*(client() for _ in range(clients)))

    begun, begun_cpu = time.perf_counter(), time.process_time()
    asyncio.run(all_clients())
    seconds, cpu_s = time.perf_counter() - begun, time.process_time() - begun_cpu
    what = f"durable announces a second, {clients} clients, {volumes:,} volumes"
    how = (
        f"latency {watch.median * 1000:.2f} ms median, {watch.percentile(0.99) * 1000:.1f} ms p99; "
        f"{cpu_s / len(bodies) * 1e6:.0f} us of CPU each"
    )
    return Figure(what, len(bodies) / seconds, "/s", "3,000 /s", 3000, more_is_better=True, note=how)


async def announced(node: Node, data: bytes) -> Submitted:
    """What a route does: decode, announce to B, answer when it is on disk."""
    return await node.write(Announce(announce(decode(Notice, data), "B", immediate=True)))


def fill(node: Node, volumes: int) -> None:
    """Notices of A with so many volumes in all."""
    bodies, held = intents(random.Random(13)), 0
    while held < volumes:
        some = [decode(Notice, next(bodies)) for _ in range(100)]
        held += sum(len(one.volumes) for one in some)
        node.run_now(
            lambda room, some=some: [submit(room, announce(one, "B", immediate=True)) for one in some]
        )


# -- workload -----------------------------------------------------------------------------------------------------


def intents(draw: random.Random) -> Iterator[bytes]:
    """JSON bodies of notices, without end."""
    towns = _towns()
    weights = [1 / (rank + 1) ** 0.8 for rank in range(len(towns))]
    while True:
        yield json.dumps(_intent(draw, towns, weights)).encode()


def _towns() -> list[tuple[float, float, float]]:
    draw = random.Random(7)
    return [(draw.uniform(38.3, 43.7), draw.uniform(32.3, 37.7), draw.uniform(5, 30)) for _ in range(50)]


def _intent(
    draw: random.Random, towns: list[tuple[float, float, float]], weights: list[float]
) -> dict[str, object]:
    is_corridor = draw.random() >= 0.7
    count = min(50, 5 + int(draw.expovariate(0.128)) + 1) if is_corridor else draw.randint(1, 3)
    lon, lat = draw.uniform(38, 44), draw.uniform(32, 38)
    if draw.random() < 0.85:
        town_lon, town_lat, sigma_km = draw.choices(towns, weights)[0]
        lat = town_lat + draw.gauss(0, sigma_km) / 110.95
        lon = town_lon + draw.gauss(0, sigma_km) / (111.32 * math.cos(math.radians(town_lat)))
    low = draw.random() < 0.6
    base_m = draw.uniform(30, 300) if low else draw.uniform(300, 9500)
    thick_m = draw.uniform(30, 120) if low else draw.uniform(150, 1000)
    hour = draw.randrange(7) * 24 + min(max(draw.gauss(12, 4.5), 0), 23.9)
    minutes = math.exp(draw.uniform(math.log(10), math.log(360)))
    heading, step_km = draw.uniform(0, 2 * math.pi), 4.0 if is_corridor else 1.5
    volumes = []
    for number in range(count):
        at_lat = min(max(lat + step_km * number * math.sin(heading) / 110.95, 32), 38)
        at_lon = lon + step_km * number * math.cos(heading) / (111.32 * math.cos(math.radians(at_lat)))
        lasts_min = max(10.0, minutes / 6) if is_corridor else minutes
        from_min = hour * 60 + (number * lasts_min / 2 if is_corridor else 0)
        lower_m = min(max(base_m + draw.gauss(0, 20), 30), 9900)
        volumes.append(
            {
                "footprint": _footprint(draw, min(max(at_lon, 38), 44), at_lat),
                "lower": {"value_tmm": round(lower_m * 100) * 100, "reference": "W84", "unit": "M"},
                "upper": {
                    "value_tmm": round((lower_m + thick_m) * 100) * 100,
                    "reference": "W84",
                    "unit": "M",
                },
                "from_ms": T0_MS + HOUR_MS + round(from_min * 60) * 1000,
                "until_ms": T0_MS + HOUR_MS + round((from_min + lasts_min) * 60) * 1000,
            }
        )
    return {
        "activity_class": "uav", "volumes": volumes, "crew": "unmanned", "controlling_post": "airspace",
        "contact": "line", "remarks": {"lang": "en", "text": ""},
    }  # fmt: skip


def _footprint(draw: random.Random, lon: float, lat: float) -> dict[str, object]:
    if draw.random() < 0.5:
        radius_m = math.exp(draw.uniform(math.log(50), math.log(5000)))
        return {"type": "circle", "center": [nd(lon), nd(lat)], "radius_tmm": round(radius_m * 10_000)}
    corners, across_km = draw.randint(4, 40), math.exp(draw.uniform(0, math.log(20)))
    turn, ring = draw.uniform(0, 2 * math.pi), []
    for corner in range(corners):
        angle = turn + 2 * math.pi * (corner + draw.uniform(-0.35, 0.35)) / corners
        reach_km = across_km / 2 * math.sqrt(draw.uniform(0.3, 1.0))
        at_lat = lat + reach_km * math.sin(angle) / 110.95
        ring.append(
            [nd(lon + reach_km * math.cos(angle) / (111.32 * math.cos(math.radians(lat)))), nd(at_lat)]
        )
    return {"type": "polygon", "rings": [ring]}
