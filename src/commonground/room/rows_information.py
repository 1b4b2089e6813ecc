"""Graded reports and requests for information as rows of one party's screens (R19).

Who has opened a report, and how it was released, stands in its author's row alone. An opinion is a line beside the
report, each party's for itself. Reports of held ground stay each party's own: `room/ground` sets them side by side.
"""

from __future__ import annotations

from ..geo.place import district_ring
from ..geo.transliteration import plain_name
from ..picture.blocks import Text
from ..picture.charter import Charter
from ..picture.charter import Party as PartyOfCharter
from ..picture.entity import Receipt
from ..picture.information import Information, InformationRequest, Opinion
from ..picture.version import Version
from ..record import full
from .information_standing import Standing, standings
from .rows import Look, Row, leaf_row, text_row


def information_row(look: Look, version: Version) -> Row | None:
    """The InformationRow of a report; None for what is none."""
    body = version.body
    if not isinstance(body, Information):
        return None
    own = look.is_own(version)
    said = look.replies(version.key)
    return {
        "key": version.key, "id": version.entity, "party": version.author, "post": version.post, "own": own,
        "version": version.version, "matter": body.matter, "title": _words(body.title), "text": _words(body.text),
        "reliability": body.reliability, "credibility": body.credibility, "original": full(body.original),
        "from_ms": body.from_ms, "until_ms": body.until_ms, "place": full(body.place),
        "footprint": full(body.footprint), "lower": full(body.lower), "upper": full(body.upper), "holder": body.holder,
        "holder_is": holder_names(look.room.charter, body.holder),
        "squares": [{"name": one, "ring": district_ring(one, "squares")} for one in body.squares],
        "refers_to": [one.key for one in body.refers_to], "mode": version.mode,
        "ended": version.action == "cancel", "withdrawn": version.withdrawn_ms is not None,
        "released_ms": version.t_released_ms, "arrived_ms": version.known_from_ms,
        "opinions": [_opinion(one, one.body) for one in said if isinstance(one.body, Opinion)],
        "recipients": recipients_row(version, said) if own else [],
        "leaf": leaf_row(look.room, version.origin, version.leaf),
    }  # fmt: skip


def _words(text: Text) -> Row | None:
    """A text with the language that it was written in, and its translations with who made them."""
    row = text_row(text)
    return None if row is None else row | {"translations": full(text.translations)}


def _opinion(version: Version, body: Opinion) -> Row:
    return {"key": version.key, "party": version.author, "post": version.post, "opinion": body.opinion,
            "reasons": text_row(body.reasons), "t_ms": version.known_from_ms}  # fmt: skip


def holder_names(charter: Charter, holder: str) -> list[str]:
    """Under which names a holder is the same as another: a party by any of its names, a group by each that is given.

    Names of one group stand beside each other with a slash between them. Nothing is guessed: names that only sound
    alike stay two.
    """
    found = []
    for part in filter(None, map(plain_name, holder.split("/"))):
        party = next((one.id for one in charter.parties if part in _names_of(one)), "")
        found.append(f"={party}" if party else part)
    return list(dict.fromkeys(found))


def _names_of(party: PartyOfCharter) -> set[str]:
    names = (
        party.id,
        *(getattr(text, lang) for text in (party.name, party.short) for lang in ("en", "ar", "ru")),
    )
    return set(map(plain_name, names)) - {""}


def recipients_row(version: Version, said: list[Version]) -> list[Row]:
    """To whom an own item is released, and who of them has opened or taken a copy of it."""
    opened: dict[str, list[Row]] = {}
    for one in said:
        if isinstance(one.body, Receipt):
            opened.setdefault(one.author, []).append(
                {"post": one.post, "how": one.body.how, "t_ms": one.t_released_ms}
            )
    return [
        {"party": one.party, "mode": one.mode, "precision": one.precision,
         "opened": opened.get(one.party, [])}
        for one in version.releases
    ]  # fmt: skip


def information_request_row(look: Look, version: Version) -> Row | None:
    """The row of a request for information: what was asked, and how it stands with each that this party knows of."""
    body = version.body
    if not isinstance(body, InformationRequest):
        return None
    said = look.replies(version.key)
    return {
        "key": version.key, "id": version.entity, "party": version.author, "post": version.post,
        "own": look.is_own(version), "matter": body.matter, "text": text_row(body.text),
        "from_ms": body.from_ms, "until_ms": body.until_ms, "footprint": full(body.footprint),
        "ended": version.action == "cancel", "asked_ms": version.first_known_ms,
        "answers": [_answer(one) for one in standings(look.room, version, look.now_ms, said)],
        "leaf": leaf_row(look.room, version.origin, version.leaf),
    }  # fmt: skip


def _answer(stands: Standing) -> Row:
    body = stands.answer.body if stands.answer is not None else None
    author = stands.answer.author if stands.answer is not None else ""
    report = getattr(body, "report", "")
    return {
        "party": stands.party, "state": stands.state, "due_ms": stands.due_ms, "late": stands.late,
        "report": f"{author}/{report}" if report else "", "text": text_row(getattr(body, "text", None)),
        "answered_ms": stands.answer.known_from_ms if stands.answer is not None else None,
        "post": stands.answer.post if stands.answer is not None else "",
    }  # fmt: skip
