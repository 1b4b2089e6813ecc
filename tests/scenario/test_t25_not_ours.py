"""T-25 and Khasham 2018: "not ours" says for whom it speaks; who speaks for forces it did not declare is shown so."""

from __future__ import annotations

import pytest

from commonground.errors import Refused
from commonground.room.watch import alert_rows
from tests.line_worlds import call, row, say, text
from tests.worlds import World, make_world


def answer(
    world: World, key: str, code: str = "not_ours", whom: str = "own", forces: tuple[str, ...] = ()
) -> None:
    message = text("not ours") if code == "other" else None
    say(world, "B", "answer", key, code, whom, forces, message)


@pytest.mark.parametrize("code", ["ours", "not_ours", "stopped", "not_stopped", "checking", "other"])
def test_no_answer_without_for_whom_it_speaks(code: str) -> None:
    world = make_world()
    key = call(world)
    with pytest.raises(Refused) as caught:
        answer(world, key, code, "")
    assert (caught.value.clause, caught.value.field) == ("T-25", "call_word.speaks_for")
    assert row(world, "A", key)["words"] == []


def test_not_ours_of_own_forces_says_nothing_of_others() -> None:
    world = make_world()
    key = call(world, message=text("tanks move on us"))
    answer(world, key)
    for party in "AB":
        [word] = row(world, party, key)["words"]
        assert (word["code"], word["speaks_for"], word["forces"]) == ("not_ours", "own", [])
        assert word["undeclared"] is False
        assert row(world, party, key)["state"] == "answered"


def test_allied_forces_are_named_and_nobody_else_is() -> None:
    world = make_world()
    key = call(world)
    with pytest.raises(Refused) as without:
        answer(world, key, whom="allied")
    assert without.value.clause == "T-25"
    with pytest.raises(Refused):
        answer(world, key, whom="own", forces=("Wagner",))


def test_who_speaks_for_forces_that_it_has_not_declared_is_kept_and_both_see_it() -> None:
    world = make_world()
    key = call(world)
    answer(world, key, whom="allied", forces=("Local defence",))
    for party in "AB":
        [word] = row(world, party, key)["words"]
        assert word["undeclared"] is True
        assert word["counts"] is True, "it is recorded, never dropped"
        assert row(world, party, key)["state"] == "answered"
    assert "undeclared_forces" in {one.what for one in alert_rows(world.room("A"), world.clock.ms)}


def test_unknown_is_an_answer_too_and_a_later_one_stands_beside_it() -> None:
    world = make_world()
    key = call(world)
    answer(world, key, whom="unknown")
    answer(world, key, "ours", "own")
    assert [(one["code"], one["speaks_for"]) for one in row(world, "A", key)["words"]] == [
        ("not_ours", "unknown"), ("ours", "own"),
    ]  # fmt: skip
