"""Whoever flies is dropped on the way in (section 8): every field that says who or from where, put at every place of
every message of both versions, leaves no byte in what is read, refused, logged, stored or answered.
"""

from __future__ import annotations

import itertools
import json
import logging
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import MalformedMessage
from commonground.protocols.f3411.codec.dialect import Dialect
from commonground.protocols.f3411.codec.v19 import V19
from commonground.protocols.f3411.codec.v22a import V22A
from tests.f3411_messages import (
    NAMES,
    SECRETS,
    answer,
    changed,
    details,
    flight,
    objects,
    operator,
    packed,
    with_fields,
)
from tests.remote_id import AREA_ID, OTHER_ID, Service, at_once, desk_of
from tests.remote_id_screen import HOST, RUNNER, URL, screen_of
from tests.worlds import make_world

DIALECTS: dict[str, Dialect] = {"22a": V22A, "19": V19}


def shown(*values: object) -> bytes:
    """All that can be seen of what was read: a record has no field beside those that it shows."""
    return "|".join(repr(value) for value in values).encode()


def holds_none(data: bytes) -> bool:
    return not any(one.lower() in data.lower() for one in SECRETS)


def paths(message: Any, limit: int = 200) -> list[tuple[Any, ...]]:
    return list(itertools.islice(objects(message), limit))


@pytest.mark.parametrize("name", NAMES)
def test_no_record_of_a_flight_holds_who_flies(name: str) -> None:
    message = answer(name, flight(name), flight(name, "flight-b"))
    for path in paths(message):
        found = DIALECTS[name].read_flights(packed(with_fields(message, path, operator(name))))
        assert [one.flight for one in found.reports] == ["flight-a1", "flight-b"], path
        assert holds_none(shown(found)), path


@pytest.mark.parametrize("name", NAMES)
def test_no_record_of_details_holds_who_flies(name: str) -> None:
    message = details(name)
    assert holds_none(shown(DIALECTS[name].read_details(packed(message))))
    for path in paths(message):
        found = DIALECTS[name].read_details(packed(with_fields(message, path, operator(name))))
        assert holds_none(shown(found)), path


def leaves(message: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of every value that is none of objects and lists."""
    if isinstance(message, dict):
        return [one for key, value in message.items() for one in leaves(value, (*path, key))]
    if isinstance(message, list):
        return [one for number, value in enumerate(message) for one in leaves(value, (*path, number))]
    return [path]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_reason_of_a_refusal_repeats_what_was_sent(data: st.DataObject) -> None:
    """Who flies, written in place of any value: it is refused, or passed over, and never said again."""
    name = data.draw(st.sampled_from(NAMES))
    message = data.draw(st.sampled_from([answer(name, flight(name)), details(name)]))
    path = data.draw(st.sampled_from(leaves(message)))
    if path[-1] == "id":
        return  # the id of a flight is whatever its service calls it; it may hold letters and digits
    value = data.draw(st.sampled_from([*operator(name).values(), [operator(name)], {"a": operator(name)}]))
    wrong = packed(changed(message, path, value))
    read = DIALECTS[name].read_flights if "flights" in message else DIALECTS[name].read_details
    try:
        seen = shown(read(wrong))
    except MalformedMessage as error:
        # What came before it would stand in the log of whoever logs it.
        seen = shown(error, error.reason, error.field, error.detail, error.__context__)
    assert holds_none(seen), (path, seen)


@pytest.mark.parametrize("name", NAMES)
def test_no_store_and_no_answer_of_the_dss_holds_who_flies(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = make_world(parties=("A",))
    noticed: list[object] = []
    service = Service(
        desk_of(at_once(world.nodes["A"]), lambda _, notice: noticed.append(notice)), DIALECTS[name]
    )
    bodies = {"area": service.area(), "wish": service.wish()}
    answers: list[Any] = []
    for kind, body in bodies.items():
        put = service.put_area if kind == "area" else service.subscribe
        for number, path in enumerate(paths(body)):
            world.clock.go_on()
            said = with_fields(body, path, operator(name))
            answers.append(put(f"4c2c1f6a-0000-4000-8000-{number:012x}", body=said))
    assert {status for status, _ in answers} <= {200, 429}
    told = {"service_area": answers[0][1]["service_area"], "subscriptions": [{"subscription_id": OTHER_ID}]}
    for path in paths(told):
        said = with_fields(told, path, operator(name))
        assert service.call("postIdentificationServiceArea", said, id=AREA_ID)[0] == 204
    answers += [service.search(), noticed]
    store = world.room("A").store
    stored = [store.documents(f"rid_{kind}_{name}") for kind in ("area", "subscription")]
    assert stored[0]
    assert holds_none(shown(answers) + shown(stored) + caplog.text.encode())


@pytest.mark.parametrize("name", NAMES)
def test_no_screen_and_no_log_of_the_display_holds_who_flies(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    screen = screen_of(DIALECTS[name])
    screen.service.put_area(body=screen.service.area(URL))
    shown: list[Any] = []
    messages = [answer(name, flight(name), flight(name, "bad", speed=-1)), details(name)]
    for path in [None, *paths(messages[0])]:
        told = messages[0] if path is None else with_fields(messages[0], path, operator(name))
        spoken = messages[1] if path is None else with_fields(messages[1], (), operator(name))
        screen.net.hosts[HOST] = lambda request, told=told, spoken=spoken: (  # type: ignore[misc]
            spoken if request.url.path.endswith("/details") else told
        )
        screen.go_on(0 if path is None else 1)
        screen.display._looks.clear()
        shown.append(screen.seen())
        [drone] = shown[-1]["drones"]
        shown.append(RUNNER.run(screen.display.details(drone["key"])))
    # Answers that are refused as a whole, with who flies as their only content, and in place of their fields.
    for wrong in (
        operator(name),
        {"timestamp": operator(name), "flights": [operator(name)]},
        [operator(name)],
    ):
        screen.net.hosts[HOST] = lambda _, wrong=wrong: httpx.Response(200, json=wrong)  # type: ignore[misc]
        screen.go_on(120_000)
        shown += [screen.seen(), RUNNER.run(screen.display.details(drone["key"]))]
    stored = repr(vars(screen.world.room("A").store))
    assert holds_none(shown_bytes(shown) + stored.encode() + caplog.text.encode())
    assert [one["state"] for one in shown[-2]["services"]] == ["refused"]


def shown_bytes(rows: list[Any]) -> bytes:
    return json.dumps(rows).encode()


def test_the_test_would_see_it() -> None:
    assert not holds_none(json.dumps(operator()).encode())
    for number in range(len(SECRETS)):
        assert not holds_none(b"x" + SECRETS[number] + b"y")
