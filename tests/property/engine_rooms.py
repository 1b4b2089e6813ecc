"""Shapes for the engine's laws, and the slow truth that they are held against: every pair asked of `geo/intersection`.

The truth has three answers, because F3548-21 GEN0500 leaves the last centimetre open: yes, no, and None for a gap
within 1 cm of contact or of the buffer.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

from hypothesis import strategies as st
from tools.oracle.walk import Line, position, step

from commonground.errors import Refused
from commonground.geo.footprint import Circle, Corridor, Footprint, Polygon, validate_footprint
from commonground.geo.intersection import footprints_meet
from commonground.geo.interval import Altitude, bands_meet, windows_meet
from commonground.geo.volume import Volume

BAND_M = 0.01
MINUTE_MS = 60_000
ORIGINS = [(38.0, 35.0), (180.0, -17.0), (0.0, 0.0), (60.0, 89.95), (-70.0, -89.9), (10.0, 78.0)]


def ground_meets(a: Footprint, b: Footprint, buffer_m: float = 0.0) -> bool | None:
    """Do two footprints come within the buffer of each other? None within 1 cm of that."""
    if buffer_m > BAND_M:
        if footprints_meet(a, b, buffer_m - BAND_M) is not None:
            return True
        return None if footprints_meet(a, b, buffer_m + BAND_M) is not None else False
    near = footprints_meet(a, b, BAND_M)
    if near is None:
        return False
    return True if near.relation == "overlap" else None


def truth(a: Volume, b: Volume, buffer_m: float = 0.0) -> bool | None:
    """Do two volumes meet? None where only the last centimetre of the ground decides."""
    if windows_meet((a.from_ms, a.until_ms), (b.from_ms, b.until_ms)) is None:
        return False
    if bands_meet((a.lower, a.upper), (b.lower, b.upper)) is None:
        return False
    return ground_meets(a.footprint, b.footprint, buffer_m)


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Yes when one is; None when none is yes and one is open."""
    answers = set(answers)
    return True if True in answers else None if None in answers else False


def assert_answers(found: Sequence[object], wanted: Mapping[object, bool | None]) -> None:
    """`found` names nothing twice, all that must be there, and nothing that must not."""
    assert len(found) == len(set(found)), "named twice"
    missing = [name for name, answer in wanted.items() if answer is True and name not in found]
    extra = [name for name in found if wanted.get(name, False) is False]
    assert (missing, extra) == ([], [])


def is_acceptable(*footprints: Footprint) -> bool:
    """Random stars near a pole may be bent beyond simple: those are refused, not compared."""
    try:
        for footprint in footprints:
            validate_footprint(footprint, "f")
    except Refused:
        return False
    return True


# -- drawn by hypothesis -----------------------------------------------------------------------------------------


@st.composite
def footprints(draw, origin, spread_m=30_000.0, sizes_m=(50.0, 15_000.0)):
    """A circle, a point, a star-shaped ring (some with a hole) or a corridor near a place, acceptable."""
    middle = step(position(*origin), draw(st.floats(0, 360)), draw(st.floats(0, spread_m)))
    size_m = draw(st.floats(*sizes_m))
    kind = draw(st.sampled_from(["circle", "circle", "ring", "hole", "corridor", "point"]))
    if kind in ("circle", "point"):
        return Circle(center=middle, radius_tmm=round(size_m * 1e4) if kind == "circle" else 0)
    if kind == "corridor":
        path = [middle]
        for heading in draw(st.lists(st.floats(0, 360), min_size=1, max_size=4)):
            path.append(step(path[-1], heading, size_m))
        width_m = draw(st.floats(10, max(20, size_m / 3)))
        made: Footprint = Corridor(path=tuple(path), width_tmm=round(width_m * 1e4))
    else:
        parts = draw(st.lists(st.floats(0.5, 1), min_size=3, max_size=9))
        ring = star(middle, size_m, parts)
        hole = star(middle, size_m * 0.12, (1, 1, 1))
        made = Polygon(rings=(ring, hole) if kind == "hole" else (ring,))
    return made if is_acceptable(made) else Circle(center=middle, radius_tmm=round(size_m * 1e4))


def star(middle: tuple[int, int], size_m: float, parts: Sequence[float]) -> Line:
    """A ring with a vertex in each direction, at that part of the size."""
    return tuple(step(middle, 360 * n / len(parts), size_m * part) for n, part in enumerate(parts))


@st.composite
def volumes(draw, origin, **sizes):
    """A volume within 100 minutes and 4 km, of any reference; a few without an upper limit, a few of no length."""
    reference = draw(st.sampled_from(["W84", "W84", "W84", "AGL", "AMSL", "FL"]))
    lower_m, thick_m = draw(st.integers(0, 3_000)), draw(st.integers(0, 1_000))
    from_ms = draw(st.integers(0, 60)) * MINUTE_MS
    is_open = draw(st.integers(0, 9)) == 0
    return Volume(
        footprint=draw(footprints(origin, **sizes)),
        lower=altitude(lower_m, reference),
        upper=None if is_open else altitude(lower_m + thick_m, reference),
        from_ms=from_ms,
        until_ms=from_ms + draw(st.integers(0, 40)) * MINUTE_MS,
    )


def altitude(metres: int, reference: str = "W84") -> Altitude:
    return Altitude(value_tmm=metres * 10_000, reference=reference, unit="M")


@st.composite
def rooms(draw, max_size=8, **sizes):
    """A place, and volumes about it: the last asks the others."""
    origin = draw(st.sampled_from(ORIGINS))
    return draw(st.lists(volumes(origin, **sizes), min_size=2, max_size=max_size))


# -- drawn once --------------------------------------------------------------------------------------------------


def crowd(count: int, origin: tuple[float, float], seed: int, size_m: float = 2_000.0) -> list[Volume]:
    """The same volumes each time: half circles, a quarter rings, a quarter corridors, within 10 sizes of a place."""
    draw = random.Random(seed)
    made = []
    while len(made) < count:
        middle = step(position(*origin), draw.uniform(0, 360), draw.uniform(0, 10 * size_m))
        own_m = size_m * draw.uniform(0.1, 1)
        kind = draw.randrange(4)
        if kind < 2:
            footprint: Footprint = Circle(center=middle, radius_tmm=round(own_m * 1e4))
        elif kind == 2:
            footprint = Polygon(rings=(star(middle, own_m, [draw.uniform(0.5, 1) for _ in range(7)]),))
        else:
            path = (middle, step(middle, draw.uniform(0, 360), 3 * own_m))
            footprint = Corridor(path=path, width_tmm=round(own_m * 1e3))
        lower_m, from_ms = draw.randrange(2_000), draw.randrange(60) * MINUTE_MS
        if is_acceptable(footprint):
            made.append(
                Volume(
                    footprint=footprint,
                    lower=altitude(lower_m),
                    upper=altitude(lower_m + draw.randrange(800)),
                    from_ms=from_ms,
                    until_ms=from_ms + draw.randrange(40) * MINUTE_MS,
                )
            )
    return made
