"""A DSS of ASTM F3548-21 in a process of its own, asked on loopback: flights a second, how long each waits.

In one square kilometre of a town, services plan flights of a quarter of an hour within one day, as near to each other
as they may be without a conflict. For each a service asks what is near, and sends the version numbers that it knows as
the key of its own flight; where another was faster it asks again. An answer comes when the flight stands in the own log
and in the log to the other party of the room, checked against everything for the conflict report, under signed
checkpoints, committed by SQLite with synchronous=FULL. A token is shown with every request, and no page is open.
The reference implementation (InterUSS) was not run: it agrees across machines on every change, which this one node does
not; so no figure here compares the two.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.airspace import SC, dss_configs, extent, intent, new_id
from tests.served import now_ms
from tests.tokens import RSA_KEY, pem, token

from bench.figure import Figure, Stopwatch
from bench.nodes import served_at
from commonground.compose.nodes import open_node
from commonground.config import NodeConfig, write_config
from commonground.protocols.f3548.codec.references import parse_put_intent
from commonground.record import replace
from commonground.room.airspace.intents import prepare_intent, put_intent
from commonground.room.context import Room

BASE = "/dss/v1/operational_intent_references"
LNG, LAT = 36.300, 33.500
STEP_LNG, STEP_LAT = 0.00216, 0.0018
MINUTE_MS, DAY_MS = 60_000, 86_400_000
CLIENTS, CREATED, HELD, QUERIES, CROWD, ROUNDS = 10, 3_000, 10_000, 200, 100, 10
AUDIENCE = "127.0.0.1"
HOW = "one node, SQLite FULL; the reference, which was not run, agrees across machines"


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        config = _config(Path(folder))
        path = Path(folder) / "bench.toml"
        write_config(path, config)
        with served_at(path, config.url):
            busy, crowd = asyncio.run(_busy(config.listen.port)), asyncio.run(_crowd(config.listen.port))
        _fill(config)
        with served_at(path, config.url):
            asked = asyncio.run(_asked(config.listen.port))
    return [*busy, crowd, asked]


# -- what is measured -----------------------------------------------------------------------------------------------


@dataclass
class Services:
    """What services know of each other's flights, and how long the node took for what they asked."""

    dice: random.Random
    start_ms: int
    slots: Iterator[tuple[int, int, int, int]]
    known: dict[str, str] = field(default_factory=dict)
    questions: Stopwatch = field(default_factory=Stopwatch)
    creates: Stopwatch = field(default_factory=Stopwatch)
    flights: Stopwatch = field(default_factory=Stopwatch)
    again: int = 0

    async def fly(self, uss: Uss) -> tuple[str, str]:
        """Plan one flight until it stands: its identifier and version number."""
        id, begun = new_id(), time.perf_counter()
        body, area = flight(self.dice, uss.name, next(self.slots), self.start_ms)
        while True:
            status, near = await uss.ask(self.questions, "POST", f"{BASE}/query", {"area_of_interest": area})
            assert status == 200, near
            found = [one["id"] for one in near["operational_intent_references"]]
            body["key"] = [self.known[one] for one in found if one in self.known]
            status, made = await uss.ask(self.creates, "PUT", f"{BASE}/{id}", body)
            if status == 201:
                ovn = self.known[id] = made["operational_intent_reference"]["ovn"]
                self.flights.laps.append(time.perf_counter() - begun)
                return id, ovn
            assert status == 409, made
            self.again += 1
            assert self.again < CREATED, "services go round in circles"


