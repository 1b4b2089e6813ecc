"""`examples/verify_offline.py` run as a stranger would: another process, only files and keys."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground.log.bundle import bundle_files
from commonground.log.checkpoint import Checkpoint, cosign, sign_checkpoint
from commonground.log.keys import SigningKey
from commonground.log.merkle import Tree
from commonground.log.proof import encode_receipt
from commonground.log.statement_body import canonical, entry_of

SCRIPT = Path(__file__).parents[3] / "examples" / "verify_offline.py"
AUTHOR = SigningKey.from_seed(b"\x01" * 32, "north.example/node")
SOUTH = SigningKey.from_seed(b"\x02" * 32, "south.example/node")
ORIGIN = "north.example/to/south"
BODIES = [canonical({"n": number, "said": "حلب «Алеппо»", "salt": f"{number:064x}"}) for number in range(5)]
BODIES.append(canonical({"action": "deleted", "body": {"leaves": [1], "rule": "30 days"}, "salt": "ab" * 32}))
ENTRIES = [entry_of(body) for body in BODIES]
TREE = Tree()
TREE.append(ENTRIES)
NOTE = sign_checkpoint(Checkpoint(ORIGIN, len(BODIES), TREE.root()), AUTHOR)
NOTE += cosign(NOTE, SOUTH, 1_700_000_000)
KEYS = ["--key", AUTHOR.verifier.encode(), "--cosigner", SOUTH.verifier.cosigner.encode()]
FILES = dict(
    bundle_files(
        NOTE,
        ENTRIES,
        [(i, body) for i, body in enumerate(BODIES) if i != 1],
        [AUTHOR.verifier],
        [SOUTH.verifier.cosigner],
    )
)


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_offline", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_shares_no_code_with_the_package() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert "import commonground" not in source
    assert "from commonground" not in source


def test_a_receipt_holds(tmp_path: Path) -> None:
    receipt = tmp_path / "r.tlog-proof"
    receipt.write_text(encode_receipt(3, TREE.inclusion_proof(3, 6), NOTE, b"extra"), encoding="utf-8")
    body = tmp_path / "body.json"
    body.write_bytes(BODIES[3])
    done = run(receipt, body, *KEYS, "--origin", ORIGIN)
    assert (done.returncode, done.stderr) == (0, "")
    assert "is entry 3 of north.example/to/south" in done.stdout
    assert "at 2023-11-14 22:13:20Z" in done.stdout
    assert done.stdout.endswith("HOLDS\n")


def test_a_receipt_with_another_body_does_not(tmp_path: Path) -> None:
    receipt, body = tmp_path / "r.tlog-proof", tmp_path / "body.json"
    receipt.write_text(encode_receipt(3, TREE.inclusion_proof(3, 6), NOTE), encoding="utf-8")
    body.write_bytes(BODIES[2])
    done = run(receipt, body, *KEYS)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"BROKEN {receipt}: ")


def test_a_bundle_holds(tmp_path: Path) -> None:
    done = run(written(tmp_path, FILES), *KEYS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "6 entries and 5 bodies of north.example/to/south hold; 1 were deleted" in done.stdout


def test_a_changed_body_is_named(tmp_path: Path) -> None:
    data = FILES["bodies/0002.json"]
    bundle = written(tmp_path, FILES | {"bodies/0002.json": data.replace(b'"n":2', b'"n":3')})
    done = run(bundle, *KEYS)
    assert done.returncode == 1
    assert done.stderr == "BROKEN bodies/0002.json: is not the body of entry 2\n"


def test_a_command_that_is_not_understood(tmp_path: Path) -> None:
    assert run().returncode == 2
    assert run(tmp_path / "one", *KEYS).returncode == 2
    missing = run(tmp_path / "one", tmp_path / "two", *KEYS)
    assert missing.returncode == 1
    assert "cannot be read" in missing.stderr
    swapped = run(tmp_path, "--key", SOUTH.verifier.cosigner.encode())
    assert "an author's key has type 1" in swapped.stderr


def without(name: str) -> dict[str, bytes]:
    return {path: data for path, data in FILES.items() if path != name}


STRANGER = SigningKey.from_seed(b"\x03" * 32, AUTHOR.name)
CASES: list[tuple[str, Callable[[], dict[str, bytes]], list[str], str]] = [
    ("a missing body", lambda: without("bodies/0003.json"), KEYS, "bodies/0003.json"),
    ("a missing proof is no harm", lambda: without("proofs/0003.tlog-proof"), KEYS, ""),
    ("no checkpoint", lambda: without("checkpoint"), KEYS, "checkpoint"),
    ("no keys", lambda: without("keys"), KEYS, "keys"),
    ("a file too many", lambda: FILES | {"bodies/more.txt": b""}, KEYS, "bodies/more.txt"),
    ("a body too many", lambda: FILES | {"bodies/0006.json": b"{}"}, KEYS, "bodies/0006.json"),
    ("a proof too many", lambda: FILES | {"proofs/0009.tlog-proof": FILES["proofs/0000.tlog-proof"]}, KEYS,
     "proofs/0009.tlog-proof"),
    ("a body of no entry", lambda: FILES | {"bodies/2.json": b"{}"}, KEYS, "bodies/2.json"),
    ("proofs swapped", lambda: FILES | {"proofs/0000.tlog-proof": FILES["proofs/0002.tlog-proof"]}, KEYS,
     "proofs/0000.tlog-proof"),
    ("an entry cut off", lambda: FILES | {"entries": FILES["entries"][:-65]}, KEYS, "entries"),
    ("keys of somebody else", lambda: FILES, ["--key", STRANGER.verifier.encode()], "keys"),
    ("the cosigner of the bundle alone", lambda: FILES, KEYS[:2], ""),
    ("a cosignature taken out", lambda: FILES | {"checkpoint": NOTE.rsplit("— ", 1)[0].encode()}, KEYS, "checkpoint"),
    ("another log", lambda: FILES, [*KEYS, "--origin", "north.example/to/joint"], "{bundle}"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "keys", "named"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_bundle(
    script: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    files: Callable[[], dict[str, bytes]],
    keys: list[str],
    named: str,
) -> None:
    code = script.main([str(written(tmp_path, files())), *keys])
    assert code == (1 if named else 0)
    printed = capsys.readouterr().err
    assert printed.startswith(f"BROKEN {named.format(bundle=tmp_path)}: ") if named else not printed


@given(st.sampled_from(sorted(FILES)), st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_byte_anywhere_is_named(
    script: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    data: st.DataObject,
) -> None:
    raw = FILES[name]
    at = data.draw(st.integers(0, len(raw) - 1))
    broken = raw[:at] + bytes([raw[at] ^ data.draw(st.integers(1, 255))]) + raw[at + 1 :]
    bundle = written(tmp_path, FILES | {name: broken})
    assert script.main([str(bundle), *KEYS]) == 1
    assert capsys.readouterr().err.startswith(f"BROKEN {name}: ")


def test_a_bundle_of_another_size_is_not_written() -> None:
    with pytest.raises(ValueError, match="5 entries, the checkpoint covers 6"):
        list(bundle_files(NOTE, ENTRIES[:5], [], [AUTHOR.verifier], []))
