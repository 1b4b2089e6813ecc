"""A message on the line: a phrase of the book with its slots, or free text with its language.

A phrase reads exactly in English, Arabic and Russian from one record, so that nobody waits for an interpreter; free
text stays possible and is marked with its language. `picture/phrases` lists the phrases, `picture/slots` what can stand
in them. An unknown phrase of a newer release is kept, and shown as not understood beside its slots: here it is only
refused where this party would say it. Nothing here makes a text: see `web/phrase_text`.
"""

from __future__ import annotations

from ..errors import Refused
from ..record import Record
from .blocks import TEXT_CHARS_MAX, Reference, Text
from .phrases import PHRASES, SlotRow
from .slots import (
    CodeSlot,
    EntitySlot,
    PlaceSlot,
    Slot,
    refuse_impossible_slot,
    refuse_turning,
    refuse_wrong_slot,
    type_of,
)

SLOTS_MAX = 12
PHRASE_CHARS_MAX = 64


class Message(Record, frozen=True):
    """What is said: a phrase with its slots, or free text; exactly one of both."""

    phrase: str = ""
    slots: dict[str, Slot] = {}
    text: Text | None = None


def references(message: Message | None) -> tuple[Reference, ...]:
    """The entities that a message speaks of, in the order of its slots' names; disclosure follows them."""
    if message is None:
        return ()
    found = (message.slots[name] for name in sorted(message.slots))
    return tuple(slot.about for slot in found if isinstance(slot, EntitySlot))


def places(message: Message | None) -> dict[str, PlaceSlot]:
    """The slots that hold a place with coordinates, by name: what a read-back is measured against (T-4)."""
    if message is None:
        return {}
    return {name: slot for name, slot in message.slots.items() if isinstance(slot, PlaceSlot)}


def is_understood(message: Message) -> bool:
    """Whether this release knows the phrase, or the message is free text."""
    return message.text is not None or message.phrase in PHRASES


def is_drill(message: Message) -> bool:
    """Whether the phrase is one of those that only a drill uses."""
    return message.phrase in PHRASES and PHRASES[message.phrase].group == "drill"


def refuse_drill_phrase(message: Message, is_of_drill: bool, field: str) -> None:
    """Refuse to say in a real room what only a drill uses: a drill can never look real, and nothing real a drill."""
    if is_drill(message) and not is_of_drill:
        raise Refused(
            "a phrase of the real room is expected: this one is said in a drill alone, in the drill's own room",
            field=f"{field}.phrase", clause="section 8",
        )  # fmt: skip


def expects_read_back(message: Message) -> bool:
    """Whether a place is said with a phrase whose place has to be read back before "understood" (T-4)."""
    return message.phrase in PHRASES and PHRASES[message.phrase].read_back and bool(places(message))


def refuse_impossible_message(message: Message, field: str) -> None:
    """Refuse a message that cannot be put into words; texts are not looked at, and an unknown phrase passes.

    A received message passes here too: one that does not is kept and shown as not understood.
    """
    if (message.text is None) == (message.phrase == ""):
        raise Refused("a phrase or a free text is expected, one of the two", field=f"{field}.phrase")
    if message.text is not None and message.slots:
        raise Refused("no slots are expected with a free text", field=f"{field}.slots")
    if len(message.slots) > SLOTS_MAX:
        raise Refused(f"at most {SLOTS_MAX} items expected", field=f"{field}.slots", clause="limits")
    for name in sorted(message.slots):
        refuse_impossible_slot(message.slots[name], f"{field}.slots.{name}")
    if message.phrase in PHRASES:
        _refuse_misfit(message, f"{field}.slots")


def refuse_wrong_message(message: Message, field: str) -> None:
    """Refuse what this party cannot say: an unknown phrase, empty or turned texts, words of no list."""
    if message.text is not None:
        _refuse_wrong_text(message.text, f"{field}.text")
        return
    if message.phrase not in PHRASES:
        shown = message.phrase[:PHRASE_CHARS_MAX]
        raise Refused(f"the phrase book has no phrase {shown!r}", field=f"{field}.phrase")
    lists = {row.name: row.codes for row in PHRASES[message.phrase].slots}
    for name in sorted(message.slots):
        slot = message.slots[name]
        refuse_wrong_slot(slot, f"{field}.slots.{name}")
        if isinstance(slot, CodeSlot) and slot.code not in lists.get(name, ()):
            raise Refused(
                f"one of {', '.join(lists.get(name, ()))} expected", field=f"{field}.slots.{name}.code"
            )


def refuse_unknown_names(
    message: Message, parties: frozenset[str], posts: frozenset[str], field: str
) -> None:
    """Refuse a party or a post that the charter does not name."""
    for name in sorted(message.slots):
        slot = message.slots[name]
        party, post = getattr(slot, "party", None), getattr(slot, "post", None)
        if party is not None and party not in parties:
            raise Refused(f"no party {party!r} in the charter", field=f"{field}.slots.{name}.party")
        if post is not None and post not in posts:
            raise Refused(f"one of {', '.join(sorted(posts))} expected", field=f"{field}.slots.{name}.post")


def _refuse_misfit(message: Message, field: str) -> None:
    rows = {row.name: row for row in PHRASES[message.phrase].slots}
    for name in sorted(message.slots):
        if name not in rows:
            raise Refused(f"the phrase has no slot {name[:PHRASE_CHARS_MAX]!r}", field=field)
        _refuse_other_type(message.slots[name], rows[name], f"{field}.{name}")
    for row in rows.values():
        if row.required and row.name not in message.slots:
            raise Refused(f"the slot takes {row.kind} and is empty", field=f"{field}.{row.name}")


def _refuse_other_type(slot: Slot, row: SlotRow, field: str) -> None:
    given = type_of(slot)
    if given not in row.takes:
        raise Refused(f"the slot takes {row.kind}, not {given}", field=field)


def _refuse_wrong_text(text: Text, field: str) -> None:
    if not text.text.strip():
        raise Refused("at least one letter or digit expected", field=f"{field}.text")
    for name, said in ((".text", text.text), *((".translations", one.text) for one in text.translations)):
        if len(said) > TEXT_CHARS_MAX:
            raise Refused(
                f"at most {TEXT_CHARS_MAX} characters expected", field=f"{field}{name}", clause="limits"
            )
        refuse_turning(
            said.replace("\u200e", "").replace("\u200f", "").replace("\u061c", ""), f"{field}{name}"
        )
