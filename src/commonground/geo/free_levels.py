"""The heights at which some volumes, moved up or down together, are found to meet nothing of others in their window.

Each pair that shares ground and time blocks a closed interval of shifts; the intervals are swept upwards, and the
ground of a pair is looked at only when its interval is not blocked already. Limits of one reference are compared as
given, others by the heights over the ellipsoid that may be meant (`interval`): then too much may be blocked, never too
little. What is not among the others is not looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from commonground.record import replace

from .candidates import candidates
from .intersection import footprints_meet
from .interval import DEFAULT_CONTEXT, Altitude, AltitudeContext, to_w84_interval, windows_meet
from .volume import Volume


def free_levels_tmm(
    moving: Sequence[Volume],
    others: Sequence[Volume],
    lowest_tmm: int,
    highest_tmm: int,
    context: AltitudeContext = DEFAULT_CONTEXT,
    buffer_m: float = 0.0,
) -> list[tuple[int, int]]:
    """Closed intervals of shifts in tenths of a millimetre, ascending, within `lowest_tmm` (down is negative) to
    `highest_tmm`, at which acceptable volumes meet nothing; they must be acceptable at both ends too.
    """
    free: list[tuple[int, int]] = []
    at_tmm = lowest_tmm
    for low_tmm, high_tmm, a, b in sorted(
        _blocked(moving, others, range(lowest_tmm, highest_tmm + 1), context, buffer_m)
    ):
        if high_tmm < at_tmm:
            continue
        if footprints_meet(moving[a].footprint, others[b].footprint, buffer_m) is not None:
            if low_tmm > at_tmm:
                free.append((at_tmm, low_tmm - 1))
            at_tmm = high_tmm + 1
    if at_tmm <= highest_tmm:
        free.append((at_tmm, highest_tmm))
    return free


def higher(volume: Volume, by_tmm: int) -> Volume:
    """The volume with both limits raised, each in its own reference; no upper limit stays none."""
    lower, upper = volume.lower, volume.upper
    return replace(
        volume, lower=_raised(lower, by_tmm), upper=None if upper is None else _raised(upper, by_tmm)
    )


def _blocked(
    moving: Sequence[Volume],
    others: Sequence[Volume],
    shifts: range,
    context: AltitudeContext,
    buffer_m: float,
) -> Iterable[tuple[int, int, int, int]]:
    """The shifts that each pair of shared time blocks if its footprints meet, and the numbers of the pair."""
    tall = [
        replace(volume, lower=higher(volume, shifts[0]).lower, upper=higher(volume, shifts[-1]).upper)
        for volume in moving
    ]
    for a, numbers in enumerate(candidates(tall, others, context, buffer_m)):
        one = moving[a]
        for b in numbers:
            other = others[b]
            if windows_meet((one.from_ms, one.until_ms), (other.from_ms, other.until_ms)) is None:
                continue
            first, end = _first(one, other, shifts, context), _end(one, other, shifts, context)
            if first < end:
                yield shifts[first], shifts[end - 1], a, b


def _first(one: Volume, other: Volume, shifts: range, context: AltitudeContext) -> int:
    """Which of the shifts is the first whose upper limit may reach the other's lower limit."""
    upper, floor = one.upper, other.lower
    if upper is None:
        return 0
    if upper.reference == floor.reference:
        return _within(floor.value_tmm - upper.value_tmm - shifts[0], shifts)
    # A limit that is raised is raised over the ellipsoid too, or stays: `to_w84_interval` never falls.
    bottom_tmm = to_w84_interval(floor, context)[0]
    return bisect_left(
        shifts, True, key=lambda by_tmm: to_w84_interval(_raised(upper, by_tmm), context)[1] >= bottom_tmm
    )


def _end(one: Volume, other: Volume, shifts: range, context: AltitudeContext) -> int:
    """Which of the shifts is the first whose lower limit lies above the other's upper limit."""
    lower, ceiling = one.lower, other.upper
    if ceiling is None:
        return len(shifts)
    if lower.reference == ceiling.reference:
        return _within(ceiling.value_tmm - lower.value_tmm - shifts[0] + 1, shifts)
    top_tmm = to_w84_interval(ceiling, context)[1]
    return bisect_left(
        shifts, True, key=lambda by_tmm: to_w84_interval(_raised(lower, by_tmm), context)[0] > top_tmm
    )


def _within(number: int, shifts: range) -> int:
    return min(max(number, 0), len(shifts))


def _raised(altitude: Altitude, by_tmm: int) -> Altitude:
    return replace(altitude, value_tmm=altitude.value_tmm + by_tmm)
