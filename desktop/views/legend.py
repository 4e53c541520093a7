"""Below the translation: what its lines mean."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPen, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.theme.theme import Theme
from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated

_WIDE = 320  # pixels; below, the words are short
LINES = (Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.SolidLine)


class Legend(Retranslated, QFrame):
    """Dashed under 60 %, dotted under 80 %, a whole line under words of a glossary; or that nobody knows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self.setFixedHeight(36)
        self._samples = [_Sample(theme, style, "target" if style == Qt.PenStyle.SolidLine else "watch")
                         for style in LINES]
        self._words = [text("caption") for _ in LINES]
        self._unmeasured, self._is_measured = text("caption"), True
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.addWidget(self._unmeasured)
        for sample, words in zip(self._samples, self._words, strict=True):
            row.addWidget(sample)
            row.addWidget(words)
        row.addStretch(1)
        self.retranslate()

    def set_measured(self, is_measured: bool) -> None:
        """Whether it is known how often words of this model are right."""
        if is_measured != self._is_measured:
            self._is_measured = is_measured
            self.retranslate()

    def retranslate(self) -> None:
        names = (self.tr("under 60 %"), self.tr("under 80 %"), self.tr("glossary"))
        is_wide = self.width() >= _WIDE
        if not is_wide:
            names = ("< 60 %", "< 80 %", names[2])
        self.layout().setSpacing(6 if is_wide else 4)
        for label, words in zip(self._words, names, strict=True):
            label.setText(words)
            label.setContentsMargins(0, 0, 14 if is_wide else 0, 0)
        for sample in self._samples:
            sample.setFixedSize(24 if is_wide else 16, 16)
        for part in (*self._words[:2], *self._samples[:2]):
            part.setVisible(self._is_measured)
        self._unmeasured.setVisible(not self._is_measured)
        self._unmeasured.setText(self.tr("Sureness: not measured"))
        self.setToolTip(self.tr(
            "A dotted line: of words this sure fewer than 80 % agreed with the reference, when the model "
            "translated sentences that it was validated on; dashed: fewer than 60 %.") if self._is_measured
            else self.tr("Which words are uncertain is measured on the sentences that a model was validated "
                         "on. This one came without any, so none is marked."))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if (event.size().width() < _WIDE) != (event.oldSize().width() < _WIDE):
            self.retranslate()


class _Sample(QWidget):
    def __init__(self, theme: Theme, style: Qt.PenStyle, role: str):
        super().__init__()
        self._theme, self._style, self._role = theme, style, role
        theme.changed.connect(self.update)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._theme.color(self._role)), 2, self._style))
        painter.drawLine(1, 11, self.width() - 1, 11)
