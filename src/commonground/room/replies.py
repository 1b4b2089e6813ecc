"""What a recipient says about a notice: read, read back, understood, answer, question (T-4).

A read-back is measured here, by geodesic, from the point that the sender's form shows first and a voice reads first:
the centre of a circle, the start of a corridor, the first corner of a polygon, each of the first volume. (A centroid
stands on no form, so nobody could read it out.) "Understood" is refused until this party's last read-back of the
current version was within the charter's limit. Each reply goes to the notice's author and to nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Refused
from ..geo.footprint import Circle, Corridor, Footprint
from ..geo.place import bearing_distance
from ..picture.blocks import Reference, Text
from ..picture.entity import Notice, Reply
from ..picture.statement import Precedence, Release
from ..picture.version import Version
from .context import Room
from .posts import require_post
from .rows import TMM_PER_M
from .submit import Command, Submitted, submit

ANSWER_CODES = ("no_conflict_seen", "concern", "will_avoid", "other")
QUESTION_CODES = ("place", "time", "altitude", "purpose_of_hazard", "other")
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A read-back and how it compares: metres, degrees, and whether that is within the limit."""

    sent: Point
    read: Point
    delta_m: float
    bearing_deg: float
    matches: bool


def notice_of(room: Room, key: str) -> tuple[Version, Notice]:
    """The notice of another party that is meant; refuses what is no such notice."""
    version = room.view.get(key)
    if not isinstance(version.body, Notice):
        raise Refused("a notice is expected", field="key")
    if version.author == room.party:
        raise Refused("a notice of another party is expected", field="key")
    return version, version.body


def reference_point(footprint: Footprint) -> Point:
    """The point of a footprint that is read out and read back (lon, lat in nanodegrees)."""
    if isinstance(footprint, Circle):
        return footprint.center
    if isinstance(footprint, Corridor):
        return footprint.path[0]
    return footprint.rings[0][0]


def read_back(room: Room, key: str, read: Point, post: str, operator: str) -> ReadBack:
    """Measure a read-back and tell it to the author, right or wrong. Needs a transaction."""
    version, notice = notice_of(room, key)
    sent = reference_point(notice.volumes[0].footprint)
    bearing_deg, delta_m = bearing_distance(sent, read)
    delta_tmm = round(delta_m * TMM_PER_M)
    _say(
        room, version, post, operator,
        Reply(about=_about(version), about_version=version.version, what="read_back", point=read,
              delta_tmm=delta_tmm, bearing_mdeg=round(bearing_deg * 1000) % 360_000),
    )  # fmt: skip
    return ReadBack(sent, read, delta_m, bearing_deg, delta_tmm <= room.charter.readback_limit_m * TMM_PER_M)


def understood(room: Room, key: str, post: str, operator: str) -> Submitted:
    """Say that the current version was understood. Needs a transaction."""
    version, _ = notice_of(room, key)
    last = _last_read_back(room, version)
    limit_m = room.charter.readback_limit_m
    if last is None:
        raise Refused(
            f"a read-back of version {version.version} within {limit_m} m is expected first", field="key",
            clause="T-4",
        )  # fmt: skip
    if last.delta_tmm > limit_m * TMM_PER_M:
        raise Refused(
            f"the last read-back was {last.delta_tmm / TMM_PER_M:.0f} m off; within {limit_m} m expected",
            field="key", clause="T-4",
        )  # fmt: skip
    reply = Reply(about=_about(version), about_version=version.version, what="understood")
    return _say(room, version, post, operator, reply)


def answer(room: Room, key: str, code: str, text: Text | None, post: str, operator: str) -> Submitted:
    """Answer a notice of another party, or what others asked about an own one. Needs a transaction."""
    version = room.view.get(key)
    if version.author == room.party and isinstance(version.body, Notice):
        return _answer_to_questions(room, version, text, post, operator)
    return _worded(room, key, ("answer", ANSWER_CODES), code, text, post, operator)


def question(room: Room, key: str, code: str, text: Text | None, post: str, operator: str) -> Submitted:
    """Ask about a notice. Needs a transaction."""
    return _worded(room, key, ("question", QUESTION_CODES), code, text, post, operator)


def opened(room: Room, key: str, post: str, operator: str) -> Submitted | None:
    """Say that the current version was read, once. Needs a transaction."""
    version, _ = notice_of(room, key)
    for one in room.view.replies_about(key):
        body = one.body
        if one.author != room.party or not isinstance(body, Reply) or body.what != "read":
            continue
        if body.about_version == version.version:
            return None
    return _say(
        room, version, post, operator,
        Reply(about=_about(version), about_version=version.version, what="read"),
    )  # fmt: skip


def _worded(
    room: Room,
    key: str,
    kind: tuple[str, tuple[str, ...]],
    code: str,
    text: Text | None,
    post: str,
    operator: str,
) -> Submitted:
    what, codes = kind
    version, _ = notice_of(room, key)
    if code not in codes:
        raise Refused(f"one of {', '.join(codes)} expected", field="code")
    written = text if text is not None and text.text.strip() else None
    if code == "other" and written is None:
        raise Refused("a text is expected with other", field="text")
    reply = Reply(
        about=_about(version), about_version=version.version, what="answer" if what == "answer" else "question",
        code=code, text=written,
    )  # fmt: skip
    return _say(room, version, post, operator, reply)


def _answer_to_questions(
    room: Room, version: Version, text: Text | None, post: str, operator: str
) -> Submitted:
    """The author's words to those whose question it has not answered yet; nobody else is told that they asked."""
    askers = waiting_askers(room, version)
    if not askers:
        raise Refused("a question that was not answered yet is expected", field="key")
    if text is None or not text.text.strip():
        raise Refused("a text is expected with other", field="text")
    require_post("reply", post)
    reply = Reply(
        about=_about(version), about_version=version.version, what="answer", code="other", text=text
    )
    precedence: Precedence = version.precedence  # type: ignore[assignment]
    return submit(room, Command(
        kind="reply", action="establish", post=post, operator=operator, body=reply, precedence=precedence,
        releases=tuple(Release(party=party) for party in askers),
    ))  # fmt: skip


def waiting_askers(room: Room, version: Version) -> list[str]:
    """Parties whose last question about an own notice came after this party's last answer to it."""
    asked: dict[str, None] = {}
    for one in room.view.replies_about(version.key):
        if not isinstance(one.body, Reply):
            continue
        if one.body.what == "question" and one.author != room.party:
            asked[one.author] = None
        elif one.body.what == "answer" and one.author == room.party:
            for release in one.releases:
                asked.pop(release.party, None)
    return sorted(asked)


def _about(version: Version) -> Reference:
    return Reference(author=version.author, entity=version.entity)


def _last_read_back(room: Room, version: Version) -> Reply | None:
    """This party's last read-back of that version, by its place in the own log."""
    said = [
        (one.leaf, one.body)
        for one in room.view.replies_about(version.key)
        if one.author == room.party and isinstance(one.body, Reply) and one.body.what == "read_back"
    ]
    current = [(leaf, body) for leaf, body in said if body.about_version == version.version]
    return max(current, key=lambda one: one[0])[1] if current else None


def _say(room: Room, version: Version, post: str, operator: str, reply: Reply) -> Submitted:
    require_post("reply", post)
    precedence: Precedence = version.precedence  # type: ignore[assignment]
    return submit(room, Command(
        kind="reply", action="establish", post=post, operator=operator, body=reply, precedence=precedence,
        releases=(Release(party=version.author),),
    ))  # fmt: skip
