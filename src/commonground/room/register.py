"""The register of reported sites: report, verify, revalidate, close, take a position, link, and receipts for openings.

A site is changed only by its author; another party's word on it is a position, kept beside it. Names that a script
lacks are transliterated once, at entry, and marked so. Opening, printing or exporting somebody's site tells its
originator (T-24); a check does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ..errors import Refused
from ..geo.footprint import Footprint
from ..geo.transliteration import script_of, transliterate
from ..picture.blocks import Place, Reference, Text
from ..picture.charter import Text3
from ..picture.entity import Category, Link, Position, Receipt, Site, Stance
from ..picture.statement import Action, ChannelClass, Release
from ..picture.version import Version
from ..record import Record, replace
from .context import Room
from .leaving import has_left
from .posts import require_post
from .submit import Command, Submitted, submit

Level = Literal["V0", "V1", "V2", "V3"]
VALID_MS_MAX = 366 * 86_400_000
EVIDENCE_CHARS_MAX = 500
TEXT_CHARS_MAX = 1_000
TOLD_IN: dict[str, ChannelClass] = {
    "site": "HUMANITARIAN",
    "information": "LIAISON",
    "stix_object": "LIAISON",
}
"""What is told to its originator when it is opened (T-24), and in which class of the line."""


class SiteDraft(Record, frozen=True):
    """A site as a form or a file gives it; without a place it stays unlocated (T-23)."""

    name: Text3
    category: Category
    status: Literal["active", "inactive", "relocated", "closed"] = "active"
    function: str = ""
    valid_until_ms: int = 0
    place: Place | None = None
    place_text: str = ""
    footprint: Footprint | None = None
    submitter: str = ""
    marking: str = ""
    source_ref: str = ""
    made_names: tuple[Literal["en", "ar", "ru"], ...] = ()


def site_of(draft: SiteDraft, room: Room) -> Site:
    """The site that a draft becomes now: V0 as received, valid for the charter's 90 days unless it says less."""
    now_ms = room.clock.now_ms()
    for field in ("function", "place_text", "submitter", "marking", "source_ref"):
        if len(getattr(draft, field)) > TEXT_CHARS_MAX:
            raise Refused(
                f"at most {TEXT_CHARS_MAX} characters expected", field=f"site.{field}", clause="limits"
            )
    name, made = named(draft.name)
    made = tuple(dict.fromkeys((*draft.made_names, *made)))
    if draft.valid_until_ms and not now_ms < draft.valid_until_ms <= now_ms + VALID_MS_MAX:
        raise Refused("a time within the next 366 days is expected", field="site.valid_until_ms")
    valid_until_ms = draft.valid_until_ms or now_ms + room.charter.clocks.revalidate_ms
    return Site(
        name=name, made_names=made, category=draft.category, status=draft.status, verification="V0",
        valid_until_ms=valid_until_ms, last_revalidated_ms=now_ms, place=draft.place,
        footprint=draft.footprint, place_text=draft.place_text, function=draft.function, marking=draft.marking,
        submitter=draft.submitter, source_ref=draft.source_ref,
    )  # fmt: skip


def named(name: Text3) -> tuple[Text3, tuple[str, ...]]:
    """The name with missing scripts transliterated, and which those are."""
    given = {code: getattr(name, code).strip() for code in ("en", "ar", "ru")}
    source = next((text for text in given.values() if text), "")
    made = [code for code, text in given.items() if not text and source and script_of(source) != code]
    for code in made:
        given[code] = transliterate(source, code)  # type: ignore[arg-type]
    return Text3(**given), tuple(made)


def report_site(room: Room, site: Site, releases: tuple[Release, ...], post: str, operator: str) -> Submitted:
    """Report a new site. Needs a transaction."""
    require_post("site", post)
    return submit(room, Command(
        kind="site", action="establish", post=post, operator=operator, body=site, releases=releases,
        channel_class="HUMANITARIAN",
    ))  # fmt: skip


def own_site(room: Room, identifier: str) -> tuple[Version, Site]:
    """An own site; refuses anything else."""
    version = room.view.get(f"{room.party}/{identifier}")
    if not isinstance(version.body, Site):
        raise Refused("a site is expected", field="id")
    return version, version.body


def revalidate(room: Room, identifier: str, post: str, operator: str) -> Submitted:
    """Confirm that a site is as reported, for another 90 days. Needs a transaction."""
    version, site = own_site(room, identifier)
    now_ms = room.clock.now_ms()
    changed = replace(
        site, last_revalidated_ms=now_ms, valid_until_ms=now_ms + room.charter.clocks.revalidate_ms,
        status="active" if version.action == "close" else site.status,
    )  # fmt: skip
    return _change(room, version, "revalidate", changed, post, operator)


