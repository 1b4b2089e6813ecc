"""The watch that a node keeps by itself: what is due, what alarms, and a custodian's one word.

`tick` is called every second or so inside the node's writer. It appends only statements: a restart cannot do twice
what it did. A custodian that sees an activity meet a site which it was allowed to warn about tells the activity's
holder to make contact, once per released notice, at a limited rate, and tells the site's submitter that it did.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..picture.blocks import Reference
from ..picture.charter import Text3
from ..picture.deadline import (
    DAY_MS,
    Due,
    answers_due,
    hits_due,
    positions_due,
    requests_due,
    revalidations_due,
)
from ..picture.entity import ConflictNote, Notice, Receipt, Reply, Site, Warning_, ends_ms, starts_ms
from ..picture.lifecycle import lateness
from ..picture.statement import Release
from ..picture.version import Version
from ..record import Record, decode
from .asked import strange_answers
from .context import Room
from .onward import note_silence
from .submit import Command, submit
from .versions import KeptPair, conflict_key
from .view import Pair

WARNINGS_PER_HOUR_MAX = 5
HOUR_MS = 3_600_000


class Alert(Record, frozen=True):
    """Something that a screen raises: rank 1 FLASH, 2 IMMEDIATE, 3 ROUTINE (LANGUAGE section 2)."""

    key: str
    rank: int
    what: str
    party: str
    about: str
    t_ms: int
    text: Text3 = Text3()


def tick(room: Room, now_ms: int) -> int:
    """What the node does by itself now; returns how many lines it appended. Call in a transaction."""
    return warn_as_custodian(room, now_ms) + note_silence(room, now_ms)


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
    """Everything due at this party, soonest first."""
    clocks = room.charter.clocks
    versions = list(room.view.versions())
    rows = [
        *positions_due(room.party, versions, clocks, now_ms),
        *revalidations_due(room.party, versions, now_ms),
        *answers_due(room.party, versions, clocks, now_ms),
        *requests_due(room.party, versions, clocks, now_ms),
        *hits_due(room.party, unacknowledged(room, now_ms), clocks, now_ms),
        *_unowned(room, now_ms),
    ]
    return sorted(rows, key=lambda due: (due.due_ms, due.key))


def unacknowledged(room: Room, now_ms: int) -> Iterator[tuple[Version, int]]:
    """Own live notices with the number of their hits that nobody has acknowledged."""
    counts: dict[str, int] = {}
    for (first, second), kept in room.view.pairs.items():
        for key, other, version in ((first, second, kept.version_b), (second, first, kept.version_a)):
            own = room.view.picture.entities[key]
            if own.author != room.party or not isinstance(own.body, Notice) or ends_ms(own.body) < now_ms:
                continue
            if kept.first_ms > own.t_released_ms or f"{other}@{version}" in own.acknowledged:
                continue
            if note_of(room, (first, second), kept) is None:
                counts[key] = counts.get(key, 0) + 1
    for key, count in counts.items():
        yield room.view.picture.entities[key], count


def note_of(room: Room, pair: Pair, kept: KeptPair) -> ConflictNote | None:
    """This party's own note on a conflict, while neither side has changed since it was written."""
    first, second = pair
    for version in room.view.conflict_notes(conflict_key(pair, kept)):
        body = version.body
        if isinstance(body, ConflictNote):
            one = room.view.picture.entities[first].version
            other = room.view.picture.entities[second]
            is_site = isinstance(other.body, Site)
            if is_site and other.known_from_ms > version.known_from_ms:
                continue
            if body.versions == (one, 0 if is_site else other.version):
                return body
    return None


def _unowned(room: Room, now_ms: int) -> list[Due]:
    """Conflicts of the next 24 h without an owner post."""
    starts: dict[str, int] = {}
    for pair, kept in room.view.pairs.items():
        if kept.until_ms < now_ms or kept.from_ms > now_ms + DAY_MS:
            continue
        note = note_of(room, pair, kept)
        if note is None or (not note.owner and note.state != "closed"):
            starts[conflict_key(pair, kept)] = max(now_ms, kept.from_ms)
    if not starts:
        return []
    due_ms = min(starts.values())
    return [Due("conflict_owner", "conflict_owner", "", len(starts), due_ms, 2 if due_ms <= now_ms else 3)]


# -- alerts -----------------------------------------------------------------------------------------------------


def alert_rows(room: Room, now_ms: int) -> list[Alert]:
    """Alarms on this party's screen: kept evidence first, then lost peers and late notices."""
    alerts = [
        *_evidence_alerts(room),
        *_peer_alerts(room, now_ms),
        *_late_alerts(room, now_ms),
        *_not_understood_alerts(room),
        *_strange_answer_alerts(room),
    ]
    return sorted(alerts, key=lambda alert: (alert.rank, -alert.t_ms))


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


def _late_alerts(room: Room, now_ms: int) -> Iterator[Alert]:
    """Late notices of others that have not ended and that this party has not answered in any way."""
    for version in room.view.of_kind("notice"):
        body = version.body
        if version.author == room.party or not isinstance(body, Notice) or version.action == "cancel":
            continue
        if ends_ms(body) < now_ms:
            continue
        lead_ms = starts_ms(body) - version.known_from_ms
        if lateness(lead_ms, room.charter.clocks) == "planned" or _answered(room, version):
            continue
        yield Alert(
            key=f"late/{version.key}", rank=2, what="late_notice", party=version.author, about=version.key,
            t_ms=version.known_from_ms,
        )  # fmt: skip


def _answered(room: Room, notice: Version) -> bool:
    """Read back, understood, answered or asked about; that it was merely opened ends no alarm."""
    return any(
        version.author == room.party
        and isinstance(version.body, Reply)
        and version.body.what != "read"
        and version.known_from_ms >= notice.known_from_ms
        for version in room.view.replies_about(notice.key)
    )


def _not_understood_alerts(room: Room) -> Iterator[Alert]:
    """What others said in words that this release does not know: kept, in no check, so a person must ask."""
    for version in room.view.picture.not_understood():
        if version.author != room.party:
            yield Alert(
                key=f"not_understood/{version.key}", rank=2, what="not_understood", party=version.author,
                about=version.key, t_ms=version.known_from_ms, text=Text3(en=f"{version.key}: {version.kind}"),
            )  # fmt: skip


def _strange_answer_alerts(room: Room) -> Iterator[Alert]:
    """Somebody answered what it was not asked: the request stands as it stood, and a person should know (R5)."""
    for request, answer in strange_answers(room):
        yield Alert(
            key=f"strange_answer/{answer.key}", rank=2, what="strange_answer", party=answer.author,
            about=request.about.key, t_ms=answer.known_from_ms,
        )  # fmt: skip
