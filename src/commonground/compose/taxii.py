"""Gives a node its TAXII server where its file asks for one: accounts, who is let in, and the application.

What speaks TAXII is imported here, and when it is needed: a node without it does not load it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..config import NodeConfig
from ..web.auth import PasswordAuthenticator
from ..web.throttle import Throttle
from .access import Close, Door

if TYPE_CHECKING:
    from ..protocols.taxii21.access import Matches
    from ..room.node import Node


def taxii_of(node: Node, config: NodeConfig, matches: Matches | None = None) -> tuple[Door, Close] | None:
    """The application of a node's TAXII server with its addresses, and what is to be closed with it."""
    if not config.taxii.enabled:
        return None
    from ..protocols.stix.posting import Poster
    from ..protocols.taxii21.access import Access
    from ..protocols.taxii21.app import is_for_taxii, taxii_app
    from ..protocols.taxii21.door import Taxii
    from ..protocols.taxii21.receipts import Receipts

    access = Access(node, matches or PasswordAuthenticator().matches, Throttle())
    receipts = Receipts(node)
    app = taxii_app(Taxii(node, access, receipts, Poster(node).take, config.taxii.base_url))
    return (app, is_for_taxii), receipts.stop
