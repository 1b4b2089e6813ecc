"""The conflicts of one picture: which two entities meet, in which versions, and since when that is known.

The store keeps them with the version that they came with; a start reads none of them, and all of them once somebody
asks for the list, or something that may be in it changes. How far two things overlap is not kept: it follows from the
two versions (`margins`), and is made for those that are read.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence

from ..errors import Corrupt
from ..picture.airspace import AIRSPACE_CLASSES
from ..picture.charter import Charter
from ..picture.conflict import Candidate, Hit, buffer_of, find_conflicts
from ..picture.entity import Notice, Site
from ..picture.version import Version
from .ports import LogStore, PairRow, Standing
from .versions import KeptPair, decode_version

Pair = tuple[str, str]
MARGINS_KEPT = 20_000
CHANGED_MAX = 100_000


class Pairs:
    """The current pairs. `revision` grows with each that is added.

    `changed` says which came and, with None, which ended, one after another, since `all` was asked for first or
    since `epoch` grew: then whoever follows begins anew.
    """

    def __init__(self, store: LogStore) -> None:
        self._store = store
        self._all: dict[Pair, KeptPair] | None = None
        self._of: dict[str, set[Pair]] = {}
        self.revision = 0
        self.epoch = 0
        self.changed: list[tuple[Pair, KeptPair | None]] = []

    def start_empty(self) -> None:
        """Nothing is in the store: there is nothing to read."""
        self._all = {}

    def all(self) -> dict[Pair, KeptPair]:
        """Every pair. Not to be changed by who reads it."""
        if self._all is None:
            self._all = {}
            for row in self._store.pairs_as_of(None):
                self._take(self._all, (row.a, row.b), KeptPair(*row[3:]))
        return self._all

    def of(self, key: str) -> list[tuple[Pair, KeptPair]]:
        """The pairs that name an entity."""
        held = self.all()
        return [(pair, held[pair]) for pair in self._of.get(key, ())]

    def keep(self, rows: Sequence[PairRow]) -> None:
        """Add pairs, each in the place of an older one of the same two."""
        self.revision += len(rows)
        if self._all is not None:
            for row in rows:
                pair, kept = (row.a, row.b), KeptPair(*row[3:])
                self._take(self._all, pair, kept)
                self._note((pair[1], pair[0]), None)
                self._note(pair, kept)

    def end(self, key: str) -> None:
        """End every pair that names an entity; in the store they end with its next version."""
        held = self.all()
        for pair in self._of.pop(key, set()):
            held.pop(pair, None)
            other = pair[1] if pair[0] == key else pair[0]
            self._of.get(other, set()).discard(pair)
            self._note(pair, None)

    def _note(self, pair: Pair, kept: KeptPair | None) -> None:
        if len(self.changed) >= CHANGED_MAX:
            self.changed, self.epoch = [], self.epoch + 1
        self.changed.append((pair, kept))

    def _take(self, held: dict[Pair, KeptPair], pair: Pair, kept: KeptPair) -> None:
        held.pop((pair[1], pair[0]), None)
        held[pair] = kept
        for key in pair:
            self._of.setdefault(key, set()).add(pair)


def but_itself(
    met: Iterable[str],
    key: str,
    body: Notice | Site,
    rows: Mapping[str, Standing],
    entities: Mapping[str, Version],
) -> list[str]:
    """What a body meets without itself; `key` is its own, or its author where it has none yet.

    A flight or a constraint that another party tells of too, by the same identifier, is the same one.
    """
    block = (body.intent or body.constraint) if isinstance(body, Notice) else None
    if block is None:
        return [other for other in met if other != key]  # as most are
    author = key.partition("/")[0]

    def is_same(other: str) -> bool:
        if other.partition("/")[0] == author or rows[other].category not in AIRSPACE_CLASSES:
            return False
        told = entities[other].body
        same = (told.intent or told.constraint) if isinstance(told, Notice) else None
        return same is not None and same.id == block.id

    return [other for other in met if other != key and not is_same(other)]


class Margins:
    """The hit of a pair: how the two versions meet. Computed when it is read, the last ones kept."""

    def __init__(self, store: LogStore, charter: Charter, current: Callable[[str], Version | None]) -> None:
        self._store = store
        self._charter = charter
        self._current = current
        self._made: OrderedDict[tuple[str, int, str, int], Hit] = OrderedDict()

    def of(self, pair: Pair, kept: KeptPair) -> Hit:
        """How the first of a pair meets the second, in the versions that made the pair."""
        name = (pair[0], kept.version_a, pair[1], kept.version_b)
        hit = self._made.get(name)
        if hit is None:
            hit = self._made[name] = self._hit(pair, kept)
            if len(self._made) > MARGINS_KEPT:
                self._made.popitem(last=False)
        return hit

    def _hit(self, pair: Pair, kept: KeptPair) -> Hit:
        first, second = self._body(pair[0], kept.version_a), self._body(pair[1], kept.version_b)
        assert isinstance(first, Notice)
        candidate = Candidate(pair[1], kept.version_b, pair[1].split("/")[0], second)
        hits = find_conflicts(first, [candidate], self._charter, buffer_m=buffer_of(first, self._charter))
        if not hits:
            raise Corrupt(f"{pair[0]} and {pair[1]} were kept as a conflict and do not meet", where="pairs")
        return hits[0]

    def _body(self, key: str, number: int) -> Notice | Site:
        version = self._current(key)
        found: Iterable[Version] = [version] if version is not None else []
        if version is None or version.version != number:
            found = (decode_version(row) for row in reversed(self._store.history(key)))
        for one in found:
            if one.version == number and isinstance(one.body, Notice | Site):
                return one.body
        raise Corrupt(f"version {number} was in a conflict and is not kept", where=key)
