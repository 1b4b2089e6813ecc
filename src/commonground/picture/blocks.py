"""What the bodies of statements are made of: references, texts, places, and the limits that hold for all of them.

`Body` is the base of everything that a statement can say; each family of procedures has its bodies in a module of its
own (`picture/kinds` lists them). Nothing here knows a kind.
"""

from __future__ import annotations

import re
from typing import Literal

from ..errors import Refused
from ..record import Record

TEXT_CHARS_MAX = 4_000
REQUEST_CHARS_MAX = 500
NAME_CHARS_MAX = 200
LIST_ITEMS_MAX = 100
PLACE_RADIUS_TMM_MAX = 10**9
COMMON_TEXTS = frozenset({"text", "note"})
"""Names of fields that may hold several lines in any body; a kind adds its own."""
_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_TEXTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

Language = Literal["en", "ar", "ru"]
Precision = Literal["exact", "cell", "district", "unknown"]


class Body(Record, frozen=True):
    """What a statement can say: the base of every body."""


class Reference(Record, frozen=True):
    """An entity of some author."""

    author: str
    entity: str

    @property
    def key(self) -> str:
        """`author/entity`, unique in a picture."""
        return f"{self.author}/{self.entity}"

    @classmethod
    def of(cls, key: str) -> Reference:
        """The entity of a key; what is none gives a reference that names nothing."""
        author, _, entity = key.partition("/")
        return cls(author=author, entity=entity)


class Translation(Record, frozen=True):
    """A text in another language and who made it: a human or a machine, and on which post."""

    lang: Language
    text: str
    made_by: Literal["human", "machine"]
    post: str = ""


class Text(Record, frozen=True):
    """Free text with its original language; translations stand beside it and never replace it."""

    lang: Language
    text: str
    translations: tuple[Translation, ...] = ()


class Place(Record, frozen=True):
    """Place block: WGS84 nanodegrees, the radius of what is not known, and how it was obtained."""

    lon_nd: int
    lat_nd: int
    radius_tmm: int
    precision: Precision
    how_obtained: Literal["gps", "imagery", "map", "told", "file"]
    gazetteer_id: str = ""
    admin_code: str = ""


def refuse_off_earth(lon_nd: int, lat_nd: int, field: str) -> None:
    """Refuse a position that is none on the Earth; nanodegrees."""
    if abs(lon_nd) > 180 * 10**9:
        raise Refused("-180 to 180 degrees expected", field=f"{field}.lon_nd")
    if abs(lat_nd) > 90 * 10**9:
        raise Refused("-90 to 90 degrees expected", field=f"{field}.lat_nd")


def refuse_long(text: Text, field: str) -> None:
    """A request and its answer are a line or two: what is longer is a talk for the line."""
    if len(text.text) > REQUEST_CHARS_MAX:
        raise Refused(
            f"at most {REQUEST_CHARS_MAX} characters expected", field=f"{field}.text", clause="limits"
        )


def is_plain_text(value: object) -> bool:
    """Whether it is a text that is certainly acceptable in any field, translated into nothing."""
    if type(value) is Text:
        return not value.translations and is_plain_text(value.text)  # its language is one of a few
    return isinstance(value, str) and len(value) <= NAME_CHARS_MAX and value.isascii() and value.isprintable()


def refuse_bad_texts(value: object, name: str, field: str, texts: frozenset[str] = COMMON_TEXTS) -> None:
    """Refuse texts below `field` that are too long or hold control characters; `name` says which kind they are.

    A text of several lines may hold line feeds and tabs, a name neither. Marks of direction and joiners stay: Arabic
    needs them. Lone surrogates are no characters and no UTF-8.
    """
    if is_plain_text(value):
        return  # as most are
    if isinstance(value, dict):
        for key, member in value.items():
            if not is_plain_text(member):
                refuse_bad_texts(member, key, f"{field}.{key}", texts)
    elif isinstance(value, list | tuple):
        if len(value) > LIST_ITEMS_MAX:
            raise Refused(f"at most {LIST_ITEMS_MAX} items expected", field=field, clause="limits")
        for number, member in enumerate(value):
            refuse_bad_texts(member, name, f"{field}[{number}]", texts)
    elif isinstance(value, str):
        is_text = name in texts
        chars_max = TEXT_CHARS_MAX if is_text else NAME_CHARS_MAX
        if len(value) > chars_max:
            raise Refused(f"at most {chars_max} characters expected", field=field, clause="limits")
        found = (_NOT_IN_TEXTS if is_text else _NOT_IN_NAMES).search(value)
        if found is not None:
            raise Refused(
                f"no control characters expected, found U+{ord(found[0]):04X} at {found.start()}", field=field
            )
