"""Operational intents in the DSS: keys, version numbers, states, managers, and who is told (F3548-21 DSS0005).

F3548-21 createOperationalIntentReference, F3548-21 updateOperationalIntentReference,
F3548-21 getOperationalIntentReference, F3548-21 deleteOperationalIntentReference,
F3548-21 queryOperationalIntentReferences.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.airspace import (
    AA,
    CM,
    CMSA,
    CP,
    MINUTE_MS,
    NO_SUBSCRIPTION,
    SC,
    WITHHELD,
    Sky,
    extent,
    new_id,
    sky,
)
from tests.worlds import HOUR_MS, T0_MS


@pytest.fixture
def here() -> Iterator[Sky]:
    made = sky()
    yield made
    made.stop()


ELSEWHERE = {"lng": 37.0}
LATER = {"from_ms": T0_MS + 2 * HOUR_MS + 1, "until_ms": T0_MS + 3 * HOUR_MS}
ABOVE = {"lower_m": 200.1, "upper_m": 300}


# -- what is made, and how it is shown ------------------------------------------------------------------------------


def test_a_new_flight_is_shown_to_its_manager_with_its_version_number_and_to_others_without(
    here: Sky,
) -> None:
    one, two = here.service("uss1"), here.service("uss2")
    made = one.created()
    assert made["manager"] == "uss1"
    assert (made["version"], made["state"], made["uss_availability"]) == (1, "Accepted", "Unknown")
    assert 16 <= len(made["ovn"]) <= 128
    assert made["time_start"] == {"value": "2026-03-18T09:00:00.000Z", "format": "RFC3339"}
    assert one.get(made["id"]).json() == {"operational_intent_reference": made}
    assert two.get(made["id"]).json() == {"operational_intent_reference": made | {"ovn": WITHHELD}}
    assert two.query() == [made | {"ovn": WITHHELD}]
    assert one.query() == [made]


def test_every_change_has_a_new_version_number_and_the_old_one_changes_nothing(here: Sky) -> None:
    one = here.service("uss1")
    made = one.created()
    changed = one.put(made["id"], made["ovn"])
    assert changed.status_code == 200
    after = changed.json()["operational_intent_reference"]
    assert after["version"] == 2
    assert after["ovn"] != made["ovn"]
    assert one.put(made["id"], made["ovn"]).status_code == 409
    assert one.delete(made["id"], made["ovn"]).status_code == 409
    ended = one.delete(made["id"], after["ovn"])
    assert ended.status_code == 200
    assert ended.json()["operational_intent_reference"] == after
    assert one.get(made["id"]).status_code == 404
    assert one.query() == []


def test_an_identifier_may_be_used_again_when_its_flight_has_ended(here: Sky) -> None:
    one = here.service("uss1")
    made = one.created()
    one.delete(made["id"], made["ovn"])
    again = here.service("uss2").put(made["id"])
    assert again.status_code == 201
    assert again.json()["operational_intent_reference"]["version"] == 1
    assert again.json()["operational_intent_reference"]["manager"] == "uss2"


def test_a_flight_outside_the_area_of_the_charter_is_held_all_the_same(here: Sky) -> None:
    made = here.service("uss1").created(extents=[extent(lng=-122.2, lat=37.4)])
    assert here.service("uss2").query(extent(lng=-122.2, lat=37.4))[0]["id"] == made["id"]


# -- keys -----------------------------------------------------------------------------------------------------------


def test_a_key_proves_that_what_is_relevant_is_known_of_others_and_of_oneself(here: Sky) -> None:
    one, two = here.service("uss1"), here.service("uss2")
    first = one.created()
    for asking in (one, two):
        refused = asking.put(new_id())
        assert refused.status_code == 409
        [missing] = refused.json()["missing_operational_intents"]
        assert missing == (first if asking is one else first | {"ovn": WITHHELD})
        assert refused.json()["missing_constraints"] == []
    second = two.created(key=[first["ovn"]])
    refused = one.put(new_id(), key=[second["ovn"]])
    assert [missing["id"] for missing in refused.json()["missing_operational_intents"]] == [first["id"]]
    one.created(key=[first["ovn"], second["ovn"], "a number of something else"])


def test_a_flight_never_needs_its_own_version_number(here: Sky) -> None:
    one = here.service("uss1")
    made = one.created()
    assert one.put(made["id"], made["ovn"], key=[]).status_code == 200


def test_an_old_version_number_opens_nothing(here: Sky) -> None:
    one = here.service("uss1")
    made = one.created()
    one.put(made["id"], made["ovn"])
    assert here.service("uss2").put(new_id(), key=[made["ovn"]]).status_code == 409


@pytest.mark.parametrize("change", [ELSEWHERE, LATER, ABOVE], ids=["elsewhere", "later", "above"])
def test_what_shares_no_cell_or_no_time_or_no_height_needs_no_key(here: Sky, change: dict[str, Any]) -> None:
    here.service("uss1").created()
    here.service("uss2").created(extents=[extent(**change)])


@pytest.mark.parametrize(
    "change",
    [
        {"from_ms": T0_MS + 2 * HOUR_MS, "until_ms": T0_MS + 3 * HOUR_MS},
        {"lower_m": 200, "upper_m": 300},
        {"lng": 36.3045},
    ],
    ids=["at the very moment", "at the very height", "near, in the same cell"],
)
def test_what_only_touches_and_what_is_only_near_is_relevant(here: Sky, change: dict[str, Any]) -> None:
    here.service("uss1").created(extents=[extent(lng=36.302)])
    refused = here.service("uss2").put(new_id(), extents=[extent(**{"lng": 36.302, **change})])
    assert refused.status_code == 409


def test_however_many_flights_are_relevant_all_are_asked_for(here: Sky) -> None:
    """No limit on results: with one number short of all, the one that lacks is named."""
    one = here.service("uss1")
    numbers: list[str] = []
    for _ in range(250):
        made = one.created(key=numbers, new_subscription=...)
        numbers.append(made["ovn"])
    assert len(one.query()) == 250
    refused = one.put(new_id(), key=numbers[:-1])
    assert len(refused.json()["missing_operational_intents"]) == 1
    assert len(one.put(new_id()).json()["missing_operational_intents"]) == 250


def test_constraints_count_when_the_subscription_asks_for_them(here: Sky) -> None:
    one, authority = here.service("uss1"), here.service("authority", CM)
    limit = authority.constrain().json()["constraint_reference"]
    one.created(extents=[extent(**ELSEWHERE)])
    assert one.put(new_id()).status_code == 201
    asking = {"uss_base_url": "https://uss1.example", "notify_for_constraints": True}
    known = [made["ovn"] for made in one.query()]
    refused = one.put(new_id(), new_subscription=asking, key=known)
    assert refused.status_code == 409
    assert refused.json()["missing_constraints"] == [limit | {"ovn": WITHHELD}]
    assert refused.json()["missing_operational_intents"] == []
    assert one.put(new_id(), new_subscription=asking, key=[*known, limit["ovn"]]).status_code == 201
    explicit = one.subscribed(notify_for_constraints=True)
    refused = one.put(new_id(), new_subscription=..., subscription_id=explicit["id"], key=known)
    assert len(refused.json()["missing_constraints"]) == 1


# -- states ---------------------------------------------------------------------------------------------------------


def test_off_nominal_states_need_their_scope_and_no_key(here: Sky) -> None:
    """F3548-21 SCD0100."""
    one = here.service("uss1")
    here.service("uss2").created()
    made = one.created(extents=[extent(**ELSEWHERE)])
    for state in ("Nonconforming", "Contingent"):
        refused = one.put(made["id"], made["ovn"], state=state, scopes=[SC])
        assert refused.status_code == 403
        changed = one.put(made["id"], made["ovn"], state=state, key=[], scopes=[CMSA])
        assert changed.status_code == 200
        made = changed.json()["operational_intent_reference"]
        assert made["state"] == state


@pytest.mark.parametrize("state", ["Activated", "Nonconforming", "Contingent"])
def test_a_flight_begins_as_accepted(here: Sky, state: str) -> None:
    assert here.service("uss1").put(new_id(), state=state).status_code == 400


ALLOWED = {
    "Accepted": {"Accepted", "Activated", "Nonconforming", "Contingent"},
    "Activated": {"Activated", "Nonconforming", "Contingent"},
    "Nonconforming": {"Activated", "Nonconforming", "Contingent"},
    "Contingent": {"Contingent"},
}


@pytest.mark.parametrize("last", list(ALLOWED))
def test_which_state_follows_which(here: Sky, last: str) -> None:
    one = here.service("uss1")
    for following in ALLOWED:
        made = one.created(key=[held["ovn"] for held in one.query()])
        if last != "Accepted":
            key = [held["ovn"] for held in one.query()]
            made = one.put(made["id"], made["ovn"], state=last, key=key).json()[
                "operational_intent_reference"
            ]
        key = [held["ovn"] for held in one.query()]
        changed = one.put(made["id"], made["ovn"], state=following, key=key)
        assert changed.status_code == (200 if following in ALLOWED[last] else 400), (last, following)


def test_an_activated_flight_needs_a_key_again(here: Sky) -> None:
    one, two = here.service("uss1"), here.service("uss2")
    made = one.created()
    other = two.created(key=[made["ovn"]])
    assert one.put(made["id"], made["ovn"], state="Activated").status_code == 409
    assert one.put(made["id"], made["ovn"], state="Activated", key=[other["ovn"]]).status_code == 200


# -- managers -------------------------------------------------------------------------------------------------------


def test_only_its_manager_changes_or_ends_a_flight(here: Sky) -> None:
    made = here.service("uss1").created()
    other = here.service("uss2")
    assert other.put(made["id"], made["ovn"]).status_code == 403
    assert other.put(made["id"]).status_code == 403
    assert other.delete(made["id"], made["ovn"]).status_code == 403
    assert here.service("uss1").get(made["id"]).json()["operational_intent_reference"] == made


def test_a_second_flight_of_the_same_identifier_is_a_conflict(here: Sky) -> None:
    one = here.service("uss1")
    made = one.created()
    assert one.put(made["id"]).status_code == 409


def test_a_flight_that_is_not_held_can_be_neither_changed_nor_ended(here: Sky) -> None:
    one = here.service("uss1")
    assert one.put(new_id(), "a-number-that-never-was").status_code == 400
    assert one.delete(new_id(), "a-number-that-never-was").status_code == 404
    assert one.get(new_id()).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/dss/v1/operational_intent_references/{id}", {SC, CMSA}),
        ("PUT", "/dss/v1/operational_intent_references/{id}/number", {SC, CMSA}),
        ("GET", "/dss/v1/operational_intent_references/{id}", {SC, CMSA}),
        ("DELETE", "/dss/v1/operational_intent_references/{id}/number", {SC, CMSA}),
        ("POST", "/dss/v1/operational_intent_references/query", {SC, CMSA}),
        ("PUT", "/dss/v1/constraint_references/{id}", {CM}),
        ("PUT", "/dss/v1/constraint_references/{id}/number", {CM}),
        ("GET", "/dss/v1/constraint_references/{id}", {CM, CP}),
        ("DELETE", "/dss/v1/constraint_references/{id}/number", {CM}),
        ("POST", "/dss/v1/constraint_references/query", {CM, CP}),
        ("PUT", "/dss/v1/subscriptions/{id}", {SC, CP}),
        ("PUT", "/dss/v1/subscriptions/{id}/number", {SC, CP}),
        ("GET", "/dss/v1/subscriptions/{id}", {SC, CP}),
        ("DELETE", "/dss/v1/subscriptions/{id}/number", {SC, CP}),
        ("POST", "/dss/v1/subscriptions/query", {SC, CP}),
        ("POST", "/dss/v1/reports", {SC, CP, CM, CMSA, AA}),
        ("PUT", "/dss/v1/uss_availability/uss1", {AA}),
        ("GET", "/dss/v1/uss_availability/uss1", {AA, SC, CMSA}),
        ("GET", "/aux/v1/validate_oauth", {SC, CP, CM, CMSA, AA}),
    ],
)
def test_each_operation_asks_for_its_scope(here: Sky, method: str, path: str, allowed: set[str]) -> None:
    path = path.format(id=new_id())
    for scope in (SC, CP, CM, CMSA, AA):
        answer = here.service("uss1").ask(method, path, {}, scopes=[scope])
        assert (answer.status_code == 403) == (scope not in allowed), (scope, answer.text)
    unknown = here.client.request(method, path)
    assert unknown.status_code == 401
    assert unknown.headers["www-authenticate"] == "Bearer"


# -- subscriptions that come with a flight --------------------------------------------------------------------------


def test_an_implicit_subscription_covers_its_flight_and_goes_with_it(here: Sky) -> None:
    one = here.service("uss1")
    made = one.created()
    held = one.subscription(made["subscription_id"]).json()["subscription"]
    assert held["implicit_subscription"]
    assert held["dependent_operational_intents"] == [made["id"]]
    assert (held["time_start"], held["time_end"]) == (made["time_start"], made["time_end"])
    assert held["notify_for_operational_intents"]
    assert not held["notify_for_constraints"]
    one.delete(made["id"], made["ovn"])
    assert one.subscription(made["subscription_id"]).status_code == 404


def test_an_implicit_subscription_goes_with_its_last_flight_and_is_as_wide_as_those_that_are_left(
    here: Sky,
) -> None:
    one = here.service("uss1")
    first = one.created()
    late = {"from_ms": T0_MS + 4 * HOUR_MS, "until_ms": T0_MS + 5 * HOUR_MS}
    second = one.created(
        extents=[extent(**late)], new_subscription=..., subscription_id=first["subscription_id"]
    )
    assert second["subscription_id"] == first["subscription_id"]
    held = one.subscription(first["subscription_id"]).json()["subscription"]
    assert set(held["dependent_operational_intents"]) == {first["id"], second["id"]}
    assert (held["time_start"], held["time_end"]) == (first["time_start"], second["time_end"])
    one.delete(first["id"], first["ovn"])
    held = one.subscription(first["subscription_id"]).json()["subscription"]
    assert held["dependent_operational_intents"] == [second["id"]]
    assert held["time_start"] == second["time_start"]
    one.delete(second["id"], second["ovn"])
    assert one.subscription(first["subscription_id"]).status_code == 404


def test_a_changed_flight_that_asks_for_another_subscription_leaves_the_old_one_behind(here: Sky) -> None:
    one = here.service("uss1")
    made = one.created()
    renewed = one.put(made["id"], made["ovn"]).json()["operational_intent_reference"]
    assert renewed["subscription_id"] != made["subscription_id"]
    assert one.subscription(made["subscription_id"]).status_code == 404
    explicit = one.subscribed()
    moved = one.put(renewed["id"], renewed["ovn"], new_subscription=..., subscription_id=explicit["id"])
    moved = moved.json()["operational_intent_reference"]
    assert moved["subscription_id"] == explicit["id"]
    assert one.subscription(renewed["subscription_id"]).status_code == 404
    dropped = one.put(moved["id"], moved["ovn"], new_subscription=...).json()["operational_intent_reference"]
    assert dropped["subscription_id"] == NO_SUBSCRIPTION
    assert one.subscription(explicit["id"]).json()["subscription"]["dependent_operational_intents"] == []


def test_a_flight_that_is_only_planned_needs_no_subscription_and_one_that_flies_does(here: Sky) -> None:
    one = here.service("uss1")
    made = one.created(new_subscription=...)
    assert made["subscription_id"] == NO_SUBSCRIPTION
    assert one.put(made["id"], made["ovn"], state="Activated", new_subscription=...).status_code == 400
    again = one.put(made["id"], made["ovn"], new_subscription=..., subscription_id=NO_SUBSCRIPTION)
    assert again.status_code == 200


@pytest.mark.parametrize(
    "narrow",
    [{"lng": 37.0}, {"until_ms": T0_MS + HOUR_MS + MINUTE_MS}, {"from_ms": T0_MS + HOUR_MS + MINUTE_MS},
     {"upper_m": 150}, {"lower_m": 150}],
    ids=["elsewhere", "ends earlier", "begins later", "lower", "higher"],
)  # fmt: skip
def test_a_subscription_that_does_not_cover_the_flight_is_refused(here: Sky, narrow: dict[str, Any]) -> None:
    one = here.service("uss1")
    wide = {"from_ms": None, "until_ms": None, "lower_m": None, "upper_m": None}
    held = one.subscribed(extents=extent(**{**wide, **narrow}))
    assert one.put(new_id(), new_subscription=..., subscription_id=held["id"]).status_code == 400


def test_a_subscription_of_another_or_of_nobody_or_to_constraints_alone_is_refused(here: Sky) -> None:
    one, two = here.service("uss1"), here.service("uss2")
    foreign = two.subscribed()["id"]
    silent = one.subscribed(notify_for_operational_intents=False, notify_for_constraints=True)["id"]
    for subscription_id, status in ((foreign, 403), (new_id(), 400), (silent, 400)):
        answer = one.put(new_id(), new_subscription=..., subscription_id=subscription_id)
        assert answer.status_code == status


def test_a_subscription_and_a_new_one_are_not_both_taken(here: Sky) -> None:
    one = here.service("uss1")
    assert one.put(new_id(), subscription_id=one.subscribed()["id"]).status_code == 400


def test_a_flight_that_has_begun_needs_a_subscription_from_now_on(here: Sky) -> None:
    one = here.service("uss1")
    held = one.subscribed()
    begun = extent(from_ms=T0_MS - MINUTE_MS)
    assert (
        one.put(new_id(), extents=[begun], new_subscription=..., subscription_id=held["id"]).status_code
        == 201
    )


# -- who is told ----------------------------------------------------------------------------------------------------


def told(answer: Any) -> dict[str, dict[str, int]]:
    """Address -> subscription -> number of the notice."""
    return {
        one["uss_base_url"]: {
            state["subscription_id"]: state["notification_index"] for state in one["subscriptions"]
        }
        for one in answer.json()["subscribers"]
    }


def test_whoever_subscribed_is_told_of_a_change_grouped_by_address_and_counted(here: Sky) -> None:
    one, two = here.service("uss1"), here.service("uss2")
    first, second = two.subscribed(), two.subscribed()
    two.subscribed(extents=extent(lng=37.0, from_ms=None, until_ms=None))
    two.subscribed(notify_for_operational_intents=False, notify_for_constraints=True)
    made = one.put(new_id(), new_subscription=...)
    assert told(made) == {"https://uss2.example/utm": {first["id"]: 1, second["id"]: 1}}
    reference = made.json()["operational_intent_reference"]
    assert told(one.put(reference["id"], reference["ovn"])) == {
        "https://uss2.example/utm": {first["id"]: 2, second["id"]: 2},
        "https://uss1.example/utm": {
            one.get(reference["id"]).json()["operational_intent_reference"]["subscription_id"]: 1
        },
    }
    assert two.subscription(first["id"]).json()["subscription"]["notification_index"] == 2


def test_who_was_relevant_before_a_change_is_told_of_it_and_so_at_the_end(here: Sky) -> None:
    one, two = here.service("uss1"), here.service("uss2")
    old, new = two.subscribed(), two.subscribed(extents=extent(lng=37.0, from_ms=None, until_ms=None))
    made = one.created(new_subscription=...)
    moved = one.put(made["id"], made["ovn"], extents=[extent(lng=37.0)], new_subscription=...)
    assert told(moved) == {"https://uss2.example/utm": {old["id"]: 2, new["id"]: 1}}
    ovn = moved.json()["operational_intent_reference"]["ovn"]
    assert told(one.delete(made["id"], ovn)) == {"https://uss2.example/utm": {new["id"]: 2}}


def test_the_own_subscriptions_of_a_flight_are_told_when_it_ends(here: Sky) -> None:
    one = here.service("uss1")
    made = one.created()
    assert told(one.delete(made["id"], made["ovn"])) == {
        "https://uss1.example/utm": {made["subscription_id"]: 2}
    }


def test_a_height_or_a_time_that_nobody_asked_about_is_not_told(here: Sky) -> None:
    one, two = here.service("uss1"), here.service("uss2")
    two.subscribed(extents=extent(lower_m=300, upper_m=None, from_ms=None, until_ms=None))
    two.subscribed(extents=extent(lower_m=None, upper_m=None, from_ms=None, until_ms=T0_MS + HOUR_MS - 1))
    assert told(one.put(new_id(), new_subscription=...)) == {}


# -- what a service that is down may do -----------------------------------------------------------------------------


def set_down(here: Sky, uss: str, availability: str = "Down") -> None:
    arbiter = here.service("arbiter", AA)
    version = arbiter.ask("GET", f"/dss/v1/uss_availability/{uss}").json()["version"]
    body = {"old_version": version, "availability": availability}
    assert arbiter.ask("PUT", f"/dss/v1/uss_availability/{uss}", body).status_code == 200


def test_a_planned_flight_of_a_service_that_is_down_is_exempt_and_one_that_flies_is_not(here: Sky) -> None:
    """F3548-21 SCD0005, F3548-21 DSS0100,1."""
    one, two = here.service("uss1"), here.service("uss2")
    planned = one.created()
    flying = one.put(one.created(key=[planned["ovn"]])["id"], key=[planned["ovn"]])
    assert flying.status_code == 409
    set_down(here, "uss1")
    [shown] = [held for held in two.query() if held["id"] == planned["id"]]
    assert shown["uss_availability"] == "Down"
    assert two.put(new_id()).status_code == 201


def test_an_activated_flight_of_a_service_that_is_down_is_asked_for(here: Sky) -> None:
    one, two = here.service("uss1"), here.service("uss2")
    made = one.created()
    assert one.put(made["id"], made["ovn"], state="Activated").status_code == 200
    set_down(here, "uss1")
    assert two.put(new_id()).status_code == 409


def test_a_service_that_is_down_neither_plans_nor_flies_nor_ends_and_may_report_trouble(here: Sky) -> None:
    one = here.service("uss1")
    made = one.created()
    set_down(here, "uss1")
    assert one.put(new_id(), extents=[extent(**ELSEWHERE)]).status_code == 412
    assert one.put(made["id"], made["ovn"], state="Activated").status_code == 412
    assert one.delete(made["id"], made["ovn"]).status_code == 412
    troubled = one.put(made["id"], made["ovn"], state="Nonconforming")
    assert troubled.status_code == 200
    set_down(here, "uss1", "Normal")
    made = troubled.json()["operational_intent_reference"]
    assert made["uss_availability"] == "Down"
    assert one.get(made["id"]).json()["operational_intent_reference"]["uss_availability"] == "Normal"
    assert one.delete(made["id"], made["ovn"]).status_code == 200


# -- the extension of InterUSS --------------------------------------------------------------------------------------


def suffix(at_ms: int, tail: str = "7abc8def0123456789a") -> str:
    digits = f"{at_ms:012x}{tail[:1]}{tail[1:4]}{tail[4:8]}{tail[8:]}".ljust(32, "0")
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def test_a_version_number_that_is_asked_for_is_given(here: Sky) -> None:
    one = here.service("uss1")
    wanted = suffix(T0_MS)
    made = one.created(requested_ovn_suffix=wanted)
    assert made["ovn"] == f"{made['id']}_{wanted}"
    plain = suffix(T0_MS + 60_000).replace("-", "")
    changed = one.put(made["id"], made["ovn"], requested_ovn_suffix=plain)
    assert changed.json()["operational_intent_reference"]["ovn"] == f"{made['id']}_{plain}"


@pytest.mark.parametrize(
    "wanted",
    ["", "nonsense", new_id(), suffix(T0_MS - 301_000), suffix(T0_MS + 301_000), suffix(T0_MS) + "0"],
    ids=["empty", "no UUID", "version 4", "too old", "too far ahead", "too long"],
)
def test_a_suffix_that_is_none_is_refused(here: Sky, wanted: str) -> None:
    assert here.service("uss1").put(new_id(), requested_ovn_suffix=wanted).status_code == 400


def test_a_version_number_is_never_given_twice_to_one_flight(here: Sky) -> None:
    one = here.service("uss1")
    made = one.created(requested_ovn_suffix=suffix(T0_MS))
    assert one.put(made["id"], made["ovn"], requested_ovn_suffix=suffix(T0_MS)).status_code == 400
    other = one.put(made["id"], made["ovn"]).json()["operational_intent_reference"]
    assert one.put(other["id"], other["ovn"], requested_ovn_suffix=suffix(T0_MS)).status_code == 400
