"""A room worked from the command line: founded, filled from a file, audited, exported, broken, and named."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from commonground.cli.app import run
from commonground.compose.charter_files import load_charter
from commonground.config import read_config

ROOT = Path(__file__).parents[2]
SITES = """name,type,latitude,longitude
Clinic One,clinic,33.1,36.5
Decimal comma,clinic,"33,1",36.6
School Two,school,33.2,36.6
"""
ROOM = [
    "--room", "trial", "--party", "A=North", "B=South", "--west", "33", "--south", "29", "--east", "43",
    "--north", "38", "--zone", "Asia/Damascus",
]  # fmt: skip
Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A room of two nodes; A has reported two sites and released them to B."""
    folder = tmp_path_factory.mktemp("cli") / "room"
    assert run(["init", "room", str(folder), *ROOM]) == 0
    sites = folder / "sites.csv"
    sites.write_text(SITES)
    words = ["import", str(sites), "--config", str(folder / "A.toml"), "--release-to", "B:exact"]
    assert run(words) == 0
    return folder


@pytest.fixture
def room(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(made, tmp_path / "room"))


# -- import ------------------------------------------------------------------------------------------------------


def test_a_dry_run_lists_what_it_read_and_refused_and_keeps_nothing(room: Path, capsys: Captured) -> None:
    before = (room / "A" / "store.sqlite").read_bytes()
    words = ["import", str(room / "sites.csv"), "--config", str(room / "A.toml"), "--dry-run"]
    assert run(words) == 0
    shown = capsys.readouterr().out
    assert "2 read, 1 refused" in shown
    assert "decimal comma" in shown
    assert "dry run: nothing was kept" in shown
    assert (room / "A" / "store.sqlite").read_bytes() == before


def test_strict_imports_nothing_when_a_row_is_refused(room: Path, capsys: Captured) -> None:
    words = ["import", str(room / "sites.csv"), "--config", str(room / "B.toml"), "--strict"]
    assert run(words) == 1
    assert "nothing was imported" in capsys.readouterr().err
    assert not (room / "B" / "store.sqlite").exists()


def test_a_column_without_a_field_is_named_and_can_be_left_out(room: Path, capsys: Captured) -> None:
    listed = room / "list.csv"
    listed.write_text("name,latitude,longitude,priority\nSchool,33.3,36.4,1\n")
    words = ["import", str(listed), "--config", str(room / "A.toml")]
    assert run([*words]) == 1
    assert "no field for it (T-7)" in capsys.readouterr().out
    assert run([*words, "--without-columns", "priority", "--dry-run"]) == 0
    assert "1 read, 0 refused" in capsys.readouterr().out


def test_a_point_outside_the_charter_is_refused_and_says_when_axes_may_be_swapped(
    room: Path, capsys: Captured
) -> None:
    listed = room / "list.csv"
    listed.write_text("name,latitude,longitude\nSchool,42,30\nFar,10,10\n")
    words = ["import", str(listed), "--config", str(room / "A.toml"), "--dry-run", "--json"]
    assert run(words) == 0
    refused = json.loads(capsys.readouterr().out)["refused"]
    assert [one["line"] for one in refused] == [2, 3]
    assert "it would lie inside" in refused[0]["expected"]
    assert "it would lie inside" not in refused[1]["expected"]


def test_a_file_that_is_read_twice_is_entered_once(room: Path, capsys: Captured) -> None:
    words = ["import", str(room / "sites.csv"), "--config", str(room / "A.toml")]
    assert run(words) == 0
    shown = capsys.readouterr().out
    assert "0 sites imported" in shown
    assert "2 were reported already" in shown


def test_importing_needs_a_post_that_reports_sites(room: Path, capsys: Captured) -> None:
    words = ["import", str(room / "sites.csv"), "--config", str(room / "A.toml"), "--post", "interpreter"]
    assert run(words) == 2
    assert "post" in capsys.readouterr().err


# -- verify ------------------------------------------------------------------------------------------------------


