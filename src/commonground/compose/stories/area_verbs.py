"""Steps of a story about areas, agreed texts, commitments and observed flights."""

from __future__ import annotations

from ...errors import Refused
from ...geo.footprint import Circle, Polygon
from ...geo.interval import Altitude
from ...geo.volume import Volume
from ...picture.area import AreaCategory, DesignatedArea, area_hash
from ...picture.blocks import Reference
from ...picture.charter import Text3
from ...picture.commitment import (
    Commitment,
    CoverageStatement,
    ExceptionCode,
    ForWhom,
    ObservedFlight,
    Source,
    Stance,
)
from ...picture.instrument import Instrument, Term, instrument_hash
from ...record import Record
from ...room import agreements
from .verb import Scene, Verb, about, nothing, trilingual

Point = tuple[int, int]
NOWHERE = Reference(author="", entity="")


class OfferArea(Record, frozen=True):
    """A version of an area; `ring` is not closed. Times count from the step, rounded up to `round_ms`."""

    area_id: str
    category: AreaCategory
    title: Text3
    purpose: Text3
    ring: tuple[Point, ...]
    starts_in_ms: int
    lasts_ms: int
    signatories: tuple[str, ...]
    round_ms: int = 1


class OfferText(Record, frozen=True):
    """A copy of an agreed text with the terms in which copies may differ."""

    instrument_id: str
    title: Text3
    summary: Text3
    file_name: str
    file_hash: str
    file_bytes: int
    terms: tuple[Term, ...]
    starts_in_ms: int
    lasts_ms: int
    renew_in_ms: int
    zone: str
    signatories: tuple[str, ...]
    round_ms: int = 1


class Sign(Record, frozen=True):
    """Which text is signed: the area or copy that a step offered."""

    of: str


class Commit(Record, frozen=True):
    """A stand-down in a circle."""

    to: tuple[str, ...]
    point: Point
    radius_tmm: int
    lower: Altitude
    upper: Altitude
    lasts_ms: int
    exceptions: tuple[ExceptionCode, ...]
    covers: tuple[ForWhom, ...]
    words: Text3


class Observe(Record, frozen=True):
    """A flight that was seen: it began `began_ms` before the step and lasted `lasted_ms`."""

    to: tuple[str, ...]
    point: Point
    radius_tmm: int
    lower: Altitude
    upper: Altitude
    began_ms: int
    lasted_ms: int
    source: Source
    count: int
    words: Text3


class State(Record, frozen=True):
    """What a party holds of a flight, for whom it speaks, and the notice that it names."""

    of: str
    stance: Stance
    for_whom: ForWhom
    words: Text3
    notice: str = ""


def _rounded(scene: Scene[OfferArea] | Scene[OfferText]) -> int:
    now_ms = scene.room.clock.now_ms()
    return -(-(now_ms + scene.args.starts_in_ms) // scene.args.round_ms) * scene.args.round_ms


def offer_area(scene: Scene[OfferArea]) -> str:
    """Offer a version of an area."""
    args, from_ms = scene.args, _rounded(scene)
    body = DesignatedArea(
        area_id=args.area_id, edition=1, category=args.category, name=args.title, purpose=trilingual(args.purpose),
        footprint=Polygon(rings=(args.ring,)), from_ms=from_ms, until_ms=from_ms + args.lasts_ms,
        signatories=args.signatories,
    )  # fmt: skip
    return agreements.offer_area(scene.room, body, (), scene.post, scene.operator).version.key


def offer_text(scene: Scene[OfferText]) -> str:
    """Offer a copy of an agreed text."""
    args, start_ms = scene.args, _rounded(scene)
    body = Instrument(
        instrument_id=args.instrument_id, edition=1, title=args.title, authentic=("en",), file_name=args.file_name,
        file_hash=args.file_hash, file_bytes=args.file_bytes, signatories=args.signatories, start_ms=start_ms,
        end_ms=start_ms + args.lasts_ms, renew_by_ms=start_ms + args.renew_in_ms, zone=args.zone,
        summary=trilingual(args.summary), terms=args.terms,
    )  # fmt: skip
    return agreements.offer_instrument(scene.room, body, (), scene.post, scene.operator).version.key


def sign(scene: Scene[Sign]) -> str:
    """Sign the text that a step offered, by its hash."""
    body = scene.room.view.get(scene.key(scene.args.of)).body
    match body:
        case DesignatedArea():
            done = agreements.sign_area(scene.room, body.area_id, area_hash(body), scene.post, scene.operator)
        case Instrument():
            done = agreements.sign_instrument(
                scene.room, body.instrument_id, instrument_hash(body), scene.post, scene.operator
            )
        case _:
            raise Refused("an area or a text is expected", field="of")
    return done.version.key


def take_back(scene: Scene[Sign]) -> str:
    """Offer a text no longer; it is said, and nothing is removed."""
    agreements.take_back(scene.room, scene.key(scene.args.of), scene.post, scene.operator)
    return ""


def commit(scene: Scene[Commit]) -> str:
    """Commit the party to a stand-down from now on."""
    args, now_ms = scene.args, scene.room.clock.now_ms()
    body = Commitment(
        volume=_volume(args, now_ms, now_ms + args.lasts_ms), exceptions=args.exceptions, covers=args.covers,
        text=trilingual(args.words),
    )  # fmt: skip
    return agreements.commit(scene.room, body, args.to, scene.post, scene.operator).version.key


def observe(scene: Scene[Observe]) -> str:
    """Report a flight that was seen."""
    args = scene.args
    from_ms = scene.room.clock.now_ms() - args.began_ms
    body = ObservedFlight(
        volume=_volume(args, from_ms, from_ms + args.lasted_ms), source=args.source, count=args.count,
        text=trilingual(args.words),
    )  # fmt: skip
    return agreements.observe(scene.room, body, args.to, scene.post, scene.operator).version.key


def _volume(args: Commit | Observe, from_ms: int, until_ms: int) -> Volume:
    return Volume(
        footprint=Circle(center=args.point, radius_tmm=args.radius_tmm), lower=args.lower, upper=args.upper,
        from_ms=from_ms, until_ms=until_ms,
    )  # fmt: skip


def state(scene: Scene[State]) -> str:
    """Say what the party holds of a flight."""
    args = scene.args
    notice = scene.room.view.get(scene.key(args.notice)) if args.notice else None
    body = CoverageStatement(
        about=NOWHERE, stance=args.stance, for_whom=args.for_whom, text=trilingual(args.words),
        notice=None if notice is None else Reference(author=notice.author, entity=notice.entity),
    )  # fmt: skip
    return agreements.state(scene.room, scene.key(args.of), body, scene.post, scene.operator).version.key


def _flight_and_notice(args: State) -> tuple[str, ...]:
    return (args.of, args.notice) if args.notice else (args.of,)


VERBS: dict[str, Verb] = {
    "offer_area": Verb(OfferArea, offer_area, nothing, makes="area"),
    "offer_text": Verb(OfferText, offer_text, nothing, makes="instrument"),
    "sign": Verb(Sign, sign, about, makes="area_signature"),
    "take_back": Verb(Sign, take_back, about),
    "commit": Verb(Commit, commit, nothing, makes="commitment"),
    "observe": Verb(Observe, observe, nothing, makes="observed_flight"),
    "state": Verb(State, state, _flight_and_notice, makes="coverage_statement"),
}
