"""A week of announced activities that never take place, for a room in which somebody wants to look around.

Everything is drawn from the dice that the caller hands in, so one seed gives one week; every remark says in
three languages that it is a demonstration. Classes, levels and lead times are those of ordinary notices: some
are late, some meet each other, some lie over the camp whose sites are shipped. It knows no room and releases
nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Draft = dict[str, Any]

NOTICES = 150
WEST_DEG, SOUTH_DEG, EAST_DEG, NORTH_DEG = 35.4, 31.5, 39.6, 34.9
HOUR_MS = 3_600_000
MINUTE_MS = 60_000
TMM_PER_M = 10_000
TMM_PER_FT = 3_048
ND = 1_000_000_000
_M_PER_DEG = 111_320.0
_NEAR_A_SITE = 14  # every so many notices, one lies at a site
_MEETS_ANOTHER = 6  # and one meets another


class Dice(Protocol):
    """What is used of `random.Random`; a caller hands in one with a fixed seed."""

    def random(self) -> float:
        """A number from 0 to below 1."""
        ...


# class -> (share of the week, unmanned, bands (lower, upper, reference, unit), hours from/to)
_CLASSES: dict[str, tuple[int, bool, tuple[tuple[int, int, str, str], ...], tuple[float, float]]] = {
    "transit": (28, False, ((180, 200, "FL", "FL"), (240, 260, "FL", "FL"), (290, 330, "FL", "FL")), (0.5, 2)),
    "patrol": (24, False, ((15_000, 18_000, "AMSL", "FT"), (20_000, 24_000, "AMSL", "FT"),
                           (180, 220, "FL", "FL")), (2, 6)),
    "hazardous": (16, False, ((0, 8_000, "AMSL", "FT"), (0, 12_000, "AMSL", "FT")), (1, 4)),
    "uav": (30, True, ((0, 3_000, "AGL", "FT"), (300, 1_000, "AGL", "M"), (10_000, 14_000, "AMSL", "FT")), (1, 8)),
    "medevac": (10, False, ((500, 3_000, "AGL", "FT"),), (0.5, 1.5)),
    "sar": (6, False, ((0, 5_000, "AGL", "FT"),), (2, 6)),
    "gnss_disruption": (6, False, ((0, 0, "AGL", "FT"), (0, 400, "FL", "FL")), (1, 3)),
    "humanitarian_movement": (30, False, ((0, 300, "AGL", "M"),), (3, 10)),
}  # fmt: skip
_POSTS = {
    "A": ("A airspace post", "A watch officer", "A duty chief"),
    "B": ("B airspace post", "B watch officer", "B duty chief"),
    "J": ("Humanitarian desk", "Joint office watch"),
}
_WHAT = {
    "transit": ("transit at published levels", "عبور على المستويات المعلنة", "пролёт на объявленных эшелонах"),
    "patrol": ("patrol, remaining inside the area", "دورية داخل المنطقة", "патрулирование в пределах района"),
    "hazardous": ("activity hazardous to others, keep out of the volume",
                  "نشاط خطر على الآخرين، ابقوا خارج الحيز", "деятельность, опасная для других, не входить в объём"),
    "uav": ("unmanned aircraft, lost link returns along the same path",
            "طائرة غير مأهولة، تعود على المسار نفسه عند فقد الاتصال",
            "беспилотное воздушное судно, при потере связи возврат тем же путём"),
    "medevac": ("medical evacuation", "إخلاء طبي", "медицинская эвакуация"),
    "sar": ("search and rescue", "بحث وإنقاذ", "поиск и спасание"),
    "gnss_disruption": ("satellite navigation may be unreliable", "قد لا يوثق بالملاحة عبر الأقمار الصناعية",
                        "спутниковая навигация может быть ненадёжной"),
    "humanitarian_movement": ("humanitarian convoy, day movement only", "قافلة إنسانية، تحرك نهاري فقط",
                              "гуманитарная колонна, движение только днём"),
}  # fmt: skip


def demonstration_week(
    dice: Dice, now_ms: int, sites: Sequence[Draft] = (), count: int = NOTICES
) -> list[Draft]:
    """`count` notice drafts from a day before `now_ms` to six days after, in order of their release.

    `sites` are site drafts; some notices are laid over them. `released_ms` is never after `now_ms`; `late` is
    true where less than 24 hours lay between release and begin.
    """
    drafts: list[Draft] = []
    for number in range(count):
        drafts.append(_draft(dice, now_ms, sites, number))
        if number % _MEETS_ANOTHER == 4 and len(drafts) < count:
            drafts.append(_meeting(dice, now_ms, drafts[int(dice.random() * len(drafts))]))
    drafts = drafts[:count]
    return sorted(drafts, key=lambda draft: (draft["released_ms"], draft["volumes"][0]["from_ms"]))


def _draft(dice: Dice, now_ms: int, sites: Sequence[Draft], number: int) -> Draft:
    kind = _weighted(dice)
    party = "J" if kind == "humanitarian_movement" else _one(dice, ("A", "B"))
    centre = _centre(dice, sites, number)
    from_ms, until_ms = _window(dice, now_ms, kind)
    volumes = [_volume(dice, kind, centre, from_ms, until_ms)]
    if dice.random() < 0.12:
        beside = (centre[0] + _between(dice, -0.25, 0.25), centre[1] + _between(dice, -0.2, 0.2))
        volumes.append(_volume(dice, kind, _kept_inside(beside), from_ms, until_ms))
    released_ms = _released(dice, now_ms, from_ms, kind)
    english, arabic, russian = _WHAT[kind]
    return {
        "party": party,
        "class": kind,
        "volumes": volumes,
        "manned": not _CLASSES[kind][1],
        "controlling_post": _one(dice, _POSTS[party]),
        "contact": "line",
        "remarks": {
            "en": f"DEMONSTRATION, not a real activity: {english}.",
            "ar": f"عرض توضيحي، ليس نشاطا حقيقيا: {arabic}.",
            "ru": f"ДЕМОНСТРАЦИЯ, не реальная деятельность: {russian}.",
        },
        "recurrence": "once",
        "released_ms": released_ms,
        "late": from_ms - released_ms < 24 * HOUR_MS,
        "demonstration": True,
    }


def _meeting(dice: Dice, now_ms: int, other: Draft) -> Draft:
    """The other party's notice at the place, the level and an hour of one that is there already."""
    volume = other["volumes"][0]
    shift_ms = round(_between(dice, -1, 1) * 4) * 15 * MINUTE_MS
    from_ms, until_ms = volume["from_ms"] + shift_ms, volume["until_ms"] + shift_ms
    centre = _footprint_point(volume["footprint"])
    moved = _away(centre, _between(dice, 0, 2 * math.pi), _between(dice, 0, 4_000))
    drawn = {**volume, "footprint": _footprint(dice, other["class"], moved)}
    party = "B" if other["party"] == "A" else "A"
    released_ms = _released(dice, now_ms, from_ms, other["class"])
    return {
        **other,
        "party": party,
        "controlling_post": _one(dice, _POSTS[party]),
        "volumes": [{**drawn, "from_ms": from_ms, "until_ms": until_ms}],
        "released_ms": released_ms,
        "late": from_ms - released_ms < 24 * HOUR_MS,
    }


