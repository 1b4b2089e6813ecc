"""What the DSS holds this service to be: asked for from time to time, so that its operators see when it counts as down.

An arbiter with a scope of its own says it (F3548-21 setUssAvailability); a service reads it and does not say it of
itself (F3548-21 getUssAvailability). Planned flights of a service that is down are in nobody's way (DSS0100).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from commonground.errors import CommongroundError, MalformedMessage
from commonground.room.node import Node
from commonground.room.submit import note_event
from commonground.room.uss.terms import Service

from . import scopes
from .client import Client
from .codec.asking import parse_availability, parse_error
from .owing import read

ANSWERS = ("Unknown", "Normal", "Down")


@dataclass(slots=True)
class OwnAvailability:
    """What was heard last, when, and what went wrong since; `said` is empty before the first answer."""

    node: Node
    service: Service
    client: Client
    dss_url: str
    said: str = ""
    version: str = ""
    since_ms: int = 0
    asked_ms: int = 0
    problem: str = ""

    async def ask(self) -> None:
        """Ask the DSS; a change of what it says is a line of the party's own log."""
        url = f"{self.dss_url}/dss/v1/uss_availability/{quote(self.service.uss, safe='')}"
        try:
            answer = await self.client.ask("GET", url, (scopes.COORDINATION,))
            if not answer.is_good:
                raise MalformedMessage(f"status {answer.status} {parse_error(answer.body)}".strip())
            said, version = read(self.client, answer, self._parsed)
        except CommongroundError as error:
            self.problem = str(error)
            return
        now_ms = self.node.room.clock.now_ms()
        if (said, version) != (self.said, self.version):
            self.since_ms = now_ms
            await self.node.write(
                lambda room: note_event(
                    room, {"what": "uss_availability_heard", "said": said, "version": version}
                )
            )
        self.said, self.version, self.asked_ms, self.problem = said, version, now_ms, ""

    def row(self) -> dict[str, object]:
        """The same as a page shows it; times ms UTC, 0 where nothing was heard."""
        return {
            "said": self.said, "since_ms": self.since_ms, "asked_ms": self.asked_ms, "problem": self.problem,
        }  # fmt: skip

    def _parsed(self, data: bytes) -> tuple[str, str]:
        uss, said, version = parse_availability(data)
        if uss != self.service.uss or said not in ANSWERS:
            raise MalformedMessage(
                f"one of {', '.join(ANSWERS)} for this service is expected", field="status"
            )
        return said, version
