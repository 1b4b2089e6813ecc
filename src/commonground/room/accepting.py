"""What each kind of statement asks of the room when this party says it: one table, a line for each kind that asks.

The rules look at the party's own picture, its charter and the command, and append nothing. What is wrong with a body
whoever says it stands in its `Kind`; who may say it on which post stands in `policy/rule`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import NotPermitted, Refused
from ..picture.entity import Position, ReleaseAnswer, ReleaseRequest, Warning_
from ..picture.version import Version
from . import accession_rules, agreed_rules, exchange_rules, information_rules, membership_rules
from .asked import refuse_answer, refuse_request
from .beat_rules import refuse_beat
from .channel_rules import refuse_channel
from .command import Command
from .context import Room
from .line_rules import refuse_call, refuse_rung, refuse_test, refuse_word
from .roster_rules import accept_duty, accept_handover
from .shelving_rules import accept_shelving
from .translation_rules import accept_translation

Accept = Callable[[Room, Command, Any, Version | None], None]
"""Refuses by the state of the room; the body is of the command's kind, the version is the last one of the entity."""


def _position(room: Room, _: Command, body: Position, last: Version | None) -> None:
    taken = any(
        one.author == room.party and one.kind == "position" for one in room.view.replies_about(body.about.key)
    )
    if last is None and taken:
        raise Refused("this party has taken a position: amend it", field="position.about", clause="R6")


def _request(room: Room, _: Command, body: ReleaseRequest, __: Version | None) -> None:
    refuse_request(room, body)


def _answer(room: Room, _: Command, body: ReleaseAnswer, __: Version | None) -> None:
    refuse_answer(room, body)


def _warning(room: Room, _: Command, __: Warning_, ___: Version | None) -> None:
    if not room.charter.party(room.party).custodian:
        raise NotPermitted("only a custodian warns", field="kind", clause="T-8")


ACCEPT: dict[str, Accept] = {
    "position": _position,
    "release_request": _request,
    "release_answer": _answer,
    "warning": _warning,
    **agreed_rules.ACCEPT,
    "call": refuse_call,
    "call_word": refuse_word,
    "rung": refuse_rung,
    "line_test": refuse_test,
    "beat": refuse_beat,
    "channel": refuse_channel,
    "translation": accept_translation,
    "duty": accept_duty,
    "handover": accept_handover,
    "shelving": accept_shelving,
    **information_rules.ACCEPT,
    **exchange_rules.ACCEPT,
    **membership_rules.ACCEPT,
    **accession_rules.ACCEPT,
}
