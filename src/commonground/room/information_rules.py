"""What a report, an opinion, a request for information and its answer ask of this party's picture (R19)."""

from __future__ import annotations

from typing import Any

from ..errors import Refused
from ..picture.information import Information, InformationAnswer, InformationRequest, Opinion
from ..picture.version import Version
from .command import Command
from .context import Room
from .information_standing import standing_of


def refuse_information(room: Room, command: Command, body: Information, last: Version | None) -> None:
    """What a report refers to has to be in this party's picture: a name that leads nowhere tells nobody anything."""
    if command.action == "cancel":
        return
    for number, one in enumerate(body.refers_to):
        if room.view.picture.entities.get(one.key) is None:
            raise Refused(
                "an item of this party's picture is expected", field=f"information.refers_to[{number}]"
            )
    if last is not None and isinstance(last.body, Information) and last.body.matter != body.matter:
        raise Refused("the same matter as before is expected", field="information.matter", clause="S7")


def refuse_opinion(room: Room, _: Command, body: Opinion, last: Version | None) -> None:
    """Refuse an opinion on what is no report of another party that this one holds, and a second one."""
    item = room.view.picture.entities.get(body.about.key)
    if item is None or not isinstance(item.body, Information) or item.author == room.party:
        raise Refused("a report of another party is expected", field="opinion.about", clause="R19")
    said = any(
        one.author == room.party and isinstance(one.body, Opinion)
        for one in room.view.replies_about(body.about.key)
    )
    if last is None and said:
        raise Refused("this party has given one: amend it", field="opinion.about", clause="R19")


def refuse_answer(room: Room, _: Command, body: InformationAnswer, __: Version | None) -> None:
    """Refuse an answer to what was not asked of this party, a second one, and a report that the asker does not hold."""
    request = room.view.picture.entities.get(body.about.key)
    if (
        request is None
        or request.author == room.party
        or not isinstance(request.body, InformationRequest)
        or request.action == "cancel"
    ):
        raise Refused(
            "a request of another party is expected", field="information_answer.about", clause="R19"
        )
    if standing_of(room, request, room.clock.now_ms()).answer is not None:
        raise Refused("it was answered already", field="information_answer.about", clause="R19")
    if body.outcome == "report":
        _refuse_untold(room, body.report, request.author)


def _refuse_untold(room: Room, report: str, asker: str) -> None:
    item = room.view.picture.entities.get(f"{room.party}/{report}")
    field = "information_answer.report"
    if item is None or not isinstance(item.body, Information) or item.action == "cancel":
        raise Refused("a report of this party is expected", field=field, clause="R19")
    if asker not in {one.party for one in item.releases}:
        raise Refused(f"it is not released to {asker!r}", field=field, clause="R19")


ACCEPT: dict[str, Any] = {
    "information": refuse_information,
    "opinion": refuse_opinion,
    "information_answer": refuse_answer,
}
