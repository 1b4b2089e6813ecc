"""What no honest node says as a member of the room: after it has left, outside its scope, of another's id (R4)."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import MalformedMessage
from ..picture.accession import Accession, Consent
from ..picture.charter import Charter
from ..picture.membership import FORCES, LEAVING, Leaving
from ..picture.statement import Statement, typed_body
from ..picture.version import Version
from ..policy.scope import may_not_say

Entities = Mapping[str, Version]
OF_ONE_ID = {"leaving": LEAVING, "speaks_for": FORCES}


def strange_member(charter: Charter, entities: Entities, statement: Statement) -> str:
    """Why this author cannot say this now, whatever the kind; empty when it may."""
    author = statement.author
    left = entities.get(f"{author}/{LEAVING}")
    if left is not None and isinstance(left.body, Leaving) and left.action != "cancel":
        since_ms = max(left.body.at_ms, left.t_released_ms)
        if statement.t_released_ms > since_ms and statement.kind != "leaving":
            return f"{author} has left the room and says a {statement.kind}"
    return may_not_say(charter, author, statement.kind, statement.channel_class, statement.precedence)


def strange_entity(_: Charter, __: Entities, statement: Statement) -> str:
    """A leaving or a declaration under another id than all know."""
    wanted = OF_ONE_ID[statement.kind]
    return (
        ""
        if statement.entity == wanted
        else f"{statement.author} says a {statement.kind} as {statement.entity}"
    )


def strange_accession(charter: Charter, _: Entities, statement: Statement) -> str:
    """A proposal of a party that is in the room, a consent about what its author cannot mean."""
    try:
        body = typed_body(statement.kind, statement.body)
    except MalformedMessage:
        return ""
    if isinstance(body, Accession) and body.expires_ms - body.proposed_ms != charter.clocks.consent_ms:
        return f"{statement.author} proposes {body.party.id[:16]!r} for another time than the charter's"
    if isinstance(body, Consent) and body.given_ms > statement.t_released_ms:
        return f"{statement.author} gives a word on a proposal after it was said"
    return ""


CONTRADICTS = {
    "leaving": strange_entity,
    "speaks_for": strange_entity,
    "accession": strange_accession,
    "consent": strange_accession,
}
