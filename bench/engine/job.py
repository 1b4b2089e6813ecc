"""One measurement in a process of its own: `python -m bench.engine.job '{"job": "curve", ...}'` prints its findings."""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys

#: Where each job is.
JOBS = {
    "draw": "bench.engine.sets",
    "curve": "bench.engine.curve",
    "change": "bench.engine.curve",
    "compare": "bench.engine.answers",
    "from_text": "bench.engine.live",
    "changes": "bench.engine.live",
    "near_sites": "bench.engine.places",
    "free_start": "bench.engine.free",
    "free_start_peer": "bench.engine.free",
    "imports": "bench.engine.starts",
    "first_answer": "bench.engine.starts",
    "restart": "bench.engine.restart",
    "stored": "bench.engine.restart",
}


def main(text: str) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    asked = json.loads(text)
    name = asked.pop("job")
    load = os.getloadavg()[0]
    found = getattr(importlib.import_module(JOBS[name]), name)(**asked)
    print(json.dumps({**found, "load": round(load, 1)}))


if __name__ == "__main__":
    main(sys.argv[1])
