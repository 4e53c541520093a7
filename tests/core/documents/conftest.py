"""The name of a document."""

from __future__ import annotations

import pytest


@pytest.fixture
def named(tmp_path):
    return lambda suffix: tmp_path / f"x{suffix}"
