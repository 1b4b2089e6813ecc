"""Operational intents in the DSS: created and changed with a key that proves that what is relevant is known, and
ended.

Check and append are one command of the node's writer, so that of two flights that each miss the other one never
stands. Everything that could be refused is refused before the first append.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import NotPermitted, Refused, StaleVersion
from ...geo.relevance import Extent, covers, extents_of
from ...picture.airspace import ImplicitSubscription, Intent, IntentState
from ...picture.entity import Notice
from ..context import Room
from ..resident import Drawn
from ..versions import decode_version
from .asked import PutIntent
from .attest import Tokens, attest, drawn_shape, notice_of
from .book import AirspaceBook, book_of
from .held import Entity, Subscription, Told
from .refusing import IsDown, KeysLacking, NotHeld

NO_SUBSCRIPTION = "00000000-0000-4000-8000-000000000000"
"""What an intent without a subscription says, since its reference has to name one."""
NEEDS_KEY = frozenset({"Accepted", "Activated"})
OFF_NOMINAL = frozenset({"Nonconforming", "Contingent"})
FOLLOWS: dict[IntentState, frozenset[IntentState]] = {
    "Accepted": frozenset({"Accepted", "Activated", "Nonconforming", "Contingent"}),
    "Activated": frozenset({"Activated", "Nonconforming", "Contingent"}),
    "Nonconforming": frozenset({"Activated", "Nonconforming", "Contingent"}),
    "Contingent": frozenset({"Contingent"}),
}
"""State -> the states that may follow; an aircraft in trouble may always say so, and one that is lost only ends."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was looked at before the writer: the request, and its shape drawn."""

    asked: PutIntent
    extents: tuple[Extent, ...]
    drawn: Drawn | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A reference as it stands now, or stood last, and whom its manager has to tell."""

    entity: Entity
    told: tuple[Told, ...]


def prepare_intent(room: Room, asked: PutIntent) -> Prepared:
    """Do what takes time and needs no state of the room. For any thread."""
    return Prepared(asked, extents_of(asked.volumes), drawn_shape(room, asked.volumes))


def put_intent(room: Room, manager: str, prepared: Prepared) -> Changed:
    """Create or change an intent of a manager.

    F3548-21 createOperationalIntentReference, F3548-21 updateOperationalIntentReference (F3548-21 DSS0005,1).
    """
    asked, book, now_ms = prepared.asked, book_of(room), room.clock.now_ms()
    last = _last(book, asked, manager)
    if max(one.until_ms for one in asked.volumes) < now_ms:
        raise Refused("an end that has not passed is expected", field="extents")
    if asked.state in NEEDS_KEY:
        refuse_down(book, manager)
    if asked.state not in (FOLLOWS[_state(last)] if last is not None else ("Accepted",)):
        before = _state(last) if last is not None else "nothing"
        raise Refused(f"{asked.state} does not follow {before}", field="state")
    tokens = Tokens.drawn(room)
    subscription = _subscription(book, prepared, manager, tokens, now_ms)
    if asked.state in NEEDS_KEY:
        _refuse_lacking(book, prepared, subscription.notify_for_constraints)
    block = Intent(
        id=asked.id, manager=manager, version=_version(last) + 1, state=asked.state, uss_base_url=asked.uss_base_url,
        ovn=_ovn(room, asked, last, tokens), subscription_id=subscription.id, implicit=subscription.implicit,
    )  # fmt: skip
    before_version = room.view.picture.get(last.key) if last is not None else None
    attest(
        room, manager, "notice", notice_of(asked.volumes, block), before_version,
        "establish" if last is None else "amend", prepared.drawn,
    )  # fmt: skip
    return Changed(book.intents[asked.id], book.told)


def delete_intent(room: Room, manager: str, id: str, ovn: str) -> Changed:
    """End an intent; its implicit subscription goes with the last that needs it.

    F3548-21 deleteOperationalIntentReference.
    """
    book = book_of(room)
    held = book.intents.get(id)
    if held is None:
        raise NotHeld("no such operational intent", field="entityid")
    refuse_foreign(held, manager)
    refuse_stale(held, ovn)
    refuse_down(book, manager)
    end(room, held)
    return Changed(held, book.told)


def end(room: Room, held: Entity) -> None:
    """Cancel the notice of a reference."""
    last = room.view.get(held.key)
    assert isinstance(last.body, Notice)
    attest(room, held.block.manager, "notice", last.body, last, "cancel")


# -- what is asked of every change -------------------------------------------------------------------------------


def refuse_foreign(held: Entity, manager: str) -> None:
    """Only its manager changes or ends a reference (F3548-21 OPIN0035)."""
    if held.block.manager != manager:
        raise NotPermitted("it is managed by another service", field="entityid")


def refuse_stale(held: Entity, ovn: str) -> None:
    """A change names the version number that it changes."""
    if held.block.ovn != ovn:
        raise StaleVersion("it has another version number now", field="ovn")


def refuse_down(book: AirspaceBook, manager: str) -> None:
    """What a service that is down may not do (F3548-21 DSS0100,1)."""
    if book.availability(manager) == "Down":
        raise IsDown("the service is marked as down", field="manager")


def _last(book: AirspaceBook, asked: PutIntent, manager: str) -> Entity | None:
    held = book.intents.get(asked.id)
    if held is None:
        if asked.ovn:
            raise Refused("there is no such operational intent to change", field="ovn")
        return None
    refuse_foreign(held, manager)
    if not asked.ovn:
        raise StaleVersion("there is such an operational intent already", field="entityid")
    refuse_stale(held, asked.ovn)
    return held


def _state(held: Entity) -> IntentState:
    assert isinstance(held.block, Intent)
    return held.block.state


def _version(held: Entity | None) -> int:
    return 0 if held is None else held.block.version


# -- its subscription ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The subscription that will stand behind an intent; none has no identifier."""

    id: str = ""
    notify_for_constraints: bool = False
    implicit: ImplicitSubscription | None = None


