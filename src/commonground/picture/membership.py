"""Who belongs to the room and for whom it speaks: leaving, and the forces that a party declares (R4, T-25).

A party has one `leaving` and one `speaks_for`, whose ids are the same at every party, so that both are found without
a search. Accession is in `picture/accession`. Nothing here reads a clock.
"""

from __future__ import annotations

import re

from ..errors import Refused
from ..geo.interval import TIME_MS_MAX
from ..record import Record
from .blocks import Body, Text
from .charter import Text3
from .kind import CHANGING, NONE, Kind, always

LEAVING = "LV-leaving"
FORCES = "SF-forces"
FORCES_MAX = 40
_FORCE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


class Leaving(Body, frozen=True):
    """The author leaves at a moment; it may be taken back until then."""

    at_ms: int
    text: Text = Text(lang="en", text="")


class Named(Record, frozen=True):
    """Forces by an id that all use, and their name."""

    id: str
    name: Text3


class Force(Named, frozen=True):
    """Forces for which the author speaks: an id that all use, their name, and when they were given the rules.

    `rules` is the hash of the charter that was passed on to them; empty while nobody confirms that it was.
    """

    rules: str = ""
    passed_on_ms: int = 0


class SpeaksFor(Body, frozen=True):
    """For whom the author speaks, and for whom not; amended as that changes."""

    forces: tuple[Force, ...] = ()
    not_forces: tuple[Named, ...] = ()


def _impossible_leaving(body: Leaving, field: str) -> None:
    if not 0 < body.at_ms <= TIME_MS_MAX:
        raise Refused("UTC milliseconds of 1970 to 2200 expected", field=f"{field}.at_ms")


def _impossible_forces(body: SpeaksFor, field: str) -> None:
    lists: tuple[tuple[str, tuple[Named, ...]], ...]
    lists = (("forces", body.forces), ("not_forces", body.not_forces))
    for name, given in lists:
        if len(given) > FORCES_MAX:
            raise Refused(f"at most {FORCES_MAX} items expected", field=f"{field}.{name}", clause="limits")
        for number, one in enumerate(given):
            where = f"{field}.{name}[{number}]"
            if not _FORCE.fullmatch(one.id):
                raise Refused("1 to 32 small letters, digits, dashes expected", field=f"{where}.id")
            if not (one.name.en or one.name.ar or one.name.ru):
                raise Refused("a name in one language at least is expected", field=f"{where}.name")
    for number, force in enumerate(body.forces):
        if not 0 <= force.passed_on_ms <= TIME_MS_MAX or bool(force.rules) != bool(force.passed_on_ms):
            raise Refused(
                "a time with the rules that were passed on is expected",
                field=f"{field}.forces[{number}].passed_on_ms", clause="R4",
            )  # fmt: skip
    ids = [one.id for _, given in lists for one in given]
    if len(set(ids)) != len(ids):
        raise Refused("each of the forces once expected", field=f"{field}.forces", clause="R4")


KINDS = (
    Kind(
        word="leaving", body=Leaving, prefix="LV", impossible=_impossible_leaving, span=always,
        follows={
            NONE: frozenset({"establish"}), "establish": frozenset({"cancel"}), "cancel": frozenset({"amend"}),
            "amend": frozenset({"cancel"}),
        },
    ),
    Kind(
        word="speaks_for", body=SpeaksFor, prefix="SF", impossible=_impossible_forces, span=always,
        follows=CHANGING,
    ),
)  # fmt: skip
