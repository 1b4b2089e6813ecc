"""What goes into an export: the rows that a person chose, the header that every file carries, and local times.

Unlocated sites stand in no file, since no format can show them without a place; the answer says how many were left
out. Local times are those of the room's zone at that moment, with the offset in force (T-21).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ..errors import Refused
from ..picture.blocks import Body, Text
from ..picture.entity import Notice, Site, ends_ms, starts_ms
from ..picture.information import Information
from ..picture.lifecycle import activity_state
from ..picture.version import Version
from ..protocols.export_files.codec import ExportHeader
from ..record import full
from ..room.context import Room

ROWS_MAX = 5_000
FOREIGN_SITES_MAX = 25
What = Literal["sites", "notices", "reports"]
KINDS: dict[What, tuple[str, type[Body]]] = {
    "sites": ("site", Site), "notices": ("notice", Notice), "reports": ("information", Information),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of an export and their keys."""

    versions: list[Version]
    left_out: int

    @property
    def keys(self) -> list[str]:
        """Keys of what is exported."""
        return [version.key for version in self.versions]

    def foreign_sites(self, party: str) -> list[str]:
        """Keys of the sites of others."""
        return [one.key for one in self.versions if one.kind == "site" and one.author != party]

    def told(self, party: str) -> list[str]:
        """Keys of what its originator is told of: the sites and the reports of others (T-24)."""
        return [one.key for one in self.versions if one.kind != "notice" and one.author != party]


def choose(room: Room, what: What, ids: list[str]) -> Chosen:
    """What is named, or everything of a kind; refuses names that this picture does not hold."""
    kind, body_type = KINDS[what]
    if ids:
        found = [_named(room, one, kind) for one in ids]
    else:
        found = [version for version in room.view.versions() if version.kind == kind]
    kept = [
        one
        for one in found
        if isinstance(one.body, body_type) and (what != "sites" or getattr(one.body, "place", None))
    ]
    if len(kept) > ROWS_MAX:
        raise Refused(
            f"{len(kept)} rows, at most {ROWS_MAX} expected: choose fewer", field="ids", clause="limits"
        )
    return Chosen(sorted(kept, key=lambda one: one.key), len(found) - len(kept))


def _named(room: Room, name: str, kind: str) -> Version:
    key = name if "/" in name else f"{room.party}/{name}"
    version = room.view.get(key)
    if version.kind != kind:
        raise Refused(f"a {kind} is expected", field="ids")
    return version


def header_of(room: Room, operator: str, post: str, version: str, copy: str = "") -> ExportHeader:
    """What an export says of itself: for whom, as of when, and that it is not to be passed on."""
    return ExportHeader(
        room=room.charter.room, made_for=f"{room.party} {post} ({operator})",
        release_marking=f"for {room.party} only; onward release is the originators' own", as_of_ms=room.clock.now_ms(),
        zone=room.charter.zone, version=version, copy=copy, demonstration=room.charter.demonstration,
        drill=room.charter.drill,
    )  # fmt: skip


def local_times(zone: str) -> Callable[[int], str]:
    """Writes a moment in a zone, with the offset that was in force then."""
    known = ZoneInfo(zone)

    def local(t_ms: int) -> str:
        return datetime.fromtimestamp(t_ms / 1000, known).strftime("%Y-%m-%d %H:%M %z")

    return local


def site_export(version: Version) -> dict[str, Any]:
    """A site as the export files want it."""
    site = version.body
    assert isinstance(site, Site)
    row: dict[str, Any] = full(site)
    names = ("name", "category", "function", "status", "place", "footprint", "verification", "valid_until_ms")
    return {"id": version.entity, "version": version.version, "party": version.author,
            **{name: row[name] for name in names}}  # fmt: skip


def notice_export(version: Version, now_ms: int) -> dict[str, Any]:
    """A notice as the export files want it."""
    notice = version.body
    assert isinstance(notice, Notice)
    row: dict[str, Any] = full(notice)
    texts = {notice.remarks.lang: notice.remarks.text} | {
        one.lang: one.text for one in notice.remarks.translations if one.lang != notice.remarks.lang
    }
    from_ms, until_ms = starts_ms(notice), ends_ms(notice)
    return {
        "id": version.entity, "version": version.version, "party": version.author, "action": version.action,
        "class": notice.activity_class, "manned": notice.crew == "manned", "volumes": row["volumes"],
        "controlling_post": notice.controlling_post, "contact": notice.contact, "remarks": texts,
        "state": activity_state(version.action, from_ms, until_ms, version.withdrawn_ms, now_ms),
    }  # fmt: skip


def report_export(version: Version, lang: str) -> dict[str, Any]:
    """A report as the printed page wants it, in the reader's language where somebody put it into that."""
    report = version.body
    assert isinstance(report, Information)
    row: dict[str, Any] = full(report)
    names = (
        "matter",
        "reliability",
        "credibility",
        "from_ms",
        "until_ms",
        "place",
        "footprint",
        "lower",
        "upper",
        "squares",
        "holder",
    )
    return {
        "id": version.entity, "version": version.version, "party": version.author, "mode": version.mode,
        "ended": version.action == "cancel", "title": _words(report.title, lang), "text": _words(report.text, lang),
        **{name: row[name] for name in names},
    }  # fmt: skip


def _words(text: Text, lang: str) -> list[tuple[str, str]]:
    """(who translated or nobody, words): the original first, then the reader's language."""
    found = [("", text.text)]
    return found + [(one.made_by, one.text) for one in text.translations if one.lang == lang]
