"""`verify`: audit a store, an exported bundle or a receipt, and name the first broken thing of each log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import CommongroundError, Refused
from ..log.audit import Finding
from ..log.keys import VerifyingKey
from ..log.proof import HEADER, verify_receipt
from .ending import BROKEN, Ending
from .printing import say, show_table
from .reading import file_bytes, file_text, fingerprint, utc_text


def verify(
    path: Path,
    body: Path | None,
    keys: Sequence[str],
    cosigners: Sequence[str],
    origin: str,
    charter: Path | None,
) -> None:
    """Say what holds; leaves with 1 and the first broken thing when something does not."""
    from ..compose.reading import is_store

    if is_store(path):
        _verify_store(path, charter)
    elif path.is_dir():
        _verify_bundle(path, keys, charter)
    elif file_text(path).startswith(HEADER):
        _verify_receipt(path, body, keys, cosigners, origin)
    else:
        raise Refused("a store, a bundle folder or a receipt (tlog-proof) is expected", field=str(path))


def _verify_store(path: Path, charter: Path | None) -> None:
    from ..compose.reading import read_store
    from ..room.audit import audit_store

    reading = read_store(path, charter)
    try:
        found = audit_store(reading.store, reading.charter, reading.verifiers)
        sizes = reading.store.origins()
        _tell(f"store of party {reading.party}, {reading.path}", found, sizes)
    finally:
        reading.store.close()


def _verify_bundle(path: Path, keys: Sequence[str], charter: Path | None) -> None:
    from .bundle import audit_bundle

    found, sizes = audit_bundle(path, [_key(text) for text in keys], charter)
    inside = path / "charter" / "charter.json"
    if charter is None and inside.is_file():
        say(f"keys are those of the charter in the bundle, {fingerprint(file_bytes(inside))}:")
        say("compare that with a charter that you trust, or name one with --charter")
    _tell(f"bundle {path}", found, sizes)


def _tell(what: str, found: dict[str, list[Finding]], sizes: dict[str, int]) -> None:
    rows = [
        (origin, sizes.get(origin, 0), str(findings[0]) if findings else "holds")
        for origin, findings in found.items()
    ]
    show_table(("log", "entries", "finding"), rows)
    broken = {origin: findings for origin, findings in found.items() if findings}
    if not broken:
        say(f"HOLDS: {what}: {len(sizes)} logs, {sum(sizes.values())} entries; nothing was found broken.")
        say("It shows what was said and when. Not that it is true.")
        return
    for origin, findings in broken.items():
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        say(f"BROKEN: {origin}: {findings[0]}{more}")
    raise Ending(BROKEN)


def _verify_receipt(
    path: Path, body: Path | None, keys: Sequence[str], cosigners: Sequence[str], origin: str
) -> None:
    if body is None:
        raise Refused("the file with the statement's body is expected", field="--body")
    if len(keys) != 1:
        raise Refused("one verifier key of the author is expected, from the charter", field="--key")
    named = {str(number): _key(text).cosigner for number, text in enumerate(cosigners)}
    try:
        shown = verify_receipt(
            file_text(path),
            file_bytes(body),
            _key(keys[0]),
            named,
            required=tuple(named),
            origin=origin or None,
        )
    except CommongroundError as error:
        say(f"BROKEN: {path}: {error}")
        raise Ending(BROKEN) from error
    head = shown.checkpoint
    say(f"HOLDS: {body} is entry {shown.index} of {head.origin}, in the tree of size {head.size}.")
    for number, at_s in shown.cosigned_s.items():
        say(f"cosigned by {named[number].name} at {utc_text(at_s * 1000)}, by its clock")


def _key(text: str) -> VerifyingKey:
    """A verifier key as it stands in the charter; a file that holds one is read."""
    found = Path(text)
    return VerifyingKey.parse(file_text(found).strip() if "+" not in text and found.is_file() else text)
