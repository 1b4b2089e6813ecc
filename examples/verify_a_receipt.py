"""Prove offline that one statement is in a log, and see a changed statement fail.

    python examples/verify_a_receipt.py

Uses the receipts in vectors/log. `examples/verify_offline.py` does the same for a bundle, without this package.
"""

from __future__ import annotations

import json
from pathlib import Path

from commonground.errors import CommongroundError
from commonground.log.keys import VerifyingKey
from commonground.log.proof import verify_receipt

VECTORS = Path(__file__).parents[1] / "vectors" / "log" / "receipts.json"


def main() -> None:
    held = json.loads(VECTORS.read_bytes())
    author = VerifyingKey.parse(held["signer"])
    cosigner = {"south": VerifyingKey.parse(held["required_cosigner"])}
    for case in held["accepted"]:
        body = case["body"].encode()
        shown = verify_receipt(case["receipt"], body, author, cosigner, required=("south",))
        print(
            f"entry {shown.index} of {shown.checkpoint.origin}, cosigned at {shown.cosigned_s['south']} s: holds"
        )
        changed = body.replace(b'"n":', b'"n":1', 1)
        try:
            verify_receipt(case["receipt"], changed, author, cosigner, required=("south",))
        except CommongroundError as error:
            print(f"with one character more: {error}")


if __name__ == "__main__":
    main()
