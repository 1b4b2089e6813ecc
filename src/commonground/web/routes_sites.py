"""Reported sites: opened, reported, checked, judged, verified, closed, released, withdrawn, linked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from starlette.routing import Route

from ..errors import Refused
from ..geo.footprint import Footprint
from ..geo.volume import Volume
from ..picture.blocks import Language, Text
from ..picture.conflict import ConflictReport
from ..picture.entity import Site, Stance
from ..picture.statement import Mode, Release
from ..picture.version import Version
from ..record import Record
from ..room import register
from ..room.context import Room
from ..room.rows import site_row
from ..room.second_post import ask, is_confirmed, subject_of
from ..room.site_check import check_sites
from ..room.submit import Submitted, release_to, withdraw_from
from .door import Call, Web, get, post
from .places import rendering
from .report_rows import report_row
from .routes_announce import Nothing
from .routes_notices import ToParty
from .view_only import fetch_content

Precision = Literal["exact", "cell", "district"]


class SiteRelease(Record, frozen=True):
    """To whom a site is told and how precisely; a cell of 1 km unless it says otherwise (section 8)."""

    party: str
    mode: Mode = "keep"
    precision: Precision = "cell"
    hide_submitter: bool = False
    custodian_may_warn: bool = False

    def release(self) -> Release:
        """The release that it becomes."""
        return Release(
            party=self.party, mode=self.mode, precision=self.precision, hide_submitter=self.hide_submitter,
            custodian_may_warn=self.custodian_may_warn,
        )  # fmt: skip


class NewSite(Record, frozen=True):
    """A site to report and whom to tell."""

    site: register.SiteDraft
    recipients: tuple[SiteRelease, ...] = ()


class NewReleases(Record, frozen=True):
    """Recipients of a site."""

    recipients: tuple[SiteRelease, ...]


class Words(Record, frozen=True):
    """A text with its language."""

    lang: Language = "en"
    text: str = ""


class NewPosition(Record, frozen=True):
    """What this party holds of a site."""

    stance: Stance
    reason: Words = Words()


class NewLevel(Record, frozen=True):
    """A step of the verification ladder and its ground; V4 follows from positions and is not given."""

    level: register.Level
    evidence: str = ""


class Pair(Record, frozen=True):
    """Two keys."""

    a: str
    b: str


class SiteCheck(Record, frozen=True):
    """A shape, how far round it to look, and with a volume also which activities meet it."""

    footprint: Footprint
    radius_m: int
    volume: Volume | None = None


def routes(web: Web) -> list[Route]:
    """Routes of sites; fixed words stand before those with a name in them."""
    return [
        post(web, "/api/sites", report),
        post(web, "/api/sites/link", link),
        post(web, "/api/sites/check", check),
        post(web, "/api/sites/{id}/revalidate", revalidate),
        post(web, "/api/sites/{id}/close", close),
        post(web, "/api/sites/{id}/verify", verify),
        post(web, "/api/sites/{id}/withdraw", withdraw),
        post(web, "/api/sites/{id}/release", release),
        post(web, "/api/sites/{author}/{id}/position", position),
        get(web, "/api/sites/{author}/{id}", open_site),
    ]


async def _done(call: Call, act: Callable[[Room], Submitted]) -> dict[str, Any] | None:
    def go(room: Room) -> dict[str, Any] | None:
        done = act(room)
        return site_row(call.web.look(room), done.version)

    return await call.web.write(go)


async def report(call: Call) -> dict[str, Any] | None:
    """Report a site."""
    new = await call.body(NewSite)
    releases = tuple(one.release() for one in new.recipients)
    call.require("site")
    return await _done(
        call,
        lambda room: register.report_site(
            room, register.site_of(new.site, room), releases, call.post, call.user.id
        ),
    )


async def revalidate(call: Call) -> dict[str, Any] | None:
    """Confirm an own site for another 90 days."""
    await call.body(Nothing)
    return await _done(call, lambda room: register.revalidate(room, call.part("id"), call.post, call.user.id))


async def close(call: Call) -> dict[str, Any] | None:
    """Close an own site."""
    await call.body(Nothing)
    return await _done(call, lambda room: register.close(room, call.part("id"), call.post, call.user.id))


async def verify(call: Call) -> dict[str, Any] | None:
    """Say how far an own site is verified."""
    given = await call.body(NewLevel)
    return await _done(
        call,
        lambda room: register.verify(
            room, call.part("id"), given.level, given.evidence, call.post, call.user.id
        ),
    )


async def withdraw(call: Call) -> dict[str, Any] | None:
    """Stop telling one recipient of an own site."""
    party = (await call.body(ToParty)).party
    call.require("site")

    def act(room: Room) -> Submitted:
        version, _ = register.own_site(room, call.part("id"))
        return withdraw_from(room, version.key, party, call.post, call.user.id)

    return await _done(call, act)


async def release(call: Call) -> dict[str, Any] | None:
    """Tell more recipients of an own site, or the same on other terms."""
    given = await call.body(NewReleases)
    call.require("site")

    def act(room: Room) -> Submitted:
        version, _ = register.own_site(room, call.part("id"))
        releases = tuple(one.release() for one in given.recipients)
        return release_to(room, version.key, releases, call.post, call.user.id)

    return await _done(call, act)


async def position(call: Call) -> dict[str, Any] | None:
    """Say what this party holds of another's site."""
    given = await call.body(NewPosition)
    reason = Text(lang=given.reason.lang, text=given.reason.text)
    call.require("position")

    def go(room: Room) -> dict[str, Any] | None:
        register.take_position(room, call.key, given.stance, reason, call.post, call.user.id)
        return site_row(call.web.look(room), room.view.get(call.key))

    return await call.web.write(go)


