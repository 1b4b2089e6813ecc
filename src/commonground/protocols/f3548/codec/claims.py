"""What a token says, and whether that lets its bearer in: claims to caller, without keys, clock or network.

The signature was verified before (`jose`). A claim is taken as it stands or refused: nothing is repaired. Reasons name
the claim and what is expected and never repeat what was sent.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonground.errors import MalformedMessage, NotAuthenticated, NotPermitted

#: A token may end so far ahead, and no further (F3548-21, access tokens).
AHEAD_S_MAX = 3_600
#: Clocks of an authority and of this node may differ by so much.
LEEWAY_MS = 5_000
SUB_CHARS_MAX = 200
Claims = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the service that a token names, and what that token is good for."""

    sub: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class TokenTerms:
    """Which tokens are taken: made for one of `audiences`, by one of `issuers` (any whose key is known when empty)."""

    audiences: frozenset[str]
    issuers: frozenset[str] = frozenset()
    ahead_s_max: int = AHEAD_S_MAX


def json_object(data: bytes) -> dict[str, object]:
    """A JSON object; `MalformedMessage` when it is none, or names a member twice.

    Two readers that each take another of two equal names would see two tokens (RFC 7519 section 4).
    """
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise MalformedMessage("a JSON object that names no member twice is expected") from error
    if not isinstance(found, dict):
        raise MalformedMessage("a JSON object is expected")
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member is named twice")
    return found


def _no_number(_: str) -> object:
    raise ValueError("not a number")


def caller_of(claims: Claims, terms: TokenTerms, any_of: Sequence[Sequence[str]], now_ms: int) -> Caller:
    """The bearer of a token at a moment, whose scopes hold all of one of these.

    `NotAuthenticated` says which claim is missing or wrong, `NotPermitted` which scopes would do.
    """
    sub = _text(claims, "sub")
    if len(sub) > SUB_CHARS_MAX or not sub.isprintable() or sub != sub.strip():
        raise NotAuthenticated(f"the claim sub is expected to be 1 to {SUB_CHARS_MAX} printable characters")
    issuer = _text(claims, "iss")
    if terms.issuers and issuer not in terms.issuers:
        raise NotAuthenticated("the token is of another issuer than those that this node trusts (claim iss)")
    if terms.audiences.isdisjoint(_audiences(claims)):
        raise NotAuthenticated("the token is for another audience than this node (claim aud)")
    _check_times(claims, terms, now_ms)
    scopes = _scopes(claims)
    if not any(scopes.issuperset(one) for one in any_of):
        sets = "; or ".join(" and ".join(one) for one in any_of)
        raise NotPermitted(f"the token lacks the scope that this operation asks for: {sets}")
    return Caller(sub, scopes)


def _text(claims: Claims, name: str) -> str:
    found = claims.get(name)
    if not isinstance(found, str) or not found:
        raise NotAuthenticated(f"the claim {name} is expected to be a text that is not empty")
    return found


def _audiences(claims: Claims) -> list[str]:
    """RFC 7519 section 4.1.3: one text, or a list of them."""
    found = claims.get("aud")
    several = found if isinstance(found, list) else [found]
    if not several or not all(isinstance(one, str) and one for one in several):
        raise NotAuthenticated("the claim aud is expected to be a text or a list of texts")
    return [one for one in several if isinstance(one, str)]


def _check_times(claims: Claims, terms: TokenTerms, now_ms: int) -> None:
    """RFC 7519 sections 4.1.4 and 4.1.5; F3548-21: `exp` no further than an hour ahead."""
    ends_ms = _instant_ms(claims, "exp")
    if now_ms >= ends_ms + LEEWAY_MS:
        raise NotAuthenticated("the token has ended (claim exp)")
    if ends_ms - now_ms > terms.ahead_s_max * 1_000 + LEEWAY_MS:
        raise NotAuthenticated(f"the token ends more than {terms.ahead_s_max} s ahead (claim exp)")
    if "nbf" in claims and now_ms + LEEWAY_MS < _instant_ms(claims, "nbf"):
        raise NotAuthenticated("the token does not hold yet (claim nbf)")


def _instant_ms(claims: Claims, name: str) -> int:
    """RFC 7519 section 2, NumericDate: seconds since 1970, whole or not."""
    found = claims.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < 2**40:
        raise NotAuthenticated(f"the claim {name} is expected to be a number of seconds since 1970")
    return found * 1_000 if isinstance(found, int) else math.floor(found * 1_000)


def _scopes(claims: Claims) -> frozenset[str]:
    """RFC 6749 section 3.3: names with spaces between them."""
    found = claims.get("scope")
    if not isinstance(found, str) or not all(" " <= one <= "~" and one not in '"\\' for one in found):
        raise NotAuthenticated("the claim scope is expected to be a text: names with spaces between them")
    return frozenset(found.split(" ")) - {""}
