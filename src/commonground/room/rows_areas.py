"""Areas and instruments as rows: their copies side by side, who signed which hash, where two copies differ (R9, R11).

One row for each common name. A row says nothing that does not follow from this party's picture; areas are in m2, times
in ms UTC, positions in nanodegrees.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

from ..geo.area_difference import Patch, area_difference, area_m2, total_m2
from ..picture.agreed import Copy, Joint, Signed
from ..picture.area import DesignatedArea, area_group
from ..picture.basis import Basis, Reservation
from ..picture.ending import Ending
from ..picture.instrument import Instrument, InstrumentDecision, differences, instrument_group
from ..picture.onward import counted_ms
from ..picture.version import Version
from ..record import full
from .areas import area_joint, instrument_joint, text_of
from .context import Room
from .instruments import (
    ending_of,
    lapses,
    reminder_ms,
    standing_copy,
    state_now,
)

Row = dict[str, Any]
COPIES_MAX = 20
PAIRS_MAX = 10


def area_row(room: Room, area_id: str, now_ms: int) -> Row | None:
    """The AreaRow of a name; None where nothing is held under it."""
    held = area_joint(room, area_id)
    if not held.copies:
        return None
    shown = held.in_force or (held.current[0] if held.current else held.copies[0])
    text = text_of(shown)
    assert isinstance(text, DesignatedArea)
    return {
        "key": area_group(area_id), "id": area_id, "name": full(text.name), "category": text.category,
        "status": status_of(held), "in_force": held.in_force.hash if held.in_force else "",
        "copies": [_area_copy(room, copy, now_ms) for copy in shown_copies(held)],
        "differences": [_difference(one, other) for one, other in _rivals(held)],
        "strangers": [_signed(one) for one in held.strangers],
        "beside": [row for copy in shown_copies(held) for row in beside_rows(room, copy.offer.key)],
    }  # fmt: skip


def instrument_row(room: Room, instrument_id: str, now_ms: int) -> Row | None:
    """The InstrumentRow of a name; None where nothing is held under it."""
    held = instrument_joint(room, instrument_id)
    copy = standing_copy(held) or (held.copies[0] if held.copies else None)
    if copy is None:
        return None
    text = text_of(copy)
    assert isinstance(text, Instrument)
    ends = ending_of(room, copy)
    own = room.party in copy.signatories and room.party not in copy.missing
    return {
        "key": instrument_group(instrument_id), "id": instrument_id, "title": full(text.title),
        "status": status_of(held), "in_force": held.in_force.hash if held.in_force else "", "shown": copy.hash,
        "state": state_now(copy, ends, now_ms), "start_ms": text.start_ms, "end_ms": ends.end_ms,
        "first_end_ms": text.end_ms, "renew_by_ms": text.renew_by_ms, "zone": text.zone,
        "reminder_ms": reminder_ms(room, ends.end_ms, now_ms), "ended_by": list(ends.ended_by),
        "decisions": [_decision_row(room, ends, party) for party in copy.signatories], "may_decide": own,
        "lapses": [{"end_ms": end_ms, "leaf": leaf} for end_ms, leaf in lapses(room, instrument_id)],
        "copies": [_instrument_copy(room, one) for one in shown_copies(held)],
        "differences": [
            {"a": one.hash, "b": other.hash, "fields": _fields(one, other)} for one, other in _rivals(held)
        ],
        "strangers": [_signed(one) for one in held.strangers],
        "beside": [row for one in shown_copies(held) for row in beside_rows(room, one.offer.key)],
    }  # fmt: skip


def status_of(held: Joint) -> str:
    """`agreed` when one hash has every signature and nobody offers another text now; else `not_agreed`."""
    return "agreed" if held.is_agreed else "not_agreed"


def shown_copies(held: Joint) -> list[Copy]:
    """What somebody offers now, what is in force, and what was signed: the rest is history in the record."""
    wanted = [copy for copy in held.copies if copy.offered_by or copy == held.in_force or copy.signed]
    return wanted[:COPIES_MAX] or list(held.copies[:1])


def beside_rows(room: Room, key: str) -> list[Row]:
    """Declared bases and reservations that stand beside something, each in its author's words (R15)."""
    rows = []
    for one in room.view.replies_about(key):
        if not isinstance(one.body, Basis | Reservation) or one.action in ("cancel", "deleted"):
            continue
        rows.append({
            "key": one.key, "kind": one.kind, "about": key, "party": one.author, "post": one.post,
            "own": one.author == room.party, "t_ms": counted_ms(room.party, one), "text": full(one.body.text),
            "authority": full(one.body.authority) if isinstance(one.body, Basis) else None,
            "withdrawn": one.withdrawn_ms is not None,
        })  # fmt: skip
    return rows


