"""The four files of Za'atari camp in every format, the health facilities and the mosques, as they came."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import commonground
from commonground.geo.footprint import Circle, Polygon, validate_footprint
from commonground.geo.place import AreaBox
from commonground.picture.entity import Site
from commonground.picture.kinds import refuse_impossible, refuse_wrong_words
from commonground.protocols.site_files.codec import ImportOptions, ReadSite, read_sites
from commonground.protocols.site_files.shipped import real_mosques, real_sites
from commonground.record import convert

SHIPPED = Path(commonground.__file__).parent / "data" / "sites"
FIXTURES = Path(__file__).parents[2] / "data" / "sites"
JORDAN = AreaBox(west_nd=35 * 10**9, south_nd=29 * 10**9, east_nd=39 * 10**9, north_nd=34 * 10**9)


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def check_draft(site: ReadSite) -> None:
    """A draft becomes a site of the room when the room adds what only it knows."""
    draft = dict(site.draft)
    shape = convert(draft["footprint"], Circle | Polygon)  # type: ignore[arg-type]
    validate_footprint(shape, "footprint")
    body = {**draft, "verification": "V0", "valid_until_ms": 1, "last_revalidated_ms": 0}
    refuse_impossible(convert(body, Site))
    refuse_wrong_words(convert(body, Site))


@pytest.mark.parametrize("name", ["CampFacilities_2017_02.kml", "CampFacilities_2017_02.geojson"])
def test_facilities_with_shapes_read_208(name: str) -> None:
    data = (SHIPPED / "zaatari" / name).read_bytes() if name.endswith("geojson") else fixture(name)
    report = read_sites(data, name, ImportOptions(area=JORDAN, submitter="REACH"))
    assert (len(report.read), report.refused) == (208, [])
    for site in report.read:
        check_draft(site)
    assert [len(site.notes) for site in report.read].count(1) == 1  # one facility has two separate buildings
    assert report.read[2].draft["name"]["en"] == "Moroccan Field Hospital"  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "first"), [("CampFacilities_2017_02.csv", 2), ("CampFacilities_2017_02.xlsx", 2)]
)
def test_facilities_without_coordinates_are_refused_row_by_row(name: str, first: int) -> None:
    report = read_sites(fixture(name), name)
    assert (len(report.read), len(report.refused)) == (0, 208)
    assert [refusal.line for refusal in report.refused] == list(range(first, first + 208))
    assert all(refusal.detail["code"] == "no_coordinates" for refusal in report.refused)
    assert "no coordinates" in report.refused[0].expected


def test_categories_of_the_camp() -> None:
    name = "CampFacilities_2017_02.geojson"
    report = read_sites((SHIPPED / "zaatari" / name).read_bytes(), name)
    found = Counter(site.draft["category"] for site in report.read)
    assert found["hospital"] + found["clinic"] == 18
    assert found["worship"] == 3
    assert found["water"] == 13
    assert report.unknown_categories["Vacant"] == 15
    hospital = report.read[2].draft
    assert (hospital["category"], hospital["name"]["ar"]) == ("hospital", "المستشفى المغربي")  # type: ignore[index]


@pytest.mark.parametrize("ending", ["csv", "geojson", "kml", "xlsx"])
def test_assembly_points_in_four_formats(ending: str) -> None:
    report = read_sites(fixture(f"AssemblyPoints.{ending}"), f"AssemblyPoints.{ending}")
    assert (len(report.read), report.refused) == (11, [])
    places = [site.draft["place"] for site in report.read]
    assert abs(places[0]["lon_nd"] - 36_321_006_000) < 1_000  # type: ignore[index]
    assert abs(places[10]["lat_nd"] - 32_297_969_000) < 1_000  # type: ignore[index]
    for site in report.read:
        check_draft(site)


def test_broken_characters_of_the_source_do_not_reach_a_name() -> None:
    report = read_sites(fixture("AssemblyPoints.csv"), "AssemblyPoints.csv")
    assert report.read[8].draft["name"]["en"] == "ACTED Lemon Center"  # type: ignore[index]


def test_shipped_sites() -> None:
    sites = real_sites(lambda path: (SHIPPED / path).read_bytes())
    assert len(sites) == 208 + 1202
    assert {site.draft["submitter"] for site in sites} == {"REACH", "OpenStreetMap contributors"}
    west, south, east, north = 24, 11, 60, 43
    for site in sites:
        place = site.draft["place"]
        assert west * 10**9 <= place["lon_nd"] <= east * 10**9  # type: ignore[index]
        assert south * 10**9 <= place["lat_nd"] <= north * 10**9  # type: ignore[index]
    for site in sites[::25]:
        check_draft(site)
    mosques = real_mosques(lambda path: (SHIPPED / path).read_bytes())
    assert len(mosques) == 76
    assert {mosque.draft["category"] for mosque in mosques} == {"worship"}
