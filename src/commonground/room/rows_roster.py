"""The roster as rows: every post of every party as this node knows it, what it wants and since when; plans; sheets.

The same row for both ends, each by its own clock. A row says that somebody sits there and in which languages, never
who.
"""

from __future__ import annotations

from collections.abc import Callable

from ..picture.charter import log_to
from ..picture.roster import Duty, Handover, Shift, lacking, next_shift
from ..picture.version import Version
from ..record import full
from .context import Room
from .handover import sheets
from .leaving import has_left
from .release import NOT_APPENDED
from .roster import duty_key, duty_version, gap, is_mandatory, required
from .rows import Row, leaf_row

ALARM, WARN = 1, 2
Known = Callable[[str], Version | None]
SHEETS_MAX = 50


def is_of_roster(key: str) -> bool:
    """Whether a changed key may change who is shown on duty: a post, or a party that leaves."""
    return key.partition("/")[2].startswith(("DU-", "LV-"))


def duty_rows(room: Room, now_ms: int, known: Known | None = None) -> list[Row]:
    """A row for each post of each party that is mandatory or was ever stated; none for a party that has left.

    `known` finds versions as of another moment than now.
    """
    find = known or room.view.picture.get
    return [
        row
        for party in room.charter.parties
        if not has_left(room, party.id, now_ms)
        for post in room.charter.posts
        if (row := duty_row(room, party.id, post, now_ms, find)) is not None
    ]


def duty_row(room: Room, party: str, post: str, now_ms: int, known: Known) -> Row | None:
    """The row of a post; None for one that is not mandatory and that its party never stated."""
    version = known(duty_key(party, post))
    if version is not None and not isinstance(version.body, Duty):
        version = None
    mandatory = is_mandatory(room, post)
    if version is None and not mandatory:
        return None
    row: Row = {
        "key": duty_key(party, post), "party": party, "own": party == room.party, "post": post,
        "mandatory": mandatory, "requires": list(required(room, post)), "state": "unstated", "languages": [],
        "lacks": [], "since_ms": None, "until_ms": None, "deputy": "", "next": None, "rank": 0, "gap_from_ms": None,
        "alarm_ms": None, "leaf": None,
    }  # fmt: skip
    if version is None:
        return {**row, "rank": 0 if party == room.party else WARN}
    return {**row, **_stated(room, version, mandatory, now_ms)}


def _stated(room: Room, version: Version, mandatory: bool, now_ms: int) -> Row:
    duty = version.body
    assert isinstance(duty, Duty)
    wants = gap(room, version, now_ms)
    state = "vacant" if not duty.manned else "ended" if duty.until_ms <= now_ms else "manned"
    row: Row = {
        "state": state, "languages": list(duty.languages), "since_ms": duty.since_ms, "deputy": duty.deputy,
        "until_ms": duty.until_ms or None, "next": _shift(next_shift(duty, now_ms)), "leaf": _leaf(room, version),
        "lacks": list(lacking(duty.languages, required(room, duty.post))) if state == "manned" else [],
    }  # fmt: skip
    if wants is not None and mandatory:
        alarm_ms = wants.from_ms + room.charter.clocks.gap_ms
        row |= {
            "rank": ALARM if alarm_ms <= now_ms else WARN,
            "gap_from_ms": wants.from_ms,
            "alarm_ms": alarm_ms,
        }
    return row


def _leaf(room: Room, version: Version) -> Row:
    """Where it stands in a log that another party cosigns; in the own one until it is in one of those."""
    if version.author == room.party:
        for release in version.releases:
            origin = log_to(room.charter, room.party, release.party)
            leaf = room.store.released(origin, version.leaf)
            if leaf is not None and leaf != NOT_APPENDED:
                return leaf_row(room, origin, leaf)
    return leaf_row(room, version.origin, version.leaf)


def _shift(shift: Shift | None) -> Row | None:
    return None if shift is None else full(shift)


def plan_rows(room: Room, now_ms: int) -> list[Row]:
    """The shifts that are planned and have not ended, of every post that has some."""
    rows = []
    for party in room.charter.parties:
        if has_left(room, party.id, now_ms):
            continue
        for post in room.charter.posts:
            version = duty_version(room, party.id, post)
            duty = version.body if version is not None else None
            if isinstance(duty, Duty):
                shifts = [full(one) for one in duty.planned if one.until_ms > now_ms]
                if shifts or party.id == room.party:
                    rows.append({
                        "key": duty_key(party.id, post), "party": party.id, "own": party.id == room.party,
                        "post": post, "deputy": duty.deputy, "shifts": shifts,
                    })  # fmt: skip
    return rows


def sheet_rows(room: Room) -> list[Row]:
    """The last sheets of this party, the newest first."""
    rows = []
    for version, sheet in sheets(room):
        rows.append(sheet_row(room, version, sheet))
        if len(rows) == SHEETS_MAX:
            break
    return rows


def sheet_row(room: Room, version: Version, sheet: Handover) -> Row:
    """One sheet: its items as they stood when it was signed, its text, and who has it now."""
    return {
        "key": version.key, "id": version.entity, "post": sheet.post, "from_ms": sheet.from_ms,
        "until_ms": sheet.until_ms, "stage": sheet.stage, "accepted_ms": sheet.accepted_ms or None,
        "open": not sheet.accepted_ms, "items": [full(one) for one in sheet.items],
        "items_left_out": sheet.items_left_out, "text": full(sheet.text), "reason": sheet.reason,
        "leaf": leaf_row(room, version.origin, version.leaf),
    }  # fmt: skip
