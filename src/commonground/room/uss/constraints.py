"""Constraints that this service manages: what is asked of the DSS, what it accepted, that one has ended (`own`).

A constraint needs no key and asks nobody: F3548-21 leaves its rules to who manages it. What it meets of the room is
seen before all the same (`announced`).
"""

from __future__ import annotations

from ...picture.flight import ConstraintPlan, OwnConstraint, PeerEntity
from ...record import replace
from ..context import Room
from .own import Accepted, Own, asked_since
from .terms import Service

CONSTRAINTS: Own[OwnConstraint] = Own("own_constraint", "OC")


def ask(
    room: Room, uss: str, id: str, plan: ConstraintPlan, operator: str, acknowledged: tuple[str, ...] = ()
) -> OwnConstraint:
    """Write down what the DSS is going to be asked for a constraint, new or standing."""
    body = CONSTRAINTS.get(room, id) or OwnConstraint(id=id, manager=uss)
    return CONSTRAINTS.say(
        room, replace(body, asked=plan, acknowledged=asked_since(body, acknowledged)), operator
    )


def accept(room: Room, id: str, answer: Accepted, now_ms: int) -> OwnConstraint:
    """The DSS accepted what it was asked: it is held from now on."""
    last = CONSTRAINTS.standing(room, id)
    assert last.asked is not None
    return CONSTRAINTS.say(
        room,
        replace(
            last, held=last.asked, asked=None, version=answer.version, ovn=answer.ovn, since_ms=now_ms
        ),
    )  # fmt: skip


def constraint_as_peer(service: Service, own: OwnConstraint) -> PeerEntity | None:
    """An own constraint as own flights meet it; None where the DSS has not accepted it."""
    if own.held is None:
        return None
    return PeerEntity(
        id=own.id, what="constraint", manager=service.uss, version=own.version, ovn=own.ovn,
        uss_base_url=service.base_url, volumes=own.held.volumes, type=own.held.type,
    )  # fmt: skip
