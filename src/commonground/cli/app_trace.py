"""The command that holds a leaked file against what this node released and copied."""

from __future__ import annotations

from pathlib import Path


def trace(file: Path, /, *, config: Path, json: bool = False) -> None:
    """Say whose copy a leaked file is: which release or which copy of this node it fits.

    By the exact bytes, by the stamp of a copy, else by evidence with its likelihood: never a proof of who passed it on.

    Parameters
    ----------
    file
        A bundle or an object of STIX, a statement or its body, an exported file, a printed page or its PDF, or a part.
    config
        Configuration of the node (.toml), its data folder or its store. It is only read; the node may be running.
    json
        Print JSON.
    """
    from .tracing import show_trace

    show_trace(file, config, as_json=json)
