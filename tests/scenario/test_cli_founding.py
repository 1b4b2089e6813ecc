"""Three parties found a room from the command line, each with its own keys, exchanging only public files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from commonground.cli.app import run

AREA = ("--west", "33", "--south", "29", "--east", "43", "--north", "38")
PARTIES = ("A", "B", "J")


def make_keys(root: Path) -> None:
    for party in PARTIES:
        assert (
            run(
                [
                    "init",
                    "party",
                    party,
                    "--room",
                    "pilot",
                    "--name",
                    f"Centre {party}",
                    "--folder",
                    str(root / party),
                ]
            )
            == 0
        )


def make_charter(root: Path, *extra: str) -> int:
    files = [f"{party}={root / party / f'{party}.party.json'}" for party in PARTIES]
    return run(
        ["init", "charter", str(root / "charter"), "--room", "pilot", "--party", *files, *AREA, *extra]
    )


def sign(root: Path, party: str) -> int:
    return run(["init", "sign", str(root / "charter"), "--identity", str(root / party / "identity.key")])


def make_node(root: Path, party: str) -> int:
    return run([
        "init", "node", str(root / f"{party}.toml"), "--party", party, "--charter", str(root / "charter"),
        "--key", str(root / party / "node.key"), "--data", str(root / party), "--peer", "J=https://j.invalid:8400",
    ])  # fmt: skip


def test_a_node_starts_once_every_party_has_signed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_keys(tmp_path)
    assert make_charter(tmp_path, "--zone", "Asia/Damascus") == 0
    assert sign(tmp_path, "A") == 0
    assert make_node(tmp_path, "A") == 2
    assert "a signature by party B is expected" in capsys.readouterr().err
    assert sign(tmp_path, "B") == 0
    assert sign(tmp_path, "J") == 0
    assert make_node(tmp_path, "A") == 0
    config = str(tmp_path / "A.toml")
    assert run(["init", "user", config, "officer", "--posts", "watch_officer", "--admin"]) == 0
    assert "shown once" in capsys.readouterr().out
    assert run(["verify", config]) == 0


def test_signatures_made_on_copies_are_joined(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_keys(tmp_path)
    make_charter(tmp_path)
    for party in PARTIES:
        copy = tmp_path / f"copy-{party}"
        shutil.copytree(tmp_path / "charter", copy)
        assert run(["init", "sign", str(copy), "--identity", str(tmp_path / party / "identity.key")]) == 0
    signed = [str(tmp_path / f"copy-{party}" / "charter.signed") for party in PARTIES]
    capsys.readouterr()
    assert run(["init", "join", str(tmp_path / "charter"), *signed]) == 0
    assert "not yet" not in capsys.readouterr().out
    assert make_node(tmp_path, "B") == 0


def test_a_signature_on_another_charter_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_keys(tmp_path)
    make_charter(tmp_path)
    sign(tmp_path, "A")
    other = tmp_path / "other"
    shutil.copytree(tmp_path / "charter", other)
    path = other / "charter.json"
    path.write_bytes(path.read_bytes().replace(b'"Centre B"', b'"Centre X"', 1))
    (other / "charter.signed").unlink()
    assert run(["init", "sign", str(other), "--identity", str(tmp_path / "B" / "identity.key")]) == 0
    assert run(["init", "join", str(tmp_path / "charter"), str(other / "charter.signed")]) == 2
    assert "signs another charter" in capsys.readouterr().err


def test_a_stranger_cannot_sign_and_a_node_key_cannot_stand_for_an_identity(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_keys(tmp_path)
    make_charter(tmp_path)
    wrong = ["init", "sign", str(tmp_path / "charter"), "--identity", str(tmp_path / "A" / "node.key")]
    assert run(wrong) == 2
    assert "identity key of a party" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda party: {**party, "room": "elsewhere"}, "party A of the room pilot expected"),
        (
            lambda party: {**party, "certificate": party["certificate"].replace("party A", "party B")},
            "verify",
        ),
        (lambda party: {**party, "operator": "somebody"}, "unknown field"),
    ],
)
def test_a_party_file_that_was_changed_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: object, reason: str
) -> None:
    make_keys(tmp_path)
    path = tmp_path / "A" / "A.party.json"
    path.write_text(json.dumps(change(json.loads(path.read_bytes()))))  # type: ignore[operator]
    assert make_charter(tmp_path) in (1, 2)
    assert reason in capsys.readouterr().err


def test_keys_are_never_overwritten_and_only_their_owner_reads_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_keys(tmp_path)
    assert (tmp_path / "A" / "identity.key").stat().st_mode & 0o077 == 0
    again = ["init", "party", "A", "--room", "pilot", "--name", "A", "--folder", str(tmp_path / "A")]
    assert run(again) == 2
    assert "never overwritten" in capsys.readouterr().err


def test_the_public_file_holds_no_secret(tmp_path: Path) -> None:
    make_keys(tmp_path)
    public = (tmp_path / "A" / "A.party.json").read_text()
    for name in ("identity.key", "node.key"):
        secret = (tmp_path / "A" / name).read_text().split("\n")[2]
        assert secret not in public


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["--west", "190"], "--west"),
        (["--zone", "Atlantis/Centre"], "--zone"),
        (["--north", "29"], "area.lat_nd_min"),
    ],
)
def test_an_impossible_charter_is_refused_by_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], field: str
) -> None:
    make_keys(tmp_path)
    values = dict(zip(AREA[::2], AREA[1::2], strict=True)) | {words[0]: words[1]}
    files = [f"{party}={tmp_path / party / f'{party}.party.json'}" for party in PARTIES]
    given = [text for pair in values.items() for text in pair]
    assert run(["init", "charter", str(tmp_path / "c"), "--room", "pilot", "--party", *files, *given]) == 2
    assert field in capsys.readouterr().err
