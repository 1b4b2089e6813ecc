"""Why the DSS refuses what no other part of the room refuses: not held, down, keys missing. HTTP knows them by type."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import MissingKeys, Refused
from .held import Entity


class NotHeld(Refused):
    """The DSS holds nothing of that identifier."""


class IsDown(Refused):
    """The service is marked as down, and may not do this until it is no more."""


class KeysLacking(MissingKeys):
    """A flight whose key lacks the version numbers of what is relevant to it (F3548-21 DSS0005)."""

    def __init__(self, intents: Sequence[Entity], constraints: Sequence[Entity]) -> None:
        self.intents, self.constraints = tuple(intents), tuple(constraints)
        super().__init__(
            f"the key lacks {len(intents)} operational intents and {len(constraints)} constraints",
            field="key",
        )
