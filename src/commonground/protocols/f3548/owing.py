"""What flights and constraints share at a DSS: a request that may be half done, and whom a change obliges to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from commonground.errors import CommongroundError, Refused, Unavailable
from commonground.picture.flight import Flight
from commonground.picture.version import Version
from commonground.room.uss.outbox import Owed
from commonground.room.uss.terms import Service

from .client import Answer, Client
from .codec.asking import Change, Subscriber, parse_change
from .codec.details import What

T = TypeVar("T")


class Unsettled(Unavailable):
    """A change was sent and its answer was not understood: `settle` asks what became of it."""


async def sent(client: Client, method: str, url: str, scope: tuple[str, ...], body: bytes) -> Answer:
    """A request of which nobody can tell, without an answer, whether it was done."""
    try:
        return await client.ask(method, url, scope, body)
    except CommongroundError as error:
        raise Unsettled(f"the DSS did not answer: {error}") from error


def read(client: Client, answer: Answer, parse: Callable[[bytes], T]) -> T:
    """What an answer says; one that cannot be is kept against who gave it."""
    try:
        return parse(answer.body)
    except Refused as error:
        client.wrong(answer, str(error))
        raise


def changed(
    client: Client, answer: Answer, id: str, service: Service, what: What, *, allow_http: bool
) -> Change:
    """What a DSS accepted; where its answer is none, nobody can tell what it did."""
    try:
        return parse_change(answer.body, id, service, what, allow_http=allow_http)
    except Refused as error:
        client.wrong(answer, str(error))
        raise Unsettled(f"the DSS did not answer: {error}") from error


def owed_to(
    service: Service, last: Version, told: Iterable[Subscriber], now_ms: int, *, is_gone: bool = False
) -> list[Owed]:
    """The notifications that a change obliges to: one an address, but none to this service itself."""
    body = last.body
    what: What = "intent" if isinstance(body, Flight) else "constraint"
    plan = getattr(body, "held", None)
    until_ms = now_ms if plan is None else max(one.until_ms for one in plan.everywhere)
    return [
        Owed(
            number=0, url=one.url, what=what, id=body.id, entity_key=last.key,  # type: ignore[union-attr]
            entity_version=last.version, is_gone=is_gone, subscriptions=one.subscriptions, since_ms=now_ms,
            until_ms=until_ms, next_ms=now_ms,
        )
        for one in told
        if one.url != service.base_url
    ]  # fmt: skip
