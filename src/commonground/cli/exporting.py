"""`export`: sites, notices or a sealed bundle out of a node's own picture, within the limits of section 8.

More than 25 sites of other parties at once need a second person on a second post, who signs in for it. Each site of
another party that leaves in a file is a receipt to its originator (T-24), said in the same command.
"""

from __future__ import annotations

import asyncio
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .. import __version__
from ..config import NodeConfig
from ..errors import NotAuthenticated, NotPermitted, Refused
from ..picture.conflict import SECOND_POST_ABOVE
from ..picture.entity import Notice, Receipt, Reference, Site
from ..picture.lifecycle import activity_state
from ..picture.statement import Release
from ..picture.version import Version
from ..policy.rule import may_post
from ..protocols.export_files import codec
from ..record import full, plain
from ..room.context import Room
from ..room.node import Node
from ..room.posts import require_post
from ..room.submit import Command, note_event, submit
from .bundle import evidence_files
from .opening import local_time, node_of
from .printing import progress_of, say

OPERATOR = "command line"
PASSWORD_VARIABLE = "COMMONGROUND_SECOND_POST_PASSWORD"  # noqa: S105  (a name)
BATCH = 200
Row = dict[str, Any]
Writer = Callable[[Sequence[Row], codec.ExportHeader, Callable[[int], str]], bytes]

