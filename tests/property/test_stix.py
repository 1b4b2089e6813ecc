"""Reports as STIX 2.1: what is written is valid and comes back as it was; what is read never breaks and names all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stix2validator import ValidationOptions, validate_instance

from commonground.errors import MalformedMessage
from commonground.geo.footprint import Circle, Polygon
from commonground.geo.interval import Altitude
from commonground.geo.place import district_of, to_cell
from commonground.picture.blocks import Place, Reference, Text, Translation
from commonground.picture.information import (
    COARSE_MATTERS,
    EXACT_MATTERS,
    Information,
    InformationAnswer,
    InformationRequest,
    Opinion,
    OriginalGrade,
)
from commonground.picture.statement import Release
from commonground.picture.version import Version
from commonground.protocols.stix.codec.asked import answer_objects, request_objects
from commonground.protocols.stix.codec.names import (
    RELEASE_EXTENSION,
    REPORT_EXTENSION,
    TLP,
    definitions,
    identifier,
    time_ms,
    timestamp,
)
from commonground.protocols.stix.codec.read import LEFT_OUT_TYPES, Found, read_objects
from commonground.protocols.stix.codec.reader import Label
from commonground.protocols.stix.codec.written import Reader, bundle, opinion_objects, report_objects
from commonground.record import replace
from tests.worlds import HOUR_MS, T0_MS, charter, nd

ROOT = Path(__file__).parents[2]
EXAMPLES = Path(os.environ.get("COMMONGROUND_STIX", ROOT.parent / "shared/data/interop/stix"))
READER = Reader("B", charter())
LANGS = ("en", "ar", "ru")

words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40)
points = st.tuples(st.integers(nd(36), nd(37)), st.integers(nd(32), nd(34)))


@st.composite
def texts(draw: st.DrawFn) -> Text:
    lang, *others = draw(st.permutations(LANGS))
    made = [
        Translation(
            lang=one, text=draw(words), made_by=draw(st.sampled_from(["human", "machine"])), post=draw(words)
        )
        for one in others[: draw(st.integers(0, 2))]
    ]
    return Text(lang=lang, text=draw(words), translations=tuple(made))


@st.composite
def footprints(draw: st.DrawFn) -> Circle | Polygon:
    lon, lat = draw(points)
    if draw(st.booleans()):
        return Circle(center=(lon, lat), radius_tmm=draw(st.integers(1_000, 10**8)))
    step = draw(st.integers(10**6, 10**7))
    return Polygon(rings=(((lon, lat), (lon + step, lat), (lon + step, lat + step), (lon, lat + step)),))


@st.composite
def reports(draw: st.DrawFn) -> Information:
    matter = draw(st.sampled_from([*sorted(COARSE_MATTERS), *sorted(EXACT_MATTERS), "other"]))
    from_ms = T0_MS + draw(st.integers(0, 10**9))
    values: dict[str, Any] = {
        "matter": matter, "title": draw(texts()), "text": draw(texts()), "from_ms": from_ms,
        "reliability": draw(st.sampled_from("ABCDEF")), "credibility": draw(st.integers(1, 6)),
        "until_ms": from_ms + 6 * HOUR_MS + draw(st.integers(0, 10**9)),
        "original": draw(st.none() | st.builds(OriginalGrade, scheme=words, grade=words)),
        "refers_to": tuple(
            Reference(author=one, entity="S-1") for one in draw(st.lists(st.sampled_from("ABJ"), max_size=2))
        ),
    }  # fmt: skip
    if matter in COARSE_MATTERS:
        values["squares"] = tuple(
            dict.fromkeys(district_of(*draw(points)) for _ in range(draw(st.integers(1, 3))))
        )
        values["holder"] = draw(words) if matter == "control_of_ground" else ""
        return Information(**values)
    lon, lat = draw(points)
    place = Place(
        lon_nd=lon,
        lat_nd=lat,
        radius_tmm=draw(st.integers(0, 10**9)),
        precision="exact",
        how_obtained="imagery",
    )
    if matter not in EXACT_MATTERS or draw(st.booleans()):
        cell = to_cell(lon, lat)
        place = replace(
            place, lon_nd=cell.lon_nd, lat_nd=cell.lat_nd, radius_tmm=cell.radius_tmm, precision="cell"
        )
    values["place"] = draw(st.none() | st.just(place))
    if matter in EXACT_MATTERS:
        values["footprint"] = draw(st.none() | footprints())
        if values["footprint"] is not None and draw(st.booleans()):
            values["lower"], values["upper"] = draw(heights())
    return Information(**values)


@st.composite
def heights(draw: st.DrawFn) -> tuple[Altitude, Altitude | None]:
    def one(least_m: int) -> Altitude:
        reference, unit = draw(
            st.sampled_from([("W84", "M"), ("AGL", "FT"), ("AMSL", "M"), ("FL", "FL"), ("FL", "FT")])
        )
        return Altitude(
            value_tmm=draw(st.integers(least_m * 10_000, 10**8)),
            reference=reference,  # type: ignore[arg-type]
            unit=unit,  # type: ignore[arg-type]
        )

    lower = one(0)
    return lower, draw(
        st.none() | st.just(replace(lower, value_tmm=lower.value_tmm + 5)) | st.just(one(10_000))
    )


releases = st.lists(
    st.builds(
        Release, party=st.sampled_from("BJ"), mode=st.sampled_from(["keep", "view"]),
        precision=st.sampled_from(["exact", "cell", "district"]),
    ),
    unique_by=lambda one: one.party,
)  # fmt: skip


def version(body: Any, kind: str = "information", **changes: Any) -> Version:
    values: dict[str, Any] = {
        "author": "A", "entity": "I-1", "kind": kind, "action": "establish", "version": 1, "post": "watch_officer",
        "mode": "keep", "precedence": "ROUTINE", "body": body, "origin": "o", "leaf": 0, "said_leaf": 0,
        "t_released_ms": T0_MS + 5, "known_from_ms": T0_MS, "first_released_ms": T0_MS, "first_known_ms": T0_MS,
    }  # fmt: skip
    return Version(**values | changes)


def problems(objects: list[dict[str, Any]]) -> list[str]:
    found = validate_instance(bundle(objects, "test"), ValidationOptions(version="2.1"))
    return [str(one) for one in found.errors]


def texts_of(body: Information) -> Information:
    """With translations in the order of STIX, where each language stands once for name and for description."""

    def sorted_(text: Text) -> Text:
        return replace(text, translations=tuple(sorted(text.translations, key=lambda one: one.lang)))

    return replace(body, title=sorted_(body.title), text=sorted_(body.text))


@settings(max_examples=150, deadline=None)
@given(reports(), releases, st.sampled_from("AB"))
def test_what_is_written_comes_back_as_it_was(body: Information, told: list[Release], party: str) -> None:
    reader = Reader(party, READER.charter)
    objects = json.loads(json.dumps(report_objects(reader, version(body, releases=tuple(told)))))
    found = read_objects(reversed(objects))
    assert found.left_out == []
    [draft] = found.drafts
    assert texts_of(draft.information) == texts_of(body)
    assert draft.source == READER.charter.party("A").name.en


@settings(max_examples=25, deadline=None)
@given(reports(), releases, st.sampled_from(["establish", "cancel"]), st.sampled_from("AB"))
def test_what_is_written_is_valid(body: Information, told: list[Release], action: str, party: str) -> None:
    reader = Reader(
        party, READER.charter, Label(policy="North", classification="Internal", categories=("X",))
    )
    written = report_objects(reader, version(body, action=action, releases=tuple(told)))
    assert problems([*definitions(), *written]) == []


@st.composite
def said(draw: st.DrawFn) -> tuple[str, Any]:
    about = Reference(author="A", entity=draw(st.sampled_from(["I-1", "IQ-7"])))
    match draw(st.sampled_from(["opinion", "information_request", "information_answer"])):
        case "opinion" as kind:
            about = Reference(author="A", entity="I-1")
            opinion = draw(st.sampled_from(["agrees", "disagrees", "cannot_say"]))
            return kind, Opinion(about=about, opinion=opinion, reasons=draw(texts()))
        case "information_request" as kind:
            matter = draw(st.sampled_from([*sorted(COARSE_MATTERS), *sorted(EXACT_MATTERS), "other"]))
            return kind, InformationRequest(
                matter=matter, text=draw(texts()), from_ms=T0_MS, until_ms=T0_MS + draw(st.integers(0, 10**9)),
                footprint=draw(st.none() | footprints()),
            )  # fmt: skip
        case kind:
            outcome = draw(st.sampled_from(["report", "none", "refused"]))
            return kind, InformationAnswer(
                about=about, outcome=outcome, report="I-3" if outcome == "report" else "",
                text=draw(st.none() | texts() | st.builds(Text, lang=st.sampled_from(LANGS), text=st.just(""))),
            )  # fmt: skip


WRITERS = {
    "opinion": opinion_objects, "information_request": request_objects, "information_answer": answer_objects,
}  # fmt: skip


def sorted_texts(body: Any) -> Any:
    name = "reasons" if isinstance(body, Opinion) else "text"
    text = getattr(body, name)
    if text is None:
        return body
    ordered = tuple(sorted(text.translations, key=lambda one: one.lang))
    return replace(body, **{name: replace(text, translations=ordered)})


@settings(max_examples=100, deadline=None)
@given(said())
def test_opinions_requests_and_answers_come_back_as_they_were(one: tuple[str, Any]) -> None:
    kind, body = one
    written = WRITERS[kind](READER, version(body, kind, author="B", entity="X-1"))
    objects = [*report_objects(READER, version(hazard())), *written]
    found = read_objects(json.loads(json.dumps(objects)))
    assert found.left_out == []
    assert [sorted_texts(read.body) for read in found.said] == [sorted_texts(body)]
    assert found.said[0].source == READER.charter.party("B").name.en


@settings(max_examples=15, deadline=None)
@given(said())
def test_opinions_requests_and_answers_are_valid(one: tuple[str, Any]) -> None:
    kind, body = one
    assert problems([*definitions(), *WRITERS[kind](READER, version(body, kind, author="B"))]) == []


def of_type(objects: list[dict[str, Any]], type: str) -> list[dict[str, Any]]:
    return [one for one in objects if one["type"] == type]


PLACE = Place(lon_nd=nd(36.5), lat_nd=nd(33), radius_tmm=10_000, precision="exact", how_obtained="gps")


@pytest.mark.parametrize("matter", [*sorted(COARSE_MATTERS), *sorted(EXACT_MATTERS), "other"])
def test_hazards_and_damage_have_an_incident_located_where_they_are(matter: Any) -> None:
    squares = (district_of(nd(36.5), nd(33)),) if matter in COARSE_MATTERS else ()
    place = PLACE if matter in EXACT_MATTERS else None
    body = hazard(matter=matter, place=place, squares=squares, until_ms=T0_MS + 6 * HOUR_MS)
    written = report_objects(READER, version(body))
    incidents = of_type(written, "incident")
    assert bool(incidents) == (matter in EXACT_MATTERS)
    for incident in incidents:
        [location], [located] = of_type(written, "location"), of_type(written, "relationship")
        assert (located["source_ref"], located["target_ref"]) == (incident["id"], location["id"])
        [report] = of_type(written, "report")
        assert {incident["id"], located["id"], location["id"]} <= set(report["object_refs"])


@pytest.mark.parametrize(
    ("how", "is_seen"), [("gps", True), ("imagery", True), ("map", False), ("told", False), ("file", False)]
)
def test_only_what_was_seen_there_is_a_sighting(how: Any, is_seen: bool) -> None:
    body = hazard(place=replace(PLACE, how_obtained=how), until_ms=T0_MS + HOUR_MS)
    written = report_objects(READER, version(body))
    sightings = of_type(written, "sighting")
    assert bool(sightings) == is_seen
    for sighting in sightings:
        assert (sighting["first_seen"], sighting["last_seen"]) == (
            timestamp(T0_MS),
            timestamp(T0_MS + HOUR_MS),
        )
        assert sighting["sighting_of_ref"] == of_type(written, "incident")[0]["id"]


def test_what_not_all_were_told_is_marked_in_the_authors_own_objects_alone() -> None:
    told = (Release(party="B", mode="view"), Release(party="J", precision="cell"))
    body = hazard(place=PLACE, original=OriginalGrade(scheme="s", grade="1"))
    own = report_objects(Reader("A", READER.charter), version(body, releases=told))
    [report] = of_type(own, "report")
    [granular] = report["granular_markings"]
    assert set(granular["selectors"]) == {"description", f"extensions.{REPORT_EXTENSION}.original_grade"}
    named = {
        one["id"]: one["extensions"][RELEASE_EXTENSION]["permitted"]
        for one in of_type(own, "marking-definition")
        if RELEASE_EXTENSION in one["extensions"]
    }
    ids = {party: READER.id("identity", party) for party in "ABJ"}
    assert set(named[granular["marking_ref"]]) == {ids["A"], ids["J"]}
    assert set(named[report["object_marking_refs"][1]]) == set(ids.values())
    [location] = of_type(own, "location")
    assert set(named[location["object_marking_refs"][1]]) == {ids["A"], ids["B"]}
    theirs = report_objects(READER, version(body))
    assert not any("granular_markings" in one for one in theirs)


def test_what_is_marked_for_others_is_left_out_by_name() -> None:
    told = (Release(party="B", mode="view"), Release(party="J"))
    own = report_objects(Reader("A", READER.charter), version(hazard(place=PLACE), releases=told))
    for party, text in (("J", "Mines."), ("A", "Mines.")):
        [draft] = read_objects(own, READER.id("identity", party)).drafts
        assert draft.information.text.text == text
    found = read_objects(own, READER.id("identity", "B"))
    [report] = of_type(own, "report")
    assert "marked for others: description" in {one.why for one in found.left_out if one.id == report["id"]}
    assert found.drafts == []
    stranger = read_objects(own, "identity--00000000-0000-4000-8000-000000000000")
    assert stranger.drafts == []
    assert {one.why for one in stranger.left_out} == {"it is marked for others"}


def test_a_draft_names_its_markings_and_who_may_have_all_of_it() -> None:
    report = foreign("report", published="2026-01-01T00:00:00Z", object_refs=[], name="x", description="y")
    report |= {
        "object_marking_refs": [TLP["green"], "marking-definition--1"],
        "granular_markings": [
            {"marking_ref": TLP["red"], "selectors": ["description"]}, {"lang": "ru", "selectors": ["name"]},
        ],
    }  # fmt: skip
    control = {"permitted": ["identity--1", "identity--2"]}
    marking = foreign("marking-definition", name="ours", extensions={RELEASE_EXTENSION: control})
    [draft] = read_objects([report, marking]).drafts
    assert draft.marked == ("TLP:GREEN", "ours", "TLP:RED (description)")
    assert draft.permitted == {"identity--1", "identity--2"}
    assert (draft.information.title.lang, draft.information.text.lang) == ("ru", "en")


def foreign(type: str, **values: Any) -> dict[str, Any]:
    return {"type": type, "id": f"{type}--1", "created": "2026-01-02T00:00:00Z"} | values


POINT = {"latitude": 33.12345, "longitude": 36.54321}


def read_one(*objects: dict[str, Any]) -> Information:
    found: Found = read_objects(objects)
    [draft] = found.drafts
    return draft.information


def test_an_incident_of_another_origin_becomes_a_draft_at_its_place() -> None:
    incident = foreign("incident", name="Bridge down", confidence=65)
    located = foreign(
        "relationship", relationship_type="located-at", source_ref="incident--1", target_ref="location--1"
    )
    read = read_one(incident, located, foreign("location", **POINT))
    assert (read.matter, read.title.text, read.credibility) == ("other", "Bridge down", 2)
    assert read.place is not None
    assert read.place.precision == "cell"
    report = foreign("report", name="r", published="2026-01-01T00:00:00Z", object_refs=["incident--1"])
    assert read_one(report, incident, located, foreign("location", **POINT)).place == read.place


def test_a_sighting_becomes_a_draft_where_it_says_where() -> None:
    sighting = foreign(
        "sighting", sighting_of_ref="incident--1", where_sighted_refs=["location--1"],
        first_seen="2026-01-01T00:00:00Z", last_seen="2026-01-01T02:00:00Z",
    )  # fmt: skip
    read = read_one(sighting, foreign("location", **POINT))
    assert read.until_ms - read.from_ms == 2 * HOUR_MS
    assert read.place is not None
    assert read_objects([sighting]).drafts == []


def test_a_note_becomes_a_draft_without_the_persons_who_wrote_it() -> None:
    note = foreign(
        "note", content="Road flooded\nsince noon", authors=["Somebody"], object_refs=["location--1"]
    )
    read = read_one(note, foreign("location", **POINT))
    assert (read.title.text, read.text.text) == ("Road flooded", "Road flooded\nsince noon")
    assert "Somebody" not in repr(read)
    assert read_objects([note | {"content": " "}]).drafts == []


def test_an_opinion_on_what_is_no_report_of_a_room_is_left_out_by_name() -> None:
    found = read_objects([foreign("opinion", opinion="agree", object_refs=["malware--1"])])
    assert (found.said, [one.id for one in found.left_out]) == ([], ["opinion--1"])


def test_an_opinion_is_valid_and_names_its_report() -> None:
    body = Opinion(
        about=Reference(author="A", entity="I-1"), opinion="disagrees", reasons=Text(lang="ru", text="нет")
    )
    objects = opinion_objects(READER, version(body, "opinion", author="B", entity="OP-1"))
    assert problems([*definitions(), *objects]) == []
    assert objects[-1]["object_refs"] == [identifier("report", READER.charter.room, "A", "I-1")]
    assert (objects[-1]["opinion"], objects[-1]["explanation"]) == ("disagree", "нет")


def hazard(**changes: Any) -> Information:
    values: dict[str, Any] = {
        "matter": "hazard", "title": Text(lang="en", text="Mines"), "text": Text(lang="en", text="Mines."),
        "reliability": "B", "credibility": 2, "from_ms": T0_MS, "until_ms": T0_MS,
    }  # fmt: skip
    return Information(**values | changes)


@pytest.mark.parametrize(
    ("credibility", "confidence"), [(1, 90), (2, 70), (3, 50), (4, 30), (5, 10), (6, None)]
)
def test_credibility_is_confidence_by_the_scale_of_the_standard(
    credibility: Any, confidence: int | None
) -> None:
    written = report_objects(READER, version(hazard(credibility=credibility)))
    [report] = [one for one in written if one["type"] == "report"]
    assert report.get("confidence") == confidence
    foreign = {name: value for name, value in report.items() if name != "extensions"}
    [draft] = read_objects([foreign]).drafts
    assert (draft.information.credibility, draft.information.reliability) == (credibility, "F")


def test_a_reader_is_named_alone_and_the_author_names_all() -> None:
    told = version(hazard(), releases=(Release(party="B"), Release(party="J")))
    for party, named in (("B", {"A", "B"}), ("A", {"A", "B", "J"})):
        label = Label(policy="North", classification="Internal")
        labelled = report_objects(Reader(party, READER.charter, label), told)
        [own] = [
            one["extensions"][RELEASE_EXTENSION] for one in labelled
            if RELEASE_EXTENSION in one.get("extensions", {})
        ]  # fmt: skip
        assert own["alternative_labels"] == [{"policy": "North", "classification": "Internal"}]
        written = report_objects(Reader(party, READER.charter), told)
        [marking] = [
            one for one in written if one["type"] == "marking-definition" and "TLP" not in one["name"]
        ]
        [extension] = marking["extensions"].values()
        permitted = {READER.id("identity", one) for one in named}
        assert set(extension["permitted"]) == permitted
        assert extension["onward"] == "ask"
        [report] = [one for one in written if one["type"] == "report"]
        assert report["object_marking_refs"] == [TLP["amber+strict"], marking["id"]]


@pytest.mark.parametrize("type", sorted(LEFT_OUT_TYPES))
def test_what_the_room_has_no_place_for_is_left_out_by_name(type: str) -> None:
    one = {"type": type, "id": f"{type}--1", "value": "x"}
    person = {"type": "identity", "id": "identity--1", "identity_class": "individual", "name": "somebody"}
    aimed = {"type": "relationship", "id": "relationship--1", "relationship_type": "targets"}
    found = read_objects([one, person, aimed, 7, {"type": "report"}])
    assert found.drafts == []
    assert [left.id for left in found.left_out] == [
        f"{type}--1", "identity--1", "relationship--1", "objects[3]", "objects[4]"
    ]  # fmt: skip
    assert all("somebody" not in left.why for left in found.left_out)


def test_a_foreign_point_becomes_a_cell_and_the_last_version_counts() -> None:
    place = {
        "type": "location",
        "id": "location--1",
        "latitude": 33.12345,
        "longitude": 36.54321,
        "precision": 5,
    }
    report = {
        "type": "report", "id": "report--1", "name": "x", "published": "2026-01-01T00:00:00Z", "confidence": 85,
        "object_refs": ["location--1", "location--2"], "modified": "2026-01-02T00:00:00.000Z",
    }  # fmt: skip
    older = report | {"name": "older", "modified": "2026-01-01T00:00:00.000Z"}
    for objects in ([place, report, older], [older, report, place]):
        [draft] = read_objects(objects).drafts
        assert draft.information.title.text == "x"
        assert draft.information.credibility == 1
        assert draft.information.place is not None
        assert draft.information.place.precision == "cell"


@pytest.mark.parametrize(
    "value", ["", "now", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00", 5, None, "2026-01-01T00:00:00.xZ"]
)
def test_a_bad_time_leaves_the_report_out_and_names_the_field(value: object) -> None:
    report = {"type": "report", "id": "report--1", "name": "x", "published": value, "object_refs": []}
    found = read_objects([report])
    assert found.drafts == []
    [left] = found.left_out
    assert "report.published" in left.why
    with pytest.raises(MalformedMessage):
        time_ms(value, "published")


@given(st.integers(0, 7_258_118_400_000))
def test_times_come_back(t_ms: int) -> None:
    assert time_ms(timestamp(t_ms), "t") == t_ms


json_values: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(reports(), st.data())
def test_a_damaged_bundle_never_breaks_the_reader(body: Information, data: st.DataObject) -> None:
    objects = json.loads(json.dumps(report_objects(READER, version(body))))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.sampled_from(objects))
        path = [at]
        while isinstance(path[-1], dict) and path[-1] and data.draw(st.booleans()):
            name = data.draw(st.sampled_from(sorted(path[-1])))
            if not isinstance(path[-1][name], dict):
                path[-1][name] = data.draw(json_values)
                break
            path.append(path[-1][name])
    found = read_objects(objects, READER.id("identity", "B"))
    assert len(found.drafts) + len(found.left_out) >= 1


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason=f"no public examples in {EXAMPLES}")
def test_public_examples_are_read_or_left_out_by_name() -> None:
    read = reports_read = 0
    for path in sorted(EXAMPLES.rglob("*.json")):
        try:
            value = json.loads(path.read_text("utf-8"))
        except ValueError:
            continue
        objects = value.get("objects", []) if isinstance(value, dict) else value
        if isinstance(objects, list):
            found = read_objects(objects)
            read += 1
            reports_read += len(found.drafts)
    assert read > 100
    assert reports_read > 5
