"""What follows a picture: a view tells it of every version, so that it is derived by the same steps as the picture.

A room that nobody asks about drone traffic has one that does nothing. What follows writes no log and refuses nothing.
"""

from __future__ import annotations

from typing import Any, Protocol

from ..picture.version import Version


class Follower(Protocol):
    """Something derived from a party's picture beside its screens."""

    def load(self, view: Any) -> None:
        """Start from the picture of a view that was loaded."""
        ...

    def apply(self, version: Version) -> None:
        """Take in a version that was just applied."""
        ...


class Nobody:
    """Follows nothing."""

    def load(self, view: Any) -> None:
        """Nothing to start."""

    def apply(self, version: Version) -> None:
        """Nothing to take in."""
