"""Words of STIX objects with their languages and translations, as texts of the room."""

from __future__ import annotations

from collections.abc import Iterator

from commonground.picture.blocks import TEXT_CHARS_MAX, Language, Text, Translation

from .held import Held, extension, members
from .marked import languages_of
from .names import WORDS_EXTENSION, Object

LANGUAGES: tuple[Language, ...] = ("en", "ar", "ru")


def language(said: object) -> Language:
    """A language of the room; what says none, or another, is taken as English."""
    word = str(said).partition("-")[0]
    return next((one for one in LANGUAGES if one == word), "en")


def text_of(one: Object, name: str, held: Held, chars_max: int = TEXT_CHARS_MAX) -> Text:
    """A property with its language and what it is in others; longer words are cut."""
    words = one.get(name, "")
    return Text(
        lang=language(languages_of(one).get(name) or one.get("lang", "en")),
        text=words[:chars_max] if isinstance(words, str) else "",
        translations=tuple(_translations(one, name, held)),
    )


def _translations(one: Object, name: str, held: Held) -> Iterator[Translation]:
    for content in held.words.get(one["id"], ()):
        made = members(extension(content, WORDS_EXTENSION), "made_by")
        for lang, texts in members(content, "contents").items():
            if lang in LANGUAGES and isinstance(texts, dict) and isinstance(texts.get(name), str):
                by = members(members(made, lang), name)
                yield Translation(
                    lang=lang, text=texts[name], post=str(by.get("post", "")),
                    made_by="human" if by.get("by") == "human" else "machine",
                )  # fmt: skip
