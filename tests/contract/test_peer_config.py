"""A node's configuration, its key file and the signed charter: read strictly, refused with file and field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.served import AREA, PartyPlan, RoomPlan, now_ms, room_files

from commonground.compose import load_charter
from commonground.compose.nodes import open_node
from commonground.compose.rooms import init_room
from commonground.config import NodeConfig, read_config, write_config
from commonground.errors import CommongroundError, MalformedMessage, Refused, Unavailable
from commonground.key_files import read_key, write_key
from commonground.log.keys import Certificate, SigningKey, certify
from commonground.log.note import sign_note
from commonground.picture.charter import Charter, Text3
from commonground.record import decode, encode_canonical, replace

GOOD = """
party = "A"
data = "A"
charter = "charter"
key = "A/node.key"
listen = { host = "127.0.0.1", port = 8401 }
peers = { B = "http://127.0.0.1:8402" }
"""


def config_file(folder: Path, text: str) -> Path:
    path = folder / "node.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    config = read_config(config_file(tmp_path, GOOD))
    assert (config.party, config.listen.port, config.peers) == ("A", 8401, {"B": "http://127.0.0.1:8402"})
    assert config.path("A/node.key") == tmp_path / "A" / "node.key"
    assert config.url == "http://127.0.0.1:8401"
    assert config.web.secure_cookie is True


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    config = read_config(
        config_file(tmp_path, GOOD + 'tls = { certificate = "c", key = "k\\"\\\\", peer_ca = "" }')
    )
    write_config(tmp_path / "again.toml", config)
    assert read_config(tmp_path / "again.toml") == config


def test_the_label_of_the_partys_own_scheme(tmp_path: Path) -> None:
    said = 'label = { policy = "North", classification = "Internal", categories = ["Liaison"] }'
    config = read_config(config_file(tmp_path, GOOD + said))
    assert config.label.categories == ("Liaison",)
    write_config(tmp_path / "again.toml", config)
    assert read_config(tmp_path / "again.toml") == config
    with pytest.raises(Refused) as refused:
        read_config(config_file(tmp_path, GOOD + 'label = { policy = "North" }'))
    assert refused.value.field == "label"


F3411 = (
    'f3411 = { enabled = true, dss_url = "https://dss.example/rid/v2", dss_version = "19", base_url = '
    '"https://a.example", exact_diagonal_m = 7000, '
    'name = "uss-a", token_key = "A/token-ed25519.pem" }'
)


def test_the_terms_of_remote_identification_are_written_and_read_back(tmp_path: Path) -> None:
    config = read_config(config_file(tmp_path, GOOD + F3411))
    assert (config.f3411.enabled, config.f3411.dss_version, config.f3411.exact_diagonal_m) == (
        True,
        "19",
        7000,
    )
    write_config(tmp_path / "again.toml", config)
    assert read_config(tmp_path / "again.toml") == config
    assert not read_config(config_file(tmp_path, GOOD)).f3411.enabled


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (('"19"', '"21"'), "f3411.dss_version"),
        (("https://dss", "http://dss"), "f3411.dss_url"),
        (("https://dss", "dss"), "f3411.dss_url"),
        (("a.example", "a.example/"), "f3411.base_url"),
        (("7000", "7001"), "f3411.exact_diagonal_m"),
        (("7000", "-1"), "f3411.exact_diagonal_m"),
        (("enabled", "enable"), "f3411.enable"),
        (("uss-a", ""), "f3411.name"),
    ],
)
def test_wrong_terms_of_remote_identification(tmp_path: Path, change: tuple[str, str], field: str) -> None:
    assert change[0] in F3411
    with pytest.raises(Refused) as refused:
        read_config(config_file(tmp_path, GOOD + F3411.replace(*change)))
    assert refused.value.field in (field, "f3411")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("data =", "date ="), "date"),
        (('party = "A"', "party = 7"), "party"),
        (('party = "A"', 'party = ""'), "party"),
        (('party = "A"', ""), "party"),
        (("port = 8401", 'port = "8401"'), "listen.port"),
        (("port = 8401", "port = 0"), "listen.port"),
        (("port = 8401", "port = 70000"), "listen.port"),
        (("port = 8401", "port = 8401, path = 1"), "listen"),
        (('B = "http://127.0.0.1:8402"', 'B = "127.0.0.1:8402"'), "peers.B"),
        (('B = "http://127.0.0.1:8402"', 'B = "http://u:p@127.0.0.1"'), "peers.B"),
        (('B = "http://127.0.0.1:8402"', 'A = "http://127.0.0.1:8402"'), "peers.A"),
        (("peers =", 'synchronous = "sometimes"\npeers ='), "synchronous"),
        (("peers =", 'tls = { certificate = "c" }\npeers ='), "tls"),
        (('host = "127.0.0.1"', 'host = "0.0.0.0"'), "web.secure_cookie"),
        (("peers =", 'folder = "/"\npeers ='), "folder"),
    ],
)
def test_a_wrong_field_is_named_with_its_file(tmp_path: Path, change: tuple[str, str], field: str) -> None:
    assert change[0] in GOOD
    text = GOOD.replace(*change) + "web = { secure_cookie = false }\n"
    path = config_file(tmp_path, text)
    with pytest.raises(Refused) as refused:
        read_config(path)
    assert str(path) in refused.value.reason
    assert field in f"{refused.value.field} {refused.value.reason}"


@pytest.mark.parametrize("text", ["party = ", "[[[", "party = 'A'\nparty = 'B'", "\ud800"])
def test_what_is_no_toml_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "node.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(MalformedMessage, match="TOML"):
        read_config(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"none\.toml"):
        read_config(tmp_path / "none.toml")


# -- keys ---------------------------------------------------------------------------------------------------------


def test_a_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "node.key"
    made = write_key(path, "A.node.test", b"s" * 32)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path).verifier == made.verifier
    path.chmod(0o640)
    with pytest.raises(Refused, match="0600 is expected"):
        read_key(path)


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "node.key"
    made = write_key(path, "A.node.test", b"s" * 32)
    with pytest.raises(Refused, match="never overwritten"):
        write_key(path, "A.node.test", b"t" * 32)
    assert read_key(path).verifier == made.verifier


@pytest.mark.parametrize("data", [b"", b"x", b"commonground/private-key/v1\nA\nAAAA\n", b"\xff" * 50])
def test_a_key_file_that_is_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "node.key"
    path.write_bytes(data)
    path.chmod(0o600)
    with pytest.raises(MalformedMessage):
        read_key(path)


# -- charter ------------------------------------------------------------------------------------------------------


@pytest.fixture
def room(tmp_path: Path) -> dict[str, NodeConfig]:
    return room_files(tmp_path, "ABJ")


def _charter(folder: Path) -> Charter:
    return decode(Charter, (folder / "charter" / "charter.json").read_bytes())


def _rewrite(folder: Path, change: Callable[[Charter], Charter]) -> None:
    (folder / "charter" / "charter.json").write_bytes(encode_canonical(change(_charter(folder))))


def test_the_charter_holds(room: dict[str, NodeConfig], tmp_path: Path) -> None:
    charter = load_charter(tmp_path / "charter", now_ms())
    assert [party.id for party in charter.parties] == ["A", "B", "J"]


def _one_signature_less(folder: Path) -> None:
    path = folder / "charter" / "charter.signed"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), "utf-8")


def _a_stranger_signs(folder: Path) -> None:
    path = folder / "charter" / "charter.signed"
    text = path.read_text("utf-8").split("\n\n")[0] + "\n"
    path.write_text(sign_note(text, [SigningKey.from_seed(b"z" * 32, "A.identity.served")]), "utf-8")


def _wider_area(folder: Path) -> None:
    _rewrite(folder, lambda charter: replace(charter, buffer_m=0))


def _another_node_key(folder: Path) -> None:
    other = SigningKey.from_seed(b"z" * 32, "A.node.served").verifier.encode()
    _rewrite(
        folder,
        lambda charter: replace(
            charter, parties=(replace(charter.parties[0], node_key=other), *charter.parties[1:])
        ),
    )


def _certificate_of_another(folder: Path) -> None:
    (folder / "charter" / "A.certificate").write_bytes((folder / "charter" / "B.certificate").read_bytes())


def _certificate_by_another(folder: Path) -> None:
    stranger = SigningKey.from_seed(b"z" * 32, "A.identity.served")
    key = read_key(folder / "A" / "node.key").verifier
    made = certify(stranger, Certificate("A", key, 0, 2**50))
    (folder / "charter" / "A.certificate").write_text(made, "utf-8")


def _certificate_ended(folder: Path) -> None:
    identity, key = read_key(folder / "A" / "identity.key"), read_key(folder / "A" / "node.key").verifier
    (folder / "charter" / "A.certificate").write_text(certify(identity, Certificate("A", key, 0, 1)), "utf-8")


def _no_certificate(folder: Path) -> None:
    (folder / "charter" / "J.certificate").unlink()


def _spaces(folder: Path) -> None:
    path = folder / "charter" / "charter.json"
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize(
    "tamper",
    [
        _one_signature_less, _a_stranger_signs, _wider_area, _another_node_key, _certificate_of_another,
        _certificate_by_another, _certificate_ended, _no_certificate, _spaces,
    ],
)  # fmt: skip
def test_a_charter_that_not_all_signed_is_refused(
    room: dict[str, NodeConfig], tmp_path: Path, tamper: Callable[[Path], None]
) -> None:
    tamper(tmp_path)
    with pytest.raises(CommongroundError) as refused:
        open_node(room["A"])
    assert str(tmp_path / "charter") in str(refused.value)


def test_a_node_does_not_run_with_the_key_of_another(room: dict[str, NodeConfig]) -> None:
    with pytest.raises(Refused, match="node key of party A"):
        open_node(replace(room["A"], key="B/node.key"))


def test_a_peer_that_the_charter_does_not_know_is_refused(room: dict[str, NodeConfig]) -> None:
    with pytest.raises(Refused, match="no parties Z"):
        open_node(replace(room["A"], peers={"Z": "http://127.0.0.1:1"}))


def test_a_room_is_never_made_over_another(room: dict[str, NodeConfig], tmp_path: Path) -> None:
    plan = RoomPlan(
        room="again", title=Text3(en="x"), zone="UTC", area=AREA,
        parties=[PartyPlan("A", "square", Text3(en="A"), Text3(en="A"))],
    )  # fmt: skip
    before = (tmp_path / "charter" / "charter.json").read_bytes()
    with pytest.raises(Refused, match="holds a room already"):
        init_room(tmp_path, plan, now_ms())
    assert (tmp_path / "charter" / "charter.json").read_bytes() == before
