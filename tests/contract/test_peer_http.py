"""The peer routes over real HTTP: what each caller gets, what it is refused, and how a node takes a bad answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.served import WAIT_S_MAX, Served, cosigned_size, now_ms, room_files
from tests.worlds import HOUR_MS, announce, notice, report, site, volume

from commonground.errors import (
    CommongroundError,
    MalformedMessage,
    NotAuthenticated,
    NotPermitted,
    Refused,
    Unavailable,
)
from commonground.log.checkpoint import open_checkpoint
from commonground.log.merkle import leaf_hash
from commonground.log.tiles import parse_bundle
from commonground.picture.statement import Release
from commonground.protocols.peer.auth import sign_answer, sign_request, tag_for
from commonground.protocols.peer.client import HttpPeer, Link
from commonground.protocols.peer.codec import decode_page, encode_page
from commonground.room import witness
from commonground.room.ports import Page

A_TO_B = "commonground/served/A/to/B"
A_TO_J = "commonground/served/A/to/J"
B_TO_A = "commonground/served/B/to/A"
A_HEADS = "commonground/served/A/heads"
A_OWN = "commonground/served/A"
NONCES = iter(range(10**6))


def coming(number: int) -> Any:
    return notice(volume(33.5 + 0.3 * number, 30, 1_000, from_ms=now_ms() + 48 * HOUR_MS))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A tells B two notices and a site to view only, J one notice; B tells A one. Nobody is told to fetch."""
    with Served(room_files(tmp_path_factory.mktemp("room"), "ABJ")) as rooms:
        rooms.start("A", "B", "J")
        rooms.confirmed("A", "B", "J")
        rooms.say("A", announce(coming(0), "B"))
        rooms.until("A", lambda room: cosigned_size(room, A_TO_B, "B") == 1)
        rooms.say("A", announce(coming(1), "B", "J"))
        rooms.say("A", report(site(36, 33, function="store of oxygen"), Release(party="B", mode="view")))
        rooms.say("B", announce(coming(5), "A"))
        rooms.node("A").write(lambda room: witness.append_heads(room, now_ms())).result(WAIT_S_MAX)
        rooms.until("A", lambda room: cosigned_size(room, A_TO_B, "B") == 3)
        rooms.until("B", lambda room: cosigned_size(room, B_TO_A, "A") == 1)
        yield rooms


def call(
    served: Served, by: str, at: str, path: str, *, method: str = "GET", body: bytes = b""
) -> httpx.Response:
    """One signed request of a party's node to another's."""
    config = served.configs[at]
    room = served.room(by)
    url = f"{config.url}/peer{path}"
    headers = sign_request(
        room.key, method=method, url=url, body=body, tag=tag_for("served", at), now_ms=now_ms(),
        nonce=f"{next(NONCES):024d}",
    )  # fmt: skip
    return httpx.request(method, url, content=body, headers=headers, timeout=WAIT_S_MAX)


def failed(response: httpx.Response) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.content)["error"]
    assert set(found) == {"kind", "field", "reason", "clause", "detail"}
    return found


# -- who may read what ------------------------------------------------------------------------------------------


def test_a_recipient_reads_its_log(served: Served) -> None:
    page = decode_page(call(served, "B", "A", f"/log?origin={A_TO_B}&start=0&rows=100").content)
    assert [body is not None for _, body in page.rows] == [True] * 3
    assert open_checkpoint(page.checkpoint, served.room("A").key.verifier, origin=A_TO_B).size == 3
    part = decode_page(call(served, "B", "A", f"/log?origin={A_TO_B}&start=1&rows=1").content)
    assert (part.start, part.rows, part.more) == (1, page.rows[1:2], True)
    assert open_checkpoint(part.checkpoint, served.room("A").key.verifier).size == 2
    assert call(served, "B", "A", f"/log?origin={A_TO_B}&start=3&rows=9").status_code == 204


