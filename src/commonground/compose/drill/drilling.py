"""Plays the other parties of a story to a crew, waits for what the crew does, and takes its times.

A step of the crew is done when what must then be true is: however the crew got there. A crew that does not do it in
`give_up_ms` is told nothing and the drill goes on; what the story can then not play is noted.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial

from ...errors import Refused
from ...room.context import Room
from ...room.rows import Look, Row
from ...room.rows_line import call_row
from ..stories.playing import ASK_EVERY_S, Stage
from ..stories.script import Step, Story
from ..stories.telling import Made, Telling
from ..stories.verbs import VERBS
from .timing import StepTime, call_times

GIVE_UP_MS = 600_000
UNSEEN = frozenset({"tell", "find", "cut", "join"})
"""Verbs that leave no trace at a node: a crew is not waited for."""


@dataclass(slots=True)
class Drilling:
    """One drill on a story: the stage, the party at which the crew sits, its times, and what could not be played."""

    stage: Stage
    story: Story
    crew: str
    give_up_ms: int = GIVE_UP_MS
    times: list[StepTime] = field(default_factory=list)
    not_played: list[str] = field(default_factory=list)
    at: int = 0
    waiting: bool = False

    async def run(self) -> None:
        """Play to the end; cancelled when the drill is ended before."""
        telling = Telling(self.story)
        await self.stage.confirmed()
        for number, step in enumerate(self.story.drilled(), 1):
            self.at = number
            if step.party == self.crew and step.do not in UNSEEN:
                await self._wait_for_crew(telling, number, step)
            else:
                await self._play(telling, step)

    async def _play(self, telling: Telling, step: Step) -> None:
        await self.stage.pause(step)
        try:
            await self.stage.do(telling, step)
            await self.stage.show(telling.caption(step, self.stage.clock.now_ms()))
        except Refused as error:
            self.not_played.append(f"{step.do}: {error.reason}")

    async def _wait_for_crew(self, telling: Telling, number: int, step: Step) -> None:
        self.waiting = True
        from_ms = self.stage.clock.now_ms()
        before = await self._own(step)
        done_ms = -1
        try:
            while done_ms < 0 and self.stage.clock.now_ms() - from_ms < self.give_up_ms:
                if await self._has_happened(telling, step, before):
                    done_ms = self.stage.clock.now_ms()
                else:
                    await asyncio.sleep(ASK_EVERY_S)
        finally:  # also when the drill is ended meanwhile: then it was not done
            self.times.append(
                StepTime(
                    number=number, do=step.do, text=step.text, from_ms=from_ms, done_ms=done_ms,
                    within_ms=step.within_ms,
                )
            )  # fmt: skip
        self.waiting = False
        if done_ms >= 0:
            await self.stage.show(telling.caption(step, done_ms))

    async def _own(self, step: Step) -> set[str]:
        """What the crew's party has said of the kind that a step makes."""
        kind, crew = VERBS[step.do].makes, self.crew

        def keys(room: Room) -> set[str]:
            return {key for key in room.view.keys_of(kind) if key.startswith(f"{crew}/")} if kind else set()

        return await asyncio.wrap_future(self.stage.nodes[crew].node.read(keys))

    async def _has_happened(self, telling: Telling, step: Step, before: set[str]) -> bool:
        if not step.name:
            return await self._holds(telling, step)
        kept = telling.made.get(step.name)
        for key in sorted(await self._own(step) - before):
            telling.made[step.name] = Made(key, self.crew)
            if await self._holds(telling, step):
                return True
        if kept is None:
            telling.made.pop(step.name, None)
        else:
            telling.made[step.name] = kept
        return False

    async def _holds(self, telling: Telling, step: Step) -> bool:
        """Whether everything that must be true after a step is."""
        for must in step.then:
            if must.of and must.of not in telling.made:
                return False
            for party in must.at:
                node = self.stage.nodes[party]
                missing = node.node.read(partial(telling.missing, index=node.index, must=must))
                if await asyncio.wrap_future(missing):
                    return False
        return True

    async def calls(self) -> list[Row]:
        """The crew's times of every call that came to it."""
        node, crew = self.stage.nodes[self.crew], self.crew

        def rows(room: Room) -> list[Row]:
            node.index.keep_up(room)
            look = Look(room=room, index=node.index, now_ms=room.clock.now_ms())
            made = [call_row(look, one) for one in room.view.of_kind("call") if one.author != crew]
            return [call_times(row, crew) for row in made if row is not None]

        return await asyncio.wrap_future(node.node.read(rows))
