"""Graded reports between services: reported, amended, ended, judged, asked for, answered (R19, S7).

Nothing is forwarded and nothing merged: an answer names a report that its author released by itself, and an opinion
stands beside the report. Onward release is asked as for any item (`room/onward`). All run in a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import NotPermitted, Refused
from ..picture.blocks import Body, Reference, Text
from ..picture.information import (
    Information,
    InformationAnswer,
    InformationRequest,
    Opinion,
    Opinion_,
    Outcome,
)
from ..picture.statement import Action, ChannelClass, Precedence, Release
from ..picture.version import Version
from ..record import replace
from .command import Command
from .context import Room
from .posts import require_post
from .submit import Submitted, submit

CHANNEL: ChannelClass = "LIAISON"


def report(
    room: Room,
    body: Information,
    releases: tuple[Release, ...],
    post: str,
    operator: str,
    precedence: Precedence = "ROUTINE",
) -> Submitted:
    """Say a new report and release it to those named."""
    require_post("inform", post)
    return _say(room, "information", "establish", body, releases, post, operator, precedence=precedence)


def amend(room: Room, id: str, version: int, body: Information, post: str, operator: str) -> Submitted:
    """The same report anew, to those who were told of it; `version` is the one that was looked at."""
    require_post("inform", post)
    own = _own(room, id, "information")
    if isinstance(own.body, Information) and own.body.stix is not None:
        # What was posted keeps its identifier, and the members that nobody here knows; its words are these now.
        body = replace(body, stix=replace(own.body.stix, edited=True, parts=()))
    return _say(room, "information", "amend", body, own.releases, post, operator, entity=id, version=version)


def end(room: Room, id: str, post: str, operator: str) -> Submitted:
    """Take a report, or a request, back for all who were told of it: it stays in every log as what it was."""
    require_post("inform", post)
    own = _own(room, id, "information", "information_request")
    return _say(room, own.kind, "cancel", None, own.releases, post, operator, entity=id)


def give_opinion(
    room: Room, key: str, opinion: Opinion_, reasons: Text, to: Iterable[str], post: str, operator: str
) -> Submitted:
    """Say what this party thinks of a report of another, to its originator and to whoever else is named."""
    require_post("inform", post)
    body = Opinion(about=Reference.of(key), opinion=opinion, reasons=reasons)
    given = next(
        (
            one
            for one in room.view.replies_about(key)
            if one.author == room.party and isinstance(one.body, Opinion)
        ),
        None,
    )
    releases = tuple(Release(party=one) for one in dict.fromkeys((body.about.author, *to)))
    if given is None:
        return _say(room, "opinion", "establish", body, releases, post, operator)
    if isinstance(given.body, Opinion) and given.body.stix is not None:
        body = replace(body, stix=replace(given.body.stix, edited=True))
    return _say(room, "opinion", "amend", body, releases, post, operator, entity=given.entity)


def ask(room: Room, body: InformationRequest, parties: Iterable[str], post: str, operator: str) -> Submitted:
    """Ask parties for information; each of them has the charter's clock, and then has none."""
    require_post("inform", post)
    releases = tuple(Release(party=one) for one in dict.fromkeys(parties))
    if not releases:
        raise Refused("at least one party is expected", field="recipients", clause="R19")
    return _say(room, "information_request", "establish", body, releases, post, operator)


def answer(
    room: Room, key: str, outcome: Outcome, report_id: str, text: Text | None, post: str, operator: str
) -> Submitted:
    """Answer a request to this party, once: with a report that its asker holds, with none, or with no."""
    require_post("inform", post)
    written = text if text is not None and text.text.strip() else None
    body = InformationAnswer(about=Reference.of(key), outcome=outcome, report=report_id, text=written)
    releases = (Release(party=body.about.author),)
    return _say(room, "information_answer", "establish", body, releases, post, operator)


def _own(room: Room, id: str, *kinds: str) -> Version:
    version = room.view.get(f"{room.party}/{id}")
    if version.kind not in kinds:
        raise Refused(f"one of {', '.join(kinds)} expected", field="id")
    if version.action == "cancel":
        raise NotPermitted("it was ended", field="id")
    return version


def _say(
    room: Room,
    kind: str,
    action: Action,
    body: Body | None,
    releases: tuple[Release, ...],
    post: str,
    operator: str,
    *,
    entity: str = "",
    version: int = 0,
    precedence: Precedence = "ROUTINE",
) -> Submitted:
    return submit(room, Command(
        kind=kind, action=action, post=post, operator=operator, body=body, releases=releases, entity=entity,
        version=version, precedence=precedence, channel_class=CHANNEL,
    ))  # fmt: skip
