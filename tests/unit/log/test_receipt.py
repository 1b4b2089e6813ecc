"""Receipts (tlog-proof files): verified with their body, refused in every other form."""

import pytest

from commonground.errors import BadProof, BadSignature, MalformedMessage
from commonground.log.checkpoint import Checkpoint, add_cosignature, cosign, sign_checkpoint
from commonground.log.keys import SigningKey
from commonground.log.merkle import Tree
from commonground.log.proof import RECEIPT_LENGTH_MAX, encode_receipt, parse_receipt, verify_receipt
from commonground.log.statement_body import canonical, entry_of

AUTHOR = SigningKey.from_seed(b"\x01" * 32, "north.example/node")
SOUTH = SigningKey.from_seed(b"\x02" * 32, "south.example/node")
ORIGIN = "north.example/to/south"
BODIES = [canonical({"n": number, "salt": f"{number:064x}"}) for number in range(7)]
TREE = Tree()
TREE.append([entry_of(body) for body in BODIES])
NOTE = sign_checkpoint(Checkpoint(ORIGIN, 7, TREE.root()), AUTHOR)
COSIGNED = add_cosignature(NOTE, cosign(NOTE, SOUTH, 1_700_000_000))
RECEIPT = encode_receipt(4, TREE.inclusion_proof(4, 7), COSIGNED)
COSIGNERS = {"south": SOUTH.verifier.cosigner}


def test_a_receipt_shows_its_statement() -> None:
    shown = verify_receipt(RECEIPT, BODIES[4], AUTHOR.verifier, COSIGNERS, {"south"}, origin=ORIGIN)
    assert (shown.index, shown.checkpoint.size, shown.cosigned_s) == (4, 7, {"south": 1_700_000_000})


def test_the_form_of_the_file() -> None:
    lines = RECEIPT.split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 4"]
    assert RECEIPT.endswith("\n\n" + COSIGNED)
    with_extra = encode_receipt(4, TREE.inclusion_proof(4, 7), COSIGNED, b"seen at the post")
    assert with_extra.split("\n")[1].startswith("extra ")
    assert parse_receipt(with_extra).extra == b"seen at the post"
    assert verify_receipt(with_extra, BODIES[4], AUTHOR.verifier, {}).index == 4


def test_a_log_of_one_entry_needs_no_hashes() -> None:
    tree = Tree()
    tree.append([entry_of(BODIES[0])])
    note = sign_checkpoint(Checkpoint(ORIGIN, 1, tree.root()), AUTHOR)
    assert verify_receipt(encode_receipt(0, [], note), BODIES[0], AUTHOR.verifier, {}).index == 0


@pytest.mark.parametrize("index", [0, 3, 5, 6, 7, 70])
def test_another_index_does_not_hold(index: int) -> None:
    moved = RECEIPT.replace("index 4", f"index {index}")
    with pytest.raises(BadProof, match=f"not entry {index}"):
        verify_receipt(moved, BODIES[4], AUTHOR.verifier, COSIGNERS)


def test_another_body_does_not_hold() -> None:
    with pytest.raises(BadProof, match="not entry 4"):
        verify_receipt(RECEIPT, BODIES[3], AUTHOR.verifier, COSIGNERS)
    with pytest.raises(MalformedMessage):
        verify_receipt(RECEIPT, BODIES[4] + b" ", AUTHOR.verifier, COSIGNERS)


def test_who_has_to_have_signed() -> None:
    bare = encode_receipt(4, TREE.inclusion_proof(4, 7), NOTE)
    assert verify_receipt(bare, BODIES[4], AUTHOR.verifier, COSIGNERS).cosigned_s == {}
    with pytest.raises(BadSignature, match="south has not cosigned"):
        verify_receipt(bare, BODIES[4], AUTHOR.verifier, COSIGNERS, {"south"})
    with pytest.raises(BadSignature, match="joint has not cosigned"):
        verify_receipt(RECEIPT, BODIES[4], AUTHOR.verifier, COSIGNERS, {"joint"})
    with pytest.raises(BadSignature):
        verify_receipt(RECEIPT, BODIES[4], SOUTH.verifier, COSIGNERS)
    with pytest.raises(BadSignature, match="expected north"):
        verify_receipt(RECEIPT, BODIES[4], AUTHOR.verifier, COSIGNERS, origin="north.example/to/joint")


@pytest.mark.parametrize(
    "text",
    [
        "",
        RECEIPT.replace("@v1", "@v2"),
        "\n" + RECEIPT,
        RECEIPT.replace("index 4", "index 04"),
        RECEIPT.replace("index 4", "index"),
        RECEIPT.replace("index 4", "index -4"),
        RECEIPT.replace("index 4\n", ""),
        RECEIPT.replace("index 4", "index 4\nindex 4"),
        RECEIPT.replace("index 4", "extra \nindex 4"),
        RECEIPT.replace("index 4", "extra YQ==\nextra YQ==\nindex 4"),
        RECEIPT.replace("index 4", "index 4\nextra YQ=="),
        RECEIPT.replace("index 4\n", "index 4\nYQ==\n"),
        RECEIPT.replace("index 4\n", "index 4\n" + "A" * 43 + "=\n" * 1 + ("A" * 43 + "=\n") * 63),
        RECEIPT.replace("\n\n", "\n", 1),
        RECEIPT.replace("\n", "\r\n"),
        RECEIPT + "\n",
        RECEIPT[: RECEIPT.index("\n\n") + 2],
        RECEIPT + "x" * RECEIPT_LENGTH_MAX,
    ],
)
def test_what_is_no_receipt_is_refused(text: str) -> None:
    with pytest.raises(MalformedMessage):
        parse_receipt(text)


@pytest.mark.parametrize(
    ("index", "proof", "note"),
    [(-1, [], NOTE), (0, [b"short"], NOTE), (0, [], "no note"), (0, [bytes(32)] * 64, NOTE)],
)
def test_what_would_not_come_back_is_not_written(index: int, proof: list[bytes], note: str) -> None:
    with pytest.raises(MalformedMessage):
        encode_receipt(index, proof, note)
