"""The automated-testing interface of a supplier, held against the published one: five operations, and what they do.

F3548-21 GEN0310.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from implicitdict import ImplicitDict
from tests.uss_world import T0_MS, Sky, box, json_of, new_id, plan, sky
from uas_standards.interuss.automated_testing.flight_planning.v1.api import OPERATIONS, OperationID

from commonground.protocols.f3548.codec.shapes import extents
from commonground.room.uss.flights import flight_of
from commonground.room.uss.tracked import last_fix

ONE, TWO = new_id(1), new_id(2)
BASE = "http://uss-b-tests.test/flight_planning/v1"
PLAN, DIRECT = "interuss.flight_planning.plan", "interuss.flight_planning.direct_automated_test"
SCOPE = {
    OperationID.GetStatus: DIRECT, OperationID.ClearArea: DIRECT, OperationID.DeleteFlightPlan: DIRECT,
    OperationID.UpsertFlightPlan: PLAN, OperationID.QueryUserNotifications: PLAN,
}  # fmt: skip


@pytest.fixture
def three() -> Sky:
    with sky() as made:
        made.dss("A")
        made.uss("B")
        made.uss("J")
        yield made


def ask(made: Sky, operation: OperationID, path: str = "", body: Any = None, status: int = 200) -> Any:
    published = OPERATIONS[operation]
    url = BASE + published.path.replace("{flight_plan_id}", path) + ("" if "{" in published.path else path)
    response: httpx.Response = made.ask(published.verb, url, "tester", SCOPE[operation], body=body)
    assert response.status_code == status, response.text
    kind = published.response_body_type[status]
    if kind is not None:
        ImplicitDict.parse(json_of(response), kind)
    return json_of(response)


def wanted(
    usage: str = "Planned", uas: str = "Nominal", *, style: str = "IfAllowed", request: str = "", **at: Any
) -> Any:
    wanted.count += 1  # type: ignore[attr-defined]
    rank = at.pop("rank", 0)
    return {
        "flight_plan": {
            "basic_information": {"usage_state": usage, "uas_state": uas, "area": extents((box(**at),))},
            "astm_f3548_21": {"priority": rank},
        },
        "execution_style": style, "request_id": request or f"request {wanted.count}",  # type: ignore[attr-defined]
    }  # fmt: skip


wanted.count = 0  # type: ignore[attr-defined]


def upsert(made: Sky, body: Any, id: str = ONE) -> tuple[str, str, str]:
    told = ask(made, OperationID.UpsertFlightPlan, id, body)
    return told["planning_result"], told["flight_plan_status"], told["includes_advisories"]


NONE, SOME = "NoAdvisoriesOrConditions", "AtLeastOneAdvisoryOrCondition"


def test_it_says_what_it_is(three: Sky) -> None:
    told = ask(three, OperationID.GetStatus)
    assert (told["status"], told["api_version"]) == ("Ready", "v0.7.0")


def test_a_user_plans_flies_strays_and_closes(three: Sky) -> None:
    assert upsert(three, wanted()) == ("Completed", "Planned", NONE)
    assert upsert(three, wanted("InUse")) == ("Completed", "OkToFly", NONE)
    assert upsert(three, wanted("InUse", "OffNominal", lon=36.505)) == ("Completed", "OffNominal", NONE)
    b = three.services["B"]
    held = b.node.read(lambda room: flight_of(room, ONE)).result()
    assert held is not None
    assert held.held is not None
    assert (held.held.state, held.held.off_nominal) == ("Nonconforming", (box(lon=36.505),))
    assert upsert(three, wanted("InUse", "Contingent", lon=36.505))[1] == "OffNominal"
    told = ask(three, OperationID.DeleteFlightPlan, ONE)
    assert (told["planning_result"], told["flight_plan_status"]) == ("Completed", "Closed")
    assert three.ask("DELETE", f"{BASE}/flight_plans/{ONE}", "tester", DIRECT).status_code == 404


def test_a_flight_that_is_in_use_at_once_is_planned_on_the_way(three: Sky) -> None:
    assert upsert(three, wanted("InUse")) == ("Completed", "OkToFly", NONE)


def test_what_others_stop_is_rejected_and_what_ranks_higher_is_advised(three: Sky) -> None:
    three.run(three.services["J"].supplier.change(TWO, plan(rank=5)))
    assert upsert(three, wanted(style="Hypothetical")) == ("Rejected", "NotPlanned", SOME)
    assert upsert(three, wanted()) == ("Rejected", "NotPlanned", NONE)
    assert upsert(three, wanted(rank=6, style="Hypothetical"))[0] == "Completed"
    assert three.services["B"].node.read(lambda room: flight_of(room, ONE)).result() is None
    assert upsert(three, wanted(rank=6)) == ("Completed", "Planned", SOME)


def test_the_same_request_is_done_once(three: Sky) -> None:
    body = wanted(request="the same")
    assert upsert(three, body) == upsert(three, body)
    held = three.services["B"].node.read(lambda room: flight_of(room, ONE)).result()
    assert held is not None
    assert held.version == 1


def test_what_makes_no_sense_is_rejected(three: Sky) -> None:
    assert upsert(three, wanted("Planned", "OffNominal"))[0] == "Rejected"
    empty = wanted()
    empty["flight_plan"]["basic_information"]["area"] = []
    assert upsert(three, empty)[0] == "Rejected"
    assert three.ask("PUT", f"{BASE}/flight_plans/{ONE}", "tester", PLAN, body={}).status_code == 400
    told = ask(three, OperationID.UpsertFlightPlan, "x", wanted())
    assert (told["planning_result"], told["flight_plan_status"]) == ("NotSupported", "NotPlanned")
    assert three.ask("DELETE", f"{BASE}/flight_plans/x", "tester", DIRECT).status_code == 404
    for change in ({"lat": 91}, {"lng": 181}):
        nowhere = wanted()
        circle = nowhere["flight_plan"]["basic_information"]["area"][0]["volume"]["outline_circle"]
        circle["center"] |= change
        told = ask(three, OperationID.UpsertFlightPlan, ONE, nowhere)
        assert (told["planning_result"], told["flight_plan_status"]) == ("Rejected", "NotPlanned")
        assert "degrees expected" in told["notes"]
    for reference, units in (("SFC", "M"), ("W84", "FT")):
        above = wanted()
        lower = above["flight_plan"]["basic_information"]["area"][0]["volume"]["altitude_lower"]
        lower |= {"reference": reference, "units": units}
        assert ask(three, OperationID.UpsertFlightPlan, ONE, above)["planning_result"] == "Rejected"
    assert upsert(three, wanted(rank=10_001))[0] == "Rejected"
    assert upsert(three, wanted(from_min=-40, until_min=-1))[0] == "Rejected"
    assert upsert(three, wanted(from_min=40 * 24 * 60, until_min=40 * 24 * 60 + 1))[0] == "Rejected"


def test_an_area_is_cleared_for_ever_where_no_time_is_given_and_one_that_is_none_is_not(three: Sky) -> None:
    upsert(three, wanted())
    [extent] = extents((box(radius_m=300),))
    open_one = {"volume": {"outline_circle": extent["volume"]["outline_circle"]}}
    nowhere = {"volume": {}}
    for area, success in ((nowhere, False), (open_one, True)):
        told = ask(three, OperationID.ClearArea, body={"request_id": "r", "extent": area})
        assert told["outcome"]["success"] is success
        held = three.services["B"].node.read(lambda room: flight_of(room, ONE)).result()
        assert (held is None) is success


def test_a_service_that_does_not_answer_is_a_failure_and_no_rejection(three: Sky) -> None:
    three.run(three.services["J"].supplier.change(TWO, plan(box(lon=36.51))))
    del three.hosts.apps["uss-j.test"]
    assert upsert(three, wanted())[:2] == ("Failed", "NotPlanned")


def test_an_area_is_cleared_of_own_flights(three: Sky) -> None:
    upsert(three, wanted())
    upsert(three, wanted(lon=36.7), TWO)
    [extent] = extents((box(radius_m=300),))
    told = ask(three, OperationID.ClearArea, body={"request_id": "r", "extent": extent})
    assert told["outcome"]["success"] is True
    b = three.services["B"]
    assert b.node.read(lambda room: flight_of(room, ONE)).result() is None
    assert b.node.read(lambda room: flight_of(room, TWO)).result() is not None


def test_users_are_told_of_flights_that_come_to_meet_theirs(three: Sky) -> None:
    upsert(three, wanted())
    three.clock.go_on(5_000)
    three.run(three.services["J"].supplier.change(TWO, plan(rank=5)))
    three.tell_all()
    told = ask(three, OperationID.QueryUserNotifications, "?after=2026-03-18T08:00:01Z")
    [notice] = told["user_notifications"]
    assert (notice["observed_at"]["value"], notice["conflicts"]) == ("2026-03-18T08:00:05.000Z", "Single")
    assert TWO in notice["message"]
    before = "?after=2026-03-18T08:00:00Z&before=2026-03-18T08:00:01Z"
    assert ask(three, OperationID.QueryUserNotifications, before)["user_notifications"] == []
    assert three.ask("GET", f"{BASE}/user_notifications", "tester", PLAN).status_code == 400


@pytest.mark.parametrize("operation", OperationID)
def test_it_is_for_testers_alone(three: Sky, operation: OperationID) -> None:
    published = OPERATIONS[operation]
    url = BASE + published.path.replace("{flight_plan_id}", ONE)
    assert three.ask(published.verb, url, "", body={}).status_code == 401
    other = DIRECT if SCOPE[operation] == PLAN else PLAN
    for scope in ("utm.strategic_coordination", other):
        assert three.ask(published.verb, url, "uss-x", scope, body={}).status_code == 403


def heard(
    second: int, *, lon: float = 36.5, uas: str = "Nominal", reference: str = "W84", id: str = ""
) -> Any:
    """A report of an aircraft so many seconds after eight o'clock."""
    at = {"value": f"2026-03-18T08:{second // 60:02}:{second % 60:02}Z", "format": "RFC3339"}
    heights = [
        {"value": 12, "reference": "Takeoff", "units": "M"},
        {"value": 850, "reference": reference, "units": "M"},
    ]
    return {
        "id": id or f"s{second}", "timestamp": at, "uas_state": uas, "speed": 3.0,
        "position": {"location": {"lat": 33.0, "lng": lon}, "altitudes": heights},
    }  # fmt: skip


