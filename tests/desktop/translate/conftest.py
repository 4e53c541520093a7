"""The Translate page in a window, and what it makes of a text."""

from __future__ import annotations

import pytest

from tests.desktop.translate.waiting import current


@pytest.fixture
def page(window, qtbot):
    window.show_page("translate")
    qtbot.waitUntil(lambda: window.translate_parts.terms.is_loaded)
    return window.translate_page


@pytest.fixture
def translated(window, page, qtbot):
    def wait(text: str | None = None):
        if text is not None:
            page.set_text(text)
        qtbot.waitUntil(lambda: current(window), timeout=20_000)
        return window.translate.result

    return wait
