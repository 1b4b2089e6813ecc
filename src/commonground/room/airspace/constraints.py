"""Constraints in the DSS: areas that an authority's service declares, without a key. F3548-21 DSS0005,3."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import Refused, StaleVersion
from ...picture.airspace import Constraint
from ..context import Room
from ..resident import Drawn
from .asked import PutConstraint
from .attest import Tokens, attest, drawn_shape, notice_of
from .book import AirspaceBook, book_of
from .held import Entity
from .intents import Changed, end, refuse_foreign, refuse_stale
from .refusing import NotHeld


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was looked at before the writer: the request, and its shape drawn."""

    asked: PutConstraint
    drawn: Drawn | None


def prepare_constraint(room: Room, asked: PutConstraint) -> Prepared:
    """Do what takes time and needs no state of the room. For any thread."""
    return Prepared(asked, drawn_shape(room, asked.volumes))


def put_constraint(room: Room, manager: str, prepared: Prepared) -> Changed:
    """Create or change a constraint. F3548-21 createConstraintReference, F3548-21 updateConstraintReference."""
    asked, book = prepared.asked, book_of(room)
    last = _last(book, asked, manager)
    if max(one.until_ms for one in asked.volumes) < room.clock.now_ms():
        raise Refused("an end that has not passed is expected", field="extents")
    block = Constraint(
        id=asked.id, manager=manager, version=1 if last is None else last.block.version + 1,
        uss_base_url=asked.uss_base_url, ovn=Tokens.drawn(room).word("ovn"),
    )  # fmt: skip
    before = room.view.picture.get(last.key) if last is not None else None
    action = "establish" if last is None else "amend"
    attest(room, manager, "notice", notice_of(asked.volumes, block), before, action, prepared.drawn)  # type: ignore[arg-type]
    return Changed(book.constraints[asked.id], book.told)


def delete_constraint(room: Room, manager: str, id: str, ovn: str) -> Changed:
    """End a constraint. F3548-21 deleteConstraintReference."""
    book = book_of(room)
    held = book.constraints.get(id)
    if held is None:
        raise NotHeld("no such constraint", field="entityid")
    refuse_foreign(held, manager)
    refuse_stale(held, ovn)
    end(room, held)
    return Changed(held, book.told)


def _last(book: AirspaceBook, asked: PutConstraint, manager: str) -> Entity | None:
    held = book.constraints.get(asked.id)
    if held is None:
        if asked.ovn:
            raise StaleVersion("there is no such constraint to change", field="ovn")
        return None
    refuse_foreign(held, manager)
    if not asked.ovn:
        raise StaleVersion("there is such a constraint already", field="entityid")
    refuse_stale(held, asked.ovn)
    return held
