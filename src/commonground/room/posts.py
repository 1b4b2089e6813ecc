"""What a taken post may do: `policy/rule` decides, this raises its answer."""

from __future__ import annotations

from ..errors import NotPermitted
from ..policy.rule import may_post


def require_post(action: str, post: str) -> None:
    """Refuse unless the post that was taken may do this; without a post nobody writes."""
    decision = may_post(action, post)
    if not decision.allowed:
        raise NotPermitted("; ".join(decision.reasons), field="post", clause="R3")
