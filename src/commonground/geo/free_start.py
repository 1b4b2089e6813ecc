"""The least delay, or advance, after which some volumes, moved in time together, are found to meet nothing of others.

Each pair blocks a closed interval of shifts; the intervals are swept in the order in which they begin, and the ground
of a pair is looked at only when its interval holds the shift that has been reached. Advances are the same on the
turned axis. Of many others the engine says how far to look at most; what meets is decided by `intersection` whatever
their number. What is not among the others is not looked at: the answer is about those that were given.
"""

from __future__ import annotations

from collections.abc import Sequence

from commonground.record import replace

from . import candidates as proposing
from .columns import columns_of
from .intersection import footprints_meet
from .interval import DEFAULT_CONTEXT, AltitudeContext, bands_meet
from .volume import Volume

#: The engine answers to a few millimetres of `intersection`: asked for more, it never offers what meets.
_MORE_M = 0.05


def earliest_free_ms(
    moving: Sequence[Volume],
    others: Sequence[Volume],
    within_ms: int,
    context: AltitudeContext = DEFAULT_CONTEXT,
    buffer_m: float = 0.0,
) -> int | None:
    """The delay, 0 to `within_ms` in steps of 1 ms, of acceptable volumes; None when there is none."""
    return _first_free_ms(moving, others, within_ms, context, buffer_m, is_backwards=False)


def latest_free_ms(
    moving: Sequence[Volume],
    others: Sequence[Volume],
    within_ms: int,
    context: AltitudeContext = DEFAULT_CONTEXT,
    buffer_m: float = 0.0,
) -> int | None:
    """The advance, 0 to `within_ms` in steps of 1 ms, of acceptable volumes; None when there is none."""
    return _first_free_ms(moving, others, within_ms, context, buffer_m, is_backwards=True)


def _first_free_ms(
    moving: Sequence[Volume],
    others: Sequence[Volume],
    within_ms: int,
    context: AltitudeContext,
    buffer_m: float,
    *,
    is_backwards: bool,
) -> int | None:
    blocked: list[tuple[int, int, int, int]] = []
    for a, b in _near(moving, others, within_ms, context, buffer_m, is_backwards=is_backwards):
        one, other = moving[a], others[b]
        if bands_meet((one.lower, one.upper), (other.lower, other.upper), context) is not None:
            first_ms, last_ms = other.from_ms - one.until_ms, other.until_ms - one.from_ms
            blocked.append((-last_ms, -first_ms, a, b) if is_backwards else (first_ms, last_ms, a, b))
    at_ms = 0
    for begin_ms, end_ms, a, b in sorted(blocked):
        if begin_ms > at_ms:
            break
        if (
            end_ms >= at_ms
            and footprints_meet(moving[a].footprint, others[b].footprint, buffer_m) is not None
        ):
            at_ms = end_ms + 1
    return at_ms if at_ms <= within_ms else None


def _near(
    moving: Sequence[Volume],
    others: Sequence[Volume],
    within_ms: int,
    context: AltitudeContext,
    buffer_m: float,
    *,
    is_backwards: bool,
) -> list[tuple[int, int]]:
    """The pairs, by their numbers, among which all are that block a shift up to the one that is sought."""
    if len(others) < proposing.ENGINE_FROM:
        swept = _swept(moving, within_ms, is_backwards=is_backwards)
        near = proposing.candidates(swept, others, context, buffer_m)
        return [(a, b) for a, numbers in enumerate(near) for b in numbers]
    from .engine import Engine  # compiled code, for those who have so many

    engine = Engine(context)
    engine.insert_columns(list(range(len(others))), columns_of(others))
    question = engine.prepare(moving, buffer_m + _MORE_M)
    first_free_ms = engine.latest_free_ms if is_backwards else engine.earliest_free_ms
    found_ms = first_free_ms(question, within_ms)
    swept = _swept(moving, within_ms if found_ms is None else found_ms, is_backwards=is_backwards)
    return [(a, int(key)) for a, key, _ in engine.meetings(swept, buffer_m + _MORE_M)]


def _swept(moving: Sequence[Volume], by_ms: int, *, is_backwards: bool) -> list[Volume]:
    """Each volume with the window that it covers while it is moved."""
    if is_backwards:
        return [replace(volume, from_ms=volume.from_ms - by_ms) for volume in moving]
    return [replace(volume, until_ms=volume.until_ms + by_ms) for volume in moving]
