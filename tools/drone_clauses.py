"""The requirements of drone traffic by their ids: ASTM F3548-21, and F3411-22a with F3411-19, which shares its numbers.

The ids are those of the public test catalogue (InterUSS, `uss_qualifier/requirements`), and so is what each is about,
as far as its scenarios tell: the standards' own words are neither read nor repeated here. `DONE` is what this project
does and cites where it does it and where it tests it; `ELSEWHERE` says of every other id why there is nothing to cite.
"""

from __future__ import annotations

DSS_OPERATIONS = {
    "queryOperationalIntentReferences": "flights in an area",
    "getOperationalIntentReference": "one flight",
    "createOperationalIntentReference": "a new flight, with a key",
    "updateOperationalIntentReference": "a changed flight, with a key",
    "deleteOperationalIntentReference": "a flight that ended",
    "queryConstraintReferences": "constraints in an area",
    "getConstraintReference": "one constraint",
    "createConstraintReference": "a new constraint",
    "updateConstraintReference": "a changed constraint",
    "deleteConstraintReference": "a constraint that ended",
    "querySubscriptions": "the caller's subscriptions in an area",
    "getSubscription": "one subscription of the caller",
    "createSubscription": "a new subscription",
    "updateSubscription": "a changed subscription",
    "deleteSubscription": "a subscription that is not wanted any more",
    "makeDssReport": "a report of a problem, archived",
    "setUssAvailability": "whether a service answers, by an arbiter's word",
    "getUssAvailability": "what is known of a service",
}
USS_OPERATIONS = {
    "getOperationalIntentDetails": "details of a flight",
    "getOperationalIntentTelemetry": "where a flight that strayed was heard last",
    "notifyOperationalIntentDetailsChanged": "a flight of another service, by its own word",
    "getConstraintDetails": "details of a constraint",
    "notifyConstraintDetailsChanged": "a constraint of another service, by its own word",
    "makeUssReport": "a report about an exchange with this service, archived",
}
_SYNCHRONISED = "DSS0210,A2-7-2"
F3548 = {
    "GEN0305": "which software runs here is told to those who test",
    "GEN0310": "tests drive this service by an interface for them, where a node's file asks for it",
    "GEN0500": "an answer about an intersection is right to 1 cm",
    "USS0005": "what is shared is found through the DSS",
    "USS0105": "the operations of a service on the addresses of the standard",
    "USS0105,1": "of them: details of a flight",
    "USS0105,2": "of them: telemetry of a flight that strayed",
    "USS0105,3": "of them: notices of flights of others",
    "USS0105,4": "of them: reports of exchanges",
    "USS0110": "of them: constraints",
    "OPIN0005": "a flight is within its volumes for 95 % of its time",
    "OPIN0015": "a flight that keeps to its plan names no area for straying",
    "OPIN0020": "how many corners the volumes of a flight have",
    "OPIN0025": "details of an own flight to whoever asks with a token for it",
    "OPIN0030": "a flight is planned 30 days ahead at most",
    "OPIN0035": "only its manager changes or ends a flight",
    "OPIN0040": "the end of a flight, told to whoever was told of it",
    "SCD0005": "a flight that was planned by a service that is down counts for nothing",
    "SCD0010": "one in the air, by a service that is down, counts as of the greatest rank",
    "SCD0015": "a plan that meets a flight of higher rank is not made",
    "SCD0020": "nor is a plan changed so",
    "SCD0025": "nor activated",
    "SCD0030": "a flight in the air meets no flight of higher rank anew",
    "SCD0035": "a plan that meets a flight of the same rank is not made",
    "SCD0040": "nor is a plan changed so",
    "SCD0045": "nor activated",
    "SCD0050": "a flight in the air meets no flight of the same rank anew",
    "SCD0080": "a flight in the air has a subscription that has its service told of what is near",
    "SCD0085": "every subscriber of a change is told, until it takes it",
    "SCD0090": "an operator is told of a conflict that his own plan makes",
    "SCD0095": "an operator is told of a flight that comes to meet an own one",
    "SCD0100": "off-nominal states are for those who monitor conformance",
    "DSS0005": "references, subscriptions and queries by what is relevant in space, height and time",
    "DSS0005,1": "references of flights",
    "DSS0005,2": "questions for references of flights",
    "DSS0005,3": "references of constraints",
    "DSS0005,4": "questions for references of constraints",
    "DSS0005,5": "subscriptions",
    "DSS0015": "a subscription lasts 24 hours at most",
    "DSS0100,1": "availability of services, by an arbiter",
    "DSS0100,2": "reports of problems with a DSS",
    f"{_SYNCHRONISED},1a": "a new flight is there for the next request",
    f"{_SYNCHRONISED},1b": "so is a changed one",
    f"{_SYNCHRONISED},1c": "questions find it",
    f"{_SYNCHRONISED},1d": "it is told by its id",
    f"{_SYNCHRONISED},1e": "questions find a constraint",
    f"{_SYNCHRONISED},1f": "a constraint is told by its id",
    f"{_SYNCHRONISED},2a": "the key of a new flight names what is relevant, and of two that miss each other one stands",
    f"{_SYNCHRONISED},2b": "so does the key of a changed one",
    f"{_SYNCHRONISED},3a": "a flight that ended is found no more",
    f"{_SYNCHRONISED},3b": "nor told by its id",
    f"{_SYNCHRONISED},3c": "a constraint that ended is found no more",
    f"{_SYNCHRONISED},3d": "nor told by its id",
    f"{_SYNCHRONISED},4a": "a new subscription counts for the next request",
    f"{_SYNCHRONISED},4b": "who subscribed is named to whoever makes a flight there",
    f"{_SYNCHRONISED},4c": "and to whoever changes one",
    f"{_SYNCHRONISED},4d": "a subscription ends by itself",
    f"{_SYNCHRONISED},5a": "a subscription that was ended is told no more",
    f"{_SYNCHRONISED},5b": "nor named to whoever makes a flight",
    f"{_SYNCHRONISED},5c": "nor to whoever changes one",
    f"{_SYNCHRONISED},6": "what an arbiter said is there for the next request",
    f"{_SYNCHRONISED},7": "every operation asks for a token and for its scope",
    "DSS0215": "a change is answered when it is kept",
}
_SHARED = "DSS0130,A2-6-1"
F3411 = {
    "DSS0010": "every operation asks for a token and for its scope",
    "DSS0030": "service areas and subscriptions are declared, changed, removed, found, and tell whom to tell",
    "DSS0030,a": "a service area is made or changed",
    "DSS0030,b": "a service area is removed",
    "DSS0030,c": "a subscription is made or changed",
    "DSS0030,d": "a subscription is removed",
    "DSS0030,e": "a subscription is told by its id",
    "DSS0030,f": "the caller's subscriptions are found by an area",
    "DSS0050": "at most ten subscriptions of a service in one area",
    "DSS0060": "a subscription lasts 24 hours at most",
    f"{_SHARED},1a": "a new service area is there for the next request",
    f"{_SHARED},1b": "so is a changed one",
    f"{_SHARED},1c": "who subscribes there sees it",
    f"{_SHARED},1d": "it ends by itself",
    f"{_SHARED},2a": "it is removed",
    f"{_SHARED},2b": "and seen no more",
    f"{_SHARED},3a": "a subscription is made",
    f"{_SHARED},3b": "it is named to whoever makes a service area there",
    f"{_SHARED},3c": "and to whoever changes or removes one",
    f"{_SHARED},3d": "it ends by itself",
    f"{_SHARED},4a": "it is removed",
    f"{_SHARED},4b": "and told and named no more",
    f"{_SHARED},5": "it is told by its id",
    f"{_SHARED},6": "all of the caller's in an area are found",
    "NET0210": "services ask each other with tokens",
    "NET0240": "services are asked about no wider view than the standard allows",
    "NET0430": "a view that is too wide shows nothing",
    "NET0450": "what is shown of a flight is what its service said last",
    "NET0480": "in a wide view aircraft are counted together",
    "NET0490": "in a wide view an aircraft alone is hidden in its square",
    "NET0730": "a subscriber takes notices of service areas",
}
IN_BOTH = frozenset({
    "DSS0010", "DSS0030", "DSS0050", "DSS0060", "NET0210", "NET0240", "NET0430", "NET0450", "NET0480", "NET0490",
    "NET0730", *(one for one in F3411 if one.startswith(_SHARED)),
})  # fmt: skip
"""Ids that F3411-19 has too; those of A2-6-1 stand there without DSS0130 before them, DSS0030 without letters."""

