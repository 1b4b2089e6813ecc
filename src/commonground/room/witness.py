"""The heads log: at fixed intervals every author commits to all its checkpoints before everybody.

What A tells B is cosigned by A and B alone. A's heads log holds freshly salted commitments to the checkpoint of
each of A's logs, its own included, in charter order, whatever happened; all parties cosign it. A second history of
any log then contradicts a commitment that everybody holds. The entry of 00:00Z is the daily digest.
"""

from __future__ import annotations

from ..errors import BadProof, Refused
from ..log.checkpoint import Checkpoint, checkpoint_text
from ..log.heads import heads_body, open_commitment, parse_heads
from ..log.merkle import EMPTY_ROOT
from ..log.statement_body import parse_body
from ..picture.charter import heads_log, log_to, own_log
from ..record import decode, encode_canonical
from .context import Room

DAY_MS = 86_400_000


def places(room: Room, author: str) -> list[str]:
    """Origins behind the commitments of `author`'s heads entries: one place a party, its own log in its own."""
    return [
        own_log(room.charter, author) if party.id == author else log_to(room.charter, author, party.id)
        for party in room.charter.parties
    ]


def heads_due(room: Room, now_ms: int) -> bool:
    """Whether the interval has passed, or midnight UTC, since the last heads entry."""
    last_ms = last_heads_ms(room)
    interval_ms = room.charter.clocks.heads_interval_ms
    return (
        last_ms is None
        or now_ms // interval_ms > last_ms // interval_ms
        or now_ms // DAY_MS > last_ms // DAY_MS
    )


def last_heads_ms(room: Room) -> int | None:
    """Time of this party's last heads entry."""
    origin = heads_log(room.charter, room.party)
    size = room.ledger.size(origin)
    if size == 0:
        return None
    body = room.store.entries(origin, size - 1, size)[0].body
    return None if body is None else parse_heads(body).t_ms


def append_heads(room: Room, now_ms: int) -> int:
    """Append a heads entry over the last checkpoints; returns its leaf. Call inside a transaction."""
    origin = heads_log(room.charter, room.party)
    index = room.ledger.size(origin)
    texts = [_head_text(room, place) for place in places(room, room.party)]
    salts = [room.salt.salt(f"{origin}/place/{number}", index) for number in range(len(texts))]
    salt = room.salt.salt(origin, index)
    body = heads_body(room.party, now_ms, texts, salts, salt=salt, commit=room.salt.commit)
    room.ledger.append_own(origin, parse_body(body), now_ms)
    kept = encode_canonical({"salts": [one.hex() for one in salts], "texts": texts})
    room.store.put_document("heads", str(index), kept)
    return index


def _head_text(room: Room, origin: str) -> str:
    held = room.store.checkpoint(origin)
    return Checkpoint(origin, 0, EMPTY_ROOT).encode() if held is None else checkpoint_text(held[1])


def commitment_opening(room: Room, caller: str, index: int) -> tuple[bytes, str] | None:
    """Salt and checkpoint text of the caller's own place in a heads entry; other places stay closed."""
    data = room.store.document("heads", str(index))
    if data is None:
        return None
    kept = decode(dict[str, list[str]], data)
    place = places(room, room.party).index(log_to(room.charter, room.party, caller))
    if place >= len(kept["salts"]):
        return None  # the caller was no party then
    return bytes.fromhex(kept["salts"][place]), kept["texts"][place]


def check_opening(room: Room, author: str, index: int, salt: bytes, text: str) -> Checkpoint:
    """Hold an author's opened commitment against the log that this party mirrors.

    Raises `BadProof` with evidence when the author committed before everybody to another log than it showed here.
    """
    origin = heads_log(room.charter, author)
    rows = room.store.entries(origin, index, index + 1) if index >= 0 else []
    if not rows:
        raise Refused(f"no entry {index} of {origin} is mirrored here", field="index")
    body = rows[0].body
    if body is None:
        raise BadProof(f"entry {index} of {origin} has no body", evidence={"origin": origin, "index": index})
    wanted = log_to(room.charter, author, room.party)
    place = places(room, author).index(wanted)
    checkpoint = open_commitment(body, place, text, salt, commit=room.salt.commit)
    tree = room.ledger.tree(wanted)
    if checkpoint.origin != wanted:
        raise BadProof(
            f"a head of {wanted} expected, {checkpoint.origin} was opened",
            evidence={"heads": body.decode(), "text": text},
        )
    if checkpoint.size <= tree.size and tree.root(checkpoint.size) != checkpoint.root:
        raise BadProof(
            f"{author} committed before everybody to another history of {wanted}",
            evidence={
                "heads": body.decode(),
                "text": text,
                "mirrored_root": tree.root(checkpoint.size).hex(),
            },
        )
    return checkpoint
