"""The story `il-20`: stamped very late by arrival, whatever the author claims, and what was passed on to whom."""

from __future__ import annotations

from commonground.picture.charter import log_to
from tests.telling import Told, tell

MINUTE_MS = 60_000


def released_and_known_ms(told: Told, party: str) -> tuple[int, int, int]:
    version = told.world.room(party).view.get(told.key("notice"))
    return version.body.volumes[0].from_ms, version.t_released_ms, version.known_from_ms  # type: ignore[union-attr]


def test_it_is_stamped_by_its_arrival_and_the_claim_stands_beside_it() -> None:
    told = tell("il-20")
    from_ms, claimed_ms, arrived_ms = released_and_known_ms(told, "B")
    assert from_ms - claimed_ms >= 19 * MINUTE_MS
    assert 0 < from_ms - arrived_ms < MINUTE_MS


def test_the_third_party_is_told_by_the_originator_and_by_nobody_else() -> None:
    told = tell("il-20")
    held = told.world.room("J").view.get(told.key("notice"))
    assert held.author == "A"
    assert held.origin == log_to(told.world.room("J").charter, "A", "J")
    told_by_b = told.world.room("J").view.picture
    assert not [one for one in told_by_b.entities.values() if one.author == "B"]


def test_to_whom_it_was_passed_on_stands_in_both_books() -> None:
    told = tell("il-20")
    for party in "AB":
        slots = told.body(party, "passed_on").message.slots
        assert slots["post"].post == "airspace"
        assert slots["about"].about.key == told.key("notice")
