"""Rooms whose nodes run as they do in earnest: files, keys, SQLite, HTTP on loopback, an event loop, threads.

Nothing here sleeps for a result: `Served.until` is told of each commit of a node. Nodes of one test share a loop in a
thread; `Process` is a node in a process of its own, which can be killed.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from commonground.compose.nodes import RunningNode, open_node
from commonground.compose.rooms import PartyPlan, RoomPlan, init_room
from commonground.compose.serving import Open, serve_nodes
from commonground.compose.showing.terms import moved
from commonground.config import NodeConfig, read_config
from commonground.picture.charter import Area, Clocks, Text3
from commonground.record import replace
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.submit import Command, Submitted, submit

T = TypeVar("T")
WAIT_S_MAX = 30.0
SHAPES = {"A": "square", "B": "disc", "J": "outline"}
AREA = Area(lon_nd_min=33 * 10**9, lat_nd_min=29 * 10**9, lon_nd_max=43 * 10**9, lat_nd_max=38 * 10**9)


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    bound = [socket.socket() for _ in range(count)]
    for one in bound:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in bound]
    for one in bound:
        one.close()
    return ports


def free_run(count: int) -> int:
    """The first of `count` ports in a row that nobody listens on now."""
    for _ in range(100):
        [first] = free_ports(1)
        bound: list[socket.socket] = []
        try:
            for port in range(first, first + count):
                bound.append(socket.socket())
                bound[-1].bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            continue
        finally:
            for one in bound:
                one.close()
        return first
    raise AssertionError("no run of free ports")


def room_files(folder: Path, parties: str = "AB", **plan: Any) -> dict[str, NodeConfig]:
    """Keys, charter and configurations of a room on this machine, by party; ports that are free now."""
    values: dict[str, Any] = {"clocks": Clocks(heads_interval_ms=3_600_000)} | plan
    made = RoomPlan(
        room="served", title=Text3(en="Served"), zone="Asia/Damascus", area=AREA,
        parties=[PartyPlan(one, SHAPES[one], Text3(en=one), Text3(en=one)) for one in parties],  # type: ignore[arg-type]
        **values,
    )  # fmt: skip
    paths = init_room(folder, made, now_ms() - 60_000)
    configs = {party: read_config(path) for party, path in zip(parties, paths, strict=True)}
    return {party: replace(one, synchronous="OFF") for party, one in on_free_ports(configs).items()}


def on_free_ports(configs: dict[str, NodeConfig]) -> dict[str, NodeConfig]:
    """The same nodes on ports that nobody listens on now."""
    ports = dict(zip(configs, free_ports(len(configs)), strict=True))
    by_port = {config.listen.port: ports[party] for party, config in configs.items()}
    return {
        party: replace(
            moved(config, by_port),
            listen=replace(config.listen, port=ports[party]),
            peers={one: f"http://127.0.0.1:{ports[one]}" for one in config.peers},
        )
        for party, config in configs.items()
    }


class Served:
    """Nodes that serve in one loop of a thread of its own. Use as a context. `open_one` opens a node of its file."""

    def __init__(self, configs: dict[str, NodeConfig], open_one: Open = open_node) -> None:
        self.configs = configs
        self._open_one = open_one
        self.running: dict[str, RunningNode] = {}
        self._stops: dict[str, tuple[asyncio.Event, asyncio.Task[None]]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="served", daemon=True)

    def __enter__(self) -> Served:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for party in list(self._stops):
            self.stop(party)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_S_MAX)
        self._loop.close()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the nodes' loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(WAIT_S_MAX)

    def start(self, *parties: str) -> None:
        """Open, serve and connect nodes."""
        for party in parties:
            self.run(self._start(party))

    async def _start(self, party: str) -> None:
        listening = asyncio.Event()

        def ready(nodes: list[RunningNode]) -> None:
            self.running[party] = nodes[0]
            listening.set()

        stop = asyncio.Event()
        serving = serve_nodes([self.configs[party]], ready=ready, stop=stop, open_one=self._open_one)
        task = asyncio.create_task(serving)
        self._stops[party] = (stop, task)
        waiting = asyncio.create_task(listening.wait())
        await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()

    def stop(self, party: str) -> None:
        """Stop a node as SIGTERM would."""
        self.run(self._stop(party))

    async def _stop(self, party: str) -> None:
        stop, task = self._stops.pop(party)
        stop.set()
        await task
        del self.running[party]

    def node(self, party: str) -> Node:
        return self.running[party].node

    def room(self, party: str) -> Room:
        return self.running[party].node.room

    def say(self, party: str, command: Command) -> Submitted:
        """Submit at a node and wait for the commit."""
        return self.node(party).write(lambda room: submit(room, command)).result(WAIT_S_MAX)

    def read(self, party: str, command: Callable[[Room], T]) -> T:
        return self.node(party).read(command).result(WAIT_S_MAX)

    def until(self, party: str, holds: Callable[[Room], bool]) -> None:
        """Wait until something holds at a node; it is looked at now and after each of its commits."""
        node = self.node(party)
        reached = threading.Event()

        def look(_: object) -> None:
            if holds(node.room):
                reached.set()

        node.after_commit(look)
        try:
            node.read(lambda room: look(None)).result(WAIT_S_MAX)
            assert reached.wait(WAIT_S_MAX), "did not happen"
        finally:
            node._after_commit.remove(look)

    def confirmed(self, *parties: str) -> None:
        """Wait until these nodes have heard from all their peers how much they hold."""
        for party in parties:
            self.until(party, lambda room: not room.unconfirmed)

    def look(self, party: str, at: str, *, hinted: bool = False) -> bool:
        """Let a node look at a peer once, whole, now; whether it went through."""
        courier = self.running[party].couriers.by_party[at]
        return self.run(courier.attempt_look(hinted=hinted))


def cosigned_size(room: Room, origin: str, party: str) -> int:
    """The largest size of a log of this node that `party` has cosigned."""
    name = room.verifiers[party].name
    found = [size for size, note in room.store.checkpoints(origin) if f"— {name} " in note]
    return max(found, default=0)


class Process:
    """A node in a process of its own."""

    def __init__(self, config_path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.served", str(config_path)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parent.parent,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line == "ready\n", f"the process said {line!r}"

    def kill(self) -> None:
        """kill -9: nothing is finished, nothing is closed."""
        os.kill(self._process.pid, signal.SIGKILL)
        self._close()

    def terminate(self) -> int:
        """SIGTERM, and how it ended."""
        self._process.terminate()
        self._close()
        return self._process.returncode

    def _close(self) -> None:
        self._process.wait(WAIT_S_MAX)
        if self._process.stdout is not None:
            self._process.stdout.close()


def open_alone(config: NodeConfig) -> Node:
    """A node opened without peers, to look at its store; `stop` it after."""
    return open_node(config).node


def main() -> None:
    config = read_config(Path(sys.argv[1]))
    asyncio.run(serve_nodes([config], ready=lambda _: print("ready", flush=True)))


if __name__ == "__main__":
    main()


async def serve_here(configs: dict[str, NodeConfig], act: Any, open_one: Any) -> None:
    """Serve nodes in this loop while `act(nodes, hosts)` runs; `open_one` opens a node and what is beside it."""
    hosts: dict[str, Any] = {}
    stop, done = asyncio.Event(), asyncio.get_running_loop().create_future()

    def opened(config: NodeConfig) -> RunningNode:
        node, host = open_one(config)
        if host is not None:
            hosts[config.party] = host
        return node

    def ready(nodes: list[RunningNode]) -> None:
        async def go() -> None:
            try:
                await act({one.node.room.party: one for one in nodes}, hosts)
                done.set_result(None)
            except BaseException as error:
                done.set_exception(error)
            finally:
                stop.set()

        held.append(asyncio.get_running_loop().create_task(go()))

    held: list[asyncio.Task[None]] = []
    await serve_nodes(list(configs.values()), ready=ready, stop=stop, open_one=opened)
    await done
