"""What an operator is told by the service: that an own flight, as it is planned now, meets something of another
service, and that something of another service has come to meet an own flight.

Each is a line of the party's own log; the last ones are kept beside it, so that a page and an automated test find
them without reading the log. An operator sees on the page what each flight meets in any case: this says when it
began.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...picture.conflict import altitude_context
from ...picture.flight import PeerEntity
from ...record import Record, decode_own, encode_canonical
from ..context import Room
from ..submit import note_event
from .conflicts import first_meeting
from .flights import flights

KEPT, KEPT_MAX = "uss_user_notice", 500


class UserNotice(Record, frozen=True):
    """One word to an operator: which own flights a flight or constraint of another service meets."""

    t_ms: int
    peer: str
    manager: str
    ids: tuple[str, ...]


def notify_user(room: Room, told: PeerEntity) -> UserNotice | None:
    """Tell the operator, where what was heard meets an own flight (F3548-21 SCD0095)."""
    context = altitude_context(room.charter)
    met = [
        one.id for one in flights(room)
        if one.held is not None
        and first_meeting(one.held.volumes + one.held.off_nominal, told.everywhere, context) is not None
    ]  # fmt: skip
    if not met:
        return None
    notice = UserNotice(t_ms=room.clock.now_ms(), peer=told.id, manager=told.manager, ids=tuple(met))
    _keep(room, notice)
    return notice


def notify_caused(room: Room, id: str, met: Iterable[PeerEntity]) -> None:
    """Tell the operator what an own flight meets that was planned or changed just now (F3548-21 SCD0090)."""
    for peer in met:
        _keep(room, UserNotice(t_ms=room.clock.now_ms(), peer=peer.id, manager=peer.manager, ids=(id,)))


def _keep(room: Room, notice: UserNotice) -> None:
    kept = room.store.documents(KEPT)
    number = max((int(id) for id, _ in kept), default=0) + 1
    room.store.put_document(KEPT, f"{number:012}", encode_canonical(notice))
    for id, _ in sorted(kept)[: max(0, len(kept) - KEPT_MAX + 1)]:
        room.store.delete_document(KEPT, id)
    note_event(room, {
        "what": "uss_user_notice", "peer": notice.peer, "manager": notice.manager, "ids": list(notice.ids),
    })  # fmt: skip


def user_notices(room: Room, after_ms: int, before_ms: int) -> list[UserNotice]:
    """What operators were told in a span, the last KEPT_MAX at most."""
    found = [decode_own(UserNotice, data) for _, data in sorted(room.store.documents(KEPT))]
    return [one for one in found if after_ms <= one.t_ms <= before_ms]
