"""The watch that a node keeps by itself: what is due, what alarms, and a custodian's one word.

`tick` is called every second or so inside the node's writer. It appends only statements: a restart cannot do twice
what it did. A custodian that sees an activity meet a site which it was allowed to warn about tells the activity's
holder to make contact, once per released notice, at a limited rate, and tells the site's submitter that it did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import record
from ..picture.blocks import Reference
from ..picture.charter import Text3
from ..picture.deadline import Due
from ..picture.entity import Notice, Receipt, Site, Warning_, ends_ms
from ..picture.shelving import Shelving
from ..picture.statement import Release
from ..picture.version import Version
from ..record import decode
from .alert import Alert as Alert
from .alert import Aside
from .clock_table import Reader
from .clocked import CLOCKED, FIRES
from .context import Room
from .line_watch import line_alerts, line_due, may_have_missed, note_missed
from .shelved import own_shelvings
from .submit import Command, submit

WARNINGS_PER_HOUR_MAX = 5
_ROUNDS_MAX = 8
HOUR_MS = 3_600_000


def tick(room: Room, now_ms: int) -> int:
    """What the node does by itself now; returns how many lines it appended. Call in a transaction."""
    return warn_as_custodian(room, now_ms) + _fire(room, now_ms) + note_missed(room, now_ms)


def waits(room: Room, now_ms: int) -> bool:
    """Whether a tick would have anything to look at. Writes nothing."""
    is_custodian = room.charter.party(room.party).custodian and room.warned_revision != room.view.revision
    return is_custodian or room.clocks.waits(room.view, now_ms) or may_have_missed(room, now_ms)


def keep_up(room: Room, now_ms: int) -> set[str]:
    """Read again the clocks that changed; returns the keys of the entities whose clock turned."""
    entities, kinds = room.view.picture.entities, room.view.standings.rows
    reader = Reader(
        tuple(CLOCKED),
        frozenset(FIRES),
        lambda key: CLOCKED[kinds[key].kind](room, entities[key], now_ms),
    )
    return room.clocks.keep_up(room.view, reader, now_ms)


def _fire(room: Room, now_ms: int) -> int:
    """Act upon the clocks that were read again; what that says is read again in its turn."""
    made = 0
    for _ in range(_ROUNDS_MAX):
        room.turned |= keep_up(room, now_ms)
        keys = room.clocks.drain_to_fire()
        for key in keys:
            version = room.view.picture.entities[key]
            made += FIRES[version.kind](room, version, now_ms)
        if not keys:
            break
    return made


# -- custodian --------------------------------------------------------------------------------------------------


def warn_as_custodian(room: Room, now_ms: int) -> int:
    """Warn once per released notice that meets a site about which the submitter allowed a warning (T-8)."""
    if not room.charter.party(room.party).custodian:
        return 0
    if room.warned_revision == room.view.revision:
        return 0
    made = 0
    looked_at = room.view.revision
    for notice, site in _to_warn(room, now_ms):
        if _warned_lately(room, notice.author, now_ms) >= WARNINGS_PER_HOUR_MAX:
            looked_at = -1
            continue
        submit(room, _warning(notice))
        made += 1
        if site.author != room.party:
            submit(room, _told(site))
            made += 1
    room.warned_revision = looked_at
    return made


def _to_warn(room: Room, now_ms: int) -> Iterator[tuple[Version, Version]]:
    """Notices of others that meet such a site and were not warned about yet, each with one site."""
    seen: set[str] = set()
    for first, second in list(room.view.pairs):
        notice, site = room.view.picture.entities[first], room.view.picture.entities[second]
        if not isinstance(notice.body, Notice) or not isinstance(site.body, Site) or notice.key in seen:
            continue
        if notice.author in (room.party, site.author) or ends_ms(notice.body) < now_ms:
            continue
        if any(release.party == notice.author for release in site.releases):
            continue
        if site.body.custodian_may_warn and not _has_warned(room, notice):
            seen.add(notice.key)
            yield notice, site


def _has_warned(room: Room, notice: Version) -> bool:
    """Once per released version; that a notice was withdrawn since is no version of it."""
    since_ms = notice.known_from_ms if notice.withdrawn_ms is None else notice.first_known_ms
    return any(
        version.kind == "warning" and version.author == room.party and version.first_known_ms >= since_ms
        for version in room.view.replies_about(notice.key)
    )


def _warned_lately(room: Room, party: str, now_ms: int) -> int:
    return sum(
        isinstance(version.body, Warning_)
        and version.author == room.party
        and version.body.about.author == party
        and version.known_from_ms > now_ms - HOUR_MS
        for version in room.view.of_kind("warning")
    )


def _warning(notice: Version) -> Command:
    return Command(
        kind="warning", action="establish", post="custodian", precedence="IMMEDIATE",
        body=Warning_(about=Reference(author=notice.author, entity=notice.entity)),
        releases=(Release(party=notice.author),), operator=f"notice {notice.key} version {notice.version}",
    )  # fmt: skip


def _told(site: Version) -> Command:
    return Command(
        kind="receipt", action="establish", post="custodian", channel_class="HUMANITARIAN",
        body=Receipt(about=Reference(author=site.author, entity=site.entity), how="warned"),
        releases=(Release(party=site.author),),
    )  # fmt: skip


# -- what is due ------------------------------------------------------------------------------------------------


def due_rows(room: Room, now_ms: int) -> list[Due]:
    """Everything due at this party, soonest first; what has one key is one line that counts."""
    room.turned |= keep_up(room, now_ms)
    lines: dict[str, Due] = {}
    for due in (*room.clocks.due(), *line_due(room, now_ms)):
        held = lines.get(due.key)
        lines[due.key] = due if held is None else _together(held, due)
    return sorted(lines.values(), key=lambda due: (due.due_ms, due.key))


def _together(one: Due, other: Due) -> Due:
    due_ms, rank = min(one.due_ms, other.due_ms), min(one.rank, other.rank)
    return replace(one, count=one.count + other.count, due_ms=due_ms, rank=rank)


# -- alerts -----------------------------------------------------------------------------------------------------


def alert_rows(room: Room, now_ms: int) -> list[Alert]:
    """Alarms on this party's screen: the gravest first, and of those the last first."""
    room.turned |= keep_up(room, now_ms)
    alerts = [
        *_evidence_alerts(room),
        *_peer_alerts(room, now_ms),
        *_not_understood_alerts(room),
        *room.clocks.alerts(),
        *line_alerts(room, now_ms),
    ]
    shelved = own_shelvings(room, now_ms)
    shown = [_aside(alert, shelved.get(alert.key)) for alert in alerts] if shelved else alerts
    return sorted(shown, key=lambda alert: (alert.rank, alert.shelved is not None, -alert.t_ms))


