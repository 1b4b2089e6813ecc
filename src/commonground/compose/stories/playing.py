"""Plays a story to running nodes in real time, at a pace that a person can follow, and notices what did not happen.

Each step waits until its party has what the step is about, is done in that party's writer, and is captioned in every
page; then the story waits until everybody sees what must now be true. What must be true and is not within `PATIENCE_S`
stops the story, and the pages say so. A step may let the demonstration's clock go on, or cut a link.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from ...errors import Refused
from ...protocols.peer.wires import Wires
from ...record import convert
from ...room.context import Room
from ...web.sessions import go_along
from ..nodes import RunningNode
from ..sources import AheadClock
from ..telling import CURRENT, KIND
from .script import Must, Step, Story
from .telling import Telling
from .verbs import Links

PATIENCE_S = 60.0
ASK_EVERY_S = 0.1
ALONE = "the nodes do not reach each other, so the story stops here"


@dataclass(slots=True)
class Stage:
    """Where a story is played: the nodes by party, their common clock and wires. `say` is told of every step."""

    nodes: Mapping[str, RunningNode]
    clock: AheadClock
    wires: Wires
    pace: float = 1.0
    say: Callable[[str], None] = field(default=lambda _: None)
    patience_s: float = PATIENCE_S

    async def confirmed(self) -> None:
        """Wait until every node knows how much the others hold of it."""
        for node in self.nodes.values():
            await self._until(node, lambda room: "" if not room.unconfirmed else ALONE)

    async def pause(self, step: Step) -> None:
        """Wait before a step, and let the clock go on where it says so."""
        await asyncio.sleep(step.after_ms * self.pace / 1000)
        if step.skip_ms:
            for node in self.nodes.values():
                await asyncio.wrap_future(node.node.write(lambda room: go_along(room.store, step.skip_ms)))
            self.clock.go_on(step.skip_ms)
            self.wake()

    def wake(self) -> None:
        """Let every node look at its peers now."""
        for node in self.nodes.values():
            for courier in node.couriers.by_party.values():
                courier.wake()

    async def do(self, telling: Telling, step: Step) -> None:
        """Do one step, as soon as its party knows what it is about."""
        if step.do in ("cut", "join"):
            self._link(step)
        elif step.party:
            node = self._node(step.party)
            await self._until(
                node, lambda room: "" if telling.is_known(room, step) else f"{step.party} lacks what it is about"
            )  # fmt: skip
            await asyncio.wrap_future(node.node.write(lambda room: telling.act(room, step)))

    def _link(self, step: Step) -> None:
        one, other = convert(step.args, Links).between
        if step.do == "cut":
            self.wires.cut(one, other)
        else:
            self.wires.join(one, other)
            self.wake()

    async def comes_true(self, telling: Telling, must: Must) -> None:
        """Wait until what must be true is, at every party that must see it."""
        for party in must.at:
            node = self._node(party)
            await self._until(node, lambda room, node=node: telling.missing(room, node.index, must))  # type: ignore[misc]

    async def show(self, document: bytes) -> None:
        """Show a caption in the pages of every node."""
        for node in self.nodes.values():
            await asyncio.wrap_future(node.node.write(partial(keep_caption, document=document)))

    def _node(self, party: str) -> RunningNode:
        if party not in self.nodes:
            raise Refused(f"no node of {party!r} runs here", field="--story")
        return self.nodes[party]

    async def _until(self, node: RunningNode, gap: Callable[[Room], str]) -> None:
        """Ask until nothing is missing; `Refused` says what still is."""
        missing = ""
        for _ in range(max(1, int(self.patience_s / ASK_EVERY_S))):
            missing = await asyncio.wrap_future(node.node.read(gap))
            if not missing:
                return
            await asyncio.sleep(ASK_EVERY_S)
        raise Refused(missing, field="--story")


async def play(stage: Stage, story: Story) -> Telling:
    """Play a story to its end; `Refused` where a step is refused or something does not come true."""
    telling = Telling(story)
    try:
        await stage.confirmed()
        steps = story.told()
        for number, step in enumerate(steps, 1):
            await stage.pause(step)
            await stage.do(telling, step)
            await stage.show(telling.caption(step, stage.clock.now_ms()))
            stage.say(f"{number}/{len(steps)} {step.party or '-'}: {step.text.en}")
            for must in step.then:
                await stage.comes_true(telling, must)
    except Refused as error:
        await stage.show(telling.stopped(stage.clock.now_ms()))
        at = len(telling.told) - 1
        raise Refused(
            f"{story.name} stops at step {at}: {error.reason}", field=error.field or "--story"
        ) from error
    return telling


def forget(room: Room) -> None:
    """Take away what an earlier telling left, so that the page tells nothing."""
    if room.store.document(KIND, CURRENT) is not None:
        room.store.delete_document(KIND, CURRENT)


def keep_caption(room: Room, document: bytes) -> None:
    """Keep what has been told so far, for the page."""
    room.store.put_document(KIND, CURRENT, document)