@pytest.mark.parametrize("origin", [A_TO_J, A_OWN, B_TO_A, "commonground/other/A/to/B", "", "%2e%2e"])
@pytest.mark.parametrize(
    "path", ["/log?origin={}&start=0&rows=9", "/tlog/{}/checkpoint", "/tlog/{}/tile/0/000.p/1"]
)
def test_every_other_log_is_refused_whether_or_not_it_exists(served: Served, origin: str, path: str) -> None:
    response = call(served, "B", "A", path.format(origin))
    assert response.status_code == 403
    assert failed(response)["reason"] == "no such log for this caller"


def test_the_author_gets_its_own_log_back_and_no_other(served: Served) -> None:
    page = decode_page(call(served, "A", "B", f"/tail?origin={A_TO_B}&start=0").content)
    assert len(page.rows) == 1, "a page ends where it ended when it came"
    assert page.more
    assert json.loads(call(served, "A", "B", "/mirrored").content)["sizes"][A_TO_B] == 3
    assert call(served, "J", "B", f"/tail?origin={A_TO_B}&start=0").status_code == 403
    assert A_TO_B not in json.loads(call(served, "J", "B", "/mirrored").content)["sizes"]


def test_a_place_in_the_heads_is_opened_to_its_party_alone(served: Served) -> None:
    index = served.read("A", lambda room: room.ledger.size(A_HEADS)) - 1
    mine = json.loads(call(served, "B", "A", f"/opening?index={index}").content)
    others = json.loads(call(served, "J", "A", f"/opening?index={index}").content)
    assert mine["text"].startswith(A_TO_B)
    assert others["text"].startswith(A_TO_J)
    assert call(served, "B", "A", "/opening?index=999").status_code == 204


def test_view_only_content_is_opened_by_its_recipient_and_noted(served: Served) -> None:
    before = served.read("A", lambda room: room.ledger.size(A_OWN))
    body = json.dumps({"origin": A_TO_B, "index": 2}).encode()
    response = call(served, "B", "A", "/open", method="POST", body=body)
    assert json.loads(response.content)["function"] == "store of oxygen"
    lines = served.read(
        "A", lambda room: [row.body for row in room.store.entries(A_OWN, before, before + 99)]
    )
    # Heads of the others arrive when they will, and are noted too.
    assert [b'"what":"content_opened"' in (line or b"") for line in lines].count(True) == 1
    assert call(served, "J", "A", "/open", method="POST", body=body).status_code == 403
    keep = json.dumps({"origin": A_TO_B, "index": 0}).encode()
    assert failed(call(served, "B", "A", "/open", method="POST", body=keep))["field"] == "index"


def test_the_page_can_fetch_content_through_its_own_node(served: Served) -> None:
    content = served.running["B"].open_content("A", A_TO_B, 2)
    assert b"store of oxygen" in content
    with pytest.raises(Unavailable, match="not connected"):
        served.running["B"].open_content("Z", A_TO_B, 2)


# -- tlog-tiles ---------------------------------------------------------------------------------------------------


def test_the_logs_are_served_as_tiles(served: Served) -> None:
    note = call(served, "B", "A", f"/tlog/{A_TO_B}/checkpoint")
    assert note.headers["content-type"] == "text/plain; charset=utf-8"
    assert open_checkpoint(note.text, served.room("A").key.verifier, origin=A_TO_B).size == 3
    bundle = call(served, "B", "A", f"/tlog/{A_TO_B}/tile/entries/000.p/3")
    entries = parse_bundle(bundle.content, 3)
    tile = call(served, "B", "A", f"/tlog/{A_TO_B}/tile/0/000.p/3").content
    assert tile == b"".join(leaf_hash(entry) for entry in entries)
    page = decode_page(call(served, "B", "A", f"/log?origin={A_TO_B}&start=0&rows=9").content)
    assert entries == [entry for entry, _ in page.rows]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("tile/0/000.p/4", 422),
        ("tile/0/000", 422),
        ("tile/0/001.p/1", 422),
        ("tile/1/000.p/1", 422),
        ("tile/entries/000.p/9", 422),
        ("tile/0/0", 400),
        ("tile/0/000.p/0", 400),
        ("tile/64/000", 400),
        ("tile/0/x000/000", 400),
        ("what", 400),
    ],
)
def test_a_tile_that_is_not_there_is_refused(served: Served, path: str, status: int) -> None:
    assert call(served, "B", "A", f"/tlog/{A_TO_B}/{path}").status_code == status


