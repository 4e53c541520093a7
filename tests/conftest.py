"""Fixtures for every test: each installed backend runs the same tests."""

from __future__ import annotations

import os

import pytest

import backends

# Children of the tests read byte code instead of compiling every module anew, 0.3 s of CPU each.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(params=backends.available())
def backend(request) -> backends.Backend:
    return backends.get(request.param)
