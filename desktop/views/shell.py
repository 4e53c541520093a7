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
    """Shows one of `sidebar.PAGES`. Whoever derives from it makes the pages, each when it is asked for."""

    closing = Signal()

    def __init__(self, settings: QSettings):
        super().__init__()
        self._settings = settings
        self.pages = QStackedWidget()
        for _ in PAGES:
            self.pages.addWidget(QWidget())  # stands there until the page is made

    def page(self, name: str) -> QWidget:
        """A page of `sidebar.PAGES`, made and placed (`place`) where it was not yet."""
        raise NotImplementedError

    def furnish(self, sidebar: Sidebar, theme: Theme) -> None:
        """The sidebar and the page of last time."""
        self.sidebar = sidebar
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
        sidebar.chosen.connect(self._show)
        for index in range(len(PAGES)):
            QShortcut(QKeySequence(f"Ctrl+{index + 1}"), self).activated.connect(self._shower(index))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self).activated.connect(self.close)
        self._restore()

    def place(self, name: str, page: QWidget) -> QWidget:
        """Puts a page that was just made where it belongs; gives it back."""
        index = PAGES.index(name)
        empty, is_current = self.pages.widget(index), self.pages.currentIndex() == index
        self.pages.insertWidget(index, page)
        if is_current:
            self.pages.setCurrentIndex(index)
        self.pages.removeWidget(empty)
        empty.deleteLater()
        return page

    def show_page(self, name: str) -> None:
        """One of `sidebar.PAGES`."""
        self.sidebar.set_page(PAGES.index(name))

    def _show(self, index: int) -> None:
        self.page(PAGES[index])
        self.pages.setCurrentIndex(index)

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