def _subscription(
    book: AirspaceBook, prepared: Prepared, manager: str, tokens: Tokens, now_ms: int
) -> _Chosen:
    asked = prepared.asked
    wanted = asked.new_subscription
    if wanted is not None:
        made = ImplicitSubscription(
            version=tokens.word("subscription version"), uss_base_url=wanted.uss_base_url,
            notify_for_constraints=wanted.notify_for_constraints,
        )  # fmt: skip
        return _Chosen(tokens.identifier("subscription"), wanted.notify_for_constraints, made)
    if asked.subscription_id in ("", NO_SUBSCRIPTION):
        if asked.state != "Accepted":
            raise Refused(f"a subscription is expected with {asked.state}", field="subscription_id")
        return _Chosen()
    held = book.subscription(asked.subscription_id, now_ms)
    if held is None:
        raise Refused("there is no such subscription", field="subscription_id")
    if held.manager != manager:
        raise NotPermitted("the subscription is managed by another service", field="subscription_id")
    if held.is_implicit:  # it becomes as wide as the intents that name it
        return _Chosen(held.id, held.notify_for_constraints, _carried(held))
    _refuse_uncovered(held, prepared.extents, now_ms)
    return _Chosen(held.id, held.notify_for_constraints)


def _carried(held: Subscription) -> ImplicitSubscription:
    return ImplicitSubscription(
        version=held.version, uss_base_url=held.uss_base_url,
        notify_for_constraints=held.notify_for_constraints, notified=held.notified,
    )  # fmt: skip


def _refuse_uncovered(held: Subscription, extents: tuple[Extent, ...], now_ms: int) -> None:
    """A subscription covers the whole flight, from now on where that has begun."""
    if not held.notify_for_operational_intents:
        raise Refused("a subscription to operational intents is expected", field="subscription_id")
    for one in extents:
        if not covers(held.extents, ahead(one, now_ms)):
            raise Refused("the subscription does not cover the operational intent", field="subscription_id")


def ahead(extent: Extent, now_ms: int) -> Extent:
    """What of an extent still lies ahead: what has passed changes no more, and needs no subscription."""
    return extent._replace(from_ms=min(max(extent.from_ms, now_ms), extent.until_ms))


# -- its key and its version number --------------------------------------------------------------------------------


def _refuse_lacking(book: AirspaceBook, prepared: Prepared, with_constraints: bool) -> None:
    """Every relevant flight but itself, of whatever manager; constraints where its subscription asks for them.

    F3548-21 DSS0210,A2-7-2,2a-b.
    """
    key, own = prepared.asked.key, prepared.asked.id
    intents = [
        one
        for one in book.intents_near(prepared.extents)
        if one.block.ovn not in key and one.block.id != own and not _is_exempt(one)
    ]
    constraints = []
    if with_constraints:
        constraints = [one for one in book.constraints_near(prepared.extents) if one.block.ovn not in key]
    if intents or constraints:
        raise KeysLacking(intents, constraints)


def _is_exempt(entity: Entity) -> bool:
    """A flight that was only planned, of a service that is down: nobody can be asked for it (F3548-21 SCD0005)."""
    return entity.shown.availability == "Down" and _state(entity) == "Accepted"


def _ovn(room: Room, asked: PutIntent, last: Entity | None, tokens: Tokens) -> str:
    if not asked.ovn_suffix:
        return tokens.word("ovn")
    ovn = f"{asked.id}_{asked.ovn_suffix}"
    if last is not None and ovn in _ovns(room, last):
        raise Refused(
            "a suffix that this operational intent never had is expected", field="requested_ovn_suffix"
        )
    return ovn


def _ovns(room: Room, held: Entity) -> set[str]:
    versions = [decode_version(row) for row in room.store.history(held.key)]
    found = {held.block.ovn}
    for version in versions:
        if isinstance(version.body, Notice) and version.body.intent is not None:
            found.add(version.body.intent.ovn)
    return found
