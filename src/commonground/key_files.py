"""Private keys of parties as files: a line that says what it is, a name, and a seed of 32 bytes, for their owner alone.

A key is never overwritten, and one that others may read is refused. Nothing here signs.
"""

from __future__ import annotations

from pathlib import Path

from .errors import MalformedMessage, Refused, Unavailable
from .log.keys import SEED_BYTES, SigningKey
from .log.note import decode_base64, encode_base64

KEY_BYTES_MAX = 4_096
KEY_HEADER = "commonground/private-key/v1"


def write_key(path: Path, name: str, seed: bytes) -> SigningKey:
    """Write a private key for its owner alone (mode 0600); a file that exists is never overwritten."""
    key = SigningKey.from_seed(seed, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError as error:
        raise Refused(f"{path} exists; a key is never overwritten", field="key") from error
    path.write_text(f"{KEY_HEADER}\n{name}\n{encode_base64(seed)}\n", encoding="utf-8")
    return key


def read_key(path: Path) -> SigningKey:
    """Read a private key; refused when others than its owner may read it."""
    try:
        mode = path.stat().st_mode
        text = path.read_bytes()[:KEY_BYTES_MAX].decode("utf-8")
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise MalformedMessage(f"{path}: a key file is expected", field="key") from error
    if mode & 0o077:
        raise Refused(f"{path} has mode {mode & 0o777:04o}; 0600 is expected", field="key")
    lines = text.split("\n")
    if len(lines) != 4 or lines[0] != KEY_HEADER or lines[3]:
        raise MalformedMessage(f"{path}: three lines are expected, the first {KEY_HEADER}", field="key")
    seed = decode_base64(lines[2], field="key", length=SEED_BYTES)
    return SigningKey.from_seed(seed, lines[1])
