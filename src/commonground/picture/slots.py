"""What can stand in a slot of a phrase: places, times, levels, counts, names of closed lists, references.

Every slot says its own type, so that what a newer phrase holds can be shown by a release that does not know the phrase.
Figures keep the unit in which they were given and are whole in it: what one end reads aloud, the other sees figure for
figure. Nothing here knows a phrase (`picture/phrases`) or puts a slot into words (`web/phrase_text`).
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from ..errors import Refused
from ..geo.interval import (
    TIME_MS_MAX,
    TMM_PER_FL,
    TMM_PER_FT,
    TMM_PER_M,
    Altitude,
    validate_altitudes,
    validate_window,
)
from ..record import Record
from .blocks import PLACE_RADIUS_TMM_MAX, Language, Place, Reference, refuse_off_earth

ChannelClass = Literal["SAFETY", "CEASEFIRE", "HUMANITARIAN", "LIAISON"]
COUNT_MAX = 1_000_000
NUMBER_MAX = 1_000_000_000
DISTANCE_M_MAX = 20_100_000
SPEED_MAX = 10_000
FREQUENCY_KHZ_MAX = 400_000_000
WORDS_CHARS_MAX = 200
MS_PER_S = 1_000
MDEG_PER_DEG = 1_000
_UNIT_TMM = {"FT": TMM_PER_FT, "M": TMM_PER_M, "FL": TMM_PER_FL}
_WORD = re.compile(r"[a-z0-9][a-z0-9_]{0,63}")
_PARTY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
TURNS = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
"""Marks that change the order of what is read, or cannot be seen: in a range of a regular expression."""
_TURNING = re.compile(f"[{TURNS}]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class PlaceSlot(Record, frozen=True, tag_field="type", tag="place"):
    """A place that was picked from the gazetteer or the map (T-23)."""

    place: Place


class UnlocatedSlot(Record, frozen=True, tag_field="type", tag="unlocated"):
    """A place as somebody named it, in that language: shown as unlocated, and no coordinate is made of it (T-23)."""

    lang: Language
    words: str


class TimeSlot(Record, frozen=True, tag_field="type", tag="time"):
    """A moment in UTC milliseconds, a whole second."""

    t_ms: int


class PeriodSlot(Record, frozen=True, tag_field="type", tag="period"):
    """A closed period in UTC milliseconds, whole seconds."""

    from_ms: int
    until_ms: int


class LevelSlot(Record, frozen=True, tag_field="type", tag="level"):
    """One altitude or level with its reference and unit."""

    level: Altitude


class BandSlot(Record, frozen=True, tag_field="type", tag="band"):
    """A lower and an upper altitude; without an upper one it is unlimited."""

    lower: Altitude
    upper: Altitude | None = None


class CountSlot(Record, frozen=True, tag_field="type", tag="count"):
    """How many; the phrase says of what."""

    n: int


class NumberSlot(Record, frozen=True, tag_field="type", tag="number"):
    """A running number, of a beat or a message."""

    number: int


class DistanceSlot(Record, frozen=True, tag_field="type", tag="distance"):
    """A distance in tenths of a millimetre, whole metres."""

    distance_tmm: int


class BearingSlot(Record, frozen=True, tag_field="type", tag="bearing"):
    """A true bearing in thousandths of a degree, whole degrees of 0 to 359."""

    bearing_mdeg: int


class SpeedSlot(Record, frozen=True, tag_field="type", tag="speed"):
    """A speed in the unit in which it was given: knots or kilometres an hour."""

    value: int
    unit: Literal["KT", "KMH"]


class FrequencySlot(Record, frozen=True, tag_field="type", tag="frequency"):
    """A radio frequency in kilohertz."""

    frequency_khz: int


class PostSlot(Record, frozen=True, tag_field="type", tag="post"):
    """A duty post, never a person."""

    post: str


class PartySlot(Record, frozen=True, tag_field="type", tag="party"):
    """A party of the room."""

    party: str


class EntitySlot(Record, frozen=True, tag_field="type", tag="entity"):
    """A notice, a site, a call or anything else that was said: disclosure follows it."""

    about: Reference


class LanguageSlot(Record, frozen=True, tag_field="type", tag="language"):
    """A language of the room."""

    lang: Language


class ChannelSlot(Record, frozen=True, tag_field="type", tag="channel"):
    """A channel class."""

    channel_class: ChannelClass


class CodeSlot(Record, frozen=True, tag_field="type", tag="code"):
    """A word of the closed list that the phrase names."""

    code: str


Slot: TypeAlias = (
    PlaceSlot | UnlocatedSlot | TimeSlot | PeriodSlot | LevelSlot | BandSlot | CountSlot | NumberSlot
    | DistanceSlot | BearingSlot | SpeedSlot | FrequencySlot | PostSlot | PartySlot | EntitySlot | LanguageSlot
    | ChannelSlot | CodeSlot
)  # fmt: skip


def type_of(slot: Slot) -> str:
    """The word by which a slot names its type."""
    return str(type(slot).__struct_config__.tag)


def refuse_impossible_slot(slot: Slot, field: str) -> None:
    """Refuse a slot that cannot be put into words or computed with; words of people are not looked at."""
    match slot:
        case PlaceSlot():
            _refuse_place(slot.place, f"{field}.place")
        case TimeSlot():
            _refuse_time(slot.t_ms, f"{field}.t_ms")
        case PeriodSlot():
            validate_window(slot.from_ms, slot.until_ms, field)
            _refuse_time(slot.from_ms, f"{field}.from_ms")
            _refuse_time(slot.until_ms, f"{field}.until_ms")
        case LevelSlot():
            _refuse_band(slot.level, None, f"{field}.level")
        case BandSlot():
            _refuse_band(slot.lower, slot.upper, field)
        case _:
            _refuse_figure(slot, field)


def _refuse_figure(slot: Slot, field: str) -> None:
    match slot:
        case CountSlot():
            _refuse_outside(slot.n, 0, COUNT_MAX, f"{field}.n")
        case NumberSlot():
            _refuse_outside(slot.number, 0, NUMBER_MAX, f"{field}.number")
        case DistanceSlot():
            _refuse_outside(slot.distance_tmm, 0, DISTANCE_M_MAX * TMM_PER_M, f"{field}.distance_tmm")
            if slot.distance_tmm % TMM_PER_M:
                raise Refused("whole metres expected", field=f"{field}.distance_tmm")
        case BearingSlot():
            if not 0 <= slot.bearing_mdeg < 360 * MDEG_PER_DEG or slot.bearing_mdeg % MDEG_PER_DEG:
                raise Refused("whole degrees of 0 to 359 expected", field=f"{field}.bearing_mdeg")
        case SpeedSlot():
            _refuse_outside(slot.value, 0, SPEED_MAX, f"{field}.value")
        case FrequencySlot():
            _refuse_outside(slot.frequency_khz, 1, FREQUENCY_KHZ_MAX, f"{field}.frequency_khz")
        case _:
            return


def refuse_wrong_slot(slot: Slot, field: str) -> None:
    """Refuse words that no slot may hold: too long, of no known form, or with marks that turn what is read."""
    match slot:
        case UnlocatedSlot():
            _refuse_words(slot.words, f"{field}.words")
        case CodeSlot(code=word) if not _WORD.fullmatch(word):
            raise Refused("1 to 64 of a to z, digits, underscores expected", field=f"{field}.code")
        case PostSlot(post=word) if not _WORD.fullmatch(word):
            raise Refused("1 to 64 of a to z, digits, underscores expected", field=f"{field}.post")
        case PartySlot(party=word) if not _PARTY.fullmatch(word):
            raise Refused("1 to 64 letters, digits, dots, dashes expected", field=f"{field}.party")
        case EntitySlot(about=about):
            for name in ("author", "entity"):
                if not _PARTY.fullmatch(getattr(about, name)):
                    raise Refused(
                        "1 to 64 letters, digits, dots, dashes expected", field=f"{field}.about.{name}"
                    )
        case _:
            return


def refuse_turning(text: str, field: str) -> None:
    """Refuse marks that turn the order of what is read or cannot be seen: a figure could be made to read otherwise."""
    found = _TURNING.search(text)
    if found is not None:
        mark, at = f"U+{ord(found[0]):04X}", found.start()
        raise Refused(f"no marks of direction and nothing unseen expected, found {mark} at {at}", field=field)


def _refuse_words(words: str, field: str) -> None:
    if not any(mark.isalnum() for mark in words):
        raise Refused("at least one letter or digit expected", field=field)
    if len(words) > WORDS_CHARS_MAX:
        raise Refused(f"at most {WORDS_CHARS_MAX} characters expected", field=field, clause="limits")
    found = _CONTROL.search(words)
    if found is not None:
        mark, at = f"U+{ord(found[0]):04X}", found.start()
        raise Refused(f"no control characters expected, found {mark} at {at}", field=field)
    refuse_turning(words, field)


def _refuse_place(place: Place, field: str) -> None:
    refuse_off_earth(place.lon_nd, place.lat_nd, field)
    if not 0 <= place.radius_tmm <= PLACE_RADIUS_TMM_MAX:
        raise Refused("0 to 100 km expected", field=f"{field}.radius_tmm")


def _refuse_time(t_ms: int, field: str) -> None:
    if not 0 <= t_ms <= TIME_MS_MAX:
        raise Refused("UTC milliseconds of 1970 to 2200 expected", field=field)
    if t_ms % MS_PER_S:
        raise Refused("whole seconds expected", field=field)


def _refuse_band(lower: Altitude, upper: Altitude | None, field: str) -> None:
    validate_altitudes(lower, upper, field)
    for name, one in (("lower", lower), ("upper", upper)):
        if one is not None and one.value_tmm % _UNIT_TMM[one.unit]:
            raise Refused(f"whole {one.unit} expected", field=f"{field}.{name}.value_tmm")
        if one is not None and one.reference == "FL" and one.unit != "FL":
            raise Refused("the unit FL is expected with the reference FL", field=f"{field}.{name}.unit")


def _refuse_outside(value: int, least: int, most: int, field: str) -> None:
    if not least <= value <= most:
        raise Refused(f"a number of {least} to {most} expected", field=field, clause="limits")
