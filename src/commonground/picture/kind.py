"""A kind of statement: one row says all that the spine has to know of it.

A family of procedures (notices and sites, the line, the roster ...) is a module with its bodies and the rows of its
kinds; `picture/kinds` lists the families. What may be said when hangs on the room as well: see `room/accepting`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .blocks import Body, Reference

NONE = "none"
"""Before the first action on an entity."""
FOREVER_MS = 2**53 - 1


SAID_ONCE = {NONE: frozenset({"establish"})}
"""It is said, and that is all."""
CHANGING = {
    NONE: frozenset({"establish"}),
    "establish": frozenset({"amend"}),
    "amend": frozenset({"amend"}),
}
"""It is said and edited, and never taken back."""
TAKEN_BACK = {NONE: frozenset({"establish"}), "establish": frozenset({"cancel"}), "cancel": frozenset[str]()}
"""It is said, may be taken back, and is never edited."""
OFFERED = {
    NONE: frozenset({"establish"}),
    "establish": frozenset({"amend", "cancel"}),
    "amend": frozenset({"amend", "cancel"}),
    "cancel": frozenset[str](),
}
"""It is said, edited, and taken back for good."""


def _nobody(_: Any) -> tuple[Reference, ...]:
    return ()


def _anything(_: Any, __: str) -> None:
    return


def at_once(_: Any, known_from_ms: int) -> tuple[int, int]:
    """It concerns the moment in which it became known."""
    return (known_from_ms, known_from_ms)


def from_now_on(_: Any, known_from_ms: int) -> tuple[int, int]:
    """It concerns everything after the moment in which it became known, since only another word undoes it."""
    return (known_from_ms, FOREVER_MS)


def always(_: Any, __: int) -> tuple[int, int]:
    """It concerns every moment."""
    return (0, FOREVER_MS)


def never(_: Any, __: int) -> tuple[int, int]:
    """It concerns no moment that anybody asks about: a question about another moment passes it over."""
    return (FOREVER_MS, FOREVER_MS)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of statement.

    `word` names it in statements and is never used again for another; `prefix` begins the ids of its entities.
    `follows` is its lifecycle: the last action, or `NONE`, to the actions that may follow.
    `references` gives the entities that a body speaks of: disclosure follows them.
    `impossible(body, field)` refuses what nothing could be computed with; a received body that it refuses is kept and
    shown as not understood. `wrong(body, field)` refuses what this party cannot say.
    `span(body, known_from_ms)` is the closed span, in ms UTC, that a question about another moment finds it in.
    `texts` are names of fields that may hold lines; `shapes` are fields that hold no texts at all.
    A kind that `is_national` is never released; one that `is_addressed` goes to the author of what it is about, and to
    nobody else. One that `refers_anew` may speak of other entities when it is amended.
    """

    word: str
    body: type[Body]
    prefix: str
    follows: Mapping[str, frozenset[str]]
    references: Callable[[Any], tuple[Reference, ...]] = _nobody
    impossible: Callable[[Any, str], None] = _anything
    wrong: Callable[[Any, str], None] = _anything
    span: Callable[[Any, int], tuple[int, int]] = at_once
    texts: frozenset[str] = frozenset()
    shapes: frozenset[str] = frozenset()
    is_national: bool = False
    is_addressed: bool = False
    refers_anew: bool = False
