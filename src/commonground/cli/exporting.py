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
from ..picture.entity import Site
from ..picture.version import Version
from ..policy.rule import may_post
from ..protocols.export_files import codec
from ..room.context import Room
from ..room.copies import new_stamp, note_copy, secret_of
from ..room.copy_order import in_order_of
from ..room.node import Node
from ..room.posts import require_post
from ..room.register import tell_opened
from ..room.submit import note_event
from ..web.exporting import FOREIGN_SITES_MAX, choose, header_of, local_times, notice_export, site_export
from .bundle import evidence_files
from .opening import node_of
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
        versions = node.read(lambda room: _kept(room, wanted)).result()
        foreign = [one for one in versions if isinstance(one.body, Site) and one.author != node.room.party]
        second = _second_person(node, wanted, len(foreign))
        if wanted.what == "bundle":
            _write_bundle(node, held, wanted.out)
        else:
            wanted.out.write_bytes(
                node.write(lambda room: _file(room, wanted, versions, ordered=held.ordered_copies)).result()
            )
        _say_receipts(node, wanted, foreign, second)
    shown = "bundle" if wanted.what == "bundle" else f"{len(versions)} {wanted.what}"
    say(
        f"{shown} written to {wanted.out}; {len(foreign)} sites of other parties, each told to its originator."
    )


def _kept(room: Room, wanted: Wanted) -> list[Version]:
    """The versions that leave: for a bundle every site, since its logs hold them all."""
    found = choose(room, "notices" if wanted.what == "notices" else "sites", []).versions
    own = wanted.only_own and wanted.what != "bundle"
    return [one for one in found if not own or one.author == room.party]


def _file(room: Room, wanted: Wanted, versions: Sequence[Version], *, ordered: bool) -> bytes:
    """The file, which is written down as a copy. Needs a transaction."""
    now_ms = room.clock.now_ms()
    stamp = new_stamp(room)
    header = header_of(room, OPERATOR, wanted.post, __version__, stamp.text)
    rows = [site_export(one) if wanted.what == "sites" else notice_export(one, now_ms) for one in versions]
    if ordered:
        rows = in_order_of(secret_of(room), stamp.number, rows, lambda row: str(row["id"]))
    data = WRITERS[wanted.what, wanted.format](rows, header, local_times(header.zone))
    keys = [one.key for one in versions]
    note_copy(
        room, stamp, f"{wanted.what} {wanted.format}", data, keys, OPERATOR, wanted.post, ordered=ordered
    )
    return data


def _second_person(node: Node, wanted: Wanted, count: int) -> str:
    """Who confirms, or "" where nobody has to (section 8)."""
    if count <= FOREIGN_SITES_MAX:
        return ""
    if not wanted.second_user:
        raise NotPermitted(
            f"{count} sites of other parties: above {FOREIGN_SITES_MAX} a second person on another post is "
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
    keys = [version.key for version in foreign]
    for at in range(0, len(keys), BATCH):
        node.write(partial(_tell, keys=keys[at : at + BATCH], post=wanted.post)).result()


def _tell(room: Room, keys: Sequence[str], post: str) -> None:
    tell_opened(room, keys, "exported", post, OPERATOR)
