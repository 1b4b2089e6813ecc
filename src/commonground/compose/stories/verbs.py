"""What a step of a story can do: one table from its word to its arguments and its act, merged from the families.

What a story does to the links between the nodes is done by who plays it: the verbs `cut` and `join` say nothing.
"""

from __future__ import annotations

from typing import Any

from ...record import Record, convert
from . import area_verbs, line_verbs, notice_verbs, place_verbs
from .script import Step
from .verb import Scene, Verb, nothing


class NoArguments(Record, frozen=True):
    """A verb that needs none."""


class Links(Record, frozen=True):
    """The two parties whose link is cut or joined."""

    between: tuple[str, str]


def _said_by_nobody(_: Scene[Any]) -> str:
    return ""


VERBS: dict[str, Verb] = {
    "tell": Verb(NoArguments, _said_by_nobody, nothing),
    "cut": Verb(Links, _said_by_nobody, nothing),
    "join": Verb(Links, _said_by_nobody, nothing),
    **notice_verbs.VERBS,
    **line_verbs.VERBS,
    **area_verbs.VERBS,
    **place_verbs.VERBS,
}


def arguments(step: Step) -> Record:
    """The arguments of a step, typed; refuses what its verb does not take."""
    return convert(step.args, VERBS[step.do].args)
