"""Who a machine is: accounts by the command line, client certificates over TLS, and what the documentation says."""

from __future__ import annotations

import re
import ssl
from pathlib import Path

import httpx
import pytest
from tests.contract.test_peer_tls import certificate
from tests.served import Served, now_ms, room_files
from tests.taxii import MEDIA, PASSWORD, add_accounts, taxii_files, told
from tests.worlds import make_world

from commonground.cli.app import run
from commonground.cli.machines import _fingerprint
from commonground.config import Tls, read_config, write_config
from commonground.errors import Refused
from commonground.picture.blocks import Text
from commonground.protocols.taxii21.accounts import Account, accounts, add_account, remove_account
from commonground.record import replace
from commonground.room import information, membership

DOCUMENT = Path(__file__).parents[2] / "docs" / "taxii.md"
HASH = "0" * 64
AHEAD_MS = 300
"""A party leaves at a moment that has not passed."""


def test_accounts_by_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = replace(taxii_files(tmp_path, "AB")["A"], folder="")
    path = tmp_path / "A.toml"
    path.unlink()
    write_config(path, config)
    assert read_config(path).taxii.enabled
    assert run(["taxii", "accounts", str(path)]) == 0
    assert "no accounts" in capsys.readouterr().out
    assert run(["taxii", "add", str(path), "platform", "--password", PASSWORD]) == 0
    assert (
        run(["taxii", "add", str(path), "feed", "--write", "--post", "humanitarian_liaison", "--token"]) == 0
    )
    token = re.search(r"token (\S+): shown once", capsys.readouterr().out)
    assert token is not None
    certificate(tmp_path, "south")
    assert (
        run(
            ["taxii", "add", str(path), "south", "--party", "B", "--certificate", str(tmp_path / "south.pem")]
        )
        == 0
    )
    for refused in (
        ["add", str(path), "platform", "--password", PASSWORD],
        ["add", str(path), "x", "--party", "B", "--write", "--token"],
        ["add", str(path), "x", "--party", "Q", "--token"],
        ["add", str(path), "x", "--post", "nobody", "--token"],
        ["add", str(path), "X Y", "--token"],
        ["add", str(path), "x", "--password", "short"],
        ["add", str(path), "x", "--certificate", str(tmp_path / "A" / "node.key")],
        ["add", str(path), "x", "--certificate", str(tmp_path / "nothing.pem")],
        ["remove", str(path), "nobody"],
    ):
        assert run(["taxii", *refused]) != 0
    capsys.readouterr()
    assert run(["taxii", "accounts", str(path)]) == 0
    listed = capsys.readouterr().out
    assert [line.split()[:2] for line in listed.splitlines()[1:]] == [
        ["feed", "A"],
        ["platform", "A"],
        ["south", "B"],
    ]
    assert token[1] not in listed
    with Served({"A": read_config(path)}) as served:
        served.start("A")
        url = f"{served.configs['A'].url}/taxii2/"
        assert (
            httpx.get(url, headers={"Authorization": f"Bearer {token[1]}", "Accept": MEDIA}).status_code
            == 200
        )
        assert httpx.get(url, auth=("platform", PASSWORD), headers={"Accept": MEDIA}).status_code == 200
    assert run(["taxii", "remove", str(path), "feed"]) == 0
    with Served({"A": read_config(path)}) as served:
        served.start("A")
        url = f"{served.configs['A'].url}/taxii2/"
        assert (
            httpx.get(url, headers={"Authorization": f"Bearer {token[1]}", "Accept": MEDIA}).status_code
            == 401
        )


def test_a_password_is_drawn_where_nobody_gives_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taxii_files(tmp_path)
    assert run(["taxii", "add", str(tmp_path / "A.toml"), "platform"]) == 0
    said = capsys.readouterr()
    assert re.search(r"password \S{20,}: shown once", said.out)
    assert "serves no TAXII" in said.err


def test_a_client_certificate_is_an_account(tmp_path: Path) -> None:
    configs = taxii_files(tmp_path, client_ca="clients.pem")
    for name in ("A", "south", "stranger", "known"):
        certificate(tmp_path, name)
    both = [(tmp_path / f"{name}.pem").read_text() for name in ("south", "known")]
    (tmp_path / "clients.pem").write_text("".join(both))
    config = replace(configs["A"], tls=Tls(certificate="A.pem", key="A.key"))
    with Served({"A": config}) as served:
        served.start("A")
        served.node("A").write(
            lambda room: add_account(
                room.store, Account("south", "B", certificate_sha256=_fingerprint(tmp_path / "south.pem")),
                room.charter, "A",
            )
        ).result(30)  # fmt: skip

        def ask(name: str) -> int:
            trust = ssl.create_default_context(cafile=str(tmp_path / "A.pem"))
            if name:
                trust.load_cert_chain(tmp_path / f"{name}.pem", tmp_path / f"{name}.key")
            url = f"{config.url}/taxii2/room/collections/"
            with httpx.Client(verify=trust) as client:
                answer = client.get(url, headers={"Accept": MEDIA})
                if answer.status_code == 200:
                    assert [one["alias"] for one in answer.json()["collections"]] == ["from-a"]
                return answer.status_code

        assert ask("south") == 200
        assert ask("known") == 401
        assert ask("") == 401
        with pytest.raises(httpx.HTTPError):
            ask("stranger")


