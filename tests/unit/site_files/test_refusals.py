"""Bad files: each refusal names the line, the field, what was found and what was expected."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest

from commonground.errors import MalformedMessage, Refused
from commonground.geo.place import AreaBox
from commonground.protocols.site_files.codec import ImportOptions, ImportReport, read_sites
from commonground.protocols.site_files.columns import category_of, field_of, is_banned

ND = 10**9
AREA = AreaBox(west_nd=35 * ND, south_nd=31 * ND, east_nd=43 * ND, north_nd=34 * ND)
KML = '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'


def table(text: str, **options: object) -> ImportReport:
    return read_sites(text.encode(), "list.csv", ImportOptions(**options))  # type: ignore[arg-type]


def collection(*geometries: object, **more: object) -> bytes:
    features = [{"type": "Feature", "properties": {"name": "X"}, "geometry": g} for g in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_each_row_is_read_or_refused_with_its_line() -> None:
    report = table(
        "name,lat,lon\n"
        "A,32.3,36.3\n"
        "B,36.3,32.3\n"
        "C,,36.3\n"
        "D,NaN,36.3\n"
        "\n"
        "E,32.3,36.3,9\n"
        "F,32 60 0,36.3\n"
        'G,"32.3 E",36.3\n',
        area=AREA,
    )
    assert [site.draft["name"]["en"] for site in report.read] == ["A"]  # type: ignore[index]
    assert report.read[0].draft["source_ref"] == "list.csv:2"
    assert {refusal.line: refusal.field for refusal in report.refused} == {
        3: "place", 4: "place", 5: "place.lat", 7: "row", 8: "place.lat", 9: "place.lat",
    }  # fmt: skip
    swapped = next(refusal for refusal in report.refused if refusal.line == 3)
    assert swapped.detail["code"] == "swapped_inside"
    assert swapped.found == "36.3, 32.3"


def test_one_column_of_coordinates() -> None:
    report = table(
        'name,coordinates\nA,"36.20,37.10"\nB,36.2 N 37.1 E\nC,37S CA 29181 07804\nD,36 20 37 10\n'
    )
    assert [site.line for site in report.read] == [3, 4]
    assert [refusal.line for refusal in report.refused] == [2, 5]
    assert all(len(refusal.detail["readings"]) == 2 for refusal in report.refused)  # type: ignore[arg-type]


def test_x_and_y_are_no_labels_unless_declared() -> None:
    text = "name,x,y\nA,36.3,32.3\n"
    assert table(text).refused[0].detail["code"] == "no_coordinates"
    assert len(table(text, columns={"x": "lon", "y": "lat"}).read) == 1


@pytest.mark.parametrize(
    "header",
    ["TARGET", "Target_Priority", "weaponType", "Strike No", "AIM-POINT", "priority", "الهدف", "أولوية الموقع",
     "Приоритет", "ЦЕЛЬ", "удар", "نقطة التصويب"],
)  # fmt: skip
def test_columns_without_a_field_are_named_and_left_out_on_request(header: str) -> None:
    text = f"name,lat,lon,{header}\nA,32.3,36.3,1\n"
    report = table(text)
    assert report.refused_columns == (header,)
    assert report.read == []
    assert [refusal.field for refusal in report.refused] == [header]
    again = table(text, without_columns=(header,))
    assert len(again.read) == 1
    assert again.refused == []
    assert header in again.ignored_columns


@pytest.mark.parametrize(
    "header", ["claim", "strikethrough", "aims_code", "engagements_of_un", "целый", "name"]
)
def test_words_that_only_look_alike_pass(header: str) -> None:
    assert not is_banned(header)


def test_banned_property_of_geojson() -> None:
    features = [{"type": "Feature", "properties": {"priority": 1}, "geometry": None}]
    report = read_sites(json.dumps({"type": "FeatureCollection", "features": features}).encode(), "x.geojson")
    assert report.refused_columns == ("priority",)


@pytest.mark.parametrize(
    ("encoding", "name", "shown"),
    [
        ("utf-8", "مستشفى حلب الجامعي", "utf-8"),
        ("utf-8-sig", "مستشفى حلب الجامعي", "utf-8-sig"),
        ("utf-16", "مستشفى حلب الجامعي", "utf-16"),
        ("cp1256", "مستشفى حلب الجامعي", "cp1256 (guessed)"),
        ("cp1251", "Городская больница Алеппо", "cp1251 (guessed)"),
    ],
)
def test_encodings(encoding: str, name: str, shown: str) -> None:
    report = read_sites(f"name;lat;lon\n{name};32.3;36.3\n".encode(encoding), "x.csv")
    assert report.encoding == shown
    assert name in report.read[0].draft["name"].values()  # type: ignore[attr-defined]
    assert report.read[0].draft["category"] == "other"


def test_a_declared_encoding_that_does_not_fit_names_the_line() -> None:
    with pytest.raises(MalformedMessage, match="line 2 holds bytes that are not utf-8"):
        read_sites("name,lat,lon\nحلب,1,2\n".encode("cp1256"), "x.csv", ImportOptions(encoding="utf-8"))


def test_arabic_and_russian_headers() -> None:
    arabic = table("اسم الموقع,النوع,خط العرض,خط الطول\nمستشفى,مستشفى,32.3,36.3\n")
    russian = table("название,тип,широта,долгота\nБольница,больница,32.3,36.3\n")
    assert [r.read[0].draft["category"] for r in (arabic, russian)] == ["hospital", "hospital"]
    assert arabic.read[0].draft["name"] == {"en": "", "ar": "مستشفى", "ru": ""}
    assert russian.read[0].draft["name"] == {"en": "", "ar": "", "ru": "Больница"}


def test_a_name_in_two_scripts_is_split() -> None:
    report = table("name,lat,lon\nAl Tabib Center مركز الطبيب,32.3,36.3\n")
    assert report.read[0].draft["name"] == {"en": "Al Tabib Center", "ar": "مركز الطبيب", "ru": ""}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "x.csv"),
        (b"a,b\x00,c\n", "x.csv"),
        (b",,\n1,2,3\n", "x.csv"),
        (b"lat,lon\n", "x.pdf"),
        (b"{", "x.geojson"),
        (b'{"type":"FeatureCollection","features":3}', "x.geojson"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "x.geojson"),
        (b'{"type":"FeatureCollection","features":[NaN]}', "x.geojson"),
        (b"<kml", "x.kml"),
        (b"<gpx/>", "x.kml"),
        (b"PK\x03\x04nonsense", "x.xlsx"),
        (b"not a zip", "x.xlsx"),
        (b"x" * (10 * 1024 * 1024 + 1), "x.csv"),
        (b"\xff\xfea", "x.csv"),
    ],
)
def test_files_that_cannot_be_read_at_all(data: bytes, name: str) -> None:
    with pytest.raises(MalformedMessage) as caught:
        read_sites(data, name)
    assert caught.value.reason


def test_coordinates_in_another_system_are_refused() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32637"}}
    with pytest.raises(MalformedMessage) as caught:
        read_sites(collection(crs=crs), "x.geojson")
    assert caught.value.field == "crs"


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (None, "no coordinates"),
        ({"type": "LineString", "coordinates": [[36, 32], [37, 32]]}, "expected a Point, Polygon"),
        ({"type": "Point", "coordinates": [36]}, "expected [longitude, latitude]"),
        ({"type": "Point", "coordinates": ["a", "b"]}, "is no number"),
        ({"type": "Point", "coordinates": [200, 32]}, "longitude is 200"),
        ({"type": "Polygon", "coordinates": []}, "no rings"),
        ({"type": "Polygon", "coordinates": [[[36, 32], [36.1, 32], [36.1, 32.1]]]}, "not closed"),
        ({"type": "Polygon", "coordinates": [[[36, 32], [36.1, 32], [36, 32], [36, 32]]]}, "vertices"),
        (
            {"type": "Polygon", "coordinates": [[[36, 32], [36.1, 32.1], [36.1, 32], [36, 32.1], [36, 32]]]},
            "cross",
        ),
        (
            {"type": "Polygon", "coordinates": [[[36 + i / 1e6, 32] for i in range(10_002)]]},
            "more than 10,000",
        ),
        ({"type": "MultiPolygon", "coordinates": 5}, "no coordinates"),
        ({"type": "GeometryCollection", "geometries": []}, "expected a Point"),
    ],
)
def test_geometries_refused(geometry: object, words: str) -> None:
    report = read_sites(collection(geometry), "x.geojson")
    assert report.read == []
    assert report.refused[0].line == 1
    assert words in report.refused[0].expected


def test_ring_of_several_parts_is_enclosed() -> None:
    square = [[36, 32], [36.01, 32], [36.01, 32.01], [36, 32.01], [36, 32]]
    other = [[x + 0.02, y] for x, y in square]
    report = read_sites(collection({"type": "MultiPolygon", "coordinates": [[square], [other]]}), "x.geojson")
    ring = report.read[0].draft["footprint"]["rings"][0]  # type: ignore[index]
    assert {tuple(p) for p in ring} == {
        (36 * ND, 32 * ND), (36_030_000_000, 32 * ND), (36_030_000_000, 32_010_000_000), (36 * ND, 32_010_000_000)
    }  # fmt: skip
    assert "2 separate parts" in report.read[0].notes[0]


def test_kml_entities_links_and_other_shapes() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a "aa">]><kml><Placemark><name>&a;</name></Placemark></kml>'
    with pytest.raises(MalformedMessage, match="entities"):
        read_sites(bomb.encode(), "x.kml")
    body = (
        "<NetworkLink><Link><href>http://example.org/x.kml</href></Link></NetworkLink>"
        "<Placemark><name>L</name><LineString><coordinates>36,32 37,33</coordinates></LineString></Placemark>"
        "<Placemark><name>P</name><ExtendedData><Data name='category'><value>clinic</value></Data></ExtendedData>"
        "<Point><coordinates>36.3,32.3,800</coordinates></Point></Placemark>"
    )
    report = read_sites(KML.format(body).encode(), "x.kml")
    assert [refusal.field for refusal in report.refused] == ["NetworkLink", "geometry"]
    assert [site.draft["category"] for site in report.read] == ["clinic"]


def test_workbook_rows() -> None:
    data = workbook(
        ["name", "latitude", "longitude"], ["A", 32.3, 36.3], [None, None, None], ["B", "x", 36.3]
    )
    report = read_sites(data, "x.xlsx")
    assert [(site.line, site.draft["place"]["lat_nd"]) for site in report.read] == [(2, 32_300_000_000)]  # type: ignore[index]
    assert [(refusal.line, refusal.field) for refusal in report.refused] == [(4, "place.lat")]


def test_workbook_bombs_are_refused_before_they_are_opened() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (30 * 1024 * 1024))
    with pytest.raises(MalformedMessage, match="unpacks to more than"):
        read_sites(stream.getvalue(), "x.xlsx")
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(1_001):
            archive.writestr(f"{number}", b"")
    with pytest.raises(MalformedMessage, match="1001 parts"):
        read_sites(many.getvalue(), "x.xlsx")


def test_workbook_entities_are_refused() -> None:
    good = zipfile.ZipFile(io.BytesIO(workbook(["name"])))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in good.infolist():
            body = good.read(part)
            if part.filename.endswith("sheet1.xml"):
                body = b'<!DOCTYPE x [<!ENTITY a "b">]>' + body
            archive.writestr(part.filename, body)
    with pytest.raises(MalformedMessage, match="XML entities"):
        read_sites(stream.getvalue(), "x.xlsx")


def test_an_unknown_default_category_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        table("name,lat,lon\n", category="bunker")
    assert caught.value.field == "category"


def test_a_broken_quote_names_its_line() -> None:
    report = table('name,lat,lon\nA,32.3,36.3\n"B"x,32.3,36.3\nC,32.3,36.3\n')
    assert [refusal.line for refusal in report.refused] == [3]
    assert [site.line for site in report.read] == [2, 4]


@pytest.mark.parametrize(
    ("column", "field"),
    [("NAME_EN", "name_en"), ("Ar_Name", "name_ar"), ("LATITUDE", "lat"), ("Long", "lon"), ("خط الطول", "lon"),
     ("ШИРОТА", "lat"), ("amenity", "category"), ("facilityType", "category"), ("x", ""), ("", "")],
)  # fmt: skip
def test_columns(column: str, field: str) -> None:
    assert field_of(column) == field


@pytest.mark.parametrize(
    ("text", "category"),
    [("Hospital", "hospital"), ("مستشفى", "hospital"), ("Больница", "hospital"), ("pharmacy", "clinic"),
     ("IDP_CAMP", "idp_camp"), ("idp camp", "idp_camp"), ("Мечеть", "worship"), ("bunker", "")],
)  # fmt: skip
def test_categories(text: str, category: str) -> None:
    assert category_of([text]) == category
