"""An exported log as a set of files that anybody can check offline (layout in docs/log.md).

Gives names and bytes of the files; writing and sealing them is the caller's. What it writes is read by
`examples/verify_offline.py`, which shares no code with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .checkpoint import Checkpoint
from .keys import VerifyingKey
from .merkle import Tree
from .note import parse_note
from .proof import encode_receipt


def bundle_files(
    checkpoint_note: str,
    entries: Sequence[bytes],
    bodies: Iterable[tuple[int, bytes]],
    author: Sequence[VerifyingKey],
    cosigners: Sequence[VerifyingKey],
) -> Iterator[tuple[str, bytes]]:
    """Yield (path, bytes) of each file of a bundle.

    `entries` are all the entries that the checkpoint covers; `bodies` (index, body) those that are held;
    `author` and `cosigners` the keys (types 0x01 and 0x04) under which the note's lines verify.
    """
    tree = Tree()
    tree.append(entries)
    size = Checkpoint.parse(parse_note(checkpoint_note).text).size
    if size != tree.size:
        raise ValueError(f"{tree.size} entries, the checkpoint covers {size}")
    yield "keys", _key_lines(author, cosigners).encode()
    yield "checkpoint", checkpoint_note.encode()
    yield "entries", "".join(f"{entry.hex()}\n" for entry in entries).encode()
    for index, body in bodies:
        yield f"bodies/{index:04d}.json", body
        receipt = encode_receipt(index, tree.inclusion_proof(index, size), checkpoint_note)
        yield f"proofs/{index:04d}.tlog-proof", receipt.encode()


def _key_lines(author: Iterable[VerifyingKey], cosigners: Iterable[VerifyingKey]) -> str:
    lines = [f"author {key.encode()}\n" for key in author]
    return "".join(lines + [f"cosigner {key.encode()}\n" for key in cosigners])
