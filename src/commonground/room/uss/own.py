"""What this service manages itself, flights and constraints alike: asked of the DSS, accepted, withdrawn, ended.

A request is written down before it is sent, and what came of it after the answer, with everything that follows from
it (who must be told, the room's notice) in the same transaction. A restart between the two finds the request and asks
again; until then others are told what the DSS accepted last (F3548-21 getOperationalIntentDetails,
getConstraintDetails).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from ...errors import Refused
from ...picture.flight import Flight, OwnConstraint
from ...picture.statement import Action
from ...picture.version import Version
from ...record import replace
from ..context import Room
from ..submit import Command, submit
from .terms import POST

GONE = frozenset({"cancel", "deleted"})
T = TypeVar("T", Flight, OwnConstraint)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the DSS answered: the version of the reference, its opaque number, the subscription behind it."""

    version: int
    ovn: str
    subscription_id: str


@dataclass(frozen=True, slots=True)
class Own(Generic[T]):
    """All own entities of one kind: the word of the kind, and the prefix of its ids."""

    kind: str
    prefix: str

    def entity(self, id: str) -> str:
        """The entity of a statement about it."""
        return f"{self.prefix}-{id}"

    def version(self, room: Room, id: str) -> Version | None:
        """The version of one that has not ended; None where there is none."""
        found = room.view.picture.get(f"{room.party}/{self.entity(id)}")
        return None if found is None or found.action in GONE else found

    def get(self, room: Room, id: str) -> T | None:
        """One that has not ended."""
        found = self.version(room, id)
        return cast(T, found.body) if found is not None else None

    def standing(self, room: Room, id: str) -> T:
        """The same, refused where there is none."""
        found = self.get(room, id)
        if found is None:
            raise no_such(self.kind)
        return found

    def all(self, room: Room) -> Iterator[T]:
        """Those that have not ended, the first that was asked for first."""
        for key in room.view.keys_of(self.kind):
            if room.view.standings.rows[key].action not in GONE:
                yield cast(T, room.view.picture.entities[key].body)

    def unsettled(self, room: Room) -> list[str]:
        """Those about which the DSS was asked and nothing was heard: what a start asks again."""
        return [one.id for one in self.all(room) if one.asked is not None or one.is_ending]

    def say(self, room: Room, body: T, operator: str = "") -> T:
        """Write one down as it stands now."""
        action: Action = "establish" if self.version(room, body.id) is None else "amend"
        submit(room, Command(
            kind=self.kind, action=action, post=POST, body=body, entity=self.entity(body.id), operator=operator
        ))  # fmt: skip
        return body

    def ask_end(self, room: Room, id: str, operator: str) -> T:
        """Write down that it is going to be ended."""
        return self.say(room, replace(self.standing(room, id), is_ending=True), operator)

    def withdraw(self, room: Room, id: str) -> T | None:
        """What was asked did not come about: it stands as it was held before, or not at all."""
        last = self.standing(room, id)
        if last.held is None:
            self.end(room, id)
            return None
        return self.say(room, replace(last, asked=None, is_ending=False))

    def end(self, room: Room, id: str) -> Version:
        """It is no more. Returns its last version."""
        last = self.version(room, id)
        if last is None:
            raise no_such(self.kind)
        submit(room, Command(kind=self.kind, action="cancel", post=POST, entity=last.entity))
        return last

    def with_notice(self, room: Room, id: str, entity: str) -> T:
        """Note which activity notice of the room is its."""
        return self.say(room, replace(self.standing(room, id), notice=entity))


def no_such(kind: str) -> Refused:
    """The refusal where nothing of this kind stands."""
    if kind == "flight":
        return Refused("no such flight", field="id")
    return Refused("no such constraint", field="id")


def asked_since(last: T, acknowledged: tuple[str, ...]) -> tuple[str, ...]:
    """What was acknowledged before and is acknowledged now; refused where the end was asked for already."""
    if last.is_ending:
        raise no_such("flight" if isinstance(last, Flight) else "constraint")
    return tuple(dict.fromkeys((*last.acknowledged, *acknowledged)))
