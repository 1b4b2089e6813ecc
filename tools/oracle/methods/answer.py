"""What a method is: a name, its version, and a function from a case to yes, no, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

#: A case as it stands in a file.
Record: TypeAlias = Mapping[str, Any]
#: True, False, why the method failed on the case, or None where it was not asked.
Answer: TypeAlias = bool | str | None


@dataclass(frozen=True, slots=True)
class Method:
    """`answers` takes all cases at once, because some methods are far away."""

    name: str
    version: str
    answers: Callable[[Sequence[Record]], list[Answer]]


def is_ground_only(case: Record) -> bool:
    """Is the case about footprints alone?"""
    return "footprint" not in case["a"]


def one_by_one(meets: Callable[[Record], bool]) -> Callable[[Sequence[Record]], list[Answer]]:
    """Ask case by case; what is raised becomes the answer."""

    def answer(case: Record) -> Answer:
        try:
            return meets(case)
        except Exception as failure:  # whatever a library raises is its answer
            return f"{type(failure).__name__}: {failure}"

    return lambda cases: [answer(case) for case in cases]


def ground_only(meets: Callable[[Record], bool]) -> Callable[[Sequence[Record]], list[Answer]]:
    """The same for a method that knows no height and time: it is asked about footprints only."""
    ask = one_by_one(meets)
    return lambda cases: [ask([case])[0] if is_ground_only(case) else None for case in cases]
