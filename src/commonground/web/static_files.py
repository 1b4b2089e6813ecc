"""The page's own files, with nothing else of the disk behind them.

Only names that stand in the build are served, so no name in a request becomes a path. Files with a hash in their name
never change and are kept for a year; the rest is asked for again. Text goes out compressed: as the build left it
(`.br`, `.gz`), or compressed once here and kept.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from .errors_http import NotFound

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
_COMPRESSED_MIN = 1_000
_TEXT_TYPES = ("text/", "application/javascript", "application/json", "image/svg+xml")
_TYPES = {
    ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json",
    ".html": "text/html; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """One file as it goes out, in each encoding that there is."""

    changed_ns: int
    digest: str
    media_type: str
    bodies: dict[str, bytes]


@dataclass(slots=True)
class StaticFiles:
    """Files below `folder`, read when first asked for and again when they change."""

    folder: Path
    _held: dict[str, Held] = field(default_factory=dict)

    def respond(self, request: Request, name: str) -> Response:
        """The file of that name; `NotFound` for anything that is not in the build."""
        held = self._find(name)
        if held is None:
            raise NotFound("nothing at this address")
        accepted = request.headers.get("accept-encoding", "")
        encoding = next((one for one in ("br", "gzip") if one in accepted and one in held.bodies), "")
        tag = f'"{held.digest}{"-" if encoding else ""}{encoding}"'
        headers = {
            "Cache-Control": FOREVER if name.startswith("assets/") else ASK_AGAIN,
            "Vary": "Accept-Encoding",
            "ETag": tag,
        }
        if tag in request.headers.get("if-none-match", "").split(", "):
            return Response(status_code=304, headers=headers)
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(held.bodies[encoding], headers=headers, media_type=held.media_type)

    def names(self) -> set[str]:
        """Every file of the build, by its name below the folder."""
        return {
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file() and path.suffix not in (".br", ".gz")
        }

    def _find(self, name: str) -> Held | None:
        held = self._held.get(name)
        if held is None and name not in self.names():
            return None
        path = self.folder / name
        try:
            changed_ns = path.stat().st_mtime_ns
            if held is None or held.changed_ns != changed_ns:
                held = self._held[name] = _read(path, changed_ns)
        except OSError:
            self._held.pop(name, None)
            return None
        return held


def _read(path: Path, changed_ns: int) -> Held:
    data = path.read_bytes()
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    bodies = {"": data}
    for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
        beside = path.with_name(path.name + suffix)
        if beside.is_file():
            bodies[encoding] = beside.read_bytes()
    if "gzip" not in bodies and len(data) >= _COMPRESSED_MIN and media_type.startswith(_TEXT_TYPES):
        bodies["gzip"] = gzip.compress(data, 9, mtime=0)
    return Held(changed_ns, hashlib.sha256(data).hexdigest()[:32], media_type, bodies)
