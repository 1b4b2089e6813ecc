"""What no honest node says in a statement of each kind: one table, a line for each kind that can contradict.

A received statement of which its rule says something is kept as evidence, raises the alarm and changes nothing. A rule
sees the charter and this party's picture; it must never depend on what only a withheld statement could have told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..errors import MalformedMessage
from ..picture.charter import Charter
from ..picture.onward import out_of_place
from ..picture.statement import Statement, typed_body
from ..picture.translation import TextTranslation
from ..picture.version import Version
from . import agreed_contradicts, exchange_contradicts, information_contradicts, membership_contradicts
from .line_hearing import strange_beat, strange_call, strange_channel, strange_test, strange_word
from .roster_contradicts import contradicts_duty
from .shelving_contradicts import strange_shelving

Entities = Mapping[str, Version]
Contradicts = Callable[[Charter, Entities, Statement], str]
"""Why a statement cannot be; empty when nothing is wrong."""


def _out_of_place(charter: Charter, _: Entities, statement: Statement) -> str:
    return out_of_place(statement, [party.id for party in charter.parties])


def _warning(charter: Charter, _: Entities, statement: Statement) -> str:
    if charter.party(statement.author).custodian:
        return ""
    return f"{statement.author} is no custodian and warns as one"


def _translation(_: Charter, __: Entities, statement: Statement) -> str:
    try:
        body = typed_body(statement.kind, statement.body)
    except MalformedMessage:
        return ""
    if not isinstance(body, TextTranslation) or body.about.author == statement.recipient:
        return ""
    return f"a translation by {statement.author} of a text that is not {statement.recipient}'s"


CONTRADICTS: dict[str, Contradicts] = {
    "warning": _warning,
    "release_request": _out_of_place,
    "release_answer": _out_of_place,
    **agreed_contradicts.CONTRADICTS,
    "call": strange_call,
    "call_word": strange_word,
    "rung": strange_word,
    "line_test": strange_test,
    "beat": strange_beat,
    "channel": strange_channel,
    "translation": _translation,
    "duty": contradicts_duty,
    "shelving": strange_shelving,
    **membership_contradicts.CONTRADICTS,
    **information_contradicts.CONTRADICTS,
    **exchange_contradicts.CONTRADICTS,
}
