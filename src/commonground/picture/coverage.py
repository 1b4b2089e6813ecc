"""Observed flights held against stand-down commitments and notices by their four dimensions (R10, T-20).

The answer is one party's, from what it was told, and names everything that was looked at: a notice that was not
released to it is not there, and cannot cover anything in its book. It says covered by a notice or not covered, and
disputed where two statements differ; what the flight was, or whose, is said by nobody here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..geo.intersection import volumes_meet
from ..geo.interval import AltitudeContext
from .commitment import Commitment, CoverageStatement, Declaration, ExceptionFlight, ObservedFlight
from .entity import IMMEDIATE_CLASSES, Notice
from .version import Version

Word = Literal["covered", "declared", "not_covered", "disputed"]


@dataclass(frozen=True, slots=True)
class Covering:
    """A notice, with the exception that names it, or a declaration, that meets a flight; `in_time` says when it came.

    A notice is in time when it was known here before the flight began, a declaration within the charter's clock.
    """

    version: Version
    code: str
    in_time: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One commitment against one flight: what meets it, what was looked at, and what the parties said."""

    commitment: Version
    word: Word
    shared_ms: int
    area_m2: float
    notices: tuple[Covering, ...]
    declarations: tuple[Covering, ...]
    late_notices: tuple[Covering, ...]
    looked_at: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Books:
    """What a party holds that a flight is compared with, as it was when the flight ended, and what came after."""

    commitments: Sequence[Version]
    notices: Sequence[Version]
    exceptions: Sequence[Version]
    declarations: Sequence[Version]


def compare(
    flight: ObservedFlight,
    books: Books,
    statements: Iterable[Version],
    context: AltitudeContext,
    declared_within_ms: int,
) -> list[Comparison]:
    """The comparison with each commitment whose volume the flight meets; none when it meets none."""
    said = [one for one in statements if isinstance(one.body, CoverageStatement) and one.action != "cancel"]
    found = []
    for version in books.commitments:
        body = version.body
        if not isinstance(body, Commitment):
            continue
        meeting = volumes_meet(flight.volume, body.volume, context)
        if meeting is None:
            continue
        notices, late = _notices(flight, version, books, context)
        declared = _declarations(flight, version, books, context, declared_within_ms)
        word = _word(notices, declared, said)
        looked_at = (len(books.notices), len(books.exceptions), len(books.declarations))
        found.append(Comparison(
            version, word, meeting.shared_ms, meeting.area_m2, tuple(notices), tuple(declared), tuple(late), looked_at
        ))  # fmt: skip
    return found


def _word(notices: list[Covering], declared: list[Covering], said: list[Version]) -> Word:
    """What the books say; disputed where somebody says otherwise, or two parties do."""
    word: Word = "covered" if notices else "declared" if declared else "not_covered"
    stances = {one.body.stance for one in said if isinstance(one.body, CoverageStatement)} - {"no_knowledge"}
    agrees = "not_covered" if word == "not_covered" else "covered"
    return word if stances <= {agrees} else "disputed"


def _notices(
    flight: ObservedFlight, commitment: Version, books: Books, context: AltitudeContext
) -> tuple[list[Covering], list[Covering]]:
    """Notices of the party that committed itself which meet the flight: those known before it, and later ones."""
    codes = {
        one.body.notice.key: one.body.code
        for one in books.exceptions
        if isinstance(one.body, ExceptionFlight)
        and one.body.about.key == commitment.key
        and one.action != "cancel"
    }
    early: list[Covering] = []
    late: list[Covering] = []
    for one in books.notices:
        body = one.body
        if one.author != commitment.author or not isinstance(body, Notice) or one.action == "cancel":
            continue
        if not any(volumes_meet(flight.volume, volume, context) for volume in body.volumes):
            continue
        # A flight that saves lives may be announced while it flies.
        latest_ms = (
            flight.volume.until_ms if body.activity_class in IMMEDIATE_CLASSES else flight.volume.from_ms
        )
        in_time = one.known_from_ms <= latest_ms
        (early if in_time else late).append(Covering(one, codes.get(one.key, ""), in_time))
    return early, late


def _declarations(
    flight: ObservedFlight, commitment: Version, books: Books, context: AltitudeContext, within_ms: int
) -> list[Covering]:
    found = []
    for one in books.declarations:
        body = one.body
        if not isinstance(body, Declaration) or body.about.key != commitment.key or one.action == "cancel":
            continue
        if volumes_meet(flight.volume, body.volume, context) is None:
            continue
        in_time = one.first_known_ms <= body.volume.until_ms + within_ms
        found.append(Covering(one, body.code, in_time))
    return found
