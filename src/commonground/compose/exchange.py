"""Lets the collections of the information exchange follow a room's picture, in the words of STIX."""

from __future__ import annotations

from ..config import MarkingLabel
from ..protocols.stix.codec.reader import Label
from ..protocols.stix.exchange import Exchange
from ..room.context import Room


def follow_exchange(room: Room, label: Label | None = None) -> None:
    """Let a room that is not loaded yet fill its collections; `label` stands in what the own party reads."""
    room.follow = lambda: Exchange(room.party, room.store, lambda: room.charter, label)


def label_of(said: MarkingLabel) -> Label | None:
    """The label of a node's file; None where it names none."""
    return Label(said.policy, said.classification, said.categories) if said.policy else None
