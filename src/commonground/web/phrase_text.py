"""A message in words: exactly the same in the three languages, from one record.

A phrase is the text of its id with its slots in it; slots that may be left out follow, each with its name. Every figure
and name is isolated, so that no direction of writing re-orders it; marks that turn the order of what is read are shown
by their numbers. A phrase of a newer book is shown as not understood, beside its slots. What names a place is given by
the caller (`place_names`): the gazetteer of the reader's node. `web/src/phrase/say.ts` says the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..geo.gazetteer import Gazetteer
from ..geo.place import bearing_distance
from ..picture.charter import Charter
from ..picture.phrase import Message
from ..picture.phrases import COUNTS, PHRASES
from ..picture.slots import (
    TURNS,
    BandSlot,
    BearingSlot,
    ChannelSlot,
    CodeSlot,
    CountSlot,
    DistanceSlot,
    EntitySlot,
    FrequencySlot,
    LanguageSlot,
    LevelSlot,
    NumberSlot,
    PartySlot,
    PeriodSlot,
    PlaceSlot,
    PostSlot,
    Slot,
    SpeedSlot,
    TimeSlot,
    UnlocatedSlot,
)
from . import figures
from .texts import LANGUAGES, counted, text

Text3 = dict[str, str]
AT_PLACE_M = 5_000
"""A picked name stands for a point within this distance of where the gazetteer has it."""
_UNSEEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{TURNS}]")
_OF_GAZETTEER = "\u2066\u2069"
_KEPT_IN_TEXTS = "\u200e\u200f\u061c"


@dataclass(frozen=True, slots=True)
class Reader:
    """What a message needs to be put into words: the zone of the room, its parties, and names of places by slot."""

    zone: str
    parties: Mapping[str, Text3] = field(default_factory=dict)
    names: Mapping[str, Text3] = field(default_factory=dict)


def reader_of(charter: Charter, gazetteer: Gazetteer, message: Message) -> Reader:
    """The reader of a room for one message."""
    parties = {party.id: _text3(party.short) for party in charter.parties}
    return Reader(charter.zone, parties, place_names(gazetteer, message))


def place_names(gazetteer: Gazetteer, message: Message) -> dict[str, Text3]:
    """Where each place of a message lies, in words, by slot.

    The name that was picked, where the point is at that place; otherwise bearing and distance from the nearest one, so
    that no name can be put on a point where it is not.
    """
    found: dict[str, Text3] = {}
    for name, slot in message.slots.items():
        if isinstance(slot, PlaceSlot):
            here = (slot.place.lon_nd, slot.place.lat_nd)
            picked = gazetteer.by_id(slot.place.gazetteer_id)
            is_there = picked is not None and (
                bearing_distance((picked.lon_nd, picked.lat_nd), here)[1] <= AT_PLACE_M
            )
            found[name] = picked.text if picked is not None and is_there else gazetteer.describe(*here)
    return found


def say(message: Message, lang: str, reader: Reader) -> str:
    """A phrase in one language; a free text is not translated and comes as it was said."""
    if message.text is not None:
        return visible(message.text.text, _KEPT_IN_TEXTS)
    phrase = PHRASES.get(message.phrase)
    values = {name: slot_text(name, slot, lang, reader) for name, slot in message.slots.items()}
    if phrase is None:
        head, order = text(lang, "ph-value-unknown", phrase=_name(message.phrase)), sorted(values)
    else:
        head = text(lang, f"ph-{phrase.word}", **values)
        order = [row.name for row in phrase.slots if row.name in values and not row.required]
    rest = [values[name] if name in COUNTS else f"{_slot_name(lang, name)}: {values[name]}" for name in order]
    return " ".join((head, *(f"{one}." for one in rest)))


def say3(message: Message, reader: Reader) -> Text3:
    """A message in the three languages."""
    return {lang: say(message, lang, reader) for lang in LANGUAGES}


def visible(said: str, kept: str = "") -> str:
    """A text with marks that cannot be seen, or that turn what is read, shown by their numbers."""
    return _UNSEEN.sub(lambda one: one[0] if one[0] in kept else f"⟨U+{ord(one[0]):04X}⟩", said)


def slot_text(name: str, slot: Slot, lang: str, reader: Reader) -> str:
    """One slot in words; figures and names isolated."""
    match slot:
        case PlaceSlot():
            here = _figure(figures.point(slot.place))
            where = reader.names.get(name, {}).get(lang, "")
            return (
                text(lang, "ph-value-place", name=_name(where, _OF_GAZETTEER), point=here) if where else here
            )
        case UnlocatedSlot():
            return text(lang, "ph-value-unlocated", words=_name(slot.words))
        case PartySlot():
            return _name(reader.parties.get(slot.party, {}).get(lang, "") or slot.party)
        case PostSlot():
            return _word(lang, "post", slot.post)
        case LanguageSlot():
            return _word(lang, "language", slot.lang)
        case ChannelSlot():
            return _word(lang, "channel", slot.channel_class)
        case CodeSlot():
            return _word(lang, name, slot.code)
        case CountSlot():
            shown = _figure(figures.figure(slot.n))
            return counted(lang, f"ph-count-{name}", slot.n, shown) if name in COUNTS else shown
        case _:
            return _figure(_written(slot, reader.zone))


def _written(slot: Slot, zone: str) -> str:
    match slot:
        case TimeSlot():
            return figures.moment(slot.t_ms, zone)
        case PeriodSlot():
            return figures.period(slot.from_ms, slot.until_ms, zone)
        case LevelSlot():
            return figures.altitude(slot.level)
        case BandSlot():
            return figures.band(slot.lower, slot.upper)
        case DistanceSlot():
            return figures.distance(slot.distance_tmm)
        case BearingSlot():
            return figures.bearing(slot.bearing_mdeg)
        case SpeedSlot():
            return figures.speed(slot.value, slot.unit)
        case FrequencySlot():
            return figures.frequency(slot.frequency_khz)
        case NumberSlot():
            return str(slot.number)
        case EntitySlot():
            return f"{visible(slot.about.entity)} ({visible(slot.about.author)})"
        case _:
            raise AssertionError(slot)


def _figure(written: str) -> str:
    return f"\u2066{written}\u2069"


def _name(said: str, kept: str = "") -> str:
    """A name with its own direction."""
    return f"\u2068{visible(said, kept)}\u2069"


def _word(lang: str, group: str, word: str) -> str:
    """A word of a closed list; the bare word where this book has none."""
    key = f"ph-{group}-{word}"
    known = text(lang, key) if re.fullmatch(r"[A-Za-z0-9_-]+", key) else key
    return _name(word) if known == key else known


def _slot_name(lang: str, name: str) -> str:
    key = f"ph-slot-{name}"
    known = text(lang, key) if re.fullmatch(r"[A-Za-z0-9_-]+", key) else key
    return _name(name) if known == key else known


def _text3(given: object) -> Text3:
    return {lang: getattr(given, lang) for lang in LANGUAGES}
