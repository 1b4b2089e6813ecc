"""Settings of every test: laws draw anew on a developer's machine, and the same cases each time where CI is set."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Shared machines are slow now and then: a slow draw is no finding, and nothing here times anything.
_calm = [HealthCheck.too_slow]
settings.register_profile("default", deadline=None, suppress_health_check=_calm)
settings.register_profile("ci", deadline=None, suppress_health_check=_calm, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") or os.environ.get("COMMONGROUND_ALL") else "default")
