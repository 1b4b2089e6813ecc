"""The activity notice of an own flight, where no party of the room runs the DSS: said by the room's own submit.

Before a flight is planned the room is asked what it meets of sites and of other activities, and each hit is
acknowledged as before any release (T-5). Flights and constraints of other services are not among these: they are held
against the plan by their exact details (`conflicts`), which the room's notices of them need not hold.
"""

from __future__ import annotations

from ...picture.airspace import AIRSPACE_CLASSES, Intent
from ...picture.conflict import ConflictReport, Hit
from ...picture.entity import Notice
from ...picture.flight import Flight, FlightPlan
from ...picture.statement import Action, Release
from ..acceptance import check_area
from ..airspace.attest import notice_of
from ..context import Room
from ..submit import Command, refuse_unacknowledged, submit
from .conflicts import OFF_NOMINAL
from .flights import GONE, with_notice
from .terms import POST, Service


def refuse_unseen(
    room: Room, service: Service, id: str, plan: FlightPlan, acknowledged: tuple[str, ...]
) -> ConflictReport:
    """What a plan meets of the room's own; refused where a hit was not acknowledged, or outside the room's area."""
    notice = _notice(service, id, plan, 1)
    if plan.state not in OFF_NOMINAL:
        check_area(room, notice, "notice")
    report = met_in_room(room, service, id, plan)
    if plan.state not in OFF_NOMINAL:
        refuse_unacknowledged(report, acknowledged)
    return report


def met_in_room(room: Room, service: Service, id: str, plan: FlightPlan) -> ConflictReport:
    """What a plan meets of the room's own notices and of reported sites."""
    now_ms = room.clock.now_ms()
    report = room.view.check(_notice(service, id, plan, 1), now_ms)
    hits = tuple(hit for hit in report.hits if not _is_drone_traffic(room, hit))
    return room.view.report(hits, report.buffer_m, now_ms)


def announce(room: Room, service: Service, flight: Flight, operator: str = "") -> None:
    """Say in the room what the DSS accepted: a new notice, or the same one changed."""
    if not service.writes_notices or flight.held is None:
        return
    last = room.view.picture.get(f"{room.party}/{flight.notice}") if flight.notice else None
    is_new = last is None or last.action in GONE
    action: Action = "establish" if is_new else "amend"
    others = room.charter.others(room.party)
    releases = tuple(Release(party=one) for one in others if service.told is None or one in service.told)
    done = submit(room, Command(
        kind="notice", action=action, post=POST, body=_notice(service, flight.id, flight.held, flight.version),
        entity="" if is_new else flight.notice, releases=releases, acknowledged=flight.acknowledged,
        operator=operator, immediate=True,
    ))  # fmt: skip
    if is_new:
        with_notice(room, flight.id, done.version.entity)


def take_back(room: Room, flight: Flight) -> None:
    """The flight has ended: its notice is cancelled."""
    last = room.view.picture.get(f"{room.party}/{flight.notice}") if flight.notice else None
    if last is not None and last.action not in GONE:
        submit(room, Command(
            kind="notice", action="cancel", post=POST, entity=flight.notice, releases=last.releases,
        ))  # fmt: skip


def _notice(service: Service, id: str, plan: FlightPlan, version: int) -> Notice:
    block = Intent(
        id=id, manager=service.uss, version=version, state=plan.state, uss_base_url=service.base_url
    )
    return notice_of(plan.volumes + plan.off_nominal, block)


def _is_drone_traffic(room: Room, hit: Hit) -> bool:
    row = room.view.standings.rows[hit.with_key]
    return row.category in AIRSPACE_CLASSES