def with_telemetry(body: Any, *states: Any) -> Any:
    body["flight_plan"]["telemetry"] = {"states": list(states)}
    return body


def fix_ms(made: Sky) -> int | None:
    found = made.services["B"].node.read(lambda room: last_fix(room, ONE)).result()
    return None if found is None else found.t_ms - T0_MS


def played(made: Sky, until_s: int) -> int:
    """Time goes on to so many seconds after eight, and what is due is delivered."""
    made.clock.go_on(T0_MS + until_s * 1_000 - made.clock.ms)
    return made.run(made.services["B"].played.deliver())


def test_telemetry_is_played_at_its_times_and_not_before(three: Sky) -> None:
    body = with_telemetry(wanted("InUse", from_min=0), heard(30), heard(10), heard(20))
    assert "as_planned" not in ask(three, OperationID.UpsertFlightPlan, ONE, body)
    assert played(three, 9) == 0
    assert fix_ms(three) is None
    assert played(three, 10) == 1
    assert fix_ms(three) == 10_000
    assert played(three, 31) == 2
    assert fix_ms(three) == 30_000
    assert played(three, 60) == 0


def test_a_later_request_replaces_what_waits_and_an_end_discards_it(three: Sky) -> None:
    upsert(three, with_telemetry(wanted("InUse", from_min=0), heard(10)))
    upsert(three, with_telemetry(wanted("InUse", from_min=0), heard(20)))
    assert played(three, 15) == 0
    upsert(three, wanted("InUse", from_min=0))
    assert played(three, 25) == 0
    upsert(three, with_telemetry(wanted("InUse", from_min=0), heard(40)))
    ask(three, OperationID.DeleteFlightPlan, ONE)
    assert played(three, 45) == 0


