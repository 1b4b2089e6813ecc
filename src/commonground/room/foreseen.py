"""What announcements that wait together meet: asked in one go, said of each in its turn.

Asked was what stood before the first of them, and which of them meet each other. Until something else changes what
stands, that answers each: without what was removed since, and with those of them that stand by now. It asks nothing
itself and decides nothing: where it does not know, the index is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence


class Foreseen:
    """The answers to questions numbered 0, 1, 2 and so on; told of everything that comes to stand or goes."""

    __slots__ = ("_each_other", "_gone", "_keys", "_numbers", "_standing")

    def __init__(self, standing: Sequence[Collection[str]], each_other: Sequence[Collection[int]]) -> None:
        self._standing = standing
        self._each_other = each_other
        self._gone: set[str] = set()
        self._keys: dict[int, str] = {}
        self._numbers: dict[str, int] = {}

    def come(self, number: int, key: str) -> bool:
        """What question `number` asked about stands now under a key; False where it stands under another already."""
        if number in self._keys:
            return False
        self._keys[number] = key
        self._numbers[key] = number
        return True

    def go(self, key: str) -> None:
        """A key stands no more."""
        self._gone.add(key)
        number = self._numbers.pop(key, None)
        if number is not None:
            del self._keys[number]

    def met(self, number: int) -> set[str]:
        """Keys of everything that stands and that question `number` meets."""
        keys = self._keys
        met = {key for key in self._standing[number] if key not in self._gone}
        met.update(keys[other] for other in self._each_other[number] if other in keys)
        return met
