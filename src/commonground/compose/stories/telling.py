"""One telling of a story: what its names stand for, what has been told, what was refused, what did not come true.

It runs inside the writer of the node that does a step, and reads inside the writers of those that must see it. It has
no clock and waits for nothing; who plays (`playing`, or a test) does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ...errors import Refused
from ...picture.charter import Text3
from ...record import encode_canonical, plain
from ...room.context import Room
from ...room.rows_index import RowsIndex
from .script import Must, Step, Story
from .seen import SEEN, mismatch
from .verb import Scene
from .verbs import VERBS, arguments

STOPPED = Text3(
    en="The story stops here: what must now be true is not.",
    ar="تتوقف القصة هنا: ما ينبغي أن يصحّ الآن لم يصحّ.",
    ru="История здесь останавливается: то, что теперь должно быть верно, неверно.",
)


@dataclass(frozen=True, slots=True)
class Made:
    """What a step made: its key, and the party that made it."""

    key: str
    author: str


@dataclass(slots=True)
class Telling:
    """What is known of one telling. `made` maps names of the story to what they stand for in this room."""

    story: Story
    made: dict[str, Made] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def key(self, name: str) -> str:
        """The key of what a step made; refuses a name that nothing was made under."""
        if name not in self.made:
            raise Refused(f"nothing was made as {name!r}", field="name")
        return self.made[name].key

    def act(self, room: Room, step: Step) -> None:
        """Do a step at its party, inside a transaction; a refusal that the step expects is kept, any other raised."""
        verb = VERBS[step.do]
        scene = Scene(room=room, post=step.post, args=arguments(step), key=self.key)
        try:
            key = verb.act(scene)
        except Refused as error:
            if step.refused is None or (step.refused.field, step.refused.clause) != (
                error.field,
                error.clause,
            ):
                raise
            self.refusals.append(error.reason)
            return
        if step.refused is not None:
            raise Refused(f"{step.do} was to be refused and was not", field=step.refused.field)
        if key and step.name:
            self.made[step.name] = Made(key, room.party)

    def is_known(self, room: Room, step: Step) -> bool:
        """Whether the step's party has received what the step is about."""
        needed = VERBS[step.do].needs(arguments(step))
        return all(room.view.picture.get(self.key(name)) is not None for name in needed)

    def missing(self, room: Room, index: RowsIndex, must: Must) -> str:
        """What of a `then` is not true at this party; empty when all of it is."""
        key = self.key(must.of) if must.of else ""
        rows = SEEN[must.see](room, index, key)
        gaps = [mismatch(row, must.holds) for row in rows]
        if any(not gap for gap in gaps):
            return ""
        where = f"{must.see} {must.of}".strip()
        return f"{where} at {room.party}: {gaps[-1] if gaps else 'nothing of the kind'}"

    def caption(self, step: Step, now_ms: int) -> bytes:
        """Add a step to what has been told; returns the document that the pages show."""
        return self._caption(plain(step.text), now_ms)

    def stopped(self, now_ms: int) -> bytes:
        """The same for a story that cannot go on."""
        return self._caption(plain(STOPPED), now_ms)

    def _caption(self, text: Any, now_ms: int) -> bytes:
        self.told.append({"at_ms": now_ms, "text": text})
        return encode_canonical(
            {
                "story": self.story.name, "title": plain(self.story.title), "steps": self.told,
                "count": len(self.story.told()),
            }
        )  # fmt: skip
