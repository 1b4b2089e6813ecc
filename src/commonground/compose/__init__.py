"""Puts a node together: the one place that names a concrete store, the clock of the system and real randomness.

`open_node` makes a running node of a configuration file, `serve` runs several in one process, `init_room` makes a
charter and its keys, `init_demo` the demonstration. Nothing here decides anything about statements.
"""

from .charter_files import load_charter
from .nodes import RunningNode, open_node
from .rooms import PartyPlan, RoomPlan, init_room
from .serving import serve, serve_nodes

__all__ = [
    "PartyPlan",
    "RoomPlan",
    "RunningNode",
    "init_room",
    "load_charter",
    "open_node",
    "serve",
    "serve_nodes",
]
