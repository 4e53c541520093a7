"""Where the keyboard is: a 2-px ring around the control that was reached by it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from desktop.theme.theme import Theme

OFF = 4  # 2 px off, 2 px wide
_SHOW_IT_THEMSELVES = (QLineEdit, QPlainTextEdit, QTextEdit)  # by their line or caret


class FocusRing(QWidget):
    """Lies over a window and lets everything through; drawn only where Tab brought the focus."""

    def __init__(self, theme: Theme, window: QWidget):
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []  # the target and all that holds it: where one moves, so does it
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        QApplication.instance().focusChanged.connect(self._on_focus)
        theme.changed.connect(self.update)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        for widget in filter(isValid, self._watched):
            widget.removeEventFilter(self)
        by_keyboard = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
        wanted = (new is not None and by_keyboard and new.window() is self.window()
                  and bool(new.focusPolicy() & Qt.FocusPolicy.TabFocus)
                  and not isinstance(new, _SHOW_IT_THEMSELVES))
        self._target, self._watched = new if wanted else None, []
        holder = self._target
        while holder is not None and holder is not self.window():
            holder.installEventFilter(self)
            self._watched.append(holder)
            holder = holder.parentWidget()
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
        shown = target is not None and isValid(target) and target.isVisible()
        if shown:
            place = target.mapTo(self.window(), QPoint(0, 0))
            self.setGeometry(QRect(place, target.size()).adjusted(-OFF, -OFF, OFF, OFF))
            self.raise_()
        self.setVisible(shown)
