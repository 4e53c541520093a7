"""All layers and heads of one kind of attention at once; ranked by what was measured."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QTabBar, QVBoxLayout, QWidget

from core.edits import attention_name
from desktop.controllers.lab import HeadCosts, LabController
from desktop.controllers.looks import HEADS
from desktop.controllers.step import StepController
from desktop.controllers.walk import CROSS, KINDS, Walk
from desktop.theme.numbers import signed
from desktop.theme.theme import Theme
from desktop.views.measuring_line import MeasuringLine
from desktop.widgets.card import Card, line, text
from desktop.widgets.head_grid import HeadGrid
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.segmented import Segmented

BY_PLACE, BY_ALIGNMENT, BY_COST = range(3)


class HeadsCard(Retranslated, Card):
    """A click chooses a head and goes back to its matrix."""

    def __init__(self, controller: StepController, lab: LabController, theme: Theme,
                 parent: QWidget | None = None):
        super().__init__(parent, padding=0)
        self._controller, self._lab = controller, lab
        self._order = BY_PLACE
        self._places: list[tuple[int, int]] = []  # (layer, head) of each picture
        self._weights: list[np.ndarray] = []
        self._names: list[str] = []
        # What the three above were made from.
        self._walk: Walk | None = None
        self._arranged_costs: HeadCosts | None = None
        self._arranged_by = ("", BY_PLACE)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for _ in KINDS:
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(lambda index: controller.choose_kind(KINDS[index]))
        self._order_label = text("caption")
        self.order = Segmented()
        self.order.chosen.connect(self._on_order)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.tabs)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(line())
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._order_label)
        row.addWidget(self.order)
        row.addStretch(1)
        self.body.addLayout(row)
        self._note = text("caption", wrap=True)
        self._note.setContentsMargins(16, 8, 16, 4)
        self.body.addWidget(self._note)
        self.measuring = MeasuringLine(lab, self)  # of no window: it would show itself as one
        self.measuring.setContentsMargins(16, 0, 16, 4)
        self.body.addWidget(self.measuring)
        self.grid = HeadGrid(theme)
        self.grid.chosen.connect(self._on_chosen)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 4, 16, 12)
        column.addWidget(self.grid)
        column.addStretch(1)
        self.scroll = QScrollArea()
        self.scroll.setWidget(inner)
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self.scroll, 1)
        controller.changed.connect(self.render)
        controller.view_changed.connect(self.render)
        lab.costs_changed.connect(self.render)
        self.retranslate()

    def retranslate(self) -> None:
        for index, name in enumerate((self.tr("Encoder self"), self.tr("Decoder masked self"),
                                      self.tr("Cross"))):
            self.tabs.setTabText(index, name)
        self._order_label.setText(self.tr("Order"))
        self.order.set_labels([self.tr("layer"), self.tr("alignment"), self.tr("cost")])
        self.tabs.setAccessibleName(self.tr("Kind of attention"))
        self.grid.setAccessibleName(self.tr("All attention heads"))
        self.render()

    def figure(self) -> QWidget:
        """What is exported."""
        return self.grid

    def places(self) -> list[tuple[int, int]]:
        """(layer, head) of each picture, in the order shown."""
        return self._places

    def render(self) -> None:
        controller, walk = self._controller, self._controller.walk
        if walk is None or controller.view != HEADS or not walk.passes():
            return
        self._lab.measure_heads()
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(KINDS.index(controller.kind))
        self.tabs.blockSignals(False)
        self.order.button(BY_ALIGNMENT).setEnabled(controller.kind == CROSS)
        order = BY_PLACE if self._order == BY_ALIGNMENT and controller.kind != CROSS else self._order
        self.order.set_current(order)
        costs = self._lab.costs
        if (self._walk is not walk or self._arranged_costs is not costs
                or self._arranged_by != (controller.kind, order)):
            self._walk, self._arranged_costs, self._arranged_by = walk, costs, (controller.kind, order)
            self._arrange(walk, order)
        self.grid.columns = max(walk.config.num_heads, 4) if order == BY_PLACE else max(
            4, (self.width() - 40) // 84)
        chosen = self._places.index((controller.layer, controller.head))
        self.grid.set_heads(self._weights, self._names, chosen, numbered=False)
        self._note.setText(self._words(order, costs is not None))
        self._note.setVisible(bool(self._note.text()))
        self.measuring.render()

    def _arrange(self, walk: Walk, order: int) -> None:
        """Which head stands where, under which name."""
        layers = [walk.attention(self._controller.kind, layer)
                  for layer in range(self._controller.num_layers)]
        places = [(layer, head) for layer in range(len(layers)) for head in range(walk.config.num_heads)]
        measured: dict[tuple[int, int], float] = {}
        if order == BY_ALIGNMENT:
            measured = {place: walk.alignments(place[0])[place[1]] for place in places}
        elif order == BY_COST and self._lab.costs is not None:
            by_place = self._lab.costs.by_place
            measured = {(layer, head): float(by_place[attention_name(self._controller.kind, layer)][head])
                        for layer, head in places}
        if measured:
            places.sort(key=lambda place: -measured[place])
        form = "{:.2f}".format if order == BY_ALIGNMENT else lambda cost: signed(cost, 3)
        self._places = places
        self._names = [f"{layer + 1}.{head + 1}" + (f"  {form(measured[layer, head])}" if measured else "")
                       for layer, head in places]
        self._weights = [layers[layer][head] for layer, head in places]  # views: the same memory, any order

    def _words(self, order: int, measured: bool) -> str:
        if order == BY_ALIGNMENT:
            return self.tr("Alignment, measured on this sentence: how sharply and how differently the rows "
                           "look at source words. 1 is one to one. A sharp head is a hint, not a proof.")
        if order == BY_COST:
            if self._lab.is_recorded:
                return self.tr("This decoding was read from a file: to measure heads, the model itself is "
                               "needed.")
            if not measured:
                return ""  # the line below says how far that is
            sentences = self._lab.costs.sentences
            if sentences:
                return self.tr("Loss added, in nats a token, with that head alone switched off; on sentences "
                               "of the sample corpus' development set ({count}).").format(count=sentences)
            return self.tr("Loss added, in nats a token, with that head alone switched off; on this sentence "
                           "and its own translation only, for there is no development set for this model.")
        return self.tr("Layer.head. A click opens one; nothing here is averaged.")

    def _on_order(self, order: int) -> None:
        self._order = order
        self.render()

    def _on_chosen(self, index: int) -> None:
        layer, head = self._places[index]
        self._controller.choose(self._controller.kind, layer, head)