def close(room: Room, identifier: str, post: str, operator: str) -> Submitted:
    """Say that a site is no more. Needs a transaction."""
    version, site = own_site(room, identifier)
    return _change(room, version, "close", replace(site, status="closed"), post, operator)


def verify(room: Room, identifier: str, level: Level, evidence: str, post: str, operator: str) -> Submitted:
    """Raise or lower the verification of an own site; V2 and V3 say on what ground. Needs a transaction."""
    version, site = own_site(room, identifier)
    if level in ("V2", "V3") and not evidence.strip():
        raise Refused("what was seen or by whom is expected with V2 and V3", field="evidence", clause="S1")
    if len(evidence) > EVIDENCE_CHARS_MAX:
        raise Refused(f"at most {EVIDENCE_CHARS_MAX} characters expected", field="evidence")
    kept = (*site.evidence, f"{level}: {evidence.strip()}") if evidence.strip() else site.evidence
    return _change(room, version, "amend", replace(site, verification=level, evidence=kept), post, operator)


def _change(room: Room, version: Version, action: Action, site: Site, post: str, operator: str) -> Submitted:
    require_post("site", post)
    return submit(room, Command(
        kind="site", action=action, post=post, operator=operator, body=site, entity=version.entity,
        releases=version.releases, channel_class="HUMANITARIAN",
    ))  # fmt: skip


# -- the word of others -----------------------------------------------------------------------------------------


def site_of_another(room: Room, key: str) -> Version:
    """A site that another party reported."""
    version = room.view.get(key)
    if version.kind != "site":
        raise Refused("a site is expected", field="key")
    if version.author == room.party:
        raise Refused("a site of another party is expected", field="key")
    return version


def take_position(room: Room, key: str, stance: Stance, reason: Text, post: str, operator: str) -> Submitted:
    """Say what this party holds of another's site; told to its originator only. Needs a transaction."""
    require_post("position", post)
    version = site_of_another(room, key)
    before = next(
        (one for one in room.view.replies_about(key) if one.kind == "position" and one.author == room.party),
        None,
    )
    return submit(room, Command(
        kind="position", action="amend" if before else "establish", post=post, operator=operator,
        entity=before.entity if before else "", releases=(Release(party=version.author),),
        body=Position(about=Reference.of(key), stance=stance, reason=reason), channel_class="HUMANITARIAN",
    ))  # fmt: skip


def link(room: Room, first: str, second: str, post: str, operator: str) -> Submitted:
    """Hold two sites to be one place; both stay (T-11). Told to the originators that may know. Needs a transaction."""
    require_post("site", post)
    for number, key in (("a", first), ("b", second)):
        if room.view.get(key).kind != "site":
            raise Refused("a site is expected", field=number)
    authors = dict.fromkeys(key.split("/")[0] for key in (first, second))
    return submit(room, Command(
        kind="link", action="establish", post=post, operator=operator,
        body=Link(first=Reference.of(first), second=Reference.of(second)), channel_class="HUMANITARIAN",
        releases=tuple(Release(party=author) for author in authors if author != room.party),
    ))  # fmt: skip


def tell_opened(
    room: Room, keys: Iterable[str], how: Literal["opened", "printed", "exported"], post: str, operator: str
) -> int:
    """Tell each originator that its sites or reports were opened, printed or exported (T-24). Needs a transaction.

    A party that has left says nothing to anybody any more: what it does with what it was shown stays in its own log.
    """
    told, gone = 0, has_left(room, room.party, room.clock.now_ms())
    for key in keys:
        version = room.view.get(key)
        channel = TOLD_IN.get(version.kind)
        if channel is None or version.author == room.party:
            continue
        submit(room, Command(
            kind="receipt", action="establish", post=post, operator=operator, channel_class=channel,
            body=Receipt(about=Reference.of(key), how=how),
            releases=() if gone else (Release(party=version.author),),
        ))  # fmt: skip
        told += 1
    return told


# -- files ------------------------------------------------------------------------------------------------------


def same_site(site: Site) -> tuple[object, ...]:
    """By what a row of a file is known again when the file is read a second time."""
    place = site.place
    return (site.name.en, site.name.ar, site.name.ru, site.category,
            place and (place.lon_nd, place.lat_nd), site.submitter)  # fmt: skip


def own_sites(room: Room) -> set[tuple[object, ...]]:
    """Every own site, as `same_site` knows it."""
    return {
        same_site(version.body)
        for version in room.view.versions()
        if version.author == room.party and isinstance(version.body, Site)
    }
