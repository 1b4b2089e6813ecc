"""Checkpoints and cosignatures, among them real ones that other implementations wrote."""

import json
from pathlib import Path

import pytest

from commonground.errors import BadSignature, MalformedMessage
from commonground.log.checkpoint import (
    Checkpoint,
    add_cosignature,
    checkpoint_text,
    cosign,
    cosigners_of,
    open_checkpoint,
    sign_checkpoint,
    verify_cosignature,
)
from commonground.log.keys import SigningKey, VerifyingKey
from commonground.log.merkle import EMPTY_ROOT
from commonground.log.note import parse_note

AUTHOR = SigningKey.from_seed(b"\x01" * 32, "north.example/node")
WITNESS = SigningKey.from_seed(b"\x02" * 32, "south.example/node")
HEAD = Checkpoint("north.example/to/south", 3, b"\x05" * 32)
NOTE = sign_checkpoint(HEAD, AUTHOR)

# Written by other implementations: the file says where each comes from.
PUBLISHED = json.loads(
    (Path(__file__).parents[3] / "vectors" / "log" / "published_checkpoints.json").read_text(encoding="utf-8")
)
GO_NOTE, SPECIFICATION_NOTE, PUBLIC_NOTE = (case["note"] for case in PUBLISHED)
GO_KEY = PUBLISHED[0]["keys"][0]
PUBLIC_WITNESSES = PUBLISHED[2]["keys"]


def test_a_checkpoint_of_the_go_checksum_database() -> None:
    head = open_checkpoint(GO_NOTE, VerifyingKey.parse(GO_KEY))
    assert (head.origin, head.size) == ("go.sum database tree", 20_852_163)
    assert head.encode() == checkpoint_text(GO_NOTE)
    with pytest.raises(BadSignature):
        open_checkpoint(GO_NOTE.replace("20852163", "20852164"), VerifyingKey.parse(GO_KEY))


def test_the_example_of_the_specification() -> None:
    head = Checkpoint.parse(checkpoint_text(SPECIFICATION_NOTE))
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20_852_163)
    witness = parse_note(SPECIFICATION_NOTE).signatures[1]
    assert (int.from_bytes(witness.signature[:8], "big"), len(witness.signature)) == (1_679_315_147, 72)


@pytest.mark.parametrize("key", PUBLIC_WITNESSES)
def test_cosignatures_of_public_witnesses(key: str) -> None:
    verifier = VerifyingKey.parse(key)
    assert verify_cosignature(PUBLIC_NOTE, verifier) == 1_779_573_024
    with pytest.raises(BadSignature):
        verify_cosignature(PUBLIC_NOTE.replace("1432088532", "1432088533"), verifier)


@pytest.mark.parametrize(
    "head",
    [
        Checkpoint("o", 0, EMPTY_ROOT),
        Checkpoint("o", 1, b"\x00" * 32),
        Checkpoint("شمال/to/юг", 2**63 - 1, b"\xff" * 32, ("one", "two two")),
    ],
)
def test_a_checkpoint_is_what_its_text_says(head: Checkpoint) -> None:
    assert Checkpoint.parse(head.encode()) == head


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (Checkpoint("", 1, b"\x00" * 32), "empty line"),
        (Checkpoint("o\n1", 1, b"\x00" * 32), "root"),
        (Checkpoint("o\t", 1, b"\x00" * 32), "control"),
        (Checkpoint("o", -1, b"\x00" * 32), "decimal"),
        (Checkpoint("o", 2**63, b"\x00" * 32), "larger"),
        (Checkpoint("o", 1, b"\x00" * 31), "31 bytes"),
        (Checkpoint("o", 0, b"\x00" * 32), "empty tree"),
        (Checkpoint("o", 1, b"\x00" * 32, ("",)), "empty line"),
        (Checkpoint("o", 1, b"\x00" * 32, ("a\nb",)), "newline"),
        (Checkpoint("o" * 5000, 1, b"\x00" * 32), "longer"),
    ],
)
def test_a_checkpoint_that_would_not_come_back_is_not_written(head: Checkpoint, reason: str) -> None:
    with pytest.raises(MalformedMessage, match=reason):
        head.encode()


TEXT = HEAD.encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT[:-1],
        TEXT + "\n",
        "\n" + TEXT,
        TEXT.replace("\n3\n", "\n03\n"),
        TEXT.replace("\n3\n", "\n+3\n"),
        TEXT.replace("\n3\n", "\n3 \n"),
        TEXT.replace("\n3\n", "\n\n3\n"),
        TEXT.replace("=", ""),
        TEXT.replace("U=", "V="),
        TEXT.replace("\n", "\r\n"),
        "\n".join(TEXT.split("\n")[:2]) + "\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(MalformedMessage):
        Checkpoint.parse(text)


def test_only_the_author_of_this_log() -> None:
    assert open_checkpoint(NOTE, AUTHOR.verifier, origin=HEAD.origin) == HEAD
    with pytest.raises(BadSignature, match="expected north"):
        open_checkpoint(NOTE, AUTHOR.verifier, origin="north.example/to/joint")
    with pytest.raises(BadSignature):
        open_checkpoint(NOTE, WITNESS.verifier)
    with pytest.raises(BadSignature):
        open_checkpoint(NOTE, AUTHOR.verifier.cosigner)


def test_cosigning() -> None:
    line = cosign(NOTE, WITNESS, 1_700_000_000)
    both = add_cosignature(NOTE, line)
    assert both == NOTE + line
    assert add_cosignature(both, line) == both
    assert verify_cosignature(both, WITNESS.verifier.cosigner) == 1_700_000_000
    assert open_checkpoint(both, AUTHOR.verifier) == HEAD
    later = add_cosignature(both, cosign(both, WITNESS, 1_700_000_060))
    assert verify_cosignature(later, WITNESS.verifier.cosigner) == 1_700_000_060
    assert cosigners_of(later, [WITNESS.verifier.cosigner, AUTHOR.verifier.cosigner]) == {
        WITNESS.name: 1_700_000_060
    }


def test_a_cosignature_is_not_a_signature_and_the_other_way_round() -> None:
    cosigned = add_cosignature(NOTE, cosign(NOTE, WITNESS, 5))
    with pytest.raises(BadSignature):
        open_checkpoint(cosigned, WITNESS.verifier)
    with pytest.raises(BadSignature):
        verify_cosignature(cosigned, AUTHOR.verifier.cosigner)
    with pytest.raises(MalformedMessage, match="0x04"):
        verify_cosignature(cosigned, WITNESS.verifier)


def test_the_time_of_a_cosignature_is_signed() -> None:
    line = parse_note(add_cosignature(NOTE, cosign(NOTE, WITNESS, 5))).signatures[1]
    for stamped in ((6).to_bytes(8, "big"), (2**63).to_bytes(8, "big")):
        forged = type(line)(line.name, line.key_id, stamped + line.signature[8:])
        with pytest.raises(BadSignature):
            verify_cosignature(NOTE + forged.line(), WITNESS.verifier.cosigner)
    short = type(line)(line.name, line.key_id, line.signature[:7])
    with pytest.raises(BadSignature):
        verify_cosignature(NOTE + short.line(), WITNESS.verifier.cosigner)


def test_what_is_no_checkpoint_is_not_cosigned() -> None:
    with pytest.raises(MalformedMessage):
        cosign(NOTE.replace("\n3\n", "\n03\n"), WITNESS, 5)
