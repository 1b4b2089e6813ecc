"""The entities of a picture by key; of what a start found in the store, the body is read when somebody asks for it.

A room of a hundred thousand notices is ready before the first of them is parsed, and what comes since is held as long
as it is young, or somebody reads them all: what nobody asks for fills no memory. Foreign objects come by the hundred
thousand and are asked for one by one: only the last ones are held. It writes nothing: the view does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import ItemsView, Iterator, Mapping, MutableMapping, ValuesView
from typing import Any

from ..errors import Corrupt
from ..picture.version import Version
from .ports import LogStore, Standing
from .versions import decode_version

LIGHT_KINDS = frozenset({"stix_object"})
"""Kinds of which a picture holds the names alone: each is read whenever somebody asks for it."""
RECENT_MAX = 1_024
FRESH_MAX = 16
"""So many of those that came since the start are held, until somebody asks for all: few enough to die young, since the
collector of garbage counts what comes less what goes, and would one day walk all that it missed. Each is a hundred
objects, and what is held is out of the processor's cache when it goes: 256 cost a tenth of all announcements."""
_FEW = 64


class Entities(MutableMapping[str, Version]):
    """The last version of every entity, `author/entity` by `author/entity`."""

    def __init__(self, store: LogStore) -> None:
        self._store = store
        self._held: dict[str, Version | None] = {}
        self._unread = 0
        self._fresh: deque[str] | None = deque()
        self._light: dict[str, None] = {}
        self._recent: dict[str, Version] = {}

    def expect(self, standings: Mapping[str, Standing]) -> None:
        """These are in the store; each is read when it is asked for."""
        for key, standing in standings.items():
            if standing.kind in LIGHT_KINDS:
                self._light[key] = None
            else:
                self._held[key] = None
        self._unread = sum(version is None for version in self._held.values())

    def weighty(self) -> Iterator[Version]:
        """Every version but those of the light kinds."""
        self._read_all()
        return (self[key] for key in list(self._held))

    def __getitem__(self, key: str) -> Version:
        if key in self._light:
            recent = self._recent.get(key)
            return self._read(key) if recent is None else recent
        version = self._held[key]
        if version is None:
            version = self._held[key] = self._read(key)
            self._unread -= 1
        return version

    def _read(self, key: str) -> Version:
        row = self._store.version_now(key)
        if row is None:
            raise Corrupt("no version of what the store listed", where=key)
        return decode_version(row)

    def get(self, key: str, default: Any = None) -> Any:
        """As every mapping has it, without an error for what is not there: it is asked for what mostly is not."""
        version = self._held.get(key)
        if version is not None:
            return version
        return self[key] if key in self._light or key in self._held else default

    def __setitem__(self, key: str, version: Version) -> None:
        if version.kind in LIGHT_KINDS:
            self._put_light(key, version)
            return
        if self._held.get(key, version) is None:
            self._unread -= 1
        self._held[key] = version
        if self._fresh is not None:
            self._fresh.append(key)
            if len(self._fresh) > FRESH_MAX:
                self._let_go(self._fresh.popleft())

    def _let_go(self, key: str) -> None:
        """What nobody asks for is read again when somebody does."""
        if self._held.get(key) is not None:
            self._held[key] = None
            self._unread += 1

    def _put_light(self, key: str, version: Version) -> None:
        self._light[key] = None
        self._recent.pop(key, None)
        self._recent[key] = version
        if len(self._recent) > RECENT_MAX:
            del self._recent[next(iter(self._recent))]

    def __delitem__(self, key: str) -> None:
        if key in self._light:
            del self._light[key]
            self._recent.pop(key, None)
        elif self._held.pop(key) is None:
            self._unread -= 1

    def __contains__(self, key: object) -> bool:
        return key in self._held or key in self._light

    def __iter__(self) -> Iterator[str]:
        yield from self._held
        yield from self._light

    def __len__(self) -> int:
        return len(self._held) + len(self._light)

    def values(self) -> ValuesView[Version]:
        """Every version; what was not read yet is read in one go."""
        self._read_all()
        return super().values()

    def items(self) -> ItemsView[str, Version]:
        """Every key with its version; read in one go."""
        self._read_all()
        return super().items()

    def _read_all(self) -> None:
        self._fresh = None
        if self._unread > _FEW:
            for row in self._store.versions_now():
                if row.kind not in LIGHT_KINDS and self._held.get(row.key, row) is None:
                    self._held[row.key] = decode_version(row)
            self._unread = sum(version is None for version in self._held.values())


def weighty(entities: Mapping[str, Version]) -> Iterator[Version]:
    """Every version of a picture but those of the light kinds, read in one go."""
    return entities.weighty() if isinstance(entities, Entities) else iter(entities.values())
