"""What changed in a picture: for its feed keys and whether any conflict did, for its clocks keys."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Changes:
    """Keys that changed since each of the two last asked."""

    keys: set[str] = field(default_factory=set)
    clocked: set[str] = field(default_factory=set)
    conflicts: bool = False

    def touch(self, key: str) -> None:
        """An entity changed, or what is said about it."""
        self.keys.add(key)
        self.clocked.add(key)

    def drain(self) -> tuple[set[str], bool]:
        """What changed, once, for the feed."""
        keys, conflicts = self.keys, self.conflicts
        self.keys, self.conflicts = set(), False
        return keys, conflicts

    def drain_clocked(self) -> set[str]:
        """What changed, once, for the clocks."""
        keys, self.clocked = self.clocked, set()
        return keys
