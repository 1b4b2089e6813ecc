"""Both poles: edges over and past them, rings and holes round them, points on them under any longitude."""

from __future__ import annotations

from collections.abc import Iterator

from ..cases import JUST_M, Case, Rungs, circle, corridor, polygon, said
from ..walk import Line, Position, beside, metres, metres_to_edge, position, step
from .edges import signed_metres

NAMES = {1: "north", -1: "south"}


def poles(rungs: Rungs) -> Iterator[Case]:
    """All cases, once for each pole."""
    for sign in NAMES:
        yield from _over_the_pole(sign, rungs)
        yield from _past_the_pole(sign, rungs)
        yield from _rings(sign, rungs)
        yield from _points(sign, rungs)
        yield from _wide_circles(sign, rungs)


def _over_the_pole(sign: int, rungs: Rungs) -> Iterator[Case]:
    """Edges whose ends lie on opposite meridians."""
    for lat_deg, width_m, radius_m in (
        (89.9, 200.0, 300.0),
        (88.0, 2_000.0, 4_000.0),
        (81.1, 4_000.0, 60_000.0),
    ):
        p, q = position(20, sign * lat_deg), position(-160, sign * lat_deg)
        for gap_m in rungs(JUST_M, 30):
            reach_m = width_m / 2 + radius_m
            c = beside(p, q, 0.51, reach_m + gap_m)
            yield Case(
                f"circle beside a corridor over the {NAMES[sign]} pole from latitude {lat_deg}, {said(gap_m)}",
                "centre square to the path, 1 % of it beyond the pole",
                corridor((p, q), width_m),
                circle(c, radius_m),
                metres_to_edge(c, p, q) - reach_m,
            )
            if lat_deg < 85:
                continue  # a triangle on so long an edge reaches further than a footprint may
            tip = beside(p, q, 0.5, gap_m)
            length_m = metres(p, q)
            corner = (tip, beside(p, q, 0.6, length_m / 4), beside(p, q, 0.4, length_m / 4))
            side = beside(p, q, 0.5, -length_m / 4)
            yield Case(
                f"corner on an edge over the {NAMES[sign]} pole from latitude {lat_deg}, {said(gap_m)}",
                "tip square to the middle of the edge, which is the pole",
                polygon((p, q, side)),
                polygon(corner),
                signed_metres(tip, p, q, gap_m),
            )


def _past_the_pole(sign: int, rungs: Rungs) -> Iterator[Case]:
    """Edges that pass close to the pole and turn through nearly every longitude there."""
    for away_m in (1.0, 300.0, 20_000.0):
        pole = position(0, sign * 90)
        p, q = _chord(pole, sign, away_m, 60_000.0)
        closest_m = metres_to_edge(pole, p, q)
        for gap_m in rungs(JUST_M, 0.4 * away_m):
            if gap_m < 0 and closest_m + gap_m < 0.2:
                continue
            radius_m = round(closest_m - gap_m, 4)
            yield Case(
                f"circle on the {NAMES[sign]} pole and an edge {away_m:g} m past it, {said(gap_m)}",
                "radius made from the distance between pole and edge",
                polygon((p, q, step(pole, _towards_90_west(sign), 200_000))),
                circle(position(77, sign * 90), radius_m),
                closest_m - radius_m,
            )


def _chord(pole: Position, sign: int, away_m: float, half_m: float) -> Line:
    """An edge square to the meridian of 90 W, `away_m` from the pole."""
    foot = step(pole, _towards_90_west(sign), away_m)
    return step(foot, 90, half_m), step(foot, -90, half_m)


def _towards_90_west(sign: int) -> float:
    """Heading at a pole written with longitude 0."""
    return 270.0 if sign > 0 else -90.0


def _rings(sign: int, rungs: Rungs) -> Iterator[Case]:
    """Rings round the pole: their inside is the side that holds it."""
    pole = position(0, sign * 90)
    for count, lat_deg in ((3, 88.0), (4, 89.99), (6, 84.0)):
        ring = tuple(position(-175 + 360 * n / count, sign * lat_deg) for n in range(count))
        where = f"a ring of {count} vertices round the {NAMES[sign]} pole"
        size_m = metres(pole, ring[0])
        inner_m = metres_to_edge(pole, ring[0], ring[1])
        yield Case(
            f"circle on the pole in {where}",
            "at the pole",
            polygon(ring),
            circle(pole, size_m / 100),
            -inner_m,
        )
        for gap_m in rungs(JUST_M, size_m / 500):
            # Counted eastward, the outside lies to the right round the north pole and to the left round the south.
            radius_m = size_m / 20
            c = beside(ring[1], ring[2], 0.5, -sign * (radius_m + gap_m))
            yield Case(
                f"circle outside {where}, {said(gap_m)}",
                "centre square to the middle of an edge",
                polygon(ring),
                circle(c, radius_m),
                metres_to_edge(c, ring[1], ring[2]) - radius_m,
            )
            hole_m = round(inner_m - gap_m, 4)
            outer = tuple(step(pole, 60 * n, size_m * 1.4) for n in range(6))
            yield Case(
                f"circle on the pole in a hole of {count} vertices round the {NAMES[sign]} pole, {said(gap_m)}",
                "radius made from the distance between pole and rim",
                polygon(outer, ring),
                circle(pole, hole_m),
                inner_m - hole_m,
            )


def _points(sign: int, rungs: Rungs) -> Iterator[Case]:
    """A pole has many longitudes and is one place."""
    for lon_deg in (0, 123, -180):
        pole = position(lon_deg, sign * 90)
        for gap_m in rungs(JUST_M, 100):
            c = position(-40, sign * 89.5)
            radius_m = round(metres(pole, c) - gap_m, 4)
            yield Case(
                f"point on the {NAMES[sign]} pole, written with longitude {lon_deg}, {said(gap_m)}",
                "radius made from the distance between pole and centre",
                circle(c, radius_m),
                circle(pole, 0),
                metres(pole, c) - radius_m,
            )


def _wide_circles(sign: int, rungs: Rungs) -> Iterator[Case]:
    """Circles that hold the pole, and what lies beyond it."""
    for radius_m in (40_000.0, 900_000.0):
        c = position(110, sign * 89.8)
        for gap_m in rungs(JUST_M, radius_m / 200):
            d = step(c, _azimuth_over(sign), radius_m + 700 + gap_m)
            yield Case(
                f"circle of {radius_m / 1000:g} km that holds the {NAMES[sign]} pole, {said(gap_m)}",
                "second centre walked over the pole",
                circle(c, radius_m),
                circle(d, 700),
                metres(c, d) - radius_m - 700,
            )


def _azimuth_over(sign: int) -> float:
    """Heading towards the pole, a little aside of it."""
    return 3.0 if sign > 0 else 183.0
