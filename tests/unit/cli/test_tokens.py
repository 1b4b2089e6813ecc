"""`commonground token`: what it prints is what a node takes, and nothing else stands on standard output."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.worlds import TestClock

from commonground.cli.app import run
from commonground.compose.access import access_of
from commonground.config import F3548, NodeConfig, Uss, read_config, write_config
from commonground.errors import NotAuthenticated, NotPermitted, Refused
from commonground.protocols.f3548.jose import pem_keys
from commonground.record import replace
from commonground.room.ports import Clock

SCOPES = ["utm.strategic_coordination", "utm.constraint_processing"]


class WallClock:
    """The clock of this machine, as the command reads it, and so much later."""

    def __init__(self, later_ms: int = 0) -> None:
        self.later_ms = later_ms

    def now_ms(self) -> int:
        from commonground.cli.founding import now_ms

        return now_ms() + self.later_ms


@pytest.fixture
def node(tmp_path: Path) -> Path:
    path = tmp_path / "A.toml"
    write_config(path, NodeConfig(party="A", data="A", charter="charter", key="A/node.key"))
    return path


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    assert run(["token", *words]) == 0, capsys.readouterr().err
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    return out.strip(), err


def asked(node: Path, token: str, scope: str = SCOPES[0], clock: Clock | None = None) -> str:
    """Whom the node takes the bearer of a token for."""
    access = access_of(read_config(node), clock or WallClock())
    assert access is not None
    return access.caller(f"Bearer {token}", [[scope]]).sub


@pytest.mark.parametrize("algorithm", ["Ed25519", "RS256"])
def test_a_token_lets_the_service_in_at_a_node_that_names_the_key(
    node: Path, algorithm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        str(node),
        "--sub",
        "uss1",
        "--audience",
        "dss.example",
        "--algorithm",
        algorithm,
        "--scope",
        *SCOPES,
    ]
    _, told = printed(capsys, *words)
    private = node.parent / "A" / f"token-{algorithm.lower()}.pem"
    public = private.with_name(f"token-{algorithm.lower()}.pub.pem")
    assert f"key {private}" in told
    assert f"f3548.public_keys does not name {public}" in told
    assert "f3548.audiences does not name the audience" in told
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert [key.algorithm for key in pem_keys(public.read_bytes())] == [algorithm]

    said = F3548(audiences=("dss.example",), public_keys=(f"A/{public.name}",))
    write_config(node, replace(read_config(node), f3548=said))
    token, told = printed(capsys, *words)
    assert told == ""
    assert [asked(node, token, scope) for scope in SCOPES] == ["uss1", "uss1"]
    with pytest.raises(NotPermitted):
        asked(node, token, "utm.constraint_management")
    with pytest.raises(NotAuthenticated, match="has ended"):
        asked(node, token, clock=WallClock(3_610_000))


def test_audience_and_issuer_are_those_of_the_file_unless_given(
    node: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = F3548(
        audiences=("dss.example", "other"), issuers=("here",), public_keys=("A/token-ed25519.pub.pem",)
    )
    write_config(node, replace(read_config(node), f3548=said))
    token, _ = printed(capsys, str(node), "--sub", "uss1", "--scope", SCOPES[0], "--minutes", "1")
    assert asked(node, token) == "uss1"
    with pytest.raises(NotAuthenticated, match="has ended"):
        asked(node, token, clock=WallClock(70_000))
    token, told = printed(
        capsys, str(node), "--sub", "uss1", "--scope", SCOPES[0], "--audience", "third", "--issuer", "there"
    )
    assert "audiences does not name" in told
    assert "issuers does not name" in told
    with pytest.raises(NotAuthenticated):
        asked(node, token)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--minutes", "61"], "1 to 60 minutes"),
        (["--minutes", "0"], "1 to 60 minutes"),
        (["--sub", ""], "sub"),
        (["--sub", "a\nb"], "sub"),
        (["--scope", "a b"], "without spaces"),
        (["--audience", ""], "--audience"),
    ],
)  # fmt: skip
def test_what_no_node_would_take_is_refused(
    node: Path, words: list[str], found: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"--sub": "uss1", "--scope": SCOPES[0], "--audience": "dss.example", "--minutes": "60"}
    given |= dict([words])
    assert run(["token", str(node), *(word for pair in given.items() for word in pair)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert found in err


def test_a_key_that_others_may_read_is_not_used(node: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(node), "--sub", "uss1", "--scope", SCOPES[0], "--audience", "dss.example"]
    printed(capsys, *words)
    key = node.parent / "A" / "token-ed25519.pem"
    key.with_name("token-ed25519.pub.pem").unlink()
    printed(capsys, *words)
    assert pem_keys(key.with_name("token-ed25519.pub.pem").read_bytes())
    key.chmod(0o640)
    assert run(["token", *words]) == 2
    assert "0600 is expected" in capsys.readouterr().err


def test_a_node_whose_file_names_no_keys_has_no_access_check(node: Path) -> None:
    assert access_of(read_config(node), TestClock()) is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (F3548(public_keys=("a.pem",)), "f3548.audiences"),
        (F3548(jwks_url="https://a.example"), "f3548.audiences"),
        (F3548(jwks_url="http://a.example", audiences=("x",)), "f3548.jwks_url"),
        (F3548(jwks_url="ftp://a.example", audiences=("x",)), "f3548.jwks_url"),
        (F3548(jwks_url="https://u:p@a.example", audiences=("x",)), "f3548.jwks_url"),
        (F3548(issuers=("https://a.example",)), "f3548.audiences"),
        (F3548(issuers=("http://a.example",), audiences=("x",)), "f3548.issuers"),
        (F3548(audiences=("",)), "f3548.audiences"),
        (F3548(issuers=("a\n",)), "f3548.issuers"),
        (F3548(token_s_max=3_601), "f3548.token_s_max"),
        (F3548(token_s_max=0), "f3548.token_s_max"),
    ],
)
def test_settings_that_make_no_sense_are_refused(node: Path, said: F3548, field: str) -> None:
    write_config(node, replace(read_config(node), f3548=said))
    with pytest.raises(Refused) as found:
        read_config(node)
    assert found.value.field == field


def test_settings_are_written_as_they_are_read(node: Path) -> None:
    said = F3548(
        enabled=True, audiences=("a", "b"), issuers=("c",), public_keys=("d.pem",), jwks_url="http://127.0.0.1/k",
        token_s_max=300,
    )  # fmt: skip
    write_config(node, replace(read_config(node), f3548=said))
    assert read_config(node).f3548 == said
    write_config(
        node, replace(read_config(node), f3548=replace(said, jwks_url="http://a/k", allow_http=True))
    )
    assert read_config(node).f3548.allow_http


def test_an_address_of_an_authority_has_tls_or_is_allowed_without(tmp_path: Path) -> None:
    good = Uss(
        name="x",
        base_url="https://x.example",
        dss_url="https://d.example",
        token_issuer="https://a.example/x",
    )
    node = tmp_path / "A.toml"
    config = NodeConfig(party="A", data="A", charter="c", key="k")
    write_config(node, replace(config, uss=good))
    assert read_config(node).uss == good
    for url in ("http://a.example", "https://a.example/", "https://u:p@a.example", "a.example"):
        write_config(node, replace(config, uss=replace(good, token_issuer=url)))
        with pytest.raises(Refused) as refused:
            read_config(node)
        assert refused.value.field == "uss.token_issuer"
