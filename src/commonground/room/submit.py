"""What a party says enters its own log here: checked, screened, appended, released, in one critical section.

`submit` refuses what cannot be true, what does not follow the last version, and what was not acknowledged (T-5).
It does not open transactions: the node's single writer does, so that check and append cannot be torn apart.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..errors import MissingKeys, Refused, StaleVersion
from ..picture.blocks import Body
from ..picture.charter import own_log
from ..picture.conflict import ONE_BY_ONE_MAX, ConflictReport, Hit, MetReport, kept_report
from ..picture.entity import IMMEDIATE_CLASSES, Notice
from ..picture.kinds import KINDS, refuse_impossible, refuse_wrong_words
from ..picture.lifecycle import check_transition
from ..picture.statement import (
    ENTITY_ID,
    SCHEMA,
    OwnLine,
    Release,
    Said,
    Saying,
    body_of,
    line_bytes,
)
from ..picture.version import Version
from ..record import decode, full, plain
from .acceptance import (
    check_area,
    check_recipients,
    check_references,
    lies_inside,
    refuse_large,
    refuse_past,
    refuse_upside_down,
)
from .channel_rules import refuse_newly_told, refuse_suspended
from .command import Command as Command
from .context import Room
from .release import Outcome, release
from .resident import Drawn


class Prepared(NamedTuple):
    """A command that was looked at without the state of the room, and its body encoded; made by `prepare` alone."""

    command: Command
    said: Said | None
    drawn: Drawn | None = None


class Submitted(NamedTuple):
    """The version now in the party's own picture, its leaf, the report, and what each recipient got."""

    version: Version
    leaf: int
    report: MetReport | None
    outcomes: tuple[Outcome, ...]


def prepare(room: Room, command: Command, drawn: Drawn | None = None, *, is_seen: bool = False) -> Prepared:
    """Look at a command by itself and by the charter: refuses what could never be said. For any thread.

    It reads nothing of a room that a command could change, and takes the time that shapes of many corners need.
    `drawn` is there for a notice that was seen to be acceptable; any other body that was is `is_seen`.
    """
    if command.kind not in KINDS:
        raise Refused(f"one of {', '.join(sorted(KINDS))} expected", field="kind")
    if command.action == "cancel" or (command.body is None and command.action == "close"):
        return Prepared(command, None)  # it ends what was said last, and nothing else
    return Prepared(command, *_sayable(room, command, command.body, drawn, is_seen=is_seen))


def submit(room: Room, command: Command | Prepared) -> Submitted:
    """Check, screen, append and release. Call inside the store's transaction; returns what was done."""
    prepared = command if isinstance(command, Prepared) else prepare(room, command)
    command = prepared.command
    last, said = _checked(room, prepared)
    now_ms = room.clock.now_ms()
    report = _met(room, command, said.body, prepared.drawn)
    if report is not None and not may_go_at_once(command, said.body) and _lacks(report, command.acknowledged):
        refuse_unacknowledged(_margins(room, command, said.body), command.acknowledged)
    entity = command.entity or new_entity(room, command.kind, _content(command, said))
    origin = own_log(room.charter, room.party)
    saying = Saying(
        kind=command.kind, entity=entity, action=command.action, post=command.post, precedence=command.precedence,
        channel_class=command.channel_class, body=said.encoded,  # type: ignore[arg-type]
    )  # fmt: skip
    line = OwnLine(
        schema=SCHEMA, room=room.charter.room, author=room.party, t_entered_ms=now_ms, salt=_salt(room, origin),
        operator=command.operator, version=(last.version if last else 0) + 1, saying=saying,
        releases=command.releases, acknowledged=command.acknowledged, report=kept_report(report),
    )  # fmt: skip
    leaf = room.ledger.append_line(origin, line_bytes(line), now_ms)
    made = room.view.apply_own(line, origin, leaf, said, prepared.drawn)
    assert made is not None
    outcomes = tuple(release(room, line, leaf, said, is_new=last is None))
    return Submitted(version=made, leaf=leaf, report=report, outcomes=outcomes)


def check_command(room: Room, command: Command | Prepared) -> tuple[Version | None, Body]:
    """The last version and the body that would be said; refuses what cannot be true or does not follow."""
    last, said = _checked(room, command if isinstance(command, Prepared) else prepare(room, command))
    return last, said.body


def screen(room: Room, command: Command, body: Body | None) -> ConflictReport | None:
    """The report that goes with a notice; None for what has no volume or will not happen."""
    if not isinstance(body, Notice) or command.action == "cancel":
        return None
    return room.view.check(body, room.clock.now_ms(), leave_out=f"{room.party}/{command.entity}")


