"""Graded reports of a demonstration room: hazards, damage, fronts and ground as each party sees them, a question.

All of it is invented and says so. Two centres disagree about two squares, one report is view-only, one opinion is
against, one question is answered and one still waits. It knows rooms, and says things through the use cases.
"""

from __future__ import annotations

from functools import partial

from ..geo.place import district_of
from ..picture.blocks import Place, Text, Translation
from ..picture.information import (
    Credibility,
    Information,
    InformationRequest,
    Matter,
    Opinion_,
    OriginalGrade,
    Reliability,
)
from ..picture.statement import Release
from ..room import information
from ..room.context import Room
from ..room.submit import Submitted
from .filling_agreements import DEMONSTRATION, HOUR_MS, OPERATOR, TMM_PER_M, Say, invented

POST = "watch_officer"
_AR, _RU = "للعرض: ", "УЧЕБНОЕ: "
Spot = tuple[float, float]
Title = tuple[str, str, str]
"""In English, Arabic and Russian."""
MINES = ("Mines beside the road", "ألغام بجانب الطريق", "Мины у дороги")
BRIDGE = ("Bridge with a broken deck", "جسر متضرر السطح", "Мост с повреждённым настилом")
FRONT = ("Line where both sides stand", "الخط الذي يقف عنده الطرفان", "Линия, на которой стоят обе стороны")
MOVED = ("Armed group passed by night", "مجموعة مسلحة مرّت ليلاً", "Вооружённая группа прошла ночью")
HELD = {
    "A": ("Ground held by North", "أرض يسيطر عليها الشمال", "Местность под контролем Севера"),
    "B": ("Ground held by South", "أرض يسيطر عليها الجنوب", "Местность под контролем Юга"),
}


def inform(say: Say, now_ms: int) -> None:
    """Reports of three parties, opinions on two of them, a question that is answered and one that waits."""
    mines = say("A", partial(
        _tell, body=_at("hazard", (36.214, 32.713), 50, MINES,
                        "two mines were seen west of the bridge; the road itself was open to cars.", "B", 2, now_ms),
        to=_keep("B", "J"),
    ))  # fmt: skip
    bridge = say("J", partial(
        _tell, body=_at("infrastructure_damage", (36.402, 32.902), 30, BRIDGE,
                        "trucks turn back at the bridge; people cross on foot.", "A", 1, now_ms),
        to=_keep("A", "B"),
    ))  # fmt: skip
    say("B", partial(_think, key=mines.version.key, opinion="agrees", reasons=""))
    say("A", partial(
        _think, key=bridge.version.key, opinion="disagrees", reasons="a truck of ours passed it this morning."
    ))  # fmt: skip
    for party, holder, spots in (
        ("A", "A", ((36.55, 32.75), (36.65, 32.75), (36.75, 32.75))),
        ("A", "B", ((36.85, 32.75), (36.95, 32.75))),
        ("B", "A", ((36.55, 32.75), (36.65, 32.75))),
        ("B", "B", ((36.75, 32.75), (36.85, 32.75), (36.95, 32.75))),
    ):
        say(party, partial(_tell, body=_ground(holder, spots, now_ms), to=_keep("A", "B", "J", but=party)))
    front = _in_squares("front_line", ((36.75, 32.75), (36.75, 32.65)), FRONT,
                        "no change in three days.", "C", 3, now_ms)  # fmt: skip
    say("B", partial(_tell, body=front, to=(Release(party="A", mode="view", precision="cell"),)))
    moved = _in_squares("group_movement", ((36.55, 32.85),), MOVED,
                        "some thirty people on foot, going north.", "D", 4, now_ms)  # fmt: skip
    say("A", partial(_tell, body=moved, to=_keep("B")))
    answered = say(
        "B", partial(_ask, words="is the bridge at Izra open to trucks?", to=("A", "J"), now_ms=now_ms)
    )
    say("J", lambda room: information.answer(
        room, answered.version.key, "report", bridge.version.entity, invented("the report on the bridge."), POST,
        OPERATOR,
    ))  # fmt: skip
    say("J", partial(
        _ask, words="are there mines on the road west of the corridor?", to=("A", "B"), now_ms=now_ms
    ))  # fmt: skip


# -- what is said ---------------------------------------------------------------------------------------------------


def _title(words: Title) -> Text:
    translations = (
        Translation(lang="ar", text=_AR + words[1], made_by="human", post="interpreter"),
        Translation(lang="ru", text=_RU + words[2], made_by="human", post="interpreter"),
    )
    return Text(lang="en", text=DEMONSTRATION + words[0], translations=translations)


def _keep(*parties: str, but: str = "") -> tuple[Release, ...]:
    return tuple(Release(party=one, precision="exact") for one in parties if one != but)


def _tell(room: Room, body: Information, to: tuple[Release, ...]) -> Submitted:
    return information.report(room, body, to, POST, OPERATOR)


def _think(room: Room, key: str, opinion: Opinion_, reasons: str) -> Submitted:
    said = Text(lang="en", text=DEMONSTRATION + reasons if reasons else "")
    return information.give_opinion(room, key, opinion, said, (), POST, OPERATOR)


def _ask(room: Room, words: str, to: tuple[str, ...], now_ms: int) -> Submitted:
    body = InformationRequest(
        matter="infrastructure_damage", text=invented(words), from_ms=now_ms - 6 * HOUR_MS, until_ms=now_ms
    )
    return information.ask(room, body, to, POST, OPERATOR)


def _nd(degrees: float) -> int:
    return round(degrees * 1e9)


def _at(
    matter: Matter, spot: Spot, radius_m: int, title: Title, words: str, reliability: Reliability,
    credibility: Credibility, now_ms: int,
) -> Information:  # fmt: skip
    place = Place(
        lon_nd=_nd(spot[0]),
        lat_nd=_nd(spot[1]),
        radius_tmm=radius_m * TMM_PER_M,
        precision="exact",
        how_obtained="gps",
    )
    return Information(
        matter=matter, title=_title(title), text=invented(words), reliability=reliability, credibility=credibility,
        from_ms=now_ms - 5 * HOUR_MS, until_ms=now_ms - HOUR_MS, place=place,
    )  # fmt: skip


def _in_squares(
    matter: Matter, spots: tuple[Spot, ...], title: Title, words: str, reliability: Reliability,
    credibility: Credibility, now_ms: int, holder: str = "",
) -> Information:  # fmt: skip
    return Information(
        matter=matter, title=_title(title), text=invented(words), reliability=reliability, credibility=credibility,
        from_ms=now_ms - 12 * HOUR_MS, until_ms=now_ms, squares=_squares(spots), holder=holder,
        original=OriginalGrade(scheme="national", grade="probable"),
    )  # fmt: skip


def _ground(holder: str, spots: tuple[Spot, ...], now_ms: int) -> Information:
    return _in_squares("control_of_ground", spots, HELD[holder], "posts were seen in every square.",
                       "B", 2, now_ms, holder)  # fmt: skip


def _squares(spots: tuple[Spot, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(district_of(_nd(lon), _nd(lat)) for lon, lat in spots))
