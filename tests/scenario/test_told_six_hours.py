"""The story `six-hours`: both go on without a link, and then both pictures equal those of a room that never broke."""

from __future__ import annotations

from typing import Any

from commonground.picture.beat import Beat
from commonground.record import replace
from tests.telling import Told, one_step, tell

COMPARED = ("notice", "call", "call_word", "beat")


def picture(told: Told, party: str) -> dict[str, Any]:
    """What a party sees but for times of arrival; a state message counts what its author held when it was sent."""
    found: dict[str, Any] = {}
    for kind in COMPARED:
        for one in told.world.room(party).view.of_kind(kind):
            body = (one.body.seq, one.body.state) if isinstance(one.body, Beat) else one.body
            found[one.key] = (one.version, one.action, one.precedence, body)
    return found


def never_broken() -> Told:
    told = tell("six-hours", steps=())
    for step in told.story.told():
        if step.do in ("cut", "join"):
            told.world.clock.go_on(max(1000, step.after_ms) + step.skip_ms + 1000)
        else:
            checked = [must for must in step.then if must.see == "held" and must.holds.get("held")]
            one_step(told, replace(step, then=tuple(checked)))
    return told


def test_both_pictures_equal_those_of_a_room_that_never_broke() -> None:
    broken, whole = tell("six-hours"), never_broken()
    for party in "AB":
        seen = picture(broken, party)
        assert len(seen) >= 10
        assert [one[3] for one in sorted_values(seen)] == [
            one[3] for one in sorted_values(picture(whole, party))
        ]
    assert set(picture(broken, "A")) == set(picture(broken, "B"))


def sorted_values(seen: dict[str, Any]) -> list[Any]:
    """Without ids and times: a call names the moment at which it was placed, which is the same in both rooms."""
    return sorted(seen.values(), key=str)


def test_while_it_lasts_neither_knows_of_the_other() -> None:
    told = tell("six-hours", steps=tell("six-hours").story.told()[:12])
    for party, other in (("A", "B"), ("B", "A")):
        beats = [one.body for one in told.world.room(party).view.of_kind("beat") if one.author == other]
        assert [one.seq for one in beats if isinstance(one, Beat)] == [1]
        assert len(list(told.world.room(party).view.of_kind("notice"))) == 1


def test_numbers_are_neither_lost_nor_reordered() -> None:
    told = tell("six-hours")
    for party, other in (("A", "B"), ("B", "A")):
        received = [one for one in told.world.room(party).view.of_kind("beat") if one.author == other]
        by_arrival = sorted(received, key=lambda one: one.leaf)
        assert [one.body.seq for one in by_arrival if isinstance(one.body, Beat)] == [1, 2, 3]
