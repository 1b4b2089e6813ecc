"""All kinds of statements: one line for each family of procedures.

What the spine asks of a body (what it speaks of, whether it is possible, whether its words may be said) is looked up
here by its type.
"""

from __future__ import annotations

from ..record import plain
from . import (
    accession,
    airspace,
    area,
    basis,
    beat,
    channel,
    commitment,
    entity,
    exchange,
    flight,
    information,
    instrument,
    line,
    membership,
    roster,
    shelving,
    translation,
)
from .blocks import COMMON_TEXTS, Body, Reference, is_plain_text, refuse_bad_texts
from .kind import Kind

FAMILIES = (
    entity.KINDS,
    area.KINDS,
    instrument.KINDS,
    commitment.KINDS,
    basis.KINDS,
    line.KINDS,
    channel.KINDS,
    beat.KINDS,
    translation.KINDS,
    accession.KINDS,
    membership.KINDS,
    roster.KINDS,
    airspace.KINDS,
    flight.KINDS,
    shelving.KINDS,
    information.KINDS,
    exchange.KINDS,
)

KINDS: dict[str, Kind] = {kind.word: kind for family in FAMILIES for kind in family}
"""The word in a statement -> its kind."""
NATIONAL_KINDS = frozenset(word for word, kind in KINDS.items() if kind.is_national)
"""Kinds that are never released to anybody."""
ADDRESSED_KINDS = frozenset(word for word, kind in KINDS.items() if kind.is_addressed)
"""Kinds that go to the author of what they are about, and to nobody else."""
_BY_TYPE = {kind.body: kind for kind in KINDS.values()}
_TEXTS = {kind.body: COMMON_TEXTS | kind.texts for kind in KINDS.values()}
_WORDS = {
    kind.body: tuple(name for name in kind.body.__struct_fields__ if name not in kind.shapes)
    for kind in KINDS.values()
}


def kind_of(body: Body) -> Kind:
    """The row of a body's kind."""
    return _BY_TYPE[type(body)]


def references(body: Body) -> tuple[Reference, ...]:
    """Entities that the body speaks of; disclosure follows them."""
    return _BY_TYPE[type(body)].references(body)


def refuse_impossible(body: Body, field: str = "") -> None:
    """Refuse a body that nothing could be computed with: counts, shapes, windows, places; texts are not looked at.

    A received body passes here before it enters a picture; one that does not is kept and shown as not understood.
    """
    _BY_TYPE[type(body)].impossible(body, field)


def refuse_wrong_words(body: Body, field: str = "") -> None:
    """Refuse texts that are too long or hold what no text may, and what a kind cannot say; shapes are not looked at."""
    which = type(body)
    for name in _WORDS[which]:
        value = getattr(body, name)
        if value is not None and not is_plain_text(value):
            refuse_bad_texts(plain(value), name, f"{field}.{name}", _TEXTS[which])
    _BY_TYPE[which].wrong(body, field)
