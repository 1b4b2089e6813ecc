"""Reading another room over TAXII, and over TLS: a trusted authority, a certificate that is shown, and neither."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.contract.test_peer_tls import certificate
from tests.contract.test_taxii_reading import OBJECTS, served, url  # noqa: F401  # a fixture
from tests.served import Served
from tests.taxii import PASSWORD
from tests.taxii_servers import Here, added, stix
from tests.worlds import TestClock, TestSalt, charter, make_node

from commonground.protocols.stix.pull.drafts import shown
from commonground.protocols.stix.pull.kept import listed
from commonground.protocols.stix.pull.schedule import pull_once
from commonground.protocols.stix.pull.source import state_of
from commonground.protocols.stix.pull.walk import Pull
from commonground.room.node import Node

TAXII = "application/taxii+json;version=2.1"


@pytest.fixture
def node() -> Node:
    return make_node("J", charter(), TestClock(4 * 10**12), TestSalt())


def pulled(node: Node, name: str = "Field office") -> Pull:
    return asyncio.run(pull_once(Here(node), name))


def test_what_a_room_serves_comes_back_as_it_was_said(node: Node, served: Served) -> None:  # noqa: F811
    """South's account at North reads what North told South, and what North kept to itself is not there."""
    added(node, url=url(served, "A"), user="of-b", secret=PASSWORD, reliability="E")
    done = pulled(node)
    assert done.troubles == []
    store = node.room.store
    found = [shown(store, id) for id in listed(store, "waiting", "", 100)]
    assert [one.title for one in found if one is not None] == ["Mines, more"]
    [one] = found
    assert one is not None
    assert one.information is not None
    assert (one.information.matter, one.information.reliability, one.information.credibility) == (
        "hazard",
        "B",
        2,
    )
    assert (one.information.title.text, one.information.original) == ("Mines, more", None)
    assert (one.why, one.revoked) == ("", False)
    assert done.kept["campaign"] == OBJECTS + 1, "both versions of one of them"
    assert dict(pulled(node).kept) == {}


class Quiet(BaseHTTPRequestHandler):
    """One API root with one report."""

    def do_GET(self) -> None:
        said: dict[str, object] = {"title": "x", "versions": [TAXII]}
        if self.path.endswith("/collections/"):
            said = {"collections": [{"id": "c", "title": "C", "can_read": True}]}
        elif "/objects/" in self.path:
            said = {"objects": [stix("report", 1)]}
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", TAXII)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[str]:
    """A server that shows one certificate and wants to see another."""
    for name in ("server", "reader", "stranger"):
        certificate(tmp_path, name)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(tmp_path / "reader.pem"))
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}/r/"
    server.shutdown()
    thread.join()
    server.server_close()


def pem(folder: Path, name: str) -> str:
    return (folder / f"{name}.pem").read_text() + (folder / f"{name}.key").read_text()


def test_a_certificate_is_shown_and_an_authority_trusted(node: Node, tls: str, tmp_path: Path) -> None:
    trust = (tmp_path / "server.pem").read_text()
    shows = {"auth": "certificate", "user": "", "secret": pem(tmp_path, "reader")}
    added(node, url=tls, trust=trust, **shows)
    done = pulled(node)
    assert (done.troubles, dict(done.kept)) == ([], {"report": 1})
    added(node, name="nobody knows its authority", url=tls, **shows)
    assert pulled(node, "nobody knows its authority").troubles == [
        "its certificate is of no authority that is trusted here"
    ]


def test_a_stranger_is_not_let_in(node: Node, tls: str, tmp_path: Path) -> None:
    trust = (tmp_path / "server.pem").read_text()
    added(node, url=tls, trust=trust, auth="certificate", user="", secret=pem(tmp_path, "stranger"))
    [trouble] = pulled(node).troubles
    assert trouble in ("its answer broke off", "it cannot be reached")
    assert state_of(node.room.store, "Field office").failures == 1


def test_certificates_that_do_not_read_are_said_to(node: Node, tls: str) -> None:
    broken = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"
    added(node, url=tls, trust=broken, auth="none", user="", secret="")
    assert pulled(node).troubles == [
        "its certificates do not read: certificates and keys in PEM are expected"
    ]
