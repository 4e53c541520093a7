"""A Data page of its own."""

from __future__ import annotations

import pytest

from desktop.controllers.data import DataController
from desktop.theme.theme import Theme
from desktop.views.data_page import DataPage
from desktop.workers.training_process import TrainingProcess


@pytest.fixture
def page(qapp, qtbot, tmp_path, settings):
    """A page of its own, whose reading runs in a real child process."""
    theme = Theme(qapp, settings)
    controller = DataController(tmp_path / "corpora")
    made = DataPage(controller, theme)
    made.controller = controller
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    yield made
    controller.close()
    # A page goes with its controller here; in the app the end of the window waits for its children. One
    # whose answer is no longer wanted may still be on its way out.
    for child in controller.findChildren(TrainingProcess):
        child.wait()
