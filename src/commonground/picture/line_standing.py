"""How a call stands: from what its receiver said about it, in the order in which it said it.

Derived, so that both sides see it alike whatever arrived first. Only the party that was called takes, reads back,
understands or answers: what anybody else says about a call, and what was said already, is kept and has no effect.
Clocks run by each side's own node: the sender's from when it placed the call, the receiver's from its arrival.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from .charter import Clocks
from .line import TMM_PER_M, Call, CallWord, Point, Step, distance, points
from .onward import counted_ms
from .version import Version

State = Literal[
    "open", "taken", "read_back", "understood", "answered", "unable", "acted", "abandoned", "recorded"
]
Blocked = Literal["", "read_back_missing", "read_back_off"]
LOCATED = ("FLASH", "IMMEDIATE")
"""Precedences whose places have to be read back before they are understood (section 5)."""
ANSWER_CLOCK = {
    "FLASH": "flash_overdue_ms",
    "IMMEDIATE": "immediate_answer_ms",
    "ROUTINE": "routine_answer_ms",
}
LADDER: tuple[tuple[Step, str], ...] = (
    ("offered", ""), ("deputy", "flash_deputy_ms"), ("duty_chief", "flash_chief_ms"), ("every_post", "flash_all_ms"),
)  # fmt: skip
"""Whom the receiver's node tries for a FLASH, and after which clock."""
OWN_LADDER: tuple[tuple[Step, str], ...] = (
    ("backup_line", "flash_overdue_ms"), ("joint_office", "flash_deputy_ms"),
)  # fmt: skip
"""What the sender's node asks its own watch to try while a FLASH was not delivered."""


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The last read-back of one place of a call, as this node measures it."""

    word: Version
    sent: Point
    read: Point
    delta_tmm: int
    bearing_mdeg: int
    matches: bool


@dataclass(slots=True)
class CallStanding:
    """How a call stands; `no_effect` holds the keys of words that change nothing."""

    state: State
    taken: Version | None = None
    understood: Version | None = None
    acted: Version | None = None
    unable: Version | None = None
    answers: list[Version] = field(default_factory=list)
    read_backs: dict[str, ReadBack] = field(default_factory=dict)
    blocked: Blocked = ""
    no_effect: set[str] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        """Nobody has said anything about it yet."""
        return self.state == "open"

    @property
    def is_done(self) -> bool:
        """Nothing more is waited for."""
        return self.state in ("acted", "unable", "answered", "abandoned", "recorded")


def standing(call: Version, said: Iterable[Version], limit_m: int) -> CallStanding:
    """How a call stands; `said` is what anybody said about it, in any order. `limit_m` is that of read-backs."""
    body = call.body
    stands = CallStanding(state="open")
    if not isinstance(body, Call):
        return stands
    needed = points(body) if call.precedence in LOCATED else {}
    stands.blocked = "read_back_missing" if needed else ""
    words = [one for one in said if isinstance(one.body, CallWord)]
    for word in sorted(words, key=lambda one: (one.author, one.said_leaf)):
        if word.author != body.to or not _counts(stands, word, points(body), limit_m, needed):
            stands.no_effect.add(word.key)
        elif stands.taken is None:
            stands.taken = word
    stands.state = _state(call, body, stands)
    return stands


def _counts(
    stands: CallStanding, word: Version, sent: dict[str, Point], limit_m: int, needed: dict[str, Point]
) -> bool:
    """Take one word in; False where it says nothing that was not said, or not what may be said now."""
    body = word.body
    assert isinstance(body, CallWord)
    match body.what:
        case "taken":
            return stands.taken is None
        case "read_back":
            if body.slot not in sent or body.point is None:
                return False
            _take_read_back(stands, word, body, sent, limit_m, needed)
        case "understood":
            if stands.understood is not None or stands.blocked:
                return False
            stands.understood = word
        case "acted":
            if stands.acted is not None:
                return False
            stands.acted = word
        case "unable":
            if stands.unable is not None or stands.acted is not None:
                return False
            stands.unable = word
        case "answer":
            stands.answers.append(word)
    return True


def _take_read_back(
    stands: CallStanding,
    word: Version,
    body: CallWord,
    sent: dict[str, Point],
    limit_m: int,
    needed: dict[str, Point],
) -> None:
    assert body.point is not None
    delta_tmm, bearing_mdeg = distance(sent[body.slot], body.point)
    stands.read_backs[body.slot] = ReadBack(
        word, sent[body.slot], body.point, delta_tmm, bearing_mdeg, delta_tmm <= limit_m * TMM_PER_M
    )
    last = [stands.read_backs.get(name) for name in needed]
    if any(one is not None and not one.matches for one in last):
        stands.blocked = "read_back_off"
    else:
        stands.blocked = "" if all(last) else "read_back_missing"


def _state(call: Version, body: Call, stands: CallStanding) -> State:
    if call.action == "cancel":
        return "abandoned"
    if body.phone is not None and stands.taken is None:
        return "recorded"
    if stands.acted is not None:
        return "acted"
    if stands.unable is not None:
        return "unable"
    if stands.answers:
        return "answered"
    if stands.understood is not None:
        return "understood"
    if stands.read_backs:
        return "read_back"
    return "open" if stands.taken is None else "taken"


# -- clocks -----------------------------------------------------------------------------------------------------


def overdue_ms(party: str, call: Version, clocks: Clocks) -> int:
    """When the clock of a call has run: from its placing at the caller's node, from its arrival at the receiver's."""
    clock_ms: int = getattr(clocks, ANSWER_CLOCK[call.precedence])
    return counted_ms(party, call) + clock_ms


def ladder_of(party: str, call: Version, clocks: Clocks) -> tuple[tuple[Step, int], ...]:
    """The rungs that a party's node climbs for a call, each with its moment; only a FLASH has any.

    The last two of a sender are climbed only while the call was not delivered.
    """
    if call.precedence != "FLASH" or not isinstance(call.body, Call) or call.body.phone is not None:
        return ()
    steps = OWN_LADDER if call.author == party else LADDER
    from_ms = counted_ms(party, call)
    return tuple((step, from_ms + (getattr(clocks, clock) if clock else 0)) for step, clock in steps)


def apart_ms(party: str, call: Version, delivered_ms: int | None) -> int | None:
    """How far the claimed moment of a call lies from its arrival; None while it has not arrived. Signed: + is late."""
    if not isinstance(call.body, Call):
        return None
    arrived_ms = delivered_ms if call.author == party else call.first_known_ms
    return None if arrived_ms is None else arrived_ms - call.body.t_placed_ms
