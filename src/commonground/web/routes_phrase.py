"""Messages by phrase: where their places lie in words, how they read, and translations of free texts."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from ..picture.blocks import Language
from ..picture.phrase import Message, refuse_impossible_message
from ..picture.translation import MadeBy
from ..record import Record, plain
from ..room.context import Room
from ..room.translations import translate, translation_rows
from .door import Call, Web, get, post
from .phrase_text import place_names, reader_of, say3


class Said(Record, frozen=True):
    """A message that is being written."""

    message: Message


class NewTranslation(Record, frozen=True):
    """A text of an entity in another language; `part` says which text: `remarks`, `message.text`."""

    about: str
    part: str
    lang: Language
    text: str
    made_by: MadeBy = "human"


def routes(web: Web) -> list[Route]:
    """Routes of messages and translations."""
    return [
        post(web, "/api/phrases/say", say),
        get(web, "/api/translations/{author}/{id}", translations),
        post(web, "/api/translations", new_translation),
    ]


async def say(call: Call) -> dict[str, Any]:
    """A message in three languages, as its readers will have it, and its places in words."""
    given = await call.body(Said)
    refuse_impossible_message(given.message, "message")
    return message_row(call.web, given.message)


def message_row(web: Web, message: Message) -> dict[str, Any]:
    """A message for a screen: as it is, with the names of its places by slot and its words in three languages."""
    return {
        "message": plain(message), "names": place_names(web.gazetteer, message),
        "said": say3(message, reader_of(web.node.room.charter, web.gazetteer, message)),
    }  # fmt: skip


async def translations(call: Call) -> dict[str, Any]:
    """Translations of the texts of one entity by statements."""

    def look(room: Room) -> dict[str, Any]:
        version = room.view.get(call.key)
        rows = translation_rows(call.web.look(room), version.key)
        return {"rows": rows, "total": len(rows), "shown": len(rows)}

    return await call.web.read(look)


async def new_translation(call: Call) -> dict[str, Any]:
    """Put a text into another language; answers with all translations of that entity by statements."""
    given = await call.body(NewTranslation)
    call.require("translate")

    def go(room: Room) -> dict[str, Any]:
        translate(
            room, given.about, given.part, given.lang, given.text, given.made_by, call.post, call.user.id
        )
        rows = translation_rows(call.web.look(room), given.about)
        return {"rows": rows, "total": len(rows), "shown": len(rows)}

    return await call.web.write(go)
