"""Onward release: how a request to the originator of an item stands, and what can be none.

Whoever holds an item of another party asks that party to release it to a third; the originator releases it by its own
append, or refuses, or is silent, and silence for the whole clock means no (R5). A standing is derived from the
request and from what the originator said about it, so that both sides see it alike, whatever arrived first. A later
answer still counts and is shown as late. Nothing here knows what is asked for: any kind of item will do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from ..errors import MalformedMessage
from .entity import ReleaseAnswer, ReleaseRequest
from .statement import Statement, typed_body
from .version import Version

State = Literal["asked", "granted", "refused", "no_answer"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands: `answer` is the originator's, if it gave one; `late` when that came after `due_ms`."""

    state: State
    due_ms: int
    answer: Version | None = None
    late: bool = False


def counted_ms(party: str, version: Version) -> int:
    """From when a party counts: its own words from when it said them, another's from their arrival."""
    return version.first_released_ms if version.author == party else version.first_known_ms


def standing(party: str, request: Version, said: Iterable[Version], due_ms: int, now_ms: int) -> Standing:
    """How a request stands for a party at `now_ms`; `said` is what anybody said about it.

    Only the originator of the item answers, and its first answer counts: a second one changes nothing, and neither
    does the word of anybody else. The clock is closed: at `due_ms` itself an answer is in time.
    """
    body = request.body
    answers = [
        one
        for one in said
        if isinstance(body, ReleaseRequest)
        and isinstance(one.body, ReleaseAnswer)
        and one.author == body.about.author
        and one.body.about.key == request.key
    ]
    if not answers:
        return Standing("asked" if now_ms <= due_ms else "no_answer", due_ms)
    first = min(answers, key=lambda one: one.leaf)
    assert isinstance(first.body, ReleaseAnswer)
    return Standing(first.body.outcome, due_ms, first, late=counted_ms(party, first) > due_ms)


def answered_by_others(request: Version, said: Iterable[Version]) -> list[Version]:
    """Answers of parties that were not asked. They change nothing, and somebody should know of them."""
    body = request.body
    if not isinstance(body, ReleaseRequest):
        return []
    return [
        one
        for one in said
        if isinstance(one.body, ReleaseAnswer) and one.author not in (body.about.author, request.author)
    ]


def out_of_place(statement: Statement, parties: Collection[str]) -> str:
    """What no honest node says in a request or an answer, by the statement alone; empty when nothing is wrong."""
    try:
        body = typed_body(statement.kind, statement.body)
    except MalformedMessage:
        return ""
    if not isinstance(body, ReleaseRequest | ReleaseAnswer):
        return ""
    author, recipient = statement.author, statement.recipient
    if body.about.author != recipient:
        return f"a {statement.kind} of {author} about what is not {recipient}'s"
    if isinstance(body, ReleaseRequest) and body.to not in set(parties) - {author, recipient}:
        return f"{author} asks for a release to {body.to[:16]!r}, who is no third party"
    return ""