def _footprint_point(footprint: Draft) -> tuple[float, float]:
    if footprint["type"] == "circle":
        held = footprint["center"]
    else:
        held = footprint["path"][0] if footprint["type"] == "corridor" else footprint["rings"][0][0]
    return held[0] / ND, held[1] / ND


# ---------------------------------------------------------------------- dice


def _between(dice: Dice, least: float, most: float) -> float:
    return least + (most - least) * dice.random()


def _one(dice: Dice, choices: Sequence[T]) -> T:
    return choices[int(dice.random() * len(choices))]


def _weighted(dice: Dice) -> str:
    at = dice.random() * sum(facts[0] for facts in _CLASSES.values())
    for kind, facts in _CLASSES.items():
        at -= facts[0]
        if at < 0:
            return kind
    return "transit"


# ---------------------------------------------------------------------- when


def _window(dice: Dice, now_ms: int, kind: str) -> tuple[int, int]:
    quarter = 15 * MINUTE_MS
    ahead_h = 168 * dice.random() * dice.random() ** 0.5  # nearer days are fuller
    start_ms = int(now_ms + (ahead_h - 24) * HOUR_MS) // quarter * quarter
    least, most = _CLASSES[kind][3]
    return start_ms, start_ms + max(1, round(_between(dice, least, most) * 4)) * quarter


def _released(dice: Dice, now_ms: int, from_ms: int, kind: str) -> int:
    """Mostly a day or two ahead; medical and rescue at short notice; one in eight of the others late."""
    if kind in ("medevac", "sar"):
        lead_h = _between(dice, 0.1, 3)
    elif dice.random() < 0.2:
        lead_h = _between(dice, 0.3, 20)
    else:
        lead_h = _between(dice, 25, 80)
    wanted_ms = from_ms - int(lead_h * HOUR_MS)
    latest_ms = now_ms - int(_between(dice, 2, 600)) * MINUTE_MS
    return min(wanted_ms, latest_ms) // MINUTE_MS * MINUTE_MS


