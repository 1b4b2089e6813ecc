"""The published API of ASTM F3548-21, where this machine has it: it is not ours to ship, so tests read it in place.

`COMMONGROUND_F3548_API` names the file; without it, the folder `shared` beside the repository is looked at.
"""

from __future__ import annotations

import functools
import os
import re
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
FILE = Path(
    os.environ.get("COMMONGROUND_F3548_API") or ROOT.parent / "shared" / "vectors" / "f3548" / "utm.yaml"
)
REASON = f"the published API of F3548-21 is not at {FILE}"
NOT_LISTED = {
    (
        "PUT",
        "/dss/v1/uss_availability/{uss_id}",
        409,
    ),  # docs/decisions: what others answer to a stale version
}
"""Answers that the published table does not list."""
UNLISTED_EVERYWHERE = frozenset({405, 413})
"""What HTTP itself answers: a method that is not there, a body above the limit."""


@functools.cache
def published() -> Any:
    """The API as `schemathesis` reads it; None where it is not there."""
    if not FILE.is_file():
        return None
    import schemathesis

    return schemathesis.openapi.from_path(FILE)


@functools.cache
def _paths() -> list[tuple[str, re.Pattern[str]]]:
    schema = published()
    found = (
        [] if schema is None else [path for path in schema.raw_schema["paths"] if path.startswith("/dss/")]
    )
    # `query` is no identifier: what is written out comes before what is not.
    return [
        (path, re.compile(re.sub(r"\{\w+\}", "[^/]+", path)))
        for path in sorted(found, key=lambda one: "{" in one)
    ]


def check_answer(method: str, path: str, answer: httpx.Response) -> None:
    """Hold an answer of the DSS against the published API, where both are there."""
    schema = published()
    named = next((name for name, pattern in _paths() if pattern.fullmatch(path.partition("?")[0])), None)
    if schema is None or named is None or answer.status_code in UNLISTED_EVERYWHERE:
        return
    if method not in {one.upper() for one in schema.raw_schema["paths"][named]}:
        return
    assert answer.status_code < 500, answer.text
    if (method, named, answer.status_code) in NOT_LISTED:
        return
    operation = schema[named][method]
    listed = schema.raw_schema["paths"][named][method.lower()]["responses"]
    assert str(answer.status_code) in listed, (
        f"{method} {named}: {answer.status_code} is not listed; {answer.text}"
    )
    assert answer.headers["content-type"] == "application/json"
    operation.validate_response(answer)
