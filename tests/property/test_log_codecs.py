"""Laws of the codecs: what is written comes back, and what is accepted is what would be written."""

import contextlib
import re
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import BadProof, BadSignature, MalformedMessage
from commonground.log.checkpoint import Checkpoint, cosign, sign_checkpoint
from commonground.log.heads import heads_body, open_commitment
from commonground.log.keys import Certificate, SigningKey, VerifyingKey, certify, verify_certificate
from commonground.log.merkle import EMPTY_ROOT, Tree
from commonground.log.note import NoteSignature, format_note, open_note, parse_note, sign_note
from commonground.log.proof import encode_receipt, parse_receipt, verify_receipt
from commonground.log.statement_body import canonical, entry_of, parse_body
from commonground.log.witness_state import AddCheckpoint
from commonground.record import has_long_number

Hash = st.binary(min_size=32, max_size=32)
Name = st.text(
    st.characters(min_codepoint=33, exclude_categories=["Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=20
)
Names = Name.filter(lambda name: "+" not in name and not any(mark.isspace() for mark in name))
Line = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=40)
Text = st.lists(Line, min_size=1, max_size=5).map(lambda lines: "".join(f"{line}\n" for line in lines))
Heads = st.builds(
    lambda origin, size, root, extensions: Checkpoint(
        origin, size, root if size else EMPTY_ROOT, tuple(extensions)
    ),
    Line.filter(bool),
    st.one_of(st.integers(0, 3), st.integers(0, 2**63 - 1)),
    Hash,
    st.lists(Line.filter(bool), max_size=2),
)
Values = st.recursive(
    st.one_of(st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.text(max_size=12)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=6), inner, max_size=4),
    ),
    max_leaves=12,
)
Bodies = st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=6), Values, max_size=5)
KEY = SigningKey.from_seed(b"\x01" * 32, "north.example/node")
OTHER = SigningKey.from_seed(b"\x02" * 32, "south.example/node")


@given(Bodies, Hash)
@settings(max_examples=300, deadline=None)
def test_bodies_are_rfc_8785_byte_for_byte(value: dict[str, Any], salt: bytes) -> None:
    body = canonical(value | {"salt": salt.hex()})
    assert body == rfc8785.dumps(value | {"salt": salt.hex()})
    assert parse_body(body) == value | {"salt": salt.hex()}


@given(Bodies, Hash, st.data())
@settings(max_examples=200, deadline=None)
def test_a_changed_body_is_refused_or_is_another_body(
    value: dict[str, Any], salt: bytes, data: st.DataObject
) -> None:
    body = canonical(value | {"salt": salt.hex()})
    at = data.draw(st.integers(0, len(body) - 1))
    changed = body[:at] + data.draw(st.binary(max_size=2)) + body[at + 1 :]
    with contextlib.suppress(MalformedMessage):
        assert canonical(parse_body(changed)) == changed
    assert (entry_of(changed) == entry_of(body)) == (changed == body)


@given(st.binary(min_size=32, max_size=32), Names)
@settings(max_examples=100, deadline=None)
def test_keys_come_back(seed: bytes, name: str) -> None:
    key = SigningKey.from_seed(seed, name)
    for verifier in (key.verifier, key.verifier.cosigner):
        assert VerifyingKey.parse(verifier.encode()) == verifier


@given(Text, st.lists(st.tuples(Names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=80)),
                      min_size=1, max_size=4))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_notes_come_back(text: str, lines: list[tuple[str, bytes, bytes]]) -> None:
    signatures = tuple(NoteSignature(*line) for line in lines)
    note = format_note(text, signatures)
    parsed = parse_note(note)
    assert (parsed.text, parsed.signatures) == (text, signatures)
    assert parse_note(note.encode()) == parsed


@given(Text, st.data())
@settings(max_examples=200, deadline=None)
def test_a_changed_note_is_refused_or_not_the_same_signature(text: str, data: st.DataObject) -> None:
    note = sign_note(text, [KEY])
    raw = note.encode()
    at = data.draw(st.integers(0, len(raw) - 1))
    changed = raw[:at] + data.draw(st.binary(max_size=2)) + raw[at + 1 :]
    if changed != raw:
        with pytest.raises((MalformedMessage, BadSignature)):
            open_note(changed, [KEY.verifier])


@given(st.text(max_size=60).map(lambda text: text + "\n\n— name AAAAAAA=\n"))
@settings(max_examples=200, deadline=None)
def test_what_a_note_parser_accepts_it_writes_back(note: str) -> None:
    with contextlib.suppress(MalformedMessage):
        parsed = parse_note(note)
        assert format_note(parsed.text, parsed.signatures) == note


