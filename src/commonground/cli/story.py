"""A scripted story, played by the nodes themselves in the same pages: every step is a real statement, said and signed.

A story is data in `commonground/stories`. The nodes hold what has been told so far as the document `story`/`current`,
which the page shows as captions. Nothing is said that a person could not have said; where the room refuses, the story
goes on from the refusal.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from typing import Literal

from ..compose.nodes import RunningNode
from ..compose.telling import CURRENT, KIND
from ..errors import Refused
from ..geo.footprint import Circle
from ..geo.interval import Altitude
from ..geo.volume import Volume
from ..picture.blocks import Language, Text, Translation
from ..picture.charter import Text3
from ..picture.entity import ActivityClass, Notice
from ..picture.statement import Action, Release
from ..record import Record, decode, encode_canonical, plain
from ..room import replies
from ..room.context import Room
from ..room.node import Node
from ..room.submit import Command, Submitted, screen, submit
from .printing import say

STORIES = ("deir-ez-zor",)
OPERATOR = "story"
ROUND_MS = 300_000
PATIENCE_S = 60.0
Does = Literal["announce", "amend", "open", "read_back", "try_understood", "ask", "understood", "tell"]


class StoryNotice(Record, frozen=True):
    """The notice that a story is about; its window is counted from the moment of the telling."""

    author: str
    recipients: tuple[str, ...]
    activity_class: ActivityClass
    radius_tmm: int
    lower: Altitude
    upper: Altitude
    starts_in_ms: int
    lasts_ms: int
    remarks: Text3


class Step(Record, frozen=True):
    """One step: who does what, `after_ms` after the step before, and its caption."""

    party: str
    post: str
    do: Does
    after_ms: int
    text: Text3
    point: tuple[int, int] = (0, 0)
    words: str = ""


class Story(Record, frozen=True):
    """A story as its file holds it."""

    schema: Literal["commonground/story/1"]
    name: str
    title: Text3
    notice: StoryNotice
    steps: tuple[Step, ...]


def load_story(name: str) -> Story:
    """A story that is shipped; refuses an unknown name."""
    if name not in STORIES:
        raise Refused(f"{name!r}; one of {', '.join(STORIES)} is expected", field="--story")
    return decode(Story, (files("commonground") / "stories" / f"{name.replace('-', '_')}.json").read_bytes())


@dataclass(slots=True)
class Telling:
    """One telling of a story to the nodes of a room. `refusals` are what the room refused on the way."""

    nodes: Mapping[str, Node]
    story: Story
    starts_ms: int
    key: str = ""
    version: int = 0
    told: list[dict[str, object]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def caption(self, step: Step, now_ms: int) -> bytes:
        """Add a step to what has been told; returns the document."""
        self.told.append({"at_ms": now_ms, "text": plain(step.text)})
        return encode_canonical(
            {"story": self.story.name, "title": plain(self.story.title), "steps": self.told}
        )

    def command(self, step: Step) -> Callable[[Room], object]:
        """What the step's node does, to be run by its writer."""
        match step.do:
            case "announce" | "amend":
                return lambda room: self._announce(room, step)
            case "tell":
                return _say_nothing
            case _:
                return lambda room: self._reply(room, step)

    def _announce(self, room: Room, step: Step) -> None:
        told = self.story.notice
        body = Notice(
            activity_class=told.activity_class, crew="manned", controlling_post=step.post, contact="line",
            volumes=(self._volume(step.point),), remarks=_trilingual(told.remarks),
        )  # fmt: skip
        action: Action = "amend" if step.do == "amend" else "establish"
        command = Command(
            kind="notice", action=action, post=step.post, body=body, entity=self.key.partition("/")[2],
            releases=tuple(Release(party=party) for party in told.recipients), operator=OPERATOR,
        )  # fmt: skip
        done = _submit_acknowledged(room, command)
        self.key, self.version = done.version.key, done.version.version

    def _volume(self, point: tuple[int, int]) -> Volume:
        told = self.story.notice
        return Volume(
            footprint=Circle(center=point, radius_tmm=told.radius_tmm), lower=told.lower, upper=told.upper,
            from_ms=self.starts_ms, until_ms=self.starts_ms + told.lasts_ms,
        )  # fmt: skip

    def _reply(self, room: Room, step: Step) -> None:
        match step.do:
            case "open":
                replies.opened(room, self.key, step.post, OPERATOR)
            case "read_back":
                replies.read_back(room, self.key, step.point, step.post, OPERATOR)
            case "ask":
                words = Text(lang="en", text=step.words)
                replies.question(room, self.key, "place", words, step.post, OPERATOR)
            case "understood":
                replies.understood(room, self.key, step.post, OPERATOR)
            case _:
                self._try_understood(room, step)

    def _try_understood(self, room: Room, step: Step) -> None:
        """Press the locked key: the room's own refusal is kept, nothing is said."""
        try:
            replies.understood(room, self.key, step.post, OPERATOR)
        except Refused as error:
            self.refusals.append(error.reason)

    def is_known(self, room: Room) -> bool:
        """Whether a node has received the last version that was announced."""
        if not self.key or self.key.startswith(f"{room.party}/"):
            return True
        held = room.view.picture.get(self.key)
        return held is not None and held.version >= self.version


