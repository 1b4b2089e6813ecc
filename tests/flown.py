"""Nodes on loopback that plan drone flights, with tokens of a test: `tests/served` with a supplier at each."""

from __future__ import annotations

import asyncio
from typing import Any

from commonground.compose.nodes import RunningNode, open_node
from commonground.compose.serving import serve_nodes
from commonground.config import F3548, NodeConfig, Uss
from commonground.protocols.f3548.supplier import Supplier
from commonground.record import replace
from tests.served import Served
from tests.uss_world import TestAccess, TestTokens


def with_suppliers(configs: dict[str, NodeConfig], dss: str = "A") -> dict[str, NodeConfig]:
    """The same nodes, each with a service; one of them runs the DSS of all."""
    url = configs[dss].url
    return {
        party: replace(
            config, f3548=F3548(enabled=party == dss, allow_http=True),
            uss=Uss(name=f"uss-{party.lower()}", base_url=config.url, dss_url=url, allow_http=True),
        )
        for party, config in configs.items()
    }  # fmt: skip


class Flown(Served):
    """Nodes whose tokens are a test's."""

    async def _start(self, party: str) -> None:
        listening = asyncio.Event()

        def ready(nodes: list[RunningNode]) -> None:
            self.running[party] = nodes[0]
            listening.set()

        def open_one(config: Any) -> RunningNode:
            return open_node(config, access=TestAccess(), tokens=TestTokens(config.uss.name))

        stop = asyncio.Event()
        serving = serve_nodes([self.configs[party]], ready=ready, stop=stop, open_one=open_one)
        task = asyncio.create_task(serving)
        self._stops[party] = (stop, task)
        waiting = asyncio.create_task(listening.wait())
        await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()

    def supplier(self, party: str) -> Supplier:
        flying = self.running[party].flying
        assert flying is not None
        return flying.supplier
