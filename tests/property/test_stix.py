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
from commonground.geo.place import district_of, to_cell
from commonground.picture.blocks import Place, Reference, Text, Translation
from commonground.picture.information import (
    COARSE_MATTERS,
    EXACT_MATTERS,
    Information,
    Opinion,
    OriginalGrade,
)
from commonground.picture.statement import Release
from commonground.picture.version import Version
from commonground.protocols.stix.codec.names import TLP, definitions, identifier, time_ms, timestamp
from commonground.protocols.stix.codec.read import LEFT_OUT_TYPES, read_objects
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
    return Information(**values)


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
@given(reports())
def test_what_is_written_comes_back_as_it_was(body: Information) -> None:
    objects = json.loads(json.dumps(report_objects(READER, version(body))))
    found = read_objects(reversed(objects))
    assert found.left_out == []
    [draft] = found.drafts
    assert texts_of(draft.information) == texts_of(body)
    assert draft.source == READER.charter.party("A").name.en


@settings(max_examples=25, deadline=None)
@given(reports(), st.sampled_from(["establish", "cancel"]))
def test_what_is_written_is_valid(body: Information, action: str) -> None:
    objects = [*definitions(), *report_objects(READER, version(body, action=action))]
    assert problems(objects) == []


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
    found = read_objects(objects)
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
