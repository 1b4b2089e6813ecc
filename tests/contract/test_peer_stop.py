"""A courier that is told to stop stops, whatever arrives in the same moment."""

from __future__ import annotations

import asyncio

import pytest
from tests.worlds import make_world

from commonground.errors import Unavailable
from commonground.protocols.peer.courier import Courier


class SilentPeer:
    """Never answers."""

    async def hint(self) -> None:
        raise Unavailable("silent")

    def __getattr__(self, name: str) -> object:
        async def nothing(*values: object, **named: object) -> None:
            raise Unavailable("silent")

        return nothing


@pytest.mark.parametrize("steps", range(12))
def test_a_hint_in_the_moment_of_the_stop_does_not_keep_it_running(steps: int) -> None:
    async def stopped() -> bool:
        world = make_world()
        node = world.nodes["A"]
        node.start()
        courier = Courier(node, "B", SilentPeer())  # type: ignore[arg-type]
        task = asyncio.create_task(courier.run())
        for _ in range(50):
            await asyncio.sleep(0)
        courier.wake()
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        for _ in range(50):
            await asyncio.sleep(0)
        done = task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        node.stop()
        return done

    assert asyncio.run(stopped())
