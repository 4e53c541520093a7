"""Where the keyboard is: a 2-px ring around the control that was reached by it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desktop.theme.theme import Theme

OFF = 4  # 2 px off, 2 px wide
_SHOW_IT_THEMSELVES = (QLineEdit, QPlainTextEdit, QTextEdit)  # by their line or caret


class FocusRing(QWidget):
    """Lies over a window and lets everything through; drawn only where Tab brought the focus."""

    def __init__(self, theme: Theme, window: QWidget):
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        QApplication.instance().focusChanged.connect(self._on_focus)
        theme.changed.connect(self.update)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._target is not None:
            self._target.removeEventFilter(self)
        by_keyboard = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
        wanted = (new is not None and by_keyboard and new.window() is self.window()
                  and bool(new.focusPolicy() & Qt.FocusPolicy.TabFocus)
                  and not isinstance(new, _SHOW_IT_THEMSELVES))
        self._target = new if wanted else None
        if wanted:
            new.installEventFilter(self)
        self._place()

    def eventFilter(self, watched, event) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show):
            self._place()
        return False

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _place(self) -> None:
        target = self._target
        shown = target is not None and target.isVisible()
        if shown:
            place = target.mapTo(self.window(), QPoint(0, 0))
            self.setGeometry(QRect(place, target.size()).adjusted(-OFF, -OFF, OFF, OFF))
            self.raise_()
        self.setVisible(shown)