# ---------------------------------------------------------------------- where


def _centre(dice: Dice, sites: Sequence[Draft], number: int) -> tuple[float, float]:
    if sites and number % _NEAR_A_SITE == 0:
        place = sites[int(dice.random() * min(len(sites), 208))]["place"]
        near = place["lon_nd"] / ND, place["lat_nd"] / ND
        return near[0] + _between(dice, -0.02, 0.02), near[1] + _between(dice, -0.02, 0.02)
    return _between(dice, WEST_DEG + 0.4, EAST_DEG - 0.4), _between(dice, SOUTH_DEG + 0.3, NORTH_DEG - 0.3)


def _kept_inside(point: tuple[float, float]) -> tuple[float, float]:
    return min(max(point[0], WEST_DEG), EAST_DEG), min(max(point[1], SOUTH_DEG), NORTH_DEG)


def _position(point: tuple[float, float]) -> list[int]:
    """Nanodegrees, rounded to a whole second of arc's hundredth: what a person would have typed."""
    lon, lat = _kept_inside(point)
    return [round(lon * 100_000) * 10_000, round(lat * 100_000) * 10_000]


def _away(point: tuple[float, float], turn: float, distance_m: float) -> tuple[float, float]:
    lat = point[1] + distance_m * math.cos(turn) / _M_PER_DEG
    return point[0] + distance_m * math.sin(turn) / (_M_PER_DEG * math.cos(math.radians(point[1]))), lat


def _volume(dice: Dice, kind: str, centre: tuple[float, float], from_ms: int, until_ms: int) -> Draft:
    lower, upper, reference, unit = _one(dice, _CLASSES[kind][2])
    unlimited = (lower, upper) == (0, 0)
    return {
        "footprint": _footprint(dice, kind, centre),
        "lower": _altitude(0, "AGL", "FT") if lower == 0 else _altitude(lower, reference, unit),
        "upper": None if unlimited else _altitude(upper, reference, unit),
        "from_ms": from_ms,
        "until_ms": until_ms,
    }


def _altitude(value: int, reference: str, unit: str) -> Draft:
    tmm_per_unit = {"FL": 100 * TMM_PER_FT, "FT": TMM_PER_FT, "M": TMM_PER_M}[unit]
    return {"value_tmm": value * tmm_per_unit, "reference": reference, "unit": unit}


def _footprint(dice: Dice, kind: str, centre: tuple[float, float]) -> Draft:
    if kind in ("transit", "humanitarian_movement") or (kind == "uav" and dice.random() < 0.3):
        return _corridor(dice, kind, centre)
    if kind in ("sar", "gnss_disruption") or dice.random() < 0.4:
        most_m = 4_000 if kind == "uav" else 20_000
        radius_m = round(_between(dice, 1_500, most_m), -2)
        return {"type": "circle", "center": _position(centre), "radius_tmm": int(radius_m) * TMM_PER_M}
    return _polygon(dice, centre)


def _corridor(dice: Dice, kind: str, centre: tuple[float, float]) -> Draft:
    leg_m, width_m = {"transit": (55_000, 9_260), "uav": (9_000, 1_000)}.get(kind, (18_000, 600))
    turn = _between(dice, 0, 2 * math.pi)
    start = _away(centre, turn + math.pi, leg_m)
    path = [start]
    for _ in range(2 + int(dice.random() * 3)):
        path.append(_away(path[-1], turn + _between(dice, -0.5, 0.5), leg_m * _between(dice, 0.5, 1)))
    points = [_position(point) for point in path]
    kept = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    return {"type": "corridor", "path": kept, "width_tmm": width_m * TMM_PER_M}


def _polygon(dice: Dice, centre: tuple[float, float]) -> Draft:
    """A star-shaped ring of four to eight corners, which cannot cross itself; one in four has a hole."""
    corners = 4 + int(dice.random() * 5)
    size_m = _between(dice, 6_000, 22_000)
    centre = (
        min(max(centre[0], WEST_DEG + 0.3), EAST_DEG - 0.3), min(max(centre[1], SOUTH_DEG + 0.25), NORTH_DEG - 0.25)
    )  # fmt: skip
    turns = [2 * math.pi * (i + _between(dice, 0.1, 0.9) * 0.6) / corners for i in range(corners)]
    rings = [[_position(_away(centre, turn, size_m * _between(dice, 0.65, 1))) for turn in turns]]
    if dice.random() < 0.25:
        rings.append([_position(_away(centre, turn, size_m * 0.2)) for turn in reversed(turns)])
    return {"type": "polygon", "rings": rings}
