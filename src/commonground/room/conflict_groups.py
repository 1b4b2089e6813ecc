"""The conflicts of a picture as a screen counts them: pairs by the key of their conflict, hits by entity, in time.

Kept up pair by pair: in a room of a hundred thousand conflicts one more costs what one costs. It lives in the node's
writer, and is as well made at once from the pairs of a past moment.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable

from .pairs import Pair
from .versions import KeptPair, conflict_key

Members = list[tuple[Pair, KeptPair]]
Span = tuple[int, int, str]


class ConflictGroups:
    """Conflicts by key. `hits` counts the pairs that name an entity."""

    def __init__(self, pairs: Iterable[tuple[Pair, KeptPair]] = ()) -> None:
        self.hits: dict[str, int] = {}
        self._groups: dict[str, dict[Pair, KeptPair]] = {}
        self._key_of: dict[Pair, str] = {}
        self._spans: list[Span] = []
        self._ends: list[tuple[int, str]] = []
        self._span_of: dict[str, Span] = {}
        self._longest_ms = 0
        for pair, kept in pairs:
            self._put(pair, kept)
        self._span_of = {key: _span(key, members) for key, members in self._groups.items()}
        self._spans = sorted(self._span_of.values())
        self._ends = sorted((end_ms, key) for _, end_ms, key in self._spans)
        self._longest_ms = max((end_ms - start_ms for start_ms, end_ms, _ in self._spans), default=0)

    def take(self, changed: Iterable[tuple[Pair, KeptPair | None]]) -> set[str]:
        """Take in pairs as they stand now, None for one that ended; returns whose count of hits is another one."""
        before: dict[str, int] = {}
        groups: set[str] = set()
        for pair, kept in changed:
            for key in pair:
                before.setdefault(key, self.hits.get(key, 0))
            groups.add(self._drop(pair))
            if kept is not None:
                groups.add(self._put(pair, kept))
        for key in groups - {""}:
            self._span_anew(key)
        return {key for key, count in before.items() if self.hits.get(key, 0) != count}

    def members(self, key: str) -> Members:
        """The pairs of a conflict; none where there is no such conflict."""
        return list(self._groups.get(key, {}).items())

    def meeting(self, from_ms: int, until_ms: int, count: int) -> tuple[list[str], int]:
        """The first `count` conflicts that meet a closed span, the first start first, and how many do."""
        if from_ms > until_ms:
            return [], 0
        started = bisect.bisect_right(self._spans, until_ms, key=lambda span: span[0])
        first = bisect.bisect_left(self._spans, from_ms - self._longest_ms, key=lambda span: span[0])
        near = itertools.islice(self._spans, first, started)
        keys = itertools.islice((key for _, end_ms, key in near if end_ms >= from_ms), count)
        return list(keys), started - bisect.bisect_left(self._ends, (from_ms, ""))

    # -- parts ------------------------------------------------------------------------------------------------

    def _put(self, pair: Pair, kept: KeptPair) -> str:
        key = self._key_of[pair] = conflict_key(pair, kept)
        self._groups.setdefault(key, {})[pair] = kept
        for one in pair:
            self.hits[one] = self.hits.get(one, 0) + 1
        return key

    def _drop(self, pair: Pair) -> str:
        key = self._key_of.pop(pair, "")
        if key:
            del self._groups[key][pair]
            for one in pair:
                self.hits[one] -= 1
                if not self.hits[one]:
                    del self.hits[one]
        return key

    def _span_anew(self, key: str) -> None:
        before = self._span_of.pop(key, None)
        if before is not None:
            del self._spans[bisect.bisect_left(self._spans, before)]
            del self._ends[bisect.bisect_left(self._ends, (before[1], key))]
        members = self._groups[key]
        if not members:
            del self._groups[key]
            return
        span = self._span_of[key] = _span(key, members)
        bisect.insort(self._spans, span)
        bisect.insort(self._ends, (span[1], key))
        self._longest_ms = max(self._longest_ms, span[1] - span[0])


def _span(key: str, members: dict[Pair, KeptPair]) -> Span:
    """From the first start to the last end of a conflict's pairs."""
    kept = members.values()
    return min(one.from_ms for one in kept), max(one.until_ms for one in kept), key
