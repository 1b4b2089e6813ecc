"""When an agreed text ends: by its own words, by decisions of its signatories, or by the declaration of one (R11).

The end is derived from the text, the decisions and the clock of whoever asks; a lapse is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from .instrument import Instrument, InstrumentDecision
from .version import Version

ROUNDS_MAX = 1_000
State = Literal["not_agreed", "coming", "in_force", "ended", "lapsed", "no_longer_offered"]


@dataclass(frozen=True, slots=True)
class Ending:
    """When an instrument ends, by what was decided; `lapsed_ms` are ends that came before a decision was whole.

    `ended_by` declared an end of their own; `decided` is what each signatory decided of the end at `end_ms`.
    """

    end_ms: int
    decided: tuple[Version, ...] = ()
    ended_by: tuple[str, ...] = ()
    lapsed_ms: tuple[int, ...] = ()
    rounds: int = 0


def ending(
    text: Instrument, digest: str, decisions: Iterable[Version], counted_ms: Callable[[Version], int]
) -> Ending:
    """The end of an instrument after all decisions of its signatories over this hash; their order does not matter.

    All of them on the same later moment move the end there; made whole at the end or after it, the end has lapsed
    first. One alone can declare an end, no earlier than it is known (`counted_ms`).
    """
    made = [one for one in decisions if _counts(one, text, digest)]
    end_ms, rounds = text.end_ms, 0
    lapsed: list[int] = []
    while rounds < ROUNDS_MAX:
        here = _last_of_each(made, end_ms, counted_ms)
        declared = [one for one in here if _is_end(one) and counted_ms(one) < end_ms]
        if declared:
            at_ms = {one.author: max(_decision(one).until_ms, counted_ms(one)) for one in declared}
            first_ms = min(at_ms.values())
            by = tuple(party for party, each_ms in at_ms.items() if each_ms == first_ms)
            return Ending(first_ms, here, by, tuple(lapsed), rounds)
        untils_ms = {_decision(one).until_ms for one in here}
        if len(here) < len(text.signatories) or len(untils_ms) != 1 or any(map(_is_end, here)):
            return Ending(end_ms, here, (), tuple(lapsed), rounds)
        if max(map(counted_ms, here)) >= end_ms:
            lapsed.append(end_ms)
        end_ms, rounds = untils_ms.pop(), rounds + 1
    return Ending(end_ms, (), (), tuple(lapsed), rounds)


def state_of(text: Instrument, ends: Ending, *, is_agreed: bool, is_offered: bool, now_ms: int) -> State:
    """The word for an instrument; from its end on it has ended where somebody said so, else it has lapsed."""
    if now_ms >= ends.end_ms:
        return "ended" if ends.ended_by else "lapsed"
    if not is_agreed:
        return "not_agreed" if is_offered else "no_longer_offered"
    return "coming" if now_ms < text.start_ms else "in_force"


def _decision(version: Version) -> InstrumentDecision:
    assert isinstance(version.body, InstrumentDecision)
    return version.body


def _is_end(version: Version) -> bool:
    return _decision(version).what == "end"


def _counts(version: Version, text: Instrument, digest: str) -> bool:
    body = version.body
    return (
        isinstance(body, InstrumentDecision)
        and body.hash == digest
        and body.instrument_id == text.instrument_id
        and version.author in text.signatories
        and version.action != "cancel"
    )


def _last_of_each(
    made: list[Version], end_ms: int, counted_ms: Callable[[Version], int]
) -> tuple[Version, ...]:
    last: dict[str, Version] = {}
    for one in sorted(made, key=lambda version: (counted_ms(version), version.key)):
        if _decision(one).end_ms == end_ms:
            last[one.author] = one
    return tuple(last[party] for party in sorted(last))
