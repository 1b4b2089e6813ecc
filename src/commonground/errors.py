"""Every error of the package says whose fault it is and what to do about it.

    CommongroundError
    ├── Refused              the request cannot be accepted; field, reason, what was expected
    │   ├── MalformedMessage     bytes or fields that do not parse
    │   ├── NotAuthenticated     who are you?
    │   ├── NotPermitted         known, but not allowed
    │   ├── StaleVersion         the entity has moved on; read it again
    │   └── MissingKeys          hits or versions that were not acknowledged
    ├── Untrusted            a peer or a log showed something impossible; evidence is kept
    │   ├── BadSignature
    │   ├── BadProof
    │   └── SplitView            two histories of one log
    ├── Unavailable          try again
    └── Corrupt              our own store fails its audit: stop

The table from error to HTTP status lives at the edge (`web/app.py`), not here.
"""

from __future__ import annotations


class CommongroundError(Exception):
    """Root of the tree; never raised itself."""


class Refused(CommongroundError):
    """The request is not acceptable.

    `field` is the path of the offending field (`volumes[0].upper`), empty when the whole request is meant;
    `reason` says what was found and what was expected; `clause` names the rule (`F3548-21 GEN0500`, `T-3`).
    `detail` holds plain JSON values that a screen can show, such as both readings of a coordinate.
    """

    def __init__(
        self, reason: str, *, field: str = "", clause: str = "", detail: dict[str, object] | None = None
    ) -> None:
        self.reason = reason
        self.field = field
        self.clause = clause
        self.detail: dict[str, object] = detail or {}
        super().__init__(f"{field}: {reason}" if field else reason)


class MalformedMessage(Refused):
    """Bytes or fields that do not parse into the type that was expected."""


class NotAuthenticated(Refused):
    """The caller has not shown who it is."""


class NotPermitted(Refused):
    """The caller is known and may not do this."""


class StaleVersion(Refused):
    """The caller acted on a version that is no longer the last one."""


class MissingKeys(Refused):
    """Something had to be acknowledged first and was not (`detail` lists what)."""


class Untrusted(CommongroundError):
    """A peer or a log showed something impossible. `evidence` is kept whole for the record."""

    def __init__(self, reason: str, *, evidence: dict[str, object] | None = None) -> None:
        self.reason = reason
        self.evidence: dict[str, object] = evidence or {}
        super().__init__(reason)


class BadSignature(Untrusted):
    """A signature does not verify, or a required one is absent."""


class BadProof(Untrusted):
    """An inclusion or consistency proof does not verify."""


class SplitView(Untrusted):
    """One author showed two histories of one log; both signed notes are in `evidence`."""


class Unavailable(CommongroundError):
    """The other end or the disk did not answer; the same request may be made again."""


class Corrupt(CommongroundError):
    """Our own store fails its audit. The node stops writing; `where` names the first broken entry."""

    def __init__(self, reason: str, *, where: str = "") -> None:
        self.reason = reason
        self.where = where
        super().__init__(f"{where}: {reason}" if where else reason)
