"""May this go to that party? A decision is a value with its reasons, and the default is no.

Rules are data in one table per question. They look only at the author's own statements and at what the author
knows about the recipient; nothing here reads a picture of anybody else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..picture.blocks import Body, Reference
from ..picture.charter import POSTS
from ..picture.kinds import ADDRESSED_KINDS, KINDS, NATIONAL_KINDS, references

POST_ACTIONS: dict[str, frozenset[str]] = {
    "release_notice": frozenset({"watch_officer", "airspace", "duty_chief", "humanitarian_liaison", "access_officer"}),
    "reply": frozenset({"watch_officer", "airspace", "duty_chief", "interpreter", "humanitarian_liaison",
                        "access_officer", "ceasefire", "custodian"}),
    "site": frozenset({"watch_officer", "humanitarian_liaison", "access_officer", "duty_chief", "custodian"}),
    "position": frozenset({"watch_officer", "humanitarian_liaison", "access_officer", "duty_chief",
                           "legal_adviser"}),
    "conflict_note": frozenset({"watch_officer", "airspace", "duty_chief", "humanitarian_liaison",
                                "access_officer"}),
    "export": frozenset({"watch_officer", "duty_chief", "humanitarian_liaison", "access_officer", "legal_adviser",
                         "custodian"}),
    "import": frozenset({"humanitarian_liaison", "access_officer", "duty_chief", "watch_officer"}),
    "warn": frozenset({"custodian"}),
    "offer_text": frozenset({"watch_officer", "airspace", "ceasefire", "legal_adviser", "duty_chief"}),
    "sign_text": frozenset({"watch_officer", "ceasefire", "legal_adviser", "duty_chief"}),
    "commit": frozenset({"watch_officer", "airspace", "ceasefire", "duty_chief"}),
    "observe": frozenset({"watch_officer", "airspace", "ceasefire", "duty_chief", "custodian"}),
    "declare_basis": frozenset({"watch_officer", "legal_adviser", "ceasefire", "duty_chief"}),
    "line": frozenset(POSTS),
    "channel": frozenset({"watch_officer", "duty_chief", "legal_adviser", "ceasefire", "humanitarian_liaison"}),
    "fly": frozenset({"airspace", "watch_officer", "duty_chief"}),
    "constrain": frozenset({"airspace", "watch_officer", "duty_chief"}),
    "drill": frozenset({"duty_chief"}),
    "ask_release": frozenset({"watch_officer", "airspace", "duty_chief", "humanitarian_liaison", "access_officer",
                              "legal_adviser", "custodian"}),
    "translate": frozenset({"interpreter", "watch_officer", "airspace", "duty_chief", "humanitarian_liaison",
                            "access_officer", "ceasefire", "legal_adviser", "custodian"}),
    "plan_duty": frozenset({"duty_chief", "watch_officer"}),
    "handover": frozenset(POSTS),
    "accession": frozenset({"duty_chief", "legal_adviser"}),
    "speaks_for": frozenset({"duty_chief", "legal_adviser", "ceasefire"}),
    "leave_room": frozenset({"duty_chief"}),
    "inform": frozenset({"watch_officer", "duty_chief", "ceasefire", "humanitarian_liaison", "access_officer"}),
    "shelve": frozenset({"watch_officer", "airspace", "duty_chief", "humanitarian_liaison", "access_officer",
                         "ceasefire"}),
}  # fmt: skip
ONWARD_POSTS: dict[str, str] = {
    "notice": "release_notice",
    "site": "site",
    "position": "position",
    "reply": "reply",
    "link": "site",
    "information": "inform",
    "stix_object": "inform",
}
"""What may be asked for onward, and what a post of its originator must be allowed to do to answer (R5).

Receipts and warnings are words to one party about that party; requests and answers are between two.
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed or not, and why."""

    allowed: bool
    reasons: tuple[str, ...] = ()


_ALLOWED = Decision(allowed=True)


def may_post(action: str, post: str) -> Decision:
    """Whether a duty post may do something at its own centre; an unknown action is refused."""
    allowed = POST_ACTIONS.get(action, frozenset())
    if post in allowed:
        return Decision(allowed=True)
    expected = ", ".join(sorted(allowed)) or "no post"
    return Decision(allowed=False, reasons=(f"{action} is for {expected}; {post or 'no post'} was taken",))


def may_tell(
    author: str,
    recipient: str,
    kind: str,
    body: Body | None,
    released_to: Callable[[Reference, str], bool],
) -> Decision:
    """Whether a statement of `author` may be appended to the log to `recipient`.

    A reference to another author's entity goes only to that entity's originator, or to those to whom the
    originator is known to have released it: otherwise it would tell that the entity exists (DESIGN section 1).
    """
    if recipient == author:
        return Decision(allowed=False, reasons=("a party does not release to itself",))
    if kind not in KINDS:
        return Decision(allowed=False, reasons=(f"a {kind} is not known here and never released",))
    if kind in NATIONAL_KINDS:
        return Decision(allowed=False, reasons=(f"a {kind} is national and never released",))
    spoken_of = () if body is None else references(body)
    if not spoken_of:
        return _ALLOWED
    if kind in ADDRESSED_KINDS and any(one.author != recipient for one in spoken_of):
        return Decision(allowed=False, reasons=(f"a {kind} goes to the author of what it is about alone",))
    reasons = tuple(
        f"{recipient} is not known to hold {reference.key}"
        for reference in spoken_of
        if reference.author != recipient and not released_to(reference, recipient)
    )
    return Decision(allowed=not reasons, reasons=reasons)
