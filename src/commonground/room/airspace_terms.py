"""What a node decides about its DSS: who in the room is told of drone traffic, and how strict it is with tokens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """Settings of one node's DSS.

    `told` are the parties to whom references are released, None for all others of the charter. `scopes_per_notice`
    asks for the scope of each kind of change that a subscription wants to hear of; services that exist do not send it.
    """

    told: tuple[str, ...] | None = None
    scopes_per_notice: bool = False
