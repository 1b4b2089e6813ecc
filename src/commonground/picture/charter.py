"""The charter: the only configuration that nodes share, signed by every party.

It names the parties and their keys, the posts, the area, the zone, buffers and clocks. It holds no address,
password or secret: where a peer listens is each node's own configuration.
"""

from __future__ import annotations

import re
from typing import Literal

from ..errors import Refused
from ..geo.interval import AltitudeContext, validate_context
from ..record import Record

POSTS = (
    "watch_officer",
    "interpreter",
    "airspace",
    "humanitarian_liaison",
    "ceasefire",
    "legal_adviser",
    "duty_chief",
    "access_officer",
    "custodian",
)
LANGUAGES = ("en", "ar", "ru")
BUFFER_M_MAX = 100_000
CLOCKS_RUNNING = (
    "late_ms", "very_late_ms", "hits_due_ms", "position_due_ms", "revalidate_ms", "answer_due_ms",
    "release_answer_due_ms", "heads_interval_ms", "peer_lost_ms",
    "gap_ms", "handover_ahead_ms", "shift_ms", "consent_ms",
    "area_map_ms", "area_review_ms", "instrument_first_ms", "instrument_second_ms", "instrument_last_ms",
    "declaration_due_ms", "statement_due_ms",
    "flash_overdue_ms", "flash_deputy_ms", "flash_chief_ms", "flash_all_ms", "immediate_answer_ms",
    "routine_answer_ms", "mistake_ms", "apart_ms", "flash_flood_count", "flash_flood_ms", "line_test_first_ms",
    "line_test_second_ms", "line_test_grace_ms", "beat_ms", "beat_amber_ms", "beat_red_ms",
)  # fmt: skip
_ROOM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Text3(Record, frozen=True):
    """One short text in the three languages of the room; a missing one is the empty string."""

    en: str = ""
    ar: str = ""
    ru: str = ""


class Party(Record, frozen=True):
    """A party of the room. `node_key` and `identity_key` are C2SP verifier key strings."""

    id: str
    letter: str
    shape: Literal["square", "disc", "outline"]
    name: Text3
    short: Text3
    identity_key: str
    node_key: str
    custodian: bool = False


class Area(Record, frozen=True):
    """Bounding box of the room in nanodegrees; longitudes may cross the antimeridian (min > max)."""

    lon_nd_min: int
    lat_nd_min: int
    lon_nd_max: int
    lat_nd_max: int
    elevation_tmm_lower: int = -4_300_000
    elevation_tmm_upper: int = 88_500_000
    pressure_hpa_lower: int = 940
    pressure_hpa_upper: int = 1060


class Clocks(Record, frozen=True):
    """Clocks of REQUIREMENTS section 5 that this release obeys, in milliseconds."""

    late_ms: int = 24 * 3_600_000
    very_late_ms: int = 3_600_000
    hold_ms: int = 10_000
    hits_due_ms: int = 15 * 60_000
    position_due_ms: int = 72 * 3_600_000
    revalidate_ms: int = 90 * 86_400_000
    answer_due_ms: int = 24 * 3_600_000
    release_answer_due_ms: int = 24 * 3_600_000
    information_due_ms: int = 24 * 3_600_000
    heads_interval_ms: int = 3_600_000
    peer_lost_ms: int = 60_000
    gap_ms: int = 5 * 60_000
    handover_ahead_ms: int = 30 * 60_000
    shift_ms: int = 12 * 3_600_000
    consent_ms: int = 30 * 86_400_000
    area_map_ms: int = 5 * 86_400_000
    area_review_ms: int = 14 * 86_400_000
    instrument_first_ms: int = 24 * 3_600_000
    instrument_second_ms: int = 6 * 3_600_000
    instrument_last_ms: int = 3_600_000
    declaration_due_ms: int = 2 * 3_600_000
    statement_due_ms: int = 48 * 3_600_000
    flash_overdue_ms: int = 60_000
    flash_deputy_ms: int = 2 * 60_000
    flash_chief_ms: int = 5 * 60_000
    flash_all_ms: int = 10 * 60_000
    immediate_answer_ms: int = 10 * 60_000
    routine_answer_ms: int = 2 * 3_600_000
    mistake_ms: int = 5_000
    apart_ms: int = 5 * 60_000
    flash_flood_count: int = 5
    flash_flood_ms: int = 60_000
    line_test_first_ms: int = 9 * 3_600_000 + 30 * 60_000
    line_test_second_ms: int = 15 * 3_600_000 + 30 * 60_000
    line_test_grace_ms: int = 30 * 60_000
    beat_ms: int = 2 * 3_600_000
    beat_amber_ms: int = 15 * 60_000
    beat_red_ms: int = 30 * 60_000


