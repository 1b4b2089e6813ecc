"""The record of one statement: its leaf, its proof, who has cosigned, and the receipt that a stranger can check.

Any log that this node holds can be asked: the party's own, those that it writes to others, those addressed to it, and
the heads logs. What is in them is this party's to see.
"""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from ..errors import Refused
from ..log.checkpoint import Checkpoint, checkpoint_text
from ..log.merkle import leaf_hash
from ..log.note import parse_decimal
from ..record import decode
from ..room.context import Room
from ..room.rows import leaf_row
from ..room.rows_delivery import cosigned_ms
from .bodies import INTEGER_MAX
from .door import Call, Web, get


def routes(web: Web) -> list[Route]:
    """The route of records."""
    return [get(web, "/api/record/{origin:path}/{index}", record)]


async def record(call: Call) -> dict[str, Any]:
    """The RecordEntry of a leaf."""
    origin, index = (
        call.part("origin"),
        parse_decimal(call.part("index"), field="index", value_max=INTEGER_MAX),
    )
    return await call.web.read(lambda room: record_row(room, origin, index))


def record_row(room: Room, origin: str, index: int) -> dict[str, Any]:
    """Everything that this node can show of a leaf. Runs in the node's writer."""
    if origin not in room.ledger.origins():
        raise Refused("no such log at this node", field="origin")
    if index >= room.ledger.verified_size(origin):
        raise Refused(f"a leaf below {room.ledger.verified_size(origin)} expected", field="index")
    stored = room.store.entries(origin, index, index + 1)[0]
    receipt, size, proof, note = room.ledger.receipt(origin, index)
    checkpoint = Checkpoint.parse(checkpoint_text(note))
    last = room.store.entries(origin, size - 1, size)[0]
    cosigned = [
        {"party": party.id, "t_ms": t_ms}
        for party in room.charter.parties
        if (t_ms := cosigned_ms(room, note, party.id)) is not None
    ]
    return {
        "leaf": leaf_row(room, origin, index), "origin": origin, "entry": stored.entry.hex(),
        "leaf_hash": leaf_hash(stored.entry).hex(), "proof": [one.hex() for one in proof],
        "proof_size": size, "checkpoint_ms": last.arrived_ms, "root": checkpoint.root.hex(),
        "cosigned": cosigned, "body": None if stored.body is None else decode(dict[str, Any], stored.body),
        "receipt": receipt, "checkpoint": note, "arrived_ms": stored.arrived_ms,
    }  # fmt: skip
