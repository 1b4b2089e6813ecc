"""The clock of the system, randomness of the system, and the clocks of a demonstration."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

from ..log.heads import commit_hmac
from ..log.statement_body import SALT_BYTES

ID_CHARS = 8
DRAWS_AT_ONCE = 64
ID_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and capitals without those that are taken for one another, read aloud or seen: 0 O 1 I L U."""

_TWO_CHARS = [one + other for one in ID_ALPHABET for other in ID_ALPHABET]


class SystemClock:
    """UTC of the operating system."""

    def now_ms(self) -> int:
        """UTC in milliseconds since 1970-01-01."""
        return time.time_ns() // 1_000_000


class SetClock:
    """Shows what it was set to: past times while a demonstration is filled."""

    def __init__(self, now_ms: int) -> None:
        self._now_ms = now_ms

    def now_ms(self) -> int:
        """The time that was set last."""
        return self._now_ms

    def set(self, now_ms: int) -> None:
        """Show this time; never an earlier one than before."""
        self._now_ms = max(self._now_ms, now_ms)


class AheadClock:
    """UTC of the operating system and what a demonstration's story has gone on by; it never goes back.

    What it is ahead by is kept in a file beside the room, since the room's statements are of that time.
    """

    def __init__(self, kept: Path | None = None) -> None:
        self._kept = kept
        self._ahead_ms = int(kept.read_text("ascii")) if kept is not None and kept.is_file() else 0

    def now_ms(self) -> int:
        """UTC in milliseconds, ahead by what the story went on by."""
        return time.time_ns() // 1_000_000 + self._ahead_ms

    def go_on(self, by_ms: int) -> None:
        """Go on by so much at once."""
        self._ahead_ms += max(0, by_ms)
        if self._kept is not None and by_ms > 0:
            self._kept.write_text(str(self._ahead_ms), "ascii")


class SystemSalt:
    """Salts and ids from the operating system's randomness; no draw tells anything about another.

    Draws are fetched many at once; each is handed out once, whichever threads ask.
    """

    def __init__(self) -> None:
        self._draws: list[bytes] = []

    def salt(self, origin: str, index: int) -> bytes:  # noqa: ARG002
        """32 fresh bytes, whatever the log."""
        return self._draw()

    def new_id(self, prefix: str, content: bytes) -> str:  # noqa: ARG002
        """A random id such as `N-7K4QWX2M`."""
        number = int.from_bytes(self._draw(), "big")  # of so many bytes that what is left over is no bias
        number %= len(ID_ALPHABET) ** ID_CHARS
        chars = []
        for _ in range(ID_CHARS // 2):
            number, at = divmod(number, len(_TWO_CHARS))
            chars.append(_TWO_CHARS[at])
        return f"{prefix}-{''.join(chars)}"

    def _draw(self) -> bytes:
        try:
            return self._draws.pop()
        except IndexError:
            fresh = secrets.token_bytes(DRAWS_AT_ONCE * SALT_BYTES)
            self._draws += [fresh[at : at + SALT_BYTES] for at in range(SALT_BYTES, len(fresh), SALT_BYTES)]
            return fresh[:SALT_BYTES]

    def commit(self, salt: bytes, text: bytes) -> bytes:
        """HMAC-SHA256 (`log/heads`)."""
        return commit_hmac(salt, text)
