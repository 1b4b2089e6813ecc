"""What a screen raises by itself. It is derived, never stored, and says what it is about, not what to think of it."""

from __future__ import annotations

from ..picture.charter import Text3
from ..record import Record


class Aside(Record, frozen=True):
    """That it was put aside: the shelving, by which post, and until when (UTC ms). It stays in sight."""

    key: str
    post: str
    until_ms: int


class Alert(Record, frozen=True):
    """Something that a screen raises: rank 1 FLASH, 2 IMMEDIATE, 3 ROUTINE (LANGUAGE section 2)."""

    key: str
    rank: int
    what: str
    party: str
    about: str
    t_ms: int
    text: Text3 = Text3()
    shelved: Aside | None = None
