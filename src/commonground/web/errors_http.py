"""From an error to an HTTP answer: one table, and the JSON that the page shows.

`reason` is English, for machines and logs; `text` and `field_text` say the same in the three languages of the page.
Fault of the caller is 4xx, of a peer or of the store 5xx. An answer never holds evidence, a path or a stack.
"""

from __future__ import annotations

import logging

from starlette.responses import Response

from ..errors import (
    CommongroundError,
    Corrupt,
    MalformedMessage,
    MissingKeys,
    NotAuthenticated,
    NotPermitted,
    Refused,
    StaleVersion,
    Unavailable,
    Untrusted,
)
from ..record import encode_canonical
from .refusals import error_texts

_LOG = logging.getLogger("commonground.web")


class BodyTooLarge(Refused):
    """More bytes than the route accepts; nothing of the rest was read."""


class TooManyAttempts(Refused):
    """Too many failed sign-ins from here or for this name; `detail.retry_after_s` says how long to wait."""


class NotFound(Refused):
    """There is nothing at this address."""


# The first entry that fits decides, so that special kinds stand before general ones.
STATUS: tuple[tuple[type[CommongroundError], int], ...] = (
    (BodyTooLarge, 413),
    (TooManyAttempts, 429),
    (NotFound, 404),
    (MalformedMessage, 400),
    (NotAuthenticated, 401),
    (NotPermitted, 403),
    (StaleVersion, 409),
    (MissingKeys, 409),
    (Refused, 422),
    (Untrusted, 502),
    (Unavailable, 503),
    (Corrupt, 500),
)

# What a fault that is not the caller's is called in `refusals.ftl`.
FAULTS: tuple[tuple[type[CommongroundError], str], ...] = (
    (Untrusted, "untrusted"),
    (Unavailable, "unavailable"),
    (Corrupt, "corrupt"),
)


def status_of(error: CommongroundError) -> int:
    """HTTP status of an error."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def json_response(value: object, status: int = 200) -> Response:
    """A JSON answer that no cache keeps."""
    return Response(
        encode_canonical(value), status, headers={"Cache-Control": "no-store"}, media_type="application/json"
    )


def error_response(error: CommongroundError) -> Response:
    """The answer to a request that an error ended."""
    body: dict[str, object] = {"kind": type(error).__name__, "field": "", "clause": "", "detail": {}}
    if isinstance(error, Refused):
        body |= {"reason": error.reason, "field": error.field, "clause": error.clause, "detail": error.detail}
        body |= error_texts(error.reason, error.field)
    else:
        _LOG.error("%s: %s", type(error).__name__, error)
        reason = error.reason if isinstance(error, (Untrusted, Corrupt)) else str(error)
        fault = next((word for kind, word in FAULTS if isinstance(error, kind)), "unavailable")
        body |= {"reason": reason, **error_texts(reason, "", fault)}
    response = json_response({"error": body}, status_of(error))
    if isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(error.detail.get("retry_after_s", 60))
    return response


def fault_response(error: Exception) -> Response:
    """The answer to what nobody foresaw: logged here, said there without particulars."""
    _LOG.error("unforeseen %s", type(error).__name__, exc_info=error)
    reason = "the node failed to answer; nothing was released"
    body = {
        "kind": "Fault",
        "reason": reason,
        "field": "",
        "clause": "",
        "detail": {},
        **error_texts(reason, ""),
    }
    return json_response({"error": body}, 500)
