"""What stays at its originator's node of a view-only item, fetched anew at each opening and kept nowhere here."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..errors import CommongroundError
from ..picture.version import Version
from ..record import decode, full
from .door import Call

# Of their own: nodes that do not answer must not keep sign-ins waiting for a thread.
_THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="view-only")


async def fetch_content(call: Call, version: Version) -> dict[str, Any]:
    """`content` as the originator gives it, or null and `content_missing` with the reason."""
    fetch = call.web.settings.open_content
    if fetch is None:
        return {"content": None, "content_missing": "this node has no link to the originator"}
    try:
        loop = asyncio.get_running_loop()
        data = await loop.run_in_executor(_THREADS, fetch, version.author, version.origin, version.leaf)
        return {"content": full(decode(dict[str, Any], data))}
    except (CommongroundError, TimeoutError) as error:
        return {"content": None, "content_missing": str(error) or "the originator's node did not answer"}
