"""Who may be told what: every kind, reference and recipient against an oracle in which nothing is shared."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest

from commonground.picture.blocks import Body, Reference, Text
from commonground.picture.entity import (
    ConflictNote,
    Link,
    Position,
    Receipt,
    ReleaseAnswer,
    ReleaseRequest,
    Reply,
    Warning_,
)
from commonground.picture.statement import OwnLine, Release, Saying, Statement, body_of
from commonground.policy.disclosure import Disclosed, Recipient, Withheld, disclose
from commonground.policy.rule import may_tell
from commonground.record import decode
from tests.worlds import T0_MS, notice, site

PARTIES = ("A", "B", "J")
ENTITIES = tuple(Reference(author=author, entity="E-1") for author in PARTIES)
WORDS = Text(lang="en", text="words")


@dataclass(frozen=True)
class Case:
    """One thing to be told, and everybody that it speaks of."""

    kind: str
    body: Body
    about: tuple[Reference, ...]


def cases() -> list[Case]:
    found = [Case("notice", notice(), ()), Case("site", site(), ())]
    found.append(Case("conflict_note", ConflictNote(conflict="A/N-1|B/N-2", state="open", owner="", note="",
                                                    versions=(1, 1)), ()))  # fmt: skip
    for one in ENTITIES:
        found += [
            Case("position", Position(about=one, stance="agrees", reason=WORDS), (one,)),
            Case("reply", Reply(about=one, about_version=1, what="read"), (one,)),
            Case("receipt", Receipt(about=one, how="opened"), (one,)),
            Case("warning", Warning_(about=one), (one,)),
            Case("release_request", ReleaseRequest(about=one, to="J", reason=WORDS), (one,)),
            Case("release_answer", ReleaseAnswer(about=one, outcome="refused"), (one,)),
        ]
    for one, other in itertools.product(ENTITIES, repeat=2):
        found.append(Case("link", Link(first=one, second=other), (one, other)))
    return found


KNOWN = list(itertools.product([False, True], repeat=len(ENTITIES)))
"""Every answer to: has the author itself released A's, B's, J's entity to the recipient?"""


def oracle(author: str, recipient: str, case: Case, known: dict[str, bool]) -> bool:
    """DESIGN section 1, said once more and otherwise: four reasons to keep quiet, else to speak."""
    if author == recipient:
        return False
    if case.kind == "conflict_note":
        return False
    for reference in case.about:
        is_the_originator = reference.author == recipient
        if case.kind.startswith("release_") and not is_the_originator:
            return False
        if not is_the_originator and not known[reference.key]:
            return False
    return True


@pytest.mark.parametrize("author", PARTIES)
@pytest.mark.parametrize("recipient", PARTIES)
def test_every_kind_reference_and_recipient(author: str, recipient: str) -> None:
    for case, answers in itertools.product(cases(), KNOWN):
        known = {reference.key: answer for reference, answer in zip(ENTITIES, answers, strict=True)}
        decision = may_tell(author, recipient, case.kind, case.body, lambda one, to, k=known: k[one.key])
        assert decision.allowed == oracle(author, recipient, case, known), (case, known)
        assert decision.allowed == (not decision.reasons)


ACTIONS = ("establish", "amend", "cancel", "close", "revalidate", "withdraw", "deleted")
LAST = ("", "establish", "amend", "cancel", "close", "revalidate", "withdraw", "deleted")


def told_as(action: str, last: str) -> str | None:
    """What a recipient who was last told `last` is told of `action`; None for nothing."""
    if last == "":
        return {"establish": "establish", "amend": "establish", "revalidate": "establish"}.get(action)
    return "amend" if action in ("establish", "amend") else action


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("last", LAST)
@pytest.mark.parametrize("body", [notice(), site()], ids=["notice", "site"])
def test_every_action_after_every_other(action: str, last: str, body: Body) -> None:
    """A late recipient gets one establish: that there was anything before is not told."""
    kind = "notice" if body == notice() else "site"
    values = {} if action in ("withdraw", "deleted") else body_of(body)
    line = own(Saying(kind=kind, entity="E-1", action=action, post="watch_officer", body=values))  # type: ignore[arg-type]
    result = disclose(line, Release(party="B"), recipient(last_action=last), T0_MS)
    expected = told_as(action, last)
    if expected is None:
        assert isinstance(result, Withheld)
        return
    assert isinstance(result, Disclosed)
    statement = decode(Statement, result.data)
    assert statement.action == result.action == expected
    assert statement.version == 7
    assert (statement.body == {}) == (action in ("withdraw", "deleted"))


def own(saying: Saying) -> OwnLine:
    return OwnLine(schema="commonground/1", room="test", author="A", t_entered_ms=T0_MS, salt="00" * 32,
                   operator="Petrov", version=9, saying=saying)  # fmt: skip


def recipient(*, last_action: str = "", version_next: int = 7, known: bool = True) -> Recipient:
    return Recipient(version_next=version_next, last_action=last_action, salt=lambda: b"\x11" * 32,
                     released_to=lambda one, to: known)  # fmt: skip


def test_no_salt_is_drawn_for_what_is_withheld() -> None:
    """A draw that happens only in one world would show in the next salt of the log."""

    def forbidden() -> bytes:
        raise AssertionError("a salt was drawn")

    quiet = Recipient(version_next=1, last_action="", salt=forbidden, released_to=lambda one, to: False)
    for case in cases():
        line = own(
            Saying(
                kind=case.kind, entity="E-1", action="establish", post="custodian", body=body_of(case.body)
            )
        )
        if not oracle("A", "B", case, dict.fromkeys((one.key for one in ENTITIES), False)):
            assert isinstance(disclose(line, Release(party="B"), quiet, T0_MS), Withheld)
    event = OwnLine(schema="commonground/1", room="test", author="A", t_entered_ms=T0_MS, salt="00" * 32)
    assert isinstance(disclose(event, Release(party="B"), quiet, T0_MS), Withheld)


@pytest.mark.parametrize("kind", ["forecast", "notice"])
def test_a_line_that_this_release_does_not_understand_is_told_to_nobody(kind: str) -> None:
    line = own(Saying(kind=kind, entity="E-1", action="establish", post="airspace", body={"colour": "red"}))
    assert isinstance(disclose(line, Release(party="B"), recipient(), T0_MS), Withheld)
