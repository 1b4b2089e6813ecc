"""The text of a leaked file: as it stands, or out of a PDF, which is what a browser prints of a page."""

from __future__ import annotations

import io
from pathlib import Path

from ..compose.tracing import Leaked, leaked
from ..errors import Refused
from .reading import file_bytes

PAGES_MAX = 2_000


def read_leaked(path: Path) -> Leaked:
    """A file as `compose/tracing` compares it. `Refused` when it is a PDF that cannot be read."""
    data = file_bytes(path)
    if data.startswith(b"%PDF"):
        return leaked(data, _pdf_text(data, path).replace("-\n", "-"))  # ids break at their dash
    return leaked(data, data.decode("utf-8-sig", errors="replace"))


def _pdf_text(data: bytes, path: Path) -> str:
    from pypdf import PdfReader

    try:
        pages = PdfReader(io.BytesIO(data)).pages
        return "\n".join(page.extract_text() for _, page in zip(range(PAGES_MAX), pages, strict=False))
    except Exception as error:  # a file of anybody's can break a reader of PDF in any way
        raise Refused(f"a PDF that can be read is expected: {error}", field=str(path)) from error
