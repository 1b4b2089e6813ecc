"""`token`: a bearer token for a service, signed with a key of the node's own, for a room without an authority.

Standard output holds the token alone, so that it can be put into a variable; what else is to be known goes to standard
error.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ..config import NodeConfig, read_config
from ..errors import Refused
from ..protocols.f3548.issuing import issued, kept_key, private_key, public_of
from ..protocols.f3548.jose import Algorithm
from .printing import say


def give_token(
    path: Path,
    sub: str,
    scopes: Sequence[str],
    audience: str,
    issuer: str,
    minutes: int,
    algorithm: Algorithm,
) -> None:
    """Print a token; the key is made in the node's data folder the first time."""
    config = read_config(path)
    audience = audience or next(iter(config.f3548.audiences), "")
    if not audience:
        raise Refused("the name that the token calls a node by is expected", field="--audience")
    folder = config.path(config.data)
    folder.mkdir(parents=True, exist_ok=True)
    key, is_new = kept_key(folder, algorithm)
    issuer = issuer or next(iter(config.f3548.issuers), config.url)
    token = issued(private_key(key), sub, scopes, audience, issuer, minutes, time.time_ns() // 1_000_000)
    if is_new:
        say(f"key {key}: whoever has it can be any service; keep it on this machine", to=sys.stderr)
    for line in _lacking(config, public_of(key), audience, issuer):
        say(line, to=sys.stderr)
    say(token)


def _lacking(config: NodeConfig, public: Path, audience: str, issuer: str) -> list[str]:
    """What keeps this node from taking such a token."""
    said, lacking = config.f3548, []
    if public.resolve() not in [config.path(one).resolve() for one in said.public_keys]:
        lacking.append(f"f3548.public_keys does not name {public}")
    if audience not in said.audiences:
        lacking.append("f3548.audiences does not name the audience")
    if said.issuers and issuer not in said.issuers:
        lacking.append("f3548.issuers does not name the issuer")
    return [f"node {config.party} does not take this token: {one}" for one in lacking]
