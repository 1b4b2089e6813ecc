"""One party's node as the use cases see it. One node, one party, one store: a hosted party is another process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..log.keys import SigningKey, VerifyingKey
from ..picture.charter import Charter
from .airspace_terms import Terms
from .clock_table import ClockTable
from .following import Follower, Nobody
from .ledger import Ledger
from .ports import Clock, LogStore, Salt
from .view import PartyView


@dataclass(slots=True)
class Contact:
    """What the node knows about its link to one peer."""

    heard_ms: int | None = None
    failed_ms: int | None = None
    skew_ms: int | None = None
    trouble: str = ""


@dataclass(slots=True)
class Room:
    """One party's node: the charter, its keys, its store, and the picture replayed from it.

    `unconfirmed` are the parties that have not yet said how much of this party's logs they hold: until they have,
    nothing is appended to the logs to them, since a store restored from a backup would fork them.
    `clocks` are what is due and alarms because of each entity; `turned` are those that changed by time alone since the
    feed last asked.
    `airspace` are the terms of a node that runs a DSS, and `follow` makes what follows its picture then.
    `founding` is the charter that the node was founded with, where others were adopted since.
    `settled` is how far own lines were released to each party, as the store has it; None where it is to be asked.
    `warned_revision` is the state of the conflicts up to which a custodian has looked for whom to warn.
    """

    charter: Charter
    party: str
    store: LogStore
    clock: Clock
    salt: Salt
    key: SigningKey
    verifiers: dict[str, VerifyingKey]
    founding: Charter | None = None
    airspace: Terms | None = None
    follow: Callable[[], Follower] = Nobody
    ledger: Ledger = field(init=False)
    view: PartyView = field(init=False)
    contacts: dict[str, Contact] = field(default_factory=dict)
    unconfirmed: set[str] = field(default_factory=set)
    settled: dict[str, int] | None = None
    warned_revision: int = -1
    clocks: ClockTable = field(default_factory=ClockTable)
    turned: set[str] = field(default_factory=set)