def _aside(alert: Alert, shelving: Version | None) -> Alert:
    """The alarm as it is shelved; what has become graver since then stands as if it were not."""
    body = None if shelving is None else shelving.body
    if shelving is None or not isinstance(body, Shelving) or alert.rank < body.rank:
        return alert
    aside = Aside(key=shelving.key, post=shelving.post, until_ms=body.until_ms)
    return record.replace(alert, shelved=aside)


def _evidence_alerts(room: Room) -> Iterator[Alert]:
    for identifier, data in room.store.documents("evidence"):
        kept = decode(dict[str, object], data)
        yield Alert(
            key=f"evidence/{identifier}", rank=1, what="evidence", party=str(kept["author"]), about=identifier,
            t_ms=int(str(kept["t_ms"])), text=Text3(en=str(kept["reason"])),
        )  # fmt: skip


def _peer_alerts(room: Room, now_ms: int) -> Iterator[Alert]:
    for party, contact in room.contacts.items():
        lost = contact.heard_ms is None or now_ms - contact.heard_ms > room.charter.clocks.peer_lost_ms
        if lost and contact.failed_ms is not None:
            since_ms = contact.heard_ms or contact.failed_ms
            yield Alert(key=f"peer/{party}", rank=2, what="peer_lost", party=party, about="", t_ms=since_ms)
        if contact.trouble:
            yield Alert(
                key=f"trouble/{party}", rank=1, what="untrusted", party=party, about="", t_ms=now_ms,
                text=Text3(en=contact.trouble),
            )  # fmt: skip


def _not_understood_alerts(room: Room) -> Iterator[Alert]:
    """What others said in words that this release does not know: kept, in no check, so a person must ask."""
    for key in room.view.standings.not_understood:
        version = room.view.picture.entities[key]
        if version.author != room.party:
            yield Alert(
                key=f"not_understood/{version.key}", rank=2, what="not_understood", party=version.author,
                about=version.key, t_ms=version.known_from_ms, text=Text3(en=f"{version.key}: {version.kind}"),
            )  # fmt: skip
