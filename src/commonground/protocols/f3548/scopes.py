"""The scopes of the standard's tokens, and which of them each operation asks for: any of the sets, all of a set."""

from __future__ import annotations

COORDINATION = "utm.strategic_coordination"
CONSTRAINT_MANAGEMENT = "utm.constraint_management"
CONSTRAINT_PROCESSING = "utm.constraint_processing"
CONFORMANCE = "utm.conformance_monitoring_sa"
ARBITRATION = "utm.availability_arbitration"
VERSIONS = "interuss.versioning.read_system_versions"

Sets = tuple[tuple[str, ...], ...]
INTENT_READING: Sets = ((COORDINATION,), (CONFORMANCE,))
INTENT_CHANGING: Sets = ((COORDINATION,), (COORDINATION, CONSTRAINT_PROCESSING), (CONFORMANCE,))
CONSTRAINT_READING: Sets = ((CONSTRAINT_MANAGEMENT,), (CONSTRAINT_PROCESSING,))
CONSTRAINT_CHANGING: Sets = ((CONSTRAINT_MANAGEMENT,),)
SUBSCRIPTIONS: Sets = ((CONSTRAINT_PROCESSING,), (COORDINATION,))
AVAILABILITY_READING: Sets = ((ARBITRATION,), (COORDINATION,), (CONFORMANCE,))
AVAILABILITY_CHANGING: Sets = ((ARBITRATION,),)
ANY: Sets = (
    (COORDINATION,), (CONSTRAINT_MANAGEMENT,), (CONSTRAINT_PROCESSING,), (CONFORMANCE,), (ARBITRATION,),
)  # fmt: skip
VERSION_READING: Sets = ((VERSIONS,),)
TELEMETRY = "commonground.telemetry"
"""A ground station's scope at its own service: positions in, and nothing else."""
GROUND: Sets = ((TELEMETRY,),)
TEST_PLANNING: Sets = (("interuss.flight_planning.plan",),)
TEST_DIRECTING: Sets = (("interuss.flight_planning.direct_automated_test",),)
