"""Graded information reports (R5, R19, S7): reported, graded, answered with an opinion, asked for.

A report says what its author was told of a hazard, a front, who holds ground, or how a group moved, with two letters
of grade: how far the source is relied on, and how far the information is believed. What is told of fronts, of held
ground and of movements is told in squares of 10 km and over six hours or more, by the types below: there is no field
that could say more. Nobody edits the report of another: who holds one answers with an opinion. No body here has a
field for a person or a unit.
"""

from __future__ import annotations

from typing import Literal

from ..errors import Refused
from ..geo.footprint import Footprint, validate_footprint
from ..geo.interval import TIME_MS_MAX, Altitude, validate_altitudes
from ..geo.place import district_ring, to_cell, to_district
from ..record import Record
from .blocks import PLACE_RADIUS_TMM_MAX, Body, Place, Reference, Text, refuse_long, refuse_off_earth
from .exchange import head_of
from .kind import CHANGING, OFFERED, SAID_ONCE, TAKEN_BACK, Kind, from_now_on

Matter = Literal[
    "hazard", "front_line", "control_of_ground", "group_movement", "infrastructure_damage", "other"
]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
"""How far a source is relied on, A completely to E not at all; F cannot be judged."""
Credibility = Literal[1, 2, 3, 4, 5, 6]
"""How far the information is believed, 1 confirmed by others to 5 improbable; 6 cannot be judged."""
Opinion_ = Literal["agrees", "disagrees", "cannot_say"]
Outcome = Literal["report", "none", "refused"]

COARSE_MATTERS = frozenset({"front_line", "control_of_ground", "group_movement"})
"""Told in squares of 10 km, over six hours or more, and in no other way (S7)."""
EXACT_MATTERS = frozenset({"hazard", "infrastructure_damage"})
"""What may be told to the point; any other matter is a cell at the finest (S7)."""
PERIOD_MS_MIN = 6 * 3_600_000
SQUARES_MAX = 400
REFERENCES_MAX = 20
PARTS_MAX = 500


class OriginalGrade(Record, frozen=True):
    """The author's own scheme and grade, as its source gave them."""

    scheme: str
    grade: str


class StixSource(Record, frozen=True):
    """What a report or an opinion was posted as: identifier, version, text, and the texts of what was taken into it.

    Once it was `edited` here, its text says no more than the members which the room does not know. Without a text only
    the identifier goes on: to whoever is told less than the text says.
    """

    id: str
    version: str = ""
    text: str = ""
    parts: tuple[str, ...] = ()
    edited: bool = False


class Information(Body, frozen=True):
    """A graded report. `from_ms` to `until_ms` is when what it tells of was so, UTC.

    `squares` are names of 10 km MGRS squares; `holder` is who is reported to hold them, a party of the room or a
    group, and only for ground. `place` and `footprint` are for all matters but fronts, ground and movements; an outline
    reaches from `lower` to `upper`, without `upper` nobody knows how high.
    """

    matter: Matter
    title: Text
    text: Text
    reliability: Reliability
    credibility: Credibility
    from_ms: int
    until_ms: int
    place: Place | None = None
    footprint: Footprint | None = None
    lower: Altitude | None = None
    upper: Altitude | None = None
    squares: tuple[str, ...] = ()
    holder: str = ""
    original: OriginalGrade | None = None
    refers_to: tuple[Reference, ...] = ()
    stix: StixSource | None = None


class Opinion(Body, frozen=True):
    """What a party that holds a report of another thinks of it; never merged into the report."""

    about: Reference
    opinion: Opinion_
    reasons: Text
    stix: StixSource | None = None


class InformationRequest(Body, frozen=True):
    """A question to the parties to which it is released; whoever does not answer within the clock has nothing."""

    matter: Matter
    text: Text
    from_ms: int
    until_ms: int
    footprint: Footprint | None = None


