"""What may follow what, every kind and every action; the words of a state at the edges of a window."""

from __future__ import annotations

import itertools

import pytest

from commonground.errors import Refused
from commonground.picture.charter import Clocks
from commonground.picture.kinds import KINDS
from commonground.picture.lifecycle import TRANSITIONS, activity_state, check_transition, lateness

ACTIONS = ("establish", "amend", "cancel", "close", "revalidate", "withdraw", "deleted", "", "approve")
LAST = (None, *ACTIONS[:7])
CHANGED = {("establish", "amend"), ("amend", "amend")}
OFFERED = {(None, "establish"), *CHANGED, ("establish", "cancel"), ("amend", "cancel")}
ONCE = {(None, "establish"), ("establish", "cancel")}
ALLOWED = {
    "notice": {(None, "establish"), *CHANGED, ("establish", "cancel"), ("amend", "cancel")},
    "site": {
        (None, "establish"), *CHANGED, ("establish", "revalidate"), ("establish", "close"), ("amend", "revalidate"),
        ("amend", "close"), ("revalidate", "amend"), ("revalidate", "revalidate"), ("revalidate", "close"),
        ("close", "revalidate"),
    },
    "position": {(None, "establish"), *CHANGED},
    "conflict_note": {(None, "establish"), *CHANGED},
    "reply": {(None, "establish")},
    "receipt": {(None, "establish")},
    "link": {(None, "establish"), ("establish", "cancel")},
    "warning": {(None, "establish")},
    "release_request": {(None, "establish")},
    "release_answer": {(None, "establish")},
    "area": OFFERED, "instrument": OFFERED, "instrument_decision": OFFERED, "commitment": OFFERED,
    "observed_flight": OFFERED, "coverage_statement": OFFERED, "basis": OFFERED, "reservation": OFFERED,
    "area_signature": ONCE, "instrument_signature": ONCE, "exception": ONCE, "declaration": ONCE, "shelving": ONCE,
    "call": {(None, "establish"), *CHANGED, ("establish", "cancel"), ("amend", "cancel")},
    "call_word": {(None, "establish")},
    "rung": {(None, "establish")},
    "line_test": {(None, "establish")},
    "beat": {(None, "establish")},
    "channel": {(None, "establish")},
    "information": OFFERED, "opinion": {(None, "establish"), *CHANGED}, "information_request": ONCE,
    "information_answer": {(None, "establish")},
    "stix_object": {*ONCE, ("cancel", "establish")},
    "translation": OFFERED,
    "duty": {(None, "establish"), *CHANGED},
    "accession": {(None, "establish"), ("establish", "cancel")},
    "consent": {(None, "establish")},
    "handover": {(None, "establish"), *CHANGED},
    "speaks_for": {(None, "establish"), *CHANGED},
    "airspace_subscription": OFFERED,
    "uss_availability": {(None, "establish"), *CHANGED},
    "dss_report": {(None, "establish")},
    "flight": {*OFFERED, ("cancel", "establish")}, "own_constraint": {*OFFERED, ("cancel", "establish")},
    "peer_entity": {*OFFERED, ("cancel", "establish")},
    "leaving": {(None, "establish"), ("establish", "cancel"), ("cancel", "amend"), ("amend", "cancel")},
}  # fmt: skip


def test_the_oracle_knows_every_kind() -> None:
    assert set(ALLOWED) == set(KINDS) == set(TRANSITIONS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_transition(kind: str) -> None:
    for last, action in itertools.product(LAST, ACTIONS):
        if (last, action) in ALLOWED[kind]:
            check_transition(kind, last, action)
            continue
        with pytest.raises(Refused) as refused:
            check_transition(kind, last, action)
        assert refused.value.field == "action"
        assert kind in refused.value.reason


def test_no_table_holds_an_action_of_release() -> None:
    """Withdrawing and deleting are acts of release, not changes of an entity."""
    for after in TRANSITIONS.values():
        for actions in after.values():
            assert not actions & {"withdraw", "deleted"}


@pytest.mark.parametrize(
    ("action", "withdrawn_ms", "now_ms", "state"),
    [
        ("establish", None, 99, "announced"), ("establish", None, 100, "active"), ("amend", None, 200, "active"),
        ("establish", None, 201, "ended"), ("cancel", None, 99, "cancelled"), ("cancel", None, 999, "cancelled"),
        ("cancel", 50, 99, "cancelled"), ("establish", 50, 99, "withdrawn"), ("establish", 50, 150, "withdrawn"),
        ("amend", 50, 201, "ended"), ("establish", 0, 99, "withdrawn"),
    ],
)  # fmt: skip
def test_the_word_of_a_notice(action: str, withdrawn_ms: int | None, now_ms: int, state: str) -> None:
    assert activity_state(action, 100, 200, withdrawn_ms, now_ms) == state


@pytest.mark.parametrize(
    ("lead_ms", "word"),
    [
        (24 * 3_600_000, "planned"), (24 * 3_600_000 - 1, "late"), (3_600_000, "late"), (3_599_999, "very_late"),
        (0, "very_late"), (-1, "very_late"),
    ],
)  # fmt: skip
def test_how_late(lead_ms: int, word: str) -> None:
    assert lateness(lead_ms, Clocks()) == word
