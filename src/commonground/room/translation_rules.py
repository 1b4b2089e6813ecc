"""What a translation asks of the room when this party says it.

Everything is looked up in the picture of the party itself, so a refusal tells it nothing that it was not told.
"""

from __future__ import annotations

from ..errors import Refused
from ..picture.blocks import Text
from ..picture.translation import TextTranslation, texts_of
from ..picture.version import Version
from .command import Command
from .context import Room


def text_at(room: Room, key: str, part: str) -> tuple[Version, Text]:
    """A free text of what is known here, and the version that holds it."""
    version = room.view.get(key)
    found = texts_of(version.body).get(part) if version.body is not None else None
    if found is None:
        raise Refused("a free text that is known here is expected", field="part")
    return version, found


def accept_translation(room: Room, _: Command, body: TextTranslation, last: Version | None) -> None:
    """Refuse a translation of an own text, of none, into its own language, and one that is turned to another text."""
    version, text = text_at(room, body.about.key, body.part)
    if version.author == room.party:
        raise Refused("a text of another party is expected: an own one is amended", field="about")
    if text.lang == body.lang:
        raise Refused("another language than that of the text is expected", field="lang")
    if not 1 <= body.about_version <= version.version:
        raise Refused(f"a number of 1 to {version.version} expected", field="about_version", clause="limits")
    was = last.body if last is not None else None
    if isinstance(was, TextTranslation) and (was.about, was.part) != (body.about, body.part):
        raise Refused("the same entity as before is expected", field="about")
