"""Texts of the node in three languages, from the same catalogues that the page reads.

The one module that imports fluent. Arguments are texts: a figure is written by its caller, with the digits
0-9 in every language.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Message

LANGUAGES = ("en", "ar", "ru")
_CATALOGUES = ("common.ftl", "server.ftl", "fields.ftl", "refusals.ftl", "phrases.ftl", "reports.ftl")


@lru_cache(maxsize=len(LANGUAGES))
def _bundle(lang: str) -> FluentBundle:
    bundle = FluentBundle([lang], use_isolating=False)
    folder = files("commonground") / "web" / "messages" / lang
    for name in _CATALOGUES:
        bundle.add_resource(FluentResource((folder / name).read_text("utf-8")), allow_overrides=True)
    return bundle


@dataclass(frozen=True, slots=True)
class Template:
    """A text as it is written in a catalogue: its key, then words at even places and names of arguments at odd ones."""

    key: str
    parts: tuple[str, ...]


def templates(catalogue: str) -> list[Template]:
    """The English texts of a catalogue and their other wordings (attributes), as they are written there."""
    source = (files("commonground") / "web" / "messages" / "en" / catalogue).read_text("utf-8")
    found: list[Template] = []
    for entry in FluentResource(source).body:
        if isinstance(entry, Message) and entry.value is not None:
            values = [entry.value, *(attribute.value for attribute in entry.attributes)]
            found.extend(Template(entry.id.name, _parts(value)) for value in values)
    return found


def _parts(pattern: Any) -> tuple[str, ...]:
    parts = [""]
    for element in pattern.elements:
        if hasattr(element, "expression"):
            parts += [element.expression.id.name, ""]
        else:
            parts[-1] += element.value
    return tuple(parts)


def text(lang: str, key: str, **arguments: str) -> str:
    """One text in one language; the key itself where the catalogue lacks it."""
    bundle = _bundle(lang)
    if not bundle.has_message(key):
        return key
    pattern = bundle.get_message(key).value
    if pattern is None:
        return key
    formatted, _ = bundle.format_pattern(pattern, arguments)
    return str(formatted)


def counted(lang: str, key: str, n: int, shown: str) -> str:
    """A text with a count, in the plural that the language has for it; `shown` is the figure."""
    pattern = _bundle(lang).get_message(key).value
    return key if pattern is None else str(_bundle(lang).format_pattern(pattern, {"n": n, "shown": shown})[0])


def text3(key: str, **arguments: str) -> dict[str, str]:
    """One text in all three languages."""
    return {lang: text(lang, key, **arguments) for lang in LANGUAGES}


def word3(prefix: str, word: str) -> dict[str, str]:
    """A word of a closed list (a class, a category) in three languages; the bare word where none is known."""
    key = f"{prefix}-{word}"
    return {lang: word if (found := text(lang, key)) == key else found for lang in LANGUAGES}
