"""Graded reports through the web: said, told by the feed, opened, judged, asked for; errors name their field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.web.web_harness import Page, Rooms, rooms
from tests.worlds import HOUR_MS, T0_MS, nd

from commonground.geo.place import district_of
from commonground.protocols.stix.codec.read import read_objects

DAY_MS = 24 * HOUR_MS
SQUARE = district_of(nd(36.5), nd(33.0))
WORDS = {"lang": "en", "text": "Mines beside the road."}
HAZARD: dict[str, Any] = {
    "matter": "hazard", "title": WORDS, "text": WORDS, "reliability": "B", "credibility": 2,
    "from_ms": T0_MS, "until_ms": T0_MS + HOUR_MS,
    "place": {"lon_nd": nd(36.5), "lat_nd": nd(33.0), "radius_tmm": 0, "precision": "exact", "how_obtained": "gps"},
}  # fmt: skip
GROUND: dict[str, Any] = {
    "matter": "control_of_ground", "title": WORDS, "text": WORDS, "reliability": "C", "credibility": 3,
    "from_ms": T0_MS, "until_ms": T0_MS + 6 * HOUR_MS, "squares": [SQUARE], "holder": "B",
}  # fmt: skip


@pytest.fixture(params=["memory", "sqlite"])
def r(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    with rooms(folder=tmp_path if request.param == "sqlite" else None) as made:
        yield made


def listed(page: Page, name: str = "information") -> list[dict[str, Any]]:
    rows = page.get("/api/picture")[name]["rows"]
    assert isinstance(rows, list)
    return rows


def said(r: Rooms, at: Page, body: dict[str, Any] = HAZARD, **to: str) -> dict[str, Any]:
    """A report said by a page: `B="keep"` names a recipient and its mode."""
    recipients = [{"party": party, "mode": mode, "precision": "exact"} for party, mode in to.items()]
    row = at.post("/api/information", {"information": body, "recipients": recipients})
    r.world.carry_all()
    assert isinstance(row, dict)
    return row


def test_a_report_is_on_the_pages_of_those_it_names(r: Rooms) -> None:
    a, b, j = (r.signed_in(party) for party in "ABJ")
    row = said(r, a, B="keep")
    [shown] = listed(b)
    assert (shown["key"], shown["own"], shown["place"]["precision"]) == (row["key"], False, "exact")
    assert listed(j) == []
    assert r.signed_in("B").get("/api/picture?as_of_ms=1")["information"]["rows"] == []


def test_precision_is_a_cell_unless_the_author_says_more(r: Rooms) -> None:
    a, b = r.signed_in("A"), r.signed_in("B")
    a.post("/api/information", {"information": HAZARD, "recipients": [{"party": "B"}]})
    r.world.carry_all()
    [shown] = listed(b)
    assert shown["place"]["precision"] == "cell"


def test_ground_has_its_squares_drawn(r: Rooms) -> None:
    row = said(r, r.signed_in("A"), GROUND, B="keep")
    [square] = row["squares"]
    assert square["name"] == SQUARE
    assert len(square["ring"]) == 4


@pytest.mark.parametrize(
    ("change", "field", "status"),
    [
        ({"squares": None, "place": HAZARD["place"]}, "information.place", 422),
        ({"squares": ["37SZZ99"]}, "information.squares[0]", 422),
        ({"until_ms": T0_MS + HOUR_MS}, "information.until_ms", 422),
        ({"holder": None}, "information.holder", 422),
        ({"reliability": "Z"}, "information.reliability", 400),
        ({"credibility": 7}, "information.credibility", 400),
        ({"from_ms": "now"}, "information.from_ms", 400),
        ({"person": "a name"}, "information", 400),
    ],
)
def test_a_refusal_names_the_field_and_nothing_is_said(
    r: Rooms, change: dict[str, Any], field: str, status: int
) -> None:
    a = r.signed_in("A")
    body = {name: value for name, value in (GROUND | change).items() if value is not None}
    answer = a.post("/api/information", {"information": body, "recipients": [{"party": "B"}]}, status=status)
    assert answer["error"]["field"] == field, answer
    assert listed(a) == []


def test_opening_is_told_and_the_words_of_a_view_only_report_are_fetched(r: Rooms) -> None:
    a, b = r.signed_in("A"), r.signed_in("B")
    row = said(r, a, B="view")
    found = b.get(f"/api/information/{row['key']}")
    assert found["row"]["text"] is None
    r.world.carry_all()
    [recipient] = listed(a)[0]["recipients"]
    assert [one["how"] for one in recipient["opened"]] == ["opened"]


def test_an_opinion_and_an_answer_come_back(r: Rooms) -> None:
    a, b = r.signed_in("A"), r.signed_in("B")
    question = {"matter": "hazard", "text": WORDS, "from_ms": T0_MS, "until_ms": T0_MS + DAY_MS}
    asked = b.post("/api/information-requests", {"request": question, "recipients": ["A"]})
    r.world.carry_all()
    [due] = [one for one in a.get("/api/picture")["due"]["rows"] if one["what"] == "information_request"]
    assert (due["about"], due["due_ms"]) == (asked["key"], T0_MS + DAY_MS)
    row = said(r, a, B="keep")
    at = f"/api/information-requests/{asked['key']}/answer"
    a.post(at, {"outcome": "report", "report": row["id"]})
    r.world.carry_all()
    [stands] = listed(b, "information_requests")[0]["answers"]
    assert (stands["state"], stands["report"]) == ("report", row["key"])
    b.post(f"/api/information/{row['key']}/opinion", {"opinion": "agrees"})
    r.world.carry_all()
    assert [one["opinion"] for one in listed(a)[0]["opinions"]] == ["agrees"]
    b.post(f"/api/information-requests/{asked['id']}/end")
    r.world.carry_all()
    assert listed(a, "information_requests")[0]["ended"]


def test_a_report_is_written_as_stix_and_its_originator_is_told(r: Rooms) -> None:
    a, b = r.signed_in("A"), r.signed_in("B")
    row = said(r, a, B="keep")
    found = b.get(f"/api/information/{row['key']}/stix")
    assert {one["type"] for one in found["objects"]} >= {
        "identity",
        "report",
        "location",
        "marking-definition",
    }
    [draft] = read_objects(found["objects"]).drafts
    assert draft.information.title.text == WORDS["text"]
    r.world.carry_all()
    [recipient] = listed(a)[0]["recipients"]
    assert [one["how"] for one in recipient["opened"]] == ["exported"]
    viewed = said(r, a, B="view")
    assert b.get(f"/api/information/{viewed['key']}/stix", status=422)["error"]["field"] == "key"


def test_a_request_is_written_as_stix_with_its_answers(r: Rooms) -> None:
    a, b, j = (r.signed_in(party) for party in "ABJ")
    question = {"matter": "hazard", "text": WORDS, "from_ms": T0_MS, "until_ms": T0_MS + DAY_MS}
    asked = b.post("/api/information-requests", {"request": question, "recipients": ["A", "J"]})
    r.world.carry_all()
    for at in (a, j):
        at.post(f"/api/information-requests/{asked['key']}/answer", {"outcome": "none"})
    r.world.carry_all()
    for page, answers in ((b, 2), (a, 1)):
        found = read_objects(page.get(f"/api/information-requests/{asked['key']}/stix")["objects"])
        assert [type(one.body).__name__ for one in found.said].count("InformationAnswer") == answers
        assert [one.id for one in found.left_out] == []
    assert b.get(f"/api/information/{asked['key']}/stix", status=422)["error"]["field"] == "key"


def test_reports_are_found_by_their_words_in_each_language(r: Rooms) -> None:
    title = {"lang": "en", "text": "Bridge closed", "translations": [
        {"lang": "ru", "text": "Мост закрыт", "made_by": "human"},
    ]}  # fmt: skip
    row = said(r, r.signed_in("A"), HAZARD | {"title": title}, B="keep")
    b, j = r.signed_in("B"), r.signed_in("J")
    for words in ("bridge closed", "мост", row["id"], "beside the road"):
        found = b.get("/api/search", params={"q": words})
        assert [(one["kind"], one["key"]) for one in found["rows"]] == [("report", row["key"])], words
    assert found["searched"]["reports"] == 1
    assert found["rows"][0]["title"]["ru"] == "Мост закрыт"
    hidden = j.get("/api/search", params={"q": "bridge closed"})
    assert (hidden["rows"], hidden["searched"]["reports"]) == ([], 0)


def test_a_holder_is_known_by_each_of_its_names(r: Rooms) -> None:
    a = r.signed_in("A")
    name = r.world.room("A").charter.party("B").name.en
    names = {
        "B": ["=B"],
        name.upper(): ["=B"],
        "River Group / RG": ["river group", "rg"],
        "R.G./rg": ["r g", "rg"],
    }
    for holder, known in names.items():
        row = said(r, a, GROUND | {"holder": holder})
        assert row["holder_is"] == known
    assert said(r, a)["holder_is"] == []


def test_the_copies_that_a_centre_took_are_on_its_own_page_of_the_report(r: Rooms) -> None:
    a, b = r.signed_in("A"), r.signed_in("B", "bob")
    row = said(r, a, B="keep")
    b.get(f"/api/information/{row['key']}/stix")
    b.runner.run(b.client.get(f"/api/print?what=reports&ids={row['key']}"))
    details = b.get(f"/api/information/{row['key']}")["details"]
    assert [(one["number"], one["of"], one["operator"]) for one in details["copies"]] == [
        (2, "reports page", "bob"), (1, f"{row['key']} stix", "bob"),
    ]  # fmt: skip
    r.world.carry_all()
    assert a.get(f"/api/information/{row['key']}")["details"]["copies"] == []
    [recipient] = listed(a)[0]["recipients"]
    assert sorted(one["how"] for one in recipient["opened"]) == ["exported", "opened", "printed"]


def test_a_page_says_what_the_post_may_do(r: Rooms) -> None:
    assert "inform" in r.signed_in("A").session["may"]
    assert "inform" not in r.signed_in("A", post="custodian").session["may"]
    assert r.signed_in("A", post="").session["may"] == []


def test_printing_a_report_says_what_of_it_is_held(r: Rooms) -> None:
    a, b = r.signed_in("A"), r.signed_in("B")
    text = {"lang": "en", "text": "Held back <here>"}
    row = said(r, a, HAZARD | {"text": text}, B="view")
    for page, is_shown in ((a, True), (b, False)):
        answer = page.runner.run(page.client.get(f"/api/print?what=reports&lang=en&ids={row['key']}"))
        assert ("Held back &lt;here&gt;" in answer.text) == is_shown
        assert ("to view only" in answer.text) == (not is_shown)


def test_it_is_amended_withdrawn_and_ended(r: Rooms) -> None:
    a, b = r.signed_in("A"), r.signed_in("B")
    row = said(r, a, B="keep")
    at = f"/api/information/{row['id']}"
    a.post(f"{at}/amend", {"information": HAZARD | {"credibility": 5}, "version": 1})
    a.post(f"{at}/release", {"recipients": [{"party": "J"}]})
    r.world.carry_all()
    assert listed(b)[0]["credibility"] == 5
    assert listed(r.signed_in("J"))[0]["version"] == 1, "that there was an earlier one is not told"
    a.post(f"{at}/withdraw", {"party": "B"})
    r.world.carry_all()
    assert listed(b)[0]["withdrawn"]
    a.post(f"{at}/end")
    r.world.carry_all()
    assert [listed(page)[0]["ended"] for page in (b, r.signed_in("J"))] == [False, True]


@pytest.mark.parametrize("path", ["/api/information", "/api/information-requests"])
def test_a_post_that_does_not_report_is_refused(r: Rooms, path: str) -> None:
    a = r.signed_in("A", post="custodian")
    body: dict[str, Any] = {"information": HAZARD}
    if path.endswith("requests"):
        question = {"matter": "hazard", "text": WORDS, "from_ms": T0_MS, "until_ms": T0_MS}
        body = {"request": question, "recipients": ["B"]}
    answer = a.post(path, body, status=403)
    assert answer["error"]["field"] == "post"
