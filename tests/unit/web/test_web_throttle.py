"""How many sign-ins may fail, from where, for how long; nobody learns who exists."""

from __future__ import annotations

import pytest

from commonground.web.errors_http import TooManyAttempts
from commonground.web.throttle import (
    KEYS_MAX,
    PER_ADDRESS,
    PER_NAME,
    PER_NAME_AND_ADDRESS,
    WINDOW_MS,
    Throttle,
)


def failed(throttle: Throttle, count: int, name: str = "ann", address: str = "a", now_ms: int = 0) -> None:
    for _ in range(count):
        throttle.begin(name, address, now_ms)


def test_the_sixth_attempt_for_a_name_from_an_address_waits_for_the_window() -> None:
    throttle = Throttle()
    failed(throttle, PER_NAME_AND_ADDRESS)
    with pytest.raises(TooManyAttempts) as refused:
        throttle.begin("ann", "a", WINDOW_MS - 1)
    assert refused.value.detail == {"retry_after_s": 1}
    throttle.begin("ann", "b", 0)
    throttle.begin("bob", "a", 0)
    throttle.begin("ann", "a", WINDOW_MS)


def test_a_right_password_forgets_the_failures_of_the_name_from_there() -> None:
    throttle = Throttle()
    failed(throttle, PER_NAME_AND_ADDRESS - 1)
    throttle.begin("ann", "a", 0)
    throttle.succeeded("ann", "a")
    failed(throttle, PER_NAME_AND_ADDRESS)


def test_a_name_tried_from_everywhere_and_an_address_that_tries_everybody_are_stopped() -> None:
    throttle = Throttle()
    for number in range(PER_NAME):
        throttle.begin("ann", str(number), 0)
    with pytest.raises(TooManyAttempts):
        throttle.begin("ann", "fresh", 0)
    throttle = Throttle()
    for number in range(PER_ADDRESS):
        throttle.begin(str(number), "a", 0)
    with pytest.raises(TooManyAttempts):
        throttle.begin("fresh", "a", 0)


def test_memory_is_bounded() -> None:
    throttle = Throttle()
    for number in range(KEYS_MAX):
        throttle.begin(f"n{number}", f"a{number}", 0)
    assert len(throttle._failed) <= KEYS_MAX