def services(day: int) -> Services:
    """Services that plan for one day. Its last flights last into the next, so no two of these are of days in a row."""
    dice = random.Random(day)
    return Services(dice, now_ms() // DAY_MS * DAY_MS + day * DAY_MS, slots(dice))


async def _busy(port: int) -> list[Figure]:
    shared, numbers = services(1), iter(range(CREATED))

    async def one(uss: Uss) -> None:
        for _ in numbers:
            await shared.fly(uss)

    begun = time.perf_counter()
    await _all_at_once(port, CLIENTS, one)
    seconds = time.perf_counter() - begun
    missed = f"{shared.again} of {CREATED + shared.again:,} missed another's"
    how = f"{CREATED:,} flights, each asked for what is near and sent with its key, {missed}; {HOW}"
    worst = shared.creates.percentile(0.99) * 1000
    whole = (
        f"median {shared.creates.median * 1000:.1f} ms; "
        f"with its question and all attempts {shared.flights.percentile(0.99) * 1000:.0f} ms p99"
    )
    name = f"DSS, {CLIENTS} services in one square kilometre"
    return [
        Figure(f"{name}: flights a second", CREATED / seconds, "/s", "200 /s", 200, True, how),
        Figure(f"{name}: a create with its key, p99", worst, "ms", "100 ms", 100, note=whole),
    ]


async def _crowd(port: int) -> Figure:
    """Each plans a flight, changes it, asks for it and ends it, all of them at once."""
    shared, others = services(3), Stopwatch()

    async def one(uss: Uss) -> None:
        for _ in range(ROUNDS):
            id, ovn = await shared.fly(uss)
            status, _ = await uss.ask(others, "GET", f"{BASE}/{id}")
            assert status == 200
            status, made = await uss.ask(others, "DELETE", f"{BASE}/{id}/{ovn}")
            assert status == 200, made

    await _all_at_once(port, CROWD, one)
    laps = sorted(shared.questions.laps + shared.creates.laps + others.laps)
    how = f"{len(laps):,} requests: asked, created, read, ended; median {laps[len(laps) // 2] * 1000:.0f} ms; {HOW}"
    return Figure(f"DSS, {CROWD} services at once: slowest request", laps[-1], "s", "1 s", 1, note=how)


async def _asked(port: int) -> Figure:
    """Everything there is, in one answer."""
    watch, sizes = Stopwatch(), set()
    area = extent(LNG, LAT, 15_000, from_ms=None, until_ms=None, lower_m=None, upper_m=None)

    async def one(uss: Uss) -> None:
        for _ in range(QUERIES):
            status, found = await uss.ask(
                watch, "POST", f"{BASE}/query", {"area_of_interest": area}, raw=True
            )
            assert status == 200
            sizes.add(len(found))
            assert found.count(b'"manager"') >= HELD

    await _all_at_once(port, 1, one)
    how = f"median {watch.median * 1000:.1f} ms, {max(sizes) / 1e6:.1f} MB received, first answer included; {HOW}"
    name = f"DSS, question that {HELD:,} flights answer, p99"
    return Figure(name, watch.percentile(0.99) * 1000, "ms", "50 ms", 50, note=how)


def slots(dice: random.Random) -> Iterator[tuple[int, int, int, int]]:
    """Places of 200 m by 200 m, storeys of 25 m and quarters of an hour of a day, each once, in no order."""
    found = list(itertools.product(range(5), range(5), range(4), range(96)))
    dice.shuffle(found)
    return iter(found)


def flight(
    dice: random.Random, uss: str, slot: tuple[int, int, int, int], start_ms: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """One to three circles in a row that keep to their slot, and an area that holds the slot."""
    east, north, storey, quarter = slot
    lng, lat = LNG + (east - 2) * STEP_LNG, LAT + (north - 2) * STEP_LAT
    from_ms = start_ms + (15 * quarter + 5 * ((east + north) % 3)) * MINUTE_MS
    limits: dict[str, Any] = {
        "from_ms": from_ms, "until_ms": from_ms + 14 * MINUTE_MS,
        "lower_m": 25 * (storey + 1), "upper_m": 25 * (storey + 2) - 1,
    }  # fmt: skip
    aside = [0.1 * step for step in range(dice.randint(1, 3))]
    extents = [extent(lng + share * STEP_LNG, lat, dice.uniform(30, 70), **limits) for share in aside]
    return intent(uss, extents=extents), extent(lng, lat, 150, **limits)


# -- services -----------------------------------------------------------------------------------------------------


class Uss:
    """A service on one connection that stays open; it costs little beside what it measures."""

    def __init__(self, name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.name = name
        self._token = token(RSA_KEY, sub=name, aud=AUDIENCE, scope=SC, exp=now_ms() // 1_000 + 3_000)
        self._reader, self._writer = reader, writer

    async def ask(
        self, watch: Stopwatch, method: str, path: str, body: object = None, *, raw: bool = False
    ) -> tuple[int, Any]:
        data = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: dss\r\nAuthorization: Bearer {self._token}\r\n"
            f"Content-Length: {len(data)}\r\n\r\n"
        )
        begun = time.perf_counter()
        self._writer.write(head.encode() + data)
        answered = await self._reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line[15:]) for line in answered.split(b"\r\n") if line.lower().startswith(b"content-length:")
        )
        found = await self._reader.readexactly(length)
        watch.laps.append(time.perf_counter() - begun)
        return int(answered[9:12]), found if raw else json.loads(found)


async def _all_at_once(port: int, count: int, act: Callable[[Uss], Awaitable[None]]) -> None:
    async def one(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
        await act(Uss(f"uss{number}", reader, writer))
        writer.close()

    await asyncio.gather(*(one(number) for number in range(count)))


# -- the node -----------------------------------------------------------------------------------------------------


def _config(folder: Path) -> NodeConfig:
    config = dss_configs(folder)["A"]
    (folder / "authority.pem").write_bytes(pem(RSA_KEY))
    terms = replace(config.f3548, audiences=(AUDIENCE,), public_keys=(str(folder / "authority.pem"),))
    return replace(config, synchronous="FULL", f3548=terms)


def _fill(config: NodeConfig) -> None:
    """Flights of two later days."""
    node, days = open_node(replace(config, synchronous="OFF")).node, [services(5), services(7)]
    numbers = itertools.count()
    known: dict[tuple[int, int, int], list[str]] = {}

    def put(room: Room) -> None:
        for number in itertools.islice(numbers, 100):
            day, uss = days[number % 2], f"uss{number % CLIENTS}"
            slot = next(day.slots)
            body, _ = flight(day.dice, uss, slot, day.start_ms)
            near = [(number % 2, slot[2], slot[3] + step) for step in (-1, 0, 1)]
            body["key"] = [ovn for one in near for ovn in known.get(one, ())]
            asked = parse_put_intent(
                new_id(), "", json.dumps(body).encode(), room.clock.now_ms(), allow_http=True
            )
            made = put_intent(room, uss, prepare_intent(room, asked))
            known.setdefault(near[1], []).append(made.entity.block.ovn)

    for _ in range(HELD // 100):
        node.write(put).result()
    node.stop()