def _met(room: Room, command: Command, body: Body, drawn: Drawn | None) -> MetReport | None:
    """The same without margins: what an announcement is held against, and its own line keeps."""
    if not isinstance(body, Notice) or command.action == "cancel":
        return None
    own_key = f"{room.party}/{command.entity}"
    return room.view.meeting(body, room.clock.now_ms(), leave_out=own_key, drawn=drawn)


def _lacks(report: MetReport, acknowledged: tuple[str, ...]) -> bool:
    return report.counts_only or not {hit.key for hit in report.hits} <= set(acknowledged)


def _margins(room: Room, command: Command, body: Body) -> ConflictReport:
    """The report that goes with a refusal, for who reads it."""
    report = screen(room, command, body)
    assert report is not None
    return report


def may_go_at_once(command: Command, body: Body | None) -> bool:
    """MEDEVAC, SAR, immediate and CANCEL do not wait for acknowledgements (T-5)."""
    at_once = isinstance(body, Notice) and body.activity_class in IMMEDIATE_CLASSES
    return at_once or command.immediate or command.action == "cancel"


def groups_of(hits: tuple[Hit, ...]) -> dict[str, list[Hit]]:
    """Hits by group: one each up to 20, above that by kind, party and category (T-5)."""
    if len(hits) <= ONE_BY_ONE_MAX:
        return {hit.key: [hit] for hit in hits}
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(f"{hit.kind}:{hit.party}:{hit.category}", []).append(hit)
    return groups


def refuse_unacknowledged(report: ConflictReport, acknowledged: tuple[str, ...]) -> None:
    """Refuse a release whose hits were not all acknowledged; the detail lists those that are missing."""
    if report.counts_only:
        raise Refused(
            f"{report.hits_total} hits: a smaller volume is expected",
            field="notice.volumes",
            clause="section 8",
        )
    given = set(acknowledged)
    missing = [hit for hit in report.hits if hit.key not in given]
    if missing:
        raise MissingKeys(
            f"{len(missing)} of {len(report.hits)} hits are not acknowledged",
            field="acknowledged",
            clause="T-5",
            detail={"missing": [full(hit) for hit in missing], "report_id": report.report_id},
        )


def withdraw_from(room: Room, key: str, party: str, post: str, operator: str) -> Submitted:
    """Stop telling one recipient; it keeps the last version, marked unconfirmed. Others are not told."""
    version = room.view.get(key)
    if version.author != room.party:
        raise Refused("only its author can withdraw it", field="key")
    kept = tuple(one for one in version.releases if one.party != party)
    if len(kept) == len(version.releases):
        raise Refused(f"it is not released to {party!r}", field="party")
    return _restate(room, version, "withdraw", kept, post, operator, version.acknowledged)


def release_to(
    room: Room,
    key: str,
    releases: tuple[Release, ...],
    post: str,
    operator: str,
    acknowledged: tuple[str, ...] = (),
) -> Submitted:
    """Release the current version to more recipients, or on other terms; history is never released.

    The check runs again (T-5): what was acknowledged before counts, and `acknowledged` adds to it.
    """
    version = room.view.get(key)
    if version.author != room.party:
        raise Refused("only its author can release it", field="key")
    named = {one.party: one for one in version.releases} | {one.party: one for one in releases}
    check_recipients(room, version.kind, tuple(named.values()))
    refuse_newly_told(room, version, releases)
    given = tuple(dict.fromkeys((*version.acknowledged, *acknowledged)))
    report = recheck(room, version, given)
    return _restate(room, version, version.action, tuple(named.values()), post, operator, given, report)


def recheck(room: Room, version: Version, acknowledged: tuple[str, ...]) -> MetReport | None:
    """The check that runs again before somebody else is told (T-5); None for what meets nothing."""
    body = version.body
    if not isinstance(body, Notice) or version.action == "cancel":
        return None
    now_ms = room.clock.now_ms()
    report = room.view.meeting(body, now_ms, leave_out=version.key)
    waits = body.activity_class not in IMMEDIATE_CLASSES and version.precedence == "ROUTINE"
    if waits and _lacks(report, acknowledged):
        refuse_unacknowledged(room.view.check(body, now_ms, leave_out=version.key), acknowledged)
    return report


