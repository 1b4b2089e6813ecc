"""Bodies of requests that this node answers, read with a limit: what is longer is refused while it comes."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request

from .errors import Refused


async def read_body(request: Request, bytes_max: int, too_large: Callable[[], Refused]) -> bytes:
    """The whole body; raises what `too_large` makes as soon as it is known to be longer than `bytes_max`.

    What says in its header that it is longer is not read at all, and no more than `bytes_max` is ever held.
    """
    declared = request.headers.get("content-length", "0")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > bytes_max:
        raise too_large()
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > bytes_max:
            raise too_large()
        chunks.append(chunk)
    return b"".join(chunks)
