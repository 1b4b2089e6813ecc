"""A room with 100,000 statements: announce, start, as of, and what a check costs."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from tests.worlds import HOUR_MS, T0_MS, World, announce, make_world, notice, volume

from bench.figure import Figure, Stopwatch, timed
from commonground.geo.volume import Volume
from commonground.room.node import Node, load_room
from commonground.room.submit import submit

STATEMENTS = 100_000
WEEK_MS = 7 * 24 * HOUR_MS


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(folder=Path(folder))
        draw = random.Random(20160227)
        fill(world, draw, STATEMENTS)
        figures = [*_announce(world, draw), _start(world)]
        # Questions are put to a node as it runs: started, with a thread that answers.
        node = world.nodes["B"]
        node.start()
        figures += [*_as_of(node, world.clock.ms), _check(node, draw)]
        node.stop()
        return figures


def some_volume(draw: random.Random) -> Volume:
    """A small volume somewhere in the area, some time in the week, thinly spread."""
    from_ms = T0_MS + HOUR_MS + draw.randrange(WEEK_MS)
    lower_ft = 500 + 100 * draw.randrange(300)
    return volume(
        34 + draw.random() * 8,
        30 + draw.random() * 7,
        radius_m=500 + draw.random() * 3000,
        from_ms=from_ms,
        lower_ft=lower_ft,
        upper_ft=lower_ft + 1000,
    )


def fill(world: World, draw: random.Random, count: int) -> None:
    """`count` notices of A, released to B and mirrored there."""
    for start in range(0, count, 500):
        world.clock.ms = T0_MS + start // 500

        def batch(room: object) -> None:
            for _ in range(500):
                submit(room, announce(notice(some_volume(draw)), "B", immediate=True))  # type: ignore[arg-type]

        world.nodes["A"].run_now(batch)
        world.carry("A", "B")


def _announce(world: World, draw: random.Random) -> list[Figure]:
    watch = Stopwatch()
    for _ in range(300):
        body = notice(some_volume(draw))
        with watch.lap():
            world.nodes["A"].run_now(lambda room, b=body: submit(room, announce(b, "B", immediate=True)))
    how = f"checked against {STATEMENTS:,}, appended to two logs, released, checkpointed, SQLite FULL"
    return [
        Figure("durable announce, median", watch.median * 1000, "ms", "2 ms", 2, note=how),
        Figure("durable announce, 99th percentile", watch.percentile(0.99) * 1000, "ms", "-", 20, note=how),
    ]


def _start(world: World) -> Figure:
    world.carry("A", "B")
    room = world.room("B")
    seconds = timed(lambda: load_room(room), 3).median
    return Figure(
        "start of a node with 100,000 statements",
        seconds,
        "s",
        "5 s",
        5,
        note="logs, picture, index, conflicts",
    )


def _as_of(node: Node, late_ms: int) -> list[Figure]:
    watch = Stopwatch()
    for number in range(60):
        at_ms = T0_MS + (late_ms - T0_MS) * number // 60
        asked = (at_ms, T0_MS + number * HOUR_MS, T0_MS + (number + 24) * HOUR_MS, 1000)
        with watch.lap():
            node.read(lambda room, asked=asked: room.view.as_of(*asked)).result()
    how = "100,000 versions, a day of the week, up to 1,000 rows decoded"
    return [
        Figure("as-of question, median", watch.median * 1000, "ms", "50 ms", 50, note=how),
        Figure("as-of question, worst of 60", max(watch.laps) * 1000, "ms", "50 ms", 50, note=how),
    ]


def _check(node: Node, draw: random.Random) -> Figure:
    probes = [notice(some_volume(draw)) for _ in range(200)]
    watch = Stopwatch()
    for probe in probes:
        with watch.lap():
            node.read(lambda room, probe=probe: room.view.check(probe, T0_MS)).result()
    return Figure(
        "check of a draft against 100,000", watch.median * 1000, "ms", "-", 50, note="index and exact test"
    )
