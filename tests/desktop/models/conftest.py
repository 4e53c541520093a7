"""The Models page in a window, and a small model as others have them."""

from __future__ import annotations

import pytest

from tests.core.importing.foreign_models import huggingface


@pytest.fixture
def opens() -> str:
    return "models"


@pytest.fixture
def page(window):
    window.show_page("models")
    return window.models_page


@pytest.fixture(scope="module")
def marian(tmp_path_factory):
    """A small random model as Hugging Face has them, with a README."""
    folder = tmp_path_factory.mktemp("marian") / "opus-mt-en-de"
    huggingface(folder)
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\nTiny words.", encoding="utf-8")
    return folder
