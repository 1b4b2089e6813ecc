"""What a service says of flights: checked value by value, and turned into what a screen shows.

Both versions of the standard give the same things in different shapes; here is what holds for both. The word for
"unknown" of the standard becomes None; a value that is neither known nor unknown is refused, with its field and never
with itself. There is nothing here about whoever flies.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from commonground.errors import MalformedMessage
from commonground.tracks.state import HeightAbove, Report, Spot

from .held import RefusedPart
from .values import height_tmm, position_nd, words

ANSWER_BYTES_MAX = 4 * 1024 * 1024
FLIGHTS_MAX = 2_000
POSITIONS_MAX = 1_000
ALTITUDE_UNKNOWN_M = -1_000.0
SPEED_UNKNOWN_M_S, SPEED_MAX_M_S = 255.0, 254.25
CLIMB_UNKNOWN_M_S, CLIMB_MAX_M_S = 63.0, 62.0
TRACK_UNKNOWN_DEG = 361.0
HORIZONTAL = words(
    "HAUnknown HA10NMPlus HA10NM HA4NM HA2NM HA1NM HA05NM HA03NM HA01NM HA005NM HA30m HA10m HA3m HA1m"
)
VERTICAL = words("VAUnknown VA150mPlus VA150m VA45m VA25m VA10m VA3m VA1m")
SPEEDS = words("SAUnknown SA10mpsPlus SA10mps SA3mps SA1mps SA03mps")
_HEIGHTS: dict[str, HeightAbove] = {"TakeoffLocation": "takeoff", "GroundLevel": "ground"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered about a view. `is_outside` says that none of its areas meets that view."""

    reports: tuple[Report, ...]
    refused: tuple[RefusedPart, ...] = ()
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """What is kept of the details of a flight: its session, and the class that its kind of operation has."""

    flight: str
    session: str = ""
    category: str = ""
    aircraft_class: str = ""


def answer(flights: Iterable[bytes], take: Callable[[bytes], Report], *, is_outside: bool = False) -> Answer:
    """Read flight after flight; one that is not as the standard says is left out, with the reason."""
    reports: dict[str, Report] = {}
    refused: list[RefusedPart] = []
    for number, data in enumerate(flights):
        if number >= FLIGHTS_MAX:
            raise MalformedMessage(
                f"at most {FLIGHTS_MAX} flights are accepted", field="flights", clause="limits"
            )
        try:
            report = take(data)
            if report.flight in reports:
                raise MalformedMessage("the id of another flight of this answer", field="id")
        except MalformedMessage as error:
            refused.append(RefusedPart(f"flights[{number}].{error.field}".rstrip("."), error.reason))
            continue
        reports[report.flight] = report
    return Answer(tuple(reports.values()), tuple(refused), is_outside)


def spot(
    t_ms: int, lat_deg: float | None, lng_deg: float | None, altitude_m: float, field: str
) -> Spot | None:
    """A position; None where the standard's word for an unknown one stands (0, 0), or none is given."""
    if lat_deg is None or lng_deg is None or (lat_deg == 0 and lng_deg == 0):
        return None
    lon_nd, lat_nd = position_nd(lat_deg, lng_deg, field)
    altitude_tmm = None if altitude_m == ALTITUDE_UNKNOWN_M else height_tmm(altitude_m, f"{field}.alt")
    return Spot(t_ms, lon_nd, lat_nd, altitude_tmm)


def height(distance_m: float, reference: str, field: str) -> tuple[int | None, HeightAbove | None]:
    """A height above the place of take-off, or above the ground."""
    above = _HEIGHTS.get(reference)
    if above is None:
        raise MalformedMessage("TakeoffLocation or GroundLevel expected", field=f"{field}.reference")
    if distance_m == ALTITUDE_UNKNOWN_M:
        return None, None
    return height_tmm(distance_m, f"{field}.distance"), above


def track_deg(value: float, field: str, *, lowest: float = 0.0) -> float | None:
    """Degrees from true north, clockwise, 0 to below 360."""
    if value == TRACK_UNKNOWN_DEG:
        return None
    if not (lowest <= value < 360 if lowest == 0 else lowest < value < 360):
        raise MalformedMessage("0 to below 360 degrees, or 361, expected", field=field)
    return value % 360


def speed_m_s(value: float, field: str) -> float | None:
    """Ground speed."""
    if value == SPEED_UNKNOWN_M_S:
        return None
    if not 0 <= value <= SPEED_MAX_M_S:
        raise MalformedMessage("0 to 254.25 m/s, or 255, expected", field=field)
    return value


def climb_m_s(value: float, field: str) -> float | None:
    """Vertical speed, upwards."""
    if value == CLIMB_UNKNOWN_M_S:
        return None
    if not abs(value) <= CLIMB_MAX_M_S:
        raise MalformedMessage("-62 to 62 m/s, or 63, expected", field=field)
    return value


def seconds(value: float, field: str) -> float:
    """A time that may not be negative."""
    if not 0 <= value < math.inf:
        raise MalformedMessage("0 s or more expected", field=field)
    return value


def one_of(word: str, words: frozenset[str], field: str) -> str:
    """A word of the standard, unchanged."""
    if word not in words:
        raise MalformedMessage("one of the words of the standard is expected", field=field)
    return word


def count_positions(count: int, field: str) -> None:
    """Refuse more positions than a minute of a flight has."""
    if count > POSITIONS_MAX:
        raise MalformedMessage(
            f"at most {POSITIONS_MAX} positions are accepted", field=field, clause="limits"
        )
