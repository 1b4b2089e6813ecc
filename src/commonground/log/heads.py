"""The heads log: what everybody witnesses of an author without learning how much it tells whom.

At fixed intervals, whatever happened, an author writes one body with a freshly salted commitment to the
checkpoint of each of its logs, in charter order: its own log in its own place, and the log to each other
party in that party's place, empty or not. A recipient that holds the salt of its place can open it; a second
history would contradict a commitment that all have cosigned.
It draws no salt and reads no clock, and does not say when an interval ends.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from typing import Literal

from commonground.errors import BadProof, MalformedMessage
from commonground.record import Record, convert

from .checkpoint import Checkpoint
from .statement_body import SALT_BYTES, canonical, parse_body

COMMITMENT_BYTES = 32
Commit = Callable[[bytes, bytes], bytes]


class Heads(Record, frozen=True, kw_only=True):
    """The body of one heads entry: `commitments` are hex, one per party in charter order."""

    kind: Literal["heads"] = "heads"
    schema: Literal[1] = 1
    author: str
    t_ms: int
    commitments: list[str]
    salt: str


def commit_hmac(salt: bytes, text: bytes) -> bytes:
    """HMAC-SHA256 with the salt as key (RFC 2104): hides the text, and binds to it."""
    return hmac.new(salt, text, hashlib.sha256).digest()


def heads_body(
    author: str,
    t_ms: int,
    checkpoint_texts: Sequence[str],
    head_salts: Sequence[bytes],
    *,
    salt: bytes,
    commit: Commit = commit_hmac,
) -> bytes:
    """The canonical body of a heads entry at `t_ms`, UTC milliseconds.

    `checkpoint_texts` are the unsigned texts in charter order, one per party; `head_salts` one fresh 32-byte
    salt for each; `salt` the fresh salt of the body. A salt used twice is refused.
    """
    if len(checkpoint_texts) != len(head_salts):
        raise MalformedMessage("expected one salt per checkpoint", field="head_salts")
    salts = [*head_salts, salt]
    if any(len(found) != SALT_BYTES for found in salts) or len(set(salts)) != len(salts):
        raise MalformedMessage(f"expected {SALT_BYTES} fresh bytes for each salt", field="head_salts")
    origins = [Checkpoint.parse(text).origin for text in checkpoint_texts]
    if len(set(origins)) != len(origins):
        raise MalformedMessage("expected one log per place", field="checkpoint_texts")
    commitments = [
        commit(head_salt, text.encode()).hex()
        for head_salt, text in zip(head_salts, checkpoint_texts, strict=True)
    ]
    return canonical(
        {
            "kind": "heads",
            "schema": 1,
            "author": author,
            "t_ms": t_ms,
            "commitments": commitments,
            "salt": salt.hex(),
        }
    )


def parse_heads(body: bytes) -> Heads:
    """Parse a heads body strictly."""
    heads = convert(parse_body(body), Heads)
    for at, commitment in enumerate(heads.commitments):
        if len(commitment) != 2 * COMMITMENT_BYTES or not set(commitment) <= set("0123456789abcdef"):
            raise MalformedMessage("expected 64 lower-case hex digits", field=f"commitments[{at}]")
    return heads


def open_commitment(
    body: bytes, place: int, checkpoint_text: str, head_salt: bytes, *, commit: Commit = commit_hmac
) -> Checkpoint:
    """Check that the commitment in `place` (of the charter's order) is to this unsigned checkpoint text.

    Returns the checkpoint; `BadProof` holds both sides as evidence when the author committed to another.
    """
    heads = parse_heads(body)
    if not 0 <= place < len(heads.commitments):
        raise BadProof(f"no place {place} among {len(heads.commitments)} commitments")
    checkpoint = Checkpoint.parse(checkpoint_text)
    if not hmac.compare_digest(commit(head_salt, checkpoint_text.encode()).hex(), heads.commitments[place]):
        raise BadProof(
            f"{heads.author} committed to another head of {checkpoint.origin}",
            evidence={"heads": body.decode(), "checkpoint": checkpoint_text, "salt": head_salt.hex()},
        )
    return checkpoint
