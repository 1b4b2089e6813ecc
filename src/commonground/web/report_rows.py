"""A conflict report as the page reads it: hits, groups, and the neutral sentence of T-6.

It prints what was found and how far was looked; there is no field for a verdict. With more than 25 sites of others
the sites are counted and not listed until a second post has confirmed; above 200 hits there are counts only.
"""

from __future__ import annotations

from typing import Any

from ..picture.conflict import ConflictReport, Hit
from ..picture.entity import Notice, starts_ms
from ..record import full
from ..room.context import Room
from ..room.rows_conflicts import TMM_PER_FT
from ..room.submit import groups_of
from .texts import LANGUAGES, text, text3, word3

Row = dict[str, Any]


def report_row(room: Room, report: ConflictReport, *, confirmed: bool) -> Row:
    """The Report of a check. `confirmed` says that a second post has confirmed this question."""
    hides_sites = report.needs_second_post and not confirmed
    hits = [hit for hit in report.hits if not (hides_sites and hit.kind == "site")]
    metres = str(report.buffer_m)
    found = any(hit.kind == "site" for hit in report.hits) or report.counts_only
    notes = []
    if report.counts_only:
        notes.append(text("en", "server-counts-only", count=str(report.hits_total)))
    if hides_sites:
        notes.append(text("en", "server-second-post"))
    return {
        "report_id": report.report_id, "as_of_ms": report.as_of_ms,
        "searched": {
            "notices": report.searched.notices, "sites": report.searched.sites,
            "logs": [{"origin": origin, "index": size - 1, "size": size} for origin, size in report.searched.logs],
        },
        "buffer_m": report.buffer_m, "hits": [hit_row(room, hit) for hit in hits],
        "groups": _groups(report, hides_sites=hides_sites), "counts_only": report.counts_only,
        "hits_total": report.hits_total, "needs_second_post": hides_sites,
        "statement": text3("server-sites-found" if found else "server-no-site-found", metres=metres),
        "notes": notes,
    }  # fmt: skip


def nothing_met(room: Room) -> ConflictReport:
    """The report of what has no volume, such as a cancellation."""
    now_ms = room.clock.now_ms()
    return ConflictReport(
        report_id="", as_of_ms=now_ms, searched=room.view.searched(), buffer_m=room.charter.buffer_m, hits=(),
        hits_total=0,
    )  # fmt: skip


def hit_row(room: Room, hit: Hit) -> Row:
    """One Hit. Lengths in metres, heights in feet; a site is protected at every height, so it has none."""
    is_site = hit.kind == "site"
    return {
        "key": hit.key, "kind": hit.kind, "with": hit.with_key, "title": _title(hit), "party": hit.party,
        "relation": hit.relation, "from_ms": hit.from_ms, "until_ms": hit.until_ms,
        "shared_ms": hit.until_ms - hit.from_ms,
        "altitude_overlap_ft": None if is_site else round(hit.altitude_overlap_tmm / TMM_PER_FT),
        "altitude_conversion": "" if hit.altitude_conversion == "none" else hit.altitude_conversion,
        "area_m2": hit.area_m2, "distance_m": hit.distance_mm / 1000, "common_point": list(hit.common_point),
        "category": hit.category, "lead": _announced_ahead(room, hit),
    }  # fmt: skip


def _groups(report: ConflictReport, *, hides_sites: bool) -> list[Row]:
    if not report.counts_only:
        return group_rows(report.hits, hides_sites=hides_sites)
    title = text3("server-counts-only", count=str(report.hits_total))
    return [{"key": "all", "title": title, "count": report.hits_total, "hits": []}]


def group_rows(hits: tuple[Hit, ...], *, hides_sites: bool) -> list[Row]:
    """Groups by kind, party and category above 20 hits, else one for each hit (T-5)."""
    rows = []
    for key, members in groups_of(hits).items():
        first = members[0]
        hidden = hides_sites and first.kind == "site"
        rows.append({
            "key": f"{first.kind}:{first.party}:{first.category}" if hidden else key,
            "title": _group_title(first), "count": len(members),
            "hits": [] if hidden else [hit.key for hit in members],
        })  # fmt: skip
    return rows


def _title(hit: Hit) -> dict[str, str]:
    if hit.kind == "site":
        name: dict[str, str] = full(hit.title)
        return name
    words = word3("class", hit.category)
    identifier = hit.with_key.partition("/")[2]
    return {
        lang: text(lang, "server-hit-notice", **{"class": words[lang], "id": identifier})
        for lang in LANGUAGES
    }


def _group_title(hit: Hit) -> dict[str, str]:
    if hit.kind == "site":
        words = word3("category", hit.category)
        return {
            lang: text(lang, "server-group-sites", party=hit.party, category=words[lang])
            for lang in LANGUAGES
        }
    words = word3("class", hit.category)
    return {
        lang: text(lang, "server-group-notices", **{"party": hit.party, "class": words[lang]})
        for lang in LANGUAGES
    }


def _announced_ahead(room: Room, hit: Hit) -> str:
    """How long before its start the other activity was known here, as hours and minutes; empty for a site."""
    version = room.view.picture.entities.get(hit.with_key)
    if version is None or not isinstance(version.body, Notice):
        return ""
    minutes = max(0, starts_ms(version.body) - version.known_from_ms) // 60_000
    return f"{minutes // 60} h {minutes % 60:02d} min"
