"""What changed in a picture since its feed asked last: keys, and whether any conflict did."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Changes:
    """Keys that changed since somebody last asked, for the feed."""

    keys: set[str] = field(default_factory=set)
    conflicts: bool = False

    def drain(self) -> tuple[set[str], bool]:
        """What changed, once."""
        keys, conflicts = self.keys, self.conflicts
        self.keys, self.conflicts = set(), False
        return keys, conflicts
