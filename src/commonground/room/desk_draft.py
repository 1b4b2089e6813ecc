"""A notice being prepared, as its form sends it, and the command that it becomes.

A draft is a row of the party's own store, outside every log. What it says is checked here as `submit` will check it,
without appending anything.
"""

from __future__ import annotations

from typing import Literal

from ..errors import Refused
from ..geo.volume import Volume
from ..picture.blocks import Text
from ..picture.conflict import ConflictReport
from ..picture.entity import IMMEDIATE_CLASSES, ActivityClass, Notice
from ..picture.statement import Mode, Precedence, Release
from ..record import Record
from .context import Room
from .second_post import subject_of
from .submit import Command, check_command, may_go_at_once, screen


class NoticeDraft(Record, frozen=True):
    """The fields of a notice with the action that they are for."""

    activity_class: ActivityClass
    volumes: tuple[Volume, ...]
    crew: Literal["manned", "unmanned"]
    action: Literal["establish", "amend", "cancel"] = "establish"
    controlling_post: str = ""
    contact: str = ""
    remarks: Text = Text(lang="en", text="")
    recurrence: Literal["once"] = "once"


class DraftRecipient(Record, frozen=True):
    """Whom a draft is meant for."""

    party: str
    mode: Mode = "keep"


class Draft(Record, frozen=True):
    """What the announce form holds. `entity` and `version` name what is amended or cancelled."""

    notice: NoticeDraft
    draft_id: str = ""
    entity: str = ""
    version: int = 0
    recipients: tuple[DraftRecipient, ...] = ()
    immediate: bool = False


def command_of(
    draft: Draft, post: str, operator: str, acknowledged: tuple[str, ...] = (), entity: str = ""
) -> Command:
    """The command that releases a draft; `entity` is the id that was set aside for a new notice."""
    notice = draft.notice
    if (notice.action == "establish") == bool(draft.entity):
        raise Refused("an entity is expected with amend and cancel, and only there", field="draft.entity")
    body = Notice(
        activity_class=notice.activity_class, volumes=notice.volumes, crew=notice.crew,
        controlling_post=notice.controlling_post, contact=notice.contact, remarks=notice.remarks,
        recurrence=notice.recurrence,
    )  # fmt: skip
    return Command(
        kind="notice", action=notice.action, post=post, operator=operator, acknowledged=acknowledged,
        body=None if notice.action == "cancel" else body, entity=draft.entity or entity, version=draft.version,
        releases=tuple(Release(party=one.party, mode=one.mode) for one in draft.recipients),
        precedence=precedence_of(draft), immediate=draft.immediate,
        channel_class="HUMANITARIAN" if notice.activity_class == "humanitarian_movement" else "SAFETY",
    )  # fmt: skip


def precedence_of(draft: Draft) -> Precedence:
    """IMMEDIATE for MEDEVAC, SAR and what was marked so; everything else can wait for its hold."""
    return "IMMEDIATE" if draft.immediate or draft.notice.activity_class in IMMEDIATE_CLASSES else "ROUTINE"


def goes_at_once(draft: Draft) -> bool:
    """Released without a hold and before its hits are acknowledged (T-5)."""
    command = command_of(draft, "", "")
    return may_go_at_once(command, command.body)


def checked(room: Room, command: Command) -> ConflictReport | None:
    """Refuse what `submit` would refuse, but for acknowledgements; the report of what the notice meets.

    None for a cancellation, which meets nothing.
    """
    _, body = check_command(room, command)
    return screen(room, command, body)


def subject_of_draft(draft: Draft) -> str:
    """What a second post confirms: this place, time and class, whatever the remarks and recipients."""
    notice = draft.notice
    return subject_of([draft.entity, notice.activity_class, notice.volumes])
