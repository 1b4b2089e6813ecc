#!/usr/bin/env python3
"""Check a receipt, or a whole exported bundle, offline: without the network and without Commonground.

    python verify_offline.py RECEIPT BODY --key AUTHORKEY [--cosigner KEY ...] [--origin ORIGIN]
    python verify_offline.py BUNDLE_DIRECTORY --key AUTHORKEY [--cosigner KEY ...] [--origin ORIGIN]

AUTHORKEY and KEY are verifier keys (name+id+base64), taken from the charter that the parties signed and not
from the file that is being checked. Every KEY given must have cosigned. Exit code 0 when everything holds, 1
when something does not, with the first broken file named, 2 when the command is not understood.

Uses the standard library and `cryptography` only. Formats: docs/log.md.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import pathlib
import re
import sys
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

AUTHOR, COSIGNER = 1, 4
DASH = "— "


class Broken(Exception):
    """Something does not hold; `where` names the file."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")


def decode64(where: str, text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Broken(where, f"{text!r} is not base64") from error
    if base64.b64encode(data).decode() != text:
        raise Broken(where, f"{text!r} is not canonical base64")
    return data


class Key:
    """A verifier key: name, 4-byte id, type and Ed25519 public key."""

    def __init__(self, where: str, text: str) -> None:
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise Broken(where, f"{text!r} is not a key name+id+base64")
        self.text, self.name = text, parts[0]
        typed = decode64(where, parts[2])
        self.id = hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:4]
        if self.id.hex() != parts[1] or len(typed) != 33 or typed[0] not in (AUTHOR, COSIGNER):
            raise Broken(where, f"the key of {self.name} does not belong to its id")
        self.type, self.public = typed[0], typed[1:]

    def verify(self, text: str, signature: bytes) -> int:
        """Check one signature over a checkpoint text; gives the time of a cosignature, else 0."""
        time_s = 0
        message = text.encode()
        if self.type == COSIGNER:
            time_s, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = f"cosignature/v1\ntime {time_s}\n{text}".encode()
        Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        return time_s


class Head:
    """A verified checkpoint."""

    def __init__(self, where: str, note: str, keys: list[Key], required: list[Key], strict: bool) -> None:
        if re.search("[\x00-\x09\x0b-\x1f]", note):
            raise Broken(where, "holds a control character")
        text, blank, block = note.rpartition("\n\n")
        if not blank or not block.endswith("\n"):
            raise Broken(where, "is not a signed note")
        self.note, self.text = note, text + "\n"
        self.signed: dict[str, int] = {}
        for line in block[:-1].split("\n"):
            self._check_line(where, line, keys, strict)
        for key in required:
            if key.text not in self.signed:
                raise Broken(where, f"{key.name} has not signed it")
        lines = text.split("\n")
        if len(lines) < 3 or not all(lines) or not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]):
            raise Broken(where, "is not a checkpoint")
        self.origin, self.size, self.root = lines[0], int(lines[1]), decode64(where, lines[2])

    def _check_line(self, where: str, line: str, keys: list[Key], strict: bool) -> None:
        dash, _, rest = line.partition(DASH)
        name, space, coded = rest.partition(" ")
        if dash or not space:
            raise Broken(where, f"{line!r} is not a signature line")
        blob = decode64(where, coded)
        for key in keys:
            if (key.name, key.id) == (name, blob[:4]):
                try:
                    self.signed[key.text] = key.verify(self.text, blob[4:])
                except InvalidSignature as error:
                    raise Broken(where, f"the signature by {name} does not verify") from error
                return
        if strict:
            raise Broken(where, f"a signature by {name} with a key that is not in the list of keys")


def entry_of(body: bytes) -> bytes:
    return hashlib.sha256(b"commonground/entry/v1\n" + body).digest()


def check_body(where: str, body: bytes) -> dict[str, object]:
    """Refuse a body that is not RFC 8785 JSON with a salt."""

    def refuse(text: str) -> None:
        raise Broken(where, f"holds the number {text}, which is not an integer")

    try:
        value = json.loads(body.decode("utf-8"), parse_float=refuse, parse_constant=refuse)
        again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Broken(where, f"is not JSON: {error}") from error
    if again != body or not isinstance(value, dict):
        raise Broken(where, "is not canonical JSON")
    if not re.fullmatch("[0-9a-f]{64}", str(value.get("salt"))):
        raise Broken(where, "has no salt")
    return value


