"""Tokens of one's own making, for a room without an authority: a key in two files, and tokens signed with it.

Whoever holds the private file can be any service to the nodes that name its public file; where an authority gives
tokens, none of this is used. It reads no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from commonground.errors import Refused, Unavailable

from .codec.claims import TokenTerms, caller_of
from .jose import Algorithm, new_key, public_pem, signed_token

PEM_BYTES_MAX = 16 * 1024
MINUTES_MAX = 60
PUBLIC_SUFFIX = ".pub.pem"


def kept_key(folder: Path, algorithm: Algorithm) -> tuple[Path, bool]:
    """The private key for tokens in a folder, made where there is none, and whether it was made.

    Its public key lies beside it (`public_of`), and is written again where it is lacking.
    """
    path = folder / f"token-{algorithm.lower()}.pem"
    is_new = not path.exists()
    try:
        if is_new:
            made = new_key(algorithm)
            path.touch(mode=0o600, exist_ok=False)
            path.write_bytes(made)
        if not public_of(path).exists():
            public_of(path).write_bytes(public_pem(private_key(path)))
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror or error}") from error
    return path, is_new


def public_of(path: Path) -> Path:
    """Where the public key of a private one lies."""
    return path.with_name(path.stem + PUBLIC_SUFFIX)


def private_key(path: Path) -> bytes:
    """A private key in PEM; refused when others than its owner may read it."""
    try:
        mode, data = path.stat().st_mode, path.read_bytes()[: PEM_BYTES_MAX + 1]
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror or error}") from error
    if mode & 0o077:
        raise Refused(f"{path} has mode {mode & 0o777:04o}; 0600 is expected", field="key")
    if len(data) > PEM_BYTES_MAX:
        raise Refused(f"{path}: a private key in PEM is expected", field="key")
    return data


def issued(
    private_pem: bytes, sub: str, scopes: Sequence[str], audience: str, issuer: str, minutes: int, now_ms: int
) -> str:
    """A token for a service, from now on for so many minutes; refused where no node would take it."""
    if not 1 <= minutes <= MINUTES_MAX:
        raise Refused(f"{minutes}; 1 to {MINUTES_MAX} minutes are expected", field="minutes")
    now_s = now_ms // 1_000
    if not audience or not scopes or any(not one or " " in one for one in scopes):
        raise Refused("an audience and scopes without spaces are expected")
    claims = {
        "aud": audience, "exp": now_s + 60 * minutes, "iat": now_s, "iss": issuer, "scope": " ".join(scopes),
        "sub": sub,
    }  # fmt: skip
    caller_of(claims, TokenTerms(frozenset({audience})), [scopes], now_ms)
    return signed_token(claims, private_pem)


class OwnTokens:
    """Tokens that a service makes for itself."""

    def __init__(self, private_pem: bytes, sub: str, issuer: str, now_ms: Callable[[], int]) -> None:
        self._private_pem, self._sub, self._issuer, self._now_ms = private_pem, sub, issuer, now_ms

    async def token(self, audience: str, scopes: tuple[str, ...]) -> str:
        """A token of this service for a host and some scopes, good for five minutes."""
        return issued(self._private_pem, self._sub, scopes, audience, self._issuer, 5, self._now_ms())

    def forget(self, audience: str, scopes: tuple[str, ...]) -> bool:  # noqa: ARG002
        """Each is new: another one is no better."""
        return False

    async def close(self) -> None:
        """Nothing is held: each token is made when it is asked for."""