def test_a_whole_store_holds_by_configuration_by_folder_and_by_file(room: Path, capsys: Captured) -> None:
    for path in (room / "A.toml", room / "A", room / "A" / "store.sqlite"):
        assert run(["verify", str(path)]) == 0
        assert "HOLDS" in capsys.readouterr().out


def change(room: Path, sql: str) -> None:
    with sqlite3.connect(room / "A" / "store.sqlite") as db:
        db.execute(sql)
    db.close()


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE entries SET entry = zeroblob(32) WHERE idx = 1 AND origin LIKE '%/A'", "trial/A: entry 1"),
        ("UPDATE bodies SET body = CAST(replace(CAST(body AS TEXT), 'One', 'Two') AS BLOB) WHERE origin LIKE '%/A'",
         "trial/A: body"),
        ("UPDATE tiles SET hashes = zeroblob(length(hashes)) WHERE origin LIKE '%/A'", "trial/A: tile/0"),
        ("DELETE FROM bodies WHERE idx = 0 AND origin LIKE '%/A'", "trial/A: body 0: is missing"),
        ("UPDATE checkpoints SET note = replace(note, 'trial/A', 'trial/B')", "checkpoint"),
    ],
)  # fmt: skip
def test_the_first_broken_thing_is_named(room: Path, capsys: Captured, sql: str, named: str) -> None:
    change(room, sql)
    assert run(["verify", str(room / "A.toml")]) == 1
    shown = capsys.readouterr().out
    assert "BROKEN: commonground/" in shown
    assert named in shown


def test_a_store_is_verified_while_another_process_holds_it(room: Path, capsys: Captured) -> None:
    from commonground.store.sqlite import SqliteStore

    held = SqliteStore(room / "A" / "store.sqlite")
    try:
        assert run(["verify", str(room / "A.toml")]) == 0
        assert run(["import", str(room / "sites.csv"), "--config", str(room / "A.toml")]) == 2
        assert "use its page" in capsys.readouterr().err
    finally:
        held.close()


def test_what_is_no_store_is_refused_in_words(room: Path, tmp_path: Path, capsys: Captured) -> None:
    (room / "A" / "store.sqlite").write_bytes(b"not a database at all, only text " * 100)
    assert run(["verify", str(room / "A")]) == 1
    assert "damaged" in capsys.readouterr().err
    assert run(["verify", str(tmp_path / "nothing")]) == 2
    assert "No such file" in capsys.readouterr().err


# -- bundle and receipts -----------------------------------------------------------------------------------------


@pytest.fixture
def bundle(room: Path, tmp_path: Path) -> Path:
    out = tmp_path / "bundle"
    assert run(["export", "--config", str(room / "A.toml"), "--what", "bundle", "--out", str(out)]) == 0
    return out


def test_a_sealed_bundle_holds_and_each_log_holds_for_a_script_that_shares_no_code(
    room: Path, bundle: Path, capsys: Captured
) -> None:
    assert run(["verify", str(bundle)]) == 0
    assert "HOLDS" in capsys.readouterr().out
    charter = load_charter(bundle / "charter")
    key = charter.party("A").node_key
    logs = sorted((bundle / "logs").iterdir())
    assert logs
    for log in logs:
        script = [sys.executable, str(ROOT / "examples" / "verify_offline.py"), str(log), "--key", key]
        done = subprocess.run(script, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "name", ["READ-ME.txt", "charter/charter.json", "logs/00/entries", "logs/00/checkpoint"]
)
def test_any_changed_file_of_a_bundle_is_named(bundle: Path, capsys: Captured, name: str) -> None:
    path = bundle / name
    data = bytearray(path.read_bytes())
    data[10] ^= 1
    path.write_bytes(data)
    assert run(["verify", str(bundle)]) in (1, 2)
    shown = capsys.readouterr()
    assert Path(name).name.partition(".")[0] in shown.out + shown.err


def test_an_added_and_a_removed_file_are_named(bundle: Path, capsys: Captured) -> None:
    (bundle / "extra.txt").write_text("x")
    (bundle / "READ-ME.txt").unlink()
    assert run(["verify", str(bundle)]) == 1
    assert "READ-ME.txt: is missing (and 1 more)" in capsys.readouterr().out


