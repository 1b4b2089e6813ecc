"""The nouns of the room: what a party can announce, report, answer or receipt.

Each kind is a typed body with a row in `KINDS`; other families of procedures have modules of their own, and
`picture/kinds` lists them all. No kind has a field for a purpose
beyond its class, a unit or a person (REQUIREMENTS S1, S2, section 8).
It does not know how bodies travel (`picture/statement`) or who may see them (`policy`).
"""

from __future__ import annotations

from typing import Literal

from ..errors import Refused
from ..geo.footprint import Footprint, validate_footprint
from ..geo.interval import TIME_MS_MAX
from ..geo.plain_volumes import are_plain
from ..geo.volume import Volume, validate_volumes
from .airspace import AIRSPACE_CLASSES, Constraint, Intent, refuse_strange_block
from .blocks import PLACE_RADIUS_TMM_MAX, Body, Place, Reference, Text, refuse_long, refuse_off_earth
from .charter import Text3
from .kind import CHANGING, NONE, OFFERED, SAID_ONCE, TAKEN_BACK, Kind, always, from_now_on

ActivityClass = Literal[
    "transit", "patrol", "hazardous", "uav", "medevac", "sar", "gnss_disruption", "humanitarian_movement",
    "operational_intent", "constraint",
]  # fmt: skip
Category = Literal[
    "hospital", "clinic", "ambulance_point", "school", "idp_camp", "water", "power", "food", "worship",
    "un_ngo_office", "warehouse", "crossing", "detention", "repair_crew", "uxo_hazard", "hazardous_industry",
    "other",
]  # fmt: skip
Stance = Literal["agrees", "disputes", "no_knowledge", "asks_verification"]

IMMEDIATE_CLASSES = frozenset({"medevac", "sar"})
"""Released at once; their hits are due within the charter's `hits_due_ms` (T-5)."""


class Notice(Body, frozen=True):
    """Activity notice (S2), after the ACO lines and without a purpose beyond its class.

    With `intent` or `constraint` it is what a service of drone traffic declared, attested by the author.
    """

    activity_class: ActivityClass
    volumes: tuple[Volume, ...]
    crew: Literal["manned", "unmanned"]
    controlling_post: str
    contact: str
    remarks: Text
    recurrence: Literal["once"] = "once"
    intent: Intent | None = None
    constraint: Constraint | None = None


class Site(Body, frozen=True):
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


class Position(Body, frozen=True):
    """A party's position on a site of another party; never merged into the site."""

    about: Reference
    stance: Stance
    reason: Text


class Reply(Body, frozen=True):
    """What a recipient says about a notice: read, read back, understood, answer, question."""

    about: Reference
    about_version: int
    what: Literal["read", "read_back", "understood", "answer", "question"]
    code: str = ""
    text: Text | None = None
    point: tuple[int, int] | None = None
    delta_tmm: int = -1
    bearing_mdeg: int = -1


class Receipt(Body, frozen=True):
    """A view receipt: the viewer tells the originator that an item was opened, printed or exported (T-24).

    With `warned` a custodian tells it that somebody was asked to make contact because of the item.
    """

    about: Reference
    how: Literal["opened", "printed", "exported", "warned"]


class Link(Body, frozen=True):
    """The author holds two entities to be the same place; both ids and positions stay (T-11)."""

    first: Reference
    second: Reference


class Warning_(Body, frozen=True):  # noqa: N801  (the word is a builtin's name)
    """A custodian's only word: contact the custodian before proceeding. It names no site (T-8)."""

    about: Reference
    code: Literal["contact_custodian_before_proceeding"] = "contact_custodian_before_proceeding"


class ReleaseRequest(Body, frozen=True):
    """The author, who holds an item of another party, asks that party to release it to a third one (R5).

    It goes to the item's originator alone: the third party learns neither that it was asked for nor how it ended.
    """

    about: Reference
    to: str
    reason: Text | None = None


class ReleaseAnswer(Body, frozen=True):
    """The originator's answer to a request; `about` is the request. A refusal owes no reason (R5)."""

    about: Reference
    outcome: Literal["granted", "refused"]
    text: Text | None = None


class ConflictNote(Body, frozen=True):
    """A national statement about one conflict: owner post, state and note; it never leaves the party."""

    conflict: str
    state: Literal["open", "acknowledged", "concern_sent", "both_informed", "closed"]
    owner: str
    note: str
    versions: tuple[int, int]


def starts_ms(notice: Notice) -> int:
    """When a notice's first window opens."""
    return min([volume.from_ms for volume in notice.volumes])


def ends_ms(notice: Notice) -> int:
    """When a notice's last window closes."""
    return max([volume.until_ms for volume in notice.volumes])


