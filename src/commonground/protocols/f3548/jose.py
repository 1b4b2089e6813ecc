"""Keys and signatures of tokens: the one module that knows `joserfc`.

RS256 and Ed25519, and nothing else: which algorithm is tried follows from the key, never from the token alone, so that
a public key is never taken for a secret (RFC 8725 section 3.1). Keys come from PEM or from a JWKS; what a token says
about keys of its own is not read. It holds no key, opens no file and reads no clock.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from joserfc import jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import OKPKey, RSAKey
from joserfc.util import urlsafe_b64decode

from commonground.errors import MalformedMessage, NotAuthenticated
from commonground.record import encode_canonical

from .codec.claims import json_object

Algorithm = Literal["Ed25519", "RS256"]
#: RFC 9864 gives EdDSA over Ed25519 its own name; both are in use.
_NAMES: dict[str, Algorithm] = {"RS256": "RS256", "EdDSA": "Ed25519", "Ed25519": "Ed25519"}
_WRITTEN: dict[Algorithm, str] = {"RS256": "RS256", "Ed25519": "EdDSA"}
#: One for each name, since a registry decides which algorithms are taken.
_REGISTRIES = {alg: jws.JWSRegistry(algorithms=[alg], strict_check_header=False) for alg in _NAMES}
_TYPES = ("JWT", "AT+JWT", "APPLICATION/JWT", "APPLICATION/AT+JWT")
TOKEN_CHARS_MAX = 8_192
KID_CHARS_MAX = 256
KEYS_MAX = 32
RSA_BITS_MIN, RSA_BITS_MAX = 2_048, 8_192
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,2048}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.+?-----END \1-----", re.DOTALL)

warnings.filterwarnings("ignore", "EdDSA is deprecated", SecurityWarning)


@dataclass(frozen=True, slots=True, eq=False)
class TokenKey:
    """A key of tokens. `is_named` says that tokens of this key name it by `kid`, as those of a JWKS do."""

    kid: str
    algorithm: Algorithm
    is_named: bool
    key: Any


@dataclass(frozen=True, slots=True)
class TokenHeader:
    """What a token says of its signature; `kid` is empty when it names no key."""

    alg: str
    algorithm: Algorithm
    kid: str


def header_of(token: str) -> TokenHeader:
    """The header of a token, not verified; `NotAuthenticated` when no key could ever verify it."""
    if len(token) > TOKEN_CHARS_MAX:
        raise NotAuthenticated(f"a token of at most {TOKEN_CHARS_MAX} characters is expected")
    if not _TOKEN.fullmatch(token):
        raise NotAuthenticated("a signed token of three parts is expected (RFC 7519)")
    try:
        header = json_object(urlsafe_b64decode(token.partition(".")[0].encode()))
    except (MalformedMessage, ValueError) as error:
        raise NotAuthenticated("the header of the token is not a JSON object") from error
    alg, kid, kind = header.get("alg"), header.get("kid", ""), header.get("typ", "JWT")
    algorithm = _NAMES.get(alg) if isinstance(alg, str) else None
    if algorithm is None or not isinstance(alg, str):
        raise NotAuthenticated("a token signed with RS256 or EdDSA (Ed25519) is expected (header alg)")
    if not isinstance(kid, str) or len(kid) > KID_CHARS_MAX:
        raise NotAuthenticated("the name of a key is expected to be a short text (header kid)")
    if not isinstance(kind, str) or kind.upper() not in _TYPES:
        raise NotAuthenticated("an access token is expected (header typ)")
    if "crit" in header or "b64" in header:
        raise NotAuthenticated("a token without extensions is expected (header crit)")
    return TokenHeader(alg, algorithm, kid)


def verified(token: str, header: TokenHeader, keys: Iterable[TokenKey]) -> bytes:
    """The payload of a token that one of the keys verifies; `NotAuthenticated` when none does."""
    fitting = [
        one
        for one in keys
        if one.algorithm == header.algorithm and (not one.is_named or header.kid in ("", one.kid))
    ]
    if not fitting:
        raise NotAuthenticated(
            "the token is signed with a key that this node does not know, or has not read yet"
        )
    for one in fitting:
        try:
            found = jws.deserialize_compact(token, one.key, registry=_REGISTRIES[header.alg])
            return bytes(found.payload)
        except (JoseError, ValueError):
            continue
    raise NotAuthenticated("the signature of the token does not hold")


# -- keys --------------------------------------------------------------------------------------------------------


def pem_keys(data: bytes) -> list[TokenKey]:
    """The public keys of a PEM file (RFC 7468), one or more; `MalformedMessage` for anything else that stands in it."""
    blocks = list(_BLOCK.finditer(data))
    if not 0 < len(blocks) <= KEYS_MAX:
        raise MalformedMessage(f"1 to {KEYS_MAX} public keys in PEM are expected")
    return [_pem_key(block.group()) for block in blocks]


def _pem_key(block: bytes) -> TokenKey:
    found = _imported(block)
    if found is None:
        raise MalformedMessage("a public key of RSA or Ed25519 is expected")
    if found.key.is_private:
        raise MalformedMessage("a public key is expected, and this is a private one")
    return found


def _imported(pem: bytes) -> TokenKey | None:
    """A key in PEM, of either kind and private or not; None when it is neither."""
    for kind in (OKPKey, RSAKey):
        try:
            key = kind.import_key(pem)
        except (JoseError, ValueError, TypeError):
            continue
        return _public_key(key, "", is_named=False)
    return None


def jwks_keys(data: bytes) -> list[TokenKey]:
    """The public keys of a JWKS (RFC 7517) that verify tokens; those for other uses are passed over."""
    listed = json_object(data).get("keys")
    if not isinstance(listed, list) or len(listed) > KEYS_MAX:
        raise MalformedMessage(f"a list of at most {KEYS_MAX} keys is expected", field="keys")
    return [key for one in listed if isinstance(one, dict) and (key := _listed_key(one)) is not None]


def _listed_key(one: Mapping[str, object]) -> TokenKey | None:
    kid, alg = one.get("kid", ""), one.get("alg")
    is_rsa = one.get("kty") == "RSA"
    if not isinstance(kid, str) or len(kid) > KID_CHARS_MAX or one.get("use", "sig") != "sig":
        return None
    if not is_rsa and (one.get("kty"), one.get("crv")) != ("OKP", "Ed25519"):
        return None
    if alg is not None and _NAMES.get(str(alg)) != ("RS256" if is_rsa else "Ed25519"):
        return None
    public = {name: one.get(name) for name in (("kty", "n", "e") if is_rsa else ("kty", "crv", "x"))}
    try:
        kind: Any = RSAKey if is_rsa else OKPKey
        return _public_key(kind.import_key(public), kid, is_named=bool(kid))
    except (JoseError, MalformedMessage, ValueError, TypeError):
        return None


def _public_key(key: Any, kid: str, *, is_named: bool) -> TokenKey:
    if isinstance(key, RSAKey):
        bits = key.raw_value.key_size
        if not RSA_BITS_MIN <= bits <= RSA_BITS_MAX:
            raise MalformedMessage(f"an RSA key of {RSA_BITS_MIN} to {RSA_BITS_MAX} bits is expected")
    elif key.curve_name != "Ed25519":
        raise MalformedMessage("a key of the curve Ed25519 is expected")
    algorithm: Algorithm = "RS256" if isinstance(key, RSAKey) else "Ed25519"
    return TokenKey(kid or key.thumbprint(), algorithm, is_named, key)


# -- an authority of one's own -----------------------------------------------------------------------------------


def new_key(algorithm: Algorithm) -> bytes:
    """A new private key in PEM."""
    key = RSAKey.generate_key(RSA_BITS_MIN) if algorithm == "RS256" else OKPKey.generate_key("Ed25519")
    return bytes(key.as_pem(private=True))


def public_pem(private_pem: bytes) -> bytes:
    """The public key of a private one, in PEM."""
    return bytes(_private(private_pem).key.as_pem(private=False))


def signed_token(claims: Mapping[str, object], private_pem: bytes) -> str:
    """A token with these claims; `MalformedMessage` when the key is no private one of RSA or Ed25519."""
    found = _private(private_pem)
    alg = _WRITTEN[found.algorithm]
    header = {"alg": alg, "kid": found.kid, "typ": "JWT"}
    return jws.serialize_compact(header, encode_canonical(dict(claims)), found.key, algorithms=[alg])


def _private(pem: bytes) -> TokenKey:
    found = _imported(pem)
    if found is None or not found.key.is_private:
        raise MalformedMessage("a private key of RSA or Ed25519 in PEM is expected", field="key")
    return found
