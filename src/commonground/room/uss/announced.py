"""The activity notice of an own flight or constraint, where no party of the room runs the DSS: said by `submit`.

Before it is asked of the DSS the room is asked what it meets of sites and of other activities, and each hit is
acknowledged as before any release (T-5). Flights and constraints of other services are not among these: they are held
against a plan by their exact details (`conflicts`), which the room's notices of them need not hold.
"""

from __future__ import annotations

from ...picture.airspace import AIRSPACE_CLASSES, Constraint, Intent
from ...picture.conflict import ConflictReport, Hit
from ...picture.entity import Notice
from ...picture.flight import ConstraintPlan, Flight, FlightPlan, OwnConstraint
from ...picture.statement import Action, Release
from ..acceptance import check_area
from ..airspace.attest import notice_of
from ..context import Room
from ..submit import Command, refuse_unacknowledged, submit
from .conflicts import OFF_NOMINAL
from .constraints import CONSTRAINTS
from .flights import FLIGHTS, GONE
from .terms import POST, Service

Plan = FlightPlan | ConstraintPlan


def refuse_unseen(
    room: Room, service: Service, id: str, plan: Plan, acknowledged: tuple[str, ...]
) -> ConflictReport:
    """What a plan meets of the room's own; refused where a hit was not acknowledged, or outside the room's area."""
    waits = isinstance(plan, ConstraintPlan) or plan.state not in OFF_NOMINAL
    if waits:
        check_area(room, _notice(service, id, plan, 1), "notice")
    report = met_in_room(room, service, id, plan)
    if waits:
        refuse_unacknowledged(report, acknowledged)
    return report


def met_in_room(room: Room, service: Service, id: str, plan: Plan) -> ConflictReport:
    """What a plan meets of the room's own notices and of reported sites."""
    now_ms = room.clock.now_ms()
    report = room.view.check(_notice(service, id, plan, 1), now_ms)
    hits = tuple(hit for hit in report.hits if not _is_drone_traffic(room, hit))
    return room.view.report(hits, report.buffer_m, now_ms)


def announce(room: Room, service: Service, own: Flight | OwnConstraint, operator: str = "") -> None:
    """Say in the room what the DSS accepted: a new notice, or the same one changed."""
    if not service.writes_notices or own.held is None:
        return
    last = room.view.picture.get(f"{room.party}/{own.notice}") if own.notice else None
    is_new = last is None or last.action in GONE
    action: Action = "establish" if is_new else "amend"
    others = room.charter.others(room.party)
    releases = tuple(Release(party=one) for one in others if service.told is None or one in service.told)
    done = submit(room, Command(
        kind="notice", action=action, post=POST, body=_notice(service, own.id, own.held, own.version),
        entity="" if is_new else own.notice, releases=releases, acknowledged=own.acknowledged,
        operator=operator, immediate=True,
    ))  # fmt: skip
    if is_new:
        kept = FLIGHTS if isinstance(own, Flight) else CONSTRAINTS
        kept.with_notice(room, own.id, done.version.entity)


def take_back(room: Room, own: Flight | OwnConstraint) -> None:
    """It has ended: its notice is cancelled."""
    last = room.view.picture.get(f"{room.party}/{own.notice}") if own.notice else None
    if last is not None and last.action not in GONE:
        submit(room, Command(
            kind="notice", action="cancel", post=POST, entity=own.notice, releases=last.releases,
        ))  # fmt: skip


def _notice(service: Service, id: str, plan: Plan, version: int) -> Notice:
    if isinstance(plan, ConstraintPlan):
        constraint = Constraint(id=id, manager=service.uss, version=version, uss_base_url=service.base_url)
        return notice_of(plan.volumes, constraint)
    intent = Intent(
        id=id, manager=service.uss, version=version, state=plan.state, uss_base_url=service.base_url
    )
    return notice_of(plan.everywhere, intent)


def _is_drone_traffic(room: Room, hit: Hit) -> bool:
    row = room.view.standings.rows[hit.with_key]
    return row.category in AIRSPACE_CLASSES
