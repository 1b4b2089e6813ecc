"""Stand-down commitments (R10): what a party says it will not fly where, and flights that somebody observed there.

A commitment names a volume and a closed list of exceptions. A flight under an exception has a notice; an emergency is
declared after it, and the use of force against an immediate threat with a statement of proportionality. An observed
flight is what one party reports; whether a notice covers it is computed by each party from its own picture
(`picture/coverage`), and nobody's statement on it overwrites another's.
"""

from __future__ import annotations

from typing import Literal

from ..errors import Refused
from ..geo.volume import Volume, validate_volume
from .blocks import Body, Reference, Text
from .joint_text import refuse_bad_hash, refuse_bad_name
from .kind import FOREVER_MS, OFFERED, TAKEN_BACK, Kind

ExceptionCode = Literal["non_combat", "medevac", "sar", "surveillance", "humanitarian", "immediate_threat"]
EXCEPTION_CODES: tuple[ExceptionCode, ...] = (
    "non_combat", "medevac", "sar", "surveillance", "humanitarian", "immediate_threat",
)  # fmt: skip
AT_ONCE_CODES = frozenset({"medevac", "sar", "immediate_threat"})
"""Exceptions that may be declared after the flight; the others need a notice before it."""
ForWhom = Literal["own_forces", "allied", "unknown"]
Source = Literal["radar", "visual", "acoustic", "broadcast", "told", "other"]
Stance = Literal["covered", "not_covered", "not_ours", "no_such_flight", "no_knowledge"]
COUNT_MAX = 1_000


class Commitment(Body, frozen=True):
    """The author's own forces, or those for whom it speaks, do not fly in this volume but for these exceptions.

    `area_id` and `area_hash` name the agreed area that it goes with; what is compared is the volume alone.
    """

    volume: Volume
    exceptions: tuple[ExceptionCode, ...]
    covers: tuple[ForWhom, ...]
    text: Text
    area_id: str = ""
    area_hash: str = ""


class ExceptionFlight(Body, frozen=True):
    """The author flies under an exception to its own commitment, by a notice of its own."""

    about: Reference
    code: ExceptionCode
    notice: Reference
    text: Text | None = None


class Declaration(Body, frozen=True):
    """The author says after a flight under which exception to its own commitment it was flown, and where and when."""

    about: Reference
    code: ExceptionCode
    volume: Volume
    text: Text
    proportionality: Text | None = None


class ObservedFlight(Body, frozen=True):
    """What the author says that it, or somebody who told it, observed. It says nothing about whose flight it was."""

    volume: Volume
    source: Source
    count: int
    text: Text


class CoverageStatement(Body, frozen=True):
    """What the author holds of an observed flight, and for whom it speaks in that (T-25)."""

    about: Reference
    stance: Stance
    for_whom: ForWhom
    text: Text
    notice: Reference | None = None


def _references(body: ExceptionFlight | CoverageStatement | Declaration) -> tuple[Reference, ...]:
    notice = getattr(body, "notice", None)
    return (body.about,) if notice is None else (body.about, notice)


def _impossible_commitment(body: Commitment, field: str) -> None:
    validate_volume(body.volume, f"{field}.volume")
    for name in ("exceptions", "covers"):
        given = getattr(body, name)
        if len(set(given)) != len(given):
            raise Refused("each at most once expected", field=f"{field}.{name}")
    if not body.covers:
        raise Refused("for whom it speaks is expected", field=f"{field}.covers", clause="T-25")
    if body.area_id:
        refuse_bad_name(body.area_id, f"{field}.area_id")
    if body.area_hash:
        refuse_bad_hash(body.area_hash, f"{field}.area_hash")


def _impossible_declaration(body: Declaration, field: str) -> None:
    validate_volume(body.volume, f"{field}.volume")


def _wrong_declaration(body: Declaration, field: str) -> None:
    _refuse_empty(body.text, f"{field}.text")
    if body.code == "immediate_threat":
        _refuse_empty(body.proportionality, f"{field}.proportionality")


def _refuse_empty(text: Text | None, field: str) -> None:
    if text is None or not text.text.strip():
        raise Refused("a text is expected", field=field, clause="R10")


def _impossible_flight(body: ObservedFlight, field: str) -> None:
    validate_volume(body.volume, f"{field}.volume")
    if not 1 <= body.count <= COUNT_MAX:
        raise Refused(f"a number of 1 to {COUNT_MAX} expected", field=f"{field}.count")


def _impossible_statement(body: CoverageStatement, field: str) -> None:
    if body.notice is not None and body.stance != "covered":
        raise Refused("no notice is expected but with covered", field=f"{field}.notice")


def _span(body: Commitment | ObservedFlight | Declaration, _: int) -> tuple[int, int]:
    return (body.volume.from_ms, body.volume.until_ms)


def _as_long_as_it_stands(_: object, known_from_ms: int) -> tuple[int, int]:
    return (known_from_ms, FOREVER_MS)


_VOLUME = frozenset({"volume"})

KINDS = (
    Kind("commitment", Commitment, "CM", OFFERED, impossible=_impossible_commitment, span=_span, shapes=_VOLUME),
    Kind("exception", ExceptionFlight, "CE", TAKEN_BACK, references=_references, span=_as_long_as_it_stands),
    Kind(
        "declaration", Declaration, "CD", TAKEN_BACK, references=_references, impossible=_impossible_declaration,
        wrong=_wrong_declaration, span=_span, shapes=_VOLUME,
    ),
    Kind("observed_flight", ObservedFlight, "OF", OFFERED, impossible=_impossible_flight, span=_span, shapes=_VOLUME),
    Kind(
        "coverage_statement", CoverageStatement, "CS", OFFERED, references=_references,
        impossible=_impossible_statement, span=_as_long_as_it_stands,
    ),
)  # fmt: skip
