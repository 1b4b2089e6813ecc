"""Answers to what was asked together, as what was asked about comes to stand and goes."""

from __future__ import annotations

from commonground.room.foreseen import Foreseen


def made() -> Foreseen:
    """Two questions that meet each other; the first meets A/1 too, which stands."""
    return Foreseen([{"A/1"}, set()], [{0, 1}, {0, 1}])


def test_what_stands_is_met_and_what_has_not_come_is_not() -> None:
    assert (made().met(0), made().met(1)) == ({"A/1"}, set())


def test_what_has_come_is_met_by_the_others() -> None:
    asked = made()
    assert asked.come(0, "A/2")
    assert asked.met(1) == {"A/2"}


def test_what_has_gone_is_not_met_any_more() -> None:
    asked = made()
    asked.come(0, "A/2")
    asked.go("A/2")
    asked.go("A/1")
    assert (asked.met(0), asked.met(1)) == (set(), set())


def test_what_comes_in_the_place_of_what_stood_is_another() -> None:
    asked = made()
    asked.go("A/1")
    asked.come(1, "A/1")
    assert asked.met(0) == {"A/1"}
    asked.go("A/1")
    asked.come(0, "A/1")
    assert asked.met(0) == {"A/1"}, "itself, whom the asker leaves out"


def test_a_question_stands_under_one_key() -> None:
    asked = made()
    asked.come(0, "A/2")
    assert not asked.come(0, "A/3")
    asked.go("A/2")
    assert asked.come(0, "A/3")
