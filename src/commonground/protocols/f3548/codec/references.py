"""References of operational intents and of constraints: what is asked about them, and what is answered.

An answer is put together of references that were encoded once; the version number of a reference is told to its
manager alone. F3548-21 DSS0005.
"""

from __future__ import annotations

from collections.abc import Iterable

from commonground.errors import MalformedMessage
from commonground.picture.airspace import Intent, IntentState
from commonground.record import BODY_BYTES_MAX, Encoded, Foreign, decode, encode_canonical
from commonground.room.airspace.asked import Area, NewSubscription, PutConstraint, PutIntent
from commonground.room.airspace.held import Entity, Told
from commonground.room.airspace.intents import NO_SUBSCRIPTION

from .values import Volume4D, area, base_url, identifier, ovn_suffix, time_text, volumes

WITHHELD_OVN = "Available from USS"
"""What stands in place of another manager's version number: whoever wants it asks that service for the details."""


class _NewSubscription(Foreign, frozen=True):
    uss_base_url: str
    notify_for_constraints: bool | None = None


class _PutIntent(Foreign, frozen=True):
    extents: tuple[Volume4D, ...]
    state: IntentState
    uss_base_url: str
    key: tuple[str, ...] | None = None
    subscription_id: str | None = None
    new_subscription: _NewSubscription | None = None
    requested_ovn_suffix: str | None = None


class _PutConstraint(Foreign, frozen=True):
    extents: tuple[Volume4D, ...]
    uss_base_url: str


class _Query(Foreign, frozen=True):
    area_of_interest: Volume4D | None = None


# -- asked ------------------------------------------------------------------------------------------------------------


def parse_put_intent(id: str, ovn: str, data: bytes, now_ms: int, *, allow_http: bool) -> PutIntent:
    """A request to create or change an operational intent; `ovn` is empty for a new one."""
    given = decode(_PutIntent, data, bytes_max=BODY_BYTES_MAX)
    wanted = given.new_subscription
    if wanted is not None and given.subscription_id:
        raise MalformedMessage("a subscription or a new one is expected, not both", field="new_subscription")
    suffix = given.requested_ovn_suffix
    return PutIntent(
        id=identifier(id, "entityid"), ovn=ovn, state=given.state,
        volumes=volumes(given.extents, "extents", heights_expected=True),
        uss_base_url=base_url(given.uss_base_url, "uss_base_url", allow_http=allow_http),
        key=frozenset(given.key or ()),
        subscription_id=identifier(given.subscription_id, "subscription_id") if given.subscription_id else "",
        new_subscription=None if wanted is None else NewSubscription(
            base_url(wanted.uss_base_url, "new_subscription.uss_base_url", allow_http=allow_http),
            bool(wanted.notify_for_constraints),
        ),
        ovn_suffix="" if suffix is None else ovn_suffix(suffix, now_ms, "requested_ovn_suffix"),
    )  # fmt: skip


def parse_put_constraint(id: str, ovn: str, data: bytes, *, allow_http: bool) -> PutConstraint:
    """A request to create or change a constraint; `ovn` is empty for a new one."""
    given = decode(_PutConstraint, data, bytes_max=BODY_BYTES_MAX)
    return PutConstraint(
        id=identifier(id, "entityid"), ovn=ovn, volumes=volumes(given.extents, "extents", heights_expected=False),
        uss_base_url=base_url(given.uss_base_url, "uss_base_url", allow_http=allow_http),
    )  # fmt: skip


def parse_query(data: bytes) -> Area:
    """Where a query of references or of subscriptions looks."""
    given = decode(_Query, data, bytes_max=BODY_BYTES_MAX)
    if given.area_of_interest is None:
        raise MalformedMessage("an area is expected", field="area_of_interest")
    return area(given.area_of_interest, "area_of_interest")


# -- answered -----------------------------------------------------------------------------------------------------


def reference(entity: Entity, caller: str) -> bytes:
    """A reference as its manager sees it, or as all others do."""
    shown, is_own = entity.shown, entity.block.manager == caller
    made = shown.kept.get(is_own)
    if made is None:
        made = shown.kept[is_own] = encode_canonical(_reference(entity, shown.availability, is_own))
    return made


def _reference(entity: Entity, availability: str, is_own: bool) -> dict[str, object]:
    block = entity.block
    values: dict[str, object] = {
        "id": block.id, "manager": block.manager, "uss_availability": availability, "version": block.version,
        "ovn": block.ovn if is_own else WITHHELD_OVN, "time_start": time_text(entity.from_ms),
        "time_end": time_text(entity.until_ms), "uss_base_url": block.uss_base_url,
    }  # fmt: skip
    if isinstance(block, Intent):
        values |= {"state": block.state, "subscription_id": block.subscription_id or NO_SUBSCRIPTION}
    return values


def one(name: str, entity: Entity, caller: str) -> bytes:
    """An answer of one reference under its name."""
    return b'{"%b":%b}' % (name.encode(), reference(entity, caller))


def many(name: str, entities: Iterable[Entity], caller: str) -> bytes:
    """An answer of a list of references under its name."""
    return b'{"%b":%b}' % (name.encode(), listed(entities, caller))


def listed(entities: Iterable[Entity], caller: str) -> bytes:
    """References as a list."""
    return b"[%b]" % b",".join([reference(entity, caller) for entity in entities])


def changed(name: str, entity: Entity, told: Iterable[Told], caller: str) -> bytes:
    """A reference that was changed, and whom its manager has to tell, by address."""
    by_url: dict[str, list[dict[str, object]]] = {}
    for one in told:
        by_url.setdefault(one.uss_base_url, []).append(
            {"subscription_id": one.subscription_id, "notification_index": one.index}
        )
    subscribers = [{"uss_base_url": url, "subscriptions": states} for url, states in by_url.items()]
    return encode_canonical({name: Encoded(reference(entity, caller)), "subscribers": subscribers})


def lacking(message: str, intents: Iterable[Entity], constraints: Iterable[Entity], caller: str) -> bytes:
    """What a key lacks: the caller asks their services for the details, and with them for the version numbers."""
    return encode_canonical(
        {
            "message": message,
            "missing_operational_intents": Encoded(listed(intents, caller)),
            "missing_constraints": Encoded(listed(constraints, caller)),
        }
    )
