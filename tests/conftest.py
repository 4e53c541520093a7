"""Fixtures for every test: each installed backend runs the same tests."""

from __future__ import annotations

import pytest

import backends


@pytest.fixture(params=backends.available())
def backend(request) -> backends.Backend:
    return backends.get(request.param)