Level = Literal["none", "observe", "notify", "full"]
"""What a party may do in a class of the line: nothing, be told, be told and announce, everything (R4)."""
LEVELS: tuple[Level, ...] = ("none", "observe", "notify", "full")


class Scope(Record, frozen=True):
    """What a party may do in each class; a party without a scope may do everything in all of them."""

    party: str
    safety: Level = "full"
    ceasefire: Level = "full"
    humanitarian: Level = "full"
    liaison: Level = "full"


class Charter(Record, frozen=True):
    """What all parties agreed before the first statement.

    A post of `mandatory_posts` that nobody sits on alarms everybody (R3); who sits on a post of `post_languages` speaks
    those, together with whoever sits there too (T-22). `scopes` and `former` come with an accession: what a party may
    do in each class, and who had left by then and signs no more (R4).
    """

    schema: Literal["commonground/charter/1"]
    room: str
    title: Text3
    zone: str
    languages: tuple[str, ...]
    parties: tuple[Party, ...]
    posts: tuple[str, ...]
    area: Area
    clocks: Clocks = Clocks()
    buffer_m: int = 500
    hazard_buffer_m: int = 1000
    readback_limit_m: int = 100
    demonstration: bool = False
    drill: bool = False
    mandatory_posts: tuple[str, ...] = ()
    post_languages: dict[str, tuple[str, ...]] = {}
    scopes: tuple[Scope, ...] = ()
    former: tuple[str, ...] = ()

    def party(self, party_id: str) -> Party:
        """The party of that id; refuses a stranger."""
        for party in self.parties:
            if party.id == party_id:
                return party
        raise Refused(f"no party {party_id!r} in the charter", field="party")

    def others(self, party_id: str) -> tuple[str, ...]:
        """Ids of all parties but one, in charter order."""
        return tuple([party.id for party in self.parties if party.id != party_id])

    def level(self, party_id: str, channel_class: str) -> Level:
        """What a party may do in a class of the line."""
        for scope in self.scopes:
            if scope.party == party_id:
                level: Level = getattr(scope, channel_class.lower())
                return level
        return "full"


def own_log(charter: Charter, party: str) -> str:
    """Origin line of a party's own log."""
    return f"commonground/{charter.room}/{party}"


def log_to(charter: Charter, author: str, recipient: str) -> str:
    """Origin line of the log in which `author` tells `recipient`."""
    return f"commonground/{charter.room}/{author}/to/{recipient}"


def heads_log(charter: Charter, party: str) -> str:
    """Origin line of a party's heads log, witnessed by everybody."""
    return f"commonground/{charter.room}/{party}/heads"


def logs_of(charter: Charter, party: str) -> tuple[str, ...]:
    """Origin lines of every log that a party writes."""
    to_others = (log_to(charter, party, other) for other in charter.others(party))
    return (own_log(charter, party), heads_log(charter, party), *to_others)


def validate_charter(charter: Charter) -> None:
    """Refuse a charter that no room can run on; names the field."""
    if not _ROOM.fullmatch(charter.room):
        raise Refused("1 to 64 ASCII letters, digits, dots, dashes expected", field="room")
    _validate_parties(charter.parties)
    for name, given, known in (
        ("posts", charter.posts, POSTS),
        ("languages", charter.languages, LANGUAGES),
    ):
        if not given or len(set(given)) != len(given) or not set(given) <= set(known):
            raise Refused(f"each of {', '.join(known)} at most once expected, and one at least", field=name)
    _validate_posts(charter)
    _validate_members(charter)
    _validate_area(charter.area)
    _validate_clocks(charter.clocks)
    if not 0 <= charter.buffer_m <= charter.hazard_buffer_m <= BUFFER_M_MAX:
        raise Refused(f"0 <= buffer_m <= hazard_buffer_m <= {BUFFER_M_MAX} expected", field="buffer_m")
    if not 0 < charter.readback_limit_m <= BUFFER_M_MAX:
        raise Refused(f"1 to {BUFFER_M_MAX} m expected", field="readback_limit_m")


