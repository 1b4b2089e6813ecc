"""`init in-force`: the charter that a node works with now, as a folder, for the operators of a party that has joined.

A node keeps what was adopted since its founding in its store. Written out are the charter, the note that all who were
asked have signed, and the certificates; the newcomer adds its own signature with `init sign`, as at a founding.
"""

from __future__ import annotations

from pathlib import Path

from ..compose.charter_files import CHARTER_FILE, SIGNED_FILE
from ..compose.reading import read_in_force
from ..errors import Refused
from ..record import encode_canonical
from .printing import say


def hand_out(config_path: Path, out: Path) -> None:
    """Write the folder. The node may be running; nothing is overwritten."""
    if out.exists():
        raise Refused(f"{out} exists; nothing is overwritten", field="OUT")
    founding, found = read_in_force(config_path)
    if not found.adopted:
        raise Refused(f"no party has joined since the founding: {founding} is in force", field="CONFIG")
    out.mkdir(parents=True)
    (out / CHARTER_FILE).write_bytes(encode_canonical(found.charter))
    (out / SIGNED_FILE).write_text(found.adopted[-1].signed, encoding="utf-8")
    for path in sorted(founding.glob("*.certificate")):
        (out / path.name).write_bytes(path.read_bytes())
    before = {path.stem for path in founding.glob("*.certificate")}
    for one in found.adopted:
        newcomers = [party.id for party in one.charter.parties if party.id not in before]
        for party in newcomers:
            (out / f"{party}.certificate").write_text(one.certificate, encoding="utf-8")
        before |= set(newcomers)
    say(
        f"{out}: the charter in force; a party that has joined signs it with init sign before it starts its node"
    )
