"""Takes what a machine posts: reads it beside the node's writer, and has it said there, some hundred objects at a time.

An envelope of the usual size is one transaction. A longer one is said in parts, so that a warning never waits for all
of it; each object is whole or not there, and who posts again what was cut off by a crash makes no second of anything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from commonground.errors import MalformedMessage, Refused
from commonground.picture.exchange import Offer
from commonground.record import decode
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.posting import Answered, Posted, Taken, reports_called, said_markings, take

from .codec.names import Object
from .codec.posted import Read, envelope_texts, offer_objects, parse_objects, wanted_markings, wanted_reports
from .codec.reader import Reader

TOGETHER_MAX = 500
"""Objects of one transaction: a tenth of a second of the writer's time."""
T = TypeVar("T")


class Poster:
    """Takes envelopes for one node."""

    def __init__(self, node: Node) -> None:
        self._node = node

    async def take(
        self, data: bytes, bytes_max: int, post: str, operator: str, keep: Callable[[Room, Posted], T]
    ) -> T:
        """Say each object of an envelope, and keep what became of each with the last of them; returns what `keep` does.

        Refuses what is no envelope, and a post that may not.
        """
        read = await asyncio.to_thread(_read, data, bytes_max)
        marked, about = wanted_markings(read), wanted_reports(read)
        texts = await self._node.read(lambda room: said_markings(room, marked)) if marked else {}
        reports = await self._node.read(lambda room: reports_called(room, about)) if about else {}
        said: dict[str, Object] = {id: decode(dict[str, object], text) for id, text in texts.items()}
        room = self._node.room
        await asyncio.to_thread(offer_objects, read, Reader(room.party, room.charter), said, reports)
        taken: list[Taken] = []
        end = max(0, len(read.offers) - 1) // TOGETHER_MAX * TOGETHER_MAX
        for start in range(0, end, TOGETHER_MAX):
            some = read.offers[start : start + TOGETHER_MAX]
            taken += await self._node.write(_taking(some, post, operator))

        def rest(room: Room) -> T:
            done = take(room, read.offers[end:], post, operator)
            return keep(room, _posted(read, [*taken, *done]))

        return await self._node.write(rest)


def _taking(offers: Sequence[Offer], post: str, operator: str) -> Callable[[Room], list[Taken]]:
    return lambda room: take(room, offers, post, operator)


def _read(data: bytes, bytes_max: int) -> Read:
    try:
        return parse_objects(envelope_texts(data, bytes_max))
    except MalformedMessage as error:
        if error.field:  # JSON, but no envelope
            raise Refused(error.reason, field=error.field, clause=error.clause) from None
        raise


def _posted(read: Read, taken: Sequence[Taken]) -> Posted:
    """All of it in the order in which it came."""
    good = [(one.number, Answered(one.head.stix_id, one.head.version)) for one in read.held]
    bad = [(one.number, Answered(one.id, one.version, one.why)) for one in read.not_taken]
    for one in taken:
        head = one.offer.head
        answered = Answered(head.stix_id, head.version, one.why or one.note)
        (bad if one.why else good).append((one.offer.number, answered))
    return Posted(*([answered for _, answered in sorted(some)] for some in (good, bad)))
