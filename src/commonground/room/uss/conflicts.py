"""Strategic conflict detection (ASTM F3548-21): which flights of others a plan meets, and which of them stop it.

Exact geometry decides what meets, not cells (GEN0500). A plan may meet a flight of lower rank; one of the same or a
greater one stops its making, its change and its activation. A flight that is in the air and met somebody before may
be changed while it still meets that one and nobody else. Constraints stop nothing: their rules are not known here,
and the operator sees them. An aircraft in trouble asks nobody. The answer is what meets, and never that a place is
free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...errors import MissingKeys
from ...geo.free_start import earliest_free_ms
from ...geo.intersection import Meeting, volumes_meet
from ...geo.interval import AltitudeContext
from ...geo.volume import Volume
from ...picture.flight import FlightPlan, PeerEntity

OFF_NOMINAL = frozenset({"Nonconforming", "Contingent"})
NEEDS_KEY = frozenset({"Accepted", "Activated"})
FREE_WITHIN_MS = 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Met:
    """What a plan meets, the worst of the pairs of volumes, and whether that stops it."""

    peer: PeerEntity
    meeting: Meeting
    stops: bool


def find_met(
    plan: FlightPlan, held: FlightPlan | None, known: Iterable[PeerEntity], context: AltitudeContext
) -> list[Met]:
    """Everything of others that a plan meets, what stops it first; `held` is what the flight has been until now."""
    found = []
    for peer in known:
        meeting = first_meeting(plan.volumes + plan.off_nominal, peer.everywhere, context)
        if meeting is not None:
            found.append(Met(peer, meeting, _stops(plan, held, peer, context)))
    return sorted(found, key=lambda met: (not met.stops, met.meeting.shared_from_ms, met.peer.id))


def refuse_stopped(met: Sequence[Met]) -> None:
    """Refuse a plan that others stop, with everything that it meets: at its making, its change and its activation.

    F3548-21 SCD0015, F3548-21 SCD0020, F3548-21 SCD0025 by rank, F3548-21 SCD0035, F3548-21 SCD0040, F3548-21 SCD0045
    by equal rank.
    """
    stopping = [one for one in met if one.stops]
    if stopping:
        raise InConflict(f"it meets {len(stopping)} flights of the same or of a higher rank", met)


class InConflict(MissingKeys):
    """A plan that meets flights of the same or of a higher rank. `met` is everything that it meets."""

    def __init__(self, reason: str, met: Sequence[Met]) -> None:
        self.met = tuple(met)
        rows = [met_row(one) for one in met]
        super().__init__(reason, field="volumes", clause="F3548-21 SCD0035", detail={"met": rows})


def met_row(met: Met) -> dict[str, object]:
    """What a plan meets, as a screen shows it."""
    return {
        "id": met.peer.id, "what": met.peer.what, "manager": met.peer.manager, "state": met.peer.state,
        "rank": met.peer.rank, "from_ms": met.meeting.shared_from_ms,
        "until_ms": met.meeting.shared_until_ms, "area_m2": round(met.meeting.area_m2), "stops": met.stops,
        "common_point": list(met.meeting.common_point), "altitude_overlap_tmm": met.meeting.altitude_overlap_tmm,
    }  # fmt: skip


def first_meeting(
    own: Sequence[Volume], others: Sequence[Volume], context: AltitudeContext
) -> Meeting | None:
    """How two flights meet first; None where they do not."""
    found = [meeting for a in own for b in others if (meeting := volumes_meet(a, b, context)) is not None]
    return min(found, key=lambda meeting: (meeting.shared_from_ms, -meeting.area_m2), default=None)


def outranks(peer: PeerEntity, rank: int) -> bool:
    """Whether a flight of another service stands before one of this rank: the same rank does."""
    return peer.what == "intent" and peer.rank >= rank


def earliest_start_ms(plan: FlightPlan, known: Iterable[PeerEntity], context: AltitudeContext) -> int | None:
    """By how many ms the plan must be put off to meet none of the flights that stop it; None within a day."""
    others = [volume for peer in known if outranks(peer, plan.rank) for volume in peer.everywhere]
    return earliest_free_ms(plan.volumes, others, FREE_WITHIN_MS, context)


def _stops(plan: FlightPlan, held: FlightPlan | None, peer: PeerEntity, context: AltitudeContext) -> bool:
    """In the air an old conflict does not, a new one does (F3548-21 SCD0030, F3548-21 SCD0050)."""
    if plan.state in OFF_NOMINAL or not outranks(peer, plan.rank):
        return False
    is_flying = held is not None and held.state != "Accepted"
    if is_flying and held is not None and held.rank <= plan.rank:
        return first_meeting(held.volumes, peer.everywhere, context) is None
    return True
