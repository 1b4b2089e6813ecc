"""Finding in three scripts, places by coordinate, the record of a leaf, the page and its files."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.unit.web.web_harness import SETTINGS, Rooms, rooms
from tests.worlds import announce, key, nd, notice, report, site

from commonground.geo.place import district_of, district_ring
from commonground.log.merkle import leaf_hash
from commonground.picture.charter import Text3
from commonground.record import encode_canonical
from commonground.record import replace as changed


@pytest.fixture
def r() -> Iterator[Rooms]:
    with rooms() as made:
        yield made


def found(r: Rooms, party: str, q: str) -> dict[str, Any]:
    answer: dict[str, Any] = r.signed_in(party, post="").get(f"/api/search?q={quote(q)}")
    return answer


@pytest.mark.parametrize("q", ["Rahma", "rahmah", "الرحمة", "رحمه", "Рахма"])
def test_a_site_is_found_by_its_name_in_three_scripts(q: str) -> None:
    with rooms() as r:
        hospital = changed(site(36.5, 33.0), name=Text3(en="Rahma"))
        said = r.world.say("J", report(hospital, "A"))
        r.world.carry_all()
        rows = [row for row in found(r, "A", q)["rows"] if row["kind"] == "site"]
        assert [row["key"] for row in rows] == [said.version.key]
        assert rows[0]["point"] == [nd(36.5), nd(33.0)]


def test_a_search_looks_only_through_what_this_party_was_told(r: Rooms) -> None:
    r.world.say("J", report(site(name="Rahma"), "A"))
    r.world.say("A", announce(notice(text="keep away from Rahma"), "J"))
    r.world.carry_all()
    own = found(r, "A", "Rahma")
    assert {row["kind"] for row in own["rows"]} == {"site", "notice"}
    assert own["searched"] == {"notices": 1, "sites": 1, "reports": 0, "places": 3}
    other = found(r, "B", "Rahma")
    assert [row for row in other["rows"] if row["kind"] != "place"] == []
    assert other["searched"] == {"notices": 0, "sites": 0, "reports": 0, "places": 3}


def test_what_arrives_after_the_first_search_is_found_too(r: Rooms) -> None:
    assert found(r, "A", "Yarmouk")["total"] == 0
    said = r.world.say("J", report(site(name="Yarmouk"), "A"))
    r.world.carry_all()
    assert [row["key"] for row in found(r, "A", "Yarmouk")["rows"]] == [said.version.key]
    entity = said.version.entity
    assert [row["key"] for row in found(r, "A", entity)["rows"]] == [said.version.key]


def test_places_come_from_the_gazetteer(r: Rooms) -> None:
    page = r.signed_in("A", post="")
    for q in ("Halab", "حلب", "Алеппо"):
        rows = page.get(f"/api/gazetteer?q={quote(q)}")["rows"]
        assert rows[0]["name"]["en"] == "Aleppo", q
    assert page.get("/api/gazetteer?q=")["rows"] == []
    page.get("/api/gazetteer?q=" + "x" * 101, 400)


def test_a_point_is_shown_in_three_notations_and_in_words(r: Rooms) -> None:
    page = r.signed_in("A", post="")
    row = page.get(f"/api/place?lon_nd={nd(36.3)}&lat_nd={nd(33.51)}")
    assert row["dd"] == "33.510000 N 36.300000 E"
    assert row["mgrs"].startswith("37S ")
    assert row["near"]["en"] == "0.9 km E of Damascus"
    assert set(row["near"]) == {"en", "ar", "ru"}
    for bad in ("lon_nd=1", f"lon_nd={181 * 10**9}&lat_nd=0", f"lon_nd=0&lat_nd={-91 * 10**9}"):
        page.get(f"/api/place?{bad}", 422)
    page.get("/api/place?lon_nd=a&lat_nd=0", 400)


def test_a_coordinate_is_parsed_and_never_guessed(r: Rooms) -> None:
    page = r.signed_in("A", post="")
    assert (
        page.post("/api/place/parse", {"text": "33°30'36\"N 36°18'00\"E"})["dd"] == "33.510000 N 36.300000 E"
    )
    assert page.post("/api/place/parse", {"lat": "33.51", "lon": "36.3"})["lon_nd"] == nd(36.3)
    refused = page.post("/api/place/parse", {"text": "36.20,37.10"}, 422)
    assert len(refused["error"]["detail"]["readings"]) == 2
    swapped = page.post("/api/place/parse", {"lat": "40.0", "lon": "36.0"}, 422)
    assert swapped["error"]["detail"]["swapped_inside"]


# -- the record --------------------------------------------------------------------------------------------------


def test_a_record_proves_the_leaf_to_a_stranger(r: Rooms, tmp_path: Path) -> None:
    said = r.world.say("A", announce(notice(), "B"))
    r.world.carry_all()
    origin = r.world.log("A", "B")
    for party in ("A", "B"):
        row = r.signed_in(party, post="").get(f"/api/record/{origin}/0")
        assert row["leaf"] == {"origin": origin, "index": 0, "size": 1}
        assert row["leaf_hash"] == leaf_hash(bytes.fromhex(row["entry"])).hex()
        assert [one["party"] for one in row["cosigned"]] == ["B"]
        assert row["body"]["entity"] == said.version.entity
        (tmp_path / "proof").write_text(row["receipt"])
        (tmp_path / "body").write_bytes(encode_canonical(row["body"]))
        author, cosigner = key("A").verifier.encode(), key("B").verifier.cosigner.encode()
        command = [sys.executable, "examples/verify_offline.py", str(tmp_path / "proof"), str(tmp_path / "body"),
                   "--key", author, "--cosigner", cosigner]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_only_logs_of_this_node_have_records(r: Rooms) -> None:
    r.world.say("A", announce(notice(), "B"))
    r.world.carry_all()
    page = r.signed_in("J", post="")
    assert page.get(f"/api/record/{r.world.log('A', 'B')}/0", 422)["error"]["field"] == "origin"
    assert page.get("/api/record/commonground/test/J/99999", 422)["error"]["field"] == "index"
    page.get("/api/record/commonground/test/J/-1", 400)
    own = r.signed_in("A", post="").get("/api/record/commonground/test/A/0")
    assert own["body"]["author"] == "A"


# -- the page ----------------------------------------------------------------------------------------------------


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Rooms]:
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>x</title>")
    (folder / "assets" / "index-abc123.js").write_text("let x = 1;\n" * 500)
    (folder / "assets" / "a-b.css").write_text("b{}")
    (folder / "assets" / "a-b.css.br").write_bytes(b"brotli")
    (tmp_path / "secret.txt").write_text("secret")
    with rooms(settings=replace(SETTINGS, static_dir=folder)) as made:
        yield made


def test_files_with_a_hash_are_kept_and_the_page_is_asked_for_again(built: Rooms) -> None:
    client = built.page("A").client
    page = built.runner.run(client.get("/"))
    assert (page.headers["cache-control"], page.headers["content-type"]) == (
        "no-cache",
        "text/html; charset=utf-8",
    )
    script = built.runner.run(client.get("/assets/index-abc123.js"))
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert script.headers["content-encoding"] == "gzip"
    assert script.headers["vary"] == "Accept-Encoding"
    assert script.text == "let x = 1;\n" * 500
    plain = built.runner.run(client.get("/assets/index-abc123.js", headers={"accept-encoding": "identity"}))
    assert "content-encoding" not in plain.headers
    same = built.runner.run(client.get("/", headers={"if-none-match": page.headers["etag"]}))
    assert (same.status_code, same.content) == (304, b"")
    style = built.runner.run(
        client.request("GET", "/assets/a-b.css", headers={"accept-encoding": "br"}, extensions={})
    )
    assert style.headers["content-encoding"] == "br"


@pytest.mark.parametrize("path", [
    "/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets", "/a-b.css.br",
    "/assets/a-b.css.br", "//etc/passwd", "/%00", "/assets/%ff", "/index.html%00.js",
])  # fmt: skip
def test_only_names_of_the_build_are_served(built: Rooms, path: str) -> None:
    answer = built.runner.run(built.page("A").client.get(path))
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_the_first_page_is_under_500_kilobytes_compressed() -> None:
    with rooms() as r:
        client = r.page("A").client
        page = r.runner.run(client.get("/"))
        if page.status_code == 404:
            pytest.skip("the page is not built")
        names = [part.split('"')[0].removeprefix("./") for part in page.text.split('="')[1:]]
        total = len(gzip.compress(page.content))
        for name in names:
            if name.endswith((".js", ".css")):
                answer = r.runner.run(client.get(f"/{name}"))
                assert answer.status_code == 200, name
                total += int(answer.headers["content-length"])
        assert total < 500_000


def test_maps_need_a_session_and_the_story_is_empty_in_a_real_room(r: Rooms) -> None:
    r.page("A").get("/api/map/basemap.json", 401)
    page = r.signed_in("A", post="")
    assert "land" in page.get("/api/map/basemap.json")
    assert {"districts", "roads"} == set(page.get("/api/map/zaatari.json"))
    assert page.get("/api/story") == {"story": "", "steps": []}


def test_a_demonstration_tells_its_story() -> None:
    told = {"story": "deir-ez-zor", "steps": [{"at_ms": 1, "text": {"en": "x", "ar": "", "ru": ""}}]}
    with rooms(settings=replace(SETTINGS, story=lambda: told)) as r:
        assert r.signed_in("A", post="").get("/api/story") == told


def test_the_square_of_a_point_has_a_name_and_four_corners(r: Rooms) -> None:
    page = r.signed_in("A")
    found = page.post("/api/place/square", {"lon_nd": nd(36.3), "lat_nd": nd(33.51)})
    assert found["name"] == district_of(nd(36.3), nd(33.51))
    assert found["ring"] == [list(corner) for corner in district_ring(found["name"], "place")]
    assert found["cell"]["precision"] == "cell"
    assert (found["cell"]["lon_nd"], found["cell"]["lat_nd"]) != (nd(36.3), nd(33.51)), "the point is told"
    for lon, lat, field in ((181.0, 33.0, "lon_nd"), (36.3, 91.0, "lat_nd"), (36.3, 85.0, "place")):
        refused = page.post("/api/place/square", {"lon_nd": nd(lon), "lat_nd": nd(lat)}, 422)
        assert refused["error"]["field"] == field
