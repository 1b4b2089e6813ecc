"""The audit, case by case: gaps, deletions, rewritten histories, foreign and missing signatures."""

from collections.abc import Callable
from typing import Any

import pytest

from commonground.log.audit import Finding, audit_log, leaves_deleted_by
from commonground.log.checkpoint import Checkpoint, cosign, sign_checkpoint
from commonground.log.keys import SigningKey
from commonground.log.merkle import Tree
from commonground.log.statement_body import canonical, entry_of
from commonground.log.tiles import tile_bytes, tiles_touched

AUTHOR = SigningKey.from_seed(b"\x01" * 32, "north.example/node")
SOUTH = SigningKey.from_seed(b"\x02" * 32, "south.example/node")
STRANGER = SigningKey.from_seed(b"\x03" * 32, "elsewhere.example/node")
ORIGIN = "north.example/to/south"


def body_of(number: int, **fields: Any) -> bytes:
    return canonical({"n": number, "salt": f"{number:064x}"} | fields)


def deletion_of(number: int, *leaves: int) -> bytes:
    return body_of(number, action="deleted", body={"rule": "30 days", "leaves": list(leaves)})


def tree_of(bodies: list[bytes]) -> Tree:
    tree = Tree()
    tree.append([entry_of(body) for body in bodies])
    return tree


def notes_of(bodies: list[bytes], *sizes: int, key: SigningKey = AUTHOR, origin: str = ORIGIN) -> list[str]:
    tree = tree_of(bodies)
    return [sign_checkpoint(Checkpoint(origin, size, tree.root(size)), key) for size in sizes]


def tiles_of(bodies: list[bytes]) -> dict[str, bytes]:
    tree = tree_of(bodies)
    found: dict[str, bytes] = {}
    for tile in tiles_touched(0, tree.size):
        assert tile.level is not None
        found[tile.path] = tile_bytes(tree, tile.level, tile.index, tile.width)
    return found


def audit(
    bodies: list[bytes],
    notes: list[str],
    *,
    gone: tuple[int, ...] = (),
    tiles: dict[str, bytes] | None = None,
    edit: Callable[[list[tuple[int, bytes, bytes | None]]], None] = lambda rows: None,
    **more: Any,
) -> list[Finding]:
    rows = [(i, entry_of(body), None if i in gone else body) for i, body in enumerate(bodies)]
    edit(rows)
    return audit_log(
        ORIGIN, iter(rows), tiles or {}, notes, [AUTHOR.verifier, SOUTH.verifier.cosigner], **more
    )


BODIES = [body_of(number) for number in range(10)]
NOTES = notes_of(BODIES, 4, 10)


def wheres(findings: list[Finding]) -> list[str]:
    return [found.where for found in findings]


def test_a_whole_log() -> None:
    assert audit(BODIES, NOTES) == []
    assert audit(BODIES, NOTES, tiles=tiles_of(BODIES)) == []
    assert audit([], notes_of([], 0)) == []


def test_a_gap_is_named_unless_a_later_statement_deleted_it() -> None:
    assert wheres(audit(BODIES, NOTES, gone=(2, 5))) == ["body 2", "body 5"]
    bodies = [*BODIES, deletion_of(10, 2)]
    notes = notes_of(bodies, 11)
    assert wheres(audit(bodies, notes, gone=(2, 5))) == ["body 5"]
    assert audit(bodies, notes, gone=(2,)) == []


def test_a_statement_deletes_only_what_came_before_it() -> None:
    bodies = [deletion_of(0, 0, 1), *BODIES[1:]]
    assert wheres(audit(bodies, notes_of(bodies, 10), gone=(1,))) == ["body 1"]


def test_a_deletion_that_does_not_verify_deletes_nothing() -> None:
    bodies = [*BODIES, deletion_of(10)]

    def forge(rows: list[tuple[int, bytes, bytes | None]]) -> None:
        rows[10] = (10, rows[10][1], deletion_of(10, 2))

    assert wheres(audit(bodies, notes_of(bodies, 11), gone=(2,), edit=forge)) == ["body 2", "body 10"]


def test_a_body_released_to_view_is_kept_elsewhere() -> None:
    assert audit(BODIES, NOTES, gone=(2,), kept_elsewhere={2}) == []


def test_another_rule_of_deletion() -> None:
    assert audit(BODIES, NOTES, gone=(2,), deletions=lambda body: [2] if body == BODIES[9] else []) == []


@pytest.mark.parametrize(
    ("fields", "leaves"),
    [
        ({"action": "deleted", "body": {"leaves": [1, 2]}}, [1, 2]),
        ({"saying": {"action": "deleted", "body": {"leaves": [3]}}}, [3]),
        ({"action": "deleted", "body": {"leaves": [1, "2", True]}}, [1]),
        ({"action": "amend", "body": {"leaves": [1]}}, []),
        ({"action": "deleted", "body": {}}, []),
        ({"action": "deleted", "body": 1}, []),
        ({"action": "deleted"}, []),
        ({"saying": 1}, []),
        ({}, []),
    ],
)
def test_what_a_statement_deletes(fields: dict[str, Any], leaves: list[int]) -> None:
    assert list(leaves_deleted_by(body_of(0, **fields))) == leaves


