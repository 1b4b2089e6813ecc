"""Our two: the definition (`volumes_meet`), and the engine that is to give the same answers faster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commonground import __version__
from commonground.geo.footprint import Footprint, validate_footprint
from commonground.geo.intersection import volumes_meet
from commonground.geo.interval import TIME_MS_MAX, Altitude
from commonground.geo.volume import Volume, validate_volume
from commonground.record import convert

from .answer import Method, Record, one_by_one

#: Cases whose first volumes the engine holds together.
ROOM = 20


def volume_of(shape: Any, field: str) -> Volume:
    """A case's shape as an acceptable volume; a footprint alone is taken from -1,000 m up, during one hour."""
    if "footprint" in shape:
        volume = convert(shape, Volume)
        validate_volume(volume, field)
        return volume
    footprint: Footprint = convert(shape, Footprint)  # type: ignore[arg-type]
    validate_footprint(footprint, field)
    lower = Altitude(value_tmm=-10_000_000, reference="W84", unit="M")
    return Volume(footprint=footprint, lower=lower, from_ms=TIME_MS_MAX - 3_600_000, until_ms=TIME_MS_MAX)


def both_volumes(case: Record) -> tuple[Volume, Volume]:
    """The two volumes of a case."""
    return volume_of(case["a"], "a"), volume_of(case["b"], "b")


def _meets(case: Record) -> bool:
    a, b = both_volumes(case)
    return volumes_meet(a, b, buffer_m=case["buffer_m"]) is not None


def definition() -> Method:
    """`volumes_meet`."""
    return Method("definition", f"commonground {__version__}", one_by_one(_meets))


def engine() -> Method:
    """The engine, with the first volumes of a few neighbouring cases in one room: it has to tell them apart."""
    from commonground.geo.engine import Engine

    def answers(cases: Sequence[Record]) -> list[bool | str | None]:
        found: list[bool | str | None] = []
        for first in range(0, len(cases), ROOM):
            room = Engine()
            pairs = [both_volumes(case) for case in cases[first : first + ROOM]]
            for number, (a, _) in enumerate(pairs):
                room.insert(number, [a])
            for number, (_, b) in enumerate(pairs):
                found.append(number in room.meeting([b], buffer_m=cases[first + number]["buffer_m"]))
        return found

    return Method("engine", f"commonground {__version__}", answers)
