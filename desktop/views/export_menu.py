"""Taking it away: the figure in view, its values, the whole decoding; and opening one again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from desktop.controllers import values
from desktop.controllers.step import StepController
from desktop.theme import icons
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.widgets.figure import FORMATS, FigureMaker
from desktop.widgets.retranslated import Retranslated

CSV, NPZ, TRACE = ".csv", ".npz", ".trace"


class ExportButton(Retranslated, QToolButton):
    """`figure` gives the widget that is to be saved; one with values and labels, or a table, has a CSV."""

    failed = Signal(str)
    saved = Signal(str)

    def __init__(self, controller: StepController, figure: Callable[[], QWidget], theme: Theme,
                 parent: QWidget | None = None):
        super().__init__(parent)
        mark(self, kind="plain")
        self._controller, self._figure, self._theme = controller, figure, theme
        self._maker = FigureMaker(self)
        for changed in (controller.changed, controller.view_changed):
            changed.connect(self._maker.begin_again)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        icons.set_icon(self, "export", theme)
        self.menu_ = QMenu(self)
        self.menu_.aboutToShow.connect(self._fill)
        self.setMenu(self.menu_)
        controller.saved.connect(lambda path: self.saved.emit(str(path)))
        controller.not_saved.connect(self.failed)
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(self.tr("Export"))
        self.setToolTip(self.tr("Export the figure in focus (Ctrl+E)"))
        self.setAccessibleName(self.tr("Export"))

    def _fill(self) -> None:
        self.menu_.clear()
        walk = self._controller.walk
        for suffix in FORMATS:
            self.menu_.addAction(self.tr("This figure as {format}…").format(format=suffix[1:].upper()),
                                 lambda suffix=suffix: self.ask(suffix)).setEnabled(walk is not None)
        self.menu_.addSeparator()
        has_values = walk is not None and _has_values(self._figure())
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

    def _csv(self, figure: QWidget) -> Callable[[], bytes]:
        """Makes the file of a matrix, or of the table behind any other figure."""
        if hasattr(figure, "table"):
            return partial(values.table_as_csv, figure.table())
        return partial(values.as_csv, figure.values(),
                       *([label.text for label in axis] for axis in figure.labels()))

    def save(self, path: Path) -> None:
        """By the suffix; a signal says where it went, or what was wrong."""
        controller, suffix = self._controller, path.suffix.lower()
        if suffix == TRACE:
            controller.save_trace(path)
        elif suffix == CSV and not _has_values(self._figure()):
            self.failed.emit(self.tr("This figure has no table of values to save as CSV: save it as SVG, PDF "
                                     "or PNG, or choose another figure."))
        elif suffix == CSV:
            controller.save_bytes(path, self._csv(self._figure()))
        elif suffix == NPZ:
            walk = controller.walk
            controller.save_bytes(path, lambda: values.as_npz(walk))
        else:
            self._maker.make(self._figure(), suffix, self._theme.color("card"),
                             lambda pack: controller.save_bytes(path, pack))


def _has_values(figure: QWidget) -> bool:
    return hasattr(figure, "labels") or hasattr(figure, "table")
