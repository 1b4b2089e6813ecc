"""Who may ask a node by token, by the keys and terms of its file; the gate before its doors; and tokens of its own.

What reads tokens is imported here, and when it is needed: a node whose file names no keys neither loads nor keeps it.
"""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.types import ASGIApp

from ..config import F3411, LOOPBACK, NodeConfig, Uss
from ..room.ports import Clock

if TYPE_CHECKING:
    from ..protocols.f3548.access import Access
    from ..protocols.f3548.authority import Authority
    from ..protocols.f3548.door import Access as AnyAccess
    from ..protocols.f3548.issuing import OwnTokens
    from ..protocols.f3548.tokens import OauthTokens

Door = tuple[ASGIApp, Callable[[str], bool]]
Close = Callable[[], Awaitable[None]]


def access_of(config: NodeConfig, clock: Clock) -> Access | None:
    """The access check of a node's file; None where it names no keys. `Refused` names a file that holds none."""
    said = config.f3548
    if not said.public_keys and not said.jwks_url and not said.issuer_url:
        return None
    from ..protocols.f3548.access import Access
    from ..protocols.f3548.codec.claims import TokenTerms
    from ..protocols.f3548.keys import Jwks, Keys

    terms = TokenTerms(frozenset(said.audiences), frozenset(said.issuers), said.token_s_max)
    at = said.jwks_url or (said.issuer_url and authority_of(config, said.issuer_url, clock))
    jwks = Jwks(at, trust=trust_of(config)) if at else None
    return Access(terms, Keys([config.path(one) for one in said.public_keys], jwks), clock)


def gated(doors: Sequence[Door], access: AnyAccess | None) -> tuple[list[Door], list[Close]]:
    """Doors for services behind a gate, where tokens are read, and what is to be closed with them."""
    from ..protocols.f3548.access import Access, Gate

    if not isinstance(access, Access):
        return list(doors), []
    return [(Gate(app, access), is_for) for app, is_for in doors], [access.close]


def tokens_of(config: NodeConfig, said: Uss | F3411, clock: Clock) -> OwnTokens | OauthTokens | None:
    """The tokens with which a node asks others: of an authority, or its own; None where its file says neither."""
    if said.token_key:
        from ..protocols.f3548.issuing import OwnTokens, private_key

        issuer = next(iter(config.f3548.issuers), config.url)
        return OwnTokens(private_key(config.path(said.token_key)), said.name, issuer, clock.now_ms)
    at = said.token_url or (said.token_issuer and authority_of(config, said.token_issuer, clock))
    if not at:
        return None
    from ..protocols.f3548.tokens import OauthTokens

    return OauthTokens(at, said.token_client, said.token_secret, clock.now_ms, trust=trust_of(config))


def authority_of(config: NodeConfig, issuer: str, clock: Clock) -> Authority:
    """An authority by its address alone."""
    from ..protocols.f3548.authority import Authority

    is_near = urlsplit(issuer).hostname in LOOPBACK
    allow_http = is_near or config.f3548.allow_http or config.uss.allow_http or config.f3411.allow_http
    return Authority(issuer, clock.now_ms, allow_http=allow_http, trust=trust_of(config))


def trust_of(config: NodeConfig) -> ssl.SSLContext | None:
    """The authorities of the machine, and that of the room where it has one."""
    if not config.tls.peer_ca:
        return None
    trust = ssl.create_default_context()
    trust.load_verify_locations(cafile=str(config.path(config.tls.peer_ca)))
    return trust
