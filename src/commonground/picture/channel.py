"""Channel classes: each is open or suspended between two parties, by what these two declared and nothing else (R14).

A suspension is declared by one party to another for one class, with a time not before its declaration; it touches no
other class and no third party. To resume, one proposes and the other confirms, each saying up to which number it holds
of the other's calls and beats, so that what was missed is listed. How a class stands is derived: see
`picture/channel_standing`. What may be said when hangs on the room: see `room/channel_rules`.
"""

from __future__ import annotations

from typing import Literal

from ..errors import Refused
from ..geo.interval import TIME_MS_MAX
from ..record import Record
from .blocks import Body, Reference, Text
from .kind import SAID_ONCE, Kind, from_now_on
from .slots import ChannelClass

CLASSES: tuple[ChannelClass, ...] = ("SAFETY", "CEASEFIRE", "HUMANITARIAN", "LIAISON")


class Numbers(Record, frozen=True):
    """Up to which number a party sent and holds calls and beats, and which of those that it should hold are missing."""

    calls_sent: int = 0
    calls_held: int = 0
    calls_missing: tuple[int, ...] = ()
    beats_sent: int = 0
    beats_held: int = 0
    beats_missing: tuple[int, ...] = ()


class Channel(Body, frozen=True):
    """One word about a class between the author and `to`. `about` is the proposal that is confirmed.

    `remains` says in words what stays in force, `remains_classes` which classes were open when it was declared.
    """

    to: str
    channel_class: ChannelClass
    what: Literal["suspended", "resume_proposed", "resume_confirmed"]
    declared_ms: int
    effective_ms: int
    scope: Text | None = None
    reason: Text | None = None
    remains: Text | None = None
    remains_classes: tuple[ChannelClass, ...] = ()
    about: Reference | None = None
    numbers: Numbers | None = None


# -- what is refused --------------------------------------------------------------------------------------------


def _impossible(channel: Channel, field: str) -> None:
    for name in ("declared_ms", "effective_ms"):
        if not 0 <= getattr(channel, name) <= TIME_MS_MAX:
            raise Refused("UTC milliseconds of 1970 to 2200 expected", field=f"{field}.{name}")
    if channel.effective_ms < channel.declared_ms:
        raise Refused(
            "a time not before its declaration is expected", field=f"{field}.effective_ms", clause="R14"
        )
    if (channel.about is not None) != (channel.what == "resume_confirmed"):
        raise Refused(
            "the proposal is expected with a confirmation, and nowhere else", field=f"{field}.about"
        )


KINDS: tuple[Kind, ...] = (
    Kind(
        word="channel", body=Channel, prefix="H", follows=SAID_ONCE, impossible=_impossible,
        references=lambda body: () if body.about is None else (body.about,), span=from_now_on, is_addressed=True,
    ),
)  # fmt: skip