WRITERS: dict[tuple[str, str], Writer] = {
    ("sites", "geojson"): codec.sites_geojson,
    ("sites", "kml"): codec.sites_kml,
    ("sites", "csv"): codec.sites_csv,
    ("sites", "gpx"): codec.sites_gpx,
    ("notices", "geojson"): codec.notices_geojson,
    ("notices", "kml"): codec.notices_kml,
    ("notices", "csv"): codec.notices_csv,
    ("notices", "ics"): codec.notices_icalendar,
    ("notices", "aco"): codec.notices_aco_text,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is exported, in which format, for whom, and who confirms."""

    what: str
    format: str
    out: Path
    post: str
    only_own: bool
    second_user: str
    second_password: str


def export(config: Path, wanted: Wanted) -> None:
    """Write the file or the bundle. `NotPermitted` when a second post is missing."""
    require_post("export", wanted.post)
    if wanted.out.exists():
        raise Refused(f"{wanted.out} exists; nothing is overwritten", field="--out")
    if wanted.what != "bundle" and (wanted.what, wanted.format) not in WRITERS:
        known = ", ".join(f"{what} {form}" for what, form in WRITERS)
        raise Refused(
            f"{wanted.what} {wanted.format}; one of {known} or bundle is expected", field="--format"
        )
    with node_of(config) as (node, held):
        versions = node.read(lambda room: chosen(room, wanted)).result()
        foreign = [one for one in versions if isinstance(one.body, Site) and one.author != node.room.party]
        second = _second_person(node, wanted, len(foreign))
        if wanted.what == "bundle":
            _write_bundle(node, held, wanted.out)
        else:
            data = node.read(lambda room: _file(room, wanted, versions)).result()
            wanted.out.write_bytes(data)
        _say_receipts(node, wanted, foreign, second)
    shown = "bundle" if wanted.what == "bundle" else f"{len(versions)} {wanted.what}"
    say(
        f"{shown} written to {wanted.out}; {len(foreign)} sites of other parties, each told to its originator."
    )


def chosen(room: Room, wanted: Wanted) -> list[Version]:
    """The versions that leave: for a bundle every site, since its logs hold them all."""
    kind: type[Notice] | type[Site] = Notice if wanted.what == "notices" else Site
    found = [
        version
        for version in room.view.versions()
        if isinstance(version.body, kind)
        and version.action != "close"
        and (wanted.what == "bundle" or not wanted.only_own or version.author == room.party)
        and not (wanted.what == "sites" and isinstance(version.body, Site) and version.body.place is None)
    ]
    return sorted(found, key=lambda version: version.key)


def _file(room: Room, wanted: Wanted, versions: Sequence[Version]) -> bytes:
    charter, now_ms = room.charter, room.clock.now_ms()
    header = codec.ExportHeader(
        room=charter.room, made_for=f"{room.party} {charter.party(room.party).name.en}",
        release_marking=f"released to party {room.party}; passing it on is for each originator to release",
        as_of_ms=now_ms, zone=charter.zone, version=__version__, demonstration=charter.demonstration,
    )  # fmt: skip
    rows = [site_row(one) if isinstance(one.body, Site) else notice_row(one, now_ms) for one in versions]
    return WRITERS[wanted.what, wanted.format](rows, header, lambda at_ms: local_time(room, at_ms))


def site_row(version: Version) -> Row:
    """A site as `export_files` writes it."""
    body = version.body
    assert isinstance(body, Site)
    return {
        "id": version.key, "version": version.version, "party": version.author, "name": full(body.name),
        "category": body.category, "function": body.function, "status": body.status, "place": full(body.place),
        "footprint": plain(body.footprint) if body.footprint is not None else None,
        "verification": body.verification, "valid_until_ms": body.valid_until_ms,
    }  # fmt: skip


def notice_row(version: Version, now_ms: int) -> Row:
    """A notice as `export_files` writes it."""
    body = version.body
    assert isinstance(body, Notice)
    remarks = {one.lang: one.text for one in body.remarks.translations} | {
        body.remarks.lang: body.remarks.text
    }
    from_ms = min(volume.from_ms for volume in body.volumes)
    until_ms = max(volume.until_ms for volume in body.volumes)
    return {
        "id": version.key, "version": version.version, "party": version.author, "class": body.activity_class,
        "action": version.action, "volumes": plain(body.volumes), "manned": body.crew == "manned",
        "controlling_post": body.controlling_post, "contact": body.contact, "remarks": remarks,
        "state": activity_state(version.action, from_ms, until_ms, version.withdrawn_ms, now_ms),
    }  # fmt: skip


def _second_person(node: Node, wanted: Wanted, count: int) -> str:
    """Who confirms, or "" where nobody has to (section 8)."""
    if count <= SECOND_POST_ABOVE:
        return ""
    if not wanted.second_user:
        raise NotPermitted(
            f"{count} sites of other parties: above {SECOND_POST_ABOVE} a second person on another post is "
            "expected", field="--second-post-user", clause="section 8",
        )  # fmt: skip
    from ..web.auth import PasswordAuthenticator, posts_of

    password = wanted.second_password or os.environ.get(PASSWORD_VARIABLE) or _asked(wanted.second_user)
    user = asyncio.run(PasswordAuthenticator().authenticate(node, wanted.second_user, password))
    if user is None:
        raise NotAuthenticated("this user with this password is not known here", field="--second-post-user")
    others = [
        post for post in posts_of(node.room, user) if post != wanted.post and may_post("export", post).allowed
    ]
    if not others:
        raise NotPermitted(
            f"{user.id} may take no other post than {wanted.post} that exports", field="--second-post-user"
        )
    return f"{user.id} as {others[0]}"


def _asked(user: str) -> str:
    if not sys.stdin.isatty():
        raise NotAuthenticated(
            f"a password is expected, here or in {PASSWORD_VARIABLE}", field="--second-post-password"
        )
    return getpass.getpass(f"password of {user}: ")


def _write_bundle(node: Node, config: NodeConfig, out: Path) -> None:
    room = node.room
    unfinished = out.with_name(out.name + ".unfinished")
    unfinished.mkdir(parents=True)
    folder = config.path(config.charter)
    now_ms = room.clock.now_ms()
    made = node.read(
        lambda held: list(evidence_files(held.store, held.charter, held.party, folder, held.key, now_ms))
    ).result()
    with progress_of("writing", made) as files:
        for path, data in files:
            (unfinished / path).parent.mkdir(parents=True, exist_ok=True)
            (unfinished / path).write_bytes(data)
    unfinished.rename(out)


def _say_receipts(node: Node, wanted: Wanted, foreign: Sequence[Version], second: str) -> None:
    event = {
        "what": "exported",
        "kind": wanted.what,
        "format": wanted.format,
        "sites": len(foreign),
        "second": second,
    }
    node.write(lambda room: note_event(room, event)).result()
    for at in range(0, len(foreign), BATCH):
        node.write(partial(_receipts, wanted=wanted, foreign=foreign[at : at + BATCH])).result()


def _receipts(room: Room, wanted: Wanted, foreign: Sequence[Version]) -> None:
    for version in foreign:
        body = Receipt(about=Reference(author=version.author, entity=version.entity), how="exported")
        submit(
            room,
            Command(
                kind="receipt", action="establish", post=wanted.post, body=body, operator=OPERATOR,
                releases=(Release(party=version.author),), channel_class="HUMANITARIAN",
            ),
        )  # fmt: skip
