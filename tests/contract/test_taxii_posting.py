"""TAXII 2.1 as a real client writes it, over HTTP: objects posted, their status, objects deleted, what is refused."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from requests.exceptions import HTTPError
from taxii2client.v21 import Collection, Status
from tests.contract.test_taxii_reading import collections, ids, url
from tests.posted import control, envelope, marked, stix_id, thing
from tests.served import Served
from tests.taxii import MEDIA, PASSWORD, add_accounts, taxii_files

from commonground.protocols.stix.codec.names import definitions
from commonground.room.context import Room

NEW, OLD = "2026-03-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """North and South; nobody has said anything."""
    with Served(taxii_files(tmp_path_factory.mktemp("posting"))) as served:
        served.start("A", "B")
        for party in "AB":
            add_accounts(served, party)
        served.until("A", lambda room: not room.unconfirmed)
        yield served


def writer(served: Served, party: str = "A") -> Collection:
    return collections(served, party, "writer")[f"from-{party.lower()}"]


def asked(served: Served, method: str, path: str, user: str = "writer", **more: Any) -> httpx.Response:
    headers = {"Accept": MEDIA, "Content-Type": MEDIA} | more.pop("headers", {})
    return httpx.request(
        method, url(served, "A", path), auth=(user, PASSWORD), headers=headers, timeout=60, **more
    )


def objects_path(served: Served, rest: str = "") -> str:
    return f"room/collections/{writer(served).id}/objects/{rest}"


def test_what_is_posted_is_there_byte_for_byte_and_told_to_whom_its_marking_names(served: Served) -> None:
    shown = json.dumps(marked(1, 901, x_number=1.250, name="Naïve ☂"), ensure_ascii=False, indent=2).encode()
    data = envelope(control(901, "B", agreed=served.room("A").charter), shown, thing(2))
    status = writer(served).add_objects(data, wait_for_completion=True)
    assert (status.status, status.total_count, status.success_count, status.failure_count) == (
        "complete",
        3,
        3,
        0,
    )
    assert {one["id"] for one in status.successes} >= {
        stix_id("infrastructure", 1),
        stix_id("infrastructure", 2),
    }
    assert all(one["version"] for one in status.successes)
    got = asked(served, "GET", objects_path(served, f"{stix_id('infrastructure', 1)}/"))
    assert shown in got.content
    served.until("B", lambda room: room.view.count_of("stix_object") == 2)
    there = collections(served, "B", "own")["from-a"].get_object(stix_id("infrastructure", 1))
    assert ids(there) == [stix_id("infrastructure", 1)]
    of_b = collections(served, "A", "of-b")["from-a"]
    assert stix_id("infrastructure", 2) not in ids(of_b.get_objects())


def test_the_same_again_is_no_failure_and_other_content_is(served: Served) -> None:
    data = envelope(thing(20))
    for _ in range(2):
        assert writer(served).add_objects(data).failure_count == 0
    assert len(ids(writer(served).get_object(stix_id("infrastructure", 20), version="all"))) == 1
    status = writer(served).add_objects(envelope(thing(20, name="other"), thing(21)))
    assert (status.success_count, status.failure_count) == (1, 1)
    assert status.failures == [
        {"id": stix_id("infrastructure", 20), "version": OLD,
         "message": "modified: another content was said for this version"}
    ]  # fmt: skip


def test_an_envelope_of_more_than_one_transaction_has_one_status(served: Served) -> None:
    status = writer(served).add_objects(
        envelope(*(thing(number) for number in range(5_000, 6_203)), {"type": "x"})
    )
    assert (status.success_count, status.failure_count, status.total_count) == (1_203, 1, 1_204)
    assert len({one["id"] for one in status.successes}) == 1_203


def test_a_status_is_kept_for_who_asked_and_for_nobody_else(served: Served) -> None:
    status = writer(served).add_objects(envelope(thing(30), {"type": "x"}))
    again = Status(url(served, "A", f"room/status/{status.id}/"), user="writer", password=PASSWORD)
    assert (again.status, again.total_count, again.failures[0]["id"]) == ("complete", 2, "objects[1]")
    other = asked(served, "GET", f"room/status/{status.id}/", "own")
    never = asked(served, "GET", f"room/status/{status.id[:-1]}{'0' if status.id[-1] != '0' else '1'}/")
    wrong = asked(served, "GET", "room/status/x/")
    assert other.status_code == never.status_code == wrong.status_code == 404
    assert other.content == never.content == wrong.content


def test_a_status_outlives_its_node(served: Served) -> None:
    status = writer(served).add_objects(envelope(thing(31)))
    served.stop("A")
    served.start("A")
    assert asked(served, "GET", f"room/status/{status.id}/").json()["success_count"] == 1
    assert writer(served).add_objects(envelope(thing(31))).failure_count == 0


def test_an_object_is_deleted_by_version_or_whole(served: Served) -> None:
    mine = writer(served)
    mine.add_objects(envelope(*(thing(40, modified=one) for one in (OLD, NEW, "2026-05-01T00:00:00Z"))))
    id = stix_id("infrastructure", 40)

    def versions() -> list[str]:
        return [one["modified"] for one in mine.get_object(id, version="all").get("objects", [])]

    mine.delete_object(id, version=NEW)
    assert versions() == [OLD, "2026-05-01T00:00:00Z"]
    assert asked(served, "DELETE", objects_path(served, f"{id}/?match[version]={NEW}")).status_code == 404
    assert asked(served, "DELETE", objects_path(served, f"{id}/?match[version]=last")).status_code == 200
    assert versions() == [OLD]
    assert asked(served, "DELETE", objects_path(served, f"{id}/?match[spec_version]=2.0")).status_code == 404
    assert asked(served, "DELETE", objects_path(served, f"{id}/?match[spec_version]=2.1")).status_code == 200
    assert asked(served, "GET", objects_path(served, f"{id}/")).status_code == 404
    assert asked(served, "DELETE", objects_path(served, f"{id}/")).status_code == 404
    mine.add_objects(envelope(thing(40), thing(40, modified=NEW)))
    assert versions() == [OLD, NEW]
    mine.delete_object(id)
    assert asked(served, "GET", objects_path(served, f"{id}/")).status_code == 404


@pytest.mark.parametrize(
    "query", ["limit=1", "match[type]=x", "added_after=2026-01-01T00:00:00Z", "match[version]=x"]
)
def test_a_deletion_that_is_not_understood_deletes_nothing(served: Served, query: str) -> None:
    writer(served).add_objects(envelope(thing(41)))
    path = objects_path(served, f"{stix_id('infrastructure', 41)}/")
    assert asked(served, "DELETE", f"{path}?{query}").status_code == 400
    assert asked(served, "GET", path).json()["objects"]


@pytest.mark.parametrize("user", ["own", "of-b"])
def test_who_only_reads_neither_posts_nor_deletes(served: Served, user: str) -> None:
    [one] = [each for each in collections(served, "A", user).values() if each.alias == "from-a"]
    assert not one.can_write
    path = f"room/collections/{one.id}/objects/"
    for answer in (
        asked(served, "POST", path, user, content=envelope(thing(50))),
        asked(served, "DELETE", f"{path}{stix_id('infrastructure', 50)}/", user),
    ):
        assert answer.status_code == 403
    hidden = f"room/collections/{stix_id('x', 1)[3:]}/objects/"
    assert asked(served, "POST", hidden, user, content=envelope(thing(50))).status_code == 404


def test_a_writer_writes_to_its_own_collection_alone(served: Served) -> None:
    other = collections(served, "A", "writer")["from-b"]
    assert (other.can_read, other.can_write) == (True, False)
    path = f"room/collections/{other.id}/objects/"
    assert asked(served, "POST", path, content=envelope(thing(50))).status_code == 403


def test_a_body_that_is_too_long_is_refused_before_it_is_read(served: Served) -> None:
    served_bytes = 0

    def endless() -> Iterator[bytes]:
        nonlocal served_bytes
        for _ in range(200):
            served_bytes += 1 << 20
            yield b" " * (1 << 20)

    path = objects_path(served)
    try:
        answer = asked(served, "POST", path, content=endless())
        assert answer.status_code == 413
    except (httpx.WriteError, httpx.ReadError):
        pass  # the server answered and closed while this still wrote
    assert served_bytes < 100 << 20
    host = httpx.URL(url(served, "A"))
    said = http.client.HTTPConnection(host.host, host.port or 80, timeout=60)
    said.putrequest("POST", f"/taxii2/{path}")
    token = base64.b64encode(f"writer:{PASSWORD}".encode()).decode()
    for name, value in (("Authorization", f"Basic {token}"), ("Content-Type", MEDIA), ("Accept", MEDIA)):
        said.putheader(name, value)
    said.putheader("Content-Length", str(100 * 1024 * 1024))
    said.endheaders()
    found = said.getresponse()  # not a byte of it was sent
    assert found.status == 413
    assert json.loads(found.read())["http_status"] == "413"
    said.close()


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{}", {"Content-Type": "application/json"}, 415), (b"{}", {"Content-Type": "application/stix+json"}, 415),
        (b"", {}, 400), (b"\xff", {}, 400), (b"{", {}, 400), (b"{}", {}, 422), (b'{"objects": {}}', {}, 422),
        (b'{"objects": []}', {}, 422), (b'{"objects": [{}], "objects": [{}]}', {}, 422),
        (b'{"objects": [NaN]}', {}, 400), (b"{}", {"Accept": "application/json"}, 406),
        (b"[" * 200_000, {}, 400),
    ],
)  # fmt: skip
def test_what_is_no_envelope_is_refused_whole(
    served: Served, content: bytes, headers: dict[str, str], status: int
) -> None:
    answer = asked(served, "POST", objects_path(served), content=content, headers=headers)
    assert answer.status_code == status
    assert answer.json()["title"]


def test_what_the_room_says_by_itself_cannot_be_deleted(served: Served) -> None:
    def say(room: Room) -> str:
        from tests.scenario.test_information import told

        from commonground.room import information

        return information.report(room, told(), (), "watch_officer", "ann").version.key

    served.node("A").write(say).result(30)
    types = ("report", "identity", "location", "extension-definition")
    found = {type: writer(served).get_objects(type=type)["objects"][0]["id"] for type in types}
    for type in types[1:]:
        answer = asked(served, "DELETE", objects_path(served, f"{found[type]}/"))
        assert answer.status_code == 403, type
    writer(served).delete_object(found["report"])
    [gone] = writer(served).get_object(found["report"])["objects"]
    assert gone["revoked"] is True
    assert writer(served).add_objects(envelope(*definitions())).failure_count == 0
    with pytest.raises(HTTPError):
        writer(served).delete_object(definitions()[1]["id"])
