"""Height and time at the last unit, with each other and with the ground; altitudes of different references.

Integers are exact, so nothing here is within a band about a contact: limits that are equal meet. Only a flight level
against another reference has one, because 1013.25 hPa is not a whole number and each side may round it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..cases import ANY, JUST_M, Case, Shape, circle
from ..walk import position, step

AT_MS = 1_767_268_800_000
HOUR_MS = 3_600_000
M, FT = 10_000, 3_048
UNITS = {"W84": "M", "AGL": "FT", "AMSL": "FT", "FL": "FL"}
#: How far above and below its value the height over the ellipsoid may lie, in tmm, but for the part of an FL that
#: grows with it: docs/geometry.md, and the table in the README of the files.
ABOVE = {"W84": 0, "AGL": 8_850 * M, "AMSL": 110 * M, "FL": 110 * M + round(30 * FT * (1_060 - 1_013.25))}
BELOW = {"W84": 0, "AGL": 430 * M, "AMSL": 110 * M, "FL": 110 * M + round(30 * FT * (1_013.25 - 940))}
WARMTH_PERMILLE = 120


def altitude(value_tmm: int, reference: str) -> dict[str, Any]:
    """An altitude in the unit that is usual for its reference."""
    return {"value_tmm": value_tmm, "reference": reference, "unit": UNITS[reference]}


def volume(
    footprint: Shape,
    lower: tuple[int, str] = (1_000 * FT, "AMSL"),
    upper: tuple[int, str] | None = (2_000 * FT, "AMSL"),
    window_ms: tuple[int, int] = (AT_MS, AT_MS + HOUR_MS),
) -> Shape:
    """A volume; no upper altitude is no limit."""
    top = {} if upper is None else {"upper": altitude(*upper)}
    limits = {"lower": altitude(*lower), **top}
    return {"footprint": footprint, **limits, "from_ms": window_ms[0], "until_ms": window_ms[1]}


def limits() -> Iterator[Case]:
    """All cases."""
    yield from _three_dimensions()
    yield from _windows()
    yield from _bands()
    yield from _references()


def _three_dimensions() -> Iterator[Case]:
    """Ground 10.5 mm deep or apart; height and time one unit deep, equal, one unit apart; all combined."""
    for lat_deg in (35, -89):
        c = position(178.9999, lat_deg)
        a = volume(circle(c, 2_000))
        for ground_m in (-JUST_M, JUST_M):
            d = step(c, 90, 2_500 + ground_m)
            for height in (-1, 0, 1):
                for time in (-1, 0, 1):
                    from_ms = AT_MS + HOUR_MS + time
                    b = volume(
                        circle(d, 500),
                        (2_000 * FT + height, "AMSL"),
                        (3_000 * FT, "AMSL"),
                        (from_ms, from_ms + HOUR_MS),
                    )
                    meets = max(height, time) <= 0 and ground_m < 0
                    relation = "none" if not meets else "overlap" if max(height, time) < 0 else "touching"
                    yield Case(
                        f"latitude {lat_deg}: ground {ground_m * 1000:+g} mm, height {height / 10:+g} mm, "
                        f"time {time:+d} ms",
                        "each dimension as far apart (+) or as deep (-) as the name says",
                        a,
                        b,
                        relations=(relation,),
                    )


def _windows() -> Iterator[Case]:
    ground = circle(position(41, 35), 1_000)
    a = volume(ground)
    end = AT_MS + HOUR_MS
    for name, window, relation in (
        ("ends as the other starts", (AT_MS - HOUR_MS, AT_MS), "touching"),
        ("ends 1 ms before the other starts", (AT_MS - HOUR_MS, AT_MS - 1), "none"),
        ("ends 1 ms after the other starts", (AT_MS - HOUR_MS, AT_MS + 1), "overlap"),
        ("starts as the other ends", (end, end + HOUR_MS), "touching"),
        ("starts 1 ms after the other ends", (end + 1, end + HOUR_MS), "none"),
        ("is the instant of the other's end", (end, end), "touching"),
        ("is the instant of the other's start", (AT_MS, AT_MS), "touching"),
        ("is an instant 1 ms after the other's end", (end + 1, end + 1), "none"),
        ("is an instant within the other", (AT_MS + 1, AT_MS + 1), "overlap"),
        ("is the same window", (AT_MS, end), "overlap"),
        ("holds the other", (AT_MS - 1, end + 1), "overlap"),
        ("is the same day a year later", (AT_MS + 31_536_000_000, end + 31_536_000_000), "none"),
        ("starts at 1970", (0, 1_000), "none"),
        ("ends at 2200", (7_258_118_399_000, 7_258_118_400_000), "none"),
    ):
        b = volume(ground, window_ms=window)
        yield Case(f"a window that {name}", "integers", a, b, relations=(relation,))
    instant = volume(ground, window_ms=(0, 0))
    yield Case("two equal instants at 1970", "integers", instant, instant, relations=("overlap",))


def _bands() -> Iterator[Case]:
    """Bands of one reference, at negative, ordinary and highest values."""
    ground = circle(position(-70, -54), 300)
    for reference in ABOVE:
        for feet in (-100, 0, 1_000, 29_000):
            value = feet * FT
            a = volume(ground, (value - 100 * FT, reference), (value, reference))
            for by, relation in ((-1, "overlap"), (0, "touching"), (1, "none")):
                b = volume(ground, (value + by, reference), (value + 500 * FT, reference))
                name = f"lower limit {by / 10:+g} mm from the other's upper limit of {feet} ft {reference}"
                yield Case(name, "integers", a, b, relations=(relation,))
    level = volume(ground, (1_500 * FT, "AMSL"), (1_500 * FT, "AMSL"))
    yield Case("one level twice", "integers", level, level, relations=("overlap",))
    high = volume(ground, (100_000 * M, "W84"), (100_000 * M, "W84"))
    for reference in ABOVE:
        unlimited = volume(ground, (-1_000 * M, reference), None)
        name = f"no upper limit above {reference}, and the highest level"
        yield Case(name, "integers", unlimited, high, relations=("overlap",))
    both = volume(ground, (500 * M, "W84"), None), volume(ground, (90_000 * M, "AMSL"), None)
    yield Case("two without an upper limit", "integers", *both, relations=("overlap",))


def _references() -> Iterator[Case]:
    """The upper limit of one volume against the lower limit of the other, for every two different references."""
    ground = circle(position(10, 60), 300)
    upper_tmm = 3_000 * FT
    for upper in ABOVE:
        for lower in ABOVE:
            if upper == lower:
                continue
            top_tmm = upper_tmm + ABOVE[upper] + _warmth(upper, upper_tmm)
            lower_tmm = _value_whose_least_height_is(top_tmm, lower)
            a = volume(ground, (-900 * M, upper), (upper_tmm, upper))
            steps: tuple[tuple[int, tuple[str, ...]], ...] = (
                (-1, ("overlap",)),
                (0, ("touching",)),
                (1, ("none",)),
            )
            if "FL" in (upper, lower):
                steps = ((-2 * FT, ("overlap",)), (FT, ANY), (50 * FT, ("none",)))
            for by, relations in steps:
                b = volume(ground, (lower_tmm + by, lower), (95_000 * M, lower))
                yield Case(
                    f"{lower} {by / M:+g} m from the most that an upper limit of 3000 ft {upper} can be",
                    "the interval that certainly holds each limit, see README",
                    a,
                    b,
                    relations=relations,
                )


def _warmth(reference: str, value_tmm: int) -> int:
    return -(-abs(value_tmm) * WARMTH_PERMILLE // 1000) if reference == "FL" else 0


def _value_whose_least_height_is(height_tmm: int, reference: str) -> int:
    """The limit whose least height over the ellipsoid is as given (for an FL: to a tmm, for positive values)."""
    if reference != "FL":
        return height_tmm + BELOW[reference]
    return (height_tmm + BELOW["FL"]) * 1000 // (1000 - WARMTH_PERMILLE)
