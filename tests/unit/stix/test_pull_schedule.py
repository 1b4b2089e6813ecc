"""When sources are read: each by itself, none twice at once, and one that hangs or breaks hurts no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.taxii_servers import Here, Medallion, added, stix
from tests.worlds import TestClock, TestSalt, charter, make_node

from commonground.protocols.stix.pull.client import Client
from commonground.protocols.stix.pull.schedule import Schedule, due
from commonground.protocols.stix.pull.source import Source, change_source, remove_source, state_of
from commonground.record import replace
from commonground.room.node import Node

SERVER = Medallion()
MINUTE_MS = 60_000


@pytest.fixture
def clock() -> TestClock:
    SERVER.reset()
    return TestClock(1_774_000_000_000)


@pytest.fixture
def node(clock: TestClock) -> Node:
    return make_node("A", charter(), clock, TestSalt())


class Broken(httpx.AsyncBaseTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise RuntimeError("nobody foresaw this")


class Hanging(httpx.AsyncBaseTransport):
    def __init__(self) -> None:
        self.asked = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        await asyncio.Event().wait()
        raise AssertionError


def makes(by_name: dict[str, httpx.AsyncBaseTransport]) -> Callable[[Source, int], Client]:
    inside = SERVER.transport()
    return lambda one, now_ms: Client(one, now_ms, transport=by_name.get(one.name, inside))


def state(node: Node, name: str) -> Any:
    return node.run_now(lambda room: state_of(room.store, name))


def test_what_is_due_is_read_and_is_due_again_after_its_interval(node: Node, clock: TestClock) -> None:
    added(node, name="often", every_minutes=10)
    added(node, name="when asked")
    assert node.run_now(due) == ["often"]
    schedule = Schedule(Here(node), makes({}))

    async def go() -> None:
        await schedule.look_once()
        assert schedule.running == {"often"}
        await schedule.pull("often")

    asyncio.run(go())
    assert state(node, "often").next_ms == clock.now_ms() + 10 * MINUTE_MS
    assert state(node, "when asked").tried_ms == 0
    assert node.run_now(due) == []
    clock.go_on(10 * MINUTE_MS)
    assert node.run_now(due) == ["often"]


def test_a_source_is_not_read_twice_at_once(node: Node) -> None:
    added(node, name="one", every_minutes=10)
    hanging = Hanging()
    schedule = Schedule(Here(node), makes({"one": hanging}))

    async def go() -> None:
        first = schedule.pull("one")
        assert schedule.pull("one") is first
        await asyncio.sleep(0)
        await schedule.look_once()
        assert schedule.pull("one") is first
        await schedule.stop()

    asyncio.run(go())
    assert hanging.asked <= 1
    assert state(node, "one").failures == 0, "a pull that is broken off by a stop is no failure"


def test_one_that_hangs_and_one_that_breaks_hurt_no_other(node: Node) -> None:
    SERVER.add([stix("report", 1)])
    for name in ("hangs", "breaks", "good"):
        added(node, name=name, every_minutes=10)
    schedule = Schedule(Here(node), makes({"hangs": Hanging(), "breaks": Broken()}))

    async def go() -> None:
        await schedule.look_once()
        await asyncio.gather(schedule.pull("breaks"), schedule.pull("good"))
        assert schedule.running == {"hangs"}
        await schedule.stop()

    asyncio.run(go())
    assert state(node, "breaks").trouble == "it was not read to its end: the log of this node says why"
    good = state(node, "good")
    assert (good.trouble, sum(good.positions[0].kept.values()), good.pulled_ms > 0) == ("", 1, True)


def test_a_source_that_is_changed_is_let_go_and_due_at_once(node: Node, clock: TestClock) -> None:
    one = added(node, name="one", every_minutes=10)
    schedule = Schedule(Here(node), makes({"one": Hanging()}))

    async def go() -> None:
        task = schedule.pull("one")
        await asyncio.sleep(0)
        await schedule.let_go("one")
        assert task.cancelled()
        assert schedule.running == frozenset()

    asyncio.run(go())
    node.run_now(lambda room: change_source(room.store, replace(one, every_minutes=20), clock.now_ms()))
    assert node.run_now(due) == ["one"]


def test_everything_again_is_read_from_the_start(node: Node) -> None:
    SERVER.add([stix("report", 1)])
    added(node, name="one")
    schedule = Schedule(Here(node), makes({}))

    async def go() -> None:
        await schedule.pull("one")
        at = state(node, "one").positions[0].after_us
        assert at > 0
        await schedule.from_start("one")
        done = await schedule.pull("one")
        assert dict(done.kept) == {}
        assert state(node, "one").positions[0].after_us == at

    asyncio.run(go())


def test_a_source_that_is_removed_while_it_is_read_is_gone(node: Node) -> None:
    SERVER.add([stix("report", 1)])
    added(node, name="one")
    inside = SERVER.transport()

    class Removing(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if "objects" in request.url.path:
                node.run_now(lambda room: remove_source(room.store, "one"))
            return await inside.handle_async_request(request)

    done = asyncio.run(_once(Schedule(Here(node), makes({"one": Removing()})), "one"))
    assert dict(done.kept) == {}
    assert node.room.store.documents("taxii_state") == []


async def _once(schedule: Schedule, name: str) -> Any:
    return await schedule.pull(name)
