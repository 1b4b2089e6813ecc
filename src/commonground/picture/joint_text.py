"""What a text that several parties sign is made of: a common name, an edition, signatories, and one hash over it all.

Every party may offer its own copy under the common name. The hash covers every field, so an edit has a hash of its own
that nobody has signed yet; the edition keeps a text that comes back behind a later one. How signatures are counted
stands in `picture/agreed`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from ..errors import Refused
from ..geo.footprint import Polygon
from ..record import encode_canonical, replace
from .blocks import Body

EDITION_MAX = 10_000
SIGNATORIES_MAX = 50
HASH = re.compile(r"[0-9a-f]{64}")
COMMON_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Group:
    """What statements about one joint text have in common; its key is that of no entity."""

    key: str


class JointText(Protocol):
    """What every joint text has."""

    @property
    def edition(self) -> int:
        """Grows with every edit."""

    @property
    def signatories(self) -> tuple[str, ...]:
        """Who has to sign, in the order of the alphabet."""


def content_hash(kind: str, body: Body) -> str:
    """SHA-256 over the canonical bytes of all that a joint text says; 64 hex digits.

    The same ring from another vertex, or the other way round, is the same text.
    """
    return _hash(kind, body)


@lru_cache(maxsize=1024)
def _hash(kind: str, body: Body) -> str:
    footprint = getattr(body, "footprint", None)
    if isinstance(footprint, Polygon):
        body = replace(body, footprint=normal_polygon(footprint))
    return hashlib.sha256(encode_canonical([f"commonground/{kind}/1", body])).hexdigest()


def normal_polygon(polygon: Polygon) -> Polygon:
    """One form for a polygon: every ring from its smallest vertex towards the smaller neighbour, holes in order."""
    outer, *holes = (_normal_ring(ring) for ring in polygon.rings)
    return Polygon(rings=(outer, *sorted(holes)))


def _normal_ring(ring: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    start = ring.index(min(ring))
    forward = ring[start:] + ring[:start]
    backward = (forward[0], *forward[:0:-1])
    return min(forward, backward)


def refuse_bad_name(name: str, field: str) -> None:
    """Refuse a common name that two parties could spell in two ways."""
    if not COMMON_NAME.fullmatch(name):
        raise Refused("1 to 40 small letters a-z, digits and dashes expected", field=field)


def refuse_bad_hash(digest: str, field: str) -> None:
    """Refuse what is no SHA-256 in hex."""
    if not HASH.fullmatch(digest):
        raise Refused("64 hex digits expected", field=field)


def refuse_bad_joint(text: JointText, field: str) -> None:
    """Refuse an edition or signatories with which no text could stand."""
    if not 1 <= text.edition <= EDITION_MAX:
        raise Refused(f"a number of 1 to {EDITION_MAX} expected", field=f"{field}.edition")
    if not 2 <= len(text.signatories) <= SIGNATORIES_MAX:
        raise Refused(f"2 to {SIGNATORIES_MAX} parties expected", field=f"{field}.signatories")
    if list(text.signatories) != sorted(set(text.signatories)):
        raise Refused("each party once expected, in the order of the alphabet", field=f"{field}.signatories")
