"""The nouns of the room: what a party can announce, report, answer or receipt.

Each kind is a typed body; `KINDS` maps the word in a statement to its type. No kind has a field for a purpose
beyond its class, a unit or a person (REQUIREMENTS S1, S2, section 8).
It does not know how bodies travel (`picture/statement`) or who may see them (`policy`).
"""

from __future__ import annotations

import re
from typing import Literal

from ..errors import Refused
from ..geo.footprint import Footprint, validate_footprint
from ..geo.interval import TIME_MS_MAX
from ..geo.plain_volumes import are_plain
from ..geo.volume import Volume, validate_volumes
from ..record import Record, plain_fields
from .charter import Text3

TEXT_CHARS_MAX = 4_000
REQUEST_CHARS_MAX = 500
NAME_CHARS_MAX = 200
LIST_ITEMS_MAX = 100
PLACE_RADIUS_TMM_MAX = 10**9
_TEXTS = frozenset({"text", "function", "marking", "place_text", "note", "evidence"})
_WITHOUT_TEXTS = frozenset({"volumes", "footprint"})
_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_TEXTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

ActivityClass = Literal[
    "transit", "patrol", "hazardous", "uav", "medevac", "sar", "gnss_disruption", "humanitarian_movement"
]
Category = Literal[
    "hospital", "clinic", "ambulance_point", "school", "idp_camp", "water", "power", "food", "worship",
    "un_ngo_office", "warehouse", "crossing", "detention", "repair_crew", "uxo_hazard", "hazardous_industry",
    "other",
]  # fmt: skip
Language = Literal["en", "ar", "ru"]
Precision = Literal["exact", "cell", "district", "unknown"]
Stance = Literal["agrees", "disputes", "no_knowledge", "asks_verification"]

IMMEDIATE_CLASSES = frozenset({"medevac", "sar"})
"""Released at once; their hits are due within the charter's `hits_due_ms` (T-5)."""


class Reference(Record, frozen=True):
    """An entity of some author."""

    author: str
    entity: str

    @property
    def key(self) -> str:
        """`author/entity`, unique in a picture."""
        return f"{self.author}/{self.entity}"


class Translation(Record, frozen=True):
    """A text in another language and who made it: a human or a machine."""

    lang: Language
    text: str
    made_by: Literal["human", "machine"]


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


class Notice(Record, frozen=True):
    """Activity notice (S2), after the ACO lines and without a purpose beyond its class."""

    activity_class: ActivityClass
    volumes: tuple[Volume, ...]
    crew: Literal["manned", "unmanned"]
    controlling_post: str
    contact: str
    remarks: Text
    recurrence: Literal["once"] = "once"


class Site(Record, frozen=True):
    """Reported site (S1). Without a place it is `unlocated`: kept, flagged, in no check (T-23)."""

    name: Text3
    category: Category
    status: Literal["active", "inactive", "relocated", "closed"]
    verification: Literal["V0", "V1", "V2", "V3"]
    valid_until_ms: int
    last_revalidated_ms: int
    place: Place | None = None
    footprint: Footprint | None = None
    place_text: str = ""
    function: str = ""
    marking: str = ""
    submitter: str = ""
    evidence: tuple[str, ...] = ()
    source_ref: str = ""
    made_names: tuple[str, ...] = ()
    custodian_may_warn: bool = False


class Position(Record, frozen=True):
    """A party's position on a site of another party; never merged into the site."""

    about: Reference
    stance: Stance
    reason: Text


class Reply(Record, frozen=True):
    """What a recipient says about a notice: read, read back, understood, answer, question."""

    about: Reference
    about_version: int
    what: Literal["read", "read_back", "understood", "answer", "question"]
    code: str = ""
    text: Text | None = None
    point: tuple[int, int] | None = None
    delta_tmm: int = -1
    bearing_mdeg: int = -1


class Receipt(Record, frozen=True):
    """A view receipt: the viewer tells the originator that an item was opened, printed or exported (T-24).

    With `warned` a custodian tells it that somebody was asked to make contact because of the item.
    """

    about: Reference
    how: Literal["opened", "printed", "exported", "warned"]


class Link(Record, frozen=True):
    """The author holds two entities to be the same place; both ids and positions stay (T-11)."""

    first: Reference
    second: Reference


class Warning_(Record, frozen=True):  # noqa: N801  (the word is a builtin's name)
    """A custodian's only word: contact the custodian before proceeding. It names no site (T-8)."""

    about: Reference
    code: Literal["contact_custodian_before_proceeding"] = "contact_custodian_before_proceeding"


class ReleaseRequest(Record, frozen=True):
    """The author, who holds an item of another party, asks that party to release it to a third one (R5).

    It goes to the item's originator alone: the third party learns neither that it was asked for nor how it ended.
    """

    about: Reference
    to: str
    reason: Text | None = None


class ReleaseAnswer(Record, frozen=True):
    """The originator's answer to a request; `about` is the request. A refusal owes no reason (R5)."""

    about: Reference
    outcome: Literal["granted", "refused"]
    text: Text | None = None


class ConflictNote(Record, frozen=True):
    """A national statement about one conflict: owner post, state and note; it never leaves the party."""

    conflict: str
    state: Literal["open", "acknowledged", "concern_sent", "both_informed", "closed"]
    owner: str
    note: str
    versions: tuple[int, int]


Body = (
    Notice
    | Site
    | Position
    | Reply
    | Receipt
    | Link
    | Warning_
    | ReleaseRequest
    | ReleaseAnswer
    | ConflictNote
)

