"""What a supplier serves, held against the published operations of the standard: statuses, bodies, scopes, refusals.

F3548-21 USS0105, F3548-21 USS0105,2, F3548-21 USS0110: F3548-21 getOperationalIntentDetails,
F3548-21 getOperationalIntentTelemetry, F3548-21 notifyOperationalIntentDetailsChanged, F3548-21 getConstraintDetails,
F3548-21 notifyConstraintDetailsChanged, F3548-21 makeUssReport.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.uss_world import MINUTE_MS, T0_MS, Sky, box, json_of, new_id, plan, sky, w84
from tests.worlds import nd
from uas_standards.astm.f3548.v21.api import OPERATIONS, OperationID

from commonground.picture.airspace import DssReport
from commonground.picture.entity import Notice
from commonground.room.uss.peers import peer_of
from commonground.room.uss.tracked import take_fix
from commonground.tracks.conformance import Fix

ONE, TWO, SUB = new_id(1), new_id(2), new_id(9)
BASE = "http://uss-b.test"
COORDINATION, CONFORMANCE = "utm.strategic_coordination", "utm.conformance_monitoring_sa"
MANAGEMENT, PROCESSING = "utm.constraint_management", "utm.constraint_processing"
ARBITRATION = "utm.availability_arbitration"
SERVED = [one for one in OperationID if OPERATIONS[one].path.startswith("/uss/")]


@pytest.fixture(scope="module")
def served() -> Sky:
    """B has one flight in the air; A runs the DSS."""
    with sky() as made:
        made.dss("A")
        b = made.uss("B")
        made.run(b.supplier.change(ONE, plan()))
        made.run(b.supplier.change(ONE, plan(state="Activated")))
        yield made


def told(
    id: str = TWO, manager: str = "uss-x", what: str = "operational_intent", **changes: Any
) -> dict[str, Any]:
    """A notification of another service."""
    at = {"value": "2026-03-18T08:10:00Z", "format": "RFC3339"}
    until = {"value": "2026-03-18T08:40:00Z", "format": "RFC3339"}
    reference = {
        "id": id, "manager": manager, "uss_availability": "Unknown", "version": 1, "state": "Accepted",
        "ovn": "a number of sixteen", "time_start": at, "time_end": until, "uss_base_url": "http://uss-x.test",
        "subscription_id": SUB,
    } | changes  # fmt: skip
    height = {"reference": "W84", "units": "M"}
    extent = {
        "volume": {
            "outline_circle": {"center": {"lng": 36.51, "lat": 33.0}, "radius": {"value": 100, "units": "M"}},
            "altitude_lower": height | {"value": 800}, "altitude_upper": height | {"value": 900},
        },
        "time_start": at, "time_end": until,
    }  # fmt: skip
    details = {"volumes": [extent], "priority": 3}
    return {
        f"{what}_id": id, what: {"reference": reference, "details": details},
        "subscriptions": [{"subscription_id": SUB, "notification_index": 1}],
    }  # fmt: skip


REPORT = {
    "exchange": {
        "url": "http://uss-b.test/uss/v1/operational_intents", "method": "POST", "recorder_role": "Client",
        "request_time": {"value": "2026-03-18T08:00:00Z", "format": "RFC3339"}, "request_source": "uss-x",
        "headers": ["Authorization: Bearer secret"], "response_code": 500, "problem": "no answer",
    }
}  # fmt: skip

GOOD: dict[OperationID, tuple[str, str, Any, int]] = {
    OperationID.GetOperationalIntentDetails: (f"/uss/v1/operational_intents/{ONE}", COORDINATION, None, 200),
    OperationID.GetOperationalIntentTelemetry: (
        f"/uss/v1/operational_intents/{ONE}/telemetry", CONFORMANCE, None, 409,
    ),
    OperationID.NotifyOperationalIntentDetailsChanged: ("/uss/v1/operational_intents", COORDINATION, told(), 204),
    OperationID.GetConstraintDetails: (f"/uss/v1/constraints/{ONE}", PROCESSING, None, 404),
    OperationID.NotifyConstraintDetailsChanged: (
        "/uss/v1/constraints", MANAGEMENT, told(new_id(3), what="constraint"), 204,
    ),
    OperationID.MakeUssReport: ("/uss/v1/reports", ARBITRATION, REPORT, 201),
}  # fmt: skip


def test_every_operation_of_a_supplier_is_served_but_the_pseudo_one() -> None:
    assert set(GOOD) == set(SERVED) - {OperationID.GetLogSet}


def conforms(operation: OperationID, response: httpx.Response) -> None:
    """The status is one of the published ones, and the body is of the type that goes with it."""
    expected = OPERATIONS[operation].response_body_type
    assert response.status_code in expected
    kind = expected[response.status_code]
    if kind is not None:
        from implicitdict import ImplicitDict

        ImplicitDict.parse(json_of(response), kind)
    else:
        assert response.content == b""


@pytest.mark.parametrize("operation", GOOD)
def test_an_operation_answers_as_published(served: Sky, operation: OperationID) -> None:
    path, scope, body, status = GOOD[operation]
    verb = OPERATIONS[operation].verb
    response = served.ask(verb, BASE + path, "uss-x", scope, body=body)
    assert response.status_code == status
    conforms(operation, response)


@pytest.mark.parametrize("operation", GOOD)
def test_without_a_token_it_is_401_and_with_another_scope_403(served: Sky, operation: OperationID) -> None:
    path, scope, body, _ = GOOD[operation]
    verb = OPERATIONS[operation].verb
    refused = served.ask(verb, BASE + path, "", body=body)
    assert refused.status_code == 401
    conforms(operation, refused)
    others = {COORDINATION, CONFORMANCE, MANAGEMENT, PROCESSING, ARBITRATION} - {scope}
    for other in sorted(others) if operation is not OperationID.MakeUssReport else ["utm.nothing"]:
        refused = served.ask(verb, BASE + path, "uss-x", other, body=body)
        assert refused.status_code == 403, other
        conforms(operation, refused)


@pytest.mark.parametrize("operation", [one for one in GOOD if OPERATIONS[one].verb == "GET"])
@pytest.mark.parametrize("id", ["not-a-uuid", "00000000-0000-1000-8000-000000000001", "%00"])
def test_what_is_no_identifier_is_400(served: Sky, operation: OperationID, id: str) -> None:
    path, scope, _, _ = GOOD[operation]
    response = served.ask("GET", BASE + path.replace(ONE, id), "uss-x", scope)
    assert response.status_code == 400
    conforms(operation, response)


def test_what_is_not_managed_here_is_404(served: Sky) -> None:
    for path, scope in (("", COORDINATION), ("/telemetry", CONFORMANCE)):
        url = f"{BASE}/uss/v1/operational_intents/{new_id(77)}{path}"
        assert served.ask("GET", url, "uss-x", scope).status_code == 404


def _broken() -> list[Any]:
    gone = told()
    del gone["operational_intent"]
    del gone["subscriptions"]
    other = told(new_id(30))
    other["operational_intent_id"] = new_id(31)
    return [
        None, [], {}, {"operational_intent_id": TWO}, gone, other, told(new_id(32), ovn=None),
        told(new_id(33), state="Flying"), told(new_id(34), version=0), told(new_id(35), uss_base_url="x"),
        told(new_id(36)) | {"subscriptions": []}, told("x"),
        told(new_id(37)) | {"subscriptions": [{"subscription_id": SUB, "notification_index": -1}]},
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(len(_broken())))
def test_a_notification_that_does_not_parse_is_400_and_changes_nothing(served: Sky, number: int) -> None:
    url = f"{BASE}/uss/v1/operational_intents"
    response = served.ask("POST", url, "uss-x", COORDINATION, body=_broken()[number])
    assert response.status_code == 400
    conforms(OperationID.NotifyOperationalIntentDetailsChanged, response)


def test_a_notification_comes_from_the_manager_and_never_goes_back(served: Sky) -> None:
    b, url, id = served.services["B"], f"{BASE}/uss/v1/operational_intents", new_id(40)

    def notify(sub: str, body: dict[str, Any]) -> int:
        return served.ask("POST", url, sub, COORDINATION, body=body).status_code

    def version() -> int | None:
        held = b.node.read(lambda room: peer_of(room, id)).result()
        return None if held is None else held.version

    assert notify("uss-y", told(id)) == 403
    assert version() is None
    assert notify("uss-x", told(id, version=4)) == 204
    assert notify("uss-x", told(id, version=4)) == 204, "a second time the same is taken"
    assert notify("uss-x", told(id, version=4, state="Activated")) == 409
    assert notify("uss-x", told(id, version=3)) == 409
    assert notify("uss-y", told(id, manager="uss-y", version=9)) == 403, "it has a manager already"
    assert version() == 4
    gone = {"operational_intent_id": id, "subscriptions": told()["subscriptions"]}
    assert notify("uss-y", gone) == 403
    assert version() == 4
    assert notify("uss-x", gone) == 204
    assert notify("uss-x", gone) == 204
    assert version() is None
    assert notify("uss-x", told(id, version=4)) == 409, "a word that was late does not bring it back"
    assert notify("uss-x", told(id, version=1, ovn="a new number entirely")) == 204
    assert version() == 1


def test_a_notification_about_an_own_flight_is_nobodys_to_send(served: Sky) -> None:
    url = f"{BASE}/uss/v1/operational_intents"
    response = served.ask("POST", url, "uss-b", COORDINATION, body=told(ONE, manager="uss-b"))
    assert response.status_code == 403
    assert served.ask("POST", url, "uss-x", COORDINATION, body=told(ONE)).status_code == 403


def test_a_report_is_kept_without_what_authorised_the_exchange(served: Sky) -> None:
    answer = json_of(served.ask("POST", f"{BASE}/uss/v1/reports", "uss-x", COORDINATION, body=REPORT))
    node = served.services["B"].node
    kept = node.read(lambda room: room.view.get(f"B/{answer['report_id']}").body).result()
    assert isinstance(kept, DssReport)
    assert kept.reporter == "uss-x"
    assert "secret" not in str(kept)


def test_telemetry_is_told_of_a_flight_that_strayed_alone(served: Sky) -> None:
    b, id = served.services["B"], new_id(50)
    url = f"{BASE}/uss/v1/operational_intents/{id}/telemetry"
    served.run(b.supplier.change(id, plan(box(lon=36.6))))
    served.run(b.supplier.change(id, plan(box(lon=36.6), state="Activated")))
    assert served.ask("GET", url, "uss-x", CONFORMANCE).status_code == 409
    served.run(b.supplier.stray(id, "Nonconforming"))
    nothing = served.ask("GET", url, "uss-x", CONFORMANCE)
    assert nothing.status_code == 412
    conforms(OperationID.GetOperationalIntentTelemetry, nothing)
    fix = Fix(T0_MS - 1_000, nd(36.7), nd(33.0), w84(850))
    b.node.write(lambda room: take_fix(room, id, fix)).result()
    heard = served.ask("GET", url, "uss-x", CONFORMANCE)
    conforms(OperationID.GetOperationalIntentTelemetry, heard)
    answer = json_of(heard)
    assert answer["telemetry"]["position"]["longitude"] == 36.7
    assert answer["telemetry"]["time_measured"]["value"] == "2026-03-18T07:59:59.000Z"
    assert answer["next_telemetry_opportunity"]["value"] == "2026-03-18T08:00:00.000Z"


def test_the_version_of_what_runs_is_told(served: Sky) -> None:
    url = f"{BASE}/versioning/versions/astm.f3548"
    assert served.ask("GET", url, "uss-x", COORDINATION).status_code == 403
    answer = served.ask("GET", url, "uss-x", "interuss.versioning.read_system_versions")
    assert json_of(answer) == {"system_identity": "astm.f3548", "system_version": "0.1"}


def test_log_sets_are_no_address(served: Sky) -> None:
    assert served.ask("GET", f"{BASE}/uss/v1/log_sets/all", "uss-x", COORDINATION).status_code == 404


def test_a_flight_of_another_dss_enters_the_room_attested_for_its_manager() -> None:
    """Where no party of the room runs the DSS, the node itself says what it was told; its own it says as its own."""
    with sky() as made, sky(parties=("J",)) as elsewhere:
        elsewhere.dss("J")
        made.hosts.apps["dss.test"] = elsewhere.hosts.apps["dss.test"]
        b = made.uss("B", writes_notices=True)
        made.run(b.supplier.change(ONE, plan()))
        url = f"{BASE}/uss/v1/operational_intents"
        assert made.ask("POST", url, "uss-x", COORDINATION, body=told()).status_code == 204
        made.run(b.supplier.change(ONE, plan(box(until_min=41), state="Activated")))

        def notices() -> list[Notice]:
            found = b.node.read(lambda room: list(room.view.of_kind("notice"))).result()
            return [one.body for one in found if isinstance(one.body, Notice) and one.action != "cancel"]

        blocks = {one.intent.id: one.intent for one in notices() if one.intent is not None}
        assert len(notices()) == 2, "one notice for each flight"
        assert (blocks[ONE].manager, blocks[ONE].state) == ("uss-b", "Activated")
        assert (blocks[TWO].manager, blocks[TWO].version) == ("uss-x", 1)
        assert all(not one.ovn for one in blocks.values()), (
            "a number for keys is told over the standard's API alone"
        )
        released = b.node.read(lambda room: [
            (one.body.intent.id, one.releases) for one in room.view.of_kind("notice")
            if isinstance(one.body, Notice) and one.body.intent is not None
        ]).result()  # fmt: skip
        assert {id: bool(to) for id, to in released} == {ONE: True, TWO: False}
        made.clock.go_on(MINUTE_MS)
        made.run(b.supplier.end(ONE))
        gone = {"operational_intent_id": TWO, "subscriptions": told()["subscriptions"]}
        assert made.ask("POST", url, "uss-x", COORDINATION, body=gone).status_code == 204
        assert notices() == []