def test_what_is_only_supposed_or_rejected_plays_nothing(three: Sky) -> None:
    three.run(three.services["J"].supplier.change(TWO, plan(box(from_min=0), rank=5)))
    upsert(three, with_telemetry(wanted(style="Hypothetical", rank=6, from_min=0), heard(10)))
    assert upsert(three, with_telemetry(wanted(from_min=0), heard(10)))[0] == "Rejected"
    assert played(three, 15) == 0


def test_an_aircraft_that_says_it_is_in_trouble_is_off_nominal(three: Sky) -> None:
    upsert(three, with_telemetry(wanted("InUse", from_min=0), heard(10), heard(20, uas="OffNominal"),
                                 heard(30, uas="Contingent")))  # fmt: skip
    b = three.services["B"]
    for second, state in ((12, "Activated"), (22, "Nonconforming"), (32, "Contingent")):
        played(three, second)
        held = b.node.read(lambda room: flight_of(room, ONE)).result()
        assert held is not None
        assert held.held is not None
        assert held.held.state == state


def test_reports_without_a_height_that_is_known_are_not_played_and_it_is_said(three: Sky) -> None:
    body = with_telemetry(wanted("InUse", from_min=0), heard(10), heard(20, reference="SFC"))
    told = ask(three, OperationID.UpsertFlightPlan, ONE, body)
    states = told["as_planned"]["telemetry"]["states"]
    assert [one["id"] for one in states] == ["s10"]
    assert played(three, 30) == 1


def test_a_report_of_the_same_name_is_played_once(three: Sky) -> None:
    upsert(three, with_telemetry(wanted("InUse", from_min=0), heard(10, id="x"), heard(20, id="x")))
    assert played(three, 30) == 1


def test_telemetry_that_cannot_be_is_refused(three: Sky) -> None:
    url = f"{BASE}/flight_plans/{ONE}"
    bad = heard(10)
    bad["position"]["location"]["lat"] = 91
    for states in ([bad], [heard(10)] * 2_001):
        body = with_telemetry(wanted("InUse", from_min=0), *states)
        told = three.ask("PUT", url, "tester", PLAN, body=body)
        assert (told.status_code, json_of(told)["planning_result"]) == (200, "Rejected")


def test_a_word_about_several_flights_says_so(three: Sky) -> None:
    upsert(three, wanted())
    upsert(three, wanted(lon=36.506), TWO)
    three.run(three.services["J"].supplier.change(new_id(5), plan(box(lon=36.503, radius_m=400), rank=5)))
    three.tell_all()
    told = ask(three, OperationID.QueryUserNotifications, "?after=2026-03-18T08:00:00Z")["user_notifications"]
    assert "Multiple" in [one["conflicts"] for one in told]
