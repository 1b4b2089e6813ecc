"""Write the test vectors of the log formats: `python vectors/log/make.py` (a test compares them with the code).

Every value is made from fixed seeds, so that running it twice gives the same bytes. The seeds are public: none
of these keys may sign anything real. `published_checkpoints.json` is not written here; others signed it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from commonground.log.checkpoint import Checkpoint, cosign, sign_checkpoint
from commonground.log.heads import heads_body
from commonground.log.keys import Certificate, SigningKey, certify
from commonground.log.merkle import Tree, leaf_hash
from commonground.log.proof import encode_receipt
from commonground.log.statement_body import canonical, entry_of
from commonground.log.tiles import Tile, encode_bundle, tile_bytes, tiles_touched
from commonground.log.witness_state import AddCheckpoint

SEEDS = {
    "north.example/node": "01" * 32,
    "south.example/node": "02" * 32,
    "north.example/identity": "07" * 32,
}
KEYS = {name: SigningKey.from_seed(bytes.fromhex(seed), name) for name, seed in SEEDS.items()}
NORTH, SOUTH = KEYS["north.example/node"], KEYS["south.example/node"]
ORIGIN = "north.example/to/south"
VALUES: list[dict[str, Any]] = [
    {"salt": "00" * 32},
    {"salt": "01" * 32, "n": 9007199254740991, "m": -9007199254740991, "yes": True, "list": [1, [], {}]},
    {"salt": "02" * 32, "name": {"en": "Aleppo", "ar": "حلب", "ru": "Алеппо"}, "emoji": "\U0001f6d1"},
    {"salt": "03" * 32, "escapes": 'quote " backslash \\ slash / \x00\x08\x09\x0a\x0c\x0d\x1f\x7f'},
    {"salt": "04" * 32, "Z": 1, "a": 2, "A": 3, "_": 4, "10": 5, "9": 6, "": 7},
]
SALT_00 = '"salt":"' + "00" * 32 + '"'
REFUSED_BODIES = {
    "a fraction": '{"n":1.5,' + SALT_00 + "}",
    "an integer written as a fraction": '{"n":1.0,' + SALT_00 + "}",
    "an exponent": '{"n":1e3,' + SALT_00 + "}",
    "minus zero": '{"n":-0,' + SALT_00 + "}",
    "an integer beyond 2^53 - 1": '{"n":9007199254740992,' + SALT_00 + "}",
    "null": '{"n":null,' + SALT_00 + "}",
    "a key that is not ASCII": '{"é":1,' + SALT_00 + "}",
    "a key twice": '{"n":1,"n":1,' + SALT_00 + "}",
    "keys out of order": "{" + SALT_00 + ',"n":1}',
    "a space": '{"n": 1,' + SALT_00 + "}",
    "a newline at the end": "{" + SALT_00 + "}\n",
    "an escape that is not needed": '{"n":"\\u0041",' + SALT_00 + "}",
    "upper-case hex in an escape": '{"n":"\\u001F",' + SALT_00 + "}",
    "half a surrogate pair": '{"n":"\\ud800",' + SALT_00 + "}",
    "no salt": '{"n":1}',
    "a short salt": '{"salt":"00"}',
    "an upper-case salt": '{"salt":"' + "AA" * 32 + '"}',
    "not an object": "[1]",
}


def log_of(size: int) -> tuple[Tree, list[bytes]]:
    """A log whose body number n is {"n":n,"salt":n as 64 hex digits}."""
    bodies = [canonical({"n": number, "salt": f"{number:064x}"}) for number in range(size)]
    tree = Tree()
    tree.append([entry_of(body) for body in bodies])
    return tree, bodies


def note_of(tree: Tree, size: int) -> str:
    return sign_checkpoint(Checkpoint(ORIGIN, size, tree.root(size)), NORTH)


def bodies() -> dict[str, Any]:
    written = [(value, canonical(value)) for value in VALUES]
    return {
        "accepted": [
            {"value": value, "body": body.decode(), "entry": entry_of(body).hex(),
             "leaf_hash": leaf_hash(entry_of(body)).hex()}
            for value, body in written
        ],
        "refused": [{"why": why, "body": body} for why, body in REFUSED_BODIES.items()],
    }  # fmt: skip


def keys() -> dict[str, Any]:
    certificate = Certificate("north", NORTH.verifier, 1_700_000_000_000, 1_731_536_000_000)
    return {
        "keys": [
            {"name": key.name, "seed": SEEDS[key.name], "signer": key.verifier.encode(),
             "cosigner": key.verifier.cosigner.encode()}
            for key in KEYS.values()
        ],
        "certificate": certify(KEYS["north.example/identity"], certificate),
    }  # fmt: skip


def checkpoints() -> dict[str, Any]:
    tree, _ = log_of(300)
    return {
        "signer": NORTH.verifier.encode(),
        "cosigner": SOUTH.verifier.cosigner.encode(),
        "cases": [
            {"size": size, "root": tree.root(size).hex(), "note": note_of(tree, size),
             "cosigned_s": 1_700_000_000 + size,
             "cosignature": cosign(note_of(tree, size), SOUTH, 1_700_000_000 + size)}
            for size in (0, 1, 2, 7, 256, 300)
        ],
        "add_checkpoint": [
            {"old": old, "new": new,
             "request": AddCheckpoint(old, tuple(tree.consistency_proof(old, new)), note_of(tree, new)).encode()}
            for old, new in ((0, 1), (1, 2), (2, 7), (7, 7), (7, 256), (256, 300))
        ],
    }  # fmt: skip


def receipts() -> dict[str, Any]:
    tree, all_bodies = log_of(7)
    note = note_of(tree, 7) + cosign(note_of(tree, 7), SOUTH, 1_700_000_000)
    good = [
        {"body": all_bodies[index].decode(),
         "receipt": encode_receipt(index, tree.inclusion_proof(index, 7), note, extra)}
        for index, extra in ((0, b""), (3, b"unsigned"), (6, b""))
    ]  # fmt: skip
    first = good[0]["receipt"]
    bad = {
        "another index": first.replace("index 0", "index 1"),
        "an index with a leading zero": first.replace("index 0", "index 00"),
        "another version": first.replace("@v1", "@v2"),
        "a hash too few": first.replace(first.split("\n")[2] + "\n", "", 1),
        "another size": first.replace(f"{ORIGIN}\n7\n", f"{ORIGIN}\n8\n"),
        "the cosigner has not signed": first.rsplit("— ", 1)[0],
        "the author has not signed": "\n".join(
            line for line in first.split("\n") if not line.startswith("— north")
        ),
        "trailing text": first + "more\n",
    }
    return {
        "signer": NORTH.verifier.encode(),
        "required_cosigner": SOUTH.verifier.cosigner.encode(),
        "accepted": good,
        "refused": [{"why": why, "body": good[0]["body"], "receipt": text} for why, text in bad.items()],
    }


def tiles() -> dict[str, Any]:
    tree, all_bodies = log_of(600)
    touched = tiles_touched(0, 600)
    return {
        "entries": "entry n is the entry of the body {\"n\":n,\"salt\":n as 64 hex digits}",
        "paths": [
            {"level": tile.level, "index": tile.index, "width": tile.width, "path": tile.path}
            for tile in (Tile(0, 0), Tile(0, 1_234_067), Tile(1, 17, 44), Tile(63, 999, 255), Tile(None, 1000))
        ],
        "touched": [
            {"old": old, "new": new, "paths": [tile.path for tile in tiles_touched(old, new)]}
            for old, new in ((0, 256), (255, 257), (500, 600), (0, 0))
        ],
        "tiles_of_600": [
            {"path": tile.path, "bytes": tile_bytes(tree, tile.level or 0, tile.index, tile.width).hex()}
            for tile in touched if tile.level
        ],
        "bundle_of_2": encode_bundle([entry_of(body) for body in all_bodies[:2]]).hex(),
    }  # fmt: skip


def heads() -> dict[str, Any]:
    tree, _ = log_of(7)
    texts = [
        Checkpoint("north.example/own", 7, tree.root()).encode(),
        Checkpoint("north.example/to/south", 3, tree.root(3)).encode(),
        Checkpoint("north.example/to/joint", 0, tree.root(0)).encode(),
    ]
    salts = [bytes([number]) * 32 for number in (0x11, 0x12, 0x13)]
    body = heads_body("north", 1_700_000_000_000, texts, salts, salt=b"\x14" * 32)
    opened = [
        {"place": place, "checkpoint": text, "salt": salt.hex()}
        for place, (text, salt) in enumerate(zip(texts, salts, strict=True))
    ]
    return {"body": body.decode(), "entry": entry_of(body).hex(), "opened": opened}


FILES = {
    "bodies.json": bodies,
    "keys.json": keys,
    "checkpoints.json": checkpoints,
    "receipts.json": receipts,
    "tiles.json": tiles,
    "heads.json": heads,
}


def vector_text(name: str) -> str:
    """The text of one file of vectors."""
    return json.dumps(FILES[name](), indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    for name in FILES:
        (Path(__file__).parent / name).write_text(vector_text(name), encoding="utf-8")
        sys.stdout.write(f"{name}\n")
