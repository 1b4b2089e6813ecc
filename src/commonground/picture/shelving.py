"""Alarms put aside: an alarm of rank 2 or 3 is shelved for a quarter of an hour at most, with a reason (ISA-18.2).

A shelving is a statement of the party on whose screen the alarm stands: so all its pages show the same, and a restart
forgets nothing. The other party whom the alarm is about is told, so that nobody waits for an answer that was put aside.
A shelving ends by its time or by its author's word; the alarm itself is never taken away. Nothing here reads a clock.
"""

from __future__ import annotations

import re
from typing import Literal

from ..errors import Refused
from ..geo.interval import TIME_MS_MAX
from .blocks import Body, Reference, Text, refuse_long
from .kind import TAKEN_BACK, Kind

SHELVED_MS_MAX = 15 * 60_000
RANKS = (2, 3)
Reason = Literal["seen_to", "waits_for_other", "known_fault", "said_twice", "other"]
_WORD = re.compile(r"[a-z0-9_]{1,40}")


class Shelving(Body, frozen=True):
    """One alarm that its author puts aside until a moment.

    `alarm` is its key on the author's screen, `what` its word. `topic` is what it is about: an entity, a party, a class
    of the line with a party, or nothing. An entity is named again in `subject`, so that disclosure follows it.
    """

    alarm: str
    what: str
    rank: int
    reason: Reason
    until_ms: int
    topic: str = ""
    subject: Reference | None = None
    text: Text | None = None


def _impossible(body: Shelving, field: str) -> None:
    if body.rank not in RANKS:
        raise Refused(
            "an alarm of the first rank ends when it is answered; it is never shelved",
            field=f"{field}.rank", clause="R1",
        )  # fmt: skip
    if not _WORD.fullmatch(body.what):
        raise Refused("1 to 40 small letters, digits, underscores expected", field=f"{field}.what")
    if not 0 < body.until_ms <= TIME_MS_MAX:
        raise Refused("UTC milliseconds of 1970 to 2200 expected", field=f"{field}.until_ms")
    if body.subject is not None and body.subject.key != body.topic:
        raise Refused("the entity that the alarm is about is expected", field=f"{field}.subject")


def _wrong(body: Shelving, field: str) -> None:
    said = body.text is not None and bool(body.text.text.strip())
    if body.reason == "other" and not said:
        raise Refused("words are expected with another reason", field=f"{field}.text")
    if body.text is not None:
        refuse_long(body.text, f"{field}.text")


def _subject(body: Shelving) -> tuple[Reference, ...]:
    return () if body.subject is None else (body.subject,)


def _while_shelved(body: Shelving, known_from_ms: int) -> tuple[int, int]:
    return (known_from_ms, max(known_from_ms, body.until_ms))


KINDS = (
    Kind(
        "shelving", Shelving, "SV", references=_subject, impossible=_impossible, wrong=_wrong, span=_while_shelved,
        follows=TAKEN_BACK,
    ),
)  # fmt: skip
"""The kind of alarms put aside."""
