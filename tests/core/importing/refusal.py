"""How a test sees that a model is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.formats.native import ModelError
from core.importing.importer import import_model


def refused(path: Path, out: Path, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        import_model(path, out)
    assert not out.exists()