def test_an_entry_and_its_body_rewritten_together() -> None:
    """Nothing else remembers the entry, yet the checkpoints bound where it changed."""

    def rewrite(rows: list[tuple[int, bytes, bytes | None]]) -> None:
        rows[6] = (6, entry_of(body_of(99)), body_of(99))

    found = audit(BODIES, NOTES, edit=rewrite)
    assert wheres(found)[0] == "checkpoint of size 10"
    assert "in 4 to 9" in found[0].reason
    with_tiles = audit(BODIES, NOTES, edit=rewrite, tiles=tiles_of(BODIES))
    assert wheres(with_tiles) == ["entry 6", "body 6"]


def test_entry_body_and_tile_rewritten_together() -> None:
    forged = [*BODIES[:6], body_of(99), *BODIES[7:]]
    assert wheres(audit(forged, NOTES, tiles=tiles_of(forged)))[0] == "checkpoint of size 10"


def test_several_broken_things_are_all_named_the_first_first() -> None:
    tiles = tiles_of(BODIES)
    path = "tile/0/000.p/10"
    tiles[path] = tiles[path][:-1] + b"\x00"

    def edit(rows: list[tuple[int, bytes, bytes | None]]) -> None:
        rows[7] = (7, bytes(32), rows[7][2])
        rows[3] = (3, rows[3][1], b"{}")

    assert wheres(audit(BODIES, NOTES, tiles=tiles, edit=edit)) == ["body 3", "entry 7", path]


def test_missing_repeated_and_extra_entries() -> None:
    assert wheres(audit(BODIES, NOTES, edit=lambda rows: rows.pop(5)))[0] == "entry 5"
    with_tiles = audit(BODIES, NOTES, edit=lambda rows: rows.pop(5), tiles=tiles_of(BODIES))
    assert wheres(with_tiles) == ["entry 5"]
    assert wheres(audit(BODIES, NOTES, edit=lambda rows: rows.insert(5, rows[4])))[0] == "entry 5"
    cut = audit(BODIES, NOTES, edit=lambda rows: rows.pop())
    assert "covers entries 9 to 9, which are missing" in cut[0].reason
    more = audit([*BODIES, body_of(10)], NOTES)
    assert wheres(more) == ["entries 10 to 10"]


def test_a_body_that_its_author_wrote_wrongly() -> None:
    bodies = [*BODIES[:3], b'{"n": 3}', *BODIES[4:]]
    assert wheres(audit(bodies, notes_of(bodies, 10))) == ["body 3"]


def test_tiles_that_do_not_belong() -> None:
    tiles = {
        "tile/0/1": b"",
        "tile/0/000.p/3": bytes(95),
        "tile/0/001": bytes(8192),
        "tile/entries/000.p/1": b"\x00",
    }
    assert set(wheres(audit(BODIES, NOTES, tiles=tiles))) == set(tiles)


def test_signatures_are_named_by_signer() -> None:
    note = NOTES[1]
    cosigned = note + cosign(note, SOUTH, 5)
    assert audit(BODIES, [NOTES[0], cosigned]) == []
    other_time = note + cosign(NOTES[0], SOUTH, 5)
    found = audit(BODIES, [NOTES[0], other_time])
    assert wheres(found) == [f"signature by {SOUTH.name} on the checkpoint of size 10"]
    unknown = audit(BODIES, [note + cosign(note, STRANGER, 5)])
    assert wheres(unknown) == [f"signature by {STRANGER.name} on the checkpoint of size 10"]


def test_a_checkpoint_of_somebody_else() -> None:
    found = audit(BODIES, notes_of(BODIES, 10, key=STRANGER))
    assert wheres(found)[0] == f"signature by {STRANGER.name} on the checkpoint of size 10"
    other_log = audit(BODIES, notes_of(BODIES, 10, origin="north.example/to/joint"))
    assert "is of the log north.example/to/joint" in other_log[0].reason
    line = cosign(NOTES[1], SOUTH, 5)
    only_cosigned = NOTES[1].rpartition("\n\n")[0] + "\n\n" + line
    assert "the author has not signed" in audit(BODIES, [only_cosigned])[0].reason
    assert wheres(audit(BODIES, ["no note", NOTES[1]])) == ["checkpoint number 0"]


def test_two_histories_by_the_author() -> None:
    fork = [*BODIES[:8], body_of(80), body_of(90)]
    found = audit(BODIES, [*NOTES, *notes_of(fork, 10)])
    assert wheres(found) == ["checkpoint of size 10"]


def test_a_finding_reads_as_one_line() -> None:
    assert str(audit(BODIES, NOTES, gone=(2,))[0]).startswith("body 2: is missing")


def test_entries_are_read_as_a_stream() -> None:
    read: list[int] = []

    def rows() -> Any:
        for index, body in enumerate(BODIES):
            read.append(index)
            yield index, entry_of(body), body

    assert audit_log(ORIGIN, rows(), {}, NOTES, [AUTHOR.verifier]) == []
    assert read == list(range(10))
