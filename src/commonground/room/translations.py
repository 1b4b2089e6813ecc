"""A translation of a free text: of one's own by amending it, of another party's by a statement to that party.

It is recorded by post, and by whether a human or a machine made it. One party has one translation of a text into a
language by each of the two: another one amends it.
"""

from __future__ import annotations

from ..errors import Refused
from ..picture.blocks import Language, Reference, Translation
from ..picture.statement import Release
from ..picture.translation import MadeBy, TextTranslation, with_translation
from ..picture.version import Version
from .context import Room
from .posts import require_post
from .rows import Look, Row, leaf_row
from .submit import Command, Submitted, submit
from .translation_rules import text_at

CHANGES = frozenset({"establish", "amend"})


def translate(
    room: Room, key: str, part: str, lang: Language, words: str, made_by: MadeBy, post: str, operator: str
) -> Submitted:
    """Put a text into another language, for its author and for this party. Needs a transaction."""
    require_post("translate", post)
    version = text_at(room, key, part)[0]
    if version.author == room.party:
        return _amended(
            room, version, part, Translation(lang=lang, text=words, made_by=made_by, post=post), operator
        )
    if version.withdrawn_ms is not None:
        raise Refused("its originator no longer releases it to this party", field="about", clause="R5")
    body = TextTranslation(
        about=Reference(author=version.author, entity=version.entity), about_version=version.version, part=part,
        lang=lang, text=words, made_by=made_by,
    )  # fmt: skip
    earlier = _own(room, body)
    return submit(room, Command(
        kind="translation", action="amend" if earlier else "establish", entity=earlier.entity if earlier else "",
        post=post, operator=operator, body=body, channel_class="LIAISON", releases=(Release(party=version.author),),
    ))  # fmt: skip


def _amended(room: Room, version: Version, part: str, made: Translation, operator: str) -> Submitted:
    """The own statement again, with the translation in its text, to those who were told of it."""
    _, text = text_at(room, version.key, part)
    if text.lang == made.lang:
        raise Refused("another language than that of the text is expected", field="lang")
    assert version.body is not None
    body = with_translation(version.body, part, made)
    return submit(room, Command(
        kind=version.kind, action="amend", entity=version.entity, version=version.version, post=made.post,
        operator=operator, body=body, releases=version.releases, acknowledged=version.acknowledged,
        precedence=version.precedence, channel_class=version.channel_class,  # type: ignore[arg-type]
    ))  # fmt: skip


def _own(room: Room, body: TextTranslation) -> Version | None:
    """This party's translation of the same text into the same language by the same kind of maker."""
    for one in room.view.replies_about(body.about.key):
        if one.author != room.party or one.action not in CHANGES or not isinstance(one.body, TextTranslation):
            continue
        if (one.body.part, one.body.lang, one.body.made_by) == (body.part, body.lang, body.made_by):
            return one
    return None


def translation_row(look: Look, version: Version) -> Row | None:
    """The TranslationRow of a statement; None for what is no translation, or is taken back."""
    body = version.body
    if not isinstance(body, TextTranslation) or version.action not in CHANGES:
        return None
    return {
        "key": version.key, "about": body.about.key, "about_version": body.about_version, "part": body.part,
        "lang": body.lang, "text": body.text, "made_by": body.made_by, "party": version.author, "post": version.post,
        "own": look.is_own(version), "t_ms": version.known_from_ms,
        "leaf": leaf_row(look.room, version.origin, version.leaf),
    }  # fmt: skip


def translation_rows(look: Look, key: str) -> list[Row]:
    """Translations of the texts of one entity that are statements, oldest first; its own stand in its texts."""
    return [row for one in look.replies(key) if (row := translation_row(look, one)) is not None]
