"""What is due, for whom, by when: derived from a picture and the charter's clocks, never stored.

A clock belongs to the party on whose screen it alarms and runs by that party's node. This module counts; what a
node did about a clock is a statement elsewhere. Nothing here reads a clock: `now_ms` is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .charter import Clocks
from .entity import Notice, Position, ReleaseAnswer, ReleaseRequest, Reply, Site, starts_ms
from .onward import counted_ms, standing
from .version import Version

WEEK_MS = 7 * 86_400_000
DAY_MS = 86_400_000
IMMEDIATE, ROUTINE = 2, 3
CLOCK_OF = {"release_request": "release_answer_due_ms"}
"""Kinds that ask for an answer -> the charter's clock that runs for it; when it has run, no answer means no."""


@dataclass(frozen=True, slots=True)
class Due:
    """One line of the list of things due. `rank` is 2 once it is overdue or near, else 3."""

    key: str
    what: str
    about: str
    count: int
    due_ms: int
    rank: int


def positions_due(party: str, versions: Sequence[Version], clocks: Clocks, now_ms: int) -> list[Due]:
    """Sites of others on which this party has not said what it holds: 72 h from arrival (R6)."""
    told = {
        version.body.about.key
        for version in versions
        if version.author == party and isinstance(version.body, Position)
    }
    waiting: dict[str, list[int]] = {}
    for version in versions:
        if version.author == party or version.key in told or not isinstance(version.body, Site):
            continue
        if version.action != "close" and version.withdrawn_ms is None:
            waiting.setdefault(version.author, []).append(version.first_known_ms + clocks.position_due_ms)
    return [
        Due(f"position/{author}", "position_on_sites", author, len(dues), min(dues), _rank(min(dues), now_ms))
        for author, dues in sorted(waiting.items())
    ]


def revalidations_due(party: str, versions: Iterable[Version], now_ms: int) -> list[Due]:
    """Own sites whose validity ends within a week or has ended (90 d)."""
    ends = [
        version.body.valid_until_ms
        for version in versions
        if version.author == party
        and isinstance(version.body, Site)
        and version.action != "close"
        and version.body.valid_until_ms < now_ms + WEEK_MS
    ]
    if not ends:
        return []
    return [Due("revalidation", "revalidation", "", len(ends), min(ends), _rank(min(ends), now_ms))]


def answers_due(party: str, versions: Sequence[Version], clocks: Clocks, now_ms: int) -> list[Due]:
    """Questions about own notices without an answer since: 24 h, or the start of the activity if sooner."""
    by_key = {version.key: version for version in versions}
    answered = {
        (version.body.about.key, version.known_from_ms)
        for version in versions
        if version.author == party and isinstance(version.body, Reply) and version.body.what == "answer"
    }
    found = []
    for version in versions:
        body = version.body
        if not isinstance(body, Reply) or body.what != "question" or body.about.author != party:
            continue
        if any(key == body.about.key and at_ms >= version.known_from_ms for key, at_ms in answered):
            continue
        notice = by_key.get(body.about.key)
        due_ms = version.known_from_ms + clocks.answer_due_ms
        if notice is not None and isinstance(notice.body, Notice):
            due_ms = min(due_ms, max(version.known_from_ms, starts_ms(notice.body)))
        found.append(Due(f"answer/{version.key}", "answer", body.about.key, 1, due_ms, _rank(due_ms, now_ms)))
    return found


def asked_due_ms(party: str, request: Version, clocks: Clocks) -> int:
    """When the clock of a request has run: from its entry at its author's node, from its arrival at the other's."""
    clock_ms: int = getattr(clocks, CLOCK_OF[request.kind])
    return counted_ms(party, request) + clock_ms


def requests_due(party: str, versions: Sequence[Version], clocks: Clocks, now_ms: int) -> list[Due]:
    """Requests to this party that wait: 24 h from arrival, then no answer is a no and nothing is due (R5)."""
    said: dict[str, list[Version]] = {}
    for version in versions:
        if isinstance(version.body, ReleaseAnswer):
            said.setdefault(version.body.about.key, []).append(version)
    found = []
    for version in versions:
        body = version.body
        if (
            not isinstance(body, ReleaseRequest)
            or body.about.author != party
            or version.withdrawn_ms is not None
        ):
            continue
        due_ms = asked_due_ms(party, version, clocks)
        if standing(party, version, said.get(version.key, ()), due_ms, now_ms).state == "asked":
            found.append(Due(f"request/{version.key}", version.kind, body.about.key, 1, due_ms, ROUTINE))
    return found


def hits_due(
    party: str, unacknowledged: Iterable[tuple[Version, int]], clocks: Clocks, now_ms: int
) -> list[Due]:
    """Notices that were released at once: their hits are due within 15 min (T-5)."""
    return [
        Due(
            f"hits/{version.key}", "hits_due", version.key, count, version.t_released_ms + clocks.hits_due_ms,
            _rank(version.t_released_ms + clocks.hits_due_ms, now_ms),
        )
        for version, count in unacknowledged
        if version.author == party and count
    ]  # fmt: skip


def _rank(due_ms: int, now_ms: int) -> int:
    return IMMEDIATE if due_ms <= now_ms else ROUTINE
