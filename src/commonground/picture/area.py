"""Designated areas (R9): a polygon, a category, a purpose and a validity under a name that the parties share.

Every party may offer its own version of an area; versions with the same `area_id` are compared, never merged. Whether
one is agreed follows from signatures over one hash (`picture/agreed`). An area says nothing about who may be in it.
"""

from __future__ import annotations

from typing import Literal

from ..errors import Refused
from ..geo.footprint import Polygon, validate_footprint
from ..geo.interval import TIME_MS_MAX
from .blocks import Body, Text
from .charter import Text3
from .joint_text import Group, content_hash, refuse_bad_hash, refuse_bad_joint, refuse_bad_name
from .kind import OFFERED, TAKEN_BACK, Kind

AreaCategory = Literal[
    "ceasefire", "deescalation", "withdrawal", "demilitarised", "humanitarian", "stand_down", "other"
]


def area_group(area_id: str) -> str:
    """The key under which all statements about one area are found."""
    return f"area:{area_id}"


class DesignatedArea(Body, frozen=True):
    """One party's version of an area; its hash covers every field, with each ring in one form."""

    area_id: str
    edition: int
    category: AreaCategory
    name: Text3
    purpose: Text
    footprint: Polygon
    from_ms: int
    until_ms: int
    signatories: tuple[str, ...]

    @property
    def about(self) -> Group:
        """The area that all versions of this name speak of."""
        return Group(area_group(self.area_id))


class AreaSignature(Body, frozen=True):
    """The author signs one text of an area: `hash` is `content_hash` of it."""

    area_id: str
    hash: str

    @property
    def about(self) -> Group:
        """The area whose text is signed."""
        return Group(area_group(self.area_id))


def area_hash(body: DesignatedArea) -> str:
    """What is signed of an area."""
    return content_hash("area", body)


def refuse_bad_span(
    from_ms: int, until_ms: int, field: str, names: tuple[str, str] = ("from_ms", "until_ms")
) -> None:
    """Refuse a validity outside 1970 to 2200, or one that ends before it begins."""
    for name, value in zip(names, (from_ms, until_ms), strict=True):
        if not 0 <= value <= TIME_MS_MAX:
            raise Refused("UTC milliseconds of 1970 to 2200 expected", field=f"{field}.{name}")
    if from_ms >= until_ms:
        raise Refused("an end after the beginning expected", field=f"{field}.{names[1]}")


def _impossible_area(body: DesignatedArea, field: str) -> None:
    refuse_bad_name(body.area_id, f"{field}.area_id")
    refuse_bad_joint(body, field)
    refuse_bad_span(body.from_ms, body.until_ms, field)
    validate_footprint(body.footprint, f"{field}.footprint")


def _wrong_area(body: DesignatedArea, field: str) -> None:
    if not any(mark.isalnum() for mark in f"{body.name.en}{body.name.ar}{body.name.ru}"):
        raise Refused("a name in at least one script expected", field=f"{field}.name")


def _impossible_signature(body: AreaSignature, field: str) -> None:
    refuse_bad_name(body.area_id, f"{field}.area_id")
    refuse_bad_hash(body.hash, f"{field}.hash")


KINDS = (
    Kind(
        "area", DesignatedArea, "AR", OFFERED, impossible=_impossible_area, wrong=_wrong_area,
        shapes=frozenset({"footprint"}),
    ),
    Kind("area_signature", AreaSignature, "AS", TAKEN_BACK, impossible=_impossible_signature),
)  # fmt: skip
