"""Fills a demonstration room: public sites of the joint office, then a week of announced activities that is invented.

Each step sets the clock, lets a node say something, and carries it to the others a moment later, as the network
would: so lead times, arrivals and cosignatures are what they would have been. It knows nodes, not folders.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources import files
from typing import Any, Literal

from ..errors import MissingKeys, Refused
from ..geo.transliteration import Script, transliterate
from ..picture.blocks import Reference, Text, Translation
from ..picture.entity import Notice, Position, Site, Stance
from ..picture.statement import Release
from ..protocols.demonstration.codec import demonstration_week
from ..protocols.site_files.shipped import real_sites
from ..record import convert, replace
from ..room import federate, replies, witness
from ..room.context import Room
from ..room.node import Node
from ..room.submit import Command, Submitted, submit
from . import filling_agreements, filling_reports
from .sources import SetClock

MINUTE_MS = 60_000
DAY_MS = 86_400_000
SEED = 20_160_917
CARRIED_MS = 700
SITES_SAID_BEFORE_MS = 6 * DAY_MS
SITES_BATCH = 250
WITHHELD_EVERY = 40
CELL_EVERY = 9
"""Every so many sites go out at the precision of a square kilometre only."""
VALID_MS = 90 * DAY_MS
STANCES: tuple[tuple[Stance, str], ...] = (
    ("agrees", ""),
    ("agrees", ""),
    ("asks_verification", "DEMONSTRATION: please confirm the function at this place."),
    ("no_knowledge", ""),
    ("disputes", "DEMONSTRATION: our patrol reports the building as empty."),
)
OPERATOR = "demonstration"
OFF_ND_MAX = 500_000
"""A read-back is off by at most some 55 m: nobody reads out more digits than that."""
POST_OF = {"A": "watch_officer", "B": "watch_officer", "J": "humanitarian_liaison"}

Draft = dict[str, Any]
Precision = Literal["exact", "cell"]
CODES: tuple[Script, ...] = ("en", "ar", "ru")


class Filling:
    """One filling of the nodes of a room, up to `now_ms`."""

    def __init__(self, nodes: dict[str, Node], clock: SetClock, now_ms: int) -> None:
        self._nodes = nodes
        self._clock = clock
        self._now_ms = now_ms
        self._dice = random.Random(SEED)  # noqa: S311  (a story, not a secret)
        self._day = clock.now_ms() // DAY_MS

    def fill(self) -> None:
        """Say everything, in the order in which it was said."""
        drafts = [read.draft for read in real_sites(_shipped)]
        self._go_on(self._now_ms - SITES_SAID_BEFORE_MS)
        self._report_sites([draft for draft in drafts if self._is_inside(draft)])
        self._take_positions()
        filling_agreements.agree(self._say, self._now_ms)
        for draft in demonstration_week(self._dice, self._now_ms, drafts):
            self._announce(draft)
        filling_agreements.commit_and_observe(self._say, self._now_ms)
        filling_reports.inform(self._say, self._now_ms)
        self._go_on(self._now_ms)

    def _say(self, party: str, act: Callable[[Room], Submitted]) -> Submitted:
        """Let a party say something, and carry it to the others."""
        done = self._nodes[party].run_now(act)
        self._carry([party])
        return done

    # -- time and wires ---------------------------------------------------------------------------------------

    def _go_on(self, to_ms: int) -> None:
        """Set the clock; at each midnight UTC that passes every party commits to its logs (the daily digest)."""
        while self._day < to_ms // DAY_MS:
            self._day += 1
            self._clock.set(self._day * DAY_MS)
            for node in self._nodes.values():
                node.run_now(_append_heads)
            self._carry(list(self._nodes))
        self._clock.set(to_ms)

    def _carry(self, senders: Sequence[str]) -> None:
        """Let every other node fetch what these parties have said, and send the cosignatures back."""
        self._clock.set(self._clock.now_ms() + CARRIED_MS)
        for sender in senders:
            for receiver in self._nodes:
                if receiver != sender:
                    self._carry_to(sender, receiver)

    def _carry_to(self, sender: str, receiver: str) -> None:
        author, recipient = self._nodes[sender], self._nodes[receiver]
        for origin in federate.readable_origins(recipient.room, sender):
            start = recipient.room.ledger.size(origin)
            while page := federate.serve_page(author.room, receiver, origin, start, federate.PAGE_ROWS_MAX):
                taken = recipient.run_now(partial(federate.accept_page, author=sender, page=page))
                author.run_now(
                    partial(
                        federate.accept_cosignature,
                        caller=receiver,
                        origin=origin,
                        size=taken.size,
                        line=taken.line,
                    )
                )
                start = taken.size

    # -- sites ------------------------------------------------------------------------------------------------

    def _is_inside(self, draft: Draft) -> bool:
        area = self._nodes["J"].room.charter.area
        place = draft["place"]
        lon_nd, lat_nd = int(place["lon_nd"]), int(place["lat_nd"])
        return area.lon_nd_min <= lon_nd <= area.lon_nd_max and area.lat_nd_min <= lat_nd <= area.lat_nd_max

    def _report_sites(self, drafts: Sequence[Draft]) -> None:
        """The humanitarian desk of the joint office imports public sites and releases them to both centres."""
        commands = [self._site_command(draft, number) for number, draft in enumerate(drafts)]
        for begin in range(0, len(commands), SITES_BATCH):
            batch = commands[begin : begin + SITES_BATCH]
            self._nodes["J"].run_now(partial(_submit_all, commands=batch))
            self._carry(["J"])
            self._go_on(self._clock.now_ms() + MINUTE_MS)

    def _site_command(self, draft: Draft, number: int) -> Command:
        site = self._site(draft)
        precision: Precision = "cell" if number % CELL_EVERY == 4 else "exact"
        releases = tuple(Release(party=party, precision=precision) for party in ("A", "B"))
        if number % WITHHELD_EVERY == 7:
            # Kept from South: the joint office may only warn it, once, and without saying why.
            site = replace(site, custodian_may_warn=True)
            releases = releases[:1]
        return Command(
            kind="site", action="establish", post="humanitarian_liaison", body=site, releases=releases,
            channel_class="HUMANITARIAN",
        )  # fmt: skip

    def _site(self, draft: Draft) -> Site:
        at_ms = self._clock.now_ms()
        values = {name: value for name, value in draft.items() if value is not None}
        values |= {"verification": "V1", "valid_until_ms": at_ms + VALID_MS, "last_revalidated_ms": at_ms}
        site = convert(values, Site)
        names = {code: getattr(site.name, code) for code in CODES}
        made = tuple(code for code in CODES if not names[code])
        source = next(name for name in names.values() if name)
        filled = {code: transliterate(source, code) for code in made}
        return replace(site, name=replace(site.name, **filled), made_names=site.made_names or made)

    def _take_positions(self) -> None:
        """Both centres say of some sites whether they agree."""
        for party in ("A", "B"):
            node = self._nodes[party]
            keys = [one.key for one in node.room.view.versions() if one.kind == "site"][:208]
            self._go_on(self._clock.now_ms() + 47 * MINUTE_MS)
            commands = [self._position(key) for key in keys if self._dice.random() < 0.15]
            node.run_now(partial(_submit_all, commands=commands))
            self._carry([party])

    def _position(self, key: str) -> Command:
        stance, reason = STANCES[int(self._dice.random() * len(STANCES))]
        body = Position(about=Reference.of(key), stance=stance, reason=Text(lang="en", text=reason))
        return Command(
            kind="position", action="establish", post="humanitarian_liaison", body=body,
            releases=(Release(party=body.about.author),), channel_class="HUMANITARIAN",
        )  # fmt: skip

    # -- activities -------------------------------------------------------------------------------------------

    def _announce(self, draft: Draft) -> None:
        """One party announces to both others, having acknowledged what its own picture shows; some answer."""
        self._go_on(draft["released_ms"])
        author = draft["party"]
        others = [party for party in self._nodes if party != author]
        said = self._nodes[author].run_now(
            lambda room: _submit_acknowledged(room, _notice_command(draft, others))
        )
        if said is None:
            return
        self._carry([author])
        for party in others:
            if party != "J":
                self._reply(party, said)

    def _reply(self, party: str, said: Submitted) -> None:
        """Most notices are read a few minutes later; most of those are read back and understood, a few asked about."""
        if self._dice.random() < 0.1 or self._now_ms - self._clock.now_ms() < 20 * MINUTE_MS:
            return
        self._go_on(self._clock.now_ms() + round((0.5 + 6 * self._dice.random()) * MINUTE_MS))
        self._nodes[party].run_now(partial(_answered, key=said.version.key, chance=self._dice.random()))
        self._carry([party])


def _answered(room: Room, key: str, chance: float) -> None:
    """What a watch officer does with a notice, by a number from 0 to 1."""
    post = POST_OF[room.party]
    replies.opened(room, key, post, OPERATOR)
    if chance < 0.7:
        _, notice = replies.notice_of(room, key)
        lon_nd, lat_nd = replies.reference_point(notice.volumes[0].footprint)
        replies.read_back(room, key, (lon_nd, lat_nd + round(chance * OFF_ND_MAX)), post, OPERATOR)
        replies.understood(room, key, post, OPERATOR)
    elif chance < 0.8:
        text = Text(lang="en", text="DEMONSTRATION: no conflict seen with what is planned here.")
        replies.answer(room, key, "no_conflict_seen", text, post, OPERATOR)
    elif chance < 0.85:
        text = Text(lang="en", text="DEMONSTRATION: please confirm the upper limit.")
        replies.question(room, key, "altitude", text, post, OPERATOR)


def _notice_command(draft: Draft, others: Sequence[str]) -> Command:
    remarks = draft["remarks"]
    volumes = [
        {name: value for name, value in volume.items() if value is not None} for volume in draft["volumes"]
    ]
    body = convert(
        {
            "activity_class": draft["class"], "volumes": volumes, "recurrence": draft["recurrence"],
            "crew": "manned" if draft["manned"] else "unmanned", "contact": draft["contact"],
            "controlling_post": draft["controlling_post"], "remarks": {"lang": "en", "text": ""},
        },
        Notice,
    )  # fmt: skip
    translations = (
        Translation(lang="ar", text=remarks["ar"], made_by="human"),
        Translation(lang="ru", text=remarks["ru"], made_by="human"),
    )
    body = replace(body, remarks=Text(lang="en", text=remarks["en"], translations=translations))
    at_once = draft["class"] in ("medevac", "sar")
    return Command(
        kind="notice", action="establish", post=POST_OF[draft["party"]], body=body,
        releases=tuple(Release(party=party) for party in others),
        precedence="IMMEDIATE" if at_once else "ROUTINE", immediate=at_once,
    )  # fmt: skip


def _submit_all(room: Room, commands: Sequence[Command]) -> None:
    for command in commands:
        submit(room, command)


def _submit_acknowledged(room: Room, command: Command) -> Submitted | None:
    """Submit with every hit acknowledged that the party's own picture shows, as its officer would have.

    None where there are so many that only counts are shown: such a volume cannot be released (section 8).
    """
    try:
        return submit(room, command)
    except MissingKeys as error:
        missing = convert(error.detail["missing"], list[dict[str, Any]])
        return submit(
            room, dataclasses.replace(command, acknowledged=tuple(str(hit["key"]) for hit in missing))
        )
    except Refused as error:
        if error.clause != "section 8":
            raise
        return None


def _append_heads(room: Room) -> None:
    witness.append_heads(room, room.clock.now_ms())


def _shipped(path: str) -> bytes:
    return files("commonground").joinpath("data", "sites", *path.split("/")).read_bytes()
