"""What is in the form for one recipient, and above all what is not."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.worlds import T0_MS, nd, notice, site

from commonground.geo.footprint import Circle, Polygon
from commonground.geo.place import bearing_distance, to_cell, to_district
from commonground.log.statement_body import canonical
from commonground.picture.blocks import Body, Place, Text, Translation
from commonground.picture.entity import Site
from commonground.picture.statement import OwnLine, Release, Saying, Statement, body_of
from commonground.policy.disclosure import Disclosed, Recipient, disclose
from commonground.record import convert, decode, encode_canonical, replace

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "src" / "commonground"
PLACE = Place(
    lon_nd=nd(36.5012345), lat_nd=nd(33.0012345), radius_tmm=0, precision="exact", how_obtained="gps",
    gazetteer_id="GN-170654", admin_code="SY-08",
)  # fmt: skip
SECRETIVE = site(
    name="Clinic of the well", place=PLACE, footprint=Circle(center=(nd(36.5012), nd(33.0012)), radius_tmm=400_000),
    place_text="behind the mill", function="two operating theatres", marking="red roof", submitter="Relief House",
    evidence=("photograph 7 of 3 March",), source_ref="list.csv line 12",
)  # fmt: skip


def told(body: Body, release: Release, *, kind: str = "site", last_action: str = "") -> Disclosed:
    line = OwnLine(
        schema="commonground/1", room="test", author="A", t_entered_ms=T0_MS - 1, salt="00" * 32,
        operator="Lieutenant Petrov", version=9, acknowledged=("J/S-1@1",), report={"hits_total": 1},
        releases=(release, Release(party="J")),
        saying=Saying(kind=kind, entity="E-1", action="establish", post="watch_officer", body=body_of(body)),
    )  # fmt: skip
    to = Recipient(
        version_next=1, last_action=last_action, salt=lambda: b"\x11" * 32, released_to=lambda r, p: True
    )
    found = disclose(line, release, to, T0_MS)
    assert isinstance(found, Disclosed)
    return found


def shown(body: Body, release: Release) -> Site:
    return convert(decode(Statement, told(body, release).data).body, Site)


def test_only_what_concerns_the_recipient_leaves() -> None:
    """Versions, operator, list of recipients, report, acknowledgements and time of entry stay at home."""
    statement = decode(dict[str, Any], told(SECRETIVE, Release(party="B")).data)
    assert set(statement) == {
        "schema", "room", "author", "recipient", "post", "kind", "entity", "action", "version", "t_released_ms",
        "salt", "body",
    }  # fmt: skip
    text = told(SECRETIVE, Release(party="B")).data
    for word in (b"Petrov", b"J/S-1", b"hits", b"operator", b"releases", str(T0_MS - 1).encode()):
        assert word not in text
    assert statement["version"] == 1


@pytest.mark.parametrize("precision", ["exact", "cell", "district"])
@pytest.mark.parametrize("mode", ["keep", "view"])
@pytest.mark.parametrize("hide", [False, True])
def test_evidence_and_source_never_leave(precision: Any, mode: Any, hide: bool) -> None:
    release = Release(party="B", precision=precision, mode=mode, hide_submitter=hide)
    found = told(SECRETIVE, release)
    for word in (b"photograph", b"list.csv", b"evidence", b"source_ref"):
        assert word not in found.data
        assert word not in found.content
    assert (b"Relief House" in found.data + found.content) == (not hide)
    exact = precision == "exact"
    for word in (b"36501234500", b"33001234500", b"GN-170654", b"behind the mill", b'"footprint"'):
        assert (word in found.data) == exact
        assert word not in found.content


@pytest.mark.parametrize("precision", ["exact", "cell", "district"])
def test_a_view_keeps_function_marking_and_submitter_at_home(precision: Any) -> None:
    found = told(SECRETIVE, Release(party="B", mode="view", precision=precision))
    stub = convert(decode(Statement, found.data).body, Site)
    assert (stub.function, stub.marking, stub.submitter) == ("", "", "")
    assert decode(dict[str, str], found.content) == {
        "function": "two operating theatres", "marking": "red roof", "submitter": "Relief House",
    }  # fmt: skip
    assert decode(Statement, found.data).mode == "view"


def test_a_viewed_notice_keeps_contact_and_remarks_at_home() -> None:
    words = Text(
        lang="ar", text="ابقوا أسفل", translations=(Translation(lang="en", text="below", made_by="human"),)
    )
    body = replace(notice(), contact="line 3", remarks=words)
    found = told(body, Release(party="B", mode="view"), kind="notice")
    for word in ("line 3", "ابقوا", "below"):
        assert word not in found.data.decode()
        assert word in found.content.decode()
    kept = told(body, Release(party="B"), kind="notice")
    assert kept.content == b""
    assert "line 3" in kept.data.decode()


def test_a_change_of_what_stays_at_home_is_a_change() -> None:
    """Else the recipient of a view would open the words of yesterday for ever."""
    view = Release(party="B", mode="view")
    one, two = notice(text="stay below"), notice(text="stay above")
    assert told(one, view, kind="notice").form != told(two, view, kind="notice").form
    assert told(one, view, kind="notice").form == told(one, view, kind="notice").form
    assert told(SECRETIVE, view).form != told(replace(SECRETIVE, function="none"), view).form


def test_what_never_leaves_changes_no_form() -> None:
    """A new photograph in the file is no news to B: nothing is appended for it (T-8)."""
    for release in (
        Release(party="B"),
        Release(party="B", precision="cell"),
        Release(party="B", mode="view"),
    ):
        assert told(SECRETIVE, release).form == told(replace(SECRETIVE, evidence=()), release).form
    cell = Release(party="B", precision="cell")
    moved = replace(SECRETIVE, place=replace(PLACE, lon_nd=PLACE.lon_nd + 100_000, gazetteer_id="GN-1"))
    assert told(SECRETIVE, cell).form == told(moved, cell).form
    assert told(SECRETIVE, Release(party="B")).form != told(moved, Release(party="B")).form


@pytest.mark.parametrize("release", [Release(party="B"), Release(party="B", mode="view", precision="cell")])
@pytest.mark.parametrize("body", [SECRETIVE, notice(text="stay below")])
def test_a_form_is_the_one_that_every_release_of_this_program_kept(body: Any, release: Release) -> None:
    """Of a statement without what changes each time: otherwise what was told would be told again."""
    found = told(body, release, kind="site" if body is SECRETIVE else "notice")
    said = decode(dict[str, Any], found.data)
    for name in ("version", "salt", "t_released_ms", "post", "precedence"):
        said.pop(name, None)
    said["action"] = ""
    assert found.form == hashlib.sha256(canonical(said) + found.content).digest()


def test_a_form_is_of_the_terms_too() -> None:
    forms = {
        told(SECRETIVE, replace(Release(party="B"), **change)).form
        for change in ({}, {"mode": "view"}, {"precision": "cell"}, {"hide_submitter": True},
                       {"custodian_may_warn": True})
    }  # fmt: skip
    assert len(forms) == 5


@pytest.mark.parametrize(
    ("known_as", "asked", "shown_as"),
    [
        ("exact", "exact", "exact"), ("exact", "cell", "cell"), ("exact", "district", "district"),
        ("cell", "exact", "cell"), ("cell", "cell", "cell"), ("cell", "district", "district"),
        ("district", "exact", "district"), ("district", "cell", "district"), ("district", "district", "district"),
        ("unknown", "exact", "unknown"), ("unknown", "cell", "unknown"), ("unknown", "district", "unknown"),
    ],
)  # fmt: skip
def test_a_place_is_never_shown_finer_than_it_is_known(known_as: Any, asked: Any, shown_as: str) -> None:
    body = replace(
        SECRETIVE, place=replace(PLACE, precision=known_as, radius_tmm=300_000_000), footprint=None
    )
    place = shown(body, Release(party="B", precision=asked)).place
    assert place is not None
    assert place.precision == shown_as
    assert place.radius_tmm >= 300_000_000
    if asked != "exact":
        square = to_district if "district" in (known_as, asked) else to_cell
        assert (place.lon_nd, place.lat_nd) == (square(PLACE.lon_nd, PLACE.lat_nd).lon_nd,
                                                square(PLACE.lon_nd, PLACE.lat_nd).lat_nd)  # fmt: skip
        assert place.gazetteer_id == ""
        assert place.admin_code == ("SY-08" if "district" in (known_as, asked) else "")


@pytest.mark.parametrize("precision", ["cell", "district"])
def test_an_unlocated_site_stays_unlocated(precision: Any) -> None:
    body = shown(replace(SECRETIVE, place=None, footprint=None), Release(party="B", precision=precision))
    assert body.place is None
    assert body.place_text == ""


def test_a_reduced_place_covers_all_that_is_protected() -> None:
    """A camp two kilometres wide told as a cell must not be smaller on B's map than on A's."""
    camp = Polygon(
        rings=(
            ((nd(36.49), nd(32.99)), (nd(36.52), nd(32.99)), (nd(36.52), nd(33.01)), (nd(36.49), nd(33.01))),
        )
    )
    place = shown(replace(SECRETIVE, footprint=camp), Release(party="B", precision="cell")).place
    assert place is not None
    for corner in camp.rings[0]:
        assert bearing_distance((place.lon_nd, place.lat_nd), corner)[1] * 10_000 <= place.radius_tmm
    assert (place.radius_tmm - to_cell(PLACE.lon_nd, PLACE.lat_nd).radius_tmm) % 1_000_000 == 0, (
        "a step, no print"
    )
    vague = replace(SECRETIVE, footprint=None, place=replace(PLACE, radius_tmm=8_000_000))
    wide = shown(vague, Release(party="B", precision="cell")).place
    assert wide is not None
    assert wide.radius_tmm == to_cell(PLACE.lon_nd, PLACE.lat_nd).radius_tmm + 8_000_000


def test_the_bytes_are_canonical_and_salted() -> None:
    found = told(SECRETIVE, Release(party="B"))
    assert encode_canonical(decode(dict[str, Any], found.data)) == found.data
    assert decode(Statement, found.data).salt == "11" * 32


# -- the one door ---------------------------------------------------------------------------------------------


def test_only_the_door_makes_what_goes_out() -> None:
    """`Disclosed(` stands in one module of the package, and a store can only be given one."""
    makers = [
        path for path in SOURCES.rglob("*.py") if any(
            "Disclosed(" in line.replace("class Disclosed(", "") for line in path.read_text().splitlines()
        )
    ]  # fmt: skip
    assert [path.relative_to(SOURCES).as_posix() for path in makers] == ["policy/disclosure.py"]
    assert set(Disclosed._fields) == {
        "recipient", "entity", "kind", "action", "data", "entry", "says", "content",
    }  # fmt: skip


PROBE = """
from commonground.picture.statement import OwnLine
from commonground.policy.disclosure import Disclosed, Withheld
from commonground.room.ports import LogStore

def release(store: LogStore, a: bytes, b: OwnLine, c: Withheld, d: Disclosed | Withheld, e: Disclosed) -> None:
    store.append_for("origin", 0, a, 0)
    store.append_for("origin", 0, b, 0)
    store.append_for("origin", 0, c, 0)
    store.append_for("origin", 0, d, 0)
    store.append_for("origin", 0, e, 0)
"""


@pytest.mark.slow
def test_the_type_checker_refuses_what_did_not_pass_the_door(tmp_path: Path) -> None:
    probe = tmp_path / "probe.py"
    probe.write_text(PROBE)
    command = [sys.executable, "-m", "mypy", "--strict", str(probe)]
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout
    refused = {int(line.split(":")[1]) for line in found.splitlines() if "[arg-type]" in line}
    assert refused == {7, 8, 9, 10}, found
    assert found.count(": error:") == 4, found
