"""Nodes over TLS: a peer whose certificate is not of the named authority is not talked to."""

from __future__ import annotations

import datetime
import ipaddress
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.served import Served, room_files
from tests.worlds import announce, notice, volume

from commonground.config import NodeConfig, Tls
from commonground.record import replace

LOOPBACK = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
BEGIN, END = datetime.datetime(2020, 1, 1), datetime.datetime(2099, 1, 1)


def certificate(folder: Path, name: str) -> None:
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number(), BEGIN, END)
        .add_extension(LOOPBACK, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / f"{name}.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


@pytest.fixture
def configs(tmp_path: Path) -> dict[str, NodeConfig]:
    plain = room_files(tmp_path, "AB")
    for name in ("A", "B", "other"):
        certificate(tmp_path, name)
    both = (tmp_path / "A.pem").read_bytes() + (tmp_path / "B.pem").read_bytes()
    (tmp_path / "peers.pem").write_bytes(both)
    return {
        party: replace(
            config,
            tls=Tls(certificate=f"{party}.pem", key=f"{party}.key", peer_ca="peers.pem"),
            peers={one: url.replace("http:", "https:") for one, url in config.peers.items()},
        )
        for party, config in plain.items()
    }


def test_nodes_talk_over_tls(configs: dict[str, NodeConfig], tmp_path: Path) -> None:
    with Served(configs) as served:
        served.start("A", "B")
        served.confirmed("A", "B")
        said = served.say("A", announce(notice(volume(from_ms=4 * 10**12)), "B"))
        served.until("B", lambda room: room.view.picture.get(said.version.key) is not None)
        assert configs["A"].url.startswith("https:")
        with pytest.raises(httpx.HTTPError):
            httpx.get(configs["A"].url.replace("https:", "http:") + "/healthy")


def test_a_certificate_of_another_authority_is_not_trusted(configs: dict[str, NodeConfig]) -> None:
    configs["B"] = replace(
        configs["B"], tls=replace(configs["B"].tls, certificate="other.pem", key="other.key")
    )
    with Served(configs) as served:
        served.start("A", "B")
        assert not served.look("A", "B")
        assert served.room("A").contacts["B"].failed_ms is not None
        assert served.room("A").unconfirmed == {"B"}