# -- bad input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (f"origin={A_TO_B}&rows=9", "start"),
        (f"origin={A_TO_B}&start=-1&rows=9", "start"),
        (f"origin={A_TO_B}&start=01&rows=9", "start"),
        (f"origin={A_TO_B}&start=%D9%A1&rows=9", "start"),
        (f"origin={A_TO_B}&start=1e3&rows=9", "start"),
        (f"origin={A_TO_B}&start=0&rows=5001", "rows"),
        (f"origin={A_TO_B}&start={10**30}&rows=9", "start"),
    ],
)
def test_a_number_that_is_none_is_refused_with_its_field(served: Served, query: str, field: str) -> None:
    response = call(served, "B", "A", f"/log?{query}")
    assert response.status_code == 400
    assert failed(response)["field"] == field


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/cosignature", b"", 400),
        ("/cosignature", b"[" * 50_000, 400),
        ("/cosignature", b"x" * 70_000, 400),
        ("/cosignature", b'{"origin":"o","size":1}', 400),
        ("/cosignature", json.dumps({"origin": A_TO_J, "size": 1, "line": "x"}).encode(), 403),
        ("/cosignature", json.dumps({"origin": A_TO_B, "size": 99, "line": "x"}).encode(), 422),
        ("/cosignature", json.dumps({"origin": A_TO_B, "size": -1, "line": "x"}).encode(), 422),
        ("/cosignature", json.dumps({"origin": A_TO_B, "size": 1, "line": "x"}).encode(), 400),
        ("/open", b'{"origin":"o","index":1,"more":1}', 400),
        ("/hint", b"something", 400),
    ],
)
def test_a_body_that_is_not_one_is_refused(served: Served, path: str, body: bytes, status: int) -> None:
    response = call(served, "B", "A", path, method="POST", body=body)
    assert (response.status_code, failed(response)["kind"] != "") == (status, True)


