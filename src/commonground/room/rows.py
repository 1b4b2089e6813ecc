"""Versions of one party's picture as the rows that its screens show (JSON values; times ms UTC, lengths m or tmm).

Rows are made from the picture of the party that asks and from nothing else. A row decides nothing: states, lateness
and verification follow from the statements, the charter's clocks and `now_ms`. No row is made of an entity whose
body is gone or was not understood.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..picture.blocks import Text
from ..picture.charter import log_to
from ..picture.entity import Notice, Position, Receipt, Reply, Site, ends_ms, starts_ms
from ..picture.lifecycle import activity_state, lateness
from ..picture.statement import Release
from ..picture.version import Version
from ..record import full
from .channel_rules import unconfirmed_since_ms
from .context import Room
from .release import told_last
from .rows_delivery import leaf_for
from .rows_index import RowsIndex

Row = dict[str, Any]
TMM_PER_M = 10_000
SHOWN_REPLIES = ("read_back", "understood", "answer", "question")


@dataclass(frozen=True, slots=True)
class Look:
    """Whose picture is shown, as of when, and where its lists are. `as_of_ms` is None for the live picture."""

    room: Room
    index: RowsIndex
    now_ms: int
    as_of_ms: int | None = None
    replies_then: Callable[[str], list[Version]] | None = None

    def replies(self, key: str) -> list[Version]:
        """Statements about an entity, oldest first, as of the moment shown; within a millisecond as they were said."""
        found = (self.replies_then or self.room.view.replies_about)(key)
        return sorted(found, key=lambda one: (one.known_from_ms, one.origin, one.leaf))

    def is_own(self, version: Version) -> bool:
        """Whether the party shown is the author."""
        return version.author == self.room.party

    def delivered_ms(self, party: str, leaf: int | None) -> int | None:
        """When the recipient cosigned a leaf of its log, if that was before the moment shown."""
        if leaf is None:
            return None
        t_ms = self.index.deliveries.delivered_ms(self.room, party, leaf)
        return t_ms if t_ms is not None and (self.as_of_ms is None or t_ms <= self.as_of_ms) else None


def leaf_row(room: Room, origin: str, index: int) -> Row:
    """Where a statement stands: its log, its leaf, and how many leaves the log has."""
    return {"origin": origin, "index": index, "size": room.ledger.size(origin)}


def text_row(text: Text | None) -> Row | None:
    """A text with its language, or None where nothing was written."""
    return None if text is None or not text.text else {"lang": text.lang, "text": text.text}


# -- notices ----------------------------------------------------------------------------------------------------


def notice_row(look: Look, version: Version) -> Row | None:
    """The NoticeRow of a notice."""
    body = version.body
    if not isinstance(body, Notice):
        return None
    from_ms, until_ms = starts_ms(body), ends_ms(body)
    own = look.is_own(version)
    # Lead time counts from the arrival here; what the author claims stands beside it.
    heard_ms = version.t_released_ms if own else version.known_from_ms
    if version.withdrawn_ms is not None:
        heard_ms = version.first_known_ms
    lead_ms = from_ms - heard_ms
    replies = look.replies(version.key)
    return {
        "key": version.key, "id": version.entity, "author": version.author, "version": version.version, "own": own,
        "state": activity_state(version.action, from_ms, until_ms, version.withdrawn_ms, look.now_ms),
        "lateness": lateness(lead_ms, look.room.charter.clocks), "lead_time_ms": lead_ms,
        "author_lead_time_ms": from_ms - version.t_released_ms, "released_ms": version.t_released_ms,
        "arrived_ms": version.known_from_ms, "mode": version.mode, "precedence": version.precedence,
        "unconfirmed_since_ms": unconfirmed_since_ms(look.room, version, look.now_ms),
        "notice": _notice_body(look, version),
        "recipients": [_notice_recipient(look, version, one, replies) for one in version.releases] if own else [],
        "replies": [row for one in replies if (row := reply_row(look, one)) is not None],
        "leaf": leaf_row(look.room, version.origin, version.leaf), "hits": look.index.groups.hits.get(version.key, 0),
    }  # fmt: skip


def _notice_body(look: Look, version: Version) -> Row:
    """The body as a page drafts from it: what a service of drone traffic declared is there only where one did."""
    body = look.index.body_row(version)
    blocks = {name for name in ("intent", "constraint") if body[name] is None}
    return {**{name: value for name, value in body.items() if name not in blocks}, "action": version.action}


def reply_row(look: Look, version: Version) -> Row | None:
    """One answer about a notice; None for what is not one, such as a mere opening."""
    body = version.body
    if not isinstance(body, Reply) or body.what not in SHOWN_REPLIES:
        return None
    return {
        "party": version.author, "kind": body.what, "post": version.post, "t_ms": version.known_from_ms,
        "text": text_row(body.text), "code": body.code, "point": body.point,
        "about_version": body.about_version, **measured(look.room, body),
    }  # fmt: skip


def measured(room: Room, reply: Reply) -> Row:
    """How far a read-back was from what was sent (metres, degrees), and whether that is within the limit (T-4)."""
    if reply.what != "read_back" or reply.delta_tmm < 0:
        return {"delta_m": None, "bearing_deg": None, "matches": None}
    return {
        "delta_m": reply.delta_tmm / TMM_PER_M, "bearing_deg": reply.bearing_mdeg / 1000,
        "matches": reply.delta_tmm <= room.charter.readback_limit_m * TMM_PER_M,
    }  # fmt: skip


def _notice_recipient(look: Look, version: Version, release: Release, replies: list[Version]) -> Row:
    room = look.room
    leaf = leaf_for(room, release.party, version.key, version.leaf)
    told = told_last(room, log_to(room.charter, room.party, release.party), version.entity)
    said: dict[str, Version] = {}
    for one in replies:
        # Only what was said about the version that this recipient holds now counts.
        if (
            one.author == release.party
            and isinstance(one.body, Reply)
            and told
            and one.body.about_version == told.version
        ):
            said[one.body.what] = one
    back = said.get("read_back")
    delta = (
        measured(room, back.body)["delta_m"] if back is not None and isinstance(back.body, Reply) else None
    )
    times = {what: one.known_from_ms for what, one in said.items()}
    return {
        "party": release.party, "mode": release.mode, "delivered_ms": look.delivered_ms(release.party, leaf),
        "read_ms": times.get("read"), "read_back_ms": times.get("read_back"), "read_back_delta_m": delta,
        "understood_ms": times.get("understood"),
    }  # fmt: skip


# -- sites ------------------------------------------------------------------------------------------------------


def site_row(look: Look, version: Version) -> Row | None:
    """The SiteRow of a reported site. `place` is null for an unlocated one (T-23)."""
    site = version.body
    if not isinstance(site, Site):
        return None
    own = look.is_own(version)
    replies = look.replies(version.key)
    positions = [_position_row(one, one.body) for one in replies if isinstance(one.body, Position)]
    linked = list(look.index.linked.get(version.key, {}))
    return {
        "key": version.key, "id": version.entity, "author": version.author, "version": version.version, "own": own,
        "name": full(site.name), "name_made": _name_made(site), "category": site.category,
        "function": site.function, "status": site.status,
        # An expired site is greyed, still shown and still checked until its originator closes it (T-12).
        "expired": site.valid_until_ms < look.now_ms and version.action != "close",
        "valid_until_ms": site.valid_until_ms, "last_revalidated_ms": site.last_revalidated_ms,
        "verification": _verification(version, site, positions, own), "place": full(site.place),
        "place_text": site.place_text, "footprint": full(site.footprint), "submitter": site.submitter,
        "marking": site.marking, "positions": positions,
        "duplicates": [key for key in look.index.duplicates.of(version.key) if key not in linked],
        "linked": linked, "recipients": _site_recipients(version, replies) if own else [],
        "released_ms": version.t_released_ms, "arrived_ms": version.known_from_ms, "mode": version.mode,
        "unconfirmed_since_ms": unconfirmed_since_ms(look.room, version, look.now_ms),
        "leaf": leaf_row(look.room, version.origin, version.leaf),
        "hits": look.index.groups.hits.get(version.key, 0),
    }  # fmt: skip


def _name_made(site: Site) -> dict[str, str]:
    given = {code: getattr(site.name, code) for code in ("en", "ar", "ru")}
    return {
        code: "transliterated" if code in site.made_names else "given" for code, name in given.items() if name
    }


def _position_row(version: Version, position: Position) -> Row:
    return {"party": version.author, "stance": position.stance, "reason": text_row(position.reason),
            "t_ms": version.known_from_ms}  # fmt: skip


def _verification(version: Version, site: Site, positions: list[Row], own: bool) -> str:
    """V0 to V3 as the author says; V4 when all parties known to hold the site agree (S1).

    Only the author knows who holds it, so that a recipient never learns from a V4 that there are others.
    """
    holders = {release.party for release in version.releases} if own else set()
    agree = {row["party"] for row in positions if row["stance"] == "agrees"}
    return "V4" if holders and holders <= agree else site.verification


def _site_recipients(version: Version, replies: list[Version]) -> list[Row]:
    opened: dict[str, list[Row]] = {}
    for one in replies:
        if isinstance(one.body, Receipt) and one.body.how != "warned":
            opened.setdefault(one.author, []).append(
                {"party": one.author, "post": one.post, "how": one.body.how, "t_ms": one.t_released_ms}
            )
    return [
        {"party": release.party, "mode": release.mode, "precision": release.precision,
         "hide_submitter": release.hide_submitter, "custodian_may_warn": release.custodian_may_warn,
         "opened": opened.get(release.party, [])}
        for release in version.releases
    ]  # fmt: skip
