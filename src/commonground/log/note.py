"""Signed notes: a text, a blank line, and one signature line per key (C2SP signed-note).

The parser is strict in both directions: what it accepts it writes back byte for byte. Signatures of unknown
keys are ignored and kept, so that a note can pass through hands that know fewer keys.
It knows no algorithm: a verifier (see `keys`) says what its signature type signs.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from commonground.errors import BadSignature, MalformedMessage

NOTE_BYTES_MAX = 1_000_000
SIGNATURES_MAX = 128  # signed-note: verifiers accept at least 16
KEY_ID_BYTES = 4
_DASH = "— "  # U+2014 and a space open every signature line


class NoteVerifier(Protocol):
    """What a note needs of a public key."""

    @property
    def name(self) -> str: ...

    @property
    def key_id(self) -> bytes: ...

    def verify_note(self, text: str, signature: bytes) -> None: ...


class NoteSigner(Protocol):
    """What a note needs of a private key: the line it adds under a text."""

    def sign_note(self, text: str) -> NoteSignature: ...


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: key name, 4-byte key id, and the bytes that the signature type defines."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        """The line with its final newline."""
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note; nothing in it has been verified. `text` ends with its newline."""

    text: str
    signatures: tuple[NoteSignature, ...]


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A note of which at least one signature was verified, and none of a known key failed."""

    text: str
    verified: tuple[NoteSignature, ...]
    unknown: tuple[NoteSignature, ...]


def encode_base64(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648 section 4)."""
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: str, *, field: str, length: int | None = None) -> bytes:
    """Strict inverse of `encode_base64`: no other alphabet, no slack bits; an error names `field`."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise MalformedMessage("not standard base64", field=field, clause="RFC 4648 section 4") from error
    if encode_base64(data) != text:
        raise MalformedMessage("base64 that is not canonical", field=field, clause="RFC 4648 section 3.5")
    if length is not None and len(data) != length:
        raise MalformedMessage(f"{len(data)} bytes, expected {length}", field=field)
    return data


def parse_decimal(text: str, *, field: str, value_max: int = 2**63 - 1) -> int:
    """An ASCII decimal without sign or leading zeroes, at most `value_max`."""
    if not (text.isascii() and text.isdigit()) or (len(text) > 1 and text[0] == "0"):
        raise MalformedMessage("expected a decimal number without leading zeroes", field=field)
    if len(text) > 20 or int(text) > value_max:
        raise MalformedMessage(f"larger than {value_max}", field=field, clause="limits")
    return int(text)


def check_key_name(name: str) -> None:
    """Refuse an empty name, Unicode spaces, a plus and control characters (signed-note, Format)."""
    if not name:
        raise MalformedMessage("a key name is empty", field="name", clause="C2SP signed-note")
    if "+" in name or any(mark.isspace() or mark < " " for mark in name):
        raise MalformedMessage(
            "a key name holds a space, a plus or a control character", field="name", clause="C2SP signed-note"
        )


def check_text(text: str) -> None:
    """Refuse a note text without final newline, with control characters, or that is not valid UTF-8."""
    if not text.endswith("\n"):
        raise MalformedMessage(
            "the text does not end with a newline", field="text", clause="C2SP signed-note"
        )
    _check_characters(text)


def parse_note(note: str | bytes) -> Note:
    """Parse a signed note without verifying it; `MalformedMessage` names the part that is wrong."""
    content = _decoded(note)
    _check_characters(content)
    end = content.rfind("\n\n")
    if end < 0:
        raise MalformedMessage("no blank line before the signatures", field="note", clause="C2SP signed-note")
    text, block = content[: end + 1], content[end + 2 :]
    if not block.endswith("\n"):
        raise MalformedMessage("no signature line, or no newline after the last", field="signatures")
    lines = block[:-1].split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise MalformedMessage(f"more than {SIGNATURES_MAX} signatures", field="signatures", clause="limits")
    return Note(text, tuple(parse_signature_line(line + "\n") for line in lines))


def parse_signature_line(line: str) -> NoteSignature:
    """Parse one signature line with its newline."""
    if not line.startswith(_DASH) or not line.endswith("\n") or line.count("\n") != 1:
        raise MalformedMessage("expected em dash, space, name, space, base64, newline", field="signatures")
    name, space, coded = line[len(_DASH) : -1].partition(" ")
    if not space:
        raise MalformedMessage("no base64 after the key name", field="signatures")
    check_key_name(name)
    blob = decode_base64(coded, field="signatures")
    if len(blob) <= KEY_ID_BYTES:
        raise MalformedMessage("a signature is shorter than 5 bytes", field="signatures")
    return NoteSignature(name, blob[:KEY_ID_BYTES], blob[KEY_ID_BYTES:])


def format_note(text: str, signatures: Sequence[NoteSignature]) -> str:
    """The note of a text (ending in a newline) and at least one signature."""
    check_text(text)
    if not signatures:
        raise MalformedMessage("a note has at least one signature", field="signatures")
    return text + "\n" + "".join(signature.line() for signature in signatures)


def sign_note(text: str, signers: Iterable[NoteSigner]) -> str:
    """Sign a text with each key, in order."""
    check_text(text)
    return format_note(text, [signer.sign_note(text) for signer in signers])


def signed_by(note: str, name: str) -> str:
    """The note with the signatures of one name alone; `MalformedMessage` when there is none."""
    parsed = parse_note(note)
    return format_note(parsed.text, [line for line in parsed.signatures if line.name == name])


def open_note(note: str | bytes, verifiers: Iterable[NoteVerifier]) -> OpenedNote:
    """Verify the signatures of known keys.

    Raises `BadSignature` when one of them fails or none is there; a key counts as known only if both its name
    and its id match.
    """
    parsed = parse_note(note)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    verified: list[NoteSignature] = []
    unknown: list[NoteSignature] = []
    for signature in parsed.signatures:
        verifier = known.get((signature.name, signature.key_id))
        if verifier is None:
            unknown.append(signature)
            continue
        verifier.verify_note(parsed.text, signature.signature)
        verified.append(signature)
    if not verified:
        names = ", ".join(sorted({name for name, _ in known})) or "nobody"
        raise BadSignature(f"no signature by {names}", evidence={"note": _decoded(note)})
    return OpenedNote(parsed.text, tuple(verified), tuple(unknown))


def _decoded(note: str | bytes) -> str:
    if len(note) > NOTE_BYTES_MAX:
        raise MalformedMessage(f"longer than {NOTE_BYTES_MAX} bytes", field="note", clause="limits")
    if isinstance(note, str):
        return note
    try:
        return note.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedMessage("not UTF-8", field="note", clause="C2SP signed-note") from error


def _check_characters(text: str) -> None:
    """No ASCII control character but the newline, and nothing that UTF-8 cannot hold."""
    for mark in text:
        if mark < " " and mark != "\n":
            raise MalformedMessage(
                f"control character U+{ord(mark):04X}", field="text", clause="C2SP signed-note"
            )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedMessage("not UTF-8", field="text", clause="C2SP signed-note") from error
