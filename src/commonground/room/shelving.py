"""Shelving an alarm of this party's screen and bringing it back: a reason, a quarter of an hour, told to both sides.

What is of the first rank is never shelved: it ends when it is answered. Who is on the other side of the alarm is told,
where it may know what the alarm is about; an alarm about this party alone stays at home.
"""

from __future__ import annotations

from ..errors import NotPermitted, Refused
from ..picture.blocks import Reference, Text
from ..picture.shelving import SHELVED_MS_MAX, Reason, Shelving
from ..picture.statement import Release
from .alert import Alert
from .context import Room
from .leaving import has_left
from .posts import require_post
from .release import reasons_against_body
from .submit import Command, Submitted, submit
from .watch import alert_rows


def shelve(room: Room, alarm: str, reason: Reason, text: Text | None, post: str, operator: str) -> Submitted:
    """Put an alarm that stands aside for a quarter of an hour. Needs a transaction."""
    require_post("shelve", post)
    now_ms = room.clock.now_ms()
    alert = next((one for one in alert_rows(room, now_ms) if one.key == alarm), None)
    if alert is None:
        raise Refused("an alarm that stands is expected", field="alarm")
    body = Shelving(
        alarm=alarm, what=alert.what, rank=alert.rank, reason=reason, until_ms=now_ms + SHELVED_MS_MAX,
        topic=alert.about, subject=_subject(room, alert), text=text,
    )  # fmt: skip
    return submit(room, Command(
        kind="shelving", action="establish", post=post, body=body, operator=operator,
        releases=_told(room, alert, body, now_ms),
    ))  # fmt: skip


def bring_back(room: Room, key: str, post: str, operator: str) -> Submitted:
    """End a shelving of this party before its time. Needs a transaction."""
    require_post("shelve", post)
    version = room.view.get(key)
    if not isinstance(version.body, Shelving):
        raise Refused("an alarm that is shelved is expected", field="key")
    if version.author != room.party:
        raise NotPermitted("who shelved it brings it back", field="key")
    return submit(room, Command(
        kind="shelving", action="cancel", post=post, body=version.body, entity=version.entity,
        version=version.version, operator=operator, releases=version.releases,
    ))  # fmt: skip


def _subject(room: Room, alert: Alert) -> Reference | None:
    """The entity that an alarm is about, where it is about one."""
    if room.view.picture.get(alert.about) is None:
        return None
    return Reference.of(alert.about)


def _told(room: Room, alert: Alert, body: Shelving, now_ms: int) -> tuple[Release, ...]:
    """The other side of the alarm, where there is one that is still in the room and holds what it is about."""
    others = room.charter.others(room.party)
    other = next((one for one in (alert.party, alert.about.partition("/")[0]) if one in others), "")
    if not other or has_left(room, other, now_ms):
        return ()
    if body.subject is not None and body.subject.author not in (room.party, other):
        return ()
    return () if reasons_against_body(room, "shelving", body, other) else (Release(party=other),)
