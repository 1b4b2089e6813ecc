"""What follows a picture: a view tells it of every version, so that it is derived by the same steps as the picture.

It is told as well of what this party tells others, form by form. A room that nobody asks has one that does nothing.
What follows writes no log and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from ..picture.version import Version

T = TypeVar("T")


class Follower(Protocol):
    """Something derived from a party's picture beside its screens, and from what the party told others.

    `form` says what it keeps in the store, and how: where that changes, all logs are replayed; empty for nothing.
    """

    form: str

    def load(self, view: Any) -> None:
        """Start from the picture of a view that was loaded."""
        ...

    def apply(self, version: Version) -> None:
        """Take in a version that was just applied."""
        ...

    def released(self, kind: str, data: bytes, origin: str, leaf: int, at_ms: int) -> None:
        """Take in a statement of that kind, as its bytes, that was just appended to the log of a recipient."""
        ...


class Nobody:
    """Follows nothing."""

    form = ""

    def load(self, view: Any) -> None:
        """Nothing to start."""

    def apply(self, version: Version) -> None:
        """Nothing to take in."""

    def released(self, kind: str, data: bytes, origin: str, leaf: int, at_ms: int) -> None:
        """Nothing to take in."""


class Together:
    """Several that follow one picture."""

    def __init__(self, followers: Sequence[Follower]) -> None:
        self.followers = tuple(followers)
        self.form = " ".join(one.form for one in followers if one.form)

    def load(self, view: Any) -> None:
        """Start all of them."""
        for one in self.followers:
            one.load(view)

    def apply(self, version: Version) -> None:
        """Let all of them take it in."""
        for one in self.followers:
            one.apply(version)

    def released(self, kind: str, data: bytes, origin: str, leaf: int, at_ms: int) -> None:
        """Let all of them take it in."""
        for one in self.followers:
            one.released(kind, data, origin, leaf, at_ms)


def among(follower: Follower, kind: type[T]) -> T | None:
    """The follower of that kind, or None."""
    held = follower.followers if isinstance(follower, Together) else (follower,)
    return next((one for one in held if isinstance(one, kind)), None)