class InformationAnswer(Body, frozen=True):
    """An answer to a request: with a report of one's own, with nothing, or with no. A refusal owes no reason (R5).

    `report` is the entity of the report, which the asker was told of by its own release.
    """

    about: Reference
    outcome: Outcome
    report: str = ""
    text: Text | None = None


def _impossible_information(body: Information, field: str) -> None:
    _refuse_times(body.from_ms, body.until_ms, field)
    if body.place is not None:
        refuse_off_earth(body.place.lon_nd, body.place.lat_nd, f"{field}.place")
        if not 0 <= body.place.radius_tmm <= PLACE_RADIUS_TMM_MAX:
            raise Refused("0 to 100 km expected", field=f"{field}.place.radius_tmm")
    if body.footprint is not None:
        validate_footprint(body.footprint, f"{field}.footprint")
    _refuse_heights(body, field)
    if len(body.squares) > SQUARES_MAX:
        raise Refused(f"at most {SQUARES_MAX} squares expected", field=f"{field}.squares", clause="limits")
    for number, square in enumerate(body.squares):
        district_ring(square, f"{field}.squares[{number}]")
    if len(set(body.squares)) < len(body.squares):
        raise Refused("each square once expected", field=f"{field}.squares")
    _refuse_precise(body, field)
    if body.stix is not None:
        _refuse_other_source(body.stix, "report", f"{field}.stix")


def _refuse_other_source(source: StixSource, type: str, field: str) -> None:
    """Refuse a source that is of another type, or says another identifier or version than its text."""
    if not source.text:
        if not source.id.startswith(f"{type}--") or source.version or source.parts:
            raise Refused(f"the identifier of one {type} alone is expected", field=f"{field}.id")
        return
    head = head_of(source.text.encode(), f"{field}.text")
    if (head.type, head.stix_id, head.version) != (type, source.id, source.version):
        raise Refused("the object of this identifier and version is expected", field=f"{field}.text")
    if len(source.parts) > PARTS_MAX:
        raise Refused(f"at most {PARTS_MAX} parts expected", field=f"{field}.parts", clause="limits")
    for number, part in enumerate(source.parts):
        head_of(part.encode(), f"{field}.parts[{number}]")


def _refuse_heights(body: Information, field: str) -> None:
    if body.lower is None and body.upper is None:
        return
    if body.footprint is None:
        raise Refused("an outline is expected with heights", field=f"{field}.footprint")
    if body.lower is None:
        raise Refused("a lower limit is expected with an upper one", field=f"{field}.lower")
    validate_altitudes(body.lower, body.upper, field)


def _refuse_precise(body: Information, field: str) -> None:
    """Refuse what S7 does not let anybody tell: a received one is kept as not understood and shown nowhere."""
    if body.matter not in COARSE_MATTERS:
        if body.squares or body.holder:
            name = "squares" if body.squares else "holder"
            raise Refused("none is expected for this matter", field=f"{field}.{name}", clause="S7")
        if body.matter not in EXACT_MATTERS and (body.footprint is not None or not _is_coarse(body.place)):
            raise Refused("a cell or a district is expected", field=f"{field}.place", clause="S7")
        return
    for name in ("place", "footprint"):
        if getattr(body, name) is not None:
            raise Refused("squares of 10 km are expected instead", field=f"{field}.{name}", clause="S7")
    if not body.squares:
        raise Refused("squares of 10 km are expected", field=f"{field}.squares", clause="S7")
    if body.until_ms - body.from_ms < PERIOD_MS_MIN:
        raise Refused("a period of six hours or more is expected", field=f"{field}.until_ms", clause="S7")
    if (body.matter == "control_of_ground") != bool(body.holder):
        expected = "who holds it is expected" if not body.holder else "none is expected for this matter"
        raise Refused(expected, field=f"{field}.holder", clause="S7")


