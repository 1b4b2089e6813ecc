"""A drill beside a real node: a room of its own, in a temporary folder, with fresh keys and another name.

Nothing said in it can stand in a real log or be taken for a real statement: origin, room and keys differ. It shares
with the real node the process and the log-ins, and is told what alarms there, so that a real message passes. When the
process ends, the drill is gone and nothing else; the record of a drill that was ended is kept beside the node's data.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...config import Listen, NodeConfig, read_config
from ...errors import Refused, Unavailable
from ...picture.charter import Clocks, Text3
from ...protocols.peer.wires import Wires
from ...record import encode_canonical, full, plain, replace
from ...room.context import Room
from ...room.rows import Look
from ...room.rows_line import call_row
from ...room.watch import alert_rows
from ...web.auth import User, add_user, users
from ..demo import AREA, PARTIES
from ..nodes import RunningNode, open_node
from ..rooms import RoomPlan, init_room
from ..serving import Beside, serve_beside
from ..sources import AheadClock
from ..stories.playing import Stage
from ..stories.script import Story
from ..stories.shelf import load_story, shipped
from .drilling import Drilling
from .timing import DRILL_WORDS, step_row

SUFFIX = "-drill"
FOLDER = "drills"
REAL_MAX = 50
HEADS_INTERVAL_MS = 60_000


def drill_stories() -> list[dict[str, Any]]:
    """Stories that a crew can train on."""
    stories = [load_story(name) for name in shipped()]
    return [
        {"name": one.name, "title": plain(one.title), "about": plain(one.about)}
        for one in stories
        if one.crew
    ]


def drill_plan(room: str, story: Story) -> RoomPlan:
    """What the invented parties of a drill agree on: the name of the real room with a suffix, never that name."""
    title = Text3(
        en=f"DRILL: {story.title.en}", ar=f"تمرين: {story.title.ar}", ru=f"УЧЕНИЕ: {story.title.ru}"
    )
    return RoomPlan(
        room=f"{room[: 64 - len(SUFFIX)]}{SUFFIX}", title=title, zone="Asia/Damascus", area=AREA, parties=PARTIES,
        clocks=Clocks(heads_interval_ms=HEADS_INTERVAL_MS), drill=True,
    )  # fmt: skip


@dataclass(slots=True)
class _On:
    """A drill that is on, or was ended and can still be looked at."""

    story: Story
    folder: Path
    nodes: dict[str, RunningNode]
    beside: Beside
    drilling: Drilling
    task: asyncio.Task[None]
    started_ms: int
    started_by: str
    record: dict[str, Any] | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class DrillHost:
    """The drills of one real node; `real` is attached once that is open. An implementation of `web.settings.Drills`."""

    config: NodeConfig
    real: RunningNode | None = None
    give_up_ms: int = 600_000
    _on: _On | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def address(self) -> str:
        """Where the page of a drill is."""
        return replace(self.config, listen=self._listen()).url

    def _listen(self) -> Listen:
        if self.config.drill_listen is None:
            raise Refused(
                "an address for drills is expected in the node's configuration", field="drill_listen"
            )
        return self.config.drill_listen

    def _real(self) -> RunningNode:
        if self.real is None:
            raise Unavailable("the node is not open")
        return self.real

    # -- as the pages see it ----------------------------------------------------------------------------------

    async def status(self) -> Mapping[str, Any]:
        """What is on and how it stands, for the page of the real node."""
        on = self._on
        stories = drill_stories()
        if on is None:
            return {"available": True, "on": False, "drill": False, "stories": stories}
        return {
            "available": True,
            "drill": False,
            "stories": stories,
            "address": self.address,
            **self._stands(on),
        }

    def _stands(self, on: _On) -> dict[str, Any]:
        return {
            "on": on.record is None, "story": on.story.name, "title": plain(on.story.title), "crew": on.drilling.crew,
            "started_ms": on.started_ms, "step": on.drilling.at, "count": len(on.story.drilled()),
            "waiting": on.drilling.waiting, "finished": on.task.done(),
            "times": [step_row(one) for one in on.drilling.times], "record": on.record,
        }  # fmt: skip

    async def start(self, story: str, people: str) -> Mapping[str, Any]:
        """Start a drill; one that was ended makes room for it, one that is on does not."""
        async with self._turn:
            if self._on is not None and self._on.record is None:
                raise Refused("a drill is on: end it first", field="story")
            names = [one["name"] for one in drill_stories()]
            if story not in names:
                raise Refused(f"one of {', '.join(names)} is expected", field="story")
            self._listen()
            await self._put_away()
            self._on = await self._open(load_story(story), people)
        return await self.status()

    async def end(self, by: str) -> Mapping[str, Any]:
        """End the drill that is on; its pages stay until the next one, so that the crew can look at its times."""
        async with self._turn:
            on = self._on
            if on is None:
                raise Refused("no drill is on", field="story")
            if on.record is None:
                await _cancelled(on.task)
                on.record = await self._recorded(on, by)
                self._keep(on.record)
                on.ended.set()
        return on.record

    async def ended(self) -> dict[str, Any]:
        """Wait until the drill that is on has been ended; its record."""
        on = self._on
        if on is None:
            raise Refused("no drill is on", field="story")
        await on.ended.wait()
        assert on.record is not None
        return on.record

    async def close(self) -> None:
        """The node stops: a drill that is on is gone with it."""
        async with self._turn:
            await self._put_away()

    # -- parts ------------------------------------------------------------------------------------------------

    async def _open(self, story: Story, people: str) -> _On:
        real = self._real()
        folder = Path(tempfile.mkdtemp(prefix="commonground-drill-"))
        try:
            clock, wires = AheadClock(), Wires()
            plan = drill_plan(real.node.room.charter.room, story)
            paths = await asyncio.to_thread(init_room, folder, plan, clock.now_ms() - 1000)
            configs = [self._config(read_config(path), story.crew) for path in paths]
            opened = [
                open_node(
                    one, clock=clock, wires=wires, is_drill=True,
                    drills=InDrill(self) if one.party == story.crew else None,
                )
                for one in configs
            ]  # fmt: skip
            nodes = {one.node.room.party: one for one in opened}
            for party, node in nodes.items():
                wires.attach(party, node.app)
            kept = await asyncio.wrap_future(real.node.read(lambda room: users(room.store)))
            crew = nodes[story.crew]
            await asyncio.wrap_future(crew.node.write(lambda room: _add_all(room, kept)))
            beside = await serve_beside(crew, [one for party, one in nodes.items() if party != story.crew])
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        drilling = Drilling(Stage(nodes, clock, wires, patience_s=15.0), story, story.crew, self.give_up_ms)
        task = asyncio.get_running_loop().create_task(drilling.run())
        return _On(story, folder, nodes, beside, drilling, task, clock.now_ms(), people)

    def _config(self, config: NodeConfig, crew: str) -> NodeConfig:
        """A node of the drill: the crew's is served where the real node says, the others nowhere."""
        config = replace(config, synchronous="OFF")
        if config.party != crew:
            return config
        tls, folder = self.config.tls, self.config.path("").absolute()
        if tls.certificate:
            tls = replace(
                tls, certificate=str(folder / tls.certificate), key=str(folder / tls.key), peer_ca=""
            )
        return replace(config, listen=self._listen(), tls=tls, web=self.config.web)

    async def _recorded(self, on: _On, by: str) -> dict[str, Any]:
        return {
            "schema": "commonground/drill/1", "drill": list(DRILL_WORDS), "story": on.story.name,
            "title": plain(on.story.title), "crew": on.drilling.crew,
            "room": on.nodes[on.drilling.crew].node.room.charter.room, "started_ms": on.started_ms,
            "started_by": on.started_by, "ended_ms": on.drilling.stage.clock.now_ms(), "ended_by": by,
            "steps": [step_row(one) for one in on.drilling.times], "steps_in_all": len(on.story.drilled()),
            "calls": await on.drilling.calls(), "not_played": list(on.drilling.not_played),
        }  # fmt: skip

    def _keep(self, record: dict[str, Any]) -> None:
        folder = self.config.path(self.config.data) / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{record['started_ms']}-{record['story']}.json").write_bytes(
            encode_canonical(record) + b"\n"
        )

    async def _put_away(self) -> None:
        on, self._on = self._on, None
        if on is None:
            return
        await _cancelled(on.task)
        await on.beside.stop()
        for node in on.nodes.values():
            await node.stop()
        shutil.rmtree(on.folder, ignore_errors=True)

    async def real_alarms(self) -> dict[str, Any]:
        """What alarms at the real node: the count by rank, and every FLASH that waits to be taken."""
        real = self._real()
        found = await asyncio.wrap_future(real.node.read(lambda room: _alarms(room, real)))
        return {**found, "address": real.config.url}


