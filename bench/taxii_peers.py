"""medallion and OpenTAXII as their own documentation sets them up, each in a process of its own (gunicorn, one worker).

Both are asked what our node is asked; neither has a rule for who may have an object, so their objects bear no marking
that means anything to them. OpenTAXII's collection is open to anybody, which spares it the check of a password at each
request. medallion keeps objects in memory and takes the longer for a page the more it holds, by
the square; so it is given few. Into OpenTAXII's SQLite the most are put beside its interface, which would take long.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from tests.served import free_ports

from bench.figure import Figure, Stopwatch
from bench.taxii_client import BATCH, PAGE, Target, batch

INTERPRETER = "COMMONGROUND_TAXII_PEERS"
START_S_MAX = 60.0
NONE, NO_GOAL = "to compare", float("inf")
COLLECTION = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"
USER, PASSWORD = "admin", "Password0"
_OPENTAXII = """
domain: "127.0.0.1"
auth_api:
  class: opentaxii.auth.sqldb.SQLDatabaseAPI
  parameters: {{db_connection: "sqlite:///{folder}/auth.db", create_tables: yes, secret: bench, token_ttl_secs: 99999}}
taxii1:
taxii2:
  title: bench
  description: bench
  max_content_length: 104857600
  public_discovery: true
  allow_custom_properties: true
  persistence_api:
    class: opentaxii.persistence.sqldb.Taxii2SQLDatabaseAPI
    parameters: {{db_connection: "sqlite:///{folder}/data.db", create_tables: yes}}
logging: {{opentaxii: error, root: error}}
"""
_MAKE = """
import sys
from opentaxii.cli import app
with app.app_context():
    api = app.taxii_server.servers.taxii2.persistence.api
    root = api.add_api_root(title="bench", description="", default=True, is_public=True)
    made = api.add_collection(api_root_id=str(root.id), title="bench", description="", alias="bench",
                              is_public=True, is_public_write=True)
    print(root.id, made.id)
