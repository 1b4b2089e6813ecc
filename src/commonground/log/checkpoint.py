"""Checkpoints and cosignatures: what an author signs, and what a recipient adds (C2SP tlog-checkpoint).

A checkpoint names a log (origin), its size and its root; the author's note signature over it signs every
entry that it covers. A cosignature says that its signer had seen no other history at that time.
It does not decide whether to cosign: `witness_state` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commonground.errors import BadSignature, MalformedMessage

from .keys import TIMESTAMP_BYTES, SignatureType, SigningKey, VerifyingKey
from .merkle import EMPTY_ROOT, HASH_BYTES
from .note import (
    check_text,
    decode_base64,
    encode_base64,
    format_note,
    open_note,
    parse_decimal,
    parse_note,
    parse_signature_line,
    sign_note,
)

TEXT_LENGTH_MAX = 4096


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: `size` entries with Merkle root `root`. Extension lines are opaque."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def encode(self) -> str:
        """The note text, with its final newline; refuses what `parse` would not give back."""
        lines = (self.origin, str(self.size), encode_base64(self.root), *self.extensions)
        text = "".join(f"{line}\n" for line in lines)
        if Checkpoint.parse(text) != self:
            raise MalformedMessage("a line of the checkpoint holds a newline", field="checkpoint")
        return text

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Strict inverse of `encode` (tlog-checkpoint, Note text)."""
        check_text(text)
        if len(text) > TEXT_LENGTH_MAX:
            raise MalformedMessage(f"longer than {TEXT_LENGTH_MAX}", field="checkpoint", clause="limits")
        lines = text[:-1].split("\n")
        if len(lines) < 3 or not all(lines):
            raise MalformedMessage(
                "expected origin, size, root and no empty line",
                field="checkpoint",
                clause="C2SP tlog-checkpoint",
            )
        size = parse_decimal(lines[1], field="size")
        root = decode_base64(lines[2], field="root", length=HASH_BYTES)
        if size == 0 and root != EMPTY_ROOT:
            raise MalformedMessage(
                "not the root of an empty tree", field="root", clause="RFC 6962 section 2.1"
            )
        return cls(lines[0], size, root, tuple(lines[3:]))


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The checkpoint as a note signed by the author."""
    return sign_note(checkpoint.encode(), [key])


def open_checkpoint(note: str, verifier: VerifyingKey, *, origin: str | None = None) -> Checkpoint:
    """Verify the author's signature and parse; `BadSignature` also when it is the head of another log."""
    checkpoint = Checkpoint.parse(open_note(note, [verifier]).text)
    if origin is not None and checkpoint.origin != origin:
        raise BadSignature(
            f"a checkpoint of {checkpoint.origin}, expected {origin}",
            evidence={"note": note, "origin": origin},
        )
    return checkpoint


def checkpoint_text(note: str) -> str:
    """The unsigned text of a checkpoint note, parsed strictly, nothing verified."""
    text = parse_note(note).text
    Checkpoint.parse(text)
    return text


def cosign(note: str, key: SigningKey, timestamp_s: int) -> str:
    """The signature line (with newline) of a cosignature at `timestamp_s`, POSIX seconds."""
    return key.cosign_note(checkpoint_text(note), timestamp_s).line()


def verify_cosignature(note: str, verifier: VerifyingKey) -> int:
    """The time of the latest cosignature by `verifier`, POSIX seconds; `BadSignature` when none verifies."""
    if verifier.type is not SignatureType.ED25519_COSIGNATURE:
        raise MalformedMessage("expected the key of a cosigner (type 0x04)", field="key")
    opened = open_note(note, [verifier])
    return max(int.from_bytes(line.signature[:TIMESTAMP_BYTES], "big") for line in opened.verified)


def cosigners_of(note: str, verifiers: Iterable[VerifyingKey]) -> dict[str, int]:
    """Name of each known cosigner and the time of its cosignature; a bad one raises `BadSignature`."""
    present = {(line.name, line.key_id) for line in parse_note(note).signatures}
    return {
        verifier.name: verify_cosignature(note, verifier)
        for verifier in verifiers
        if (verifier.name, verifier.key_id) in present
    }


def add_cosignature(note: str, line: str) -> str:
    """The note with one more signature line; the same line is not added twice."""
    parsed = parse_note(note)
    signature = parse_signature_line(line)
    if signature in parsed.signatures:
        return note
    return format_note(parsed.text, [*parsed.signatures, signature])
