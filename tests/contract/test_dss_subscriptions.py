"""Subscriptions in the DSS: windows, versions, who sees them, flights that depend on them.

F3548-21 createSubscription, F3548-21 updateSubscription, F3548-21 getSubscription, F3548-21 deleteSubscription,
F3548-21 querySubscriptions; they end by themselves (F3548-21 DSS0210,A2-7-2,4d).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.airspace import CM, CP, MINUTE_MS, SC, WITHHELD, Service, Sky, extent, new_id, sky, time_of
from tests.worlds import HOUR_MS, T0_MS

from commonground.room.airspace_terms import Terms

DAY_MS = 24 * HOUR_MS


@pytest.fixture
def here() -> Iterator[Sky]:
    made = sky()
    yield made
    made.stop()


def wide(**changes: Any) -> dict[str, Any]:
    return extent(
        **{"from_ms": None, "until_ms": None, "lower_m": None, "upper_m": None, "radius_m": 2_000, **changes}
    )


def query(service: Service, **changes: Any) -> list[dict[str, Any]]:
    answer = service.ask("POST", "/dss/v1/subscriptions/query", {"area_of_interest": wide(**changes)})
    assert answer.status_code == 200, answer.text
    return answer.json()["subscriptions"]


def test_a_new_subscription_begins_now_and_ends_in_a_day(here: Sky) -> None:
    one = here.service("uss1")
    made = one.subscribed()
    assert made["time_start"] == time_of(T0_MS)
    assert made["time_end"] == time_of(T0_MS + DAY_MS)
    assert (made["notification_index"], made["implicit_subscription"]) == (0, False)
    assert made["dependent_operational_intents"] == []
    assert one.subscription(made["id"]).json() == {"subscription": made}
    assert query(one) == [made]


def test_it_shows_what_is_relevant_to_it_now(here: Sky) -> None:
    one, authority = here.service("uss1"), here.service("authority", CM)
    flight = one.created()
    one.created(extents=[extent(lng=37.0)])
    limit = authority.constrain().json()["constraint_reference"]
    both = here.service("uss2").subscribe(notify_for_constraints=True).json()
    assert both["operational_intent_references"] == [flight | {"ovn": WITHHELD}]
    assert both["constraint_references"] == [limit | {"ovn": WITHHELD}]
    assert one.subscribe().json()["operational_intent_references"] == [flight]
    assert "constraint_references" not in one.subscribe().json()


@pytest.mark.parametrize(
    ("window", "status"),
    [
        ({"until_ms": T0_MS + DAY_MS}, 200),
        ({"until_ms": T0_MS + DAY_MS + 1}, 400),
        ({"from_ms": T0_MS + HOUR_MS, "until_ms": T0_MS + HOUR_MS + DAY_MS}, 200),
        ({"from_ms": T0_MS + 10 * DAY_MS}, 200),
        ({"from_ms": T0_MS - 4 * MINUTE_MS}, 200),
        ({"from_ms": T0_MS - 2 * DAY_MS}, 200),
        ({"until_ms": T0_MS - 1}, 400),
        ({"from_ms": T0_MS + HOUR_MS, "until_ms": T0_MS + HOUR_MS - 1}, 400),
    ],
)  # fmt: skip
def test_windows(here: Sky, window: dict[str, int], status: int) -> None:
    assert here.service("uss1").subscribe(extents=wide(**window)).status_code == status


def test_a_begin_that_has_passed_is_kept_within_what_clocks_differ_by_and_else_is_now(here: Sky) -> None:
    one = here.service("uss1")
    just = one.subscribed(extents=wide(from_ms=T0_MS - 10_000, until_ms=T0_MS + HOUR_MS))
    assert just["time_start"] == time_of(T0_MS - 10_000)
    long_ago = one.subscribed(extents=wide(from_ms=T0_MS - 3 * DAY_MS, until_ms=T0_MS + HOUR_MS))
    assert long_ago["time_start"] == time_of(T0_MS)


def test_a_change_keeps_the_window_that_it_does_not_name_and_has_a_new_version(here: Sky) -> None:
    one = here.service("uss1")
    made = one.subscribed()
    here.clock.go_on(HOUR_MS)
    changed = one.subscribe(made["id"], made["version"], extents=wide(lng=36.4))
    assert changed.status_code == 200
    after = changed.json()["subscription"]
    assert after["version"] != made["version"]
    assert (after["time_start"], after["time_end"]) == (made["time_start"], made["time_end"])
    assert one.subscribe(made["id"], made["version"]).status_code == 409
    renewed = one.subscribe(after["id"], after["version"], extents=wide(until_ms=here.clock.ms + DAY_MS))
    assert renewed.json()["subscription"]["time_start"] == time_of(here.clock.ms)


def test_a_subscription_is_gone_when_it_has_ended(here: Sky) -> None:
    """F3548-21 DSS0210,A2-7-2,4d."""
    one = here.service("uss1")
    made = one.subscribed(extents=wide(until_ms=T0_MS + HOUR_MS))
    here.clock.go_on(HOUR_MS)
    assert one.subscription(made["id"]).status_code == 200
    here.clock.go_on(1)
    assert one.subscription(made["id"]).status_code == 404
    assert query(one) == []
    assert one.unsubscribe(made["id"], made["version"]).status_code == 404
    begun = extent(from_ms=T0_MS, until_ms=T0_MS + 3 * HOUR_MS)
    assert one.put(new_id(), extents=[begun], new_subscription=...).json()["subscribers"] == []
    again = one.subscribe(made["id"])
    assert again.status_code == 200
    assert again.json()["subscription"]["notification_index"] == 0


def test_only_its_subscriber_sees_changes_or_ends_it(here: Sky) -> None:
    one, two = here.service("uss1"), here.service("uss2")
    made = one.subscribed()
    assert two.subscription(made["id"]).status_code == 403
    assert two.subscribe(made["id"], made["version"]).status_code == 403
    assert two.unsubscribe(made["id"], made["version"]).status_code == 403
    assert query(two) == []
    assert query(one) == [made]


def test_queries_look_at_cells_heights_and_times(here: Sky) -> None:
    one = here.service("uss1")
    made = one.subscribed(extents=wide(lower_m=100, upper_m=200, until_ms=T0_MS + HOUR_MS))
    assert query(one, lower_m=200) == [made]
    assert query(one, lower_m=200.1) == []
    assert query(one, from_ms=T0_MS + HOUR_MS) == [made]
    assert query(one, from_ms=T0_MS + HOUR_MS + 1) == []
    assert query(one, lng=37.0) == []


# -- named traps ----------------------------------------------------------------------------------------------------


def test_a_put_on_an_implicit_subscription_makes_it_explicit(here: Sky) -> None:
    one = here.service("uss1")
    flight = one.created()
    held = one.subscription(flight["subscription_id"]).json()["subscription"]
    assert held["implicit_subscription"]
    changed = one.subscribe(held["id"], held["version"])
    assert changed.status_code == 200
    after = changed.json()["subscription"]
    assert not after["implicit_subscription"]
    assert after["dependent_operational_intents"] == [flight["id"]]
    assert after["notification_index"] == held["notification_index"]
    one.delete(flight["id"], flight["ovn"])
    assert one.subscription(held["id"]).status_code == 200


def test_a_duplicate_or_wrong_version_is_a_conflict(here: Sky) -> None:
    one = here.service("uss1")
    made = one.subscribed()
    assert one.subscribe(made["id"]).status_code == 409
    assert one.subscribe(made["id"], "another-version").status_code == 409
    assert one.unsubscribe(made["id"], "another-version").status_code == 409


def test_an_absent_subscription_with_a_version_is_a_bad_request(here: Sky) -> None:
    assert here.service("uss1").subscribe(new_id(), "some-version").status_code == 400


def test_a_subscription_that_flights_depend_on_is_not_ended(here: Sky) -> None:
    one = here.service("uss1")
    explicit = one.subscribed()
    flight = one.created(new_subscription=..., subscription_id=explicit["id"])
    assert one.unsubscribe(explicit["id"], explicit["version"]).status_code == 400
    implicit = one.created(key=[flight["ovn"]])["subscription_id"]
    version = one.subscription(implicit).json()["subscription"]["version"]
    assert one.unsubscribe(implicit, version).status_code == 400
    one.delete(flight["id"], flight["ovn"])
    ended = one.unsubscribe(explicit["id"], explicit["version"])
    assert ended.status_code == 200
    assert ended.json()["subscription"]["id"] == explicit["id"]
    assert one.subscription(explicit["id"]).status_code == 404


@pytest.mark.parametrize(
    "narrow",
    [{"lng": 37.0}, {"until_ms": T0_MS + HOUR_MS}, {"upper_m": 150}, {"lower_m": 150},
     {"from_ms": T0_MS + HOUR_MS + MINUTE_MS}],
)  # fmt: skip
def test_a_subscription_is_not_made_narrower_than_a_flight_that_depends_on_it(
    here: Sky, narrow: dict[str, Any]
) -> None:
    one = here.service("uss1")
    made = one.subscribed()
    one.created(new_subscription=..., subscription_id=made["id"])
    assert one.subscribe(made["id"], made["version"], extents=wide(**narrow)).status_code == 400
    silent = {"notify_for_operational_intents": False, "notify_for_constraints": True}
    assert one.subscribe(made["id"], made["version"], **silent).status_code == 400
    assert one.subscribe(made["id"], made["version"], extents=wide(radius_m=5_000)).status_code == 200


@pytest.mark.parametrize("narrow", [{"lng": 37.0}, {"until_ms": T0_MS + HOUR_MS}, {"upper_m": 150}])
def test_an_implicit_subscription_is_not_made_narrower_than_its_flight(
    here: Sky, narrow: dict[str, Any]
) -> None:
    """A refused change leaves it implicit; one to just the flight's extents is taken, and it is explicit then."""
    one = here.service("uss1")
    flight = one.created()
    held = one.subscription(flight["subscription_id"]).json()["subscription"]
    assert one.subscribe(held["id"], held["version"], extents=wide(**narrow)).status_code == 400
    assert one.subscription(held["id"]).json()["subscription"] == held
    equal = one.subscribe(held["id"], held["version"], extents=extent())
    assert equal.status_code == 200, equal.text
    after = equal.json()["subscription"]
    assert not after["implicit_subscription"]
    assert (after["time_start"], after["time_end"]) == (flight["time_start"], flight["time_end"])


