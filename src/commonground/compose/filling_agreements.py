"""What the parties of a demonstration room have agreed, or not yet: two areas, a text, a commitment, observed flights.

All of it is invented and says so. One area is drawn differently by the two centres; the other, and the text, both have
signed. The text ends tomorrow, so that its countdown runs. It knows rooms, and says things through the use cases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial

from ..geo.footprint import Circle, Polygon
from ..geo.interval import Altitude
from ..geo.volume import Volume
from ..picture.area import DesignatedArea, area_hash
from ..picture.blocks import Reference, Text
from ..picture.charter import Text3
from ..picture.commitment import Commitment, CoverageStatement, ObservedFlight
from ..picture.instrument import Instrument, Term, instrument_hash
from ..room import agreements
from ..room.context import Room
from ..room.submit import Submitted

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
TMM_PER_FT, TMM_PER_M = 3_048, 10_000
POST, OPERATOR = "duty_chief", "demonstration"
DIFFERENT, AGREED, TEXT = "demo-separation", "demo-corridor", "demo-quiet-week"
CENTRES = ("A", "B")
DEMONSTRATION = "DEMONSTRATION: "
Act = Callable[[Room], Submitted]
Say = Callable[[str, Act], Submitted]
"""Lets a party do something, and carries it to the others."""


def invented(words: str) -> Text:
    """Words that say of themselves that they are none of a real party."""
    return Text(lang="en", text=DEMONSTRATION + words)


def _ring(*corners: tuple[float, float]) -> Polygon:
    return Polygon(rings=(tuple((round(lon * 1e9), round(lat * 1e9)) for lon, lat in corners),))


def _ft(feet: int) -> Altitude:
    return Altitude(value_tmm=feet * TMM_PER_FT, reference="AMSL", unit="FT")


def _circle(lon: float, lat: float, radius_m: int, from_ms: int, until_ms: int, top_ft: int) -> Volume:
    return Volume(
        footprint=Circle(center=(round(lon * 1e9), round(lat * 1e9)), radius_tmm=radius_m * TMM_PER_M),
        lower=_ft(0), upper=_ft(top_ft), from_ms=from_ms, until_ms=until_ms,
    )  # fmt: skip


def agree(say: Say, now_ms: int) -> None:
    """Areas and a text: offered, and signed where both hold the same."""
    for party, edges in (("A", (36.78, 37.02)), ("B", (36.81, 37.08))):
        say(party, _offered(_separation(edges, now_ms)))
    corridor = _corridor(now_ms)
    say("A", _offered(corridor))
    signed = area_hash(corridor)
    for party in CENTRES:
        say(party, lambda room: agreements.sign_area(room, AGREED, signed, POST, OPERATOR))
    text = _quiet_week(now_ms)
    say("A", lambda room: agreements.offer_instrument(room, text, (), POST, OPERATOR))
    held = instrument_hash(text)
    for party in CENTRES:
        say(party, lambda room: agreements.sign_instrument(room, TEXT, held, POST, OPERATOR))


def commit_and_observe(say: Say, now_ms: int) -> None:
    """North commits itself to stay out of a volume; South reports two flights there, and North answers of one."""
    volume = _circle(36.72, 33.10, 12_000, now_ms - 5 * DAY_MS, now_ms + 9 * DAY_MS, 25_000)
    body = Commitment(
        volume=volume, exceptions=("non_combat", "medevac", "sar"), covers=("own_forces",),
        text=invented("no flights of our own forces here, but for these exceptions."),
    )  # fmt: skip
    committed = say("A", lambda room: agreements.commit(room, body, CENTRES[1:], POST, OPERATOR))
    say("B", lambda room: agreements.put_beside(
        room, committed.version.key, invented("the exception for non-combat flights is read narrowly here."), None,
        POST, OPERATOR,
    ))  # fmt: skip
    for hours_ago, count in ((30, 2), (4, 1)):
        seen = _flight(now_ms - hours_ago * HOUR_MS, count)
        flight = say("B", partial(agreements.observe, body=seen, to=("A",), post=POST, operator=OPERATOR))
    about = Reference(author="B", entity=flight.version.entity)
    said = CoverageStatement(
        about=about, stance="no_knowledge", for_whom="own_forces", text=invented("being looked into.")
    )
    say("A", lambda room: agreements.state(room, flight.version.key, said, POST, OPERATOR))


# -- what is said ---------------------------------------------------------------------------------------------------


def _offered(body: DesignatedArea) -> Act:
    return lambda room: agreements.offer_area(room, body, (), POST, OPERATOR)


def _separation(edges_deg: tuple[float, float], now_ms: int) -> DesignatedArea:
    """The area of which each centre has a map of its own: its edges in the west and east lie elsewhere."""
    west, east = edges_deg
    return DesignatedArea(
        area_id=DIFFERENT, edition=1, category="deescalation",
        name=Text3(en="Demonstration separation area", ar="منطقة فصل للعرض", ru="Учебный район разведения"),
        purpose=invented("both stay out of it, each by its own map."),
        footprint=_ring((west, 32.62), (east, 32.66), (east, 32.88), (west + 0.04, 32.90)),
        from_ms=now_ms - 5 * DAY_MS, until_ms=now_ms + 25 * DAY_MS, signatories=CENTRES,
    )  # fmt: skip


def _corridor(now_ms: int) -> DesignatedArea:
    return DesignatedArea(
        area_id=AGREED, edition=1, category="humanitarian",
        name=Text3(en="Demonstration relief corridor", ar="ممر إغاثة للعرض", ru="Учебный коридор помощи"),
        purpose=invented("relief convoys pass here by day."),
        footprint=_ring((36.05, 32.55), (36.30, 32.60), (36.62, 32.84), (36.58, 32.88), (36.28, 32.65), (36.05, 32.60)),
        from_ms=now_ms - 5 * DAY_MS, until_ms=now_ms + 9 * DAY_MS, signatories=CENTRES,
    )  # fmt: skip


def _quiet_week(now_ms: int) -> Instrument:
    distance = Text3(en="Distance from the corridor", ar="البعد عن الممر", ru="Расстояние от коридора")
    end_ms = now_ms + 20 * HOUR_MS
    return Instrument(
        instrument_id=TEXT, edition=1, authentic=("en",), file_name="demonstration.pdf",
        title=Text3(en="Demonstration: a quiet week", ar="للعرض: أسبوع هادئ", ru="Учебный текст: тихая неделя"),
        file_hash=hashlib.sha256(DEMONSTRATION.encode()).hexdigest(), file_bytes=len(DEMONSTRATION),
        signatories=CENTRES, zone="Asia/Damascus",
        start_ms=now_ms - 5 * DAY_MS, end_ms=end_ms, renew_by_ms=end_ms - 12 * HOUR_MS,
        summary=invented("both keep away from the corridor for a week."), area_ids=(AGREED,),
        terms=(Term(code="distance-from-corridor", label=distance, value=3_000, unit="m"),),
    )  # fmt: skip


def _flight(from_ms: int, count: int) -> ObservedFlight:
    return ObservedFlight(
        volume=_circle(36.70, 33.12, 3_000, from_ms, from_ms + 6 * 60_000, 9_000), source="radar", count=count,
        text=invented("reported by an observer."),
    )  # fmt: skip
