"""Sites from a file: a dry run that lists what would be read and refused, then the same for real, in small batches.

The file is read outside the node's writer; rows enter it two hundred at a time, so that announcements are not kept
waiting. A row that is already an own site (same names, category, place and submitter) is counted and not entered
again, so an import that was cut off can simply be run again.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from starlette.routing import Route

from ..errors import Refused
from ..log.note import decode_base64
from ..picture.statement import Release
from ..protocols.site_files.codec import ImportOptions, ImportReport, ReadSite, read_sites
from ..record import Record, convert, full
from ..room.context import Room
from ..room.register import SiteDraft, own_sites, report_site, same_site, site_of
from .door import Call, Web, post
from .places import area_box
from .refusals import with_row_texts
from .routes_sites import SiteRelease

BATCH_ROWS = 200


class SiteFile(Record, frozen=True):
    """A file and what is to be done with it; nothing is entered while `dry_run` is true."""

    filename: str
    content_base64: str
    dry_run: bool = True
    without_columns: tuple[str, ...] = ()
    columns: dict[str, str] = {}
    category: str = ""
    submitter: str = ""
    encoding: str = ""
    sheet: str = ""
    recipients: tuple[SiteRelease, ...] = ()


def routes(web: Web) -> list[Route]:
    """The route of imports."""
    return [post(web, "/api/sites/import", import_sites)]


async def import_sites(call: Call) -> dict[str, Any]:
    """Read a file, and enter its sites when it is no dry run."""
    given = await call.body(SiteFile, call.web.settings.import_bytes_max)
    call.require("import")
    releases = tuple(one.release() for one in given.recipients)
    report = await asyncio.to_thread(_read, given, call)
    if report.refused_columns:
        columns = list(report.refused_columns)
        raise Refused(
            f"columns {', '.join(columns)}: the register has no field for what they hold",
            field="without_columns", clause="T-7", detail={"banned_columns": columns},
        )  # fmt: skip
    entered, known = 0, 0
    refused = report.plain()["refused"]
    assert isinstance(refused, list)
    if not given.dry_run:
        for start in range(0, len(report.read), BATCH_ROWS):
            batch = report.read[start : start + BATCH_ROWS]
            done = await call.web.write(partial(_enter, rows=batch, releases=releases, call=call))
            entered, known = entered + done[0], known + done[1]
            refused += done[2]
    return {
        **report.plain(), "refused": with_row_texts(refused), "read": [_row(one) for one in report.read],
        "imported": entered, "already_known": known,
    }  # fmt: skip


def _read(given: SiteFile, call: Call) -> ImportReport:
    data = decode_base64(given.content_base64, field="content_base64")
    options = ImportOptions(
        area=area_box(call.web.node.room.charter), without_columns=given.without_columns,
        columns=given.columns, category=given.category, submitter=given.submitter, encoding=given.encoding,
        sheet=given.sheet,
    )  # fmt: skip
    return read_sites(data, given.filename, options)


def _enter(
    room: Room, rows: list[ReadSite], releases: tuple[Release, ...], call: Call
) -> tuple[int, int, list[dict[str, Any]]]:
    """Enter a batch; how many were entered, how many were there before, and which were refused."""
    known = own_sites(room)
    entered, before = 0, 0
    refused: list[dict[str, Any]] = []
    for row in rows:
        entries = room.ledger.entries_total()
        try:
            site = site_of(convert(row.draft, SiteDraft), room)
            if same_site(site) in known:
                before += 1
                continue
            report_site(room, site, releases, call.post, call.user.id)
        except Refused as error:
            if room.ledger.entries_total() != entries:
                raise
            refused.append({"line": row.line, "field": error.field, "found": "", "expected": error.reason,
                            "detail": error.detail})  # fmt: skip
            continue
        known.add(same_site(site))
        entered += 1
    return entered, before, refused


def _row(read: ReadSite) -> dict[str, Any]:
    site: dict[str, Any] = full(convert(read.draft, SiteDraft))
    return {"line": read.line, "site": site, "notes": list(read.notes)}
