"""The window: a sidebar, and the page that was chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from desktop.theme.theme import Theme
from desktop.views.sidebar import PAGES, Sidebar
from desktop.widgets.focus_ring import FocusRing

MINIMUM, USUAL = (960, 640), (1440, 900)
NARROW_BELOW = 1000
_GEOMETRY, _PAGE = "window/geometry", "window/page"


class Shell(QMainWindow):
    """Takes the pages ready made, in the order of the sidebar."""

    closing = Signal()

    def __init__(self, sidebar: Sidebar, pages: list[QWidget], theme: Theme, settings: QSettings):
        super().__init__()
        self._settings = settings
        self.sidebar = sidebar
        self.pages = QStackedWidget()
        for page in pages:
            self.pages.addWidget(page)
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(sidebar)
        row.addWidget(self.pages, 1)
        self.setCentralWidget(central)
        self.setMinimumSize(*MINIMUM)
        self.setWindowTitle("Pellucid")
        self.ring = FocusRing(theme, self)
        sidebar.chosen.connect(self.pages.setCurrentIndex)
        for index in range(len(pages)):
            QShortcut(QKeySequence(f"Ctrl+{index + 1}"), self).activated.connect(self._shower(index))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self).activated.connect(self.close)
        self._restore()

    def show_page(self, name: str) -> None:
        """ "translate", "step", "train", "data" or "guide"."""
        self.sidebar.set_page(PAGES.index(name))

    def _shower(self, index: int) -> Callable[[], None]:
        return lambda: self.sidebar.set_page(index)

    def _restore(self) -> None:
        self.resize(*USUAL)
        geometry = self._settings.value(_GEOMETRY)
        if geometry is not None:
            self.restoreGeometry(geometry)
        page = str(self._settings.value(_PAGE, "translate"))
        self.show_page(page if page in PAGES else "translate")

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        if narrow != (self.sidebar.width() < 100):
            self.sidebar.set_narrow(narrow)

    def closeEvent(self, event) -> None:
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self._settings.setValue(_PAGE, PAGES[self.pages.currentIndex()])
        self.closing.emit()
        super().closeEvent(event)
