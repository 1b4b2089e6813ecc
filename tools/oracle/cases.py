"""What a case is, and the shapes in it: the form of the files in `vectors/volumes` (see its README)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from .walk import Line, Position, azimuth, step

Shape: TypeAlias = dict[str, Any]
#: The distances from contact to make, from those that suit a scene.
Rungs: TypeAlias = Callable[..., tuple[float, ...]]

#: F3548-21 GEN0500: further apart than this must not meet, deeper than this must.
DONT_CARE_M = 0.01
#: Just outside that band; rounding to nanodegrees moves a contact by at most 0.15 mm.
JUST_M = 0.0105
ANY = ("none", "touching", "overlap")


@dataclass(frozen=True, slots=True)
class Case:
    """Two footprints or volumes. `gap_m`: metres between them, negative for how deep they overlap.

    `relations` are the right answers where height and time, and not the gap alone, settle them.
    """

    name: str
    made: str
    a: Shape
    b: Shape
    gap_m: float | None = None
    buffer_m: int = 0
    relations: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """The JSON object of the case."""
        relations = self.relations or relations_for(self.gap_m or 0.0, self.buffer_m)
        expected: dict[str, Any] = {"meets": meets_by(relations), "relations": list(relations)}
        if self.gap_m is not None:
            expected["gap_m"] = round(self.gap_m, 5) + 0.0
        return {
            "name": self.name,
            "made": self.made,
            "a": self.a,
            "b": self.b,
            "buffer_m": self.buffer_m,
            "expected": expected,
        }


def relations_for(gap_m: float, buffer_m: float) -> tuple[str, ...]:
    """The right relations for a gap; all that are possible within the band about a contact."""
    if gap_m < -DONT_CARE_M:
        return ("overlap",)
    if gap_m <= DONT_CARE_M:
        return ANY if buffer_m == 0 else ("touching", "overlap", "within_buffer")
    if gap_m > buffer_m + DONT_CARE_M:
        return ("none",)
    return ("within_buffer",) if gap_m < buffer_m - DONT_CARE_M else ("none", "within_buffer")


def meets_by(relations: tuple[str, ...] | list[str]) -> bool | str:
    """True, False, or "either" when not meeting is one of several right answers."""
    if "none" not in relations:
        return True
    return False if len(relations) == 1 else "either"


def circle(center: Position, radius_m: float) -> Shape:
    return {"type": "circle", "center": center, "radius_tmm": round(radius_m * 1e4)}


def polygon(*rings: Line) -> Shape:
    return {"type": "polygon", "rings": rings}


def corridor(path: Line, width_m: float) -> Shape:
    return {"type": "corridor", "path": path, "width_tmm": round(width_m * 1e4)}


def block(p: Position, q: Position, depth_m: float) -> Shape:
    """A polygon that has the edge p-q and lies to the right of it."""
    return polygon(
        (p, q, step(q, azimuth(q, p) - 90, depth_m), step(p, azimuth(p, q) + 90, depth_m)),
    )


def published(*gaps_m: float) -> tuple[float, ...]:
    """The rungs of the files: 0 and each gap with either sign, ascending."""
    return tuple(sorted({0.0, *gaps_m, *(-gap_m for gap_m in gaps_m)}))


def dense(*gaps_m: float) -> tuple[float, ...]:
    """The rungs of the comparison: 10.5 mm and 1, 2, 5, 10 ... of a length up to the widest gap of the files."""
    sizes_m = {JUST_M, *gaps_m}
    for power in range(-2, 6):
        sizes_m |= {round(head * 10.0**power, 9) for head in (1, 2, 5)}
    return tuple(
        sorted(sign * size_m for size_m in sizes_m if JUST_M <= size_m <= max(gaps_m) for sign in (-1, 1))
    )


def said(gap_m: float) -> str:
    """A gap as a name says it: `10.5 mm apart`, `300 m deep`, `in contact`."""
    size_m = abs(gap_m)
    if size_m == 0:
        return "in contact"
    if size_m >= 1000:
        text = f"{size_m / 1000:g} km"
    else:
        text = f"{size_m:g} m" if size_m >= 1 else f"{size_m * 1000:g} mm"
    return f"{text} {'apart' if gap_m > 0 else 'deep'}"


def as_json(cases: list[Case]) -> str:
    """A file of cases, one a line."""
    lines = (json.dumps(case.as_record(), separators=(",", ":")) for case in cases)
    return "[\n" + ",\n".join(lines) + "\n]\n"