def test_the_cosignature_of_another_party_is_refused(served: Served) -> None:
    note = served.read("A", lambda room: room.store.checkpoint(A_TO_B, 3)[1])
    by_j = served.room("J").ledger.cosign(note, now_ms() // 1000)
    body = json.dumps({"origin": A_TO_B, "size": 3, "line": by_j}).encode()
    response = call(served, "B", "A", "/cosignature", method="POST", body=body)
    assert (response.status_code, failed(response)["kind"]) == (422, "BadSignature")
    assert by_j not in served.read("A", lambda room: room.store.checkpoint(A_TO_B, 3)[1])


def test_an_unsigned_request_is_told_only_that(served: Served) -> None:
    for path in (
        f"/peer/log?origin={A_TO_B}&start=0&rows=9",
        "/peer/mirrored",
        f"/peer/tlog/{A_TO_B}/checkpoint",
    ):
        response = httpx.get(served.configs["A"].url + path)
        assert response.status_code == 401
        assert failed(response)["kind"] == "NotAuthenticated"
        assert "signature" not in response.headers


def test_the_same_bytes_again_are_refused(served: Served) -> None:
    url = f"{served.configs['A'].url}/peer/mirrored"
    headers = sign_request(
        served.room("B").key, method="GET", url=url, body=b"", tag=tag_for("served", "A"), now_ms=now_ms(),
        nonce="r" * 24,
    )  # fmt: skip
    assert httpx.get(url, headers=headers).status_code == 200
    again = httpx.get(url, headers=headers)
    assert (again.status_code, failed(again)["field"]) == (401, "nonce")
    assert httpx.get(url + "?x=1", headers=headers).status_code == 401
    assert httpx.get(url.replace("mirrored", "opening?index=0"), headers=headers).status_code == 401


def test_no_such_path_or_method(served: Served) -> None:
    assert call(served, "B", "A", "/nothing").status_code == 404
    assert call(served, "B", "A", "/hint").status_code == 405
    assert failed(call(served, "B", "A", "/nothing"))["field"] == "path"


def test_a_hint_makes_the_node_look(served: Served) -> None:
    assert call(served, "B", "A", "/hint", method="POST").status_code == 204


# -- how a node takes answers -------------------------------------------------------------------------------------

PAGE = Page(A_TO_B, 0, ((b"e" * 32, b"{}"),), "note\n", more=False)


def answers(served: Served, reply: Any, *, signed: bool = True) -> HttpPeer:
    """A as B reaches it, but for what it answers: (status, body)."""
    a, b = served.room("A"), served.room("B")

    def handle(request: httpx.Request) -> httpx.Response:
        found = reply(request) if callable(reply) else reply
        if isinstance(found, Exception):
            raise found
        status, body = found
        nonce = request.headers["signature-input"].split('nonce="')[1].split('"')[0]
        headers = sign_answer(
            a.key, status=status, body=body, tag=tag_for("served", "B"), now_ms=now_ms(), nonce=nonce
        )
        return httpx.Response(status, stream=httpx.ByteStream(body), headers=headers if signed else {})

    link = Link("served", "B", "A", b.key, a.key.verifier, now_ms)
    return HttpPeer(link, "http://a.invalid", transport=httpx.MockTransport(handle))


def test_a_page_is_taken(served: Served) -> None:
    peer = answers(served, (200, encode_page(PAGE)))
    assert served.run(peer.pull(A_TO_B, 0, 10)) == PAGE
    assert served.run(answers(served, (204, b"")).pull(A_TO_B, 0, 10)) is None


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (httpx.ConnectError("refused"), Unavailable),
        (httpx.ReadTimeout("slow"), Unavailable),
        (httpx.RemoteProtocolError("half"), Unavailable),
        ((302, b""), Unavailable),
        ((500, b"oops"), Unavailable),
        ((200, b"<html>"), MalformedMessage),
        ((200, encode_page(PAGE)[:-1]), MalformedMessage),
        ((200, b"x" * (9 * 1024 * 1024)), MalformedMessage),
        ((200, encode_page(Page(A_TO_J, 0, PAGE.rows, "note\n", more=False))), MalformedMessage),
        ((200, encode_page(Page(A_TO_B, 7, PAGE.rows, "note\n", more=False))), MalformedMessage),
        ((403, b'{"error":{"kind":"NotPermitted","reason":"no"}}'), NotPermitted),
        ((422, b'{"error":{"kind":"SplitView","reason":"you lie"}}'), Refused),
    ],
)
def test_a_bad_answer_is_an_error_of_its_kind(
    served: Served, reply: Any, kind: type[CommongroundError]
) -> None:
    with pytest.raises(kind):
        served.run(answers(served, reply).pull(A_TO_B, 0, 10))


def test_an_unsigned_answer_is_none(served: Served) -> None:
    with pytest.raises(Unavailable, match="does not carry the signature"):
        served.run(answers(served, (200, encode_page(PAGE)), signed=False).pull(A_TO_B, 0, 10))


def test_sizes_below_zero_and_salts_that_are_no_hex_are_refused(served: Served) -> None:
    with pytest.raises(MalformedMessage):
        served.run(answers(served, (200, b'{"sizes":{"x":-1}}')).mirrored())
    with pytest.raises(MalformedMessage):
        served.run(answers(served, (200, b'{"salt":"zz","text":""}')).opening(0))


def test_every_request_is_another(served: Served) -> None:
    seen: list[str] = []

    def reply(request: httpx.Request) -> tuple[int, bytes]:
        seen.append(request.headers["signature-input"])
        return 204, b""

    peer = answers(served, reply)
    for _ in range(3):
        served.run(peer.hint())
    assert len(set(seen)) == 3


def test_the_skew_is_that_of_the_peers_clock(served: Served, tmp_path: Path) -> None:
    skews: list[int] = []
    link = Link(
        "served", "B", "A", served.room("B").key, served.room("A").key.verifier, lambda: now_ms() - 90_000
    )
    peer = HttpPeer(link, served.configs["A"].url)
    peer.measured = skews.append
    with pytest.raises(NotAuthenticated, match=r"signed before|from this node's time"):
        served.run(peer.mirrored())
    served.run(peer.close())
    assert len(skews) == 1
    assert 80_000 < skews[0] < 105_000
