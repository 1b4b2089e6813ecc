"""Thirty sites of another party leave a node only with a second person on another post, and each is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonground.cli.app import run
from commonground.cli.opening import node_of
from commonground.picture.entity import Receipt
from commonground.room import federate
from commonground.room.node import Node

COUNT = 30
PASSWORD = "a password of a test"
Captured = pytest.CaptureFixture[str]


def carry(author: Node, recipient: Node) -> None:
    """Let the recipient fetch what the author has for it."""
    party = recipient.room.party

    def confirmed(room: object) -> None:
        federate.confirm(author.room, party, {})

    author.write(confirmed).result()
    for origin in federate.readable_origins(recipient.room, author.room.party):
        start = recipient.room.ledger.size(origin)
        page = author.read(
            lambda room, o=origin, s=start: federate.serve_page(room, party, o, s, 1000)
        ).result()
        if page is not None:
            recipient.write(lambda room, p=page: federate.accept_page(room, author.room.party, p)).result()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """B holds thirty sites that A released to it, and two people who can sign in."""
    made = tmp_path_factory.mktemp("second") / "room"
    words = ["init", "room", str(made), "--room", "trial", "--party", "A=North", "B=South"]
    assert run([*words, "--west", "33", "--south", "29", "--east", "43", "--north", "38"]) == 0
    sites = made / "sites.csv"
    rows = "".join(f"Clinic {number},{33 + number / 100},36.5\n" for number in range(COUNT))
    sites.write_text("name,latitude,longitude\n" + rows)
    assert run(["import", str(sites), "--config", str(made / "A.toml"), "--release-to", "B:exact"]) == 0
    with node_of(made / "A.toml") as (author, _), node_of(made / "B.toml") as (recipient, _):
        carry(author, recipient)
    for user, post in (("watch", "watch_officer"), ("chief", "duty_chief")):
        config = str(made / "B.toml")
        assert run(["init", "user", config, user, "--posts", post, "--password", PASSWORD]) == 0
    return made


def export(folder: Path, out: Path, *words: str) -> int:
    given = [
        "export",
        "--config",
        str(folder / "B.toml"),
        "--what",
        "sites",
        "--format",
        "csv",
        "--out",
        str(out),
    ]
    return run([*given, *words])


def test_alone_it_is_refused_and_nothing_is_written(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    assert export(folder, tmp_path / "s.csv") == 2
    assert "30 sites of other parties" in capsys.readouterr().err
    assert not (tmp_path / "s.csv").exists()


@pytest.mark.parametrize(
    ("user", "password", "reason"),
    [
        ("chief", "wrong password", "not known here"),
        ("nobody", PASSWORD, "not known here"),
        ("watch", PASSWORD, "may take no other post"),
    ],
)
def test_a_wrong_second_person_is_refused(
    folder: Path, tmp_path: Path, capsys: Captured, user: str, password: str, reason: str
) -> None:
    words = ("--second-post-user", user, "--second-post-password", password)
    assert export(folder, tmp_path / "s.csv", *words) == 2
    assert reason in capsys.readouterr().err
    assert not (tmp_path / "s.csv").exists()


def test_a_check_that_meets_more_than_25_sites_of_others_shows_counts_only(
    folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "v.geojson"
    path.write_text(
        '{"type":"Feature","geometry":{"type":"Point","coordinates":[36.5,33.15]},"properties":{"radius_m":60000,'
        '"lower":"SFC","upper":"UNL","from":"2030-01-01T00:00:00Z","until":"2030-01-01T02:00:00Z"}}'
    )
    assert run(["check", str(path), "--against", str(folder / "B.toml")]) == 0
    shown = capsys.readouterr().out
    assert "only counts are shown" in shown
    assert "Clinic" not in shown
    assert run(["check", str(path), "--against", str(folder / "A.toml")]) == 0
    assert "Clinic 7" in capsys.readouterr().out


def test_with_a_second_person_it_is_written_and_told_to_the_originator(folder: Path, tmp_path: Path) -> None:
    words = ("--second-post-user", "chief", "--second-post-password", PASSWORD)
    assert export(folder, tmp_path / "s.csv", *words) == 0
    assert (tmp_path / "s.csv").read_text("utf-8-sig").count("Clinic") == COUNT
    with node_of(folder / "B.toml") as (holder, _), node_of(folder / "A.toml") as (author, _):
        carry(holder, author)
        receipts = [one.body for one in author.room.view.versions() if isinstance(one.body, Receipt)]
        assert len(receipts) == COUNT
        assert {one.how for one in receipts} == {"exported"}