@dataclass(frozen=True, slots=True)
class InDrill:
    """The same drill as its own page sees it: how it stands, and above it what alarms at the real node."""

    host: DrillHost

    async def status(self) -> Mapping[str, Any]:
        """How the drill stands, and `real`."""
        on = self.host._on
        stands = {} if on is None else self.host._stands(on)
        return {
            "available": True,
            "drill": True,
            "stories": [],
            **stands,
            "real": await self.host.real_alarms(),
        }

    async def start(self, story: str, people: str) -> Mapping[str, Any]:  # noqa: ARG002
        """Refused: a drill is started where the watch is."""
        raise Refused("a drill is started from the page of the real room", field="story")

    async def end(self, by: str) -> Mapping[str, Any]:
        """End this drill."""
        return await self.host.end(by)


def open_with_drills(config: NodeConfig, **options: Any) -> tuple[RunningNode, DrillHost | None]:
    """Open a real node, with drills beside it where its configuration has an address for them."""
    if config.drill_listen is None:
        return open_node(config, **options), None
    host = DrillHost(config)
    running = open_node(config, drills=host, **options)
    host.real = running
    running.beside.append(host.close)
    return running, host


def _alarms(room: Room, real: RunningNode) -> dict[str, Any]:
    now_ms = room.clock.now_ms()
    alerts = alert_rows(room, now_ms)
    real.index.keep_up(room)
    look = Look(room=room, index=real.index, now_ms=now_ms)
    keys = [one.about for one in alerts if one.what == "flash"]
    waiting = [room.view.picture.entities[key] for key in keys if key in room.view.picture.entities]
    made = [call_row(look, one) for one in waiting[:REAL_MAX]]
    parties = {one.id: one for one in room.charter.parties}
    calls = [
        {"key": row["key"], "precedence": row["precedence"], "stop": row["stop"], "party": row["author"],
         "name": full(parties[row["author"]].name), "since_ms": row["clock_from_ms"]}
        for row in made if row is not None and row["open"]
    ]  # fmt: skip
    ranks = {str(rank): sum(one.rank == rank for one in alerts) for rank in (1, 2, 3)}
    return {"calls": calls, "ranks": ranks, "now_ms": now_ms}


def _add_all(room: Room, kept: list[User]) -> None:
    for user in kept:
        add_user(room.store, user)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, Exception):
        await task
