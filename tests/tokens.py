"""An authority of the tests: two keys, and tokens with whatever claims and header a test wants."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from joserfc import jws
from joserfc.jwk import OKPKey, RSAKey

from .worlds import T0_MS

T0_S = T0_MS // 1_000
AUDIENCE, ISSUER = "dss.example", "https://authority.example"
SCOPE = "utm.strategic_coordination"
ED_KEY = OKPKey.generate_key("Ed25519", {"kid": "ed"})
RSA_KEY = RSAKey.generate_key(2048, {"kid": "rsa"})
_ALGORITHMS = ["RS256", "EdDSA", "Ed25519"]
_REGISTRY = jws.JWSRegistry(algorithms=_ALGORITHMS, strict_check_header=False)


def claims(**changes: Any) -> dict[str, Any]:
    """What a good token says, but for these; None leaves a claim out."""
    said = {"sub": "uss1", "iss": ISSUER, "aud": AUDIENCE, "exp": T0_S + 1_800, "scope": SCOPE, **changes}
    return {name: value for name, value in said.items() if value is not None}


def token(
    key: Any = ED_KEY, payload: bytes | None = None, header: dict[str, Any] | None = None, **changes: Any
) -> str:
    """A token signed with a key; `payload` in place of claims, `header` beside what every header has."""
    alg = "RS256" if isinstance(key, RSAKey) else "EdDSA"
    data = json.dumps(claims(**changes)).encode() if payload is None else payload
    made = {"alg": alg, "typ": "JWT", **(header or {})}
    return jws.serialize_compact(made, data, key, registry=_REGISTRY)


def pem(key: Any, *, private: bool = False) -> bytes:
    """A key as a PEM file holds it."""
    return bytes(key.as_pem(private=private))


def encoded(data: bytes) -> str:
    """A part of a token."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unsigned(header: dict[str, Any], signature: bytes = b"") -> str:
    """A token with this header and good claims whose signature is these bytes."""
    return ".".join(
        (encoded(json.dumps(header).encode()), encoded(json.dumps(claims()).encode()), encoded(signature))
    )


def keyed(secret: bytes) -> str:
    """A token by HS256 with a secret."""
    part = unsigned({"alg": "HS256", "typ": "JWT"}).rpartition(".")[0]
    return f"{part}.{encoded(hmac.digest(secret, part.encode(), hashlib.sha256))}"


def signed(header: bytes) -> str:
    """Good claims under whatever header, with a true signature of the Ed25519 key."""
    part = f"{encoded(header)}.{encoded(json.dumps(claims()).encode())}"
    private: Any = ED_KEY.raw_value
    return f"{part}.{encoded(private.sign(part.encode()))}"
