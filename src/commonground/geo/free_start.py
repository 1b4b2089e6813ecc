"""The least delay after which some volumes, moved in time together, are found to meet nothing of others.

Each pair blocks a closed interval of delays; the intervals are swept in the order in which they begin, and the ground
of a pair is looked at only when its interval holds the delay that has been reached. What is not among the others is
not looked at: the answer is about those that were given.
"""

from __future__ import annotations

from collections.abc import Sequence

from commonground.record import replace

from .candidates import candidates
from .intersection import footprints_meet
from .interval import DEFAULT_CONTEXT, AltitudeContext, bands_meet
from .volume import Volume


def earliest_free_ms(
    moving: Sequence[Volume],
    others: Sequence[Volume],
    within_ms: int,
    context: AltitudeContext = DEFAULT_CONTEXT,
    buffer_m: float = 0.0,
) -> int | None:
    """The delay, 0 to `within_ms` in steps of 1 ms, of acceptable volumes; None when there is none."""
    longer = [replace(volume, until_ms=volume.until_ms + within_ms) for volume in moving]
    blocked: list[tuple[int, int, int, int]] = []
    for a, numbers in enumerate(candidates(longer, others, context, buffer_m)):
        for b in numbers:
            one, other = moving[a], others[b]
            if bands_meet((one.lower, one.upper), (other.lower, other.upper), context) is not None:
                blocked.append((other.from_ms - one.until_ms, other.until_ms - one.from_ms, a, b))
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
