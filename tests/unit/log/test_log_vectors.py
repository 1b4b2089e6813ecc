"""The vectors for other implementers: they are what the code writes, and the code reads them as they say."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from commonground.errors import CommongroundError
from commonground.log.checkpoint import Checkpoint, open_checkpoint, verify_cosignature
from commonground.log.heads import open_commitment
from commonground.log.keys import SigningKey, VerifyingKey, verify_certificate
from commonground.log.merkle import leaf_hash
from commonground.log.proof import verify_receipt
from commonground.log.statement_body import check_body, entry_of, parse_body
from commonground.log.tiles import Tile
from commonground.log.witness_state import AddCheckpoint, WitnessState, decide

FOLDER = Path(__file__).parents[3] / "vectors" / "log"
SPEC = importlib.util.spec_from_file_location("make_log_vectors", FOLDER / "make.py")
assert SPEC is not None
assert SPEC.loader is not None
MAKE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(MAKE)


def load(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return value


@pytest.mark.parametrize("name", sorted(MAKE.FILES))
def test_the_code_still_writes_these_bytes(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == MAKE.vector_text(name)


def test_every_file_is_made_or_published() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == {*MAKE.FILES, "published_checkpoints.json"}


def test_bodies() -> None:
    vectors = load("bodies.json")
    for case in vectors["accepted"]:
        body = case["body"].encode()
        assert parse_body(body) == case["value"]
        assert (entry_of(body).hex(), leaf_hash(entry_of(body)).hex()) == (case["entry"], case["leaf_hash"])
    for case in vectors["refused"]:
        body = case["body"].encode()
        with pytest.raises(CommongroundError):
            check_body(body, entry_of(body))


def test_keys() -> None:
    vectors = load("keys.json")
    for case in vectors["keys"]:
        key = SigningKey.from_seed(bytes.fromhex(case["seed"]), case["name"]).verifier
        assert (key.encode(), key.cosigner.encode()) == (case["signer"], case["cosigner"])
    identity = VerifyingKey.parse(vectors["keys"][2]["signer"])
    certificate = verify_certificate(vectors["certificate"], identity, now_ms=1_710_000_000_000)
    assert certificate.key.encode() == vectors["keys"][0]["signer"]


def test_checkpoints_and_requests() -> None:
    vectors = load("checkpoints.json")
    signer, cosigner = VerifyingKey.parse(vectors["signer"]), VerifyingKey.parse(vectors["cosigner"])
    for case in vectors["cases"]:
        head = open_checkpoint(case["note"], signer)
        assert (head.size, head.root.hex()) == (case["size"], case["root"])
        assert verify_cosignature(case["note"] + case["cosignature"], cosigner) == case["cosigned_s"]
    state = WitnessState("north.example/to/south")
    for case in vectors["add_checkpoint"]:
        request = AddCheckpoint.parse(case["request"])
        state = decide(state, request.note, request.proof, signer, old_size=request.old_size)
        assert state.size == case["new"]


def test_receipts() -> None:
    vectors = load("receipts.json")
    signer = VerifyingKey.parse(vectors["signer"])
    cosigners = {"south": VerifyingKey.parse(vectors["required_cosigner"])}
    for case in vectors["accepted"]:
        verify_receipt(case["receipt"], case["body"].encode(), signer, cosigners, {"south"})
    for case in vectors["refused"]:
        assert case["receipt"] != vectors["accepted"][0]["receipt"], case["why"]
        with pytest.raises(CommongroundError):
            verify_receipt(case["receipt"], case["body"].encode(), signer, cosigners, {"south"})


def test_tiles() -> None:
    for case in load("tiles.json")["paths"]:
        assert Tile.parse(case["path"]) == Tile(case["level"], case["index"], case["width"])


def test_heads() -> None:
    vectors = load("heads.json")
    body = vectors["body"].encode()
    assert entry_of(body).hex() == vectors["entry"]
    for case in vectors["opened"]:
        head = open_commitment(body, case["place"], case["checkpoint"], bytes.fromhex(case["salt"]))
        assert head == Checkpoint.parse(case["checkpoint"])


def test_the_page_for_implementers_shows_these_bytes() -> None:
    page = (FOLDER.parents[1] / "docs" / "log.md").read_text(encoding="utf-8")
    text = load("keys.json")["certificate"].partition("\n\n")[0]
    assert "".join(f"    {line}\n" for line in text.split("\n")) in page
    for name in ("keys", "checkpoint", "entries", "bodies/NNNN.json", "proofs/NNNN.tlog-proof"):
        assert f"| `{name}` |" in page
