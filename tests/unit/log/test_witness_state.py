"""What a witness cosigns and what it keeps as evidence instead."""

import pytest

from commonground.errors import BadProof, BadSignature, MalformedMessage, SplitView, StaleVersion
from commonground.log.checkpoint import Checkpoint, sign_checkpoint
from commonground.log.keys import SigningKey
from commonground.log.merkle import EMPTY_ROOT, Tree
from commonground.log.witness_state import REQUEST_LENGTH_MAX, AddCheckpoint, WitnessState, decide

AUTHOR = SigningKey.from_seed(b"\x01" * 32, "north.example/node")
ORIGIN = "north.example/heads"
TREE = Tree()
TREE.append([bytes([number]) for number in range(9)])
FORK = Tree()
FORK.append([bytes([number]) for number in range(4)] + [b"another"] * 5)


def note_of(tree: Tree, size: int, origin: str = ORIGIN) -> str:
    return sign_checkpoint(Checkpoint(origin, size, tree.root(size)), AUTHOR)


FIRST = decide(WitnessState(ORIGIN), note_of(TREE, 5), [], AUTHOR.verifier, old_size=0)


def test_a_log_that_grows_is_cosigned() -> None:
    assert (FIRST.size, FIRST.root, FIRST.note) == (5, TREE.root(5), note_of(TREE, 5))
    after = decide(FIRST, note_of(TREE, 9), TREE.consistency_proof(5, 9), AUTHOR.verifier, old_size=5)
    assert (after.size, after.root) == (9, TREE.root(9))


def test_the_same_head_again_is_cosigned_again() -> None:
    assert decide(FIRST, note_of(TREE, 5), [], AUTHOR.verifier) == FIRST


def test_an_empty_log_is_cosigned() -> None:
    empty = decide(WitnessState(ORIGIN), note_of(TREE, 0), [], AUTHOR.verifier)
    assert (empty.size, empty.root) == (0, EMPTY_ROOT)
    assert decide(empty, note_of(TREE, 5), [], AUTHOR.verifier).size == 5


def test_two_roots_for_one_size_are_kept_as_evidence() -> None:
    with pytest.raises(SplitView, match="two roots for size 5") as found:
        decide(FIRST, note_of(FORK, 5), [], AUTHOR.verifier)
    assert found.value.evidence["notes"] == [note_of(TREE, 5), note_of(FORK, 5)]


def test_a_fork_that_grew_is_not_cosigned() -> None:
    for proof in (FORK.consistency_proof(5, 9), TREE.consistency_proof(5, 9), []):
        with pytest.raises(BadProof) as found:
            decide(FIRST, note_of(FORK, 9), proof, AUTHOR.verifier)
        assert found.value.evidence["notes"] == [note_of(TREE, 5), note_of(FORK, 9)]


def test_a_proof_where_none_belongs_is_refused() -> None:
    with pytest.raises(BadProof):
        decide(WitnessState(ORIGIN), note_of(TREE, 5), [bytes(32)], AUTHOR.verifier)
    with pytest.raises(BadProof):
        decide(FIRST, note_of(TREE, 5), [bytes(32)], AUTHOR.verifier)


def test_a_shorter_log_is_stale_and_told_the_size() -> None:
    for note, old_size in ((note_of(TREE, 3), None), (note_of(TREE, 9), 4), (note_of(TREE, 9), 0)):
        with pytest.raises(StaleVersion) as refused:
            decide(FIRST, note, TREE.consistency_proof(4, 9), AUTHOR.verifier, old_size=old_size)
        assert refused.value.detail == {"size": 5}


def test_only_the_author_and_only_this_log() -> None:
    stranger = SigningKey.from_seed(b"\x09" * 32, AUTHOR.name)
    with pytest.raises(BadSignature):
        decide(FIRST, note_of(TREE, 9), TREE.consistency_proof(5, 9), stranger.verifier)
    with pytest.raises(BadSignature, match="expected"):
        decide(FIRST, note_of(TREE, 9, "north.example/own"), TREE.consistency_proof(5, 9), AUTHOR.verifier)


def test_the_request() -> None:
    request = AddCheckpoint(5, tuple(TREE.consistency_proof(5, 9)), note_of(TREE, 9))
    text = request.encode()
    assert text.startswith("old 5\n")
    assert AddCheckpoint.parse(text) == request
    first = AddCheckpoint(0, (), note_of(TREE, 5))
    assert AddCheckpoint.parse(first.encode()) == first


REQUEST = AddCheckpoint(5, (bytes(32),), note_of(TREE, 9)).encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        REQUEST.replace("old 5", "old 05"),
        REQUEST.replace("old 5", "new 5"),
        REQUEST.replace("old 5\n", ""),
        REQUEST.replace("\n\n", "\n", 1),
        REQUEST.replace("AAAA", "AAA", 1),
        REQUEST.replace("old 5\n", "old 5\n" + ("A" * 43 + "=\n") * 63),
        REQUEST + "\n",
        REQUEST + "x" * REQUEST_LENGTH_MAX,
        REQUEST.replace("\n", "\r\n"),
    ],
)
def test_what_is_no_request_is_refused(text: str) -> None:
    with pytest.raises(MalformedMessage):
        AddCheckpoint.parse(text)
