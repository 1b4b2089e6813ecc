"""What waits for a ring ends when it is told to, also when the ring comes in the same moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest

from commonground.protocols.f3411.display import Display
from commonground.protocols.f3548.sender import Sender


async def rung_and_cancelled(
    run: Callable[[], Awaitable[None]], ring: Callable[[], None], steps: int
) -> None:
    task = asyncio.ensure_future(run())
    for _ in range(20):  # until it waits
        await asyncio.sleep(0)
    ring()
    for _ in range(steps):  # the ring is on its way
        await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=5)
    task.cancel()
    assert done, "it was rung and told to end in one moment, and goes on"
    assert task.cancelled()


@pytest.mark.parametrize("steps", range(4))
def test_the_queue_of_a_service_ends(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_: Any) -> float:
        return 60.0

    monkeypatch.setattr(Sender, "_begin", nothing)
    node: Any = SimpleNamespace(after_commit=lambda _: None)

    async def go() -> None:
        sender = Sender(node, None, None)  # type: ignore[arg-type]
        await rung_and_cancelled(sender.run, sender._woken.set, steps)

    asyncio.run(go())


@pytest.mark.parametrize("steps", range(4))
def test_the_display_of_drones_ends(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Display, "begin", lambda _: [])

    async def go() -> None:
        nobody: Any = None
        display = Display(nobody, nobody, nobody, lambda: 0)
        await rung_and_cancelled(display._run, display._rung.set, steps)

    asyncio.run(go())