def hash_leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1: pair by pair, a last odd one goes up as it is."""
    row = leaves
    while len(row) > 1:
        pairs = [hash_node(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        row = pairs + row[len(row) - len(row) % 2 :]
    return row[0] if row else hashlib.sha256(b"").digest()


def root_by_proof(index: int, size: int, leaf: bytes, proof: list[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to, None when its length is wrong (RFC 6962 section 2.1.1)."""
    steps: list[bool] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + (1 << (end - begin - 1).bit_length() - 1)
        steps.append(index < middle)
        begin, end = (begin, middle) if index < middle else (middle, end)
    if len(steps) != len(proof):
        return None
    for goes_left, sibling in zip(reversed(steps), proof, strict=True):
        leaf = hash_node(leaf, sibling) if goes_left else hash_node(sibling, leaf)
    return leaf


def parse_receipt(where: str, text: str) -> tuple[int, list[bytes], str, bool]:
    """Index, proof, checkpoint note, and whether unsigned extra data came along."""
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Broken(where, "is not a tlog-proof file")
    extra = bool(lines) and lines[0].startswith("extra ")
    if extra:
        lines.pop(0)
    if not lines or not re.fullmatch("index (0|[1-9][0-9]{0,18})", lines[0]):
        raise Broken(where, "has no index")
    return int(lines[0][6:]), [decode64(where, line) for line in lines[1:]], note, extra


def verify_receipt(
    where: str, body_where: str, head: Head, receipt: tuple[int, list[bytes]], body: bytes
) -> None:
    index, proof = receipt
    if index >= head.size:
        raise Broken(where, f"entry {index} is beyond size {head.size}")
    check_body(body_where, body)
    if root_by_proof(index, head.size, hash_leaf(entry_of(body)), proof) != head.root:
        raise Broken(where, f"{body_where} is not entry {index} of {head.origin}, or the proof was changed")


def read(path: pathlib.Path, where: str = "") -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Broken(where or str(path), f"cannot be read: {error.strerror}") from error


def read_text(path: pathlib.Path, where: str = "") -> str:
    try:
        return read(path, where).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Broken(where or str(path), "is not UTF-8") from error


def check_one(receipt_path: pathlib.Path, body_path: pathlib.Path, author: Key, cosigners: list[Key]) -> Head:
    where = str(receipt_path)
    index, proof, note, extra = parse_receipt(where, read_text(receipt_path))
    head = Head(where, note, [author, *cosigners], [author, *cosigners], strict=False)
    verify_receipt(where, str(body_path), head, (index, proof), read(body_path))
    print(f"{body_path} is entry {index} of {head.origin}, in the tree of size {head.size}")
    if extra:
        print("the extra data in the receipt is not signed by anybody and was not read")
    return head


def bundle_keys(bundle: pathlib.Path, author: Key, cosigners: list[Key]) -> list[Key]:
    keys: list[Key] = []
    text = read_text(bundle / "keys", "keys")
    if not text.endswith("\n"):
        raise Broken("keys", "does not end with a newline")
    for line in text[:-1].split("\n"):
        role, _, coded = line.partition(" ")
        key = Key("keys", coded)
        if role != {AUTHOR: "author", COSIGNER: "cosigner"}[key.type]:
            raise Broken("keys", f"{role!r} is not the role of {key.name}")
        keys.append(key)
    for given in (author, *cosigners):
        if given.text not in {key.text for key in keys}:
            raise Broken("keys", f"the key given for {given.name} is not among them")
    return keys


def check_bundle(bundle: pathlib.Path, author: Key, cosigners: list[Key]) -> Head:
    keys = bundle_keys(bundle, author, cosigners)
    note = read_text(bundle / "checkpoint", "checkpoint")
    head = Head("checkpoint", note, keys, [author, *keys], strict=True)
    bodies = held(bundle, "bodies", "json")
    entries = check_entries(bundle, head, bodies)
    deleted = check_bodies(bundle, entries, bodies)
    for index in range(head.size):
        if index not in bodies and index not in deleted:
            raise Broken(f"bodies/{index:04d}.json", "is missing and no later statement says it was deleted")
    proofs = held(bundle, "proofs", "tlog-proof")
    for index, name in proofs.items():
        at, proof, proof_note, extra = parse_receipt(name, read_text(bundle / name, name))
        if at != index or index >= head.size or extra or proof_note != note:
            raise Broken(name, "has another index or checkpoint than the bundle, or extra data")
        if root_by_proof(index, head.size, hash_leaf(entries[index]), proof) != head.root:
            raise Broken(name, "does not lead from its entry to the root")
    expected = {"keys", "checkpoint", "entries", *bodies.values(), *proofs.values()}
    for path in sorted(bundle.rglob("*")):
        name = path.relative_to(bundle).as_posix()
        if path.is_file() and name not in expected:
            raise Broken(name, "does not belong to the bundle")
    print(f"{head.size} entries and {len(bodies)} bodies of {head.origin} hold; {len(deleted)} were deleted")
    return head


