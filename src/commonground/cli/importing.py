"""`import`: read a file of sites, show what was read and what was refused, and report the sites.

The dry run is the whole of reading; importing adds only that each site is said by this party, at V0 (as received), and
released to those who are named and to nobody else.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from ..config import read_config
from ..errors import Refused
from ..geo.place import AreaBox
from ..picture.charter import Charter
from ..picture.statement import Release
from ..protocols.site_files.codec import ImportOptions, ImportReport, ReadSite, read_sites
from ..record import convert, encode_canonical, replace
from ..room.context import Room
from ..room.posts import require_post
from ..room.register import SiteDraft, own_sites, report_site, same_site, site_of
from .ending import BROKEN, Ending
from .opening import node_of
from .printing import progress_of, say, show_table
from .reading import file_bytes

BATCH = 200
DAY_MS = 86_400_000
SHOWN_MAX = 20
PRECISIONS = ("exact", "cell", "district")
OPERATOR = "command line"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person who imports has declared."""

    release_to: tuple[str, ...]
    post: str
    strict: bool
    dry_run: bool
    json: bool
    valid_days: int


def import_sites(path: Path, config: Path | None, options: ImportOptions, wanted: Wanted) -> None:
    """Read, show, and unless it is a dry run report the sites. Leaves with 1 where nothing could be taken."""
    releases = releases_of(wanted.release_to)
    data = file_bytes(path)
    charter = _charter_of(config) if config is not None else None
    report = read_sites(data, path.name, replace(options, area=_area(charter)))
    _show_json(report) if wanted.json else _show(path, report, wanted.dry_run)
    if report.refused_columns or (wanted.strict and report.refused):
        say("nothing was imported", to=sys.stderr)
        raise Ending(BROKEN)
    if wanted.dry_run:
        return
    if config is None:
        raise Refused("a node's configuration file is expected; or --dry-run", field="--config")
    _report_all(config, report.read, releases, wanted)


def releases_of(texts: Sequence[str]) -> tuple[Release, ...]:
    """`A:exact` `B:cell`: to whom, and how precisely. Without a precision a cell is told (section 8)."""
    found = []
    for text in texts:
        party, _, precision = text.partition(":")
        if not party or (precision or "cell") not in PRECISIONS:
            raise Refused(f"{text!r}; PARTY:{'|'.join(PRECISIONS)} is expected", field="--release-to")
        chosen: Literal["exact", "cell", "district"] = precision or "cell"  # type: ignore[assignment]
        found.append(Release(party=party, precision=chosen))
    return tuple(found)


def _report_all(
    config: Path, read: Sequence[ReadSite], releases: tuple[Release, ...], wanted: Wanted
) -> None:
    require_post("site", wanted.post)
    refused: list[str] = []
    done = before = 0
    with node_of(config) as (node, _):
        batches = [read[at : at + BATCH] for at in range(0, len(read), BATCH)]
        with progress_of("reporting", batches) as steps:
            for batch in steps:
                said = node.write(partial(_report, rows=batch, releases=releases, wanted=wanted)).result()
                done += said[0]
                before += said[1]
                refused += said[2]
    for line in refused:
        say(f"refused: {line}", to=sys.stderr)
    told = ", ".join(f"{one.party} ({one.precision})" for one in releases) or "nobody"
    say(f"{done} sites imported at V0, released to {told}.")
    if before:
        say(f"{before} were reported already and were not entered again.")
    if refused and wanted.strict:
        raise Ending(BROKEN)


def _report(
    room: Room, rows: Sequence[ReadSite], releases: tuple[Release, ...], wanted: Wanted
) -> tuple[int, int, list[str]]:
    """Say each site that is not known yet; one that is refused has appended nothing, and the others go on.

    Returns how many were said, how many were known before, and what was refused.
    """
    known = own_sites(room)
    refused: list[str] = []
    done = before = 0
    until_ms = room.clock.now_ms() + wanted.valid_days * DAY_MS
    for row in rows:
        try:
            site = site_of(replace(convert(row.draft, SiteDraft), valid_until_ms=until_ms), room)
            if same_site(site) in known:
                before += 1
                continue
            report_site(room, site, releases, wanted.post, OPERATOR)
        except Refused as error:
            refused.append(f"line {row.line}, {error.field}: {error.reason}")
            continue
        known.add(same_site(site))
        done += 1
    return done, before, refused


def _charter_of(config: Path) -> Charter:
    from ..compose.charter_files import load_charter

    found = read_config(config)
    return load_charter(found.path(found.charter))


def _area(charter: Charter | None) -> AreaBox | None:
    if charter is None:
        return None
    area = charter.area
    return AreaBox(
        west_nd=area.lon_nd_min, south_nd=area.lat_nd_min, east_nd=area.lon_nd_max, north_nd=area.lat_nd_max
    )


def _show(path: Path, report: ImportReport, dry_run: bool) -> None:
    say(
        f"{path.name}: {len(report.read)} read, {len(report.refused)} refused; {report.encoding}, {report.crs}"
    )
    for column, name in report.column_fields.items():
        say(f"  column {column!r} is taken for {name}")
    if report.ignored_columns:
        say(f"  ignored columns: {', '.join(report.ignored_columns)}")
    for kind, count in report.unknown_categories.items():
        say(f"  category {kind!r} is not in the list: {count} taken as other")
    rows = [(one.line, one.field, one.found, one.expected) for one in report.refused[: len(report.refused)]]
    show_table((f"refused {report.unit}", "field", "found", "expected"), rows)
    if dry_run:
        shown = report.read[:SHOWN_MAX]
        show_table((report.unit, "name", "category", "notes"), [_cells(one) for one in shown])
        if len(report.read) > len(shown):
            say(f"… and {len(report.read) - len(shown)} more; --json lists all")
        say("dry run: nothing was kept")


def _cells(one: ReadSite) -> tuple[object, ...]:
    name = one.draft.get("name")
    names = [str(text) for text in name.values() if text] if isinstance(name, dict) else []
    return one.line, names[0] if names else "", one.draft.get("category", ""), "; ".join(one.notes)


def _show_json(report: ImportReport) -> None:
    say(encode_canonical(report.plain()).decode())
