"""The situation beat as this party sends it (R13).

The node numbers a beat and counts what stands between the two parties; a person says the state and adds what is open.
It passes whatever is suspended: it is how both sides know that the line is alive.
"""

from __future__ import annotations

from ..picture.beat import Beat, Counts, State
from ..picture.phrase import Message
from ..picture.statement import Release
from .channel_rules import book_of
from .command import Command
from .context import Room
from .line_rules import call_standing
from .posts import require_post
from .submit import Submitted, submit

OPEN_LOOKED_AT = 200


def send_beat(
    room: Room, parties: tuple[str, ...], state: State, items: tuple[Message, ...], post: str, operator: str
) -> list[Submitted]:
    """Send the state message to these parties, or to all others. Needs a transaction."""
    require_post("line", post)
    done = []
    for party in parties or room.charter.others(room.party):
        body = Beat(
            to=party, seq=max(book_of(room, party).beats_out, default=0) + 1, state=state,
            counts=counts_with(room, party), items=items,
        )  # fmt: skip
        done.append(submit(room, Command(
            kind="beat", action="establish", post=post, operator=operator, body=body,
            releases=(Release(party=party),),
        )))  # fmt: skip
    return done


def counts_with(room: Room, party: str) -> Counts:
    """What stands between this party and another: nothing is counted that the other was not told."""
    book = book_of(room, party)
    waiting = sum(
        not call_standing(room, room.view.picture.entities[key]).is_done
        for key in list(book.calls_out.values())[-OPEN_LOOKED_AT:]
    )
    return Counts(
        calls_open=waiting, calls_sent=max(book.calls_out, default=0),
        calls_held=max(book.calls_in, default=0), beats_held=max(book.beats_in, default=0),
    )  # fmt: skip
