"""The phrase book as a table: every phrase with its group, its slots, its precedence and what answers it.

A phrase is named by its id for ever: one that comes to mean something else gets a new id, since old statements stay
readable. The texts are in `web/messages/*/phrases.ftl`, one for each id and language, with the same slots. A slot has
the same name, type and closed list in every phrase that holds it (`SLOTS`). No phrase judges: it says what is seen,
asked or done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .slots import ChannelClass

Precedence = Literal["ROUTINE", "IMMEDIATE", "FLASH"]
CODES: dict[str, tuple[str, ...]] = {
    "activity": ("transit", "patrol", "hazardous", "uav", "medevac", "sar", "gnss_disruption",
        "humanitarian_movement"),
    "category": ("hospital", "clinic", "ambulance_point", "school", "idp_camp", "water", "power", "food",
        "worship", "un_ngo_office", "warehouse", "crossing", "detention", "repair_crew", "uxo_hazard",
        "hazardous_industry", "other"),
    "reason": ("weather", "technical", "medical", "fighting", "road", "hazard", "fuel", "no_contact",
        "instructions", "checkpoint", "other"),
    "event": ("small_arms", "mortar", "artillery", "rocket", "guided_missile", "air", "uav",
        "explosive_device", "movement_beyond_line", "heavy_equipment", "aid_obstructed", "detention",
        "gnss_disruption", "airspace_crossing", "site_hit", "other"),
    "speaks_for": ("own_forces", "allied_forces", "unknown"),
    "readability": ("r1", "r2", "r3", "r4", "r5"),
    "service": ("power", "water", "telephone", "health", "bakery", "fuel", "other"),
}  # fmt: skip
"""Closed lists: the words that a slot of each may hold."""

_NAMED = ("place", "unlocated")
_KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "place": ("place", _NAMED), "from_place": ("place", _NAMED), "to_place": ("place", _NAMED),
    "point": ("place", ("place",)), "place_name": ("unlocated", ("unlocated",)),
    "until": ("time", ("time",)), "wind_from": ("bearing", ("bearing",)), "other": ("entity", ("entity",)),
    "about": ("entity", ("entity",)), "number_to": ("number", ("number",)),
}  # fmt: skip
COUNTS = ("vehicles", "persons", "aircraft", "items", "episodes", "events", "crossings")
_PLAIN = ("time", "period", "level", "band", "number", "distance", "bearing", "speed", "frequency", "post", "party",
          "language", "channel")  # fmt: skip


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One slot of a phrase: the type it is for, the types it takes, and for a closed list its words."""

    name: str
    kind: str
    takes: tuple[str, ...]
    required: bool
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase. `read_back`: a place in it is read back before "understood" (T-4); `answers`: phrases that answer it.

    `precedence` and `channel` are what a form proposes; whoever sends may choose others.
    """

    word: str
    group: str
    channel: ChannelClass
    precedence: Precedence
    slots: tuple[SlotRow, ...]
    read_back: bool
    answers: tuple[str, ...]


ALWAYS_ANSWERS = ("received", "understood", "say_again", "wait", "unable")
"""What may answer any phrase, beside its own."""

# Rows: id, precedence (F, I, R; "-": no read-back expected), slots ("?": may be left out), ">" and what answers it.
_BOOK: tuple[tuple[str, ChannelClass, str], ...] = (
    (
        "stop",
        "SAFETY",
        """
        stop_hitting_us F place? time? about? > stopping stop_passed_on unable
        stop_hitting_site F place category? time? about? > stopping stop_passed_on unable
        stop_hitting_convoy F place vehicles? time? about? > stopping stop_passed_on unable
        stop_fire_here F place time? > stopping stop_passed_on unable
        stop_people_here F place persons? > stopping stop_passed_on unable
        still_hitting F place? time? about? > stopping stop_passed_on unable
        cease_activity F about until? > stopping stopped unable
        cease_around F place distance period? > stopping stopped unable
        hold_activity I about until? > will_do unable
        hold_lifted I about > received
        stopping F about? > received stopped
        stop_passed_on F post time? about? > received
        stopped F time about? > received still_hitting
        stop_by_mistake F about > received
    """,
    ),
    (
        "close",
        "SAFETY",
        """
        close_to_us I place distance? about? > will_do unable
        close_to_site I place category? distance? about? > will_do unable
        close_to_convoy I place distance? about? > will_do unable
        aircraft_close F place level? distance? bearing? time? > will_do unable
        aircraft_heading I place level? bearing? speed? > will_do unable
        uav_close I place level? distance? bearing? > will_do unable
        keep_distance I place distance period? > will_do unable
        stay_below I level place? until? > will_do unable
        stay_above I level place? until? > will_do unable
        people_here I place persons time? > received
        our_people_here I place persons? period? > received
    """,
    ),
    (
        "receipt",
        "LIAISON",
        """
        received R about? time?
        understood R about?
        yes R about?
        no R about? reason?
        say_again R about?
        say_again_place R about? > our_location event_location
        say_again_times R about?
        wait R until about?
        unable R reason? about?
        will_do R time? about? > done
        done R time about?
        passed_on R post time? about?
        other_post R post about?
        no_answer_yet I about time? > received wait
        disregard I about > received
    """,
    ),
    (
        "location",
        "SAFETY",
        """
        our_location I place time? level? > read_back
        event_location I place time? > read_back
        aircraft_location I place level bearing? speed? time? > read_back
        read_back R- point about? > readback_agrees readback_differs
        readback_agrees R about?
        readback_differs I point distance? bearing? about? > read_back
        confirm_place I- point about? > yes no
        place_by_name I place_name about? > confirm_place
        from_place_measured I point bearing distance level? time? > read_back
        place_corrected I from_place to_place about? > read_back
    """,
    ),
    (
        "request",
        "LIAISON",
        """
        confirm_receipt I about > received
        crews_told I about > yes no
        explain_event I place time about? > event_ours event_not_ours event_not_known wait
        explain_activity I place period activity? > event_ours event_not_ours event_not_known wait
        is_it_yours I place time? level? activity? > event_ours event_not_ours event_not_known
        take_over I about until? > will_do unable
        post_on_line I post > wait unable
        answer_by I until about? > wait
        tell_partners I about party? > done unable
        pause_asked I place period distance? reason? > pause_agreed unable wait
        pause_longer I about until > pause_agreed unable
        pause_agreed I about period? > received
    """,
    ),
    (
        "rescue",
        "SAFETY",
        """
        medevac_needed F place persons time? > will_do wait unable
        medevac_flight I from_place to_place period band? aircraft? about? > received will_do
        medevac_road I from_place to_place period vehicles? about? > received will_do
        medevac_waits I place time? about? > will_do wait unable
        aircraft_down F place time? persons? > received rescue_help
        rescue_begins I place distance period band? about? > will_do unable
        rescue_unhindered F place distance period > will_do unable
        rescue_found I place persons time? > received
        rescue_ended I time about? > received
        rescue_help I time place? > yes no
        distress_heard F frequency place? time? > received
    """,
    ),
    (
        "activity",
        "SAFETY",
        """
        activity_announced R about activity period place? band? > received understood
        activity_changed I about period? band? place? > received understood
        activity_cancelled I about > received
        activity_late I about time > received unable
        activity_begun R about time > received
        activity_ended R about time > received
        activity_seen I place activity time? level? > event_ours event_not_ours event_not_known
        activities_meet I about other period? band? > move_time_asked move_level_asked will_do unable
        move_time_asked I about period > will_do unable wait
        move_level_asked I about band > will_do unable wait
    """,
    ),
    (
        "airspace",
        "SAFETY",
        """
        crossing_planned I place period aircraft? vehicles? band? > received unable
        crossing_seen I place time aircraft? vehicles? level? > event_ours event_not_ours event_not_known
        crossing_ours I place time aircraft? reason? > received
        crossing_ended R time about? > received
        crossings_counted R period crossings place? > received
        passed_within I place time distance level? > event_ours event_not_ours event_not_known
        levels_in_use I band place period > received
        talk_on R frequency time? > radio_heard unable
        gnss_disturbed I place distance? period? > received
        uav_link_lost I place level? bearing? speed? time? > received
        aircraft_distress F place level? bearing? time? > received rescue_help
    """,
    ),
    (
        "movement",
        "HUMANITARIAN",
        """
        convoy_announced R from_place to_place period vehicles? persons? about? > received understood
        passage_asked I place period vehicles? persons? about? > passage_crews_told unable wait
        passage_crews_told I place time about? > received
        convoy_left R place time vehicles? about? > received
        convoy_arrived R place time vehicles? about? > received
        convoy_delayed I time place? reason? about? > received
        convoy_waits I place reason? time? about? > will_do wait unable
        convoy_turned_back I place time? reason? about? > received
        convoy_contact_lost I place time vehicles? persons? about? > received will_do
        escort_contact_lost I place time vehicles? about? > received will_do
        convoy_contact_back I time place? about? > received
        checkpoint_unaware I place time? about? > will_do wait
        road_closed I place reason? until? > received
        road_open R place time? > received
    """,
    ),
    (
        "site",
        "HUMANITARIAN",
        """
        site_here I place category about? > received
        site_moved I from_place to_place category? about? > received
        site_hit F place time category? about? > event_ours event_not_ours event_not_known
        crew_works I place period persons? vehicles? service? > received will_do
        crew_left R place time > received
        crew_hindered I place reason? time? > will_do wait unable
        service_out I service place time? persons? > received
        service_back R service place time > received
    """,
    ),
    (
        "hazard",
        "SAFETY",
        """
        ordnance_found I place items? about? > received
        disposal_planned I place period distance about? > received will_do
        mines_reported I place distance? about? > received
        chemical_release F place wind_from? distance? time? > received will_do
        fire_here I place wind_from? distance? time? > received
        water_rising F place time? persons? > received
        hazard_ended R about time > received
    """,
    ),
    (
        "ceasefire",
        "CEASEFIRE",
        """
        event_reported I event place period episodes? events? > clarify_event event_ours event_not_ours event_not_known
        clarify_event I about until > event_ours event_not_ours event_not_known wait
        event_ours I speaks_for about? > received
        event_not_ours I speaks_for about? > received
        event_not_known I speaks_for until? about? > received
        events_counted R episodes events period place? about? > received
        no_event_since R place time > received
        visit_proposed R place period about? > visit_joined visit_declined wait
        visit_joined R place period about? > received
        visit_declined R place reason? about? > received
        text_ends I about time > received
    """,
    ),
    (
        "watch",
        "LIAISON",
        """
        channel_suspended I channel time reason? > received
        channel_resumed I channel time > received
        channel_remains I channel > received
        post_handed_over R post time > received
        line_test R number? > line_test_heard
        line_test_heard R number? time?
        radio_check R frequency > radio_heard
        radio_heard R readability frequency?
        nothing_to_report R period number? > received
        number_missing I number number_to? > received
        send_again R number number_to > will_do
        time_check R time > time_check
        to_backup_line I time? > received
        to_main_line R time? > received
        off_line I period reason? > received
        on_line_again R time > received
        drill_broken_off F time? > received
    """,
    ),
    (
        "language",
        "LIAISON",
        """
        interpreter_needed I language time? > interpreter_present wait
        interpreter_present R language > received
        in_writing R about? > will_do
        use_phrases R > will_do
        translation_doubtful I about language? > say_again
    """,
    ),
    (
        "drill",
        "LIAISON",
        """
        drill_begins R time > drill_received
        drill_ends R time > drill_received
        drill_stop R place? time? > drill_received
        drill_message R number time? > drill_received
        drill_received R time? about?
    """,
    ),
)
_PRECEDENCE: dict[str, Precedence] = {"F": "FLASH", "I": "IMMEDIATE", "R": "ROUTINE"}


def _slot(written: str) -> SlotRow:
    name, required = written.removesuffix("?"), not written.endswith("?")
    if name in CODES:
        return SlotRow(name, "code", ("code",), required, CODES[name])
    if name in COUNTS:
        return SlotRow(name, "count", ("count",), required)
    kind, takes = _KINDS.get(name, (name, (name,)))
    return SlotRow(name, kind, takes, required)


def _phrase(group: str, channel: ChannelClass, row: str) -> Phrase:
    said, _, answers = row.partition(" > ")
    word, precedence, *slots = said.split()
    rows = tuple(_slot(one) for one in slots)
    read_back = "-" not in precedence and any("place" in one.takes for one in rows)
    return Phrase(word, group, channel, _PRECEDENCE[precedence[0]], rows, read_back, tuple(answers.split()))


GROUPS: tuple[str, ...] = tuple(group for group, _, _ in _BOOK)
PHRASES: dict[str, Phrase] = {
    found.word: found
    for group, channel, rows in _BOOK
    for row in rows.strip().splitlines()
    for found in (_phrase(group, channel, row.strip()),)
}
SLOTS: dict[str, SlotRow] = {name: _slot(name) for name in (*_KINDS, *COUNTS, *_PLAIN, *CODES)}
"""Every slot that a phrase can have, by name."""
