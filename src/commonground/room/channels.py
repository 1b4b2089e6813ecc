"""Channel classes as posts use them: suspend, propose to resume, confirm (R14).

Each act is one statement to one party; what is suspended with one says nothing to another. Both halves of a handshake
say up to which numbers their author holds what the other sent, so that what was missed is listed.
"""

from __future__ import annotations

from ..picture.beat import missing
from ..picture.blocks import Reference, Text
from ..picture.channel import CLASSES, Channel, Numbers
from ..picture.slots import ChannelClass
from ..picture.statement import Release
from .channel_rules import book_of, proposal_of_another, standing_with
from .command import Command
from .context import Room
from .posts import require_post
from .submit import Submitted, submit


def suspend(
    room: Room,
    parties: tuple[str, ...],
    channel_class: ChannelClass,
    post: str,
    operator: str,
    *,
    effective_ms: int | None = None,
    scope: Text | None = None,
    reason: Text | None = None,
    remains: Text | None = None,
) -> list[Submitted]:
    """Declare a class suspended with these parties or all others, now or from a later moment. Needs a transaction."""
    require_post("channel", post)
    now_ms = room.clock.now_ms()
    done = []
    for party in parties or room.charter.others(room.party):
        remaining = tuple(
            one for one in CLASSES
            if one != channel_class and not standing_with(room, party, one, now_ms).is_suspended
        )  # fmt: skip
        body = Channel(
            to=party, channel_class=channel_class, what="suspended", declared_ms=now_ms,
            effective_ms=now_ms if effective_ms is None else effective_ms,
            scope=_written(scope), reason=_written(reason), remains=_written(remains), remains_classes=remaining,
        )  # fmt: skip
        done.append(_say(room, body, post, operator))
    return done


def propose(room: Room, party: str, channel_class: ChannelClass, post: str, operator: str) -> Submitted:
    """Propose to resume a class: the first half of the handshake. Needs a transaction."""
    require_post("channel", post)
    now_ms = room.clock.now_ms()
    return _say(room, Channel(
        to=party, channel_class=channel_class, what="resume_proposed", declared_ms=now_ms, effective_ms=now_ms,
        numbers=numbers_with(room, party),
    ), post, operator)  # fmt: skip


def confirm(room: Room, key: str, post: str, operator: str) -> Submitted:
    """Confirm a proposal of another party: the class is open again. Needs a transaction."""
    require_post("channel", post)
    proposal, body = proposal_of_another(room, key)
    now_ms = room.clock.now_ms()
    return _say(room, Channel(
        to=proposal.author, channel_class=body.channel_class, what="resume_confirmed", declared_ms=now_ms,
        effective_ms=now_ms, about=Reference(author=proposal.author, entity=proposal.entity),
        numbers=numbers_with(room, proposal.author),
    ), post, operator)  # fmt: skip


def numbers_with(room: Room, party: str) -> Numbers:
    """Up to which numbers this party sent and holds what is counted between the two."""
    book = book_of(room, party)
    return Numbers(
        calls_sent=max(book.calls_out, default=0), calls_held=max(book.calls_in, default=0),
        calls_missing=tuple(missing(book.calls_in)), beats_sent=max(book.beats_out, default=0),
        beats_held=max(book.beats_in, default=0), beats_missing=tuple(missing(book.beats_in)),
    )  # fmt: skip


def _written(text: Text | None) -> Text | None:
    return text if text is not None and text.text.strip() else None


def _say(room: Room, body: Channel, post: str, operator: str) -> Submitted:
    return submit(room, Command(
        kind="channel", action="establish", post=post, operator=operator, body=body, precedence="IMMEDIATE",
        channel_class=body.channel_class, releases=(Release(party=body.to),),
    ))  # fmt: skip
