"""Taking it away: the figure in view, its values, the whole decoding; and opening one again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from core.formats import atomic
from desktop.controllers import values
from desktop.controllers.step import StepController
from desktop.theme import icons
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.widgets.figure import FORMATS, save_figure

CSV, NPZ, TRACE = ".csv", ".npz", ".trace"


class ExportButton(QToolButton):
    """`figure` gives the widget that is to be saved; one with values and labels can also be a table."""

    failed = Signal(str)
    saved = Signal(str)

    def __init__(self, controller: StepController, figure: Callable[[], QWidget], theme: Theme,
                 parent: QWidget | None = None):
        super().__init__(parent)
        mark(self, kind="plain")
        self._controller, self._figure, self._theme = controller, figure, theme
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        icons.set_icon(self, "export", theme)
        self.menu_ = QMenu(self)
        self.menu_.aboutToShow.connect(self._fill)
        self.setMenu(self.menu_)
        controller.saved.connect(lambda path: self.saved.emit(str(path)))
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(self.tr("Export"))
        self.setToolTip(self.tr("Export the figure in focus (Ctrl+E)"))
        self.setAccessibleName(self.tr("Export"))

    def changeEvent(self, event) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _fill(self) -> None:
        self.menu_.clear()
        walk = self._controller.walk
        for suffix in FORMATS:
            self.menu_.addAction(self.tr("This figure as {format}…").format(format=suffix[1:].upper()),
                                 lambda suffix=suffix: self.ask(suffix)).setEnabled(walk is not None)
        self.menu_.addSeparator()
        has_values = walk is not None and hasattr(self._figure(), "labels")
        self.menu_.addAction(self.tr("These values as CSV…"), lambda: self.ask(CSV)).setEnabled(has_values)
        self.menu_.addAction(self.tr("All values of this step as NPZ…"), lambda: self.ask(NPZ)).setEnabled(
            walk is not None and walk.shown.trace is not None)
        self.menu_.addSeparator()
        self.menu_.addAction(self.tr("The whole decoding as a .trace file…"),
                             lambda: self.ask(TRACE)).setEnabled(walk is not None)
        self.menu_.addAction(self.tr("Open a .trace file…"), self.ask_open)

    def ask(self, suffix: str) -> None:
        """Asks where to, and writes."""
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export"), f"pellucid{suffix}", f"*{suffix}")
        if name:
            path = Path(name)
            self.save(path if path.suffix.lower() == suffix else path.with_name(path.name + suffix))

    def ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a .trace file…"), "", f"*{TRACE}")
        if name:
            self._controller.open_trace(Path(name))

    def save(self, path: Path) -> None:
        """By the suffix; says where it went, or what was wrong."""
        figure, suffix = self._figure(), path.suffix.lower()
        if suffix == TRACE:
            self._controller.save_trace(path)
            return
        try:
            if suffix == CSV:
                rows, columns = figure.labels()
                atomic.write_bytes(path, values.as_csv(figure.values(), [label.text for label in rows],
                                                       [label.text for label in columns]))
            elif suffix == NPZ:
                atomic.write_bytes(path, values.as_npz(self._controller.walk))
            else:
                save_figure(figure, path, self._theme.color("card"))
        except OSError as error:
            self.failed.emit(f"{path}: {error.strerror or error}")
            return
        self.saved.emit(str(path))
