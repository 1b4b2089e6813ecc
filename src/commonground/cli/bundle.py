"""A sealed bundle of evidence: every log that a party may read, the charter, and a manifest that its node key signs.

    manifest                note: header, room, party, time, a line `sha256 path` for each file; signed (type 0x01)
    charter/                charter.json, charter.signed, certificates: where a stranger takes the keys from
    logs/NN/                one log each, in the layout of docs/log.md; its checkpoint names it
    READ-ME.txt             what this is and how to check it

Each `logs/NN` is checked by `examples/verify_offline.py` alone. The seal says who packed it and that nothing was
changed since; what a log says rests on the signatures of its own checkpoints.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..compose.charter_files import load_charter
from ..errors import CommongroundError, MalformedMessage, Refused
from ..log.audit import Finding, audit_log
from ..log.bundle import bundle_files
from ..log.keys import SigningKey, VerifyingKey
from ..log.note import open_note, parse_note, sign_note
from ..picture.charter import Charter, heads_log, log_to, own_log
from ..room.ports import LogStore
from .reading import file_bytes, file_text

HEADER = "commonground/bundle/v1"
MANIFEST, READ_ME = "manifest", "READ-ME.txt"
CHUNK = 2_000


def authors_of(charter: Charter, party: str) -> dict[str, str]:
    """Each log that the party may read, with its author: its own, those to it and from it, and the heads logs."""
    found = {own_log(charter, party): party, heads_log(charter, party): party}
    for other in charter.others(party):
        found[log_to(charter, party, other)] = party
        found[log_to(charter, other, party)] = other
        found[heads_log(charter, other)] = other
    return found


def evidence_files(
    store: LogStore, charter: Charter, party: str, charter_folder: Path, key: SigningKey, now_ms: int
) -> Iterator[tuple[str, bytes]]:
    """Yield (path, bytes) of every file of the bundle, the manifest last."""
    lines: list[str] = []
    for path, data in _contents(store, charter, party, charter_folder):
        lines.append(f"{hashlib.sha256(data).hexdigest()} {path}\n")
        yield path, data
    text = f"{HEADER}\n{charter.room}\n{party}\n{now_ms}\n{''.join(lines)}"
    yield MANIFEST, sign_note(text, [key]).encode()


def _contents(
    store: LogStore, charter: Charter, party: str, charter_folder: Path
) -> Iterator[tuple[str, bytes]]:
    for file in sorted(charter_folder.iterdir()):
        if file.is_file():
            yield f"charter/{file.name}", file_bytes(file)
    authors = authors_of(charter, party)
    keys = {one.id: VerifyingKey.parse(one.node_key) for one in charter.parties}
    for number, origin in enumerate(sorted(set(store.origins()) & set(authors))):
        held = store.checkpoint(origin)
        if held is not None:
            for path, data in _log_files(store, origin, held, keys[authors[origin]], list(keys.values())):
                yield f"logs/{number:02d}/{path}", data
    yield READ_ME, _read_me(charter, party).encode()


def _log_files(
    store: LogStore, origin: str, held: tuple[int, str], author: VerifyingKey, keys: Sequence[VerifyingKey]
) -> Iterator[tuple[str, bytes]]:
    size, note = held
    rows = [
        row
        for start in range(0, size, CHUNK)
        for row in store.entries(origin, start, min(size, start + CHUNK))
    ]
    signed = {(line.name, line.key_id) for line in parse_note(note).signatures}
    cosigners = [key.cosigner for key in keys if (key.name, key.cosigner.key_id) in signed]
    bodies = [(row.index, row.body) for row in rows if row.body is not None]
    yield from bundle_files(note, [row.entry for row in rows], bodies, [author], cosigners)


def _read_me(charter: Charter, party: str) -> str:
    names = ", ".join(f"{one.id} ({one.name.en})" for one in charter.parties)
    return (
        f"Logs of the room {charter.room} as party {party} holds them.\nParties: {names}\n\n"
        "Check all of it:    commonground verify THIS_FOLDER\n"
        "Check one log with a script that shares no code with Commonground:\n"
        "                    python verify_offline.py logs/NN --key KEY\n"
        "KEY is the node_key of the log's author in charter/charter.json, which every party signed.\n\n"
        "It shows what was said, to whom, and when. Not that it is true.\n"
        + ("DEMONSTRATION: nothing in it is real.\n" if charter.demonstration else "")
    )


# -- auditing ----------------------------------------------------------------------------------------------------


def audit_bundle(
    folder: Path, keys: Sequence[VerifyingKey], charter_folder: Path | None
) -> tuple[dict[str, list[Finding]], dict[str, int]]:
    """Findings and sizes by log. The seal, each file's hash, then each log are checked; nothing is repaired.

    A folder with one log in the layout of docs/log.md is taken too; then `keys` must hold its author's key.
    """
    if not (folder / MANIFEST).is_file():
        if not (folder / "checkpoint").is_file():
            raise Refused(
                f"a bundle with {MANIFEST}, or a log with checkpoint, is expected", field=str(folder)
            )
        name, findings, size = _audit_one(folder, None, [*keys, *(key.cosigner for key in keys)])
        return {name: findings}, {name: size}
    charter = load_charter(charter_folder or folder / "charter")
    known = {one.id: VerifyingKey.parse(one.node_key) for one in charter.parties}
    found = {MANIFEST: _check_seal(folder, known)}
    sizes: dict[str, int] = {}
    for log in sorted((folder / "logs").iterdir()) if (folder / "logs").is_dir() else ():
        origin, findings, size = _audit_known(log, charter, known)
        found[origin], sizes[origin] = findings, size
    return found, sizes


def _check_seal(folder: Path, keys: dict[str, VerifyingKey]) -> list[Finding]:
    try:
        note = open_note(file_text(folder / MANIFEST), list(keys.values()))
        lines = note.text.split("\n")
        if lines[0] != HEADER or len(lines) < 5 or lines[2] not in keys:
            raise MalformedMessage(f"a manifest that begins with {HEADER} is expected")
        open_note(file_text(folder / MANIFEST), [keys[lines[2]]])
    except CommongroundError as error:
        return [Finding("signature", MANIFEST, str(error), 0)]
    listed = {line[65:]: line[:64] for line in lines[4:] if line}
    findings = []
    for number, (path, digest) in enumerate(listed.items()):
        file = folder / path
        if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
            findings.append(Finding("gap", path, "is missing", number))
        elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            findings.append(Finding("entry", path, "was changed since it was sealed", number))
    held = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    extra = sorted(held - set(listed) - {MANIFEST})
    return findings + [Finding("entry", path, "does not belong to the bundle", len(listed)) for path in extra]


def _audit_known(
    folder: Path, charter: Charter, keys: dict[str, VerifyingKey]
) -> tuple[str, list[Finding], int]:
    origin = file_text(folder / "checkpoint").split("\n", 1)[0]
    authors = {log: author for party in keys for log, author in authors_of(charter, party).items()}
    if origin not in authors:
        return origin, [Finding("entry", folder.name, f"no party of the charter writes {origin}", 0)], 0
    author = keys[authors[origin]]
    return _audit_one(folder, origin, [author, *(key.cosigner for key in keys.values())])


def _audit_one(
    folder: Path, origin: str | None, keys: Sequence[VerifyingKey]
) -> tuple[str, list[Finding], int]:
    note = file_text(folder / "checkpoint")
    named = origin or note.split("\n", 1)[0]
    lines = file_text(folder / "entries").split("\n")[:-1]
    rows = []
    for index, line in enumerate(lines):
        try:
            entry = bytes.fromhex(line)
        except ValueError:
            return named, [Finding("entry", f"entry {index}", "is not 64 hex digits", index)], len(lines)
        body = folder / "bodies" / f"{index:04d}.json"
        rows.append((index, entry, body.read_bytes() if body.is_file() else None))
    return named, audit_log(named, rows, {}, [note], keys), len(lines)