KINDS: dict[str, type[Body]] = {
    "notice": Notice,
    "site": Site,
    "position": Position,
    "reply": Reply,
    "receipt": Receipt,
    "link": Link,
    "warning": Warning_,
    "release_request": ReleaseRequest,
    "release_answer": ReleaseAnswer,
    "conflict_note": ConflictNote,
}
NATIONAL_KINDS = frozenset({"conflict_note"})
"""Kinds that are never released to anybody."""
ADDRESSED_KINDS = frozenset({"release_request", "release_answer"})
"""Kinds that go to the author of what they are about, and to nobody else."""


def references(body: Body) -> tuple[Reference, ...]:
    """Entities of other authors that the body speaks of; disclosure follows them."""
    match body:
        case Position() | Reply() | Receipt() | Warning_() | ReleaseRequest() | ReleaseAnswer():
            return (body.about,)
        case Link():
            return (body.first, body.second)
        case _:
            return ()


def refuse_impossible(body: Body, field: str = "") -> None:
    """Refuse a body that nothing could be computed with: counts, shapes, windows, places; texts are not looked at.

    A received body passes here before it enters a picture; one that does not is kept and shown as not understood.
    """
    match body:
        case Notice():
            if not are_plain(body.volumes):
                validate_volumes(body.volumes, f"{field}.volumes")
        case Site():
            _refuse_impossible_site(body, field)
        case Reply() if body.point is not None:
            _refuse_off_earth(body.point[0], body.point[1], f"{field}.point")
        case _:
            return


def refuse_wrong_words(body: Body, field: str = "") -> None:
    """Refuse texts that are too long or hold what no text may, and what a kind cannot say; shapes are not looked at."""
    for name, value in plain_fields(body, _WITHOUT_TEXTS).items():
        refuse_bad_texts(value, name, f"{field}.{name}")
    match body:
        case Site():
            if not any(mark.isalnum() for mark in f"{body.name.en}{body.name.ar}{body.name.ru}"):
                raise Refused("a name in at least one script expected", field=f"{field}.name")
        case Position():
            if body.stance == "disputes" and not body.reason.text.strip():
                raise Refused("a reason is expected with a dispute", field=f"{field}.reason", clause="R6")
        case Link():
            if body.first == body.second:
                raise Refused("two different entities expected", field=f"{field}.second", clause="T-11")
        case ReleaseRequest() if body.reason is not None:
            _refuse_long(body.reason, f"{field}.reason")
        case ReleaseAnswer() if body.text is not None:
            _refuse_long(body.text, f"{field}.text")
        case _:
            return


def _refuse_long(text: Text, field: str) -> None:
    """A request and its answer are a line or two: what is longer is a talk for the line."""
    if len(text.text) > REQUEST_CHARS_MAX:
        raise Refused(
            f"at most {REQUEST_CHARS_MAX} characters expected", field=f"{field}.text", clause="limits"
        )


def _refuse_impossible_site(site: Site, field: str) -> None:
    for name in ("valid_until_ms", "last_revalidated_ms"):
        if not 0 <= getattr(site, name) <= TIME_MS_MAX:
            raise Refused("UTC milliseconds of 1970 to 2200 expected", field=f"{field}.{name}")
    if site.place is not None:
        _refuse_off_earth(site.place.lon_nd, site.place.lat_nd, f"{field}.place")
        if not 0 <= site.place.radius_tmm <= PLACE_RADIUS_TMM_MAX:
            raise Refused("0 to 100 km expected", field=f"{field}.place.radius_tmm")
    if site.footprint is not None:
        if site.place is None:
            raise Refused("a place is expected with a footprint", field=f"{field}.place", clause="T-23")
        validate_footprint(site.footprint, f"{field}.footprint")


def _refuse_off_earth(lon_nd: int, lat_nd: int, field: str) -> None:
    if abs(lon_nd) > 180 * 10**9:
        raise Refused("-180 to 180 degrees expected", field=f"{field}.lon_nd")
    if abs(lat_nd) > 90 * 10**9:
        raise Refused("-90 to 90 degrees expected", field=f"{field}.lat_nd")


def refuse_bad_texts(value: object, name: str, field: str) -> None:
    """Refuse texts below `field` that are too long or hold control characters; `name` says which kind they are.

    A text of several lines may hold line feeds and tabs, a name neither. Marks of direction and joiners stay: Arabic
    needs them. Lone surrogates are no characters and no UTF-8.
    """
    if isinstance(value, dict):
        for key, member in value.items():
            refuse_bad_texts(member, key, f"{field}.{key}")
    elif isinstance(value, list | tuple):
        if len(value) > LIST_ITEMS_MAX:
            raise Refused(f"at most {LIST_ITEMS_MAX} items expected", field=field, clause="limits")
        for number, member in enumerate(value):
            refuse_bad_texts(member, name, f"{field}[{number}]")
    elif isinstance(value, str):
        is_text = name in _TEXTS
        chars_max = TEXT_CHARS_MAX if is_text else NAME_CHARS_MAX
        if len(value) > chars_max:
            raise Refused(f"at most {chars_max} characters expected", field=field, clause="limits")
        found = (_NOT_IN_TEXTS if is_text else _NOT_IN_NAMES).search(value)
        if found is not None:
            raise Refused(
                f"no control characters expected, found U+{ord(found[0]):04X} at {found.start()}", field=field
            )
