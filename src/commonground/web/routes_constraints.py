"""Own constraints: see what one would meet, publish it, change it, end it, over the standard's API with the DSS.

A constraint says to others where and when to take care; who may declare one is for the authority that gives this
service its tokens, and which posts may is for `policy/rule` (`constrain`). Nothing here holds a flight back.
"""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING, Any

from ..errors import MalformedMessage, MissingKeys
from ..geo.volume import Volume, validate_volumes
from ..picture.conflict import Hit
from ..picture.flight import TYPE_CHARS_MAX, ConstraintPlan, OwnConstraint
from ..record import Record, convert
from ..room.context import Room
from ..room.uss.announced import met_in_room
from ..room.uss.conflicts import met_row
from ..room.uss.constraints import CONSTRAINTS
from ..room.uss.rows import constraint_row
from .door import Call, Handler
from .report_rows import hit_row, report_row
from .routes_announce import Nothing

if TYPE_CHECKING:
    from ..protocols.f3548.supplier import Supplier


class NewConstraint(Record, frozen=True):
    """A constraint as it is drawn; `acknowledged` are hits of the room that the operator has seen."""

    volumes: tuple[Volume, ...]
    type: str = ""
    acknowledged: tuple[str, ...] = ()


def constraint_routes(supplier: Supplier) -> list[tuple[str, str, Handler]]:
    """Method, path and handler of each."""
    return [
        ("POST", "/api/drones/constraints", _publish(supplier)),
        ("POST", "/api/drones/constraints/check", _check(supplier)),
        ("POST", "/api/drones/constraints/{id}/change", _change(supplier)),
        ("POST", "/api/drones/constraints/{id}/end", _end(supplier)),
    ]


def _check(supplier: Supplier) -> Handler:
    async def check(call: Call) -> dict[str, Any]:
        """What a constraint would meet among services and in the room; nothing of it stops it."""
        plan = _plan_of(await call.body(NewConstraint))
        met = await supplier.constraints.meets("", plan)

        def look(room: Room) -> dict[str, Any]:
            report = met_in_room(room, supplier.service, "", plan)
            return {"report": report_row(room, report, confirmed=True), "met": [met_row(one) for one in met]}

        return await call.web.read(look)

    return check


def _publish(supplier: Supplier) -> Handler:
    async def publish(call: Call) -> dict[str, Any]:
        """Publish a constraint; refused with hits of the room that were not acknowledged."""
        given = await call.body(NewConstraint)
        call.require("constrain")
        id = str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))
        return await _done(call, supplier, id, given)

    return publish


def _change(supplier: Supplier) -> Handler:
    async def change(call: Call) -> dict[str, Any]:
        """Change a constraint."""
        given = await call.body(NewConstraint)
        call.require("constrain")
        id = call.part("id")
        await call.web.read(lambda room: CONSTRAINTS.standing(room, id))
        return await _done(call, supplier, id, given)

    return change


def _end(supplier: Supplier) -> Handler:
    async def end(call: Call) -> dict[str, Any]:
        """The constraint is over, or will not begin."""
        await call.body(Nothing)
        call.require("constrain")
        await supplier.constraints.end(call.part("id"), call.user.id)
        return {"ended": call.part("id")}

    return end


async def _done(call: Call, supplier: Supplier, id: str, given: NewConstraint) -> dict[str, Any]:
    try:
        made = await supplier.constraints.change(
            id, _plan_of(given), operator=call.user.id, acknowledged=given.acknowledged
        )
    except MissingKeys as error:
        raise await with_hits(call, error) from error

    def look(room: Room) -> OwnConstraint:
        return CONSTRAINTS.standing(room, made.id)

    return {"constraint": await call.web.read(lambda room: constraint_row(room, look(room), []))}


def _plan_of(given: NewConstraint) -> ConstraintPlan:
    validate_volumes(given.volumes, "volumes")
    if len(given.type) > TYPE_CHARS_MAX or not given.type.isprintable():
        raise MalformedMessage(f"at most {TYPE_CHARS_MAX} characters expected", field="type")
    return ConstraintPlan(volumes=given.volumes, type=given.type)


async def with_hits(call: Call, error: MissingKeys) -> MissingKeys:
    """The same refusal with the room's hits as the page reads them."""
    missing = error.detail.get("missing")
    if not isinstance(missing, list):
        return error
    hits = [convert(one, Hit) for one in missing]
    rows = await call.web.read(lambda room: [hit_row(room, hit) for hit in hits])
    return MissingKeys(
        error.reason, field=error.field, clause=error.clause, detail={**error.detail, "missing": rows}
    )
