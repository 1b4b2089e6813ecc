"""Channel classes between this party and each other one: how each stands, what passes, what may be declared.

A suspension stops what is said at ROUTINE or IMMEDIATE in its class, by either side, from the moment in which it takes
effect here; a FLASH always passes, and so does what only ends or limits what was said before (`ALWAYS_PASS`; see
docs/decisions/0019). Nothing is held back silently: what may not be said is refused with the class and the party.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import Refused
from ..picture.blocks import Body
from ..picture.channel import CLASSES, Channel
from ..picture.channel_standing import ChannelStanding
from ..picture.entity import IMMEDIATE_CLASSES, Notice
from ..picture.slots import ChannelClass
from ..picture.statement import Release
from ..picture.version import Version
from .command import Command
from .context import Room
from .line_book import OPEN, PartyBook, channel_standing
from .line_rules import JUST_NOW_MS, refuse_other_recipient

ALWAYS_PASS = frozenset(
    {
        "call_word", "rung", "line_test", "beat", "channel", "receipt", "warning",
        "duty", "speaks_for", "leaving", "accession", "consent", "shelving",
    }
)  # fmt: skip
"""Kinds that no suspension stops: the upkeep of the line, answers to what passed, a custodian's one word, and who is
on duty, speaks for whom, joins or leaves, or puts an alarm aside: without these nobody could be reached, or resume."""
ENDINGS = frozenset({"cancel", "close"})
"""What only says that something will not happen, or is no more, passes: to stop it would keep a wrong word standing."""


# -- what passes ------------------------------------------------------------------------------------------------


def book_of(room: Room, party: str) -> PartyBook:
    """What was exchanged with a party, as of now."""
    return room.view.line.keep_up(room.view).of(party)


def standing_with(room: Room, party: str, channel_class: str, at_ms: int) -> ChannelStanding:
    """How a class stands with a party at a moment."""
    book = book_of(room, party)
    if channel_class not in book.channels:
        return OPEN
    return channel_standing(room.view, book, channel_class, at_ms)


def passes(command: Command, body: Body | None) -> bool:
    """Whether a command is of those that no suspension stops."""
    if command.precedence == "FLASH" or command.kind in ALWAYS_PASS or command.action in ENDINGS:
        return True
    return isinstance(body, Notice) and body.activity_class in IMMEDIATE_CLASSES


def refuse_suspended(room: Room, command: Command, body: Body | None) -> None:
    """Refuse what would go to a party with whom its class is suspended; the refusal names both."""
    if command.releases and room.view.count_of("channel") and not passes(command, body):
        refuse_closed(room, command.channel_class, [one.party for one in command.releases])


def refuse_newly_told(room: Room, version: Version, releases: tuple[Release, ...]) -> None:
    """Refuse to release what was said to a party with whom its class is suspended since; who holds it keeps it."""
    body = version.body
    at_once = isinstance(body, Notice) and body.activity_class in IMMEDIATE_CLASSES
    if version.precedence != "FLASH" and not at_once and version.action not in ENDINGS:
        refuse_closed(room, version.channel_class, [one.party for one in releases])


def refuse_closed(room: Room, channel_class: str, parties: Iterable[str]) -> None:
    """Refuse a class that is suspended with one of these parties."""
    if not room.view.count_of("channel"):
        return  # nobody has said a word about any class
    now_ms = room.clock.now_ms()
    for party in parties:
        stands = standing_with(room, party, channel_class, now_ms)
        if stands.is_suspended:
            detail: dict[str, object] = {
                "party": party, "channel_class": channel_class, "since_ms": stands.since_ms,
                "by": list(stands.suspended_by),
            }  # fmt: skip
            raise Refused(
                f"{channel_class} is suspended with {party}; a FLASH alone passes",
                field="channel_class", clause="R14", detail=detail,
            )  # fmt: skip


def unconfirmed_since_ms(room: Room, version: Version, at_ms: int) -> int | None:
    """Since when nobody confirms what another party said: it was withdrawn, or its class is suspended with its author.

    It stays visible and is checked against like any other (R14).
    """
    if version.withdrawn_ms is not None or version.author == room.party:
        return version.withdrawn_ms
    stands = standing_with(room, version.author, version.channel_class, at_ms)
    return stands.since_ms if stands.is_suspended else None


# -- rules ------------------------------------------------------------------------------------------------------


def refuse_channel(room: Room, command: Command, body: Channel, _: Version | None) -> None:
    """Refuse what changes nothing: a second suspension alike, a proposal where nothing is suspended, a second "yes"."""
    refuse_other_recipient(room, command, body.to)
    now_ms = room.clock.now_ms()
    if not now_ms - JUST_NOW_MS <= body.declared_ms <= now_ms:
        raise Refused("a moment that has passed is expected", field="declared_ms")
    stands = standing_with(room, body.to, body.channel_class, now_ms)
    if body.what == "suspended":
        if any(one.author == room.party for one in stands.declarations):
            raise Refused("this party has suspended it already", field="channel_class", clause="R14")
        return
    if stands.status == "open":
        raise Refused("a class that is suspended is expected", field="channel_class", clause="R14")
    if body.what == "resume_proposed":
        if any(one.author == room.party for one in stands.proposals):
            raise Refused(
                "it was proposed already and waits for an answer", field="channel_class", clause="R14"
            )
        return
    assert body.about is not None
    proposal, proposed = proposal_of_another(room, body.about.key)
    if (proposal.author, proposed.channel_class) != (body.to, body.channel_class):
        raise Refused("a proposal of another party is expected", field="key", clause="R14")
    if proposal.key not in {one.key for one in stands.proposals}:
        raise Refused("it was answered already", field="key", clause="R14")


def suspended_with(room: Room, at_ms: int) -> Iterator[tuple[str, ChannelClass, ChannelStanding]]:
    """Every class that does not stand open, with its party."""
    for party in room.charter.others(room.party):
        for channel_class in CLASSES:
            stands = standing_with(room, party, channel_class, at_ms)
            if stands.status != "open":
                yield party, channel_class, stands


def proposal_of_another(room: Room, key: str) -> tuple[Version, Channel]:
    """A proposal to resume that another party made to this one."""
    version = room.view.get(key)
    body = version.body
    if not isinstance(body, Channel) or body.what != "resume_proposed" or version.author == room.party:
        raise Refused("a proposal of another party is expected", field="key", clause="R14")
    return version, body
