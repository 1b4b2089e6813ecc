"""For whom objects are made, and how that party calls the marking in its own scheme."""

from __future__ import annotations

from dataclasses import dataclass

from commonground.picture.charter import Charter

from .names import FIXED, Object, identifier


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the reader's own scheme, beside the originator's (STANAG 4774: alternative confidentiality label)."""

    policy: str
    classification: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom objects are made: the party, the charter of the room, and the label that its own scheme asks for."""

    party: str
    charter: Charter
    label: Label | None = None

    def id(self, type: str, *parts: str) -> str:
        """The identifier of something of this room."""
        return identifier(type, self.charter.room, *parts)


def identity(reader: Reader, party: str) -> Object:
    """A party as an organisation; no person is ever one (section 8)."""
    name = reader.charter.party(party).name
    return {
        "type": "identity", "spec_version": "2.1", "id": reader.id("identity", party), "created": FIXED,
        "modified": FIXED, "name": name.en or party, "identity_class": "organization",
    }  # fmt: skip
