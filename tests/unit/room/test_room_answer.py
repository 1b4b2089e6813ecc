"""What the writer answers is waited for by threads and awaited by tasks, many of them woken at once."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from tests.worlds import announce, make_world, notice, volume

from commonground.errors import Refused
from commonground.room.answer import Answer, wake
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.submit import submit


@pytest.fixture
def node() -> Any:
    made = make_world(parties=("A",)).nodes["A"]
    made.start()
    yield made
    made.stop()


def refuse(room: Room) -> None:
    raise Refused("no", field="x")


def test_a_thread_waits_and_a_task_awaits(node: Node) -> None:
    assert node.read(lambda room: room.party).result(10) == "A"

    async def ask() -> list[object]:
        commands = [node.write(lambda room, n=n: n) for n in range(20)]
        answers: list[object] = [await one for one in commands]
        answers += await asyncio.gather(*(_value(node, n) for n in range(20)))
        with pytest.raises(Refused, match="no"):
            await node.read(refuse)
        return answers

    assert asyncio.run(ask()) == [*range(20), *range(20)]


async def _value(node: Node, number: int) -> int:
    return await node.read(lambda room: number)


def test_a_task_that_gives_up_before_its_turn_leaves_nothing(node: Node) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def hold(room: Room) -> bool:
        begun.set()
        return go_on.wait(10)

    async def ask() -> None:
        holding = node.read(hold)
        assert begun.wait(10)  # what is queued from here on has not begun
        task = asyncio.ensure_future(_announced(node))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go_on.set()
        assert await holding

    asyncio.run(ask())
    assert node.read(lambda room: room.ledger.entries_total()).result(10) == 0


async def _announced(node: Node) -> object:
    return await node.write(lambda room: submit(room, announce(notice(volume()))))


def test_an_answer_that_is_there_is_not_waited_for() -> None:
    answer: Answer[int] = Answer()
    answer.set_result(7)

    async def ask() -> int:
        return await answer

    assert asyncio.run(ask()) == 7
    assert answer.asking is None


def test_nobody_is_woken_in_a_loop_that_is_closed() -> None:
    answer: Answer[int] = Answer()
    loop = asyncio.new_event_loop()
    answer.asking = (loop, loop.create_future())
    loop.close()
    answer.set_result(1)
    wake([answer])