def _is_coarse(place: Place | None) -> bool:
    """Whether a place is none, or the middle of its cell or district: a point that is only called so tells more."""
    if place is None:
        return True
    if place.precision not in ("cell", "district"):
        return False
    square = (to_cell if place.precision == "cell" else to_district)(place.lon_nd, place.lat_nd)
    at = (square.lon_nd, square.lat_nd)
    return (place.lon_nd, place.lat_nd) == at and place.radius_tmm >= square.radius_tmm


def _wrong_information(body: Information, field: str) -> None:
    for name in ("title", "text"):
        if not getattr(body, name).text.strip():
            raise Refused("a text is expected", field=f"{field}.{name}", clause="S7")
    refuse_long(body.title, f"{field}.title")
    if body.original is not None and not (body.original.scheme.strip() and body.original.grade.strip()):
        raise Refused("a scheme and a grade are expected", field=f"{field}.original", clause="S7")
    if len(body.refers_to) > REFERENCES_MAX:
        raise Refused(f"at most {REFERENCES_MAX} items expected", field=f"{field}.refers_to", clause="limits")


def _refuse_times(from_ms: int, until_ms: int, field: str) -> None:
    for name, value in (("from_ms", from_ms), ("until_ms", until_ms)):
        if not 0 <= value <= TIME_MS_MAX:
            raise Refused("UTC milliseconds of 1970 to 2200 expected", field=f"{field}.{name}")
    if until_ms < from_ms:
        raise Refused("an end that is not before the start is expected", field=f"{field}.until_ms")


def _impossible_opinion(body: Opinion, field: str) -> None:
    if body.stix is not None:
        _refuse_other_source(body.stix, "opinion", f"{field}.stix")


def _wrong_opinion(body: Opinion, field: str) -> None:
    if body.opinion == "disagrees" and not body.reasons.text.strip():
        raise Refused("reasons are expected where a party disagrees", field=f"{field}.reasons", clause="R19")


def _impossible_request(body: InformationRequest, field: str) -> None:
    _refuse_times(body.from_ms, body.until_ms, field)
    if body.footprint is not None:
        validate_footprint(body.footprint, f"{field}.footprint")


def _wrong_request(body: InformationRequest, field: str) -> None:
    if not body.text.text.strip():
        raise Refused("a question is expected", field=f"{field}.text", clause="R19")
    refuse_long(body.text, f"{field}.text")


def _wrong_answer(body: InformationAnswer, field: str) -> None:
    if (body.outcome == "report") != bool(body.report):
        expected = "a report is expected" if body.outcome == "report" else "no report is expected"
        raise Refused(expected, field=f"{field}.report", clause="R19")
    if body.text is not None:
        refuse_long(body.text, f"{field}.text")


def _refers_to(body: Information) -> tuple[Reference, ...]:
    return body.refers_to


def _about(body: Opinion | InformationAnswer) -> tuple[Reference, ...]:
    return (body.about,)


def _period(body: Information | InformationRequest, _: int) -> tuple[int, int]:
    return (body.from_ms, body.until_ms)


KINDS = (
    Kind(
        "information", Information, "I", OFFERED, references=_refers_to, impossible=_impossible_information,
        wrong=_wrong_information, span=_period, shapes=frozenset({"footprint", "squares", "stix"}),
        refers_anew=True,
    ),
    Kind("opinion", Opinion, "OP", CHANGING, references=_about, impossible=_impossible_opinion, wrong=_wrong_opinion,
         span=from_now_on, texts=frozenset({"reasons"}), shapes=frozenset({"stix"})),
    Kind(
        "information_request", InformationRequest, "IQ",
        TAKEN_BACK,
        impossible=_impossible_request, wrong=_wrong_request, span=from_now_on, shapes=frozenset({"footprint"}),
    ),
    Kind(
        "information_answer", InformationAnswer, "IA", SAID_ONCE, references=_about, wrong=_wrong_answer,
        span=from_now_on, is_addressed=True,
    ),
)  # fmt: skip
"""The kinds of graded information, and of what is said about it and asked for."""
