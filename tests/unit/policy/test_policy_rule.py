"""The tables of permission against what they should say, spelled out; what no table names is refused."""

from __future__ import annotations

import pytest

from commonground.picture.charter import POSTS
from commonground.picture.kinds import KINDS
from commonground.policy.rule import POST_ACTIONS, may_post, may_tell

W, I, A, H, C, L, D, X, J = POSTS  # noqa: E741
NOBODY = "", "guest", "operator", "WATCH_OFFICER", "watch_officer ", "target_officer"

ALLOWED = {
    "release_notice": {W, A, D, H, X},
    "reply": {W, A, D, I, H, X, C, J},
    "site": {W, H, X, D, J},
    "position": {W, H, X, D, L},
    "conflict_note": {W, A, D, H, X},
    "export": {W, D, H, X, L, J},
    "import": {H, X, D, W},
    "warn": {J},
    "drill": {"duty_chief"},
    "ask_release": {W, A, D, H, X, L, J},
    "offer_text": {W, A, C, L, D},
    "sign_text": {W, C, L, D},
    "commit": {W, A, C, D},
    "observe": {W, A, C, D, J},
    "fly": {A, W, D},
    "constrain": {A, W, D},
    "declare_basis": {W, L, C, D},
    "translate": {W, I, A, H, C, L, D, X, J},
    "plan_duty": {D, W},
    "handover": {W, I, A, H, C, L, D, X, J},
    "accession": {D, L},
    "speaks_for": {D, L, C},
    "leave_room": {D},
    "line": {W, I, A, H, C, L, D, X, J},
    "channel": {W, D, L, C, H},
    "shelve": {W, A, D, H, X, C},
    "inform": {W, D, C, H, X},
}


def test_the_posts_are_those_of_the_arrangement() -> None:
    assert (W, I, A, H, C, L, D, X, J) == (
        "watch_officer", "interpreter", "airspace", "humanitarian_liaison", "ceasefire", "legal_adviser",
        "duty_chief", "access_officer", "custodian",
    )  # fmt: skip


@pytest.mark.parametrize("action", sorted(ALLOWED))
@pytest.mark.parametrize("post", [*POSTS, *NOBODY])
def test_every_post_and_action(action: str, post: str) -> None:
    decision = may_post(action, post)
    assert decision.allowed == (post in ALLOWED[action])
    assert decision.allowed == (not decision.reasons)


@pytest.mark.parametrize("action", ["", "release", "sites", "warning", "delete", "administer", "*", "Site"])
@pytest.mark.parametrize("post", POSTS)
def test_what_no_table_names_is_refused(action: str, post: str) -> None:
    assert not may_post(action, post).allowed


def test_the_table_says_no_more_than_the_oracle() -> None:
    assert {action: set(posts) for action, posts in POST_ACTIONS.items()} == ALLOWED


@pytest.mark.parametrize("kind", ["", "notes", "Notice", "target", "heads", "track", "notice ", "statement"])
def test_an_unknown_kind_is_told_to_nobody(kind: str) -> None:
    for recipient in "ABJ":
        decision = may_tell("A", recipient, kind, None, lambda reference, party: True)
        assert not decision.allowed
        assert decision.reasons


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nobody_releases_to_itself(kind: str) -> None:
    assert not may_tell("A", "A", kind, None, lambda reference, party: True).allowed
