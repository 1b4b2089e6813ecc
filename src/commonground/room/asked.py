"""What was asked of whom: how a release request stands in this party's picture, and which ones are refused.

Everything is looked up in the picture of the party itself, so a refusal tells it nothing that it was not told. That
an item does not exist and that it was withheld are one answer. It appends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import Refused
from ..picture.deadline import asked_due_ms
from ..picture.entity import Notice, ReleaseAnswer, ReleaseRequest, ends_ms
from ..picture.onward import Standing, answered_by_others, standing
from ..picture.version import Version
from ..policy.rule import ONWARD_POSTS
from .context import Room

ENDED_ACTIONS = frozenset({"cancel", "close", "deleted"})


def standing_of(room: Room, request: Version, now_ms: int, said: Iterable[Version] | None = None) -> Standing:
    """How a request stands; `said` is what was said about it as of another moment than now."""
    found = room.view.replies_about(request.key) if said is None else said
    due_ms = asked_due_ms(room.party, request, room.charter.clocks)
    return standing(room.party, request, found, due_ms, now_ms)


def requests(room: Room) -> Iterator[tuple[Version, ReleaseRequest]]:
    """Every request of the picture that is understood, as they came."""
    for key in room.view.keys_of("release_request"):
        version = room.view.picture.entities[key]
        if isinstance(version.body, ReleaseRequest):
            yield version, version.body


def strange_answers(room: Room) -> Iterator[tuple[ReleaseRequest, Version]]:
    """Answers of parties that were not asked, each with the request that it speaks of."""
    for version, body in requests(room):
        for answer in answered_by_others(version, room.view.replies_about(version.key)):
            yield body, answer


def has_ended(item: Version, now_ms: int) -> bool:
    """Whether there is nothing left to tell a third party of: cancelled, closed, or its last window over.

    An expired site has not ended: it is shown and checked until its originator closes it (T-12).
    """
    if item.action in ENDED_ACTIONS:
        return True
    return isinstance(item.body, Notice) and ends_ms(item.body) < now_ms


def refuse_ended(item: Version, now_ms: int) -> None:
    """Refuse to ask for, or to release, what has ended."""
    if has_ended(item, now_ms):
        raise Refused("it has ended: there is nothing to release", field="about", clause="R5")


def refuse_request(room: Room, body: ReleaseRequest) -> None:
    """Refuse to ask for what this party does not hold from its originator, to nobody in particular, or twice."""
    item = room.view.get(body.about.key)
    if item.author == room.party:
        raise Refused("an item of another party is expected", field="about", clause="R5")
    if item.body is None or item.kind not in ONWARD_POSTS:
        expected = ", ".join(sorted(ONWARD_POSTS))
        raise Refused(f"one of {expected} expected", field="about", clause="R5")
    if item.withdrawn_ms is not None:
        raise Refused("its originator no longer releases it to this party", field="about", clause="R5")
    now_ms = room.clock.now_ms()
    refuse_ended(item, now_ms)
    others = [party for party in room.charter.others(room.party) if party != item.author]
    if not others:
        raise Refused("this room has no third party", field="to", clause="R5")
    if body.to not in others:
        expected = ", ".join(others)
        raise Refused(f"a third party expected: {expected}", field="to", clause="R5")
    for version, earlier in requests(room):
        same = (version.author, earlier.about, earlier.to) == (room.party, body.about, body.to)
        if same and version.releases and standing_of(room, version, now_ms).state == "asked":
            raise Refused("it was asked already and waits for an answer", field="to", clause="R5")


def refuse_answer(room: Room, body: ReleaseAnswer) -> None:
    """Refuse a second answer, one to what was not asked of this party, and a "granted" without a release."""
    version, request = request_to_answer(room, body.about.key)
    if body.outcome == "granted":
        item = room.view.picture.get(request.about)
        told = () if item is None else tuple(one.party for one in item.releases)
        for party in (version.author, request.to):
            if party not in told:
                raise Refused(f"it is not released to {party!r}", field="party", clause="R5")


def request_to_answer(room: Room, key: str) -> tuple[Version, ReleaseRequest]:
    """A request to this party that it has not answered yet; an answer after the clock is late and still one."""
    version = room.view.get(key)
    if not isinstance(version.body, ReleaseRequest) or version.author == room.party:
        raise Refused("a request of another party is expected", field="key", clause="R5")
    if version.withdrawn_ms is not None:
        raise Refused("it was taken back", field="key", clause="R5")
    if standing_of(room, version, room.clock.now_ms()).answer is not None:
        raise Refused("it was answered already", field="key", clause="R5")
    return version, version.body
