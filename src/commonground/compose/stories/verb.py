"""What a verb of a story is: the arguments of its step, and an act at one party's node.

An act runs in the node's writer, inside a transaction, and does what the page's own key would do. It returns the key
of what it made, for later steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ...picture.blocks import Language, Text, Translation
from ...picture.charter import Text3
from ...record import Record
from ...room.context import Room

OPERATOR = "story"
A = TypeVar("A", bound=Record)


@dataclass(frozen=True, slots=True)
class Scene(Generic[A]):
    """Where a verb acts: a party's node, the post, the arguments of its step; `key` tells what a name stands for."""

    room: Room
    post: str
    args: A
    key: Callable[[str], str]

    @property
    def operator(self) -> str:
        """Whose hand it is: nobody's, the story's."""
        return OPERATOR


@dataclass(frozen=True, slots=True)
class Verb:
    """Arguments, act, and the names that a step needs its party to know. `makes` is the kind of what it makes."""

    args: type[Record]
    act: Callable[[Scene[Any]], str]
    needs: Callable[[Any], tuple[str, ...]]
    makes: str = ""


def about(args: Any) -> tuple[str, ...]:
    """What most verbs need: the one thing that they are about."""
    return (args.of,)


def nothing(_: Any) -> tuple[str, ...]:
    """What a verb needs that begins something."""
    return ()


def trilingual(text: Text3) -> Text:
    """A text in English with its Arabic and Russian translations, made by people."""
    others: tuple[tuple[Language, str], ...] = (("ar", text.ar), ("ru", text.ru))
    made = tuple(Translation(lang=lang, text=words, made_by="human") for lang, words in others if words)
    return Text(lang="en", text=text.en, translations=made)