def test_a_receipt_out_of_a_bundle_holds_with_its_body_and_with_no_other(
    room: Path, bundle: Path, capsys: Captured
) -> None:
    log = bundle / "logs" / "00"
    config = read_config(room / "A.toml")
    key = load_charter(config.path(config.charter)).party("A").node_key
    words = ["verify", str(log / "proofs" / "0001.tlog-proof"), "--key", key]
    assert run([*words, "--body", str(log / "bodies" / "0001.json")]) == 0
    assert "HOLDS" in capsys.readouterr().out
    assert run([*words, "--body", str(log / "bodies" / "0000.json")]) == 1
    assert "BROKEN" in capsys.readouterr().out
    assert run(words) == 2
    assert "--body" in capsys.readouterr().err


# -- export ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["geojson", "kml", "csv", "gpx"])
def test_sites_are_exported_with_their_header(room: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / f"sites.{format}"
    words = [
        "export",
        "--config",
        str(room / "A.toml"),
        "--what",
        "sites",
        "--format",
        format,
        "--out",
        str(out),
    ]
    assert run(words) == 0
    text = out.read_text("utf-8")
    assert "Clinic One" in text
    assert "Asia/Damascus" in text
    assert "for A only" in text


def test_an_export_never_overwrites_and_refuses_a_format_that_does_not_fit(
    room: Path, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "there"
    out.write_text("x")
    words = ["export", "--config", str(room / "A.toml"), "--what", "sites"]
    assert run([*words, "--out", str(out)]) == 2
    assert "nothing is overwritten" in capsys.readouterr().err
    assert run([*words, "--out", str(tmp_path / "new"), "--format", "ics"]) == 2
    assert "--format" in capsys.readouterr().err


# -- log ---------------------------------------------------------------------------------------------------------


def test_the_log_prints_what_was_said_with_utc_times(room: Path, capsys: Captured) -> None:
    assert run(["log", str(room / "A.toml"), "--origin", "commonground/trial/A"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "times are UTC" in lines[0]
    assert any(
        "establish site" in line and "released to B" in line and "Clinic One" in line for line in lines
    )
    assert all(line.split("  ")[0].endswith("Z") for line in lines[1:])


def test_the_log_as_of_a_time_holds_nothing_later(room: Path, capsys: Captured) -> None:
    assert run(["log", str(room / "A.toml"), "--as-of", "2020-01-01T00:00:00Z"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert run(["log", str(room / "A.toml"), "--as-of", "2020-01-01T00:00:00"]) == 2
    assert "no zone" in capsys.readouterr().err
    assert run(["log", str(room / "A.toml"), "--origin", "commonground/trial/C"]) == 2
    assert "commonground/trial/A" in capsys.readouterr().err


# -- check against a store ---------------------------------------------------------------------------------------


def test_a_file_is_screened_against_the_picture_in_a_store(
    room: Path, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "v.geojson"
    path.write_text(json.dumps({
        "type": "Feature", "id": "mine", "geometry": {"type": "Point", "coordinates": [36.5, 33.1]},
        "properties": {"radius_m": 1000, "lower": "SFC", "upper": "5000 FT AMSL", "from": "2030-01-01T00:00:00Z",
                       "until": "2030-01-01T02:00:00Z"},
    }))  # fmt: skip
    assert run(["check", str(path), "--against", str(room / "A.toml"), "--json", "--fail-on-hit"]) == 3
    answer = json.loads(capsys.readouterr().out)
    assert [hit["kind"] for hit in answer["hits"]] == ["place"]
    assert "Clinic One" in answer["hits"][0]["meets"]
    assert answer["searched"]["places"] == 2


def test_before_anybody_has_joined_the_founding_charter_is_in_force(room: Path, capsys: Captured) -> None:
    assert run(["init", "in-force", str(room / "A.toml"), str(room / "out")]) == 2
    assert "no party has joined" in capsys.readouterr().err
    assert not (room / "out").exists()
