"""What services say of flights: every value as it should be, unknown as the standard says it, and refused otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from tests.f3411_messages import FLIGHT, NAMES, answer, changed, details, flight, packed, time
from tests.worlds import T0_MS

from commonground.errors import MalformedMessage
from commonground.protocols.f3411.codec.dialect import Dialect
from commonground.protocols.f3411.codec.flights import Answer
from commonground.protocols.f3411.codec.v19 import V19
from commonground.protocols.f3411.codec.v22a import V22A
from commonground.tracks.clusters import View
from commonground.tracks.state import Spot

DIALECTS: dict[str, Dialect] = {"22a": V22A, "19": V19}
STATE = ("flights", 0, "current_state")


def read(name: str, message: Any) -> Answer:
    return DIALECTS[name].read_flights(packed(message))


@pytest.mark.parametrize("name", NAMES)
def test_a_flight_is_read_whole(name: str) -> None:
    found = read(name, answer(name, flight(name)))
    assert found.refused == ()
    [report] = found.reports
    assert report.flight == FLIGHT
    assert report.spot == Spot(T0_MS, 36_550_000_000, 33_050_000_000, 6_125_000)
    assert report.before == (Spot(T0_MS - 1_000, 36_550_000_000, 33_049_900_000, 6_125_000),)
    assert (report.track_deg, report.speed_m_s, report.climb_m_s) == (271.5, 12.25, -1.5)
    assert (report.height_tmm, report.height_above, report.status) == (450_000, "takeoff", "Airborne")
    assert (report.accuracy_h, report.accuracy_v, report.extrapolated) == ("HA10m", "VA10m", False)


UNKNOWN: list[tuple[tuple[Any, ...], Any, str]] = [
    (("track",), 361, "track_deg"), (("speed",), 255, "speed_m_s"), (("vertical_speed",), 63, "climb_m_s"),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("path", "word", "field"), UNKNOWN, ids=lambda one: str(one))
def test_what_the_standard_calls_unknown_is_none(
    name: str, path: tuple[Any, ...], word: Any, field: str
) -> None:
    [report] = read(name, changed(answer(name, flight(name)), (*STATE, *path), word)).reports
    assert getattr(report, field) is None
    assert report.spot is not None


@pytest.mark.parametrize("name", NAMES)
def test_an_altitude_and_a_height_may_be_unknown(name: str) -> None:
    message = changed(answer(name, flight(name)), (*STATE, "position", "alt"), -1000)
    height = (*STATE, *(("position",) if name == "22a" else ()), "height")
    [report] = read(name, changed(message, (*height, "distance"), -1000)).reports
    assert report.spot is not None
    assert (report.spot.altitude_tmm, report.height_tmm, report.height_above) == (None, None, None)
    [report] = read(name, changed(message, height, ...)).reports
    assert report.height_tmm is None


@pytest.mark.parametrize("field", ["track", "speed", "vertical_speed", "alt"])
def test_what_may_be_left_out_is_a_matter_of_the_version(field: str) -> None:
    path = (*STATE, "position", field) if field == "alt" else (*STATE, field)
    assert read("22a", changed(answer("22a", flight()), path, ...)).refused == ()
    assert len(read("19", changed(answer("19", flight("19")), path, ...)).refused) == 1


BAD: list[tuple[tuple[Any, ...], Any]] = [
    (("position", "lat"), 90.5), (("position", "lng"), -180.5), (("position", "lat"), "33"), (("position", "alt"), 1e9),
    (("position", "accuracy_h"), "HA4m"), (("position", "accuracy_v"), "HA10m"), (("position",), ...),
    (("timestamp",), ...), (("timestamp_accuracy",), -0.1), (("timestamp_accuracy",), ...),
    (("speed_accuracy",), "SA2mps"),
    (("speed_accuracy",), ...), (("operational_status",), "Airbourne"), (("track",), 360), (("track",), 400),
    (("track",), -360), (("speed",), -1), (("speed",), 254.5), (("speed",), 300), (("vertical_speed",), 62.5),
    (("vertical_speed",), -63.5), (("speed",), True), (("track",), "north"),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("path", "value"), BAD, ids=lambda one: str(one))
def test_a_bad_value_refuses_its_flight_alone(name: str, path: tuple[Any, ...], value: Any) -> None:
    message = answer(name, flight(name), flight(name, "flight-b"))
    found = read(name, changed(message, (*STATE, *path), value))
    assert [one.flight for one in found.reports] == ["flight-b"]
    [refused] = found.refused
    assert refused.field.startswith("flights[0].current_state")
    assert str(value) not in refused.reason or isinstance(value, bool | int)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "value", ["", "a/b", "a b\n", "a%20b", "x" * 201, " a", 7, None, "a#b", "a:b", "[a]"]
)
def test_an_id_that_could_not_stand_in_an_address_is_refused(name: str, value: Any) -> None:
    found = read(name, changed(answer(name, flight(name)), ("flights", 0, "id"), value))
    assert found.reports == ()
    assert len(found.refused) == 1


@pytest.mark.parametrize("name", NAMES)
def test_other_aircraft_types_and_a_second_flight_of_one_id_are_refused(name: str) -> None:
    wrong = {"22a": "VTOL", "19": "HybridLift"}[name]
    assert (
        read(name, changed(answer(name, flight(name)), ("flights", 0, "aircraft_type"), wrong)).reports == ()
    )
    found = read(name, answer(name, flight(name), flight(name, speed=1)))
    assert [one.speed_m_s for one in found.reports] == [12.25]
    assert [one.field for one in found.refused] == ["flights[1].id"]


def test_track_before_north_is_of_19() -> None:
    assert read("19", answer("19", flight("19", track=-90))).reports[0].track_deg == 270
    assert read("22a", answer("22a", flight("22a", track=-90))).reports == ()


@pytest.mark.parametrize("name", NAMES)
def test_nowhere_is_no_position(name: str) -> None:
    message = answer(name, flight(name, lat=0.0, lng=0.0))
    assert [one.field for one in read(name, message).refused] == ["flights[0].current_state.position"]
    message = changed(
        answer(name, flight(name)), ("flights", 0, "recent_positions", 0, "position", "lat"), 0.0
    )
    message = changed(message, ("flights", 0, "recent_positions", 0, "position", "lng"), 0.0)
    assert read(name, message).reports[0].before == ()


def test_a_flight_without_a_state_gives_its_area() -> None:
    message = changed(answer("22a", flight()), STATE, ...)
    assert len(read("22a", message).refused) == 1
    message["flights"][0]["operating_area"] = {"aircraft_count": 3, "volumes": [{"volume": {}}]}
    [report] = read("22a", message).reports
    assert (report.spot, report.aircraft) == (None, 3)
    message["flights"][0]["operating_area"]["aircraft_count"] = 0
    assert len(read("22a", message).refused) == 1
    message = changed(answer("19", flight("19")), STATE, ...)
    message["flights"][0]["volumes"] = [{"spatial_volume": {}}]
    assert read("19", message).reports[0].spot is None


@pytest.mark.parametrize("name", NAMES)
def test_a_group_of_19_and_a_simulated_flight_are_told_as_such(name: str) -> None:
    message = changed(answer(name, flight(name, group_count=4)), ("flights", 0, "simulated"), True)
    [report] = read(name, message).reports
    assert (report.simulated, report.aircraft) == (True, 4 if name == "19" else 1)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"null", b"{}", b"{\"flights\": 3}", b"\xff\xfe", b"[" * 50, b'{"timestamp": "x", "flights": []}'],
    ids=repr,
)  # fmt: skip
def test_an_answer_that_is_none_is_refused_as_a_whole(name: str, data: bytes) -> None:
    with pytest.raises(MalformedMessage):
        DIALECTS[name].read_flights(data)


@pytest.mark.parametrize("name", NAMES)
def test_floods_are_refused(name: str) -> None:
    tiny = {"id": "a"}
    with pytest.raises(MalformedMessage, match="2000 flights"):
        read(name, answer(name, *[tiny] * 2_001))
    with pytest.raises(MalformedMessage, match="at most"):
        DIALECTS[name].read_flights(b" " * (4 * 1024 * 1024 + 1))
    many = flight(name)
    many["recent_positions"] *= 1_001
    assert [one.reason for one in read(name, answer(name, many)).refused] == [
        "at most 1000 positions are accepted"
    ]


def test_a_service_may_say_that_it_has_nothing_there() -> None:
    assert read("22a", answer("22a", no_isas_present=True)).is_outside
    assert not read("22a", {"timestamp": time("22a", T0_MS)}).is_outside
    assert not read("19", answer("19", no_isas_present=True)).is_outside


def test_of_the_details_the_session_and_the_class_are_kept() -> None:
    found = V22A.read_details(packed(details()))
    assert (found.flight, found.session) == (FLIGHT, "4c2c1f6a-0000-4000-8000-0000000000ff")
    assert (found.category, found.aircraft_class) == ("Specific", "Class2")
    without = changed(details(), ("details", "uas_id", "utm_id"), ...)
    assert V22A.read_details(packed(without)).session == "02-a1b2c3"
    assert V22A.read_details(packed({"details": {"id": FLIGHT}})).session == ""
    found = V19.read_details(packed(details("19")))
    assert (found.flight, found.session, found.category) == (FLIGHT, "", "")


@pytest.mark.parametrize("value", ["Lena", "SYR.OP77", "1" * 41, "-"])
def test_a_session_is_digits(value: str) -> None:
    with pytest.raises(MalformedMessage, match="hexadecimal") as refused:
        V22A.read_details(packed(changed(details(), ("details", "uas_id", "utm_id"), value)))
    assert value == "-" or value not in str(refused.value)


@pytest.mark.parametrize(("field", "value"), [("category", "Opened"), ("class", "Class9")])
def test_a_class_is_a_word_of_the_standard(field: str, value: str) -> None:
    with pytest.raises(MalformedMessage, match="one of the words"):
        V22A.read_details(packed(changed(details(), ("details", "eu_classification", field), value)))


def test_queries_are_as_the_versions_want_them() -> None:
    view = View(36_500_000_000, 33_000_000_000, 36_510_000_000, 33_010_000_000)
    assert V22A.flights_query(view)["view"] == "33.0000000,36.5000000,33.0100000,36.5100000"
    assert V22A.flights_query(view)["recent_positions_duration"] == "60"
    assert V19.flights_query(view)["include_recent_positions"] == "true"
    assert V22A.flights_url("https://x.example/rid") == "https://x.example/rid/uss/flights"
    assert V19.flights_url("https://x.example/flights") == "https://x.example/flights"