async def play(nodes: Sequence[RunningNode], story: Story) -> None:
    """Play a story to running nodes, at its own pace."""
    by_party = {node.node.room.party: node.node for node in nodes}
    clock = nodes[0].node.room.clock
    starts_ms = -(-(clock.now_ms() + story.notice.starts_in_ms) // ROUND_MS) * ROUND_MS
    telling = Telling(by_party, story, starts_ms)
    await _until(lambda: _all_confirmed(by_party.values()))
    for step in story.steps:
        await asyncio.sleep(step.after_ms / 1000)
        node = by_party[step.party]
        await _until(lambda node=node: _known(telling, node))  # type: ignore[misc]
        await asyncio.wrap_future(node.write(telling.command(step)))
        document = telling.caption(step, clock.now_ms())
        for one in by_party.values():
            await asyncio.wrap_future(one.write(partial(_keep_caption, document=document)))
        say(f"{step.party}: {step.text.en}")


async def _until(asked: Callable[[], Awaitable[bool]]) -> None:
    """Ask until the answer is yes; a story that cannot go on says so."""
    for _ in range(int(PATIENCE_S / 0.1)):
        if await asked():
            return
        await asyncio.sleep(0.1)
    raise Refused("the nodes do not reach each other, so the story stops here", field="--story")


async def _all_confirmed(nodes: Iterable[Node]) -> bool:
    answers = [await asyncio.wrap_future(node.read(lambda room: not room.unconfirmed)) for node in nodes]
    return all(answers)


async def _known(telling: Telling, node: Node) -> bool:
    return await asyncio.wrap_future(node.read(telling.is_known))


def forget(room: Room) -> None:
    """Take away what an earlier telling left, so that the page tells nothing."""
    if room.store.document(KIND, CURRENT) is not None:
        room.store.delete_document(KIND, CURRENT)


def _keep_caption(room: Room, document: bytes) -> None:
    room.store.put_document(KIND, CURRENT, document)


def _say_nothing(_: Room) -> None:
    """A step that is only told."""


def _submit_acknowledged(room: Room, command: Command) -> Submitted:
    """Submit with every hit acknowledged that the party's own picture shows, as its officer would have."""
    report = screen(room, command, command.body)
    seen = tuple(hit.key for hit in report.hits) if report is not None else ()
    return submit(room, dataclasses.replace(command, acknowledged=seen))


def _trilingual(text: Text3) -> Text:
    others: tuple[tuple[Language, str], ...] = (("ar", text.ar), ("ru", text.ru))
    made = tuple(Translation(lang=lang, text=words, made_by="human") for lang, words in others)
    return Text(lang="en", text=text.en, translations=made)
