"""Tells a shipped story in a world of the tests, without waiting: every step, and what must be true after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from commonground.compose.stories.script import Must, Step, Story
from commonground.compose.stories.shelf import load_story
from commonground.compose.stories.telling import Telling
from commonground.room.audit import audit_store
from commonground.room.rows_index import RowsIndex
from commonground.room.watch import tick
from tests.worlds import World, key, make_world

LANGUAGES = ("en", "ar", "ru")
POSTS = (
    "watch_officer", "interpreter", "airspace", "humanitarian_liaison", "ceasefire", "legal_adviser", "duty_chief",
    "access_officer", "custodian",
)  # fmt: skip


@dataclass
class Told:
    """A story as it was told to a world, and what was seen on the way."""

    world: World
    story: Story
    telling: Telling
    times_ms: list[int] = field(default_factory=list)

    def key(self, name: str) -> str:
        return self.telling.key(name)

    def body(self, party: str, name: str) -> Any:
        return self.world.room(party).view.get(self.key(name)).body


def tell(name: str, world: World | None = None, steps: tuple[Step, ...] | None = None) -> Told:
    """Tell a story to its end; a step that is refused or does not come true fails the test."""
    story = load_story(name)
    told = Told(world or story_world(), story, Telling(story))
    for step in story.told() if steps is None else steps:
        one_step(told, step)
    return told


def story_world() -> World:
    """A world with the posts of a demonstration."""
    from tests.worlds import charter

    return make_world(agreed=charter(posts=POSTS))


def one_step(told: Told, step: Step) -> None:
    """Do one step, let the nodes do what is due, carry, and look whether it came true."""
    world, telling = told.world, told.telling
    world.clock.go_on(max(1000, step.after_ms) + step.skip_ms)
    settle(world)
    if step.do in ("cut", "join"):
        wire = frozenset(step.args["between"])
        world.cut = world.cut | {wire} if step.do == "cut" else world.cut - {wire}
    elif step.party:
        node = world.nodes[step.party]
        assert telling.is_known(node.room, step), step.text.en
        node.run_now(lambda room: telling.act(room, step))
    telling.caption(step, world.clock.now_ms())
    told.times_ms.append(world.clock.now_ms())
    world.clock.go_on(1000)
    settle(world)
    for must in step.then:
        found = gaps(told, must)
        assert found == [], f"{step.text.en}: {found}"


def settle(world: World) -> None:
    """Carry until nobody has more to say, and let every node do what is due."""
    for _ in range(8):
        made = sum(
            node.run_now(lambda room: tick(room, room.clock.now_ms())) for node in world.nodes.values()
        )
        if not made + world.carry_all():
            return


def gaps(told: Told, must: Must) -> list[str]:
    """What of an expectation is not true, by party."""
    found = [told.telling.missing(told.world.room(party), RowsIndex(), must) for party in must.at]
    return [gap for gap in found if gap]


def audited(world: World) -> bool:
    """Whether every log of every node holds."""
    verifiers = {party: key(party).verifier for party in world.nodes}
    found = [audit_store(node.room.store, node.room.charter, verifiers) for node in world.nodes.values()]
    return any(found) and not any(any(one.values()) for one in found)