def _validate_parties(parties: tuple[Party, ...]) -> None:
    if len(parties) < 2:
        raise Refused("at least two parties are expected", field="parties")
    for number, party in enumerate(parties):
        if not party.id.isascii() or not party.id.isalnum() or len(party.id) > 16:
            raise Refused("1 to 16 ASCII letters or digits expected", field=f"parties[{number}].id")
    for name in ("id", "identity_key", "node_key"):
        given = [getattr(party, name) for party in parties]
        if not all(given) or len(set(given)) != len(given):
            raise Refused(f"a {name} of its own is expected for each party", field=f"parties.{name}")
    if len({(party.letter, party.shape) for party in parties}) != len(parties) or not all(
        p.letter for p in parties
    ):
        raise Refused("a letter and shape of its own are expected for each party", field="parties.letter")
    if sum(party.custodian for party in parties) > 1:
        raise Refused("at most one custodian expected", field="parties.custodian")


def _validate_posts(charter: Charter) -> None:
    """A mandatory post is one of the room's, and a language that it requires is spoken there."""
    posts, mandatory = charter.posts, charter.mandatory_posts
    if len(set(mandatory)) != len(mandatory) or not set(mandatory) <= set(posts):
        raise Refused(f"each of {', '.join(posts)} at most once expected", field="mandatory_posts")
    for post, languages in charter.post_languages.items():
        if post not in posts:
            raise Refused(f"one of {', '.join(posts)} expected", field="post_languages")
        if len(set(languages)) != len(languages) or not set(languages) <= set(charter.languages):
            raise Refused(
                f"each of {', '.join(charter.languages)} at most once expected",
                field=f"post_languages.{post}",
            )


def _validate_members(charter: Charter) -> None:
    """Scopes and former parties are of parties, each named once; two parties at least are left."""
    parties = {party.id for party in charter.parties}
    for name, given in (("scopes", [one.party for one in charter.scopes]), ("former", list(charter.former))):
        if len(set(given)) != len(given) or not set(given) <= parties:
            raise Refused(f"each of {', '.join(sorted(parties))} at most once expected", field=name)
    if len(parties) - len(charter.former) < 2:
        raise Refused("at least two parties are expected", field="former")


def _validate_area(area: Area) -> None:
    for name, limit in (("lon_nd", 180 * 10**9), ("lat_nd", 90 * 10**9)):
        for end in ("min", "max"):
            if abs(getattr(area, f"{name}_{end}")) > limit:
                raise Refused(f"at most {limit // 10**9} degrees expected", field=f"area.{name}_{end}")
    if area.lat_nd_min >= area.lat_nd_max:
        raise Refused("lat_nd_min below lat_nd_max expected", field="area.lat_nd_min")
    if area.lon_nd_min == area.lon_nd_max:
        raise Refused("another longitude than lon_nd_max expected", field="area.lon_nd_min")
    context = AltitudeContext(
        elevation_lower_tmm=area.elevation_tmm_lower,
        elevation_upper_tmm=area.elevation_tmm_upper,
        pressure_lower_hpa=area.pressure_hpa_lower,
        pressure_upper_hpa=area.pressure_hpa_upper,
    )
    try:
        validate_context(context, "")
    except Refused as error:
        words = error.field.strip(".").split("_")
        raise Refused(error.reason, field=f"area.{words[0]}_{words[2]}_{words[1]}") from error


def _validate_clocks(clocks: Clocks) -> None:
    """A clock that never runs, or a late that is sooner than very late, would be silent instead of wrong."""
    for name in CLOCKS_RUNNING:
        if getattr(clocks, name) <= 0:
            raise Refused("1 ms or more expected", field=f"clocks.{name}")
    if clocks.hold_ms < 0:
        raise Refused("0 ms or more expected", field="clocks.hold_ms")
    for sooner, later in (
        ("flash_overdue_ms", "flash_deputy_ms"), ("flash_deputy_ms", "flash_chief_ms"),
        ("flash_chief_ms", "flash_all_ms"), ("beat_amber_ms", "beat_red_ms"),
        ("line_test_first_ms", "line_test_second_ms"),
    ):  # fmt: skip
        if getattr(clocks, sooner) > getattr(clocks, later):
            raise Refused(f"at most {later} expected", field=f"clocks.{sooner}")
    if clocks.very_late_ms > clocks.late_ms:
        raise Refused("at most late_ms expected", field="clocks.very_late_ms")