DONE: dict[str, str] = {
    **{f"F3548-21 {id}": what for id, what in F3548.items()},
    **{f"F3548-21 {name}": f"operation of the DSS: {what}" for name, what in DSS_OPERATIONS.items()},
    **{f"F3548-21 {name}": f"operation of a service: {what}" for name, what in USS_OPERATIONS.items()},
    **{f"F3411-22a {id}": what for id, what in F3411.items()},
}

UNSAID = "the public catalogue lists it without a scenario, and nothing public says what it asks"
ALONE = (
    "one node is the whole DSS: there is no other instance to agree with, to authenticate or to encrypt for"
)
ELSEWHERE: tuple[tuple[str, str, str], ...] = (
    ("F3548-21", "GEN0005 GEN0010 GEN0015 GEN0200 OPIN0010", f"{UNSAID}; people verify it with the standard in hand"),
    ("F3548-21", "GEN0100 GEN0105",
     "time: the node takes that of its machine, whose clock the operator keeps; positions of the future are refused"),
    ("F3548-21", "GEN0300", "a test instance: the operator's to run; every node can be one"),
    ("F3548-21", "GEN0400 GEN0405",
     "users told of a service that fails: the page and the operator's log say it; there is no notice of its own"),
    ("F3548-21", "SCD0055 SCD0060 SCD0065 SCD0070",
     "flights of equal rank that may meet by local rule: no such rule can be set here, equal ranks never meet"),
    ("F3548-21", "SCD0075", "a time of answering: nothing of it is in tests; `bench` measures"),
    ("F3548-21", "ACM0005 ACM0010 ACM0015",
     "conformance over many flights: `tracks/conformance` counts it over a week and `room/uss/rows` shows it for each "
     "flight; nothing is told of all flights of an operator together"),
    ("F3548-21", "CMSA0005 CMSA0010 CMSA0015 CMSA0020 CMSA0025 CMSA0030 CMSA0035 CMSA0040 CMSA0100 CMSA0105 CMSA0110 "
     "CMSA0115 CMSA0200 CMSA0205 CMSA0210 CMSA0215 CMSA0300 CMSA0305 CMSA0310 CMSA0315 CMSA0320 CMSA0325 CMSA0330",
     f"{UNSAID}; the limits that `uas-standards` publishes for it are held by `tracks/conformance`, `room/uss/tracked` "
     "and `protocols/f3548/monitor`, tested in `unit/tracks/test_conformance` and `scenario/test_uss_conformance`"),
    ("F3548-21", "CSTM0005 CSTM0010 CSTM0015 CSTM0020 CSTM0025 CSTM0030 CSTM0035 CSTM0040 CSTM0045 CSTM0050 CSTM0055 "
     "CSTM0060 CSTM0065 CSTM0070 CSTM0075 CSTM0080 CSTM0085 CSTM0090 CSTM0095",
     f"{UNSAID}; constraints are published, told, changed and ended by `protocols/f3548/constraining`"),
    ("F3548-21", "CSTP0005 CSTP0010 CSTP0015 CSTP0020 CSTP0025 CSTP0030 CSTP0035",
     f"{UNSAID}; constraints that a flight meets are fetched, shown and told by `room/uss/conflicts` and "
     "`room/uss/user_notices`"),
    ("F3548-21", "LOG0005 LOG0010 LOG0015 LOG0020 LOG0025 LOG0030 LOG0035 LOG0040 LOG0045 LOG0050 LOG0055",
     "logs and how long they are kept: every exchange, position and plan is a line of the party's own log; the "
     "standard's log set is not written yet, and how long a log is kept is the operator's"),
    ("F3548-21", "DSS0010", UNSAID),
    ("F3548-21", "DSS0020 DSS0200 DSS0205 DSS0210", ALONE),
    ("F3548-21", "DSS0210,1a DSS0210,1b DSS0210,1c DSS0210,1d DSS0210,1e DSS0210,1f DSS0210,1g DSS0210,1h DSS0210,1i "
     "DSS0210,2a DSS0210,2b DSS0210,2c DSS0210,2d DSS0210,2e DSS0210,2f DSS0210,3a DSS0210,3b DSS0210,3c",
     f"which fields instances share: {ALONE}"),
    ("F3548-21", "DSS0300", "a public address for tests: the operator's"),
    ("F3411-22a and -19", "DSS0020 NET0220",
     "connections that nobody reads: TLS of the node or of a proxy before it; addresses without it are refused"),
    ("F3411-22a and -19", "DSS0040 NET0230 NET0330 NET0410 NET0460 NET0630 NET0720", UNSAID),
    ("F3411-22a and -19", "DSS0070 DSS0110 DSS0120 DSS0130", ALONE),
    ("F3411-22a", "DSS0130,1 DSS0130,2,a DSS0130,2,b DSS0130,2,c DSS0130,2,d DSS0130,2,e DSS0130,2,f DSS0130,3,a "
     "DSS0130,3,b DSS0130,3,c DSS0130,3,d DSS0130,3,e", f"which fields instances share: {ALONE}"),
    ("F3411-22a and -19", "DSS0210", "a public address for tests: the operator's"),
    ("F3411-22a and -19", "NET0340", "the answers of services that identify flights; a display reads them strictly"),
    ("F3411-22a and -19", "NET0420 NET0440", "times of answering: nothing of it is in tests"),
    ("F3411-22a", "NET0470",
     "fields for the public: this is no public display, and whoever flies is dropped while a message is parsed "
     "(docs/decisions/0026); what is left is shown"),
    ("F3411-22a and -19", "NET0010 NET0020 NET0030 NET0040 NET0110 NET0120 NET0130 NET0250 NET0260 NET0270 NET0280 "
     "NET0290 NET0300 NET0310 NET0320 NET0500 NET0610 NET0620 NET0710 NET0740",
     "the side of services that identify flights: this node identifies none, and says so to who asks"),
)  # fmt: skip
"""(standard, ids, why there is nothing to cite)."""
