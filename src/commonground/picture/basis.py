"""Declared basis and reservation (R15): each party's own words on what a text rests on, side by side.

A basis stands beside an instrument or a notice of its own author; a reservation of another party stands beside the
same. Neither changes what it is about, and nothing in the room asks whether anybody agrees with either.
"""

from __future__ import annotations

from ..errors import Refused
from .blocks import Body, Reference, Text
from .kind import FOREVER_MS, OFFERED, Kind

BASED_KINDS = frozenset({"instrument", "notice", "area", "commitment"})
"""What a basis or a reservation may stand beside."""


class Basis(Body, frozen=True):
    """The author's own statement of what something of its own rests on, and on whose authority it says so."""

    about: Reference
    text: Text
    authority: Text


class Reservation(Body, frozen=True):
    """The author's reservation beside something of another party."""

    about: Reference
    text: Text


def _references(body: Basis | Reservation) -> tuple[Reference, ...]:
    return (body.about,)


def _wrong(body: Basis | Reservation, field: str) -> None:
    if not body.text.text.strip():
        raise Refused("a text is expected", field=f"{field}.text", clause="R15")


def _span(_: object, known_from_ms: int) -> tuple[int, int]:
    return (known_from_ms, FOREVER_MS)


KINDS = (
    Kind("basis", Basis, "BA", OFFERED, references=_references, wrong=_wrong, span=_span),
    Kind("reservation", Reservation, "RV", OFFERED, references=_references, wrong=_wrong, span=_span),
)