async def link(call: Call) -> dict[str, Any] | None:
    """Hold two sites to be one place."""
    pair = await call.body(Pair)
    call.require("site")

    def go(room: Room) -> dict[str, Any] | None:
        register.link(room, pair.a, pair.b, call.post, call.user.id)
        return site_row(call.web.look(room), room.view.get(pair.a))

    return await call.web.write(go)


async def check(call: Call) -> dict[str, Any]:
    """What lies within so many metres of a shape."""
    asked = await call.body(SiteCheck)
    subject = subject_of(["sites", asked.footprint, asked.volume, asked.radius_m])

    def look(room: Room) -> tuple[ConflictReport, bool]:
        call.web.index.keep_up(room)
        report = check_sites(room, call.web.index, asked.footprint, asked.volume, asked.radius_m)
        return report, is_confirmed(room, "check", subject, call.user.id, room.clock.now_ms())

    found, confirmed = await call.web.read(look)
    if found.needs_second_post and not found.counts_only and not confirmed:
        await call.web.write(
            lambda room: ask(
                room, "check", subject, found.hits_total, call.user.id, call.post, room.clock.now_ms()
            )
        )
    return await call.web.read(lambda room: report_row(room, found, confirmed=confirmed))


# -- opening ----------------------------------------------------------------------------------------------------


async def open_site(call: Call) -> dict[str, Any]:
    """A site with its details. Opening another party's site tells it so, and needs a post (T-24)."""

    def go(room: Room) -> tuple[Version, dict[str, Any], dict[str, Any]]:
        version = room.view.get(call.key)
        row = site_row(call.web.look(room), version)
        if row is None or not isinstance(version.body, Site):
            raise Refused("a site is expected", field="key")
        if not row["own"]:
            call.require("reply")
            register.tell_opened(room, [call.key], "opened", call.post, call.user.id)
        return version, row, _details(call, version.body, own=row["own"])

    version, row, details = await call.web.write(go)
    if version.mode == "view" and not row["own"]:
        details |= await fetch_content(call, version)
    return {"row": row, "details": details}


def _details(call: Call, site: Site, *, own: bool) -> dict[str, Any]:
    details: dict[str, Any] = {
        "place_text": site.place_text,
        "made_names": list(site.made_names),
        "near": None,
    }
    if site.place is not None:
        details["near"] = rendering(call.web.gazetteer, (site.place.lon_nd, site.place.lat_nd))
    if own:
        details |= {"evidence": list(site.evidence), "source_ref": site.source_ref}
    return details
