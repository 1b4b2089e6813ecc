"""What was exchanged with each party on the line, by number: calls, beats, tests, and words about channel classes.

Kept up with a view, so that nobody has to look through the whole picture for the next number, a gap or a suspended
class. It is derived and lives in the node's writer; nothing in it is of anybody else's picture.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ..picture.beat import Beat
from ..picture.channel import Channel
from ..picture.channel_standing import ChannelStanding, standing
from ..picture.charter import Clocks
from ..picture.line import Call, LineTest
from ..picture.onward import counted_ms
from ..picture.version import Version
from .standings import Standings

KINDS = ("call", "beat", "line_test", "channel")
OPEN = ChannelStanding("open")


class View(Protocol):
    """What the book reads of a party's view."""

    party: str
    standings: Standings

    @property
    def entities(self) -> Mapping[str, Version]:
        """Every entity by key."""
        ...

    def count_of(self, kind: str) -> int:
        """How many entities of a kind there are."""
        ...

    def keys_of(self, *kinds: str) -> list[str]:
        """Their keys in the order of arrival."""
        ...


@dataclass(slots=True)
class PartyBook:
    """What was exchanged with one party: number -> key, and the moments that count here, in ms UTC.

    `flashes` are the moments of FLASH calls by (own, STOP); `folded` are those of a flood, which fold into one alarm,
    and `folded_open` by side those of them that may still wait.
    """

    calls_in: dict[int, str] = field(default_factory=dict)
    calls_out: dict[int, str] = field(default_factory=dict)
    beats_in: dict[int, str] = field(default_factory=dict)
    beats_out: dict[int, str] = field(default_factory=dict)
    said_twice: dict[str, str] = field(default_factory=dict)
    flashes: dict[tuple[bool, bool], list[int]] = field(default_factory=dict)
    folded: dict[str, int] = field(default_factory=dict)
    folded_open: dict[bool, dict[str, int]] = field(default_factory=dict)
    tests: list[str] = field(default_factory=list)
    channels: dict[str, list[str]] = field(default_factory=dict)

    def last_beat(self, *, own: bool) -> str | None:
        """Key of the last beat that was sent, or that arrived."""
        beats = self.beats_out if own else self.beats_in
        return beats[max(beats)] if beats else None

    @property
    def has_begun(self) -> bool:
        """Whether either side has sent a beat: from then on they count."""
        return bool(self.beats_in or self.beats_out)


@dataclass(slots=True)
class LineBook:
    """The books of all other parties. `revision` grows with everything that is taken in.

    `looked_at` and `look_next_ms` say when somebody has to look for what was missed (`room/line_watch`).
    """

    clocks: Clocks
    parties: dict[str, PartyBook] = field(default_factory=dict)
    revision: int = 0
    looked_at: int = -1
    look_next_ms: int = 0
    _taken: dict[str, int] = field(default_factory=dict)
    _view_taken: int = -1

    def keep_up(self, view: View) -> LineBook:
        """Take in what was said or arrived since."""
        if view.standings.taken == self._view_taken:
            return self
        self._view_taken = view.standings.taken
        for kind in KINDS:
            count, taken = view.count_of(kind), self._taken.get(kind, 0)
            if count != taken:
                new = [view.entities[key] for key in view.keys_of(kind)[taken:]]
                for version in sorted(new, key=lambda one: (counted_ms(view.party, one), one.said_leaf)):
                    self._take(view.party, version)
                self._taken[kind] = count
                self.revision += 1
        return self

    def of(self, party: str) -> PartyBook:
        """The book of one other party."""
        return self.parties.setdefault(party, PartyBook())

    def _take(self, party: str, version: Version) -> None:
        body = version.body
        if not isinstance(body, Call | Beat | LineTest | Channel):
            return  # not understood: it stands in its log, and a person is told
        own = version.author == party
        book = self.of(body.to if own else version.author)
        match body:
            case Call():
                _number(book.calls_out if own else book.calls_in, body.number, version, book)
                if version.precedence == "FLASH" and body.phone is None:
                    self._take_flash(book, version.key, counted_ms(party, version), (own, body.is_stop))
            case Beat():
                _number(book.beats_out if own else book.beats_in, body.seq, version, book)
            case LineTest():
                book.tests.append(version.key)
            case Channel():
                book.channels.setdefault(body.channel_class, []).append(version.key)

    def _take_flash(self, book: PartyBook, key: str, at_ms: int, side: tuple[bool, bool]) -> None:
        """A FLASH after many others folds with them. A STOP folds with other STOPs alone: no flood can bury it."""
        moments = book.flashes.setdefault(side, [])
        if folds(moments, at_ms, self.clocks.flash_flood_count, self.clocks.flash_flood_ms):
            book.folded[key] = at_ms
            book.folded_open.setdefault(side[0], {})[key] = at_ms
        insort(moments, at_ms)


def folds(moments_ms: list[int], at_ms: int, count_max: int, within_ms: int) -> bool:
    """Whether a call comes after `count_max` others of its author within `within_ms` before it; moments in order."""
    return bisect_right(moments_ms, at_ms) - bisect_right(moments_ms, at_ms - within_ms) >= count_max


def _number(numbers: dict[int, str], number: int, version: Version, book: PartyBook) -> None:
    """The first to bear a number keeps it; that another bears it too is kept apart, for the alarm."""
    held = numbers.setdefault(number, version.key)
    if held != version.key:
        book.said_twice[version.key] = held


def channel_words(view: View, book: PartyBook, channel_class: str) -> list[Version]:
    """What both parties said of a class to each other."""
    return [view.entities[key] for key in book.channels.get(channel_class, ())]


def channel_standing(view: View, book: PartyBook, channel_class: str, at_ms: int) -> ChannelStanding:
    """How a class stands with a party at a moment, by what this node knew then."""
    words = [one for one in channel_words(view, book, channel_class) if one.known_from_ms <= at_ms]
    return standing(words, at_ms) if words else OPEN
