"""The story `khasham`: an answer must say for whom it speaks, and says nothing about anybody else (T-25)."""

from __future__ import annotations

from commonground.picture.line import CallWord
from tests.telling import Told, tell


def answers(told: Told, party: str, name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    said = [one.body for one in told.world.room(party).view.replies_about(told.key(name))]
    return [
        (one.code, one.speaks_for, one.forces)
        for one in said
        if isinstance(one, CallWord) and one.what == "answer"
    ]


def test_not_ours_without_a_scope_is_refused_and_enters_no_book() -> None:
    told = tell("khasham")
    assert len(told.telling.refusals) == 1
    for party in "AB":
        assert answers(told, party, "asked") == [("not_ours", "own", ())]


def test_own_allied_and_unknown_are_three_answers() -> None:
    told = tell("khasham")
    for party in "AB":
        assert answers(told, party, "others") == [
            ("not_ours", "allied", ("River Guard",)),
            ("checking", "unknown", ()),
        ]
