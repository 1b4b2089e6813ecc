"""Whatever is sent, a node answers as the published APIs say: no 5xx, listed statuses, bodies of their schemas.

Beside the DSS of F3548 (`test_dss_openapi`): the operations of a service, both versions of remote identification, the
interface for automated tests, versions, and the auxiliary one. What is sent is drawn from them, well-formed and broken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from tests import f3548_api
from tests.published_apis import MODULES, published
from tests.remote_id import BOTH
from tests.uss_world import Sky, TestAccess, new_id, plan, sky

from commonground.protocols.f3411.dss import Dss as RidDss
from commonground.protocols.f3411.routes import RidDesk, rid_app

SCOPES = (
    "utm.strategic_coordination", "utm.constraint_management", "utm.constraint_processing",
    "utm.conformance_monitoring_sa", "utm.availability_arbitration", "interuss.flight_planning.plan",
    "interuss.flight_planning.direct_automated_test",
    "interuss.versioning.read_system_versions",
    *(scope for dialect in BOTH for scope in (dialect.read_scope, dialect.write_scope)),
)  # fmt: skip
BASES = {
    "rid 22a": "http://rid.test/rid/v2", "rid 19": "http://rid.test", "aux": "http://dss.test",
    "flight_planning": "http://uss-b-tests.test/flight_planning/v1", "versioning": "http://uss-b.test/versioning",
    "uss": "http://uss-b.test",
}  # fmt: skip
UNLISTED = frozenset({404, 405, 413})
"""What HTTP itself answers: an address that is none, a method that is not there, a body above the limit."""


def operations() -> Iterator[tuple[str, str, str]]:
    for name in MODULES:
        for path, item in published(name).raw_schema["paths"].items():
            yield from ((name, method.upper(), path) for method in item)
    if f3548_api.published() is not None:
        for path, item in f3548_api.published().raw_schema["paths"].items():
            if path.startswith("/uss/v1/") and not path.startswith("/uss/v1/log_sets"):
                yield from (("uss", one.upper(), path) for one in item if one in ("get", "post"))


ALL = list(operations())


@pytest.fixture(scope="module")
def doors() -> Iterator[Sky]:
    """A runs the DSS of both standards, B a service that has a flight in the air."""
    with sky() as made:
        made.dss("A")
        b = made.uss("B")
        desk = RidDesk(
            made.world.nodes["A"], RidDss(BOTH), TestAccess(), BOTH, lambda _dialect, _notice: None
        )
        made.hosts.serve("rid.test", rid_app(desk))
        for state in ("Accepted", "Activated"):
            made.run(b.supplier.change(new_id(1), plan(state=state)))
        yield made


def test_all_operations_are_asked() -> None:
    counted = {name: sum(one == name for one, _, _ in ALL) for name in BASES}
    wanted = {"rid 22a": 14, "rid 19": 13, "flight_planning": 5, "versioning": 1, "aux": 2}
    assert {name: counted[name] for name in wanted} == wanted
    assert counted["uss"] == (6 if f3548_api.FILE.is_file() else 0)


@pytest.mark.parametrize(("name", "method", "path"), ALL)
def test_every_answer_conforms(doors: Sky, name: str, method: str, path: str) -> None:
    schema = f3548_api.published() if name == "uss" else published(name)
    operation = schema[path][method]
    listed = schema.raw_schema["paths"][path][method.lower()]["responses"]
    token = {"Authorization": f"Bearer {'|'.join(('host', 'uss-x', *SCOPES))}"}

    async def send(asked: requests.PreparedRequest) -> httpx.Response:
        async with httpx.AsyncClient(transport=doors.hosts) as client:
            headers = {key: value for key, value in asked.headers.items() if value.isascii()}
            return await client.request(
                str(asked.method), str(asked.url), headers=headers, content=asked.body or b""
            )

    @given(st.data())
    @settings(
        max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    def ask(data: st.DataObject) -> None:
        mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
        case = data.draw(operation.as_strategy(generation_mode=mode))
        sent: dict[str, Any] = case.as_transport_kwargs(base_url=BASES[name], headers=token)
        answer = doors.run(send(requests.Request(**sent).prepare()))
        assert answer.status_code < 500, answer.text
        if mode is GenerationMode.POSITIVE and answer.status_code not in UNLISTED:
            assert str(answer.status_code) in listed, answer.text
        if str(answer.status_code) in listed:
            operation.validate_response(answer)

    ask()
