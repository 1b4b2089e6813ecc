"""Designated areas as this party holds them: the copies under one name, who signed which, and where they differ (R9).

Everything follows from this party's picture: its own areas and signatures, and those that were released to it. It
appends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..picture.agreed import Copy, Joint, Signed, joint
from ..picture.area import AreaSignature, DesignatedArea, area_group
from ..picture.blocks import Body
from ..picture.instrument import Instrument, InstrumentSignature, instrument_group
from ..picture.joint_text import JointText, content_hash
from ..picture.onward import counted_ms
from ..picture.version import Version
from .context import Room
from .versions import decode_version

GONE = frozenset({"cancel", "close", "deleted"})


def area_joint(room: Room, area_id: str) -> Joint:
    """How the area of that name stands here; without copies where nothing of it is held."""
    return _joint(room, area_group(area_id), "area", DesignatedArea, AreaSignature)


def instrument_joint(room: Room, instrument_id: str) -> Joint:
    """How the instrument of that name stands here."""
    return _joint(room, instrument_group(instrument_id), "instrument", Instrument, InstrumentSignature)


def area_ids(room: Room) -> list[str]:
    """Names of all areas of this picture, as they came."""
    return _names(room, "area", lambda body: body.area_id if isinstance(body, DesignatedArea) else "")


def instrument_ids(room: Room) -> list[str]:
    """Names of all instruments of this picture, as they came."""
    return _names(room, "instrument", lambda body: body.instrument_id if isinstance(body, Instrument) else "")


def text_of(copy: Copy) -> DesignatedArea | Instrument:
    """What a copy says."""
    body = copy.offer.body
    assert isinstance(body, DesignatedArea | Instrument)
    return body


def copy_of(held: Joint, digest: str) -> Copy | None:
    """The copy with that hash; None where nobody offered one here."""
    return next((copy for copy in held.copies if copy.hash == digest), None)


def _names(room: Room, kind: str, name_of: Callable[[Body | None], str]) -> list[str]:
    return [name for name in dict.fromkeys(name_of(one.body) for one in room.view.of_kind(kind)) if name]


def _joint(
    room: Room,
    group: str,
    kind: str,
    text_type: type[DesignatedArea | Instrument],
    signature_type: type[Body],
) -> Joint:
    members = room.view.replies_about(group)
    offers = [offer for one in members if one.kind == kind for offer in _offers(room, one, text_type)]
    return joint(offers, _signatures(room, (one for one in members if isinstance(one.body, signature_type))))


def _offers(
    room: Room, version: Version, text_type: type[DesignatedArea | Instrument]
) -> Iterator[tuple[Version, str, JointText, bool]]:
    """Every text that an author offered under one id, each once; the last is current unless it was taken away."""
    stands = version.action not in GONE and version.withdrawn_ms is None
    seen: set[str] = set()
    for number, one in enumerate((version, *_earlier(room, version))):
        if not isinstance(one.body, text_type):
            continue
        digest = content_hash("area" if text_type is DesignatedArea else "instrument", one.body)
        if digest not in seen:
            seen.add(digest)
            yield one, digest, one.body, stands and number == 0


def _earlier(room: Room, version: Version) -> Iterator[Version]:
    if version.version <= 1:
        return
    for row in reversed(room.store.history(version.key)):
        one = decode_version(row)
        if one.version < version.version:
            yield one


def _signatures(room: Room, given: Iterable[Version]) -> Iterator[Signed]:
    for one in given:
        body = one.body
        if isinstance(body, AreaSignature | InstrumentSignature):
            # Who is no longer told of a signature was told of it: only its own cancel takes it back.
            yield Signed(one.author, body.hash, counted_ms(room.party, one), one, one.action == "cancel")
