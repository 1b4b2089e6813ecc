"""What rows need besides versions, kept up with a view: windows, messages, links, duplicates, conflicts, moments.

Everything here is derived from one party's view and lives in the node's writer thread. `take` is given the keys that
changed; a view that was read back from the store is taken in whole. Nothing here is asked of anybody else's picture.
"""

from __future__ import annotations

import bisect
import heapq
import itertools
import operator
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any

from ..geo.transliteration import fold, plain_name
from ..picture.blocks import Text
from ..picture.charter import Clocks
from ..picture.deadline import asked_due_ms
from ..picture.duplicates import DuplicateIndex
from ..picture.entity import Link, Notice, Receipt, ReleaseAnswer, ReleaseRequest, Reply, Site, Warning_
from ..picture.information import Information
from ..picture.version import Version
from ..record import full
from .conflict_groups import ConflictGroups
from .context import Room
from .entities import LIGHT_KINDS
from .rows_delivery import Deliveries
from .versions import active_span
from .view import PartyView

SOUND_CHARS_MIN = 3
EPOCH_KINDS = frozenset({"channel"})
"""Kinds of which one statement may change what every row shows."""
_EPOCHS = itertools.count(1)
BODIES_MAX = 20_000
ALTERED_MAX = 200_000


class RowsIndex:
    """The lists behind a picture's tables; one for each node."""

    def __init__(self) -> None:
        self._view: PartyView | None = None
        self._party, self._clocks = "", Clocks()
        self._reset()

    def _reset(self) -> None:
        self._taken: dict[str, Version] = {}
        self.spans: dict[str, tuple[int, int]] = {}
        self.starts: list[tuple[int, str]] = []
        self._in_order = False
        self.sites: dict[str, int] = {}
        self.altered: list[str] = []
        self.messages: dict[str, None] = {}
        self.linked: dict[str, dict[str, None]] = {}
        self.duplicates = DuplicateIndex()
        self.deliveries = Deliveries()
        self.groups = ConflictGroups()
        self._grouped: tuple[int, int] | None = None
        self._met: set[str] = set()
        self.epoch = next(_EPOCHS)
        self._turns: list[tuple[int, str]] = []
        self._turned: set[str] = set()
        self._turned_ms = 0
        self._words: dict[str, str] | None = None
        self._sounds: dict[str, frozenset[str]] = {}
        self._bodies: OrderedDict[str, tuple[Version, dict[str, Any]]] = OrderedDict()
        self._touched: set[str] = set()

    # -- keeping up -------------------------------------------------------------------------------------------

    def keep_up(self, room: Room) -> None:
        """Take in what changed and was not drained yet; the feed may still drain it afterwards."""
        self.take(room, room.view.changes.keys)

    def take(self, room: Room, keys: Iterable[str]) -> None:
        """Take in changed keys; further keys whose rows changed with them wait in `drain_touched`."""
        if self._view is not room.view:
            self._view, self._party, self._clocks = room.view, room.party, room.charter.clocks
            self._reset()
            for version in sorted(room.view.versions(), key=lambda one: one.first_known_ms):
                self._take_version(version)
            self.starts = sorted((span[0], key) for key, span in self.spans.items())
            self._in_order = True
            return
        if len(self.altered) > ALTERED_MAX:
            self.turn_over()
        for key in list(keys):
            kind, _, origin = key.partition("/")
            if kind == "cosigned":
                self._touch(self.deliveries.note_cosignature(room, origin))
            changed = room.view.picture.entities.get(key)
            if changed is not None and changed.kind not in LIGHT_KINDS:
                self.altered.append(key)
                self._touch(self._take_version(changed))
                if changed.kind in EPOCH_KINDS:
                    self.turn_over()

    def turn_over(self) -> None:
        """Every row may show something else now: a channel class was suspended, or has taken effect."""
        self.epoch, self.altered = next(_EPOCHS), []

    def _touch(self, keys: set[str]) -> None:
        self._touched |= keys
        self.altered += keys

    def keep_time(self, now_ms: int) -> None:
        """Take in whose row turned by time alone: what began, ended or expired."""
        if now_ms < self._turned_ms:  # the clock was set back: what had turned may not have
            self.turn_over()
        self._turned_ms = now_ms
        while self._turns and self._turns[0][0] <= now_ms:
            key = heapq.heappop(self._turns)[1]
            self._turned.add(key)
            self.altered.append(key)

    def drain_touched(self) -> set[str]:
        """Keys whose rows changed with others: possible duplicates, links, deliveries. For the feed, once."""
        touched, self._touched = self._touched, set()
        return touched

    def _take_version(self, version: Version) -> set[str]:
        # Every read takes in what the feed has not drained yet, and every word on a site touches it: once is enough.
        if self._taken.get(version.key) is version:
            return set()
        self._taken[version.key] = version
        if self._words is not None:
            self._take_words(version)
        match version.body:
            case Notice():
                span = active_span(version.body, version.known_from_ms)
                before = self.spans.get(version.key)
                if before != span:
                    self.spans[version.key] = span
                    self._put_start(version.key, span[0], before)
                    self._add_turns(version.key, span)
            case Site():
                if self.sites.get(version.key) != version.body.valid_until_ms:
                    self.sites[version.key] = version.body.valid_until_ms
                    heapq.heappush(self._turns, (version.body.valid_until_ms + 1, version.key))
                return self.duplicates.put(version.key, version.body)
            case Link():
                return self._take_link(version, version.body)
            case ReleaseRequest():
                heapq.heappush(
                    self._turns, (asked_due_ms(self._party, version, self._clocks) + 1, version.key)
                )
                self.messages.setdefault(version.key, None)
            case Reply() | Receipt() | Warning_() | ReleaseAnswer() if self._is_message(version):
                self.messages.setdefault(version.key, None)
            case _:
                pass
        return set()

    def _is_message(self, version: Version) -> bool:
        """Whether a message list shows it: a party's own openings are no messages of its own."""
        if self._view is None or version.author != self._view.party:
            return True
        match version.body:
            case Reply() as reply:
                return reply.what != "read"
            case Receipt() as receipt:
                return receipt.how == "warned"
            case _:
                return True

    def _put_start(self, key: str, start_ms: int, before: tuple[int, int] | None) -> None:
        """Keep `starts` in order; while a whole view is taken in it is sorted once at the end."""
        if not self._in_order:
            return
        if before is not None:
            del self.starts[bisect.bisect_left(self.starts, (before[0], key))]
        bisect.insort(self.starts, (start_ms, key))

    def _add_turns(self, key: str, span: tuple[int, int]) -> None:
        for moment_ms in (span[0], span[1] + 1):
            heapq.heappush(self._turns, (moment_ms, key))

    def _take_link(self, version: Version, link: Link) -> set[str]:
        first, second = link.first.key, link.second.key
        for one, other in ((first, second), (second, first)):
            if version.action == "cancel":
                self.linked.get(one, {}).pop(other, None)
            else:
                self.linked.setdefault(one, {})[other] = None
        return {first, second}

    # -- asking -----------------------------------------------------------------------------------------------

    def notices_between(self, from_ms: int, until_ms: int) -> list[str]:
        """Keys of the notices whose windows meet the closed span."""
        return [key for key, (start, end) in self.spans.items() if start <= until_ms and end >= from_ms]

    def notices_near(self, now_ms: int, from_ms: int, until_ms: int, count: int) -> list[str]:
        """At most `count` keys of notices whose windows meet the closed span, the start nearest to `now_ms` first."""
        starts, spans = self.starts, self.spans
        middle = bisect.bisect_left(starts, (now_ms, ""))
        before = (
            (now_ms - start_ms, key)
            for start_ms, key in itertools.islice(reversed(starts), len(starts) - middle, None)
            if spans[key][1] >= from_ms and start_ms <= until_ms
        )
        after = (
            (start_ms - now_ms, key)
            for start_ms, key in itertools.islice(starts, middle, None)
            if start_ms <= until_ms and spans[key][1] >= from_ms
        )
        both = [*itertools.islice(before, count), *itertools.islice(after, count)]
        # Of two that are equally near, the one that has begun comes first: the sort keeps their order.
        both.sort(key=operator.itemgetter(0))
        return [key for _, key in both[:count]]

    def last_messages(self, count: int) -> list[str]:
        """Keys of the last `count` messages, newest first."""
        return list(reversed(self.messages))[:count] if count else []

    def turned(self, now_ms: int) -> set[str]:
        """Keys of what began, ended or expired since this was last asked."""
        self.keep_time(now_ms)
        keys, self._turned = self._turned, set()
        return keys

    def conflicts(self, room: Room) -> ConflictGroups:
        """The conflicts as they stand now."""
        pairs, pairs_all = room.view.kept_pairs, room.view.pairs
        if self._grouped is None or self._grouped[0] != pairs.epoch:
            before, self.groups = self.groups.hits, ConflictGroups(pairs_all.items())
            keys = before.keys() | self.groups.hits.keys()
            met = {key for key in keys if before.get(key) != self.groups.hits.get(key)}
        else:
            met = self.groups.take(itertools.islice(pairs.changed, self._grouped[1], None))
        self._grouped = pairs.epoch, len(pairs.changed)
        self._met |= met
        self.altered += met
        return self.groups

    def drain_met(self) -> set[str]:
        """Entities that meet more or fewer others than before. For the feed, once."""
        met, self._met = self._met, set()
        return met

    def search(self, room: Room, words: list[str], sound: str) -> list[str]:
        """Keys of what holds all words, and of sites one of whose names sounds like the query."""
        if self._words is None:
            self._words = {}
            for version in room.view.versions():
                self._take_words(version)
        if not words:
            return []
        found = {key for key, text in self._words.items() if words[0] in text}
        found = {key for key in found if all(word in self._words[key] for word in words[1:])}
        if len(sound) >= SOUND_CHARS_MIN:
            found |= {key for key, sounds in self._sounds.items() if sound in sounds}
        return sorted(found)

    def _take_words(self, version: Version) -> None:
        assert self._words is not None
        texts = [one for one in _texts(version) if one]
        self._words[version.key] = " ".join((version.entity.casefold(), *map(_plain, texts)))
        if version.kind == "site":
            self._sounds[version.key] = frozenset(fold(one) for one in texts)

    def body_row(self, version: Version) -> dict[str, Any]:
        """A body as JSON values, made once for each version; not to be changed by who reads it."""
        held = self._bodies.get(version.key)
        if held is not None and held[0] is version:
            return held[1]
        made: dict[str, Any] = full(version.body)
        self._bodies[version.key] = (version, made)
        if len(self._bodies) > BODIES_MAX:
            self._bodies.popitem(last=False)
        return made


def _plain(text: str) -> str:
    """A text as a search reads it; English needs no table of letters."""
    return text.casefold() if text.isascii() else plain_name(text)


def _texts(version: Version) -> Iterator[str]:
    match version.body:
        case Site() as site:
            yield from (name for name in (site.name.en, site.name.ar, site.name.ru) if name)
        case Notice() as notice:
            yield notice.remarks.text
            yield from (one.text for one in notice.remarks.translations)
        case (
            Reply(text=Text() as said)
            | ReleaseAnswer(text=Text() as said)
            | ReleaseRequest(reason=Text() as said)
        ):
            yield said.text
        case Information(title=title, text=text):
            for words in (title, text):
                yield words.text
                yield from (one.text for one in words.translations)
        case _:
            return
