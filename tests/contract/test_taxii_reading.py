"""TAXII 2.1 as a real client reads it, over HTTP: every endpoint and filter, and what is refused and how."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from stix2validator import ValidationOptions, validate_instance
from taxii2client.common import TokenAuth
from taxii2client.v21 import ApiRoot, Collection, Server, as_pages
from tests.served import Served
from tests.taxii import MEDIA, PASSWORD, TOKEN, add_accounts, foreign, saying, taxii_files, told
from tests.worlds import HOUR_MS, T0_MS

from commonground.geo.place import district_of
from commonground.picture.blocks import Reference, Text
from commonground.picture.information import Opinion
from commonground.picture.statement import Release
from commonground.room import information
from commonground.room.context import Room
from commonground.room.fetched import fetched_of
from commonground.room.submit import release_to, submit, withdraw_from

WATCH = "watch_officer"
OBJECTS = 23


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """North and South: North told South a report and many objects, and kept one report and one object to itself."""
    folder = tmp_path_factory.mktemp("taxii")
    with Served(taxii_files(folder)) as served:
        served.start("A", "B")
        for party in "AB":
            add_accounts(served, party)
        served.until("A", lambda room: not room.unconfirmed)
        fill(served)
        served.until("B", lambda room: room.view.count_of("stix_object") == OBJECTS + 2)
        yield served


def fill(served: Served) -> None:
    def go(room: Room) -> None:
        to_b = (Release(party="B"),)
        said = information.report(room, told("Mines"), to_b, WATCH, "ann").version
        information.amend(room, said.entity, 1, told("Mines, more"), WATCH, "ann")
        information.report(room, told("Hidden"), (), WATCH, "ann")
        for number in range(OBJECTS):
            submit(room, saying(foreign(number), "B"))
        submit(room, saying(foreign(0, "2026-03-02T00:00:00.000Z"), "B"))
        submit(room, saying(foreign(99, type="tool"), "B"))
        submit(room, saying(foreign(777)))

    served.node("A").write(go).result(30)


def url(served: Served, party: str, rest: str = "") -> str:
    return f"{served.configs[party].url}/taxii2/{rest}"


def collections(served: Served, party: str, user: str) -> dict[str, Collection]:
    root = ApiRoot(url(served, party, "room/"), user=user, password=PASSWORD)
    return {one.alias: one for one in root.collections}


def own(served: Served) -> Collection:
    return collections(served, "A", "own")["from-a"]


def ids(envelope: dict[str, Any]) -> list[str]:
    return [one["id"] for one in envelope.get("objects", [])]


def ask(served: Served, path: str, user: str = "own", **more: Any) -> httpx.Response:
    headers = {"Accept": MEDIA} | more.pop("headers", {})
    auth = (user, PASSWORD) if user else None
    return httpx.get(url(served, "A", path), auth=auth, headers=headers, **more)


def test_a_client_finds_its_way_from_discovery_to_objects(served: Served) -> None:
    server = Server(url(served, "A"), user="own", password=PASSWORD)
    assert server.title
    assert server.default is not None
    assert server.default.max_content_length > 0
    assert server.default.versions == [MEDIA]
    found = {one.alias: one for one in server.default.collections}
    assert set(found) == {"from-a", "from-b"}
    assert found["from-a"].can_read
    assert not found["from-a"].can_write
    assert "application/stix+json;version=2.1" in found["from-a"].media_types
    assert found["from-b"].get_objects() == {}


def test_a_writer_may_write_to_its_own_collection_alone(served: Served) -> None:
    found = collections(served, "A", "writer")
    assert {alias: one.can_write for alias, one in found.items()} == {"from-a": True, "from-b": False}


def test_paged_or_whole_it_is_the_same(served: Served) -> None:
    whole = ids(own(served).get_objects())
    pages = list(as_pages(own(served).get_objects, per_request=4))
    assert [id for page in pages for id in ids(page)] == whole
    assert len(whole) == len(set(whole))
    assert all(("next" in page) == page.get("more", False) for page in pages)
    assert max(len(page["objects"]) for page in pages) == 4


def test_an_object_comes_back_byte_for_byte(served: Served) -> None:
    answer = ask(served, f"room/collections/from-a/objects/{json.loads(foreign(3))['id']}/")
    assert answer.content == b'{"more":false,"objects":[' + foreign(3) + b"]}"
    assert answer.headers["content-type"] == MEDIA
    assert answer.headers["x-taxii-date-added-first"] == answer.headers["x-taxii-date-added-last"]


def test_filters(served: Served) -> None:
    mine = own(served)
    first = json.loads(foreign(0))["id"]
    assert ids(mine.get_objects(type="tool")) == [json.loads(foreign(99, type="tool"))["id"]]
    assert len(ids(mine.get_objects(type=["tool", "campaign"]))) == OBJECTS + 2
    assert len(ids(mine.get_objects(type="campaign", limit=5))) == 5
    assert ids(mine.get_objects(id=first)) == [first]
    assert mine.get_objects(id="tool--nothing") == {}
    assert mine.get_objects(type="malware") == {}
    assert mine.get_objects(spec_version="2.0") == {}
    assert len(ids(mine.get_objects(spec_version=["2.0", "2.1"], type="campaign"))) == OBJECTS + 1
    assert [one["modified"] for one in mine.get_objects(id=first)["objects"]] == ["2026-03-02T00:00:00.000Z"]
    assert len(ids(mine.get_objects(id=first, version="all"))) == 2
    assert [one["modified"] for one in mine.get_objects(id=first, version="first")["objects"]] == [
        "2026-03-01T00:00:00.000Z"
    ]
    assert len(ids(mine.get_objects(id=first, version=["first", "last"]))) == 2
    assert len(ids(mine.get_objects(version="2026-03-01T00:00:00Z"))) == OBJECTS + 2
    assert len(ids(mine.get_objects(version="all", type="campaign"))) == OBJECTS + 2
    assert len(ids(mine.get_objects(version="first", type="campaign"))) == OBJECTS + 1


def test_added_after_is_exclusive_and_goes_on_where_a_page_ended(served: Served) -> None:
    first = ask(served, "room/collections/from-a/objects/?limit=5")
    last = first.headers["x-taxii-date-added-last"]
    after = ask(served, "room/collections/from-a/objects/", params={"added_after": last})
    by_next = ask(served, "room/collections/from-a/objects/", params={"next": first.json()["next"]})
    assert ids(after.json()) == ids(by_next.json())
    assert not set(ids(after.json())) & set(ids(first.json()))
    end = after.headers["x-taxii-date-added-last"]
    assert ask(served, "room/collections/from-a/objects/", params={"added_after": end}).json() == {}


def test_the_manifest_says_what_the_objects_are(served: Served) -> None:
    objects = own(served).get_objects()["objects"]
    records = own(served).get_manifest()["objects"]
    said = [(one["id"], one.get("modified") or one["created"]) for one in objects]
    assert [(one["id"], one["version"]) for one in records] == said
    added = [one["date_added"] for one in records]
    assert added == sorted(set(added))
    assert all(len(one) == len("2026-03-01T00:00:00.000000Z") for one in added)
    assert own(served).get_manifest(type="tool", limit=1)["objects"][0]["media_type"].endswith("version=2.1")


def test_versions_of_an_object(served: Served) -> None:
    id = json.loads(foreign(0))["id"]
    versions = ["2026-03-01T00:00:00.000Z", "2026-03-02T00:00:00.000Z"]
    assert own(served).object_versions(id)["versions"] == versions
    page = own(served).object_versions(id, limit=1)
    assert (page["more"], page["versions"]) == (True, versions[:1])
    assert own(served).object_versions(id, limit=1, next=page["next"])["versions"] == versions[1:]
    assert len(own(served).get_object(id)["objects"]) == 1
    assert len(own(served).get_object(id, version="all")["objects"]) == 2
    assert own(served).get_object(id, version="2020-01-01T00:00:00Z") == {}


def test_a_party_reads_at_another_what_it_was_told_and_nothing_else(served: Served) -> None:
    theirs = collections(served, "A", "of-b")
    assert list(theirs) == ["from-a"]
    told_there = theirs["from-a"].get_objects()
    names = {one["name"] for one in told_there["objects"] if one["type"] == "report"}
    assert names == {"Mines, more"}
    assert json.loads(foreign(777))["id"] not in ids(told_there)
    assert not theirs["from-a"].can_write
    at_home = collections(served, "B", "own")["from-a"].get_objects()
    assert told_there["objects"] == at_home["objects"]


def test_what_is_not_there_for_an_account_is_answered_like_what_never_was(served: Served) -> None:
    hidden = own(served).id
    unknown = "0" * 8 + hidden[8:]
    for rest in ("", "objects/", "manifest/", "objects/report--1/", "objects/report--1/versions/"):
        one = ask(served, f"room/collections/{hidden}/{rest}", "of-b")
        other = ask(served, f"room/collections/{unknown}/{rest}", "of-b")
        assert (one.status_code, one.content) == (other.status_code, other.content) == (404, other.content)
    there = collections(served, "A", "of-b")["from-a"].id
    known = json.loads(foreign(777))["id"]
    one = ask(served, f"room/collections/{there}/objects/{known}/", "of-b")
    other = ask(served, f"room/collections/{there}/objects/{known[:-1]}1/", "of-b")
    assert (one.status_code, one.content) == (other.status_code, other.content) == (404, other.content)


def test_who_may_come_in(served: Served) -> None:
    nobody = ask(served, "", "")
    assert nobody.status_code == 401
    assert nobody.headers["www-authenticate"].startswith("Basic ")
    assert nobody.json()["http_status"] == "401"
    assert ask(served, "", "stranger").status_code == 401
    by_token = Server(url(served, "A"), auth=TokenAuth(TOKEN))
    by_token._conn.session.auth = None
    by_token._conn.session.headers["Authorization"] = f"Bearer {TOKEN}"
    assert by_token.title
    for said in ("Bearer wrong", "Basic ====", "Basic " + base64.b64encode(b"own").decode(), "Digest x", ""):
        assert ask(served, "", "", headers={"Authorization": said}).status_code == 401
    assert httpx.get(url(served, "A"), auth=("own", "wrong"), headers={"Accept": MEDIA}).status_code == 401


def test_who_guesses_is_made_to_wait(served: Served) -> None:
    for _ in range(5):
        answer = httpx.get(url(served, "A"), auth=("guessed", "wrong"), headers={"Accept": MEDIA})
        assert answer.status_code == 401
    answer = httpx.get(url(served, "A"), auth=("guessed", "wrong"), headers={"Accept": MEDIA})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert ask(served, "").status_code == 200


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (MEDIA, 200), ("application/taxii+json", 200), ("application/taxii+json; version=2.1", 200), ("*/*", 200),
        ("text/html, application/*;q=0.5", 200), ('application/taxii+json;version="2.1"', 200),
        ("application/taxii+json;version=2.0", 406), ("application/vnd.oasis.taxii+json; version=2.0", 406),
        ("application/json", 406), ("text/html", 406), ("", 406), ("*/*;q=0", 406), (",;=", 406),
    ],
)  # fmt: skip
def test_what_a_client_takes(served: Served, accept: str, status: int) -> None:
    for path in ("", "room/", "room/collections/", "room/collections/from-a/objects/"):
        answer = ask(served, path, headers={"Accept": accept})
        assert answer.status_code == status
        assert answer.headers["content-type"] == MEDIA


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=-1", "limit=1.5", "limit=", "limit=ten", "limit=%D9%A3", "limit=1&limit=2", "limit=+1",
        "added_after=", "added_after=yesterday", "added_after=2026-03-01", "added_after=2026-02-30T00:00:00Z",
        "added_after=2026-03-01T00:00:00", "added_after=2026-03-01T00:00:00%2B00:00",
        "added_after=2026-03-01T25:00:00Z",
        "added_after=2026-03-01T00:00:00.Z", "added_after=" + "9" * 5000,
        "next=", "next=1", "next=!!!!", "next=AAAAAAAAAAAAAAAAAAA", "next=%F0%9F%98%80",
        "match[version]=newest", "match[version]=2026-13-01T00:00:00Z", "match[version]=", "match[type]=a,,b",
        "match[colour]=red", "match[]=x", "match[type]=a&match[type]=b",
        "match[type]=" + ",".join(f"t{one}" for one in range(101)),
        "match[id]=" + ",".join(f"t{one}" for one in range(1001)),
    ],
)  # fmt: skip
def test_hostile_filters_are_refused_with_the_parameter(served: Served, query: str) -> None:
    answer = ask(served, f"room/collections/from-a/objects/?{query}")
    assert answer.status_code == 400, answer.content
    assert query.partition("=")[0] in answer.json()["description"]
    assert ask(served, f"room/collections/from-a/manifest/?{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "match[type]=';DROP TABLE exchanged;--", "match[id]=%00", "match[id]=" + "x" * 4000,
        "match[spec_version]=3.0", "match[type]=%25", "added_after=9999-12-31T23:59:59.999999Z",
        "match[version]=0001-01-01T00:00:00Z",
    ],
)  # fmt: skip
def test_filters_that_nothing_fits(served: Served, query: str) -> None:
    answer = ask(served, f"room/collections/from-a/objects/?{query}")
    assert (answer.status_code, answer.json()) == (200, {})


def test_a_limit_above_a_page_is_a_page(served: Served) -> None:
    whole = ask(served, "room/collections/from-a/objects/")
    assert ask(served, f"room/collections/from-a/objects/?limit={'9' * 30}").content == whole.content
    assert ask(served, "room/collections/from-a/objects/?unknown=1").content == whole.content
    answer = ask(served, "room/collections/from-a/objects/?added_after=0001-01-01T00:00:00Z")
    assert answer.content == whole.content


def test_addresses_and_methods_that_there_are_not(served: Served) -> None:
    for path in ("nothing/", "room", "room/collections", "room/collections/from-a/objects", "rooms/"):
        answer = ask(served, path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, MEDIA)
    answer = httpx.put(url(served, "A", "room/"), auth=("own", PASSWORD), headers={"Accept": MEDIA})
    assert (answer.status_code, answer.headers["content-type"]) == (405, MEDIA)


def test_a_restart_keeps_when_each_was_added(served: Served) -> None:
    before = own(served).get_manifest()
    served.stop("A")
    served.start("A")
    assert own(served).get_manifest() == before


def test_what_was_fetched_is_told_to_its_originator_once(served: Served) -> None:
    theirs = collections(served, "B", "own")["from-a"]
    report = next(one for one in theirs.get_objects()["objects"] if one["type"] == "report")
    key = report["external_references"][0]["external_id"]

    def receipts(room: Room) -> int:
        return len([one for one in room.view.replies_about(key) if one.kind == "receipt"])

    served.until("A", lambda room: receipts(room) == 1)
    theirs.get_objects()
    collections(served, "A", "of-b")["from-a"].get_objects()
    served.until("A", lambda room: bool(noted(room)))
    assert served.read("A", receipts) == 1
    assert served.read("A", noted) == {("B", "of-b")}
    assert [one["account"] for one in served.read("A", lambda room: fetched_of(room, key))] == ["of-b"]


def noted(room: Room) -> set[tuple[str, str]]:
    origin = next(one for one in room.ledger.origins() if one.endswith("/A"))
    rows = room.store.entries(origin, 0, room.ledger.size(origin))
    events = [json.loads(row.body).get("event", {}) for row in rows if row.body]
    return {(one["party"], one["account"]) for one in events if one.get("what") == "fetched"}


def test_a_walk_visits_each_object_once_while_others_write(served: Served) -> None:
    """Between any two pages somebody says something: each object that is there in the end was visited, once."""
    theirs = collections(served, "A", "of-b")["from-a"]
    seen: list[str] = []
    for number, page in enumerate(as_pages(theirs.get_objects, per_request=7, version="all")):
        seen += [f"{one['id']} {one.get('modified', '')}" for one in page.get("objects", [])]
        if number < 5:
            served.say("A", saying(foreign(500 + number), "B"))
            served.say("A", saying(foreign(600 + number)))
    last = [f"{one['id']} {one.get('modified', '')}" for one in theirs.get_objects(version="all")["objects"]]
    assert seen == last
    assert len(set(seen)) == len(seen)


def test_withdrawn_and_ended(served: Served) -> None:
    """Whoever is told no more finds nothing; what is ended is there once more, as revoked."""

    def say(room: Room) -> str:
        return information.report(room, told("Gone soon"), (Release(party="B"),), WATCH, "ann").version.key

    key = served.node("A").write(say).result(30)
    theirs = collections(served, "A", "of-b")["from-a"]

    def named(name: str) -> list[dict[str, Any]]:
        return [one for one in theirs.get_objects(type="report")["objects"] if one["name"] == name]

    assert len(named("Gone soon")) == 1
    [created] = [one["created"] for one in named("Gone soon")]
    served.node("A").write(lambda room: withdraw_from(room, key, "B", WATCH, "ann")).result(30)
    assert named("Gone soon") == []
    served.node("A").write(lambda room: release_to(room, key, (Release(party="B"),), WATCH, "ann")).result(30)
    assert [one["created"] for one in named("Gone soon")] == [created]
    served.node("A").write(lambda room: information.end(room, key.partition("/")[2], WATCH, "ann")).result(30)
    assert [one.get("revoked") for one in named("Gone soon")] == [True]


def test_an_opinion_is_in_the_collection_of_who_gave_it(served: Served) -> None:
    key = served.read("B", lambda room: next(one.key for one in room.view.of_kind("information")))
    opinion = Text(lang="en", text="not so")
    served.node("B").write(
        lambda room: information.give_opinion(room, key, "disagrees", opinion, (), WATCH, "bob")
    ).result(30)
    served.until("A", lambda room: room.view.count_of("opinion") == 1)
    found = collections(served, "A", "own")["from-b"].get_objects(type="opinion")["objects"]
    assert [one["explanation"] for one in found] == ["not so"]
    assert isinstance(served.read("A", lambda room: next(room.view.of_kind("opinion")).body), Opinion)
    assert Reference.of(key).author == "A"


def test_all_that_is_served_is_valid(served: Served) -> None:
    """By stix2-validator: whatever stands in any collection, in any version, of what the room itself writes."""
    options = ValidationOptions(version="2.1", enforce_refs=False)
    for party, user in (("A", "own"), ("A", "of-b"), ("B", "own")):
        for one in collections(served, party, user).values():
            for page in as_pages(one.get_objects, per_request=50, version="all"):
                for shown in page.get("objects", []):
                    if shown["type"] in ("campaign", "tool"):
                        continue
                    found = validate_instance(shown, options)
                    assert found.is_valid, (shown, found.errors)


def test_an_amended_report_takes_back_what_it_no_longer_has(served: Served) -> None:
    """A square that a report no longer names is revoked, and nothing is there twice in one version."""
    squares = [district_of(lon * 10**9, 33 * 10**9) for lon in (36, 37)]

    def say(room: Room) -> str:
        until_ms = T0_MS + 6 * HOUR_MS
        first = told("Front", matter="front_line", squares=tuple(squares), until_ms=until_ms)
        made = information.report(room, first, (Release(party="B"),), WATCH, "ann").version
        again = told("Front", matter="front_line", squares=tuple(squares[:1]), until_ms=until_ms)
        information.amend(room, made.entity, made.version, again, WATCH, "ann")
        return made.key

    key = served.node("A").write(say).result(30)
    found = [
        one
        for one in own(served).get_objects(version="all")["objects"]
        if {"source_name": "commonground", "external_id": key} in one.get("external_references", [])
    ]
    assert len({(one["id"], one["modified"]) for one in found}) == len(found)
    last = {one["id"]: one for one in sorted(found, key=lambda one: one["modified"])}
    places = {one["name"]: one.get("revoked", False) for one in last.values() if one["type"] == "location"}
    assert places == {squares[0]: False, squares[1]: True}
    assert all(validate_instance(one, ValidationOptions(version="2.1")).is_valid for one in found)