# -- parts ------------------------------------------------------------------------------------------------------


def _copy(room: Room, copy: Copy) -> Row:
    offer = copy.offer
    return {
        "hash": copy.hash, "edition": copy.edition, "key": offer.key, "version": offer.version,
        "offered_by": list(copy.offered_by), "author": offer.author, "own": offer.author == room.party,
        "post": offer.post, "first_known_ms": counted_ms(room.party, offer), "signatories": list(copy.signatories),
        "signed": [_signed(one) for one in copy.signed], "missing": list(copy.missing),
        "agreed_ms": copy.agreed_ms, "may_sign": bool(copy.offered_by) and room.party in copy.missing,
        "withdrawn_ms": offer.withdrawn_ms,
        "recipients": [one.party for one in offer.releases] if offer.author == room.party else [],
        "leaf": {"origin": offer.origin, "index": offer.said_leaf, "size": room.ledger.size(offer.origin)},
    }  # fmt: skip


def _area_copy(room: Room, copy: Copy, now_ms: int) -> Row:
    text = text_of(copy)
    assert isinstance(text, DesignatedArea)
    return {
        **_copy(room, copy), "name": full(text.name), "category": text.category, "purpose": full(text.purpose),
        "footprint": full(text.footprint), "area_m2": area_m2(text.footprint), "from_ms": text.from_ms,
        "until_ms": text.until_ms, "active": text.from_ms <= now_ms <= text.until_ms,
        # Validity that begins before anybody here knew of it is shown as such: nothing held then.
        "backdated": text.from_ms < counted_ms(room.party, copy.offer),
    }  # fmt: skip


def _instrument_copy(room: Room, copy: Copy) -> Row:
    text = text_of(copy)
    assert isinstance(text, Instrument)
    return {
        **_copy(room, copy), **full(text), "backdated": text.start_ms < counted_ms(room.party, copy.offer),
    }  # fmt: skip


def _signed(one: Signed) -> Row:
    return {"party": one.party, "hash": one.hash, "t_ms": one.t_ms, "post": one.version.post,
            "key": one.version.key, "taken_back": one.taken_back}  # fmt: skip


def _rivals(held: Joint) -> list[tuple[Copy, Copy]]:
    """Pairs of texts that stand beside each other now: those offered, and the one in force."""
    standing = [copy for copy in held.copies if copy.offered_by or copy == held.in_force]
    return sorted(combinations(standing, 2), key=lambda pair: -pair[0].edition - pair[1].edition)[:PAIRS_MAX]


def _difference(one: Copy, other: Copy) -> Row:
    """Where two versions differ: on the ground, and in which other fields. The first is that of the first author."""
    one, other = sorted(
        (one, other), key=lambda copy: (copy.offered_by or (copy.offer.author,), copy.edition)
    )
    a, b = text_of(one), text_of(other)
    assert isinstance(a, DesignatedArea)
    assert isinstance(b, DesignatedArea)
    parts = area_difference(a.footprint, b.footprint)
    others = [
        {"field": name, "a": full(getattr(a, name)), "b": full(getattr(b, name))}
        for name in ("edition", "category", "name", "purpose", "from_ms", "until_ms", "signatories")
        if getattr(a, name) != getattr(b, name)
    ]
    return {
        "a": one.hash, "b": other.hash, "a_party": one.offer.author, "b_party": other.offer.author,
        "only_a": _patches(parts.only_a), "only_b": _patches(parts.only_b), "both": _patches(parts.both),
        "only_a_m2": total_m2(parts.only_a), "only_b_m2": total_m2(parts.only_b), "both_m2": total_m2(parts.both),
        "fields": others,
    }  # fmt: skip


def _patches(patches: tuple[Patch, ...]) -> list[Row]:
    return [
        {"rings": [list(map(list, ring)) for ring in one.rings], "area_m2": one.area_m2} for one in patches
    ]


def _fields(one: Copy, other: Copy) -> list[Row]:
    a, b = text_of(one), text_of(other)
    assert isinstance(a, Instrument)
    assert isinstance(b, Instrument)
    return differences(a, b)


def _decision_row(room: Room, ends: Ending, party: str) -> Row:
    made: Version | None = next((one for one in ends.decided if one.author == party), None)
    body = made.body if made is not None else None
    if made is None or not isinstance(body, InstrumentDecision):
        return {
            "party": party,
            "what": "",
            "until_ms": None,
            "t_ms": None,
            "post": "",
            "key": "",
            "text": None,
        }
    return {
        "party": party, "what": body.what, "until_ms": body.until_ms, "t_ms": counted_ms(room.party, made),
        "post": made.post, "key": made.key, "text": full(body.text),
    }  # fmt: skip
