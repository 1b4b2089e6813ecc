"""The heads log: commitments that a recipient can open and nobody else can read."""

import hashlib
import hmac

import pytest

from commonground.errors import BadProof, MalformedMessage
from commonground.log.checkpoint import Checkpoint
from commonground.log.heads import commit_hmac, heads_body, open_commitment, parse_heads
from commonground.log.merkle import EMPTY_ROOT

TEXTS = [
    Checkpoint("north.example/own", 9, b"\x01" * 32).encode(),
    Checkpoint("north.example/to/south", 4, b"\x02" * 32).encode(),
    Checkpoint("north.example/to/joint", 0, EMPTY_ROOT).encode(),
]
SALTS = [bytes([number]) * 32 for number in (1, 2, 3)]
SALT = b"\x04" * 32


def body_of(**changes: object) -> bytes:
    values: dict[str, object] = {"checkpoint_texts": TEXTS, "head_salts": SALTS, "salt": SALT} | changes
    return heads_body("north", 1_700_000_000_000, **values)  # type: ignore[arg-type]


def test_the_body() -> None:
    heads = parse_heads(body_of())
    assert (heads.author, heads.t_ms, heads.salt) == ("north", 1_700_000_000_000, SALT.hex())
    assert heads.commitments == [
        hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()
        for salt, text in zip(SALTS, TEXTS, strict=True)
    ]


def test_each_recipient_opens_its_own_place() -> None:
    body = body_of()
    for place, (text, salt) in enumerate(zip(TEXTS, SALTS, strict=True)):
        assert open_commitment(body, place, text, salt) == Checkpoint.parse(text)


def test_another_head_place_or_salt_does_not_open() -> None:
    body = body_of()
    other = Checkpoint("north.example/to/south", 4, b"\x09" * 32).encode()
    for place, text, salt in ((1, other, SALTS[1]), (0, TEXTS[1], SALTS[1]), (1, TEXTS[1], SALTS[0])):
        with pytest.raises(BadProof, match="committed to another head") as found:
            open_commitment(body, place, text, salt)
        assert found.value.evidence["checkpoint"] == text
    for place in (-1, 3):
        with pytest.raises(BadProof, match="no place"):
            open_commitment(body, place, TEXTS[0], SALTS[0])


def test_nothing_can_be_counted() -> None:
    """Same length and same fields whatever was said to whom."""
    quiet = [Checkpoint(Checkpoint.parse(text).origin, 0, EMPTY_ROOT).encode() for text in TEXTS]
    assert len(body_of()) == len(body_of(checkpoint_texts=quiet))
    assert b"to/south" not in body_of()


def test_the_commitment_is_an_argument() -> None:
    def constant(salt: bytes, text: bytes) -> bytes:
        return hashlib.sha256(salt).digest()

    quiet = [Checkpoint(Checkpoint.parse(text).origin, 0, EMPTY_ROOT).encode() for text in TEXTS]
    assert body_of(commit=constant) == body_of(checkpoint_texts=quiet, commit=constant)
    assert body_of() != body_of(checkpoint_texts=quiet)
    assert open_commitment(body_of(commit=constant), 1, quiet[1], SALTS[1], commit=constant).size == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"head_salts": SALTS[:2]},
        {"head_salts": [SALTS[0], SALTS[0], SALTS[2]]},
        {"head_salts": [SALTS[0], SALTS[1], SALT]},
        {"head_salts": [*SALTS[:2], b"short"]},
        {"salt": b"short"},
        {"checkpoint_texts": [TEXTS[0], TEXTS[1], TEXTS[1]]},
        {"checkpoint_texts": [TEXTS[0], TEXTS[1], "no checkpoint\n"]},
    ],
)
def test_what_would_tell_or_bind_nothing_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(MalformedMessage):
        body_of(**changes)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"heads"', b'"haeds"'), (b'"schema":1', b'"schema":2'), (b'"author"', b'"authar"'), (b'["', b'["g')],
)
def test_another_body_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(MalformedMessage):
        parse_heads(body_of().replace(old, new))


def test_hmac_against_its_standard() -> None:
    """RFC 4231 section 4.2, case 1."""
    expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    assert commit_hmac(b"\x0b" * 20, b"Hi There").hex() == expected
