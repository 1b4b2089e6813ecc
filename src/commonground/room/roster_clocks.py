"""The clocks of the roster: a mandatory post that wants somebody, a shift that ends, a post left without a sheet (R3).

Each side reads them by its own clock from what it knows. It says nothing to anybody.
"""

from __future__ import annotations

from ..picture.deadline import IMMEDIATE, ROUTINE, Due
from ..picture.roster import Duty, Handover
from ..picture.version import Version
from .alert import Alert
from .clock_table import NOTHING, Reading
from .context import Room
from .leaving import has_left, left_ms
from .roster import duty_key, gap, is_mandatory

FLASH = 1


def duty_reading(room: Room, version: Version, now_ms: int) -> Reading:
    """A mandatory post: rank 2 from when it wants somebody, rank 1 after `gap_ms`; an own sheet in the last half hour.

    Another post only turns when its shift ends. A party that has left alarms nobody.
    """
    duty = version.body
    if not isinstance(duty, Duty) or has_left(room, version.author, now_ms):
        return NOTHING
    clocks, moments = room.charter.clocks, [duty.until_ms, left_ms(room, version.author) or 0]
    alerts: list[Alert] = []
    due: list[Due] = []
    if is_mandatory(room, duty.post):
        wants = gap(room, version, now_ms)
        if wants is not None:
            red_ms = wants.from_ms + clocks.gap_ms
            moments.append(red_ms)
            alerts.append(Alert(
                key=f"post/{version.key}", rank=FLASH if red_ms <= now_ms else IMMEDIATE, what=f"post_{wants.want}",
                party=version.author, about=version.key, t_ms=wants.from_ms,
            ))  # fmt: skip
        if version.author == room.party and duty.manned:
            ahead_ms = duty.until_ms - clocks.handover_ahead_ms
            moments.append(ahead_ms)
            if ahead_ms <= now_ms:
                rank = IMMEDIATE if duty.until_ms <= now_ms else ROUTINE
                due.append(Due(f"handover/{version.key}", "handover", version.key, 1, duty.until_ms, rank))
    later = [at_ms for at_ms in moments if at_ms > now_ms]
    return Reading(min(later, default=None), tuple(due), tuple(alerts))


def handover_reading(room: Room, version: Version, _: int) -> Reading:
    """A mandatory post that was left without a sheet, until who comes next has taken note of it."""
    sheet = version.body
    if not isinstance(sheet, Handover) or sheet.stage != "left" or sheet.accepted_ms:
        return NOTHING
    return Reading(alerts=(Alert(
        key=f"left/{version.key}", rank=IMMEDIATE, what="left_without_sheet", party=room.party,
        about=duty_key(room.party, sheet.post), t_ms=sheet.until_ms,
    ),))  # fmt: skip


CLOCKED = {"duty": duty_reading, "handover": handover_reading}
