"""The story `euphrates`: six crossings, four covered by a notice, one not, one disputed, in both books alike."""

from __future__ import annotations

from commonground.room.rows_flights import flight_row
from tests.telling import tell

FLIGHTS = ("f1", "f2", "f3", "f4", "f5", "f6")


def test_both_books_count_four_covered_one_disputed_and_one_not() -> None:
    told = tell("euphrates")
    for party in "AB":
        room = told.world.room(party)
        rows = [flight_row(room, room.view.get(told.key(name))) for name in FLIGHTS]
        words = [row["comparisons"][0]["word"] for row in rows if row is not None]
        assert words == ["covered"] * 4 + ["disputed", "not_covered"]
        assert [row["asked"] for row in rows if row is not None] == [[]] * 4 + [["A", "B"]] * 2


def test_an_answer_says_for_whom_and_stands_beside_the_comparison() -> None:
    told = tell("euphrates")
    for party in "AB":
        room = told.world.room(party)
        row = flight_row(room, room.view.get(told.key("f5")))
        assert row is not None
        assert [(one["stance"], one["for_whom"]) for one in row["statements"]] == [("not_ours", "own_forces")]
        assert row["comparisons"][0]["word"] == "disputed"
