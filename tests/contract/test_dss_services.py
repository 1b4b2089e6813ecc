"""Constraints, availability of services, reports, and what the DSS says of itself.

F3548-21 queryConstraintReferences, F3548-21 getConstraintReference, F3548-21 createConstraintReference,
F3548-21 updateConstraintReference, F3548-21 deleteConstraintReference, F3548-21 makeDssReport,
F3548-21 setUssAvailability, F3548-21 getUssAvailability (F3548-21 DSS0100,1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.airspace import AA, CM, CP, SC, WITHHELD, Service, Sky, extent, new_id, sky, time_of
from tests.worlds import HOUR_MS, T0_MS

from commonground.picture.charter import own_log

CONSTRAINTS = "/dss/v1/constraint_references"


@pytest.fixture
def here() -> Iterator[Sky]:
    made = sky()
    yield made
    made.stop()


# -- constraints ----------------------------------------------------------------------------------------------------


def constraints(service: Service, **changes: Any) -> list[dict[str, Any]]:
    answer = service.ask("POST", f"{CONSTRAINTS}/query", {"area_of_interest": extent(**changes)})
    assert answer.status_code == 200, answer.text
    return answer.json()["constraint_references"]


def test_a_constraint_is_made_changed_and_ended_by_its_manager(here: Sky) -> None:
    authority, one = here.service("authority", CM), here.service("uss1", CP)
    id = new_id()
    made = authority.constrain(id)
    assert made.status_code == 201
    reference = made.json()["constraint_reference"]
    assert (reference["id"], reference["manager"], reference["version"]) == (id, "authority", 1)
    assert "state" not in reference
    assert constraints(authority) == [reference]
    assert constraints(one) == [reference | {"ovn": WITHHELD}]
    assert one.ask("GET", f"{CONSTRAINTS}/{id}").json() == {
        "constraint_reference": reference | {"ovn": WITHHELD}
    }
    changed = authority.constrain(id, reference["ovn"], extents=[extent(lng=37.0)])
    assert changed.status_code == 200
    after = changed.json()["constraint_reference"]
    assert after["version"] == 2
    assert after["ovn"] != reference["ovn"]
    assert constraints(one) == []
    ended = authority.ask("DELETE", f"{CONSTRAINTS}/{id}/{after['ovn']}")
    assert (ended.status_code, ended.json()["constraint_reference"]) == (200, after)
    assert authority.ask("GET", f"{CONSTRAINTS}/{id}").status_code == 404


def test_who_may_not_change_a_constraint_and_what_is_stale(here: Sky) -> None:
    authority, other = here.service("authority", CM), here.service("other", CM)
    id = new_id()
    ovn = authority.constrain(id).json()["constraint_reference"]["ovn"]
    assert other.constrain(id, ovn).status_code == 403
    assert other.ask("DELETE", f"{CONSTRAINTS}/{id}/{ovn}").status_code == 403
    assert authority.constrain(id).status_code == 409
    assert authority.constrain(id, "another-version-number").status_code == 409
    assert authority.constrain(new_id(), "another-version-number").status_code == 409
    assert authority.ask("DELETE", f"{CONSTRAINTS}/{id}/another-version-number").status_code == 409
    assert authority.ask("DELETE", f"{CONSTRAINTS}/{new_id()}/{ovn}").status_code == 404


def test_a_constraint_may_reach_from_the_ground_without_end_and_its_height_counts(here: Sky) -> None:
    authority = here.service("authority", CM)
    assert authority.constrain(extents=[extent(lower_m=None, upper_m=None)]).status_code == 201
    assert authority.constrain(extents=[extent(lower_m=300, upper_m=None)]).status_code == 201
    assert len(constraints(authority, lower_m=0, upper_m=299)) == 1
    assert len(constraints(authority, lower_m=0, upper_m=300)) == 2
    assert len(constraints(authority, lower_m=50_000, upper_m=60_000)) == 2


def test_a_constraint_that_is_over_is_refused(here: Sky) -> None:
    past = extent(from_ms=T0_MS - 2 * HOUR_MS, until_ms=T0_MS - 1)
    assert here.service("authority", CM).constrain(extents=[past]).status_code == 400


def test_who_subscribed_to_constraints_is_told_and_who_did_not_is_not(here: Sky) -> None:
    authority, one = here.service("authority", CM), here.service("uss1")
    wanted = one.subscribed(notify_for_operational_intents=False, notify_for_constraints=True)
    one.subscribed()
    one.subscribed(
        notify_for_operational_intents=False, notify_for_constraints=True,
        extents=extent(lower_m=500, upper_m=None, from_ms=None, until_ms=None),
    )  # fmt: skip
    made = authority.constrain()
    [told] = made.json()["subscribers"]
    assert told["subscriptions"] == [{"subscription_id": wanted["id"], "notification_index": 1}]
    reference = made.json()["constraint_reference"]
    moved = authority.constrain(reference["id"], reference["ovn"], extents=[extent(lng=37.0)])
    assert moved.json()["subscribers"][0]["subscriptions"][0]["notification_index"] == 2
    gone = authority.ask(
        "DELETE", f"{CONSTRAINTS}/{reference['id']}/{moved.json()['constraint_reference']['ovn']}"
    )
    assert gone.json()["subscribers"] == []


def test_a_flight_and_a_constraint_may_have_one_identifier(here: Sky) -> None:
    id = new_id()
    assert here.service("authority", CM).constrain(id).status_code == 201
    assert here.service("uss1").put(id).status_code == 201
    ovn = here.service("uss1").get(id).json()["operational_intent_reference"]["ovn"]
    assert here.service("uss1").delete(id, ovn).status_code == 200
    assert here.service("authority", CM).ask("GET", f"{CONSTRAINTS}/{id}").status_code == 200


# -- availability ---------------------------------------------------------------------------------------------------


def availability(service: Service, body: dict[str, Any] | None = None, uss: str = "uss1") -> httpx.Response:
    return service.ask("GET" if body is None else "PUT", f"/dss/v1/uss_availability/{uss}", body)


def test_nothing_is_known_of_a_service_until_an_arbiter_says_it(here: Sky) -> None:
    arbiter = here.service("arbiter", AA)
    unknown = availability(here.service("uss2", SC))
    assert unknown.json() == {"status": {"uss": "uss1", "availability": "Unknown"}, "version": ""}
    said = availability(arbiter, {"old_version": "", "availability": "Down"})
    assert said.status_code == 200
    assert said.json()["status"] == {"uss": "uss1", "availability": "Down"}
    assert availability(arbiter).json() == said.json()
    again = availability(arbiter, {"old_version": said.json()["version"], "availability": "Normal"})
    assert again.json()["version"] != said.json()["version"]
    assert again.json()["status"]["availability"] == "Normal"


def test_an_arbiter_names_the_version_that_it_changes(here: Sky) -> None:
    """The published table of answers has no 409 here; it is what others answer, and tells a race from a mistake."""
    arbiter = here.service("arbiter", AA)
    assert availability(arbiter, {"old_version": "a-version", "availability": "Down"}).status_code == 409
    availability(arbiter, {"old_version": "", "availability": "Down"})
    assert availability(arbiter, {"old_version": "", "availability": "Normal"}).status_code == 409


@pytest.mark.parametrize(
    "body",
    [{}, {"old_version": ""}, {"availability": "Down"}, {"old_version": "", "availability": "Broken"},
     {"old_version": 1, "availability": "Down"}],
)  # fmt: skip
def test_words_on_availability_that_are_none(here: Sky, body: dict[str, Any]) -> None:
    assert availability(here.service("arbiter", AA), body).status_code == 400


def test_a_service_has_a_name(here: Sky) -> None:
    arbiter = here.service("arbiter", AA)
    assert availability(arbiter, uss="").status_code == 400
    assert availability(arbiter, uss="x" * 201).status_code == 400
    assert availability(arbiter, {"old_version": "", "availability": "Down"}, uss="").status_code == 400
    assert (
        availability(arbiter, uss="sub%20with%3Aodd%40signs").json()["status"]["uss"] == "sub with:odd@signs"
    )


# -- reports --------------------------------------------------------------------------------------------------------

EXCHANGE = {
    "url": "https://uss1.example/utm/uss/v1/operational_intents", "method": "POST", "recorder_role": "Client",
    "request_time": time_of(T0_MS), "response_time": time_of(T0_MS + 900), "response_code": 500,
    "headers": ["Authorization: Bearer eyJhbGciOi.secret.parts", "Content-Type: application/json"],
    "request_body": "eyJ4IjogMX0=", "problem": "no answer within five seconds",
}  # fmt: skip


def test_a_report_is_archived_without_the_token_that_it_quotes(here: Sky) -> None:
    made = here.service("uss2").ask("POST", "/dss/v1/reports", {"exchange": EXCHANGE})
    assert made.status_code == 201
    report = made.json()
    assert report["report_id"]
    kept = report["exchange"]
    assert {name: kept[name] for name in ("url", "method", "response_code", "request_body", "problem")} == {
        name: EXCHANGE[name] for name in ("url", "method", "response_code", "request_body", "problem")
    }
    assert kept["headers"][1] == "Content-Type: application/json"
    room = here.node.room
    rows = room.store.entries(own_log(room.charter, "A"), 0, 100)
    assert any(b"no answer within" in (row.body or b"") for row in rows)
    assert not any(b"secret" in (row.body or b"") for row in rows)
    assert b"secret" not in made.content
    other = here.service("uss2").ask("POST", "/dss/v1/reports", {"exchange": EXCHANGE})
    assert other.json()["report_id"] != report["report_id"]


@pytest.mark.parametrize(
    "change",
    [{"url": 1}, {"method": None}, {"recorder_role": "Bystander"},
     {"request_time": {"value": "now", "format": "RFC3339"}}, {"headers": "Accept: */*"}, {"headers": ["a"] * 101},
     {"request_body": "x" * 500_001}, {"response_code": -1}],
)  # fmt: skip
def test_reports_that_are_none(here: Sky, change: dict[str, Any]) -> None:
    answer = here.service("uss2").ask("POST", "/dss/v1/reports", {"exchange": EXCHANGE | change})
    assert answer.status_code == 400


# -- of itself ------------------------------------------------------------------------------------------------------


def test_version_health_and_tokens(here: Sky) -> None:
    assert here.client.request("GET", "/aux/v1/version").json() == {"version": "0.1.0"}
    healthy = here.client.request("GET", "/healthy")
    assert (healthy.status_code, healthy.text) == (200, "ok")
    one = here.service("uss1")
    assert one.ask("GET", "/aux/v1/validate_oauth").status_code == 200
    assert one.ask("GET", "/aux/v1/validate_oauth?owner=uss1").status_code == 200
    assert one.ask("GET", "/aux/v1/validate_oauth?owner=uss2").status_code == 403
    assert here.client.request("GET", "/aux/v1/validate_oauth").status_code == 401


def test_which_version_runs_here_is_for_those_who_test(here: Sky) -> None:
    """F3548-21 GEN0305."""
    tester = here.service("tester", "interuss.versioning.read_system_versions")
    assert tester.ask("GET", "/versions/astm.f3548.v21.dss").json() == {
        "system_identity": "astm.f3548.v21.dss", "system_version": "0.1.0",
    }  # fmt: skip
    assert here.service("uss1").ask("GET", "/versions/astm.f3548.v21.dss").status_code == 403