def test_a_node_serves_none_unless_its_file_says_so(tmp_path: Path) -> None:
    with Served(room_files(tmp_path)) as served:
        served.start("A")
        answer = httpx.get(f"{served.configs['A'].url}/taxii2/", headers={"Accept": MEDIA})
        assert answer.headers["content-type"] != MEDIA


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ('taxii = { enabled = true }\nlisten = { host = "0.0.0.0", port = 1 }', "taxii.enabled"),
        ('taxii = { enabled = true, client_ca = "x.pem" }', "taxii.client_ca"),
        ('taxii = { enabled = true, base_url = "ftp://x" }', "taxii.base_url"),
        ('taxii = { enabled = true, base_url = "https://x/" }', "taxii.base_url"),
    ],
)
def test_terms_that_cannot_be(tmp_path: Path, lines: str, field: str) -> None:
    path = tmp_path / "A.toml"
    path.write_text(f'party = "A"\ndata = "A"\ncharter = "charter"\nkey = "A/node.key"\n{lines}\n')
    with pytest.raises(Refused) as caught:
        read_config(path)
    assert caught.value.field == field


def test_accounts_by_themselves() -> None:
    node = make_world().nodes["A"]
    charter = node.room.charter
    good = Account("one", "A", post="watch_officer", password_hash="x")

    def add(account: Account) -> Account:
        return node.run_now(lambda room: add_account(room.store, account, charter, "A"))

    add(good)
    for wrong in (
        replace(good, name="two", password_hash=""), replace(good, name="two", post=""),
        replace(good, name="two", party="B"), replace(good, name="two", token_sha256="no"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            add(wrong)
    add(replace(good, name="two", token_sha256=HASH))
    with pytest.raises(Refused):
        add(replace(good, name="three", certificate_sha256=HASH))
    node.run_now(lambda room: remove_account(room.store, "two"))
    add(replace(good, name="three", certificate_sha256=HASH))
    assert [one.name for one in accounts(node.room.store)] == ["one", "three"]


def test_a_party_that_left_the_room_reads_no_more(tmp_path: Path) -> None:
    with Served(taxii_files(tmp_path)) as served:
        served.start("A", "B")
        add_accounts(served, "A")
        served.until("B", lambda room: not room.unconfirmed)
        url = f"{served.configs['A'].url}/taxii2/"
        assert httpx.get(url, auth=("of-b", PASSWORD), headers={"Accept": MEDIA}).status_code == 200
        leave(served)
        served.until("A", lambda room: room.view.count_of("leaving") == 1)
        left_ms = now_ms() + AHEAD_MS
        answers = [200]
        while answers[-1] == 200 and now_ms() < left_ms + 10_000:
            answers.append(httpx.get(url, auth=("of-b", PASSWORD), headers={"Accept": MEDIA}).status_code)
        assert answers[-1] == 403
        assert httpx.get(url, auth=("own", PASSWORD), headers={"Accept": MEDIA}).status_code == 200


def leave(served: Served) -> None:
    why = Text(lang="en", text="")
    served.node("B").write(
        lambda room: membership.leave(room, room.clock.now_ms() + AHEAD_MS, why, "duty_chief", "bob")
    ).result(30)


def test_what_the_documentation_shows_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                           capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """The Python of docs/taxii.md, against a room whose address and password stand where it looks for them."""
    [code] = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    with Served(taxii_files(tmp_path)) as served:
        served.start("A")
        served.node("A").write(
            lambda room: information.report(room, told("Mines"), (), "watch_officer", "ann")
        ).result(30)
        add_accounts(served, "A")
        (tmp_path / "room" / "demo").mkdir(parents=True)
        (tmp_path / "room" / "demo" / "machines.txt").write_text(PASSWORD)
        monkeypatch.chdir(tmp_path)
        code = code.replace("http://127.0.0.1:8801", served.configs["A"].url).replace('"machine"', '"own"')
        exec(compile(code, str(DOCUMENT), "exec"), {})
    assert "A: own report report--" in capsys.readouterr().out
