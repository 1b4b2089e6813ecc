"""Subscriptions: what is asked about them, and what is answered. F3548-21 DSS0005."""

from __future__ import annotations

from commonground.errors import MalformedMessage
from commonground.record import BODY_BYTES_MAX, Encoded, Foreign, decode, encode_canonical
from commonground.room.airspace.asked import PutSubscription
from commonground.room.airspace.held import Subscription
from commonground.room.airspace.subscriptions import Subscribed

from .references import listed
from .values import Volume4D, area, base_url, identifier, time_text


class _PutSubscription(Foreign, frozen=True):
    extents: Volume4D
    uss_base_url: str
    notify_for_operational_intents: bool | None = None
    notify_for_constraints: bool | None = None


def parse_put_subscription(id: str, version: str, data: bytes, *, allow_http: bool) -> PutSubscription:
    """A request to make or change a subscription; `version` is empty for a new one."""
    given = decode(_PutSubscription, data, bytes_max=BODY_BYTES_MAX)
    wanted = (bool(given.notify_for_operational_intents), bool(given.notify_for_constraints))
    if not any(wanted):
        raise MalformedMessage("something to be told of is expected", field="notify_for_operational_intents")
    return PutSubscription(
        id=identifier(id, "subscriptionid"), version=version, area=area(given.extents, "extents"),
        uss_base_url=base_url(given.uss_base_url, "uss_base_url", allow_http=allow_http),
        notify_for_operational_intents=wanted[0], notify_for_constraints=wanted[1],
    )  # fmt: skip


def subscription(held: Subscription) -> dict[str, object]:
    """A subscription as its subscriber sees it."""
    return {
        "id": held.id, "version": held.version, "notification_index": held.notified,
        "time_start": time_text(held.from_ms), "time_end": time_text(held.until_ms),
        "uss_base_url": held.uss_base_url,
        "notify_for_operational_intents": held.notify_for_operational_intents,
        "notify_for_constraints": held.notify_for_constraints,
        "implicit_subscription": held.is_implicit, "dependent_operational_intents": sorted(held.dependents),
    }  # fmt: skip


def one(held: dict[str, object]) -> bytes:
    """An answer of one subscription."""
    return encode_canonical({"subscription": held})


def many(some: list[dict[str, object]]) -> bytes:
    """An answer of a list of subscriptions."""
    return encode_canonical({"subscriptions": some})


def subscribed(held: dict[str, object], made: Subscribed, caller: str) -> bytes:
    """A subscription that was made or changed, and what is relevant to it now."""
    answer: dict[str, object] = {"subscription": held}
    if made.intents is not None:
        answer["operational_intent_references"] = Encoded(listed(made.intents, caller))
    if made.constraints is not None:
        answer["constraint_references"] = Encoded(listed(made.constraints, caller))
    return encode_canonical(answer)