"""
_SERVE = """
import json
json.JSONEncoder.default = lambda self, value: str(value)
from opentaxii.http import app
"""
"""Its answer to a POST holds a UUID that it cannot write as JSON; else every POST would be a 500."""
_FILL = """
import datetime, sys
from opentaxii.cli import app
from opentaxii.persistence.sqldb import taxii2models as models
collection, start, end = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
now = datetime.datetime.now(datetime.timezone.utc)
version = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)
with app.app_context():
    session = app.taxii_server.servers.taxii2.persistence.api.db.session
    for at in range(start, end, 5000):
        session.bulk_save_objects([models.STIXObject(
            id=f"campaign--{n:08x}-1111-4111-8111-111111111111", collection_id=collection, type="campaign",
            spec_version="2.1", date_added=now + datetime.timedelta(microseconds=n),
            version=version + datetime.timedelta(milliseconds=n),
            serialized_data={"created": "2026-03-01T00:00:00.000Z",
                "modified": (version + datetime.timedelta(milliseconds=n)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
                "name": f"Campaign {n}", "description": f"What was seen at place {n}. " * 8,
                "labels": ["reported", f"group-{n % 17}"]}) for n in range(at, min(end, at + 5000))])
        session.commit()
"""


def opentaxii(*, quick: bool) -> list[Figure]:
    """OpenTAXII: adding in the beginning, pages at as many objects as ours, and a part of the walk."""
    interpreter = _interpreter()
    posted, objects, everything = (1_000, 2_000, 3_000) if quick else (5_000, 100_000, 111_000)
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "opentaxii.yml"
        config.write_text(_OPENTAXII.format(folder=folder))
        environment = os.environ | {"OPENTAXII_CONFIG": str(config)}

        def script(text: str, *arguments: object) -> str:
            command = [interpreter, "-W", "ignore", "-c", text, *map(str, arguments)]
            done = subprocess.run(
                command, env=environment, cwd=folder, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr[-2000:]
            return done.stdout

        (Path(folder) / "serve.py").write_text(_SERVE)
        root, collection = script(_MAKE).split()[-2:]
        with _gunicorn(interpreter, "serve:app", environment, folder) as (base, pid):
            target = Target(f"{base}/taxii2/{root}/collections/{collection}/", "", "")
            added = _adding(target, posted)
            script(_FILL, collection, posted, objects)
            name = f"OpenTAXII 0.9.3, {objects:,} objects"
            figures = [
                _compared(
                    "OpenTAXII 0.9.3: add in batches of 500", added, "objects/s", f"the first {posted:,}"
                ),
                *_pages(target, name),
            ]
            script(_FILL, collection, objects, everything)
            before_mb = rss_mb(pid)
            figures.append(_walk(target, "OpenTAXII 0.9.3: a hundred pages of 100 of a walk", pages_max=100))
            note = f"from {before_mb:.0f} MB before the walk"
            figures.append(
                _compared("OpenTAXII 0.9.3: memory grown by it", rss_mb(pid) - before_mb, "MB", note)
            )
            return figures


def medallion(*, quick: bool) -> list[Figure]:
    """medallion with its store in memory."""
    interpreter, objects = _interpreter(), 500 if quick else 2_000
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.json"
        one = {"id": COLLECTION, "title": "bench", "can_read": True, "can_write": True,
               "media_types": ["application/stix+json;version=2.1"], "objects": [], "manifest": []}  # fmt: skip
        about = {
            "title": "bench",
            "versions": ["application/taxii+json;version=2.1"],
            "max_content_length": 104857600,
        }
        data.write_text(json.dumps({
            "/discovery": {"title": "bench", "default": "/bench/", "api_roots": ["/bench/"]},
            "bench": {"information": about, "status": [], "collections": [one]},
        }))  # fmt: skip
        config = Path(folder) / "medallion.json"
        config.write_text(json.dumps({
            "users": {USER: PASSWORD}, "taxii": {"max_page_size": 1_000},
            "backend": {"module": "medallion.backends.memory_backend", "module_class": "MemoryBackend",
                        "filename": str(data)},
        }))  # fmt: skip
        with _gunicorn(interpreter, f"medallion:load_app('{config}')", dict(os.environ), folder) as (
            base,
            pid,
        ):
            target = Target(f"{base}/bench/collections/{COLLECTION}/", USER, PASSWORD)
            added = _adding(target, objects)
            before_mb = rss_mb(pid)
            name = f"medallion 3.0.0, {objects:,} objects"
            note = f"from {before_mb:.0f} MB before the pages"
            return [
                _compared(
                    "medallion 3.0.0: add in batches of 500", added, "objects/s", f"the first {objects:,}"
                ),
                *_pages(target, name, laps=1),
                _walk(target, "medallion 3.0.0: whole walk, pages of 100"),
                _compared("medallion 3.0.0: memory grown by it", rss_mb(pid) - before_mb, "MB", note),
            ]


def _interpreter() -> str:
    found = os.environ.get(INTERPRETER)
    if found is None:
        raise SystemExit(
            f"{INTERPRETER} is expected: a Python with medallion, opentaxii and gunicorn; or --alone"
        )
    return found


@contextmanager
def _gunicorn(
    interpreter: str, app: str, environment: dict[str, str], folder: str
) -> Iterator[tuple[str, int]]:
    [port] = free_ports(1)
    command = [interpreter, "-W", "ignore", "-m", "gunicorn", app, "-b", f"127.0.0.1:{port}", "-w", "1",
               "-k", "gthread", "--threads", "2", "--timeout", "1200", "--log-level", "critical"]  # fmt: skip
    process = subprocess.Popen(
        command, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/taxii2/")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield f"http://127.0.0.1:{port}", int(children[0])
    finally:
        process.terminate()
        process.wait()


def _adding(target: Target, objects: int) -> float:
    watch = Stopwatch()
    for start in range(0, objects, BATCH):
        data = batch(start, BATCH)
        with watch.lap():
            target.add(data)
    return objects / sum(watch.laps)


def _pages(target: Target, name: str, laps: int = 15) -> list[Figure]:
    asked: list[tuple[str, dict[str, object]]] = [
        ("page of 100, the first", {"limit": PAGE}),
        ("no object of a type", {"limit": PAGE, "match[type]": "malware"}),
        ("no object of a version", {"limit": PAGE, "match[version]": "1999-01-01T00:00:00.000Z"}),
    ]
    return [_page(f"{name}: {what}", lambda query=query: target.get(**query), laps) for what, query in asked]  # type: ignore[misc]


def _page(what: str, ask: Callable[[], object], laps: int) -> Figure:
    watch = Stopwatch()
    for _ in range(laps):
        with watch.lap():
            ask()
    return _compared(what, watch.median * 1000, "ms", f"median of {laps}")


def _walk(target: Target, what: str, *, pages_max: int = 10**9) -> Figure:
    begun = time.perf_counter()
    walked = target.walk(pages_max=pages_max)
    return _compared(what, time.perf_counter() - begun, "s", f"{walked:,} objects")


def _compared(what: str, value: float, unit: str, note: str) -> Figure:
    return Figure(what, value, unit, NONE, NO_GOAL, note=note)


def wait_for(url: str) -> None:
    """Until a server answers."""
    end = time.monotonic() + START_S_MAX
    while time.monotonic() < end:
        try:
            httpx.get(url)
            return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise RuntimeError(f"{url} does not answer")


def rss_mb(pid: int) -> float:
    """Memory of a process that is resident."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024
