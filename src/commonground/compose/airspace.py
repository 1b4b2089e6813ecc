"""Gives a node its DSS where its file asks for one: what follows its picture, and the application that services ask.

What speaks F3548 is imported here, and when it is needed: a node without it neither loads nor keeps any of it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from .. import __version__
from ..config import NodeConfig
from ..errors import Refused
from ..picture.charter import own_log
from ..room.airspace_terms import Terms
from ..room.context import Room
from ..room.following import Together

if TYPE_CHECKING:
    from ..protocols.f3548.door import Access
    from ..room.node import Node


def follow_airspace(room: Room, config: NodeConfig) -> None:
    """Let a room that is not loaded yet hold a DSS, on the terms of its file."""
    if not config.f3548.enabled:
        return
    if find_spec("s2geometry") is None:
        raise Refused(
            "the library s2geometry is expected, and there is none for this machine", field="f3548.enabled"
        )
    from ..room.airspace.book import AirspaceBook

    unknown = set(config.f3548.told or ()) - set(room.charter.others(room.party))
    if unknown:
        raise Refused(f"no other parties {', '.join(sorted(unknown))} in the charter", field="f3548.told")
    room.airspace = Terms(told=config.f3548.told, scopes_per_notice=config.f3548.scopes_per_notice)
    before = room.follow
    room.follow = lambda: Together(
        (AirspaceBook(room.party, room.store, own_log(room.charter, room.party)), before())
    )


def dss_of(
    node: Node, config: NodeConfig, access: Access | None
) -> tuple[ASGIApp, Callable[[str], bool]] | None:
    """The application of a node's DSS, and which addresses are its own; None where the node runs none."""
    if not config.f3548.enabled:
        return None
    from ..protocols.f3548.app import dss_app, is_for_dss
    from ..protocols.f3548.door import Dss

    if access is None:
        raise Refused("keys that tokens are signed with are expected", field="f3548")
    return dss_app(Dss(node, access, __version__, config.f3548.allow_http)), is_for_dss
