"""The entities of a picture by key; of what a start found in the store, the body is read when somebody asks for it.

A room of a hundred thousand notices is ready before the first of them is parsed. It writes nothing: the view does.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, MutableMapping, ValuesView
from typing import Any

from ..errors import Corrupt
from ..picture.version import Version
from .ports import LogStore
from .versions import decode_version

_FEW = 64


class Entities(MutableMapping[str, Version]):
    """The last version of every entity, `author/entity` by `author/entity`."""

    def __init__(self, store: LogStore) -> None:
        self._store = store
        self._held: dict[str, Version | None] = {}
        self._unread = 0

    def expect(self, keys: Iterable[str]) -> None:
        """These keys are in the store; each is read when it is asked for."""
        self._held.update((key, None) for key in keys)
        self._unread = sum(version is None for version in self._held.values())

    def __getitem__(self, key: str) -> Version:
        version = self._held[key]
        if version is None:
            row = self._store.version_now(key)
            if row is None:
                raise Corrupt("no version of what the store listed", where=key)
            version = decode_version(row)
            self._held[key] = version
            self._unread -= 1
        return version

    def get(self, key: str, default: Any = None) -> Any:
        """As every mapping has it, without an error for what is not there: it is asked for what mostly is not."""
        version = self._held.get(key)
        return version if version is not None else self[key] if key in self._held else default

    def __setitem__(self, key: str, version: Version) -> None:
        if self._held.get(key, version) is None:
            self._unread -= 1
        self._held[key] = version

    def __delitem__(self, key: str) -> None:
        if self._held.pop(key) is None:
            self._unread -= 1

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def values(self) -> ValuesView[Version]:
        """Every version; what was not read yet is read in one go."""
        self._read_all()
        return super().values()

    def items(self) -> ItemsView[str, Version]:
        """Every key with its version; read in one go."""
        self._read_all()
        return super().items()

    def _read_all(self) -> None:
        if self._unread > _FEW:
            for row in self._store.versions_now():
                if self._held.get(row.key, row) is None:
                    self._held[row.key] = decode_version(row)
            self._unread = sum(version is None for version in self._held.values())