@given(Heads)
@settings(max_examples=150, deadline=None)
def test_checkpoints_come_back(head: Checkpoint) -> None:
    assert Checkpoint.parse(head.encode()) == head


@given(Heads, st.data())
@settings(max_examples=200, deadline=None)
def test_what_a_checkpoint_parser_accepts_it_writes_back(head: Checkpoint, data: st.DataObject) -> None:
    text = head.encode()
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 2))
    inserted = data.draw(st.text(st.sampled_from("\n\r\t 0+=A—"), max_size=2))
    changed = text[:at] + inserted + text[at + cut :]
    with contextlib.suppress(MalformedMessage):
        assert Checkpoint.parse(changed).encode() == changed


@given(Heads, st.integers(0, 2**63 - 1))
@settings(max_examples=60, deadline=None)
def test_cosignatures_come_back(head: Checkpoint, timestamp_s: int) -> None:
    note = sign_checkpoint(head, KEY)
    opened = open_note(note + cosign(note, OTHER, timestamp_s), [OTHER.verifier.cosigner])
    assert int.from_bytes(opened.verified[0].signature[:8], "big") == timestamp_s


@given(st.integers(0, 2**63 - 1), st.lists(Hash, max_size=63), Heads, st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_receipts_and_requests_come_back(
    index: int, proof: list[bytes], head: Checkpoint, extra: bytes
) -> None:
    note = sign_checkpoint(head, KEY)
    receipt = parse_receipt(encode_receipt(index, proof, note, extra))
    assert (receipt.index, list(receipt.proof), receipt.checkpoint_note, receipt.extra) == (
        index,
        proof,
        note,
        extra,
    )
    request = AddCheckpoint(index, tuple(proof), note)
    assert AddCheckpoint.parse(request.encode()) == request


@given(st.integers(1, 40), st.data())
@settings(max_examples=150, deadline=None)
def test_a_changed_receipt_or_body_does_not_verify(size: int, data: st.DataObject) -> None:
    bodies = [canonical({"n": number, "salt": f"{number:064x}"}) for number in range(size)]
    tree = Tree()
    tree.append([entry_of(body) for body in bodies])
    note = sign_checkpoint(Checkpoint("north.example/to/south", size, tree.root()), KEY)
    note += cosign(note, OTHER, 1_700_000_000)
    index = data.draw(st.integers(0, size - 1))
    files = [encode_receipt(index, tree.inclusion_proof(index, size), note).encode(), bodies[index]]
    which = data.draw(st.integers(0, 1))
    at = data.draw(st.integers(0, len(files[which]) - 1))
    files[which] = (
        files[which][:at]
        + bytes([files[which][at] ^ data.draw(st.integers(1, 255))])
        + files[which][at + 1 :]
    )
    text = files[0].decode(errors="replace")
    with pytest.raises((MalformedMessage, BadSignature, BadProof)):
        verify_receipt(text, files[1], KEY.verifier, {"south": OTHER.verifier.cosigner}, {"south"})


@given(Names, st.integers(0, 2**62), st.integers(0, 2**62 - 1))
@settings(max_examples=60, deadline=None)
def test_certificates_come_back(party: str, from_ms: int, length_ms: int) -> None:
    certificate = Certificate(party, KEY.verifier, from_ms, from_ms + length_ms)
    assert verify_certificate(certify(OTHER, certificate), OTHER.verifier) == certificate


@given(st.lists(Heads, min_size=1, max_size=5, unique_by=lambda head: head.origin), st.data())
@settings(max_examples=80, deadline=None)
def test_every_commitment_opens_only_for_its_own_head(heads: list[Checkpoint], data: st.DataObject) -> None:
    salts = data.draw(st.lists(Hash, min_size=len(heads) + 1, max_size=len(heads) + 1, unique=True))
    texts = [head.encode() for head in heads]
    body = heads_body("north", 1, texts, salts[1:], salt=salts[0])
    for place, head in enumerate(heads):
        assert open_commitment(body, place, texts[place], salts[1 + place]) == head
        grown = Checkpoint(head.origin, head.size + 1 if head.size < 9 else head.size - 1, bytes(32))
        with pytest.raises(BadProof):
            open_commitment(body, place, grown.encode(), salts[1 + place])


@settings(max_examples=300, deadline=None)
@given(
    pieces=st.lists(
        st.one_of(st.integers(0, 40).map(lambda count: b"7" * count), st.binary(max_size=3)), max_size=8
    ),
    digits=st.integers(1, 20),
)
def test_a_long_number_is_seen_wherever_it_stands(pieces: list[bytes], digits: int) -> None:
    text = b"".join(pieces)
    assert has_long_number(text, digits) == (re.search(rb"[0-9]{%d}" % digits, text) is not None)
