"""T-17: whatever single byte of a log is changed, the audit names the thing that was changed, and first."""

from dataclasses import dataclass
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.log.audit import Finding, audit_log
from commonground.log.checkpoint import Checkpoint, cosign, sign_checkpoint
from commonground.log.keys import SigningKey
from commonground.log.merkle import Tree
from commonground.log.statement_body import canonical, entry_of
from commonground.log.tiles import encode_bundle, tile_bytes, tiles_touched

AUTHOR = SigningKey.from_seed(b"\x01" * 32, "north.example/node")
SOUTH = SigningKey.from_seed(b"\x02" * 32, "south.example/node")
ORIGIN = "north.example/to/south"
VERIFIERS = [AUTHOR.verifier, SOUTH.verifier.cosigner]
SIZES = (1, 2, 255, 256, 257, 530)


@dataclass
class Log:
    """Everything of one log that a store keeps."""

    entries: list[bytes]
    bodies: list[bytes | None]
    tiles: dict[str, bytes]
    checkpoints: list[str]

    def audit(self) -> list[Finding]:
        numbered = ((i, e, b) for i, (e, b) in enumerate(zip(self.entries, self.bodies, strict=True)))
        return audit_log(ORIGIN, numbered, self.tiles, self.checkpoints, VERIFIERS)


@cache
def whole(size: int) -> Log:
    bodies = [canonical({"n": number, "salt": f"{number:064x}"}) for number in range(size)]
    entries = [entry_of(body) for body in bodies]
    tree = Tree()
    tree.append(entries)
    heads = sorted({1, size // 2 or 1, size})
    tiles: dict[str, bytes] = {}
    for old, new in zip([0, *heads], heads, strict=False):
        for tile in tiles_touched(old, new):
            assert tile.level is not None
            tiles[tile.path] = tile_bytes(tree, tile.level, tile.index, tile.width)
    tiles["tile/entries/000" + (f".p/{size}" if size < 256 else "")] = encode_bundle(entries[:256])
    notes = [sign_checkpoint(Checkpoint(ORIGIN, at, tree.root(at)), AUTHOR) for at in heads]
    return Log(entries, list(bodies), tiles, [note + cosign(note, SOUTH, 7) for note in notes])


def copy_of(log: Log) -> Log:
    return Log(list(log.entries), list(log.bodies), dict(log.tiles), list(log.checkpoints))


def changed(data: bytes, draw: st.DrawFn) -> bytes:
    at = draw(st.integers(0, len(data) - 1))
    return data[:at] + bytes([data[at] ^ draw(st.integers(1, 255))]) + data[at + 1 :]


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Log, str, set[str]]:
    """A log with one changed byte, what was changed, and the names under which it may be reported."""
    log = copy_of(whole(draw(st.sampled_from(SIZES))))
    size = len(log.entries)
    index = draw(st.integers(0, size - 1))
    what = draw(st.sampled_from(["entry", "body", "entry without body", "tile", "checkpoint", "signature"]))
    if what == "body":
        body = log.bodies[index]
        assert body is not None
        log.bodies[index] = changed(body, draw)
        return log, what, {f"body {index}"}
    if what.startswith("entry"):
        log.entries[index] = changed(log.entries[index], draw)
        log.bodies[index] = None if "without" in what else log.bodies[index]
        return log, what, {f"entry {index}"}
    if what == "tile":
        path = draw(st.sampled_from(sorted(log.tiles)))
        log.tiles[path] = changed(log.tiles[path], draw)
        return log, what, {path}
    number = draw(st.integers(0, len(log.checkpoints) - 1))
    text, _, block = log.checkpoints[number].rpartition("\n\n")
    half = (text + "\n") if what == "checkpoint" else block
    raw = changed(half.encode(), draw).decode("utf-8", errors="replace")
    log.checkpoints[number] = f"{raw}\n{block}" if what == "checkpoint" else f"{text}\n\n{raw}"
    head = text.split("\n")[1]
    names = {f"checkpoint number {number}", f"checkpoint of size {head}"}
    return log, what, names


def test_a_whole_log_has_no_findings() -> None:
    for size in SIZES:
        assert whole(size).audit() == []


@given(damaged())
@settings(max_examples=250, deadline=None)
def test_one_changed_byte_is_named(case: tuple[Log, str, set[str]]) -> None:
    log, what, names = case
    findings = log.audit()
    assert findings, what
    if what in ("checkpoint", "signature"):
        named = [found for found in findings if found.kind in ("checkpoint", "signature")]
        assert named
        if "number" not in named[0].where and what == "signature":
            assert named[0].where.split("checkpoint")[1] in {name.split("checkpoint")[1] for name in names}
        assert {found.kind for found in findings} <= {"checkpoint", "signature", "unsigned"}
    elif what == "entry without body":
        gap = names.pop().replace("entry", "body")
        assert [found.where for found in findings] == [gap.replace("body", "entry"), gap]
    else:
        assert {found.where for found in findings} == names
