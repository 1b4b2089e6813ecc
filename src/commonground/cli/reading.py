"""Files that a command was given, and times as a person types them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from ..errors import Refused, Unavailable
from ..protocols.volume_files.words import read_time_ms

FILE_BYTES_MAX = 128 * 1024 * 1024


def file_bytes(path: Path) -> bytes:
    """The bytes of a file; `Unavailable` names it."""
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise Refused(
                f"at most {FILE_BYTES_MAX // 1024 // 1024} MB are accepted", field=str(path), clause="limits"
            )
        return path.read_bytes()
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror or error}") from error


def file_text(path: Path) -> str:
    """A file of UTF-8 text."""
    try:
        return file_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("UTF-8 is expected", field=str(path)) from error


def fingerprint(data: bytes) -> str:
    """The first half of a SHA-256 in eight groups of four hex digits, to be read aloud and compared."""
    digest = hashlib.sha256(data).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, 32, 4))


def time_ms(text: str, option: str) -> int:
    """A time with its zone as UTC milliseconds; `now` is left to the caller."""
    return read_time_ms(text, option)


def utc_text(at_ms: int) -> str:
    """`2026-11-22 14:00:00Z`."""
    return datetime.fromtimestamp(at_ms // 1000, tz=UTC).strftime("%Y-%m-%d %H:%M:%SZ")
