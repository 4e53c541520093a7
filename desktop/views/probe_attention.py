"""What a pinned sentence's words were taken from, at the validation at which the slider stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from core.training.probe_attention import Attention
from desktop.theme.theme import Theme
from desktop.widgets.card import text
from desktop.widgets.matrix_labels import Label
from desktop.widgets.matrix_view import MatrixView

HEIGHT = 190


class ProbeAttention(QWidget):
    """One head at a time; which one stays chosen while the slider moves. And of which layer the next
    validations keep the heads."""

    layer_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._found: Attention | None = None
        self.heads, self.layers, self.reading = QComboBox(), QComboBox(), text("note")
        self.matrix, place = MatrixView(theme), QWidget()
        place.setFixedHeight(HEIGHT)  # the matrix itself grows with its cells
        inside = QVBoxLayout(place)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.matrix)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.heads)
        head.addWidget(self.reading, 1)
        head.addWidget(self.layers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(place)
        self.heads.currentIndexChanged.connect(self._show_head)
        self.matrix.pointed.connect(self._read)
        self.layers.activated.connect(self.layer_chosen)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.heads.setAccessibleName(self.tr("Attention head"))
        self.matrix.setAccessibleName(self.tr("Attention of the pinned sentence"))
        self.layers.setAccessibleName(self.tr("Which layer's heads the next validations keep"))
        self.layers.setToolTip(self.layers.accessibleName())
        for index in range(self.layers.count()):
            self.layers.setItemText(index, self._layer_word(index))
        for index in range(self.heads.count()):
            self.heads.setItemText(index, self._head_word(*self.heads.itemData(index)))

    def set_layers(self, count: int) -> None:
        """How many there are to choose among."""
        if count != self.layers.count():
            self.layers.clear()
            self.layers.addItems([self._layer_word(layer) for layer in range(count)])
            self.layers.setCurrentIndex(count - 1)
        self.layers.setVisible(count > 1)

    def show_attention(self, found: Attention | None) -> None:
        """None hides it."""
        self._found = found
        self.setVisible(found is not None)
        if found is None:
            return
        if [self.heads.itemData(index) for index in range(self.heads.count())] != found.heads:
            self.heads.blockSignals(True)
            self.heads.clear()
            for layer, head in found.heads:
                self.heads.addItem(self._head_word(layer, head), (layer, head))
            self.heads.blockSignals(False)
        self._show_head()

    def _head_word(self, layer: int, head: int) -> str:
        return self.tr("Layer {}, head {}").format(layer + 1, head + 1)

    def _layer_word(self, layer: int) -> str:
        return self.tr("keep layer {}").format(layer + 1)

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
