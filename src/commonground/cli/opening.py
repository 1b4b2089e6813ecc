"""A node opened for one command, while it is not being served: for what writes into its own log.

What is said is released to each recipient when the node is served again and that recipient has said how much it
holds. A node that is being served keeps its store locked; then its page is the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..compose.nodes import open_node
from ..config import NodeConfig, read_config
from ..errors import Unavailable
from ..room.node import Node


@contextmanager
def node_of(path: Path) -> Iterator[tuple[Node, NodeConfig]]:
    """The node of a configuration file; stopped and closed at the end."""
    config = read_config(path)
    try:
        running = open_node(config)
    except Unavailable as error:
        raise Unavailable(f"{error}; stop the node first, or use its page") from error
    try:
        yield running.node, config
    finally:
        running.node.stop()
