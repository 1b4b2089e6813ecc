"""What other implementations fell over: identifiers, addresses, areas, sizes, null, and fields that nobody knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.airspace import Service, Sky, extent, intent, new_id, sky
from tests.worlds import HOUR_MS, T0_MS

INTENTS = "/dss/v1/operational_intent_references"
SUBSCRIPTIONS = "/dss/v1/subscriptions"
CONSTRAINTS = "/dss/v1/constraint_references"


@pytest.fixture
def here() -> Iterator[Sky]:
    made = sky()
    yield made
    made.stop()


@pytest.fixture
def one(here: Sky) -> Service:
    return here.service("uss1")


# -- identifiers and addresses --------------------------------------------------------------------------------------


def test_an_identifier_without_hyphens_names_the_same_flight(one: Service) -> None:
    id = new_id()
    made = one.put(id.replace("-", "").upper())
    assert made.status_code == 201
    assert made.json()["operational_intent_reference"]["id"] == id
    assert one.get(id).json() == one.get(id.replace("-", "")).json()
    held = one.subscribed()
    known = [made.json()["operational_intent_reference"]["ovn"]]
    plain = held["id"].replace("-", "")
    by_plain = one.put(new_id(), new_subscription=..., subscription_id=plain, key=known)
    assert by_plain.json()["operational_intent_reference"]["subscription_id"] == held["id"]


def test_an_identifier_without_hyphens_names_the_same_subscription(one: Service) -> None:
    held = one.subscribed()
    plain = held["id"].replace("-", "").upper()
    assert one.subscription(plain).json() == {"subscription": held}
    changed = one.subscribe(plain, held["version"])
    assert changed.status_code == 200
    after = changed.json()["subscription"]
    assert after["id"] == held["id"]
    assert one.subscribe(plain).status_code == 409
    assert one.unsubscribe(plain, after["version"]).status_code == 200
    assert one.subscription(held["id"]).status_code == 404


def test_an_identifier_without_hyphens_names_the_same_constraint(one: Service) -> None:
    id = new_id()
    plain = id.replace("-", "")
    made = one.constrain(plain).json()["constraint_reference"]
    assert made["id"] == id
    shown = [
        one.ask("GET", f"{CONSTRAINTS}/{each}").json()["constraint_reference"] for each in (id, plain.upper())
    ]
    assert shown == [made, made]
    changed = one.constrain(plain, made["ovn"]).json()["constraint_reference"]
    assert (changed["id"], changed["version"]) == (id, made["version"] + 1)
    assert one.ask("DELETE", f"{CONSTRAINTS}/{plain}/{changed['ovn']}").status_code == 200
    assert one.ask("GET", f"{CONSTRAINTS}/{id}").status_code == 404


@pytest.mark.parametrize("base", [INTENTS, SUBSCRIPTIONS, CONSTRAINTS])
@pytest.mark.parametrize(
    "id", ["flight-1", "0" * 36, "00000000-0000-1000-8000-000000000000", "é" * 36, "%20"]
)
def test_what_is_no_identifier_is_a_bad_request(one: Service, base: str, id: str) -> None:
    bodies = {
        INTENTS: intent("uss1"),
        CONSTRAINTS: {"extents": [extent()], "uss_base_url": "https://a.example"},
    }
    body = bodies.get(
        base, {"extents": extent(), "uss_base_url": "https://a.example", "notify_for_constraints": True}
    )
    assert one.ask("PUT", f"{base}/{id}", body).status_code == 400
    assert one.ask("GET", f"{base}/{id}").status_code == 400
    assert one.ask("DELETE", f"{base}/{id}/number").status_code == 400


@pytest.mark.parametrize("base", [INTENTS, SUBSCRIPTIONS, CONSTRAINTS])
def test_an_empty_version_in_the_address_is_a_bad_request_and_makes_nothing(one: Service, base: str) -> None:
    id = new_id()
    for method in ("PUT", "DELETE"):
        assert one.ask(method, f"{base}/{id}/", intent("uss1")).status_code == 400
    assert one.ask("GET", f"{base}/{id}").status_code == 404


def test_an_empty_suffix_is_a_bad_request(one: Service) -> None:
    assert one.put(new_id(), requested_ovn_suffix="").status_code == 400


def test_an_address_that_nothing_answers_says_so_in_json(one: Service) -> None:
    missing = one.ask("GET", "/dss/v1/nothing")
    assert (missing.status_code, missing.json()) == (404, {"message": "Not Found"})
    wrong = one.ask("PATCH", f"{INTENTS}/{new_id()}")
    assert wrong.status_code == 405


@pytest.mark.parametrize(
    "url",
    ["", "uss1.example", "ftp://uss1.example", "https://", "https://uss1.example/", "http://uss1.example",
     "https://a b", "https://user@uss1.example", "https://uss1.example/x?y=1", "https://uss1.example/" + "x" * 200],
)  # fmt: skip
def test_a_service_is_reached_by_https_without_a_trailing_slash(one: Service, url: str) -> None:
    assert one.put(new_id(), uss_base_url=url).status_code == 400
    assert one.put(new_id(), new_subscription={"uss_base_url": url}).status_code == 400
    assert one.subscribe(uss_base_url=url).status_code == 400
    assert one.constrain(uss_base_url=url).status_code == 400


def test_a_node_may_let_services_be_reached_without_tls() -> None:
    local = sky(allow_http=True)
    assert local.service("uss1").put(new_id(), uss_base_url="http://127.0.0.1:8080/mock").status_code == 201
    assert local.service("uss1").put(new_id(), uss_base_url="ftp://127.0.0.1").status_code == 400
    local.stop()


# -- areas ----------------------------------------------------------------------------------------------------------

POLE = [(0.0, 89.95), (90.0, 89.95), (180.0, 89.95), (-90.0, 89.95)]
ACROSS = [(179.99, -17.0), (-179.99, -17.0), (-179.99, -16.98), (179.99, -16.98)]


@pytest.mark.parametrize(
    "vertices", [POLE, POLE[::-1], ACROSS], ids=["pole", "pole, clockwise", "antimeridian"]
)
def test_an_area_that_contains_a_pole_or_crosses_the_antimeridian(
    here: Sky, one: Service, vertices: list[tuple[float, float]]
) -> None:
    one.created(extents=[extent(vertices=vertices)])
    within = extent(lng=30.0, lat=89.999) if vertices is not ACROSS else extent(lng=-179.995, lat=-16.99)
    refused = here.service("uss2").put(new_id(), extents=[within])
    assert refused.status_code == 409
    assert len(here.service("uss2").query(within)) == 1
    here.service("uss2").created(extents=[extent(lng=100.0, lat=10.0)])


@pytest.mark.parametrize(
    ("lng", "lat", "radius_m"),
    [(0.0, 90.0, 200), (0.0, 89.999, 200), (77.0, -90.0, 200), (0.0, -89.999, 200)],
)
def test_a_circle_about_a_pole_is_met_from_every_side(
    here: Sky, one: Service, lng: float, lat: float, radius_m: int
) -> None:
    """The pole is some 112 m from the middles that are not on it."""
    about = extent(lng=lng, lat=lat, radius_m=radius_m)
    listener = here.service("uss3").subscribed(extents=about)
    flight = one.put(new_id(), extents=[about])
    assert flight.status_code == 201
    told = [each["subscriptions"][0]["subscription_id"] for each in flight.json()["subscribers"]]
    assert listener["id"] in told
    for side in (0.0, 90.0, 180.0, -180.0, -90.0):
        beyond = extent(lng=side, lat=89.9995 if lat > 0 else -89.9995, radius_m=10)
        assert len(here.service("uss2").query(beyond)) == 1, side
        assert here.service("uss2").put(new_id(), extents=[beyond]).status_code == 409
    other_pole = extent(lng=lng, lat=-lat, radius_m=radius_m)
    assert here.service("uss2").query(other_pole) == []


def square(side_deg: float) -> list[tuple[float, float]]:
    return [(36.0, 0.0), (36.0 + side_deg, 0.0), (36.0 + side_deg, side_deg), (36.0, side_deg)]


def test_an_area_over_2500_square_kilometres_is_a_bad_request(one: Service) -> None:
    for small, large in (
        (extent(vertices=square(0.449)), extent(vertices=square(0.453))),
        (extent(radius_m=28_100), extent(radius_m=28_300)),
    ):
        assert (
            one.put(
                new_id(),
                extents=[small],
                new_subscription=...,
                key=[held["ovn"] for held in one.query(small)],
            ).status_code
            == 201
        )
        assert one.put(new_id(), extents=[large]).status_code == 400
        for path in (f"{INTENTS}/query", f"{CONSTRAINTS}/query", f"{SUBSCRIPTIONS}/query"):
            assert one.ask("POST", path, {"area_of_interest": small}).status_code == 200
            assert one.ask("POST", path, {"area_of_interest": large}).status_code == 400
        assert one.subscribe(extents=large).status_code == 400
        assert one.constrain(extents=[large]).status_code == 400


def test_a_circle_is_covered_wholly(here: Sky, one: Service) -> None:
    """Its edge lies 12 m into a cell that a polygon of twenty sides inside the circle does not reach."""
    from geographiclib.geodesic import Geodesic

    one.created(extents=[extent(radius_m=2_000)])
    for azimuth in range(0, 360, 5):
        edge = Geodesic.WGS84.Direct(33.5, 36.3, azimuth, 1_999.9)
        found = here.service("uss2").query(extent(lng=edge["lon2"], lat=edge["lat2"], radius_m=0.1))
        assert len(found) == 1, azimuth


def polygon(*corners: tuple[float, float]) -> dict[str, Any]:
    return {"outline_polygon": {"vertices": [{"lat": lat, "lng": lng} for lng, lat in corners]}}


@pytest.mark.parametrize(
    "volume",
    [
        {"outline_circle": {"center": {"lat": 91, "lng": 0}, "radius": {"value": 1, "units": "M"}}},
        {"outline_circle": {"center": {"lat": 0, "lng": 180.5}, "radius": {"value": 1, "units": "M"}}},
        {"outline_circle": {"center": {"lat": 0, "lng": 0}, "radius": {"value": 0, "units": "M"}}},
        {"outline_circle": {"center": {"lat": 0, "lng": 0}, "radius": {"value": 1, "units": "FT"}}},
        {"outline_circle": {"center": {"lat": 0, "lng": 0}}},
        {"outline_circle": {}},
        polygon((0, 0), (1, 0)),
        polygon((0, 0), (0.1, 0), (0.1, 0.1), (0, 0)),
        polygon((0, 0), (0.1, 0.1), (0.1, 0), (0, 0.1)),
        {},
        {"outline_circle": {"center": {"lat": 0, "lng": 0}, "radius": {"value": 1, "units": "M"}},
         **polygon((0, 0), (0.1, 0), (0.1, 0.1))},
    ],
)  # fmt: skip
def test_outlines_that_are_none(one: Service, volume: dict[str, Any]) -> None:
    whole = extent()
    whole["volume"] = {name: whole["volume"][name] for name in ("altitude_lower", "altitude_upper")} | volume
    refused = one.put(new_id(), extents=[whole])
    assert refused.status_code == 400
    assert refused.json()["message"].startswith("extents[0].volume")
    assert one.ask("POST", f"{INTENTS}/query", {"area_of_interest": whole}).status_code == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [("altitude_lower", {"value": -8_001, "reference": "W84", "units": "M"}),
     ("altitude_upper", {"value": 100_001, "reference": "W84", "units": "M"}),
     ("altitude_upper", {"value": 99, "reference": "W84", "units": "M"}),
     ("altitude_lower", {"value": 100, "reference": "AGL", "units": "M"}),
     ("altitude_lower", {"value": 100, "reference": "W84", "units": "FT"}),
     ("altitude_lower", {"value": "100", "reference": "W84", "units": "M"}),
     ("altitude_lower", None), ("altitude_upper", None)],
)  # fmt: skip
def test_heights_that_are_none(one: Service, name: str, value: object) -> None:
    whole = extent()
    whole["volume"][name] = value
    assert one.put(new_id(), extents=[whole]).status_code == 400


def test_the_whole_range_of_heights_that_the_standard_knows(one: Service) -> None:
    made = one.created(extents=[extent(lower_m=-8_000, upper_m=100_000)])
    assert one.query(extent(lower_m=-8_000, upper_m=-7_999)) == [made]


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "2026-03-18", "2026-03-18T10:00:00", "2026-03-18T10:00:00+02:00", "2026-02-30T10:00:00Z",
     "2026-03-18T24:00:00Z", "٢٠٢٦-03-18T10:00:00Z"],
)  # fmt: skip
def test_times_that_are_none(one: Service, value: str) -> None:
    whole = extent()
    whole["time_end"]["value"] = value
    refused = one.put(new_id(), extents=[whole])
    assert refused.status_code == 400
    assert "extents[0].time_end" in refused.json()["message"]


def test_times_as_services_write_them(one: Service) -> None:
    for value in (
        "2026-03-18T10:00:00Z",
        "2026-03-18T10:00:00.123456789Z",
        "2026-03-18t10:00:00z",
        "2026-03-18T10:00:00+00:00",
    ):
        whole = extent()
        whole["time_end"]["value"] = value
        made = one.created(extents=[whole], key=[held["ovn"] for held in one.query()])
        assert made["time_end"]["value"] in ("2026-03-18T10:00:00.000Z", "2026-03-18T10:00:00.124Z")


def test_a_flight_that_is_over_is_refused_and_one_whose_first_part_is_over_is_not(one: Service) -> None:
    past = extent(from_ms=T0_MS - 2 * HOUR_MS, until_ms=T0_MS - HOUR_MS)
    assert one.put(new_id(), extents=[past]).status_code == 400
    assert one.put(new_id(), extents=[past, extent()]).status_code == 201


@pytest.mark.parametrize("name", ["time_start", "time_end"])
def test_a_flight_has_a_begin_and_an_end(one: Service, name: str) -> None:
    whole = extent()
    del whole[name]
    assert one.put(new_id(), extents=[whole]).status_code == 400
    assert one.put(new_id(), extents=[]).status_code == 400


# -- bodies ---------------------------------------------------------------------------------------------------------


def test_fields_that_nobody_knows_are_ignored_and_null_is_absent(one: Service) -> None:
    body = intent(
        "uss1", subscription_id=None, requested_ovn_suffix=None, flight_type="VLOS", more={"a": [1]}
    )
    body["extents"][0]["volume"]["outline_polygon"] = None
    body["extents"][0]["note"] = None
    assert one.ask("PUT", f"{INTENTS}/{new_id()}", body).status_code == 201
    assert one.put(new_id(), key=None, extents=[extent(lng=37.0)], new_subscription=None).status_code == 201


def test_a_body_of_four_mebibytes_is_taken_and_a_larger_one_is_not(one: Service) -> None:
    body = json.dumps(intent("uss1", key=["k" * 40] * 50_000)).encode()
    filled = body[:-1] + b" " * (4 * 1024 * 1024 - len(body)) + body[-1:]
    assert len(filled) == 4 * 1024 * 1024
    assert one.ask("PUT", f"{INTENTS}/{new_id()}", filled).status_code == 201
    assert one.ask("PUT", f"{INTENTS}/{new_id()}", filled + b" ").status_code == 413


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"extents": {}}', b'{"extents": [1]}',
     b'{"state": 1e999}', b'{"extents": [], "state": "Ended", "uss_base_url": "https://a.example"}'],
)  # fmt: skip
@pytest.mark.parametrize("path", [INTENTS, CONSTRAINTS, SUBSCRIPTIONS])
def test_bodies_that_are_none(one: Service, data: bytes, path: str) -> None:
    for method, where in (
        ("PUT", f"{path}/{new_id()}"),
        ("PUT", f"{path}/{new_id()}/number"),
        ("POST", f"{path}/query"),
    ):
        refused = one.ask(method, where, data)
        assert refused.status_code == 400, (method, where)
        assert refused.json()["message"]


def test_a_refusal_names_the_field_and_the_clause(one: Service) -> None:
    whole = extent()
    whole["volume"]["outline_circle"]["radius"] = {"value": -1, "units": "M"}
    assert one.put(new_id(), extents=[extent(), whole]).json() == {
        "message": "extents[1].volume.outline_circle.radius.value: more than 0 m is expected (F3548-21 Radius)"
    }


def test_many_volumes_are_one_flight(here: Sky, one: Service) -> None:
    parts = [
        extent(lng=36.0 + n / 50, from_ms=T0_MS + n * HOUR_MS, until_ms=T0_MS + (n + 1) * HOUR_MS)
        for n in range(1, 60)
    ]
    made = one.created(extents=parts)
    assert made["time_end"]["value"].startswith("2026-03-20")
    two = here.service("uss2")
    assert two.query(parts[30]) == two.query(parts[58])
    # Low and early somewhere, late elsewhere: who is early elsewhere meets no part of it.
    early = extent(lng=36.0 + 58 / 50, from_ms=T0_MS + HOUR_MS, until_ms=T0_MS + 2 * HOUR_MS)
    assert two.query(early) == []
    assert one.put(new_id(), extents=[extent()] * 101).status_code == 400
