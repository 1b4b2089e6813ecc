"""Receipts: a statement that travels alone, with the proof that its log holds it (C2SP tlog-proof).

A receipt is a text file: index, inclusion proof and the checkpoint with its cosignatures. Together with the
body and the keys it is checked offline by anyone; `examples/verify_offline.py` does so without this package.
It does not say that the log is complete, only that this statement is in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from commonground.errors import BadProof, BadSignature, MalformedMessage

from .checkpoint import Checkpoint, checkpoint_text, cosigners_of, open_checkpoint
from .keys import VerifyingKey
from .merkle import HASH_BYTES, leaf_hash, verify_inclusion
from .note import decode_base64, encode_base64, parse_decimal
from .statement_body import check_body, entry_of

HEADER = "c2sp.org/tlog-proof@v1"
PROOF_HASHES_MAX = 63
EXTRA_BYTES_MAX = 64 * 1024
RECEIPT_LENGTH_MAX = 256 * 1024


@dataclass(frozen=True, slots=True)
class Receipt:
    """A parsed receipt; nothing in it has been verified. `extra` is never trusted."""

    index: int
    proof: tuple[bytes, ...]
    checkpoint_note: str
    extra: bytes = b""


@dataclass(frozen=True, slots=True)
class VerifiedReceipt:
    """What a receipt has shown: entry `index` of the log, and who cosigned its head when (POSIX seconds)."""

    checkpoint: Checkpoint
    index: int
    cosigned_s: Mapping[str, int]


def encode_receipt(index: int, proof: Sequence[bytes], checkpoint_note: str, extra: bytes = b"") -> str:
    """The receipt file; refuses what `parse_receipt` would not give back."""
    extra_line = f"extra {encode_base64(extra)}\n" if extra else ""
    hashes = "".join(f"{encode_base64(found)}\n" for found in proof)
    text = f"{HEADER}\n{extra_line}index {index}\n{hashes}\n{checkpoint_note}"
    if parse_receipt(text) != Receipt(index, tuple(proof), checkpoint_note, extra):
        raise MalformedMessage("not what a receipt can hold", field="receipt")
    return text


def parse_receipt(text: str) -> Receipt:
    """Parse a receipt strictly without verifying it."""
    if len(text) > RECEIPT_LENGTH_MAX:
        raise MalformedMessage(f"longer than {RECEIPT_LENGTH_MAX}", field="receipt", clause="limits")
    head, blank, note = text.partition("\n\n")
    if not blank:
        raise MalformedMessage(
            "no blank line before the checkpoint", field="receipt", clause="C2SP tlog-proof"
        )
    lines = head.split("\n")
    if lines.pop(0) != HEADER:
        raise MalformedMessage(f"expected {HEADER}", field="receipt", clause="C2SP tlog-proof")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = decode_base64(lines.pop(0).removeprefix("extra "), field="extra")
        if not 0 < len(extra) <= EXTRA_BYTES_MAX:
            raise MalformedMessage(f"expected 1 to {EXTRA_BYTES_MAX} bytes", field="extra", clause="limits")
    if not lines or not lines[0].startswith("index "):
        raise MalformedMessage("expected 'index' and a number", field="index", clause="C2SP tlog-proof")
    index = parse_decimal(lines.pop(0).removeprefix("index "), field="index")
    if len(lines) > PROOF_HASHES_MAX:
        raise MalformedMessage(f"more than {PROOF_HASHES_MAX} hashes", field="proof", clause="limits")
    proof = tuple(
        decode_base64(line, field=f"proof[{at}]", length=HASH_BYTES) for at, line in enumerate(lines)
    )
    checkpoint_text(note)
    return Receipt(index, proof, note, extra)


def verify_receipt(
    receipt_text: str,
    body: bytes,
    author_verifier: VerifyingKey,
    cosigner_verifiers: Mapping[str, VerifyingKey],
    required: Collection[str] = (),
    *,
    origin: str | None = None,
) -> VerifiedReceipt:
    """Check that `body` is the statement that this receipt proves.

    `cosigner_verifiers` maps a party to its cosigner key (type 0x04); each party in `required` must have
    cosigned. Raises `MalformedMessage`, `BadSignature` or `BadProof`.
    """
    receipt = parse_receipt(receipt_text)
    checkpoint = open_checkpoint(receipt.checkpoint_note, author_verifier, origin=origin)
    by_name = cosigners_of(receipt.checkpoint_note, cosigner_verifiers.values())
    cosigned_s = {
        party: by_name[verifier.name]
        for party, verifier in cosigner_verifiers.items()
        if verifier.name in by_name
    }
    for party in required:
        if party not in cosigned_s:
            raise BadSignature(f"{party} has not cosigned", evidence={"note": receipt.checkpoint_note})
    check_body(body, entry_of(body))
    try:
        verify_inclusion(
            receipt.index, checkpoint.size, leaf_hash(entry_of(body)), receipt.proof, checkpoint.root
        )
    except BadProof as error:
        raise BadProof(
            f"the body is not entry {receipt.index}: {error.reason}", evidence={"receipt": receipt_text}
        ) from error
    return VerifiedReceipt(checkpoint, receipt.index, cosigned_s)
