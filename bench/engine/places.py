"""Five thousand protected sites with buffers against one intent, at all heights and times."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.engine.clock import spans
from bench.engine.curve import OURS, answers_path, keep_answers
from bench.engine.sets import SITES, asking
from bench.engine.workload import draw_sites
from commonground.geo.engine import Engine
from commonground.geo.footprint import Circle


def near_sites(intents: int, passes: int, answers: str) -> dict[str, Any]:
    """Which sites an intent comes near, each site a point with its own buffer. The peers do this by `curve`."""
    sites, questions = draw_sites(), asking(SITES, intents)
    engine = Engine()
    for number, (center, buffer_m) in enumerate(
        zip(sites.positions_nd.tolist(), sites.buffer_m.tolist(), strict=True)
    ):
        engine.insert_places(number, [Circle(center=tuple(center), radius_tmm=0)], buffer_m)
    engine.compact()  # as after a start: sites seldom change
    prepared = [engine.prepare(volumes) for volumes in questions.volumes()]
    ask = spans(engine.meeting_prepared, prepared, passes)
    found = [
        (int(rows[number]), int(key))
        for rows, volumes in zip(questions.rows, questions.volumes(), strict=True)
        for number, key, _ in engine.meetings(volumes)
    ]
    keep_answers(
        answers_path(answers, OURS, SITES), np.array(sorted(found), dtype=np.int64).reshape(-1, 2), None
    )
    return {"engine": OURS, "set": SITES, "ask": ask.plain(), "hits": len(found)}
