"""Which kinds run a clock at this node, and upon which the node acts by itself: two tables, a line for each kind."""

from __future__ import annotations

from collections.abc import Callable

from ..picture.version import Version
from . import accession, accession_clocks, membership, roster_clocks
from .agreement_clocks import fire_instrument, read_area, read_flight, read_instrument
from .clock_table import Reading
from .context import Room
from .information_standing import request_reading as information_reading
from .line_clocks import fire_call, read_call, read_channel
from .onward import note_silence
from .readings import notice_reading, request_reading, site_reading
from .shelved import shelving_reading

Clocked = Callable[[Room, Version, int], Reading]
"""The reading of an entity at a moment (ms UTC). It looks things up in the party's picture and appends nothing."""
Fires = Callable[[Room, Version, int], int]
"""Does what has become due of an entity and was not done yet; returns how many lines were appended."""

CLOCKED: dict[str, Clocked] = {
    "notice": notice_reading,
    "site": site_reading,
    "release_request": request_reading,
    "call": read_call,
    "channel": read_channel,
    "area": read_area,
    "instrument": read_instrument,
    "observed_flight": read_flight,
    "shelving": shelving_reading,
    "information_request": information_reading,
    **roster_clocks.CLOCKED,
    **membership.CLOCKED,
    **accession_clocks.CLOCKED,
}
"""Kind -> what is due and what alarms because of one entity of it."""
FIRES: dict[str, Fires] = {
    "release_request": note_silence,
    "call": fire_call,
    "instrument": fire_instrument,
    **accession.FIRES,
}
"""Kind -> what the node does when a moment of one entity has come: exactly once, also after a restart."""
