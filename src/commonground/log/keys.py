"""Keys: signing, verifying, certifying and sealing; the one module that imports `cryptography`.

A node's key signs its checkpoints (signed-note type 0x01) and cosigns those of others (type 0x04, tlog-
cosignature). The offline identity key of a party certifies its node keys. Sealing (HPKE, RFC 9180) is for
bodies that pass through a relay.
It draws no randomness of its own for keys: a key is made from a 32-byte seed that the caller keeps. It keeps
no key store and knows no party.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from commonground.errors import BadSignature, MalformedMessage

from .note import (
    KEY_ID_BYTES,
    NoteSignature,
    check_key_name,
    decode_base64,
    encode_base64,
    open_note,
    parse_decimal,
    sign_note,
)

SEED_BYTES = 32
TIMESTAMP_BYTES = 8
CERTIFICATE_HEADER = "commonground/key-certificate/v1"
_HEX_ID = re.compile(r"[0-9a-f]{8}")


class SignatureType(IntEnum):
    """Signature type bytes of C2SP signed-note; one row of `_PUBLIC_BYTES` for each that is understood."""

    ED25519 = 0x01
    ED25519_COSIGNATURE = 0x04


_PUBLIC_BYTES = {SignatureType.ED25519: 32, SignatureType.ED25519_COSIGNATURE: 32}


def cosignature_message(text: str, timestamp_s: int) -> bytes:
    """What an Ed25519 cosignature signs: header, time, checkpoint text (tlog-cosignature)."""
    if not 0 <= timestamp_s < 2**63:
        raise MalformedMessage("a timestamp is 0 to 2^63 - 1 seconds", field="timestamp_s")
    return f"cosignature/v1\ntime {timestamp_s}\n{text}".encode()


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key with its name and signature type, as a verifier key string carries it."""

    name: str
    public: bytes
    type: SignatureType = SignatureType.ED25519

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.public) != _PUBLIC_BYTES[self.type]:
            raise MalformedMessage(f"expected {_PUBLIC_BYTES[self.type]} bytes", field="public")

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256(name, newline, type, public key) (signed-note, Signatures)."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._typed()).digest()[:KEY_ID_BYTES]

    @property
    def cosigner(self) -> VerifyingKey:
        """The same key as a cosigner: type 0x04 and therefore another key id."""
        return VerifyingKey(self.name, self.public, SignatureType.ED25519_COSIGNATURE)

    def encode(self) -> str:
        """The verifier key string `name+id+base64`."""
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(self._typed())}"

    @classmethod
    def parse(cls, text: str) -> VerifyingKey:
        """Strict inverse of `encode`; `MalformedMessage` when the id does not belong to name and key."""
        parts = text.split("+", 2)
        if len(parts) != 3 or not _HEX_ID.fullmatch(parts[1]):
            raise MalformedMessage(
                "expected name+8 hex digits+base64", field="key", clause="C2SP signed-note"
            )
        typed = decode_base64(parts[2], field="key")
        if not typed or typed[0] not in set(SignatureType):
            raise MalformedMessage("a signature type that is not understood", field="key")
        key = cls(parts[0], typed[1:], SignatureType(typed[0]))
        if key.key_id.hex() != parts[1]:
            raise MalformedMessage("the key id does not belong to this name and key", field="key")
        return key

    def verify(self, message: bytes, signature: bytes) -> None:
        """Check a plain signature over `message`; raises `BadSignature`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise BadSignature(
                f"the signature by {self.name} does not verify",
                evidence={"key": self.encode(), "signature": signature.hex()},
            ) from error

    def verify_note(self, text: str, signature: bytes) -> None:
        """Check the bytes of a signature line over a note text, as this key's type defines them."""
        if self.type is SignatureType.ED25519:
            self.verify(text.encode(), signature)
            return
        timestamp_s = int.from_bytes(signature[:TIMESTAMP_BYTES], "big")
        if timestamp_s >= 2**63:
            raise BadSignature(f"the cosignature by {self.name} has an impossible time")
        self.verify(cosignature_message(text, timestamp_s), signature[TIMESTAMP_BYTES:])

    def _typed(self) -> bytes:
        return bytes([self.type]) + self.public


