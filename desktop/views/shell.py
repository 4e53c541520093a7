"""The window: a sidebar, and the page that was chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.theme.theme import Theme
from desktop.views.preparing import Preparing
from desktop.views.sidebar import PAGES, Sidebar
from desktop.widgets.focus_ring import FocusRing
from desktop.widgets.opening import Opening

MINIMUM, USUAL = (960, 640), (1440, 900)
NARROW_BELOW = 1000
_GEOMETRY, _PAGE = "window/geometry", "window/page"


class Shell(QMainWindow):
    """Shows one of `sidebar.PAGES`. Whoever derives from it makes the pages, each when it is asked for.

    A page that is not there yet is asked for (`hurry`) and shown when it is (`reveal`): to make it at once
    would hold the window. Until then a word says that it comes.
    """

    closing = Signal()

    def __init__(self, settings: QSettings):
        super().__init__()
        self._settings = settings
        self.pages = QStackedWidget()
        for _ in PAGES:
            self.pages.addWidget(QWidget())  # keeps the place until the page is made
        self._opening = Opening()
        self.pages.addWidget(self._opening)
        self._asked, self._ready = "", set()
        self._then: list[tuple[str, Callable[[], object]]] = []

    def page(self, name: str) -> QWidget:
        """A page of `sidebar.PAGES`, made and placed (`place`) where it was not yet."""
        raise NotImplementedError

    def hurry(self, name: str) -> None:
        """Makes a page soon, over several turns of the event loop, and reveals it."""
        raise NotImplementedError

    def furnish(self, sidebar: Sidebar, theme: Theme) -> None:
        """The sidebar and the page of last time."""
        self.sidebar = sidebar
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(sidebar)
        self.preparing = Preparing()
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.preparing)
        column.addWidget(self.pages, 1)
        row.addLayout(column, 1)
        self.setCentralWidget(central)
        self.setMinimumSize(*MINIMUM)
        self.setWindowTitle("Pellucid")
        theme.dress(self._opening)
        self.ring = FocusRing(theme, self)
        sidebar.chosen.connect(self._show)
        for index in range(len(PAGES)):
            QShortcut(QKeySequence(f"Ctrl+{index + 1}"), self).activated.connect(self._shower(index))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self).activated.connect(self.close)
        self._restore()

    def place(self, name: str, page: QWidget) -> QWidget:
        """Puts a page that was just made where it belongs; gives it back."""
        index = PAGES.index(name)
        empty = self.pages.widget(index)
        self.pages.insertWidget(index, page)
        self.pages.removeWidget(empty)
        empty.deleteLater()
        return page

    def reveal(self, name: str) -> None:
        """From now on the page is shown when it is asked for, as it may have been already."""
        self._ready.add(name)
        if self._asked == name:
            self.pages.setCurrentIndex(PAGES.index(name))
        now = [then for waits, then in self._then if waits == name]
        self._then = [each for each in self._then if each[0] != name]
        for then in now:
            then()

    def show_page(self, name: str, then: Callable[[], object] | None = None) -> None:
        """One of `sidebar.PAGES`; `then` is called when it is there."""
        if then is not None:
            self._then.append((name, then))
        self.sidebar.set_page(PAGES.index(name))
        if then is not None and name in self._ready:
            self.reveal(name)

    @property
    def is_there(self) -> bool:
        """Is the page that was asked for shown?"""
        return self.pages.currentWidget() is not self._opening

    def _show(self, index: int) -> None:
        name = self._asked = PAGES[index]
        if name in self._ready:
            self.pages.setCurrentIndex(index)
        else:
            self.pages.setCurrentWidget(self._opening)
            self.hurry(name)

    def _shower(self, index: int) -> Callable[[], None]:
        return lambda: self.sidebar.set_page(index)

    def _restore(self) -> None:
        self.resize(*USUAL)
        geometry = self._settings.value(_GEOMETRY)
        if geometry is not None:
            self.restoreGeometry(geometry)
        name = str(self._settings.value(_PAGE, "translate"))
        name = name if name in PAGES else "translate"
        self.page(name)  # the window's first picture has it
        self.reveal(name)
        self.show_page(name)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        if narrow != (self.sidebar.width() < 100):
            self.sidebar.set_narrow(narrow)

    def closeEvent(self, event) -> None:
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self._settings.setValue(_PAGE, self._asked)
        self.closing.emit()
        super().closeEvent(event)
