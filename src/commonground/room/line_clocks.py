"""The clocks of calls: what a call alarms and is due for now, and what the node does when a moment has come (T-1).

A receiver's node climbs its ladder for a FLASH that nobody takes and tells the caller each rung; a sender's node climbs
its own while the call was not delivered. Each rung is a statement, so that a restart or a lost link climbs none twice.
What folds in a flood has one alarm and no ladder of its own: see `room/line_watch`.
"""

from __future__ import annotations

from ..errors import Refused
from ..picture.blocks import Reference
from ..picture.channel import Channel
from ..picture.deadline import IMMEDIATE, ROUTINE, Due
from ..picture.line import Call, Rung, Step
from ..picture.line_standing import CallStanding, apart_ms, ladder_of, overdue_ms
from ..picture.onward import counted_ms
from ..picture.statement import Release
from ..picture.version import Version
from .alert import Alert
from .channel_rules import book_of, standing_with
from .clock_table import NOTHING, Reading
from .command import Command
from .context import Room
from .delivered import is_delivered
from .line_rules import call_standing, rungs_of
from .on_duty import deputy_of, posts_on_duty
from .readings import reading
from .speaking import is_undeclared
from .submit import submit

NODE = "node"
"""The post of what a node does by itself."""
RANK = {"FLASH": 1, "IMMEDIATE": 2, "ROUTINE": 3}


def read_call(room: Room, call: Version, now_ms: int) -> Reading:
    """What a call alarms and is due for at this party, and when that changes by time alone."""
    body = call.body
    if not isinstance(body, Call):
        return NOTHING
    own = call.author == room.party
    other = body.to if own else call.author
    stands = call_standing(room, call)
    alerts = _said_alerts(room, call, stands, other)
    if not stands.is_open or call.key in book_of(room, other).folded:
        return reading((), alerts, (), now_ms)
    due_ms = overdue_ms(room.party, call, room.charter.clocks)
    alerts += _open_alerts(room, call, other, due_ms, now_ms, own=own)
    moments = [due_ms, *(at_ms for _, at_ms in _rungs_ahead(room, call))]
    due: tuple[Due, ...] = ()
    if not own:
        rank = IMMEDIATE if due_ms <= now_ms else ROUTINE
        due = (Due(f"call/{call.key}", "call", call.key, 1, due_ms, rank),)
    return reading(due, alerts, moments, now_ms)


def _open_alerts(
    room: Room, call: Version, other: str, due_ms: int, now_ms: int, *, own: bool
) -> list[Alert]:
    """Alarms while nobody has taken a call."""
    rank = RANK[call.precedence]
    since_ms = counted_ms(room.party, call)
    found = []
    if not own and rank < ROUTINE:
        found.append(_alert("flash" if rank == 1 else "immediate", rank, call, other, since_ms))
    if now_ms >= due_ms:
        found.append(_alert("flash_overdue" if rank == 1 else "call_overdue", rank, call, other, due_ms))
    climbed = rungs_of(room, call.key, room.party)
    if own and climbed and not is_delivered(room, call, other):
        found.append(_alert("not_delivered", rank, call, other, since_ms))
    apart = apart_ms(room.party, call, None)
    if not own and apart is not None and abs(apart) > room.charter.clocks.apart_ms:
        found.append(_alert("backdated", IMMEDIATE, call, other, since_ms))
    if rank == 1 and standing_with(room, other, call.channel_class, since_ms).is_suspended:
        found.append(_alert("passed_while_suspended", IMMEDIATE, call, other, since_ms))
    return found


def _said_alerts(room: Room, call: Version, stands: CallStanding, other: str) -> list[Alert]:
    """Alarms of what was said about an own call: words without effect, and forces that nobody declared."""
    if call.author != room.party:
        return []
    found = []
    for word in room.view.replies_about(call.key):
        if word.key in stands.no_effect:
            found.append(_alert("strange_word", IMMEDIATE, call, word.author, word.known_from_ms, word.key))
        elif is_undeclared(room, word):
            found.append(_alert("undeclared_forces", IMMEDIATE, call, other, word.known_from_ms, word.key))
    return found


def _alert(what: str, rank: int, call: Version, party: str, t_ms: int, word: str = "") -> Alert:
    return Alert(
        key=f"{what}/{word or call.key}", rank=rank, what=what, party=party, about=call.key, t_ms=t_ms
    )


def read_channel(_: Room, word: Version, now_ms: int) -> Reading:
    """When a suspension that was declared ahead takes effect; what it alarms is looked at by party."""
    body = word.body
    return reading((), (), (body.effective_ms,), now_ms) if isinstance(body, Channel) else NOTHING


# -- the ladder -------------------------------------------------------------------------------------------------


def fire_call(room: Room, call: Version, now_ms: int) -> int:
    """Climb the rungs whose moment has come; returns how many. Needs a transaction."""
    body = call.body
    if not isinstance(body, Call) or not call_standing(room, call).is_open:
        return 0
    own = call.author == room.party
    if call.key in book_of(room, body.to if own else call.author).folded:
        return 0
    due = [step for step, at_ms in _rungs_ahead(room, call) if at_ms <= now_ms]
    if due and own and is_delivered(room, call, body.to):
        return 0
    for number, step in enumerate(due):
        try:
            _climb(room, call, step, now_ms)
        except Refused:  # a caller that has left is told nothing more; the screens alarm all the same
            return number
    return len(due)


def _rungs_ahead(room: Room, call: Version) -> list[tuple[Step, int]]:
    """The rungs that this party's node has not climbed, with their moments; none of its own once it was delivered."""
    ladder = ladder_of(room.party, call, room.charter.clocks)
    if not ladder:
        return []
    climbed = rungs_of(room, call.key, room.party)
    ahead = [rung for rung in ladder if rung[0] not in climbed]
    if ahead and call.author == room.party and isinstance(call.body, Call):
        return [] if is_delivered(room, call, call.body.to) else ahead
    return ahead


def _climb(room: Room, call: Version, step: Step, now_ms: int) -> None:
    posts = _posts_of(room, call, step)
    own = call.author == room.party
    submit(room, Command(
        kind="rung", action="establish", post=NODE, precedence="FLASH", channel_class=call.channel_class,  # type: ignore[arg-type]
        body=Rung(
            about=Reference(author=call.author, entity=call.entity), step=step, t_ms=now_ms, posts=posts,
            backup_line=step in ("every_post", "backup_line"),
        ),
        releases=() if own else (Release(party=call.author),), operator=f"{step} of {call.key}",
    ))  # fmt: skip


def _posts_of(room: Room, call: Version, step: Step) -> tuple[str, ...]:
    """Whom a rung tries: posts, never persons."""
    body = call.body
    assert isinstance(body, Call)
    match step:
        case "offered":
            return posts_on_duty(room, room.party) or ((body.to_post,) if body.to_post else ())
        case "deputy":
            return (deputy_of(room, body.to_post),)
        case "duty_chief":
            return ("duty_chief",) if "duty_chief" in room.charter.posts else room.charter.posts[:1]
        case "every_post":
            return room.charter.posts
        case _:
            return ()
