"""What a pinned sentence's words were taken from, at the validation at which the slider stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from core.training.probe_attention import Attention, Heads
from desktop.theme.theme import Theme
from desktop.views.kept_heads import KeptHeads
from desktop.widgets.card import text
from desktop.widgets.matrix_labels import Label
from desktop.widgets.matrix_view import MatrixView

HEIGHT = 190


class ProbeAttention(QWidget):
    """One head at a time; which one stays chosen while the slider moves. And which heads the next
    validations keep."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._found: Attention | None = None
        self.heads, self.kept, self.reading = QComboBox(), KeptHeads(), text("note")
        self.matrix, place = MatrixView(theme), QWidget()
        place.setFixedHeight(HEIGHT)  # the matrix itself grows with its cells
        inside = QVBoxLayout(place)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.matrix)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.heads)
        head.addWidget(self.reading, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(place)
        column.addWidget(self.kept, 0, Qt.AlignmentFlag.AlignLeft)
        self.heads.currentIndexChanged.connect(self._show_head)
        self.matrix.pointed.connect(self._read)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.heads.setAccessibleName(self.tr("Attention head"))
        self.matrix.setAccessibleName(self.tr("Attention of the pinned sentence"))
        self.kept.retranslate()
        self._name_heads()

    def _name_heads(self) -> None:
        for index in range(self.heads.count()):
            self.heads.setItemText(index, self._head_word(*self.heads.itemData(index)))

    def show_attention(self, found: Attention | None, chosen: Heads) -> None:
        """None hides it. `chosen`: which the next validations keep."""
        self._found = found
        self.setVisible(found is not None)
        if found is None:
            return
        self.kept.show_heads(chosen)
        if [self.heads.itemData(index) for index in range(self.heads.count())] != found.heads:
            self._list(found.heads)
        self._name_heads()
        self._show_head()

    def _list(self, heads: Heads) -> None:
        """The one that was looked at stays, where it was kept here too."""
        shown = self.heads.currentData()
        self.heads.blockSignals(True)
        self.heads.clear()
        for head in heads:
            self.heads.addItem("", head)
        self.heads.setCurrentIndex(heads.index(shown) if shown in heads else 0)
        self.heads.blockSignals(False)

    def _head_word(self, layer: int, head: int) -> str:
        is_measured = self._found is not None and self._found.is_measured
        words = self.tr("Layer {}, head {}: aligns best") if is_measured else self.tr("Layer {}, head {}")
        return words.format(layer + 1, head + 1)

    def _show_head(self) -> None:
        found = self._found
        if found is None:
            return
        self.matrix.set_matrix(found.weights[max(0, self.heads.currentIndex())],
                               [Label(token, "target") for token in found.tokens],
                               [Label(token, "source") for token in found.src_tokens])
        self._read(-1, -1)

    def _read(self, row: int, column: int) -> None:
        found = self._found
        self.reading.setText("" if row < 0 or found is None else self.tr("{} attends to {}, {}").format(
            found.tokens[row], found.src_tokens[column],
            f"{found.weights[self.heads.currentIndex(), row, column]:.3f}"))
