"""Every operation for services, with signed tokens as they come: without one 401, without its scope 403, else let in.

F3548-21 DSS0210,A2-7-2,7, F3548-21 USS0105,1, F3548-21 USS0105,3, F3548-21 USS0105,4, F3411-22a DSS0010,
F3411-22a NET0210. What is left of a request after the door is another test's: here it is enough that it is neither 401
nor 403.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from joserfc.jwk import OKPKey
from tests.airspace import AA, CM, CMSA, CP, SC, Client, dss_node, extent
from tests.remote_id import BOTH
from tests.tokens import AUDIENCE, ED_KEY, ISSUER, RSA_KEY, T0_S, pem, token, unsigned
from uas_standards.astm.f3548.v21.api import OPERATIONS, OperationID
from uas_standards.interuss.automated_testing.flight_planning.v1 import api as flight_planning

from commonground.protocols.f3411.dss import Dss as RidDss
from commonground.protocols.f3411.routes import RidDesk, rid_app
from commonground.protocols.f3548 import testing
from commonground.protocols.f3548.access import Access
from commonground.protocols.f3548.app import dss_app
from commonground.protocols.f3548.client import Client as UssClient
from commonground.protocols.f3548.codec.claims import TokenTerms
from commonground.protocols.f3548.door import Dss
from commonground.protocols.f3548.keys import Keys
from commonground.protocols.f3548.played import Played
from commonground.protocols.f3548.supplier import Supplier
from commonground.protocols.f3548.supplier_app import supplier_app
from commonground.room.uss.terms import Service

VERSIONS, PLANNER = "interuss.versioning.read_system_versions", "interuss.flight_planning.plan"
DIRECTOR = "interuss.flight_planning.direct_automated_test"
ID, OVN = "4c2c1f6a-0000-4000-8000-0000000000aa", "a-number-of-the-past"
GOOD = {
    "OperationalIntentReference": (SC, CMSA), "ConstraintReference": (CM,), "Subscription": (SC, CP),
    "UssAvailability": (AA,), "DssReport": (SC, CP, CM, CMSA, AA), "OperationalIntentDetails": (SC,),
    "OperationalIntentTelemetry": (CMSA,), "UssReport": (SC, CP, CM, CMSA, AA),
}  # fmt: skip
READING = {"getConstraintReference": (CM, CP), "queryConstraintReferences": (CM, CP), "getConstraintDetails": (CP,),
           "getUssAvailability": (AA, SC, CMSA), "notifyConstraintDetailsChanged": (CM,)}  # fmt: skip
ALL = (SC, CP, CM, CMSA, AA, VERSIONS, PLANNER, DIRECTOR, "rid.display_provider", "rid.service_provider")


def _f3548() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for operation, known in OPERATIONS.items():
        if operation is OperationID.GetLogSet:  # a format, no address
            continue
        name = operation.value
        path = known.path.format(
            entityid=ID, ovn=OVN, subscriptionid=ID, version=OVN, uss_id="uss1", log_set_id=ID
        )
        good = READING.get(name) or next(scopes for word, scopes in GOOD.items() if word in name)
        yield "uss" if path.startswith("/uss/") else "dss", known.verb, path, good


def _remote_id() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for dialect in BOTH:
        read, write = (dialect.read_scope,), (dialect.write_scope,)
        areas, wishes = (
            f"{dialect.prefix}/dss/{one}" for one in ("identification_service_areas", "subscriptions")
        )
        uss = f"{dialect.prefix}/uss"
        yield from (("rid", verb, path, scopes) for verb, path, scopes in (
            ("GET", areas, read), ("GET", f"{areas}/{ID}", read), ("PUT", f"{areas}/{ID}", write),
            ("PUT", f"{areas}/{ID}/{OVN}", write), ("DELETE", f"{areas}/{ID}/{OVN}", write),
            ("GET", wishes, read), ("GET", f"{wishes}/{ID}", (*read, *write)), ("PUT", f"{wishes}/{ID}", read),
            ("PUT", f"{wishes}/{ID}/{OVN}", read), ("DELETE", f"{wishes}/{ID}/{OVN}", read),
            ("GET", f"{uss}/flights", read), ("GET", f"{uss}/flights/one/details", read),
            ("POST", f"{uss}/identification_service_areas/{ID}", write),
        ))  # fmt: skip


def _of_interuss() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    yield "dss", "GET", "/aux/v1/validate_oauth", (SC, CP, CM, CMSA, AA)
    yield "dss", "GET", "/versions/astm.f3548.v21.dss", (VERSIONS,)
    yield "uss", "GET", "/versioning/versions/astm.f3548.v21.scd", (VERSIONS,)
    for known in flight_planning.OPERATIONS.values():
        needed = PLANNER if known.id in ("UpsertFlightPlan", "QueryUserNotifications") else DIRECTOR
        yield "testing", known.verb, testing.BASE + known.path.format(flight_plan_id=ID), (needed,)


DOORS = [*_f3548(), *_remote_id(), *_of_interuss()]


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Client]]:
    """One node with everything that it has for services, behind the access check of a served node."""
    keys: Path = tmp_path_factory.mktemp("keys") / "keys.pem"
    keys.write_bytes(pem(ED_KEY) + pem(RSA_KEY))
    node = dss_node()
    node.start()
    terms = TokenTerms(frozenset({AUDIENCE}), frozenset({ISSUER}))
    access = Access(terms, Keys([keys]), node.room.clock)
    door, service = Dss(node, access, "0.1.0"), Service(uss="uss1", base_url="https://uss1.example")
    nobody = cast(UssClient, None)  # no request of this file gets so far that a DSS is asked
    made = {
        "dss": Client(dss_app(door)), "uss": Client(supplier_app(door, service)),
        "testing": Client(testing.testing_app(door, Played(Supplier(node, service, nobody, "https://dss.example")))),
        "rid": Client(rid_app(RidDesk(node, RidDss(BOTH), access, BOTH, lambda _dialect, _notice: None))),
    }  # fmt: skip
    yield made
    for one in made.values():
        one.close()
    node.stop()


@pytest.mark.parametrize(
    ("door", "verb", "path", "good"), DOORS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_token_is_asked_for_and_its_signature_its_times_and_its_scope_count(
    doors: dict[str, Client], door: str, verb: str, path: str, good: tuple[str, ...]
) -> None:
    def ask(shown: str | None, body: Any = b"{}") -> Any:
        headers = {} if shown is None else {"Authorization": f"Bearer {shown}"}
        return doors[door].request(verb, path, content=body, headers=headers)

    bad = {
        "none": None,
        "no signature": unsigned({"alg": "EdDSA", "typ": "JWT"}),
        "another's signature": token(OKPKey.generate_key("Ed25519"), scope=good[0]),
        "it has ended": token(scope=good[0], exp=T0_S - 6),
        "it lasts too long": token(scope=good[0], exp=T0_S + 3_606),
        "another audience": token(scope=good[0], aud="another.example"),
        "another issuer": token(scope=good[0], iss="https://another.example"),
    }
    for why, shown in bad.items():
        refused = ask(shown)
        assert refused.status_code == 401, why
        assert refused.headers["www-authenticate"] == "Bearer"
        assert list(refused.json()) == ["message"]
    for scope in ("", *(one for one in ALL if one not in good)):
        refused = ask(token(RSA_KEY, scope=scope))
        assert refused.status_code == 403, scope
        assert list(refused.json()) == ["message"]
    for scope in good:
        assert ask(token(scope=scope)).status_code not in (401, 403), scope
        assert ask(token(RSA_KEY, scope=f"{scope} something.else")).status_code not in (401, 403), scope


def test_a_token_that_ends_exactly_an_hour_ahead_is_taken(doors: dict[str, Client]) -> None:
    """What test tools and many authorities give: clocks that differ by a second must not matter."""
    body = json.dumps({"area_of_interest": extent()})
    for ahead_s in (3_600, 3_601):
        headers = {"Authorization": f"Bearer {token(exp=T0_S + ahead_s)}"}
        asked = "/dss/v1/operational_intent_references/query"
        found = doors["dss"].request("POST", asked, content=body, headers=headers)
        assert (found.status_code, found.json()) == (200, {"operational_intent_references": []})
