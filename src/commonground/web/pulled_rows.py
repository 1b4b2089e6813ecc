"""Rows of sources and of drafts from other servers, with reasons in three languages. No secret is in any of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..geo.place import district_ring
from ..protocols.stix.pull.drafts import Shown
from ..protocols.stix.pull.kept import Pulled
from ..protocols.stix.pull.source import Position, Source, State, in_order
from ..record import full
from .refusals import reason_text

TITLE_CHARS_MAX = 300


def source_row(source: Source, state: State, running: frozenset[str]) -> dict[str, Any]:
    """A source and what became of it. Of its secret only that there is one."""
    return {
        "name": source.name, "url": source.url, "collections": list(source.collections), "auth": source.auth,
        "user": source.user, "every_minutes": source.every_minutes, "reliability": source.reliability,
        "trusts_own": bool(source.trust), "running": source.name in running, "tried_ms": state.tried_ms,
        "pulled_ms": state.pulled_ms, "next_ms": state.next_ms, "failures": state.failures,
        "troubles": [reason_row(one) for one in state.trouble.split("; ") if one],
        "kept_bytes": state.kept_bytes, "positions": [position_row(one) for one in in_order(state)],
    }  # fmt: skip


def position_row(one: Position) -> dict[str, Any]:
    """How far a collection was read."""
    return {
        "root": one.root, "collection": one.collection, "title": one.title, "after_ms": one.after_us // 1000,
        "kept": dict(sorted(one.kept.items())), "differing": one.differing, "left_out": counted(one.left_out),
    }  # fmt: skip


def counted(reasons: Mapping[str, int]) -> list[dict[str, Any]]:
    """How many were left out for each reason, the most first."""
    found = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    return [{**reason_row(why), "count": count} for why, count in found]


def reason_row(said: str) -> dict[str, Any]:
    """A reason in three languages where the node has it in them; what it is about stands before it."""
    at = 0
    while True:
        text = reason_text(said[at:])
        if text is not None:
            return {"about": said[:at].rstrip(": "), "reason": said[at:], "text": text}
        following = said.find(": ", at)
        if following < 0:
            return {"about": "", "reason": said, "text": None}
        at = following + 2


def draft_row(one: Shown) -> dict[str, Any]:
    """A report that came, in a list."""
    body = one.information
    return {
        "id": one.id, "number": one.last.number, "version": one.held.version, "title": one.title[:TITLE_CHARS_MAX],
        "creator": one.creator, "sources": list(one.held.sources), "came_ms": one.held.at_ms,
        "standing": one.last.standing, "report": one.last.report, "was_aside": one.last.was_aside,
        "revoked": one.revoked, "differing": one.held.differing,
        "reliability": body.reliability if body else "", "credibility": body.credibility if body else 0,
        "matter": body.matter if body else "", "given": [list(pair) for pair in one.given],
        "trouble": reason_row(one.why) if one.why else None,
    }  # fmt: skip


def draft_details(one: Shown) -> dict[str, Any]:
    """What the form of a report is filled with, what is lost, and the text as it came."""
    body = one.information
    squares = (
        [{"name": name, "ring": district_ring(name, "squares")} for name in body.squares] if body else []
    )
    return {
        "row": draft_row(one), "information": full(body) if body else None, "squares": squares,
        "marked": list(one.marked), "lost": [{"id": lost.id, **reason_row(lost.why)} for lost in one.lost],
        "text": one.held.text,
    }  # fmt: skip


def raw_row(one: Pulled) -> dict[str, Any]:
    """Another object as it came."""
    return {"id": one.id, "version": one.version, "number": one.number, "sources": list(one.sources),
            "came_ms": one.at_ms, "text": one.text}  # fmt: skip
