"""What this room accepts of a well-formed statement: places inside its area, bands and windows that can be flown,
references to its parties, recipients that are others.

`picture/entity` refuses what could be true nowhere; here stands what hangs on the charter, the clock or what this
party has said before. It appends nothing.
"""

from __future__ import annotations

from ..errors import Refused
from ..geo.interval import w84_band
from ..geo.place import district_ring
from ..picture.blocks import Body
from ..picture.conflict import altitude_context
from ..picture.entity import Notice, Site
from ..picture.information import Information, InformationRequest
from ..picture.kinds import KINDS, references
from ..picture.statement import ENTITY_ID, Release, Said
from ..picture.version import Version
from ..record import BODY_BYTES_MAX
from .accepting import ACCEPT
from .command import Command
from .context import Room
from .inside import check_footprint, check_point, check_ring
from .membership_rules import refuse_membership

VIEWED_KINDS = frozenset({"notice", "site", "information"})
"""Kinds that have parts which can stay at the originator's node."""
WHOLE_KINDS = frozenset({"stix_object"})
"""Kinds that are texts: nothing in them can be made coarser, and who asks for that would be deceived."""
STATEMENT_BYTES_MAX = BODY_BYTES_MAX // 2


def refuse_large(said: Said, kind: str) -> None:
    """Refuse what could be written here and read nowhere: with its report it must fit what every node decodes."""
    size = len(said.encoded)
    if size > STATEMENT_BYTES_MAX:
        raise Refused(f"{size} bytes, at most {STATEMENT_BYTES_MAX} expected", field=kind, clause="limits")


def refuse_past(notice: Notice, now_ms: int) -> None:
    """Refuse a window that is over: it would announce nothing."""
    for number, volume in enumerate(notice.volumes):
        if volume.until_ms < now_ms:
            raise Refused(
                "a window that has not ended is expected", field=f"notice.volumes[{number}].until_ms"
            )


def refuse_upside_down(room: Room, notice: Notice) -> None:
    """A band whose limits have different references is refused where the lower one is certainly the higher."""
    for number, volume in enumerate(notice.volumes):
        if volume.upper is None or volume.upper.reference == volume.lower.reference:
            continue  # looked at already
        lower_tmm, upper_tmm = w84_band(volume.lower, volume.upper, altitude_context(room.charter))
        if lower_tmm > upper_tmm:
            raise Refused(
                "it lies above the upper limit, expected lower <= upper",
                field=f"notice.volumes[{number}].lower",
            )


def check_references(room: Room, command: Command, body: Body, last: Version | None) -> None:
    """What a statement is about is an entity of a party, and stays the same when the statement is amended.

    Then what its kind asks of this room (`room/accepting`).
    """
    kind = command.kind
    spoken_of = references(body)
    parties = {party.id for party in room.charter.parties} if spoken_of else set()
    for reference in spoken_of:
        if reference.author not in parties:
            raise Refused(f"one of {', '.join(sorted(parties))} expected", field=f"{kind}.about.author")
        if not ENTITY_ID.fullmatch(reference.entity):
            raise Refused("an id is expected", field=f"{kind}.about.entity")
    if last is None or last.body is None or KINDS[kind].refers_anew:
        pass
    elif references(last.body) != spoken_of:
        raise Refused("the same entity as before is expected", field=f"{kind}.about")
    refuse_membership(room, command)
    accept = ACCEPT.get(kind)
    if accept is not None:
        accept(room, command, body, last)


def check_recipients(room: Room, kind: str, releases: tuple[Release, ...]) -> None:
    """Refuse a recipient that is none, or named twice, and a view of what has nothing to keep back."""
    others = set(room.charter.others(room.party))
    seen: set[str] = set()
    for number, one in enumerate(releases):
        if one.party not in others or one.party in seen:
            expected = ", ".join(sorted(others))
            raise Refused(f"each of {expected} at most once expected", field=f"recipients[{number}].party")
        if one.mode == "view" and kind not in VIEWED_KINDS:
            raise Refused(f"keep is expected for a {kind}", field=f"recipients[{number}].mode")
        if one.precision != "exact" and kind in WHOLE_KINDS:
            raise Refused(f"exact is expected for a {kind}", field=f"recipients[{number}].precision")
        seen.add(one.party)


def check_area(room: Room, body: Body, field: str) -> None:
    """A point outside the charter's area is refused; it says so when the swapped point would lie inside."""
    if isinstance(body, Site) and body.place is not None:
        check_point(room.charter.area, (body.place.lon_nd, body.place.lat_nd), f"{field}.place")
    if isinstance(body, Site) and body.footprint is not None:
        check_footprint(room.charter.area, body.footprint, f"{field}.footprint")
    if isinstance(body, Information | InformationRequest) and body.footprint is not None:
        check_footprint(room.charter.area, body.footprint, f"{field}.footprint")
    if isinstance(body, Information):
        if body.place is not None:
            check_point(room.charter.area, (body.place.lon_nd, body.place.lat_nd), f"{field}.place")
        for number, square in enumerate(body.squares):
            check_ring(room.charter.area, district_ring(square, field), f"{field}.squares[{number}]")
    if isinstance(body, Notice):
        for number, volume in enumerate(body.volumes):
            check_footprint(room.charter.area, volume.footprint, f"{field}.volumes[{number}].footprint")


def lies_inside(room: Room, box_nd: tuple[int, int, int, int]) -> bool:
    """Whether the box of all positions (west, south, east, north) lies inside the area: no point need be looked at."""
    area = room.charter.area
    west, south, east, north = box_nd
    inside_lon = area.lon_nd_min <= west and east <= area.lon_nd_max
    return inside_lon and area.lat_nd_min <= south and north <= area.lat_nd_max