def test_the_scope_for_constraints_is_not_required_to_make_a_subscription(here: Sky) -> None:
    one = here.service("uss1")
    assert one.subscribe(scopes=[SC]).status_code == 200
    assert one.subscribe(scopes=[SC], notify_for_constraints=True).status_code == 200
    asking = {"uss_base_url": "https://uss1.example", "notify_for_constraints": True}
    assert one.put(new_id(), scopes=[SC], new_subscription=asking).status_code == 201


def test_a_node_may_ask_for_the_scope_of_each_kind_of_change() -> None:
    strict = sky(terms=Terms(scopes_per_notice=True))
    one = strict.service("uss1")
    assert one.subscribe(scopes=[SC]).status_code == 200
    assert one.subscribe(scopes=[SC], notify_for_constraints=True).status_code == 403
    assert one.subscribe(scopes=[CP]).status_code == 403
    constraints = {"notify_for_operational_intents": False, "notify_for_constraints": True}
    assert one.subscribe(scopes=[CP], **constraints).status_code == 200
    assert one.subscribe(scopes=[SC, CP], notify_for_constraints=True).status_code == 200
    strict.stop()


def test_a_subscription_to_nothing_is_refused(here: Sky) -> None:
    assert here.service("uss1").subscribe(notify_for_operational_intents=False).status_code == 400
