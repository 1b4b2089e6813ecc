"""What other services told about their flights and constraints, each in the last version that was heard.

A notification is taken from the manager alone, and never goes back behind what was heard before (F3548-21
notifyOperationalIntentDetailsChanged, notifyConstraintDetailsChanged). What was asked for is kept the same way. Where
no party of the room runs the DSS, each of them enters the room as an activity notice attested for its manager.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from ...errors import NotPermitted, StaleVersion
from ...picture.airspace import Constraint, Intent
from ...picture.flight import PeerEntity
from ...picture.statement import Action
from ...picture.version import Version
from ...record import replace
from ..airspace.attest import attest, notice_of
from ..context import Room
from ..submit import Command, submit
from ..versions import decode_version
from .constraints import CONSTRAINTS
from .flights import GONE, flight_of
from .terms import POST, Service
from .user_notices import notify_user

KIND = "peer_entity"
What = Literal["intent", "constraint"]


def peer_of(room: Room, id: str) -> PeerEntity | None:
    """What was heard last of a flight or constraint that has not been ended."""
    found = _last(room, id)
    return cast(PeerEntity, found.body) if found is not None and found.action not in GONE else None


def peers(room: Room, now_ms: int) -> Iterator[PeerEntity]:
    """Everything that others told and whose last window has not passed."""
    for key in room.view.keys_of(KIND):
        row = room.view.standings.rows[key]
        if row.action not in GONE and row.until_ms >= now_ms:
            yield cast(PeerEntity, room.view.picture.entities[key].body)


def base_url_of(room: Room, manager: str) -> str:
    """Where a service is reached, by what was heard of it last; empty where nothing was."""
    found = ""
    for key in room.view.keys_of(KIND):
        body = room.view.picture.entities[key].body
        if isinstance(body, PeerEntity) and body.manager == manager:
            found = body.uss_base_url
    return found


def hear(room: Room, service: Service, caller: str, told: PeerEntity) -> bool:
    """Take in what a service says about what it manages; False where it was known already."""
    last = _last(room, told.id)
    held = cast(PeerEntity, last.body) if last is not None else None
    if flight_of(room, told.id) is not None or CONSTRAINTS.get(room, told.id) is not None:
        raise NotPermitted("it is managed by this service", field="manager")
    if told.manager != caller or (held is not None and held.manager != caller and _stands(last)):
        raise NotPermitted("it is managed by another service", field="manager")
    if last is not None and held is not None:
        if not _stands(last):
            _refuse_returned(room, last, told)
        elif told.version < held.version:
            raise StaleVersion("a later version was heard before", field="version")
        elif told.version == held.version:
            if replace(told, notice=held.notice) != held:
                raise StaleVersion("the same version was heard with other words", field="version")
            return False
    _say(room, replace(told, notice=_noticed(room, service, told, held)))
    notify_user(room, told)
    return True


def lose(room: Room, caller: str, id: str, what: What) -> bool:
    """A service says that what it manages is no more; False where nothing was known of it."""
    last = _last(room, id)
    if last is None or not _stands(last):
        return False
    held = cast(PeerEntity, last.body)
    if held.manager != caller or held.what != what:
        raise NotPermitted("it is managed by another service", field="manager")
    forget(room, held)
    return True


def forget(room: Room, held: PeerEntity) -> None:
    """What a service managed is no more: by its own word, or because the DSS holds it no longer."""
    if held.notice:
        notice = room.view.get(f"{room.party}/{held.notice}")
        if notice.action not in GONE and notice.body is not None:
            attest(room, held.manager, "notice", notice.body, notice, "cancel")
    submit(room, Command(kind=KIND, action="cancel", post=POST, entity=f"PE-{held.id}"))


def block_of(told: PeerEntity) -> Intent | Constraint:
    """The reference as the room's notice shows it: its version number stays with who needs it for a key."""
    if told.what == "constraint":
        return Constraint(
            id=told.id, manager=told.manager, version=told.version, uss_base_url=told.uss_base_url
        )
    return Intent(
        id=told.id, manager=told.manager, version=told.version, state=told.state,
        uss_base_url=told.uss_base_url,
    )  # fmt: skip


def _noticed(room: Room, service: Service, told: PeerEntity, held: PeerEntity | None) -> str:
    """The entity of the notice that shows it in the room; none where the room's DSS writes it."""
    if not service.writes_notices:
        return ""
    last = room.view.picture.get(f"{room.party}/{held.notice}") if held is not None and held.notice else None
    if last is not None and last.action in GONE:
        last = None
    body = notice_of(told.everywhere, block_of(told))
    made = attest(room, told.manager, "notice", body, last, "establish" if last is None else "amend")
    return made.entity


def _refuse_returned(room: Room, last: Version, told: PeerEntity) -> None:
    """What has ended does not come back by a word that was late: only a number that was never heard begins anew."""
    heard = {
        body.ovn
        for row in room.store.history(last.key)
        if isinstance(body := decode_version(row).body, PeerEntity)
    }
    if told.ovn in heard:
        raise StaleVersion("a later version was heard before", field="version")


def _stands(version: Version | None) -> bool:
    return version is not None and version.action not in GONE


def _last(room: Room, id: str) -> Version | None:
    return room.view.picture.get(f"{room.party}/PE-{id}")


def _say(room: Room, body: PeerEntity) -> None:
    action: Action = "amend" if _stands(_last(room, body.id)) else "establish"
    submit(room, Command(kind=KIND, action=action, post=POST, body=body, entity=f"PE-{body.id}"))
