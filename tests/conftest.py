"""Fixtures for every test: each installed backend runs the same tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

import backends

# Children of the tests read byte code instead of compiling every module anew, 0.3 s of CPU each.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# On a busy machine examples are made slowly; that is no fault of what is tested.
settings.register_profile("ours", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


@pytest.fixture(params=backends.available())
def backend(request) -> backends.Backend:
    return backends.get(request.param)
