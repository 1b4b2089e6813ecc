"""Texts that several parties sign: which hash is signed by whom, and which text stands agreed. Derived, never stored.

"Agreed" is a union: every party that the text itself names as signatory has signed that one hash. So no field can be
overwritten, and an edit has nobody's signature. It knows areas and instruments only by what they have in common
(`picture/joint_text`), and says nothing about who is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .joint_text import JointText
from .version import Version


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: whose, over which hash, when it counts from here, and whether it was taken back."""

    party: str
    hash: str
    t_ms: int
    version: Version
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """One text with its hash: who offers it now, who did, and who has signed it."""

    hash: str
    edition: int
    signatories: tuple[str, ...]
    offer: Version
    offered_by: tuple[str, ...]
    signed: tuple[Signed, ...]
    missing: tuple[str, ...]

    @property
    def is_agreed(self) -> bool:
        """Whether every signatory has signed this hash."""
        return not self.missing

    @property
    def agreed_ms(self) -> int | None:
        """Since when, by this party's count; None while a signature is missing."""
        return None if self.missing else max(one.t_ms for one in self.signed if one.party in self.signatories)


@dataclass(frozen=True, slots=True)
class Joint:
    """All copies of one joint text, the highest edition first.

    `in_force` is the agreed copy of the highest edition; `strangers` are signatures over a hash that nobody offered
    here, or by a party that the text does not name: kept and shown, they count for nothing.
    """

    copies: tuple[Copy, ...]
    in_force: Copy | None
    strangers: tuple[Signed, ...]

    @property
    def current(self) -> tuple[Copy, ...]:
        """Copies that somebody offers now."""
        return tuple(copy for copy in self.copies if copy.offered_by)

    @property
    def is_agreed(self) -> bool:
        """Whether one hash has every signature and nobody offers another text now."""
        return self.in_force is not None and all(copy.hash == self.in_force.hash for copy in self.current)


def joint(offers: Iterable[tuple[Version, str, JointText, bool]], signatures: Iterable[Signed]) -> Joint:
    """How a joint text stands.

    `offers` are versions with the hash and the text of each, and whether its author still offers it; `signatures` are
    those of everybody, in any order.
    """
    held: dict[str, list[tuple[Version, JointText, bool]]] = {}
    for version, digest, text, is_current in offers:
        held.setdefault(digest, []).append((version, text, is_current))
    given = sorted(signatures, key=lambda one: (one.t_ms, one.party, one.version.key))
    copies = [_copy(digest, found, given) for digest, found in held.items()]
    copies.sort(key=lambda copy: (-copy.edition, copy.offer.first_known_ms, copy.hash))
    strangers = [
        one for one in given if one.hash not in held or one.party not in held[one.hash][0][1].signatories
    ]
    in_force = next((copy for copy in copies if copy.is_agreed), None)
    return Joint(tuple(copies), in_force, tuple(strangers))


def _copy(digest: str, found: Sequence[tuple[Version, JointText, bool]], given: Sequence[Signed]) -> Copy:
    text = found[0][1]
    signed = tuple(one for one in given if one.hash == digest and one.party in text.signatories)
    standing = {one.party for one in signed if not one.taken_back}
    offers = sorted((version for version, _, _ in found), key=lambda one: (one.known_from_ms, one.key))
    return Copy(
        hash=digest,
        edition=text.edition,
        signatories=text.signatories,
        offer=offers[0],
        offered_by=tuple(sorted({version.author for version, _, is_current in found if is_current})),
        signed=signed,
        missing=tuple(party for party in text.signatories if party not in standing),
    )
