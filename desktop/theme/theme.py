"""Which palette is in force, and the switch between System, Light and Dark."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desktop.theme import colormap, fonts, style
from desktop.theme.palette import DARK, LIGHT, Palette

MODES = ("system", "light", "dark")
_KEY = "appearance/mode"


@cache
def _parsed(code: str) -> QColor:
    """Kept, for a picture asks for hundreds."""
    return QColor(code)


class Theme(QObject):
    """Dresses the parts of a window; follows the system's colour scheme.

    The sheet is set on each part (`dress`), not on the application: there it takes ten times as long
    and would hold the window for half a second. On a change one part follows the other, those in sight
    first, each in a turn of the event loop of its own.
    """

    changed = Signal()

    def __init__(self, app: QApplication, settings: QSettings, parent: QObject | None = None):
        super().__init__(parent)
        self._app, self._settings = app, settings
        stored = str(settings.value(_KEY, "system"))
        self._mode = stored if stored in MODES else "system"
        self.palette: Palette = LIGHT
        base = fonts.tabular(app.font())
        base.setPixelSize(fonts.BODY)
        app.setFont(base)
        self._parts: list[weakref.ref[QWidget]] = []
        self._waiting: list[weakref.ref[QWidget]] = []
        self._sheet, self._is_unhurried = "", False
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._dress_next)
        if app.style().name() != "fusion":
            app.setStyle("Fusion")  # one look on all systems; native styles ignore half of a sheet
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def mode(self) -> str:
        return self._mode

    def set_mode(self, mode: str) -> None:
        """ "system", "light" or "dark"; remembered."""
        if mode == self._mode:
            return
        self._mode = mode
        self._settings.setValue(_KEY, mode)
        self._apply()

    def dress(self, part: QWidget) -> None:
        """Gives a part of a window, and all in it, this look from now on; a second time changes nothing."""
        if not any(known() is part for known in self._parts):
            self._parts.append(weakref.ref(part))
            if self._is_unhurried:
                self._waiting.append(self._parts[-1])
                self._next.start()
            else:
                part.setStyleSheet(self._sheet)

    @property
    def is_dressing(self) -> bool:
        """Do parts still wait for their look?"""
        return bool(self._waiting)

    @contextmanager
    def unhurried(self) -> Iterator[None]:
        """What is dressed meanwhile, out of sight, gets its look in turns of its own."""
        self._is_unhurried = True
        try:
            yield
        finally:
            self._is_unhurried = False

    def color(self, name: str) -> QColor:
        """One and the same of all who ask: whoever wants another makes a copy."""
        return _parsed(getattr(self.palette, name))

    @property
    def glass(self) -> colormap.ColorMap:
        """For attention weights, 0 to 1."""
        return colormap.glass(self.palette.dark)

    @property
    def signed(self) -> colormap.ColorMap:
        """For scores, symmetric about 0."""
        return colormap.signed(self.palette.dark)

    def _apply(self) -> None:
        system_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = self._mode == "dark" or (self._mode == "system" and system_dark)
        self.palette = DARK if dark else LIGHT
        self._app.setPalette(style.qt_palette(self.palette))
        self._sheet = style.stylesheet(self.palette)
        self._parts = [part for part in self._parts if part() is not None and isValid(part())]
        # Those in sight first; the sidebar, seen on every page, is the oldest.
        self._waiting = sorted(self._parts, key=lambda part: not part().isVisible())
        self._next.start()
        self.changed.emit()

    def _dress_next(self) -> None:
        if self._waiting:
            part = self._waiting.pop(0)()
            if part is not None and isValid(part):
                part.setStyleSheet(self._sheet)
            self._next.start()