def _impossible_notice(notice: Notice, field: str) -> None:
    _wrong_notice(notice, field)
    if not are_plain(notice.volumes):
        validate_volumes(notice.volumes, f"{field}.volumes")


def _wrong_notice(notice: Notice, field: str) -> None:
    if notice.intent or notice.constraint or notice.activity_class in AIRSPACE_CLASSES:
        refuse_strange_block(
            notice.activity_class, notice.intent, notice.constraint, f"{field}.activity_class"
        )


def _impossible_reply(reply: Reply, field: str) -> None:
    if reply.point is not None:
        refuse_off_earth(reply.point[0], reply.point[1], f"{field}.point")


def _impossible_site(site: Site, field: str) -> None:
    for name in ("valid_until_ms", "last_revalidated_ms"):
        if not 0 <= getattr(site, name) <= TIME_MS_MAX:
            raise Refused("UTC milliseconds of 1970 to 2200 expected", field=f"{field}.{name}")
    if site.place is not None:
        refuse_off_earth(site.place.lon_nd, site.place.lat_nd, f"{field}.place")
        if not 0 <= site.place.radius_tmm <= PLACE_RADIUS_TMM_MAX:
            raise Refused("0 to 100 km expected", field=f"{field}.place.radius_tmm")
    if site.footprint is not None:
        if site.place is None:
            raise Refused("a place is expected with a footprint", field=f"{field}.place", clause="T-23")
        validate_footprint(site.footprint, f"{field}.footprint")


def _wrong_site(site: Site, field: str) -> None:
    if not any(mark.isalnum() for mark in f"{site.name.en}{site.name.ar}{site.name.ru}"):
        raise Refused("a name in at least one script expected", field=f"{field}.name")


def _wrong_position(position: Position, field: str) -> None:
    if position.stance == "disputes" and not position.reason.text.strip():
        raise Refused("a reason is expected with a dispute", field=f"{field}.reason", clause="R6")


def _wrong_link(link: Link, field: str) -> None:
    if link.first == link.second:
        raise Refused("two different entities expected", field=f"{field}.second", clause="T-11")


def _wrong_request(request: ReleaseRequest, field: str) -> None:
    if request.reason is not None:
        refuse_long(request.reason, f"{field}.reason")


def _wrong_answer(answer: ReleaseAnswer, field: str) -> None:
    if answer.text is not None:
        refuse_long(answer.text, f"{field}.text")


def _about(
    body: Position | Reply | Receipt | Warning_ | ReleaseRequest | ReleaseAnswer,
) -> tuple[Reference, ...]:
    return (body.about,)


def _windows(notice: Notice, _: int) -> tuple[int, int]:
    return (starts_ms(notice), ends_ms(notice))


def _linked(link: Link) -> tuple[Reference, ...]:
    return (link.first, link.second)


KINDS = (
    Kind(
        "notice", Notice, "N", impossible=_impossible_notice, wrong=_wrong_notice, span=_windows,
        shapes=frozenset({"volumes"}),
        follows=OFFERED,
    ),
    Kind(
        "site", Site, "S", impossible=_impossible_site, wrong=_wrong_site, span=always,
        shapes=frozenset({"footprint"}),
        texts=frozenset({"function", "marking", "place_text", "evidence"}),
        follows={
            NONE: frozenset({"establish"}),
            "establish": frozenset({"amend", "revalidate", "close"}),
            "amend": frozenset({"amend", "revalidate", "close"}),
            "revalidate": frozenset({"amend", "revalidate", "close"}),
            "close": frozenset({"revalidate"}),
        },
    ),
    Kind("position", Position, "P", follows=CHANGING, references=_about, wrong=_wrong_position),
    Kind("conflict_note", ConflictNote, "C", follows=CHANGING, is_national=True),
    Kind("reply", Reply, "R", follows=SAID_ONCE, references=_about, impossible=_impossible_reply),
    Kind("receipt", Receipt, "V", follows=SAID_ONCE, references=_about),
    Kind(
        "link", Link, "L", references=_linked, wrong=_wrong_link,
        follows=TAKEN_BACK,
    ),
    Kind("warning", Warning_, "W", follows=SAID_ONCE, references=_about),
    Kind(
        "release_request", ReleaseRequest, "Q", follows=SAID_ONCE, references=_about, wrong=_wrong_request,
        span=from_now_on, is_addressed=True,
    ),
    Kind(
        "release_answer", ReleaseAnswer, "A", follows=SAID_ONCE, references=_about, wrong=_wrong_answer,
        span=from_now_on, is_addressed=True,
    ),
)  # fmt: skip
"""The kinds of notices and sites, and of what is said about them."""
