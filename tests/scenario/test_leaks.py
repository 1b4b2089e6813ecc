"""R5: a leaked file is matched at once: to whom it was released or who copied it, exactly, by stamp, or as evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace as with_
from pathlib import Path
from typing import Any

import pytest

from commonground.cli.app import run
from commonground.compose.tracing import Match, leaked, trace
from commonground.protocols.stix.codec.read import read_objects
from commonground.room.copies import copies
from commonground.room.fetched import note_fetched
from tests.contract.test_web_information import HAZARD
from tests.property.test_stix import of_type
from tests.unit.web.web_harness import SETTINGS, Page, Rooms, rooms
from tests.worlds import announce, notice, report, site


@pytest.fixture
def r() -> Iterator[Rooms]:
    with rooms() as made:
        yield made


def found(r: Rooms, data: bytes | str, party: str = "A") -> list[Match]:
    room = r.world.room(party)
    data = data.encode() if isinstance(data, str) else data
    return trace(room.store, room.charter, party, leaked(data, data.decode("utf-8-sig", errors="replace")))


def to(matches: list[Match], how: str) -> set[str]:
    return {one.to for one in matches if one.how == how}


def said(r: Rooms, *recipients: dict[str, str], body: dict[str, Any] = HAZARD) -> dict[str, Any]:
    row: dict[str, Any] = r.signed_in("A").post(
        "/api/information", {"information": body, "recipients": list(recipients)}
    )
    r.world.carry_all()
    return row


def bundle(page: Page, key: str) -> dict[str, Any]:
    made: dict[str, Any] = page.get(f"/api/information/{key}/stix")
    return made


def fetched(page: Page, path: str) -> bytes:
    answer = page.runner.run(page.client.get(path))
    assert answer.status_code == 200, answer.text[:300]
    return answer.content


# -- releases --------------------------------------------------------------------------------------------------------


def test_a_statement_is_matched_to_the_one_whose_log_holds_its_bytes(r: Rooms) -> None:
    r.world.say("A", announce(notice(), "B", "J"))
    for party in "BJ":
        room = r.world.room("A")
        origin = r.world.log("A", party)
        rows = room.store.entries(origin, 0, room.ledger.size(origin))
        body = next(row.body for row in rows if row.body is not None and b'"kind":"notice"' in row.body)
        for data in (body, body + b"\n", json.dumps({"got": [json.loads(body)]}, indent=2).encode()):
            matches = found(r, data)
            assert to(matches, "exact") == {party}, matches
            assert {one.where for one in matches if one.how == "exact"} == {
                f"{origin} {next(row.index for row in rows if row.body == body)}"
            }


def test_a_body_that_two_were_told_alike_fits_both_and_a_reduced_one_its_reader(r: Rooms) -> None:
    r.world.say("J", report(site(), "A", "B"))
    r.world.carry_all()
    room = r.world.room("J")
    body = {}
    for party in "AB":
        origin = r.world.log("J", party)
        rows = room.store.entries(origin, 0, room.ledger.size(origin))
        [row] = [one for one in rows if b'"kind":"site"' in (one.body or b"")]
        body[party] = json.dumps(json.loads(row.body or b"")["body"])
    assert to(found(r, body["A"], "J"), "exact") == {"A", "B"}
    row = said(r, {"party": "B", "precision": "exact"}, {"party": "J", "precision": "cell"})
    for party in "BJ":
        shown = r.world.room(party).view.get(row["key"])
        room, origin = r.world.room("A"), r.world.log("A", party)
        held = room.store.entries(origin, shown.leaf, shown.leaf + 1)[0].body or b""
        assert to(found(r, json.dumps(json.loads(held)["body"])), "exact") == {party}


def test_an_object_of_stix_inside_a_bigger_bundle_is_matched_to_its_reader(r: Rooms) -> None:
    row = said(r, {"party": "B", "precision": "exact"}, {"party": "J", "precision": "exact"})
    theirs = bundle(r.signed_in("J"), row["key"])
    [one] = of_type(theirs["objects"], "report")
    other = [{"type": "malware", "id": f"malware--{number}"} for number in range(50)]
    for leak in (one, [one], {"type": "bundle", "id": "bundle--1", "objects": [*other, one]}):
        assert to(found(r, json.dumps(leak, indent=1)), "exact") == {"J"}
    marking = next(
        one for one in of_type(theirs["objects"], "marking-definition") if "TLP" not in one["name"]
    )
    assert to(found(r, json.dumps(marking)), "stamp") == {"J"}


def test_what_was_changed_is_evidence_and_no_exact_match(r: Rooms) -> None:
    row = said(r, {"party": "B", "precision": "exact"}, {"party": "J", "precision": "cell"})
    [one] = of_type(bundle(r.signed_in("B"), row["key"])["objects"], "location")
    del one["object_marking_refs"]
    matches = found(r, json.dumps(one))
    assert to(matches, "exact") == set()
    assert [(match.how, match.to) for match in matches if "objects of STIX" in match.why] == [
        ("evidence", "B")
    ]
    del one["external_references"]
    assert found(r, json.dumps(one)) == found(r, json.dumps(one | {"latitude": 1.5})) == []
    assert found(r, "nothing of ours") == found(r, b"\xff\x00") == found(r, "[" * 100_000) == []


def test_a_text_that_names_entities_points_at_those_who_were_told_of_all(r: Rooms) -> None:
    first, second = said(r, {"party": "B"}, {"party": "J"}), said(r, {"party": "J"})
    matches = found(r, f"They report {first['id']} and {second['id']}.")
    assert (to(matches, "exact"), to(matches, "evidence")) == (set(), {"J"})


def test_what_its_recipient_took_of_it_is_evidence_beside_an_exact_match(r: Rooms) -> None:
    row = said(r, {"party": "B", "precision": "exact"}, {"party": "J", "precision": "cell"})
    theirs = bundle(r.signed_in("B"), row["key"])
    bundle(r.signed_in("J"), row["key"])
    r.world.carry_all()
    fetch = ("machine-b", "B", "watch_officer", [row["key"]])
    r.world.nodes["A"].write(lambda room: note_fetched(room, *fetch)).result()
    matches = found(r, json.dumps(theirs))
    beside = {(one.to, one.why) for one in matches if one.how == "evidence" and one.what == row["key"]}
    assert beside == {("B, post watch_officer", "exported there"), ("B, machine machine-b", "fetched there")}
    details = r.signed_in("A").get(f"/api/information/{row['key']}")["details"]
    assert [(one["account"], one["party"], one["version"]) for one in details["fetched"]] == [
        ("machine-b", "B", 1)
    ]
    theirs = r.signed_in("B").get(f"/api/information/{row['key']}")["details"]
    assert theirs["fetched"] == []


# -- copies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "path"),
    [
        ("sites csv", "/api/export?what=sites&format=csv"), ("sites geojson", "/api/export?what=sites&format=geojson"),
        ("sites kml", "/api/export?what=sites&format=kml"), ("sites gpx", "/api/export?what=sites&format=gpx"),
        ("notices ics", "/api/export?what=notices&format=ics"), ("notices aco", "/api/export?what=notices&format=aco"),
        ("sites page", "/api/print?what=sites&lang=ar"), ("reports page", "/api/print?what=reports&lang=ru"),
    ],
)  # fmt: skip
def test_each_copy_is_found_by_its_bytes_and_by_its_stamp(r: Rooms, what: str, path: str) -> None:
    r.world.say("J", report(site(), "A"))
    r.world.say("A", announce(notice(), "B"))
    said(r, {"party": "B"})
    r.world.carry_all()
    taken = {user: fetched(r.signed_in("A", user), path) for user in ("ann", "bob")}
    assert taken["ann"] != taken["bob"], "each copy has its own number"
    for number, (user, data) in enumerate(taken.items(), 1):
        [exact] = [one for one in found(r, data) if one.how == "exact"]
        assert (exact.to, exact.what) == (f"{user} (watch_officer)", f"copy {number}, {what}")
        changed = data.replace(b"\r\n ", b"") + b" changed"
        matches = found(r, changed)
        assert to(matches, "exact") == set()
        assert to(matches, "stamp") == {f"{user} (watch_officer)"}
    made = list(copies(r.world.room("A").store, r.world.room("A").charter, "A"))
    assert [(copy.number, copy.operator, copy.of) for copy in made] == [(1, "ann", what), (2, "bob", what)]


def test_a_stamp_that_was_made_up_is_none(r: Rooms) -> None:
    data = fetched(r.signed_in("A"), "/api/export?what=sites&format=csv").decode()
    assert found(r, "CG-A-1-00000000") == found(r, "CG-A-2-0a0a0a0a") == []
    [stamp] = [line.split()[-1] for line in data.splitlines() if line.startswith("# copy")]
    assert to(found(r, f"...{stamp}..."), "stamp") == {"ann (watch_officer)"}


def test_a_bundle_of_stix_is_a_copy_whose_name_is_its_stamp(r: Rooms) -> None:
    row = said(r, {"party": "B"})
    data = fetched(r.signed_in("A", "bob"), f"/api/information/{row['key']}/stix")
    assert "bob (watch_officer)" in to(found(r, data), "exact")
    again = json.dumps(json.loads(data), indent=3)
    assert to(found(r, again), "exact") <= {"B"}
    assert "bob (watch_officer)" in to(found(r, again), "stamp")


@pytest.mark.parametrize("lang", ["en", "ar", "ru"])
def test_a_printed_page_says_whose_copy_it_is(r: Rooms, lang: str) -> None:
    page = fetched(r.signed_in("A"), f"/api/print?what=sites&lang={lang}").decode()
    [stamp] = [line for line in page.splitlines() if 'class="stamp"' in line]
    assert "CG-A-1-" in stamp
    assert "A watch_officer (ann)" in stamp


# -- order -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def ordered() -> Iterator[Rooms]:
    with rooms(settings=with_(SETTINGS, ordered_copies=True)) as made:
        yield made


def test_the_order_of_a_bundle_is_evidence_with_its_likelihood(ordered: Rooms) -> None:
    row = said(ordered, {"party": "B", "precision": "exact"})
    users = ("ann", "bob", "col")
    taken = [bundle(ordered.signed_in("A", user), row["key"]) for user in users]
    assert len({tuple(one["id"] for one in made["objects"]) for made in taken}) == 3
    for user, made in zip(users, taken, strict=True):
        kept = [{"id": one["id"], "type": "x-other"} for one in made["objects"]]
        matches = [one for one in found(ordered, json.dumps(kept)) if one.chance is not None]
        assert matches[0].to == f"{user} (watch_officer)"
        assert 0 < (matches[0].chance or 0) < 1e-3
        # A few pairs may agree with another copy's order too, by chance, and that is said.
        assert all((one.chance or 0) > 1e-3 for one in matches[1:])
    assert len({repr(sorted(map(repr, read_objects(made["objects"]).drafts))) for made in taken}) == 1


def test_rows_are_the_same_in_another_order(ordered: Rooms) -> None:
    for number in range(8):
        ordered.world.say("J", report(site(36.5 + number / 100, 33.0, name=f"Clinic {number}"), "A"))
    ordered.world.carry_all()
    path = "/api/export?what=sites&format=geojson"
    taken = [json.loads(fetched(ordered.signed_in("A", user), path)) for user in ("ann", "bob")]
    first, second = (made["features"] for made in taken)
    assert first != second
    assert sorted(map(json.dumps, first)) == sorted(map(json.dumps, second))
    text = json.dumps(second)
    matches = [one for one in found(ordered, text) if one.chance is not None]
    assert [one.to for one in matches] == ["bob (watch_officer)"]


def test_without_the_setting_every_copy_has_one_order(r: Rooms) -> None:
    row = said(r, {"party": "B"})
    taken = [bundle(r.signed_in("A", user), row["key"]) for user in ("ann", "bob")]
    assert taken[0]["objects"] == taken[1]["objects"]
    assert all(one.chance is None for one in found(r, json.dumps(taken[1])))


# -- the command -----------------------------------------------------------------------------------------------------


def test_the_command_says_whose_copy_a_file_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room = tmp_path / "room"
    words = ["--room", "trial", "--party", "A=North", "B=South", "--west", "33", "--south", "29", "--east", "43",
             "--north", "38", "--zone", "Asia/Damascus"]  # fmt: skip
    assert run(["init", "room", str(room), *words]) == 0
    sites = tmp_path / "sites.csv"
    sites.write_text("name,type,latitude,longitude\nClinic One,clinic,33.1,36.5\n")
    config = str(room / "A.toml")
    assert run(["import", str(sites), "--config", config, "--release-to", "B:exact"]) == 0
    out = tmp_path / "out.csv"
    assert run(["export", "--config", config, "--what", "sites", "--format", "csv", "--out", str(out)]) == 0
    capsys.readouterr()
    assert run(["trace", str(out), "--config", config, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["how"], first["what"], first["chance"]) == ("exact", "copy 1, sites csv", None)
    out.write_text(out.read_text("utf-8-sig").replace("Clinic", "Ward"))
    assert run(["trace", str(out), "--config", config]) == 0
    assert "stamp" in capsys.readouterr().out
    assert run(["trace", str(sites), "--config", config]) == 1
    assert "fits nothing" in capsys.readouterr().out
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    assert run(["trace", str(broken), "--config", config]) == 2


def test_the_command_orders_copies_where_the_node_is_set_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = tmp_path / "room"
    words = ["--room", "trial", "--party", "A=North", "B=South", "--west", "33", "--south", "29", "--east", "43",
             "--north", "38", "--zone", "Asia/Damascus"]  # fmt: skip
    assert run(["init", "room", str(room), *words]) == 0
    config = room / "A.toml"
    config.write_text(config.read_text("utf-8") + "ordered_copies = true\n", "utf-8")
    sites = tmp_path / "sites.csv"
    rows = "".join(f"Clinic {n},clinic,33.{n},36.5\n" for n in range(10, 22))
    sites.write_text(f"name,type,latitude,longitude\n{rows}")
    assert run(["import", str(sites), "--config", str(config)]) == 0
    for number in (1, 2):
        out = tmp_path / f"{number}.csv"
        wanted = ["--what", "sites", "--format", "csv", "--out", str(out)]
        assert run(["export", "--config", str(config), *wanted]) == 0
        lines = out.read_text("utf-8-sig").splitlines()
        out.write_text("\n".join(line for line in lines if not line.startswith("#")))
        capsys.readouterr()
        assert run(["trace", str(out), "--config", str(config), "--json"]) == 0
        likely = [one for one in json.loads(capsys.readouterr().out) if one["chance"] is not None]
        # Six pairs of neighbours agree with the other copy's order as well once in 64, and that is said.
        assert likely[0]["what"] == f"copy {number}, sites csv"
        assert likely[0]["chance"] < 1e-6
        assert all(one["chance"] > 1e-3 for one in likely[1:])
