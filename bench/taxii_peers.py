"""medallion and OpenTAXII as they are set up by their own documentation, each in a process of its own."""

from __future__ import annotations

from bench.figure import Figure


def medallion(*, quick: bool) -> list[Figure]:
    return []


def opentaxii(*, quick: bool) -> list[Figure]:
    return []