class SigningKey:
    """A private Ed25519 key with a name; made from a 32-byte seed, never printed."""

    __slots__ = ("_private", "verifier")

    def __init__(self, private: Ed25519PrivateKey, name: str) -> None:
        self._private = private
        self.verifier = VerifyingKey(name, private.public_key().public_bytes_raw())

    @classmethod
    def from_seed(cls, seed: bytes, name: str) -> SigningKey:
        """The key of a 32-byte secret seed; the same seed and name give the same key."""
        if len(seed) != SEED_BYTES:
            raise MalformedMessage(f"expected {SEED_BYTES} bytes", field="seed")
        return cls(Ed25519PrivateKey.from_private_bytes(seed), name)

    @property
    def name(self) -> str:
        """The key name, as it stands in signature lines."""
        return self.verifier.name

    def sign(self, message: bytes) -> bytes:
        """A plain 64-byte Ed25519 signature (RFC 8032)."""
        return self._private.sign(message)

    def sign_note(self, text: str) -> NoteSignature:
        """The line that signs a note text (type 0x01)."""
        return NoteSignature(self.name, self.verifier.key_id, self.sign(text.encode()))

    def cosign_note(self, text: str, timestamp_s: int) -> NoteSignature:
        """The line that cosigns a checkpoint text at `timestamp_s`, POSIX seconds (type 0x04)."""
        signature = self.sign(cosignature_message(text, timestamp_s))
        stamped = timestamp_s.to_bytes(TIMESTAMP_BYTES, "big") + signature
        return NoteSignature(self.name, self.verifier.cosigner.key_id, stamped)

    def __repr__(self) -> str:
        return f"SigningKey({self.name})"


@dataclass(frozen=True, slots=True)
class Certificate:
    """An identity key's word that `key` speaks for `party` in [from_ms, until_ms], UTC milliseconds."""

    party: str
    key: VerifyingKey
    from_ms: int
    until_ms: int

    def __post_init__(self) -> None:
        check_key_name(self.party)
        if not 0 <= self.from_ms <= self.until_ms < 2**63:
            raise MalformedMessage("expected 0 <= from_ms <= until_ms", field="until_ms")

    def encode(self) -> str:
        """The note text that is signed; its second line is no number, so it is never a checkpoint."""
        return (
            f"{CERTIFICATE_HEADER}\nparty {self.party}\nkey {self.key.encode()}\n"
            f"from {self.from_ms}\nuntil {self.until_ms}\n"
        )

    @classmethod
    def parse(cls, text: str) -> Certificate:
        """Strict inverse of `encode`."""
        lines = text.split("\n")
        if len(lines) != 6 or lines[0] != CERTIFICATE_HEADER or lines[5]:
            raise MalformedMessage(
                f"expected five lines, the first {CERTIFICATE_HEADER}", field="certificate"
            )
        values: dict[str, str] = {}
        for label, line in zip(("party", "key", "from", "until"), lines[1:], strict=False):
            found, _, values[label] = line.partition(" ")
            if found != label:
                raise MalformedMessage(f"expected a line '{label} ...'", field="certificate")
        return cls(
            values["party"],
            VerifyingKey.parse(values["key"]),
            parse_decimal(values["from"], field="from"),
            parse_decimal(values["until"], field="until"),
        )


def certify(identity: SigningKey, certificate: Certificate) -> str:
    """The certificate as a note signed by the party's identity key."""
    return sign_note(certificate.encode(), [identity])


def verify_certificate(note: str, identity: VerifyingKey, *, now_ms: int | None = None) -> Certificate:
    """Open a certificate; `BadSignature` when it is not the identity key's, or not in force at `now_ms`."""
    certificate = Certificate.parse(open_note(note, [identity]).text)
    if now_ms is not None and not certificate.from_ms <= now_ms <= certificate.until_ms:
        raise BadSignature(
            f"the certificate of {certificate.key.name} is not in force at {now_ms} ms",
            evidence={"certificate": note},
        )
    return certificate


_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


def sealing_public(seed: bytes) -> bytes:
    """The 32-byte X25519 public key of a 32-byte secret seed."""
    return X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def seal(recipient_public: bytes, info: bytes, plaintext: bytes) -> bytes:
    """Encrypt to the holder of `recipient_public` (HPKE base mode, RFC 9180); `info` is bound, not sent.

    The ephemeral key is drawn by the library: two calls give different bytes.
    """
    return _SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(recipient_public), info)


def open_sealed(seed: bytes, info: bytes, sealed: bytes) -> bytes:
    """Inverse of `seal` with the recipient's seed; `BadSignature` when key or `info` is another."""
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(seed), info)
    except (InvalidTag, ValueError) as error:
        raise BadSignature("not sealed to this key with this info") from error
