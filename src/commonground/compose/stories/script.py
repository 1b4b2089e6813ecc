"""The format of a story: a file in `commonground/stories`.

A step says which party and post does what, with which arguments, how long after the step before, and what must then be
true, so that a telling notices by itself when it did not happen. Times in arguments count from the step; all lengths
end in their unit.
"""

from __future__ import annotations

from typing import Any, Literal

from ...picture.charter import Text3
from ...record import Record


class Must(Record, frozen=True):
    """What must be true at these parties: one row of a list `see` holds these values (see `seen.mismatch`)."""

    see: str
    at: tuple[str, ...]
    of: str = ""
    holds: dict[str, Any] = {}


class Refusal(Record, frozen=True):
    """The room refuses the step, naming this field and clause."""

    field: str
    clause: str = ""


class Step(Record, frozen=True):
    """One step: who does what, `after_ms` after the step before; the clock goes on by `skip_ms` before it.

    `name` names what the step makes, for later steps; what is named again is another thing from then on. `only` leaves
    the step to the told story or to the drill. `within_ms` is how long a crew has for it in a drill; 0 means that its
    time is measured and not held against a clock.
    """

    do: str
    text: Text3
    party: str = ""
    post: str = "watch_officer"
    args: dict[str, Any] = {}
    name: str = ""
    after_ms: int = 5000
    skip_ms: int = 0
    then: tuple[Must, ...] = ()
    refused: Refusal | None = None
    within_ms: int = 0
    only: Literal["", "story", "drill"] = ""


class Story(Record, frozen=True):
    """A story as its file holds it. `crew` is the party at which a crew sits when it is a drill; empty for no drill."""

    schema: Literal["commonground/story/2"]
    name: str
    title: Text3
    about: Text3
    steps: tuple[Step, ...]
    crew: str = ""

    def told(self) -> tuple[Step, ...]:
        """The steps of the told story."""
        return tuple(step for step in self.steps if step.only != "drill")

    def drilled(self) -> tuple[Step, ...]:
        """The steps of the drill."""
        return tuple(step for step in self.steps if step.only != "story")

    def names(self) -> tuple[str, ...]:
        """What the steps make, in their order."""
        return tuple(step.name for step in self.steps if step.name)
