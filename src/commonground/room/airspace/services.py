"""What is said about services: whether one answers, by an arbiter's word, and reports of exchanges that failed.

A report is archived as a statement of the party that runs the DSS; credentials were taken out of it before.
"""

from __future__ import annotations

from ...errors import StaleVersion
from ...picture.airspace import DssReport, UssAvailability
from ..context import Room
from .asked import MakeReport, SetAvailability
from .attest import Tokens, attest
from .book import book_of

AVAILABILITY, REPORT = "uss_availability", "dss_report"


def set_availability(room: Room, arbiter: str, asked: SetAvailability) -> UssAvailability:
    """Say whether a service answers. F3548-21 setUssAvailability (F3548-21 DSS0100,1).

    Whoever asks next is told of it (F3548-21 DSS0210,A2-7-2,6).
    """
    said = book_of(room).availabilities.get(asked.uss)
    if asked.old_version != ("" if said is None else said.version):
        raise StaleVersion("it has another version now", field="old_version")
    body = UssAvailability(
        uss=asked.uss,
        availability=asked.availability,
        version=Tokens.drawn(room).word("availability"),
        arbiter=arbiter,
    )
    last = next(
        (
            one
            for one in room.view.of_kind(AVAILABILITY)
            if isinstance(one.body, UssAvailability) and one.body.uss == asked.uss
        ),
        None,
    )
    attest(room, arbiter, AVAILABILITY, body, last, "establish" if last is None else "amend")
    return body


def availability_of(room: Room, uss: str) -> UssAvailability:
    """What was said of a service last; Unknown, without a version, where nothing was. F3548-21 getUssAvailability."""
    said = book_of(room).availabilities.get(uss)
    return said or UssAvailability(uss=uss, availability="Unknown", version="", arbiter="")


def make_report(room: Room, reporter: str, asked: MakeReport) -> str:
    """Archive a report; returns the identifier that it was given. F3548-21 makeDssReport (F3548-21 DSS0100,2)."""
    made = attest(
        room, reporter, REPORT, DssReport(reporter=reporter, exchange=asked.exchange), None, "establish"
    )
    return made.entity
