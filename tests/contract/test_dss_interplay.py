"""Flights, constraints and subscriptions of a DSS in the orders in which the public test catalogue asks for them.

F3548-21 DSS0005,1 and F3548-21 DSS0005,2 are flights and questions for them, F3548-21 DSS0005,3 and F3548-21 DSS0005,4
constraints, F3548-21 DSS0005,5 subscriptions. One node is the whole DSS: what one instance would have to learn from
another (F3548-21 DSS0020, F3548-21 DSS0210) is here what the next request sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.airspace import AA, CM, CMSA, CP, MINUTE_MS, NO_SUBSCRIPTION, SC, Service, Sky, extent, new_id, sky
from tests.worlds import HOUR_MS, T0_MS

DAY_MS = 24 * HOUR_MS


@pytest.fixture
def here() -> Iterator[Sky]:
    made = sky()
    yield made
    made.stop()


@pytest.fixture
def one(here: Sky) -> Service:
    return here.service("uss1")


def at(from_h: float, until_h: float, **where: Any) -> list[dict[str, Any]]:
    """A flight from and until so many hours after now."""
    return [
        extent(from_ms=T0_MS + round(from_h * HOUR_MS), until_ms=T0_MS + round(until_h * HOUR_MS), **where)
    ]


def wide(**changes: Any) -> dict[str, Any]:
    return extent(
        **{"from_ms": None, "until_ms": None, "lower_m": None, "upper_m": None, "radius_m": 2_000, **changes}
    )


def told(answer: Any) -> dict[str, int]:
    """Subscription -> number of the notice, of all who are to be told."""
    return {
        state["subscription_id"]: state["notification_index"]
        for one in answer.json()["subscribers"] for state in one["subscriptions"]
    }  # fmt: skip


def reference(answer: Any) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.text
    [held] = [value for name, value in answer.json().items() if name.endswith("_reference")]
    return dict(held)


def subscriptions(service: Service, **where: Any) -> set[str]:
    answer = service.ask("POST", "/dss/v1/subscriptions/query", {"area_of_interest": wide(**where)})
    return {held["id"] for held in answer.json()["subscriptions"]}


# -- keys, of a new flight and of one that is changed -----------------------------------------------------------


def test_keys_of_a_new_flight_and_of_a_changed_one(one: Service) -> None:
    """F3548-21 DSS0210,A2-7-2,2a, F3548-21 DSS0210,A2-7-2,2b."""
    first = one.created(extents=at(1, 2))
    second = one.created(extents=at(3, 4))

    def missing(
        extents: list[dict[str, Any]], key: list[str], held: dict[str, Any] | None = None
    ) -> set[str]:
        refused = one.put(
            held["id"] if held else new_id(), held["ovn"] if held else "", extents=extents, key=key
        )
        assert refused.status_code == 409
        return {lacking["id"] for lacking in refused.json()["missing_operational_intents"]}

    assert missing(at(0.5, 1.5), []) == {first["id"]}
    assert missing(at(3.5, 4.5), []) == {second["id"]}
    assert missing(at(1.5, 3.5), []) == {first["id"], second["id"]}
    third = one.created(extents=at(1.5, 3.5), key=[first["ovn"], second["ovn"]])
    assert missing(at(1.5, 3.5), [], third) == {first["id"], second["id"]}
    assert missing(at(1.5, 3.5), [second["ovn"]], third) == {first["id"]}
    assert missing(at(0.5, 1.5), [second["ovn"]], third) == {first["id"]}
    assert one.get(third["id"]).json()["operational_intent_reference"] == third
    assert (
        one.put(
            third["id"], third["ovn"], extents=at(1.5, 3.5), key=[first["ovn"], second["ovn"]]
        ).status_code
        == 200
    )


def test_a_flight_is_changed_and_ended_by_its_version_number_alone(one: Service) -> None:
    made = one.created()
    path = f"/dss/v1/operational_intent_references/{made['id']}"
    for ovn, status in (("", 400), ("an-incorrect-version-number", 409)):
        assert one.ask("DELETE", f"{path}/{ovn}").status_code == status
    assert one.put(made["id"], "an-incorrect-version-number").status_code == 409
    assert one.put(made["id"]).status_code == 409
    assert one.get(made["id"]).json()["operational_intent_reference"] == made


def test_what_is_changed_or_ended_is_found_and_asked_for_as_it_is_now(here: Sky, one: Service) -> None:
    """F3548-21 DSS0210,A2-7-2,1a, F3548-21 DSS0210,A2-7-2,1b, F3548-21 DSS0210,A2-7-2,1c,
    F3548-21 DSS0210,A2-7-2,1d, F3548-21 DSS0210,A2-7-2,3a, F3548-21 DSS0210,A2-7-2,3b."""
    two = here.service("uss2")
    made = one.created(extents=at(1, 2))
    moved = reference(one.put(made["id"], made["ovn"], extents=at(5, 6, lng=36.7)))
    shown = moved | {"ovn": two.get(made["id"]).json()["operational_intent_reference"]["ovn"]}
    assert (moved["version"], moved["id"]) == (2, made["id"])
    assert two.get(made["id"]).json()["operational_intent_reference"] == shown
    assert two.query(at(1, 2)[0]) == []
    assert two.query(at(5, 6, lng=36.7)[0]) == [shown]
    assert reference(one.delete(moved["id"], moved["ovn"])) == moved
    assert two.get(made["id"]).status_code == 404
    assert two.query(at(5, 6, lng=36.7)[0]) == []


def test_queries_of_the_past_and_of_every_time(one: Service) -> None:
    made = one.created()
    past = wide(from_ms=T0_MS - 3 * HOUR_MS, until_ms=T0_MS - 2 * HOUR_MS)
    assert one.query(past) == []
    assert one.query(wide()) == [made]
    assert one.query(wide(from_ms=T0_MS + 2 * HOUR_MS - MINUTE_MS)) == [made]
    assert one.query(wide(from_ms=T0_MS + 2 * HOUR_MS + MINUTE_MS)) == []
    assert one.query(wide(until_ms=T0_MS + HOUR_MS + MINUTE_MS)) == [made]
    assert one.query(wide(until_ms=T0_MS + HOUR_MS - MINUTE_MS)) == []


# -- managers and states ----------------------------------------------------------------------------------------


def test_off_nominal_states_by_the_wrong_scope_change_nothing(one: Service) -> None:
    """F3548-21 SCD0100, F3548-21 OPIN0035."""
    for state in ("Nonconforming", "Contingent"):
        assert one.put(new_id(), state=state, scopes=[SC]).status_code in (400, 403)
    made = one.created()
    for state in ("Accepted", "Activated"):
        if state != "Accepted":
            made = reference(one.put(made["id"], made["ovn"], state=state, scopes=[SC]))
        for wrong in ("Nonconforming", "Contingent"):
            assert one.put(made["id"], made["ovn"], state=wrong, scopes=[SC]).status_code == 403
        assert one.get(made["id"]).json()["operational_intent_reference"] == made
    assert one.delete(made["id"], made["ovn"]).status_code == 200
    for wrong in ("Nonconforming", "Contingent"):
        assert one.put(made["id"], made["ovn"], state=wrong, scopes=[SC]).status_code == 403
        assert one.put(made["id"], made["ovn"], state=wrong, scopes=[CMSA]).status_code == 400


# -- explicit subscriptions of flights --------------------------------------------------------------------------


def test_an_explicit_subscription_of_a_flight_is_looked_at_and_replaced(one: Service) -> None:
    short, long, other = (
        one.subscribed(extents=wide(until_ms=T0_MS + round(1.5 * HOUR_MS))), one.subscribed(), one.subscribed(),
    )  # fmt: skip
    assert one.put(new_id(), new_subscription=..., subscription_id=short["id"]).status_code == 400
    made = one.created(new_subscription=..., subscription_id=long["id"])
    assert made["subscription_id"] == long["id"]

    def put(subscription_id: object) -> Any:
        held = one.get(made["id"]).json()["operational_intent_reference"]
        return one.put(made["id"], held["ovn"], new_subscription=..., subscription_id=subscription_id)

    def standing() -> str:
        return str(one.get(made["id"]).json()["operational_intent_reference"]["subscription_id"])

    assert put(short["id"]).status_code == 400
    assert standing() == long["id"]
    assert reference(put(other["id"]))["subscription_id"] == standing() == other["id"]
    assert reference(put(...))["subscription_id"] == standing() == NO_SUBSCRIPTION
    assert put(short["id"]).status_code == 400
    assert standing() == NO_SUBSCRIPTION
    assert reference(put(long["id"]))["subscription_id"] == standing() == long["id"]
    assert subscriptions(one) == {short["id"], long["id"], other["id"]}


# -- implicit subscriptions --------------------------------------------------------------------------------------


def test_an_implicit_subscription_follows_its_flight(one: Service) -> None:
    before = subscriptions(one)
    made = one.created(extents=at(1, 2))
    first = made["subscription_id"]
    second = one.put(new_id(), extents=at(1.5, 3), new_subscription=..., key=[made["ovn"]])
    assert told(second) == {first: 2}
    assert reference(second)["subscription_id"] == NO_SUBSCRIPTION
    assert subscriptions(one) == {*before, first}
    moved = reference(one.put(made["id"], made["ovn"], extents=at(0.2, 1)))
    held = one.subscription(moved["subscription_id"]).json()["subscription"]
    assert (held["time_start"], held["time_end"]) == (moved["time_start"], moved["time_end"])
    assert one.subscription(first).status_code == 404
    third = one.put(new_id(), extents=at(1.2, 2), new_subscription=..., key=[reference(second)["ovn"]])
    assert told(third) == {}
    assert reference(third)["subscription_id"] == NO_SUBSCRIPTION
    one.delete(moved["id"], moved["ovn"])
    assert subscriptions(one) == before


@pytest.mark.parametrize("instead", ["explicit", "none"])
def test_an_implicit_subscription_that_is_replaced_is_gone(one: Service, instead: str) -> None:
    explicit = one.subscribed()["id"]
    made = one.created()
    assert one.subscription(made["subscription_id"]).status_code == 200
    wanted = explicit if instead == "explicit" else ...
    after = reference(one.put(made["id"], made["ovn"], new_subscription=..., subscription_id=wanted))
    assert after["subscription_id"] == (explicit if instead == "explicit" else NO_SUBSCRIPTION)
    assert one.subscription(made["subscription_id"]).status_code == 404
    assert subscriptions(one) == {explicit}


def test_an_implicit_subscription_grows_with_the_flight_that_keeps_it(one: Service) -> None:
    made = one.created(extents=at(1, 2))
    kept = made["subscription_id"]
    longer = reference(
        one.put(made["id"], made["ovn"], extents=at(0.5, 4), new_subscription=..., subscription_id=kept)
    )
    assert longer["subscription_id"] == kept
    held = one.subscription(kept).json()["subscription"]
    assert held["implicit_subscription"]
    assert (held["time_start"], held["time_end"]) == (longer["time_start"], longer["time_end"])


@pytest.mark.parametrize("begins", ["explicit", "none"])
def test_the_implicit_subscription_of_another_flight_can_be_taken(one: Service, begins: str) -> None:
    explicit = one.subscribed()["id"]
    wanted = explicit if begins == "explicit" else ...
    first = one.created(extents=at(1, 2), new_subscription=..., subscription_id=wanted)
    second = one.created(extents=at(3, 4))
    shared = second["subscription_id"]
    moved = reference(
        one.put(first["id"], first["ovn"], extents=at(1, 2), new_subscription=..., subscription_id=shared)
    )
    assert one.get(first["id"]).json()["operational_intent_reference"]["subscription_id"] == shared
    held = one.subscription(shared).json()["subscription"]
    assert set(held["dependent_operational_intents"]) == {first["id"], second["id"]}
    assert (held["time_start"], held["time_end"]) == (moved["time_start"], second["time_end"])


# -- who is told -------------------------------------------------------------------------------------------------


def test_who_looks_at_that_time_is_told_and_so_are_the_flights_before(here: Sky, one: Service) -> None:
    """F3548-21 DSS0210,A2-7-2,4a, F3548-21 DSS0210,A2-7-2,4b, F3548-21 DSS0210,A2-7-2,4c."""
    two = here.service("uss2")
    near = two.subscribed(extents=wide(until_ms=T0_MS + 3 * HOUR_MS))["id"]
    late = two.subscribed(extents=wide(from_ms=T0_MS + 5 * HOUR_MS, until_ms=T0_MS + 6 * HOUR_MS))["id"]
    numbers: list[str] = []
    implicit: list[str] = []
    for count in range(1, 4):
        made = one.put(new_id(), key=numbers)
        assert late not in told(made)
        assert told(made)[near] == count
        assert set(told(made)) >= set(implicit)
        numbers.append(reference(made)["ovn"])
        implicit.append(reference(made)["subscription_id"])
    changed = one.put(reference(made)["id"], numbers[-1], key=numbers)
    assert told(changed)[near] == 4
    assert late not in told(changed)


def test_a_subscription_that_is_gone_or_has_ended_is_told_of_nothing(here: Sky, one: Service) -> None:
    """F3548-21 DSS0210,A2-7-2,4d, F3548-21 DSS0210,A2-7-2,5a, F3548-21 DSS0210,A2-7-2,5b,
    F3548-21 DSS0210,A2-7-2,5c."""
    two = here.service("uss2")
    gone = two.subscribed()
    ending = two.subscribed(extents=wide(until_ms=T0_MS + 10 * MINUTE_MS))
    assert two.unsubscribe(gone["id"], gone["version"]).status_code == 200
    assert two.subscription(gone["id"]).status_code == 404
    assert subscriptions(two) == {ending["id"]}
    made = one.put(new_id(), extents=at(0.1, 2), new_subscription=...)
    assert told(made) == {ending["id"]: 1}
    here.clock.go_on(10 * MINUTE_MS + 1)
    changed = one.put(reference(made)["id"], reference(made)["ovn"], extents=at(0.1, 2), new_subscription=...)
    assert told(changed) == {}
    assert subscriptions(two) == set()


# -- subscriptions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("begins_h", [None, 0, 1])
@pytest.mark.parametrize("lasts_h", [None, 1, 24])
def test_begin_and_end_of_a_subscription_may_be_left_out(
    one: Service, begins_h: int | None, lasts_h: int | None
) -> None:
    """F3548-21 DSS0015."""
    from_ms = T0_MS + (begins_h or 0) * HOUR_MS
    until_ms = from_ms + (24 if lasts_h is None else lasts_h) * HOUR_MS
    made = one.subscribed(
        extents=wide(
            from_ms=None if begins_h is None else from_ms, until_ms=None if lasts_h is None else until_ms
        )
    )
    stated = [made[name]["value"] for name in ("time_start", "time_end")]
    expected = wide(from_ms=from_ms, until_ms=until_ms)
    assert stated == [expected[name]["value"] for name in ("time_start", "time_end")]
    assert one.subscription(made["id"]).json()["subscription"] == made
    assert subscriptions(one) == {made["id"]}


def test_a_subscription_is_not_made_longer_than_a_day(one: Service) -> None:
    """F3548-21 DSS0015."""
    made = one.subscribed(extents=wide(from_ms=T0_MS, until_ms=T0_MS + DAY_MS))
    longer = wide(from_ms=T0_MS, until_ms=T0_MS + DAY_MS + 1_000)
    assert one.subscribe(extents=longer).status_code == 400
    assert one.subscribe(made["id"], made["version"], extents=longer).status_code == 400
    assert one.subscription(made["id"]).json()["subscription"] == made


def test_a_subscription_is_changed_and_ended_by_its_version_alone(one: Service) -> None:
    made = one.subscribed()
    path = f"/dss/v1/subscriptions/{made['id']}"
    assert one.ask("DELETE", f"{path}/").status_code == 400
    assert one.unsubscribe(made["id"], "another-version").status_code == 409
    assert one.subscribe(made["id"], "another-version").status_code == 409
    moved = one.subscribe(made["id"], made["version"], extents=wide(lng=36.6)).json()["subscription"]
    assert moved["version"] != made["version"]
    assert subscriptions(one) == set()
    assert subscriptions(one, lng=36.6) == {made["id"]}
    ended = one.unsubscribe(moved["id"], moved["version"])
    assert (ended.status_code, ended.json()) == (200, {"subscription": moved})


# -- constraints -------------------------------------------------------------------------------------------------


def test_a_constraint_is_changed_and_ended_by_its_version_number_alone(here: Sky) -> None:
    authority = here.service("authority", CM)
    made = reference(authority.constrain())
    path = f"/dss/v1/constraint_references/{made['id']}"
    body = {"extents": [extent()], "uss_base_url": "https://authority.example"}
    for method in ("PUT", "DELETE"):
        assert authority.ask(method, f"{path}/", body).status_code == 400
        assert authority.ask(method, f"{path}/an-incorrect-version-number", body).status_code == 409
    assert authority.ask("GET", path).json()["constraint_reference"] == made
    changed = reference(authority.constrain(made["id"], made["ovn"], uss_base_url="https://other.example"))
    assert (changed["version"], changed["uss_base_url"]) == (2, "https://other.example")


def test_what_is_no_constraint(here: Sky) -> None:
    """F3548-21 DSS0210,A2-7-2,1e, F3548-21 DSS0210,A2-7-2,1f, F3548-21 DSS0210,A2-7-2,3c,
    F3548-21 DSS0210,A2-7-2,3d."""
    authority, reader = here.service("authority", CM), here.service("uss1", CP)
    good = extent()

    def put(value: object) -> int:
        return authority.constrain(extents=value).status_code

    for name in ("time_start", "time_end"):
        assert put([{key: value for key, value in good.items() if key != name}]) == 400
    assert put(good) == 400
    assert put([]) == 400
    assert put([extent(from_ms=T0_MS + HOUR_MS, until_ms=T0_MS)]) == 400
    assert put([extent(from_ms=T0_MS - 2 * HOUR_MS, until_ms=T0_MS - HOUR_MS)]) == 400

    def found(**when: Any) -> list[str]:
        asked = {"area_of_interest": wide(**when)}
        answer = reader.ask("POST", "/dss/v1/constraint_references/query", asked)
        return [held["id"] for held in answer.json()["constraint_references"]]

    made = reference(authority.constrain(extents=[good]))
    assert found() == [made["id"]]
    assert found(from_ms=T0_MS + 2 * HOUR_MS - MINUTE_MS) == [made["id"]]
    assert found(from_ms=T0_MS + 2 * HOUR_MS + MINUTE_MS) == []
    assert found(until_ms=T0_MS + HOUR_MS + MINUTE_MS) == [made["id"]]
    assert found(until_ms=T0_MS + HOUR_MS - MINUTE_MS) == []
    assert found(from_ms=T0_MS + HOUR_MS, until_ms=T0_MS + HOUR_MS) == [made["id"]]
    path = f"/dss/v1/constraint_references/{made['id']}"
    assert reader.ask("GET", path).json()["constraint_reference"]["version"] == 1
    assert authority.ask("DELETE", f"{path}/{made['ovn']}").status_code == 200
    assert found() == []
    assert reader.ask("GET", path).status_code == 404


def test_who_asks_to_be_told_of_constraints_is_told_as_long_as_he_asks(here: Sky) -> None:
    """A subscription that changes its mind is told from then on, or no more; each keeps its own count."""
    authority, one = here.service("authority", CM), here.service("uss1")
    flights = one.subscribed()
    limits = one.subscribed(notify_for_operational_intents=False, notify_for_constraints=True)
    both = one.subscribed(notify_for_constraints=True)
    made = authority.constrain()
    assert told(made) == {limits["id"]: 1, both["id"]: 1}
    changed = authority.constrain(reference(made)["id"], reference(made)["ovn"])
    assert told(changed) == {limits["id"]: 2, both["id"]: 2}
    now_both = one.subscribe(flights["id"], flights["version"], notify_for_constraints=True)
    assert [held["id"] for held in now_both.json()["constraint_references"]] == [reference(made)["id"]]
    now_flights = one.subscribe(both["id"], both["version"], notify_for_constraints=False)
    assert "constraint_references" not in now_flights.json()
    again = authority.constrain(reference(made)["id"], reference(changed)["ovn"])
    assert told(again) == {flights["id"]: 1, limits["id"]: 3}


# -- availability ------------------------------------------------------------------------------------------------


def test_an_arbiter_says_each_word_on_a_service_and_takes_it_back(here: Sky) -> None:
    """F3548-21 DSS0100,1, F3548-21 DSS0210,A2-7-2,6."""
    arbiter, reader = here.service("arbiter", AA), here.service("uss2", SC)
    path, version = "/dss/v1/uss_availability/uss1", ""
    for word in ("Normal", "Down", "Unknown", "Normal"):
        said = arbiter.ask("PUT", path, {"availability": word, "old_version": version})
        assert said.json()["status"] == {"uss": "uss1", "availability": word}
        assert said.json()["version"] not in ("", version)
        for wrong in ("", "another-version", version):
            stale = arbiter.ask("PUT", path, {"availability": "Down", "old_version": wrong})
            assert stale.status_code == 409
        version = said.json()["version"]
        assert reader.ask("GET", path).json() == said.json()
    assert reader.ask("GET", "/dss/v1/uss_availability/uss3").json() == {
        "status": {"uss": "uss3", "availability": "Unknown"}, "version": "",
    }  # fmt: skip


def test_a_report_of_a_dss_that_never_answered_is_taken(here: Sky, one: Service) -> None:
    """F3548-21 DSS0100,2: without a response, since there was none."""
    at_text = extent()["time_start"]
    exchange = {
        "url": "https://dummy.example/dss/v1/operational_intent_references/x", "method": "GET",
        "headers": ["Content-Type: application/json"], "recorder_role": "Client", "request_time": at_text,
        "problem": "the name of the host is not known",
    }  # fmt: skip
    made = one.ask("POST", "/dss/v1/reports", {"exchange": exchange})
    assert made.status_code == 201
    assert made.json()["report_id"]
    assert made.json()["exchange"]["problem"] == exchange["problem"]
    assert one.ask("POST", "/dss/v1/reports", {}).status_code == 400
