"""What a store reads of a disclosed form: its entry and its bytes.

That `append_for` takes nothing but a `Disclosed` is the law of `room.ports.LogStore`, through which every
caller comes. A store may not import `policy.disclosure` (one door), so it names two fields of it here.
"""

from __future__ import annotations

from typing import Protocol


class Sealed(Protocol):
    """A `policy.disclosure.Disclosed`, seen from below."""

    @property
    def entry(self) -> bytes:
        """The 32-byte log entry."""
        ...

    @property
    def data(self) -> bytes:
        """The canonical bytes of the statement, salt inside."""
        ...
