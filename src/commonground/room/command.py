"""What an operator wants to say: the input of `submit`, and of whatever looks at it before."""

from __future__ import annotations

from dataclasses import dataclass

from ..picture.blocks import Body
from ..picture.statement import Action, ChannelClass, Precedence, Release


@dataclass(frozen=True, slots=True)
class Command:
    """What an operator on a post wants to say. `entity` is empty for a new one; `version` 0 means unchecked."""

    kind: str
    action: Action
    post: str
    body: Body | None = None
    entity: str = ""
    version: int = 0
    releases: tuple[Release, ...] = ()
    acknowledged: tuple[str, ...] = ()
    operator: str = ""
    precedence: Precedence = "ROUTINE"
    channel_class: ChannelClass = "SAFETY"
    immediate: bool = False