def _restate(
    room: Room,
    version: Version,
    action: str,
    releases: tuple[Release, ...],
    post: str,
    operator: str,
    acknowledged: tuple[str, ...],
    report: MetReport | None = None,
) -> Submitted:
    """The same version again with other recipients: an act of release, not a change of the entity.

    Everything that a recipient is told stays as it was said, or who was told before would be told again.
    """
    body: dict[str, Any] = body_of(version.body) if version.body is not None and action != "withdraw" else {}
    said = _said(room, version)
    now_ms = room.clock.now_ms()
    origin = own_log(room.charter, room.party)
    line = OwnLine(
        schema=SCHEMA, room=room.charter.room, author=room.party, t_entered_ms=now_ms, salt=_salt(room, origin),
        operator=operator, version=version.version, releases=releases, acknowledged=acknowledged,
        report=plain(report) if report is not None else {},
        saying=Saying(kind=version.kind, entity=version.entity, action=action, post=post,  # type: ignore[arg-type]
                      precedence=said.precedence, channel_class=said.channel_class, body=body),
    )  # fmt: skip
    leaf = room.ledger.append_own(origin, plain(line), now_ms)
    made = room.view.apply_own(line, origin, leaf)
    assert made is not None
    return Submitted(version=made, leaf=leaf, report=report, outcomes=tuple(release(room, line, leaf)))


def _said(room: Room, version: Version) -> Saying:
    """The saying in the own line that made a version."""
    row = room.store.entries(version.origin, version.leaf, version.leaf + 1)[0]
    saying = None if row.body is None else decode(OwnLine, row.body).saying
    if saying is None:
        raise Refused("what was said here is no longer kept", field="key")
    return saying


def note_event(room: Room, event: dict[str, Any]) -> int:
    """A line of the party's own log that is about the node itself: a restart, a key, evidence kept."""
    now_ms, origin = room.clock.now_ms(), own_log(room.charter, room.party)
    line = OwnLine(
        schema=SCHEMA, room=room.charter.room, author=room.party, t_entered_ms=now_ms, salt=_salt(room, origin),
        event=event,
    )  # fmt: skip
    return room.ledger.append_own(origin, plain(line), now_ms)


def _last(room: Room, command: Command) -> Version | None:
    if command.entity and not ENTITY_ID.fullmatch(command.entity):
        raise Refused("1 to 64 letters, digits, dots, dashes expected", field="entity")
    last = room.view.picture.get(f"{room.party}/{command.entity}") if command.entity else None
    if command.entity and last is None and command.action != "establish":
        raise Refused(f"no {command.kind} {command.entity!r} of this party", field="entity")
    if last is not None and last.kind != command.kind:
        raise Refused(f"a {last.kind} is not a {command.kind}", field="kind")
    if last is not None and command.version and last.version != command.version:
        raise StaleVersion(
            f"version {last.version} is the last one, {command.version} was given", field="version"
        )
    check_transition(command.kind, last.action if last else None, command.action)
    return last


def _sayable(
    room: Room, command: Command, body: Body | None, drawn: Drawn | None = None, *, is_seen: bool = False
) -> tuple[Said, Drawn | None]:
    """A body of the command's kind that nothing in it or in the charter speaks against; a notice drawn."""
    if body is None or not isinstance(body, KINDS[command.kind].body):
        raise Refused(f"a {command.kind} is expected", field="body")
    if isinstance(body, Notice) and drawn is None:
        [drawn] = room.view.drawn_at_sight([body])
    if drawn is None and not is_seen:
        refuse_impossible(body, command.kind)
    refuse_wrong_words(body, command.kind)
    # What can be drawn has numbers that are ground, heights and times.
    said = Said.of(body, bounded=isinstance(body, Notice))
    refuse_large(said, command.kind)
    if isinstance(body, Notice) and drawn is None:
        drawn = room.view.draw(body)
    if drawn is None or not lies_inside(room, drawn.box_nd):
        check_area(room, body, command.kind)
    if isinstance(body, Notice) and command.action in ("establish", "amend"):
        refuse_upside_down(room, body)
    return said, drawn


def _checked(room: Room, prepared: Prepared) -> tuple[Version | None, Said]:
    """The last version and what would be said after it, held against what the room knows now."""
    command, said = prepared.command, prepared.said
    last = _last(room, command)
    if said is None:
        said, _ = _sayable(room, command, last.body if last is not None else command.body)
    check_references(room, command, said.body, last)
    if isinstance(said.body, Notice) and command.action in ("establish", "amend"):
        refuse_past(said.body, room.clock.now_ms())
    check_recipients(room, command.kind, command.releases)
    refuse_suspended(room, command, said.body)
    return last, said


def _salt(room: Room, origin: str) -> str:
    return room.salt.salt(origin, room.ledger.size(origin)).hex()


def new_entity(room: Room, kind: str, content: bytes) -> str:
    """An id that no entity of this party has: ids are short enough to be read aloud, so they may meet."""
    entity = room.salt.new_id(KINDS[kind].prefix, content)
    while room.view.picture.get(f"{room.party}/{entity}") is not None:
        content += b"+"
        entity = room.salt.new_id(KINDS[kind].prefix, content)
    return entity


def _content(command: Command, said: Said) -> bytes:
    return b"%b %b %b" % (command.kind.encode(), bytes(said.encoded), command.operator.encode())
