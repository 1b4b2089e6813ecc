"""MISP reads what the room writes: a bundle becomes an event with its places, markings, opinions and notes.

misp-stix is what MISP itself imports STIX with. A bundle is loaded as MISP would load the file of somebody unknown.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.worlds import HOUR_MS, T0_MS, charter, nd

from commonground.geo.footprint import Circle
from commonground.geo.interval import Altitude
from commonground.picture.blocks import Place, Reference, Text
from commonground.picture.information import Information, InformationRequest, Opinion
from commonground.picture.statement import Release
from commonground.picture.version import Version
from commonground.protocols.stix.codec.asked import request_objects
from commonground.protocols.stix.codec.names import definitions
from commonground.protocols.stix.codec.written import Reader, bundle, opinion_objects, report_objects

pytest.importorskip("misp_stix_converter")

HAZARD = Information(
    matter="hazard", title=Text(lang="en", text="Mines by the road"), text=Text(lang="ru", text="Мины у дороги."),
    reliability="B", credibility=2, from_ms=T0_MS, until_ms=T0_MS + HOUR_MS,
    place=Place(lon_nd=nd(36.5), lat_nd=nd(33.1), radius_tmm=5_000_000, precision="exact", how_obtained="imagery"),
    footprint=Circle(center=(nd(36.5), nd(33.1)), radius_tmm=5_000_000),
    lower=Altitude(value_tmm=0, reference="AGL", unit="M"),
)  # fmt: skip
GROUND = Information(
    matter="control_of_ground", title=Text(lang="en", text="North bank"), text=Text(lang="en", text="Held."),
    reliability="C", credibility=6, from_ms=T0_MS, until_ms=T0_MS + 6 * HOUR_MS,
    squares=("37SBU48", "37SBU58"), holder="B",
)  # fmt: skip


def said(body: Any, kind: str, author: str = "A", entity: str = "I-1", **more: Any) -> Version:
    values: dict[str, Any] = {
        "author": author, "entity": entity, "kind": kind, "action": "establish", "version": 1, "post": "watch_officer",
        "mode": "keep", "precedence": "ROUTINE", "body": body, "origin": "o", "leaf": 0, "said_leaf": 0,
        "t_released_ms": T0_MS, "known_from_ms": T0_MS, "first_released_ms": T0_MS, "first_known_ms": T0_MS,
    }  # fmt: skip
    return Version(**values | more)


def imported(objects: list[dict[str, Any]], folder: Path) -> Any:
    from misp_stix_converter import ExternalSTIX2toMISPParser
    from misp_stix_converter.misp_stix_converter import load_stix2_file

    path = folder / "bundle.json"
    path.write_text(json.dumps(bundle(objects, "test")), "utf-8")
    parser = ExternalSTIX2toMISPParser()
    parser.load_stix_bundle(load_stix2_file(path))
    parser.parse_stix_bundle()
    return parser


def values(event: Any, name: str) -> list[dict[str, Any]]:
    """Attributes of the objects of a name, by what they say."""
    return [
        {one.object_relation: one.value for one in found.attributes}
        for found in event.objects
        if found.name == name
    ]


@pytest.mark.parametrize("party", ["A", "B"])
def test_a_report_is_an_event_with_its_place_markings_and_opinions(party: str, tmp_path: Path) -> None:
    reader = Reader(party, charter())
    reasons = Text(lang="ar", text="لا نرى ذلك")
    opinion = Opinion(about=Reference(author="A", entity="I-1"), opinion="disagrees", reasons=reasons)
    told = (Release(party="B"),) if party == "A" else ()
    objects = [
        *definitions(), *report_objects(reader, said(HAZARD, "information", releases=told)),
        *opinion_objects(reader, said(opinion, "opinion", "B", "OP-1")),
    ]  # fmt: skip
    event = imported(objects, tmp_path).misp_event
    assert event.info == "Mines by the road"
    assert [one.content for one in event.event_reports] == ["Мины у дороги."]
    [place] = values(event, "geolocation")
    assert (place["latitude"], place["longitude"], place["accuracy-radius"]) == (33.1, 36.5, 0.5)
    names = {tag.name for tag in event.tags}
    assert "tlp:amber+strict" in names
    assert any("eleased" in name and "onward" in name for name in names), names
    [judged] = event.opinions
    assert (judged.opinion, judged.comment) == (25, "لا نرى ذلك")


def test_ground_is_an_event_with_a_place_for_each_square(tmp_path: Path) -> None:
    objects = [*definitions(), *report_objects(Reader("B", charter()), said(GROUND, "information"))]
    event = imported(objects, tmp_path).misp_event
    assert event.info == "North bank"
    places = values(event, "geolocation")
    assert len(places) == 2
    assert all(place["accuracy-radius"] > 5 for place in places)


def test_a_request_is_read_without_an_error(tmp_path: Path) -> None:
    body = InformationRequest(
        matter="hazard", text=Text(lang="en", text="Is it open?"), from_ms=0, until_ms=1
    )
    objects = request_objects(Reader("B", charter()), said(body, "information_request", "A", "IQ-1"))
    report = report_objects(Reader("B", charter()), said(HAZARD, "information"))
    parser = imported([*definitions(), *report, *objects], tmp_path)
    assert parser.misp_event.info == "Mines by the road"
