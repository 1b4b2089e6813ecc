"""The decision of a witness: cosign a new head, or say why not (C2SP tlog-witness).

A witness remembers per log the last head it cosigned and accepts only what provably extends it. Two roots for
one size are two histories: both signed notes are kept as evidence.
It is a pure function of what is remembered and what came; the caller stores the answer before it cosigns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonground.errors import BadProof, MalformedMessage, SplitView, StaleVersion

from .checkpoint import Checkpoint, checkpoint_text, open_checkpoint
from .keys import VerifyingKey
from .merkle import EMPTY_ROOT, HASH_BYTES, verify_consistency
from .note import decode_base64, encode_base64, parse_decimal

PROOF_HASHES_MAX = 63
REQUEST_LENGTH_MAX = 128 * 1024


@dataclass(frozen=True, slots=True)
class WitnessState:
    """The last cosigned head of one log; `note` is the author's signed checkpoint, empty before the first."""

    origin: str
    size: int = 0
    root: bytes = EMPTY_ROOT
    note: str = ""


def decide(
    last: WitnessState,
    note: str,
    proof: Sequence[bytes],
    verifier: VerifyingKey,
    *,
    old_size: int | None = None,
) -> WitnessState:
    """The state to store when `note` may be cosigned.

    Raises `BadSignature` (not the author's, or of another log), `StaleVersion` (smaller than what was
    cosigned, or `old_size` is not what was cosigned), `SplitView` (same size, another root) and `BadProof`.
    """
    head = open_checkpoint(note, verifier, origin=last.origin)
    if head.size == last.size and head.root != last.root:
        raise SplitView(
            f"{head.origin} has two roots for size {head.size}",
            evidence={"origin": head.origin, "notes": [last.note, note]},
        )
    if head.size < last.size or (old_size is not None and old_size != last.size):
        raise StaleVersion(
            f"size {last.size} of this log has been cosigned",
            field="old_size",
            clause="C2SP tlog-witness",
            detail={"size": last.size},
        )
    try:
        _verify_extension(last, head, proof)
    except BadProof as error:
        raise BadProof(
            error.reason,
            evidence={
                "origin": head.origin,
                "notes": [last.note, note],
                "proof": [encode_base64(found) for found in proof],
            },
        ) from error
    return WitnessState(head.origin, head.size, head.root, note)


def _verify_extension(last: WitnessState, head: Checkpoint, proof: Sequence[bytes]) -> None:
    if last.size:
        verify_consistency(last.size, head.size, last.root, head.root, proof)
    elif proof:  # tlog-witness, add-checkpoint: "empty if the old size is zero"
        raise BadProof("from size zero the proof is empty")


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """An add-checkpoint request: a new head and the proof that it extends the tree of `old_size`."""

    old_size: int
    proof: tuple[bytes, ...]
    note: str

    def encode(self) -> str:
        """The request body (tlog-witness, add-checkpoint)."""
        hashes = "".join(f"{encode_base64(found)}\n" for found in self.proof)
        return f"old {self.old_size}\n{hashes}\n{self.note}"

    @classmethod
    def parse(cls, text: str) -> AddCheckpoint:
        """Strict inverse of `encode`; nothing is verified."""
        if len(text) > REQUEST_LENGTH_MAX:
            raise MalformedMessage(f"longer than {REQUEST_LENGTH_MAX}", field="request", clause="limits")
        head, blank, note = text.partition("\n\n")
        lines = head.split("\n")
        if not blank or not lines[0].startswith("old "):
            raise MalformedMessage("expected 'old', hashes, a blank line, a checkpoint", field="request")
        old_size = parse_decimal(lines[0].removeprefix("old "), field="old_size")
        if len(lines) - 1 > PROOF_HASHES_MAX:
            raise MalformedMessage(f"more than {PROOF_HASHES_MAX} hashes", field="proof", clause="limits")
        proof = [
            decode_base64(line, field=f"proof[{at}]", length=HASH_BYTES) for at, line in enumerate(lines[1:])
        ]
        checkpoint_text(note)
        return cls(old_size, tuple(proof), note)
