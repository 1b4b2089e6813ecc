"""Translations of texts: who put whose words into another language, and by what (issue 4, the phrase book).

What a party said itself it amends: the translation stands in the text, beside the original, with the post that made it.
What somebody else said nobody may touch: a translation of it is a statement of the translating party, to the author of
the text, and stands beside it. A machine's is marked as such. Nothing here chooses one of several.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeVar

from ..errors import Refused
from ..record import Record, replace
from .blocks import Body, Language, Reference, Text, Translation
from .kind import OFFERED, Kind, from_now_on
from .slots import refuse_turning

MadeBy = Literal["human", "machine"]
_DEPTH_MAX = 4
_R = TypeVar("_R", bound=Record)


class TextTranslation(Body, frozen=True):
    """A text of another party in another language; `part` says which text of what it is about."""

    about: Reference
    about_version: int
    part: str
    lang: Language
    text: str
    made_by: MadeBy


def texts_of(record: Record) -> dict[str, Text]:
    """The free texts of a body that are not empty, by their paths: `remarks`, `message.text`."""
    return {path: text for path, text in _texts(record, "", _DEPTH_MAX) if text.text.strip()}


def _texts(record: Record, path: str, depth: int) -> Iterator[tuple[str, Text]]:
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, Text):
            yield f"{path}{name}", value
        elif isinstance(value, Record) and depth:
            yield from _texts(value, f"{path}{name}.", depth - 1)


def with_translation(record: _R, part: str, made: Translation) -> _R:
    """The body with one more translation in that text; one of the same language and maker is replaced."""
    name, _, rest = part.partition(".")
    value = getattr(record, name)
    if rest:
        return replace(record, **{name: with_translation(value, rest, made)})
    assert isinstance(value, Text)
    kept = tuple(one for one in value.translations if (one.lang, one.made_by) != (made.lang, made.made_by))
    return replace(record, **{name: replace(value, translations=(*kept, made))})


def _wrong(body: TextTranslation, field: str) -> None:
    if not any(mark.isalnum() for mark in body.text):
        raise Refused("at least one letter or digit expected", field=f"{field}.text")
    refuse_turning(
        body.text.replace("\u200e", "").replace("\u200f", "").replace("\u061c", ""), f"{field}.text"
    )


def _about(body: TextTranslation) -> tuple[Reference, ...]:
    return (body.about,)


KINDS = (
    Kind(
        "translation", TextTranslation, "TR", references=_about, wrong=_wrong, span=from_now_on, is_addressed=True,
        follows=OFFERED,
    ),
)  # fmt: skip
"""The kind of translations of what others said."""
