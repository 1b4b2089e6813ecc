"""Keys: encoding, signature types, certificates and sealing."""

import pytest

from commonground.errors import BadSignature, MalformedMessage
from commonground.log.keys import (
    Certificate,
    SignatureType,
    SigningKey,
    VerifyingKey,
    certify,
    cosignature_message,
    open_sealed,
    seal,
    sealing_public,
    verify_certificate,
)
from commonground.log.note import open_note, sign_note

IDENTITY = SigningKey.from_seed(b"\x07" * 32, "north.example/identity")
NODE = SigningKey.from_seed(b"\x08" * 32, "north.example/node")
ENCODED = NODE.verifier.encode()
CERTIFICATE = Certificate("north", NODE.verifier, 1_000, 2_000)


def test_a_key_is_its_seed_and_name() -> None:
    again = SigningKey.from_seed(b"\x08" * 32, "north.example/node")
    assert again.verifier == NODE.verifier
    assert again.name == "north.example/node"
    assert "\\x08" not in repr(again)
    assert "0808" not in repr(again)


def test_a_plain_signature_verifies_and_no_other() -> None:
    signature = NODE.sign(b"message")
    NODE.verifier.verify(b"message", signature)
    for message, wrong in ((b"massage", signature), (b"message", signature[:-1]), (b"message", b"")):
        with pytest.raises(BadSignature, match="by north"):
            NODE.verifier.verify(message, wrong)


def test_the_two_types_have_different_ids() -> None:
    assert NODE.verifier.key_id != NODE.verifier.cosigner.key_id
    assert VerifyingKey.parse(NODE.verifier.cosigner.encode()).type is SignatureType.ED25519_COSIGNATURE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000",
        ENCODED + "A",
        ENCODED[:-4],
        ENCODED.replace("north", "south"),
        ENCODED.replace("+", "-"),
        ENCODED.upper(),
        " " + ENCODED,
        ENCODED + "\n",
        ENCODED.replace("+A", "+/", 1),
        "north.example/node+" + "0" * 8 + "+" + ENCODED.rsplit("+", 1)[1],
    ],
)
def test_what_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(MalformedMessage):
        VerifyingKey.parse(text)


def test_an_unknown_signature_type_is_refused() -> None:
    with pytest.raises(MalformedMessage, match="not understood"):
        VerifyingKey.parse("name+00000000+AgAA")


@pytest.mark.parametrize("seed", [b"", b"x" * 31, b"x" * 33])
def test_a_seed_of_another_length_is_refused(seed: bytes) -> None:
    with pytest.raises(MalformedMessage, match="32 bytes"):
        SigningKey.from_seed(seed, "name")


@pytest.mark.parametrize("timestamp_s", [-1, 2**63])
def test_a_cosignature_time_out_of_range_is_refused(timestamp_s: int) -> None:
    with pytest.raises(MalformedMessage):
        cosignature_message("text\n", timestamp_s)


def test_certificate() -> None:
    note = certify(IDENTITY, CERTIFICATE)
    assert verify_certificate(note, IDENTITY.verifier) == CERTIFICATE
    assert verify_certificate(note, IDENTITY.verifier, now_ms=1_000) == CERTIFICATE
    assert verify_certificate(note, IDENTITY.verifier, now_ms=2_000) == CERTIFICATE


@pytest.mark.parametrize("now_ms", [0, 999, 2_001])
def test_a_certificate_has_its_time(now_ms: int) -> None:
    with pytest.raises(BadSignature, match="not in force"):
        verify_certificate(certify(IDENTITY, CERTIFICATE), IDENTITY.verifier, now_ms=now_ms)


def test_only_the_identity_key_certifies() -> None:
    with pytest.raises(BadSignature):
        verify_certificate(certify(NODE, CERTIFICATE), IDENTITY.verifier)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("key-certificate/v1", "key-certificate/v2"),
        ("party ", "partei "),
        ("from 1000", "from 01000"),
        ("until 2000", "until 0"),
        ("until 2000\n", "until 2000\nmore\n"),
        ("until 2000\n", ""),
        ("party north", "party "),
        ("party north", "party nor th"),
    ],
)
def test_another_form_of_certificate_is_refused(old: str, new: str) -> None:
    text = CERTIFICATE.encode()
    assert Certificate.parse(text) == CERTIFICATE
    with pytest.raises(MalformedMessage):
        Certificate.parse(text.replace(old, new))


def test_a_signed_text_is_not_a_certificate() -> None:
    note = sign_note("north\n", [IDENTITY])
    assert open_note(note, [IDENTITY.verifier])
    with pytest.raises(MalformedMessage):
        verify_certificate(note, IDENTITY.verifier)


def test_sealed_to_one_key_with_one_info() -> None:
    seed = b"\x09" * 32
    sealed = seal(sealing_public(seed), b"north to south", b"body")
    assert b"body" not in sealed
    assert sealed != seal(sealing_public(seed), b"north to south", b"body")
    assert open_sealed(seed, b"north to south", sealed) == b"body"
    wrong = [
        (b"\x0a" * 32, b"north to south", sealed),
        (seed, b"north to joint", sealed),
        (seed, b"north to south", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (seed, b"north to south", b""),
    ]
    for other_seed, info, data in wrong:
        with pytest.raises(BadSignature):
            open_sealed(other_seed, info, data)
