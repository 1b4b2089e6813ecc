"""A statement of the party that runs the DSS, attested for the service that declared it: appended, screened, released.

Call it inside the node's writer, in the command that checked what it says: that is what makes the DSS serialisable.
What an operator's statement is held to (area of the charter, acknowledgements, windows ahead) is not asked here: a
service answers to its own rules, and the room shows what its flights meet. It refuses only what no log could hold.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from dataclasses import dataclass

from ...errors import Refused
from ...geo.volume import Volume
from ...picture.airspace import CONSTRAINT_CLASS, INTENT_CLASS, Constraint, Intent
from ...picture.blocks import Body, Text
from ...picture.charter import own_log
from ...picture.conflict import kept_report
from ...picture.entity import Notice
from ...picture.kinds import KINDS, refuse_wrong_words
from ...picture.statement import SCHEMA, Action, OwnLine, Release, Said, Saying, line_bytes
from ...picture.version import Version
from ..acceptance import refuse_large
from ..airspace_terms import Terms
from ..channel_rules import standing_with
from ..context import Room
from ..release import release
from ..resident import Drawn

POST = "airspace"
_NO_TEXT = Text(lang="en", text="")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Names that nobody can guess, all drawn at once; the same for the same draw, so that a test can tell them."""

    seed: bytes

    @classmethod
    def drawn(cls, room: Room) -> Tokens:
        """Fresh ones for what is appended next."""
        origin = own_log(room.charter, room.party)
        return cls(room.salt.salt(origin, room.ledger.size(origin)))

    def word(self, purpose: str) -> str:
        """An opaque word of 43 characters that may stand in an address."""
        return base64.urlsafe_b64encode(self._digest(purpose)).rstrip(b"=").decode()

    def identifier(self, purpose: str) -> str:
        """A version 4 UUID (RFC 9562)."""
        return str(uuid.UUID(bytes=self._digest(purpose)[:16], version=4))

    def _digest(self, purpose: str) -> bytes:
        return hashlib.sha256(purpose.encode() + b"|" + self.seed).digest()


def notice_of(volumes: tuple[Volume, ...], block: Intent | Constraint) -> Notice:
    """The notice of a flight or a constraint."""
    is_intent = isinstance(block, Intent)
    return Notice(
        activity_class=INTENT_CLASS if is_intent else CONSTRAINT_CLASS, volumes=volumes, crew="unmanned",  # type: ignore[arg-type]
        controlling_post=POST, contact=block.uss_base_url, remarks=_NO_TEXT,
        intent=block if isinstance(block, Intent) else None,
        constraint=block if isinstance(block, Constraint) else None,
    )  # fmt: skip


def drawn_shape(room: Room, volumes: tuple[Volume, ...]) -> Drawn | None:
    """What checks need of these volumes, as drone traffic is checked. For any thread, before the writer."""
    shape = Constraint(id="", manager="", version=1, uss_base_url="")
    return room.view.draw(notice_of(volumes, shape))


def attest(
    room: Room,
    manager: str,
    kind: str,
    body: Body,
    last: Version | None,
    action: Action,
    drawn: Drawn | None = None,
) -> Version:
    """Append a statement for a service and let it stand; to the parties that the terms name it is released."""
    refuse_wrong_words(body, kind)
    said = Said.of(body)
    refuse_large(said, kind)
    now_ms = room.clock.now_ms()
    entity = last.entity if last is not None else _new_entity(room, kind, manager, said)
    report = None
    if isinstance(body, Notice) and action != "cancel":
        report = room.view.meeting(body, now_ms, leave_out=f"{room.party}/{entity}", drawn=drawn)
    origin = own_log(room.charter, room.party)
    line = OwnLine(
        schema=SCHEMA, room=room.charter.room, author=room.party, t_entered_ms=now_ms,
        salt=room.salt.salt(origin, room.ledger.size(origin)).hex(), operator=f"uss:{manager}",
        version=(last.version if last else 0) + 1, releases=_releases(room, kind, action),
        report=kept_report(report),
        saying=Saying(kind=kind, entity=entity, action=action, post=POST, body=said.encoded),  # type: ignore[arg-type]
    )  # fmt: skip
    leaf = room.ledger.append_line(origin, line_bytes(line), now_ms)
    made = room.view.apply_own(line, origin, leaf, said, drawn if action != "cancel" else None)
    assert made is not None
    release(room, line, leaf, said, is_new=last is None)
    return made


def _releases(room: Room, kind: str, action: Action) -> tuple[Release, ...]:
    """Whom the terms name, but for those with whom safety traffic is suspended: they are withdrawn from (R14)."""
    if KINDS[kind].is_national or room.airspace is None:
        return ()
    others = room.charter.others(room.party)
    told = (
        list(others) if room.airspace.told is None else [one for one in others if one in room.airspace.told]
    )
    if action != "cancel":
        now_ms = room.clock.now_ms()
        told = [one for one in told if not standing_with(room, one, "SAFETY", now_ms).is_suspended]
    return tuple(Release(party=one) for one in told)


def _new_entity(room: Room, kind: str, manager: str, said: Said) -> str:
    """An id of its own letter: what drone services declare is told apart when it is read aloud."""
    prefix = "U" if kind == "notice" else KINDS[kind].prefix
    content = manager.encode() + bytes(said.encoded)
    entity = room.salt.new_id(prefix, content)
    while room.view.picture.get(f"{room.party}/{entity}") is not None:
        content += b"+"
        entity = room.salt.new_id(prefix, content)
    return entity


def terms_of(room: Room) -> Terms:
    """The settings of this node's DSS; refused where it runs none."""
    if room.airspace is None:
        raise Refused("this node runs no DSS", field="f3548")
    return room.airspace