def held(bundle: pathlib.Path, folder: str, suffix: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for path in (bundle / folder).glob(f"*.{suffix}"):
        stem = path.name.removesuffix(f".{suffix}")
        if not re.fullmatch("[0-9]{4,}", stem) or f"{int(stem):04d}" != stem:
            raise Broken(f"{folder}/{path.name}", "is not named after an entry")
        found[int(stem)] = f"{folder}/{path.name}"
    return dict(sorted(found.items()))


def check_entries(bundle: pathlib.Path, head: Head, bodies: dict[int, str]) -> list[bytes]:
    text = read_text(bundle / "entries", "entries")
    lines = text[:-1].split("\n") if text else []
    if (text and not text.endswith("\n")) or len(lines) != head.size:
        raise Broken("entries", f"expected {head.size} lines, as the checkpoint says")
    for index, line in enumerate(lines):
        if not re.fullmatch("[0-9a-f]{64}", line):
            raise Broken("entries", f"line {index + 1} is not 64 lower-case hex digits")
    entries = [bytes.fromhex(line) for line in lines]
    if tree_root([hash_leaf(entry) for entry in entries]) != head.root:
        for index, name in bodies.items():
            if index < head.size and entry_of(read(bundle / name, name)) != entries[index]:
                raise Broken("entries", f"entry {index} (line {index + 1}) is not what was signed")
        raise Broken("entries", "an entry was changed; they do not lead to the root that was signed")
    return entries


def check_bodies(bundle: pathlib.Path, entries: list[bytes], bodies: dict[int, str]) -> set[int]:
    deleted: set[int] = set()
    for index, name in bodies.items():
        body = read(bundle / name, name)
        if index >= len(entries) or entry_of(body) != entries[index]:
            raise Broken(name, f"is not the body of entry {index}")
        value = check_body(name, body)
        saying = value.get("saying", value)
        if isinstance(saying, dict) and saying.get("action") == "deleted":
            inner = saying.get("body")
            leaves = inner.get("leaves") if isinstance(inner, dict) else None
            deleted |= {leaf for leaf in leaves or () if type(leaf) is int and leaf < index}
    return deleted


def utc(time_s: int) -> str:
    try:
        return f"{datetime.fromtimestamp(time_s, UTC):%Y-%m-%d %H:%M:%SZ}"
    except (ValueError, OverflowError, OSError):
        return f"second {time_s} after 1970"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "paths", nargs="+", type=pathlib.Path, metavar="PATH", help="RECEIPT BODY, or a bundle"
    )
    parser.add_argument("--key", required=True, help="the author's verifier key, from the charter")
    parser.add_argument(
        "--cosigner", action="append", default=[], help="the key of one who must have cosigned"
    )
    parser.add_argument("--origin", help="the origin line that the log must have")
    given = parser.parse_args(arguments)
    try:
        author = Key("--key", given.key)
        cosigners = [Key("--cosigner", text) for text in given.cosigner]
        if author.type != AUTHOR or any(key.type != COSIGNER for key in cosigners):
            raise Broken("--key", "an author's key has type 1, a cosigner's type 4")
        if len(given.paths) == 2:
            head = check_one(given.paths[0], given.paths[1], author, cosigners)
        elif len(given.paths) == 1 and given.paths[0].is_dir():
            head = check_bundle(given.paths[0], author, cosigners)
        else:
            parser.error("expected RECEIPT BODY, or the directory of a bundle")
        if given.origin and head.origin != given.origin:
            raise Broken(str(given.paths[0]), f"is of the log {head.origin}, expected {given.origin}")
    except Broken as broken:
        print(f"BROKEN {broken}", file=sys.stderr)
        return 1
    for text, time_s in head.signed.items():
        print(f"cosigned by {text} at {utc(time_s)}" if time_s else f"signed by {text}")
    print("HOLDS")
    return 0


if __name__ == "__main__":
    sys.exit(main())
