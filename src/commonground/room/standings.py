"""What stands in a picture, without a word of what it says: found by kind, by what it is about, counted.

A start fills it from the rows of the store and reads no body. It touches what a feed has to look at again; it decides
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from .changes import Changes
from .ports import NOT_UNDERSTOOD, Standing


class Standings:
    """The last standing of every entity by its key, and the ways to find them."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self.rows: dict[str, Standing] = {}
        self.counts = {"notice": 0, "site": 0}
        self._about: dict[str, dict[str, None]] = {}
        self._notes: dict[str, dict[str, None]] = {}
        self._kinds: dict[str, dict[str, None]] = {}
        self.taken = 0
        self.not_understood: dict[str, None] = {}

    def put(self, standing: Standing) -> Standing | None:
        """Take in a standing; returns the one whose place it takes."""
        self.taken += 1
        before = self.rows.get(standing.key)
        if before is not None:
            self._forget(before)
        self.rows[standing.key] = standing
        self._note(standing)
        return before

    def of_kind(self, kind: str) -> Iterable[str]:
        """Keys of a kind in the order of arrival."""
        return self._kinds.get(kind, {})

    def count_of(self, kind: str) -> int:
        """How many entities of a kind there are."""
        return len(self._kinds.get(kind, ()))

    def about(self, key: str) -> Iterable[str]:
        """Keys of what is said about an entity."""
        return self._about.get(key, {})

    def notes_on(self, conflict: str) -> Iterable[str]:
        """Keys of the notes on a conflict."""
        return self._notes.get(conflict, {})

    def _forget(self, standing: Standing) -> None:
        """An amended statement may be about something else than before, or no longer be understood."""
        self._count(standing, -1)
        self.not_understood.pop(standing.key, None)
        if standing.about:
            self._found_by(standing).get(standing.about, {}).pop(standing.key, None)
            self._touch(standing)

    def _note(self, standing: Standing) -> None:
        """Count it; what is said about an entity is found by that entity, notes by their conflict."""
        self._count(standing, 1)
        if standing.about:
            self._found_by(standing).setdefault(standing.about, {})[standing.key] = None
            self._touch(standing)
        if standing.category == NOT_UNDERSTOOD:
            self.not_understood[standing.key] = None
        self._kinds.setdefault(standing.kind, {})[standing.key] = None

    def _found_by(self, standing: Standing) -> dict[str, dict[str, None]]:
        return self._notes if standing.kind == "conflict_note" else self._about

    def _touch(self, standing: Standing) -> None:
        if standing.kind == "conflict_note":
            self._changes.conflicts = True
            self._changes.clocked.update(part for part in standing.about.split("|") if "/" in part)
        else:
            self._changes.touch(standing.about)

    def _count(self, standing: Standing, step: int) -> None:
        if standing.kind in self.counts:
            self.counts[standing.kind] += step
