"""Reports of other services about an exchange with this one that failed: archived as statements of this party."""

from __future__ import annotations

from ...picture.airspace import DssReport, Exchange
from ..context import Room
from ..submit import Command, submit
from .terms import POST

KIND = "dss_report"


def keep_report(room: Room, reporter: str, exchange: Exchange) -> str:
    """Archive a report; returns the identifier that it was given. F3548-21 makeUssReport."""
    body = DssReport(reporter=reporter, exchange=exchange)
    done = submit(room, Command(kind=KIND, action="establish", post=POST, body=body))
    return done.version.entity
